"""The list and the panel of the current customer, kept in step with what is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _
from crm_desktop.services.contacts.contact_list import ContactRow
from crm_desktop.services.contacts.cookbook import Question
from crm_desktop.ui import theme
from crm_desktop.ui.contacts import filter_options
from crm_desktop.ui.contacts.contact_source import ContactLoader, ContactSource, Reader
from crm_desktop.ui.contacts.filter_options import Offered
from crm_desktop.ui.contacts.list_layout import ListLayout
from crm_desktop.ui.contacts.list_pane import ListPane
from crm_desktop.ui.contacts.list_state import ALL, ListState
from crm_desktop.ui.contacts.panel import WIDTH, ContactPanelView
from crm_desktop.ui.page import Shell

BESIDE_FROM = 1100  # scaled width of the window from which the panel stands beside the list
OVER_FROM = 900  # below this it takes the whole page
_PAUSE_MS = 400
_SETTLE_MS = 150


class ListSide(QWidget):
    """``listed`` after the list was asked for something else (view, archive, filter)."""

    listed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.offered = Offered()
        self.state = ListState(shell.workspace)
        self.pane = ListPane(lambda: self.offered, self.add_view)
        self.layout_ = ListLayout(shell, self.state, self.pane)
        self.panel = ContactPanelView(shell)
        self.source: ContactSource | None = None
        self.save_view: Callable[[], object] = lambda: None
        self.begin_view: Callable[[], object] = lambda: None
        self._reader = Reader(shell.workspace, self)
        self._loader = ContactLoader(
            self._reader, self._take_source, self._source_grown, self.layout_.parts
        )
        self._late: ContactSource | None = None  # waits until the cell being edited is left
        # Counting every view of a large file waits until the edits pause.
        self._counting = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._counting.timeout.connect(self._count_views)
        # While somebody types, the panel waits: the hits come first.
        self._settling = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settling.timeout.connect(self._show_hit)
        self._from_top = True
        self._keep = 0
        self._swapping = False  # while rows are exchanged nobody is current
        self._wanted = True  # beside the list: shown unless closed
        self._called = False  # in a narrow window: shown only when called
        self.pane.setParent(self)
        self.panel.setParent(self)
        self.panel.hide()
        self._connect()
        self.layout_.fit_rows_height()

    def _connect(self) -> None:
        pane, table = self.pane, self.pane.table
        table.current_changed.connect(self._current_moved)
        table.previewed.connect(lambda _row: self.toggle_panel())
        table.selection_changed.connect(self.fit_panel)
        table.sort_asked.connect(self.sort_by)
        table.edit_ended.connect(self._cell_left)
        table.columns.layout_changed.connect(self.layout_.keep)
        pane.tabs.chosen.connect(self.choose_view)
        pane.filters.changed.connect(self._filters_edited)
        pane.search.searched.connect(self._search)
        self.panel.close_asked.connect(self.close_panel)
        theme.live(self, self.fit_panel)

    # reading

    def refresh(self, changes: Changes | None) -> None:
        """Read again what was touched."""
        if changes is None or "contact" in changes.ranges or changes.everything:
            self._reader.measure_again()
        if changes is None or changes.touches(*filter_options.TABLES):
            self._reader.answer(self._take_offered, filter_options.read)
        if changes is None or changes.touches("saved_view"):
            self.state.read_views()
        self._show_state()
        if self.panel.isVisible():
            self.panel.reload()
        self._ask(from_top=self.source is None)
        if self._reader.is_small():
            self._count_views()
        else:
            self._counting.start()

    def _count_views(self) -> None:
        if self._shell.workspace.is_open:
            self.state.count_views(self._reader, self._show_tabs)

    def _take_offered(self, offered: Offered) -> None:
        added = offered.custom != self.offered.custom
        self.offered = offered
        if added:
            self.pane.offer_columns()
        self._show_state()
        self.pane.table.viewport().update()

    def _ask(self, from_top: bool) -> None:
        self._from_top = from_top
        self._loader.ask(self.state.query(), self.pane.show_summary)

    def _source_grown(self, source: ContactSource) -> None:
        if source is self.source and source.count() != self.pane.model.rowCount():
            self.pane.model.reload()

    def _cell_left(self) -> None:
        late, self._late = self._late, None
        if late is not None:
            self._take_source(late)

    def _take_source(self, source: ContactSource) -> None:
        if self.pane.table.editing.active:
            self._late = source
            return
        self.source = source
        keep, self._keep = self._keep or self.panel.contact_id, 0
        self._swapping = True
        if self._from_top:
            self.pane.show_source(source, keep)
        else:
            self.pane.renew_source(source, keep)
        table = self.pane.table
        if not table.currentIndex().isValid() and source.count() and self.is_wide():
            table.select_number(0)
        self._swapping = False
        self._say_empty(source)
        self.fit_panel()

    def _say_empty(self, source: ContactSource) -> None:
        empty, state = self.pane.empty, self.state
        if source.count():
            return
        if state.text:
            empty.say(
                "magnifying-glass",
                lambda: _("Nobody found for “{text}”.").format(text=state.text),
                lambda: _("Part of a name, pinyin initials or digits of the phone are enough."),
            )
        elif state.conditions:
            empty.say("funnel-simple", lambda: _("No customers match."), state.filters_words)
        elif state.archived:
            empty.say("archive", lambda: _("The archive is empty."))
        else:
            empty.say(
                "users",
                lambda: _("No customers yet"),
                lambda: _("A name is enough to begin. Or import the Excel file you have."),
                lambda: _("New customer"),
            )

    # what is listed

    def _show_state(self) -> None:
        state = self.state
        self.pane.filters.show_conditions(state.conditions, changed=state.edited())
        self._show_order()
        self.layout_.show()
        self._show_tabs()
        self.pane.fit_rows()

    def _show_order(self) -> None:
        self.pane.filters.show_sort(self.state.sort_words)
        self.pane.table.show_sort(self.state.sorted_by(), self.state.descending)

    def _show_tabs(self) -> None:
        self.pane.tabs.show_views(self.state.tabs(), self.state.view_key())

    def _changed(self) -> None:
        self._show_state()
        self._ask(from_top=True)
        self.listed.emit()

    def choose_view(self, key: str) -> None:
        """List a saved view, everybody or the archive."""
        self.state.choose_view(key)
        self._leave_search()
        self._changed()

    def _leave_search(self) -> None:
        self.pane.search.blockSignals(True)
        self.pane.search.clear()
        self.pane.search.blockSignals(False)

    def _filters_edited(self) -> None:
        self.state.conditions = self.pane.filters.conditions()
        self._changed()

    def set_conditions(self, conditions: list[dict[str, Any]]) -> None:
        """Filter by these."""
        self.state.conditions = conditions
        self._changed()

    def show_question(self, question: Question) -> None:
        """List whom a ready question finds, under its name."""
        self.state.choose_view(ALL)
        self.state.ask(question)
        self._leave_search()
        self._changed()

    def _search(self, text: str) -> None:
        self.state.search(text)
        self._show_order()
        self._ask(from_top=True)

    def sort_by(self, key: str, descending: bool) -> None:
        """Sort the list."""
        self.state.sort, self.state.descending = key, descending
        self.state.by_match = False
        self._changed()

    # columns

    def add_view(self) -> None:
        """ "+ New view": keep the filters that are on, or begin with a question."""
        if self.state.conditions and self.state.edited():
            self.save_view()
        else:
            self.begin_view()

    def reveal(self, contact_id: int) -> None:
        """Make a customer the current one, leaving filters that hide them."""
        self._keep = contact_id
        self._wanted = True
        self.panel.show_contact(contact_id)
        if self.source is None or self.source.number_of(contact_id) is None:
            self.choose_view(ALL)
        else:
            self._ask(from_top=True)

    # the panel

    def current_row(self) -> Any:
        """The ``ContactRow`` with the keyboard position, or ``None``."""
        return self.pane.table.current_row()

    def is_wide(self) -> bool:
        """True when the panel has its place beside the list."""
        return self._room() >= BESIDE_FROM

    def _room(self) -> float:
        return self.window().width() / theme.scale()

    def toggle_panel(self) -> None:
        """Space: show or hide the panel."""
        if self.is_wide():
            self._wanted = not self._wanted
        else:
            self._called = not self._called
        self.fit_panel()

    def close_panel(self) -> None:
        """Take the panel away and go on in the list."""
        self._wanted = self._called = False
        self.fit_panel()
        self.pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _current_moved(self, row: ContactRow | None) -> None:
        if self._swapping or row is None or not self.panel.isVisible():
            return
        if row.id != self.panel.contact_id:
            self.panel.show_contact(row.id)

    def _show_hit(self) -> None:
        row = self.current_row()
        if row is not None and self._shell.workspace.is_open and self.panel.isVisible():
            self.panel.show_contact(row.id)

    def fit_panel(self) -> None:
        """Place the panel beside the list, over it, or instead of it."""
        if self._swapping:
            return
        row = self.current_row()
        wide = self.is_wide()
        shown = (self._wanted if wide else self._called) and row is not None
        shown = shown and not self.pane.table.bulk
        room, high = self.width(), self.height()
        beside = min(theme.m(WIDTH), room)
        if self._room() < OVER_FROM:
            beside = room
        self.pane.setGeometry(0, 0, room - beside if shown and wide else room, high)
        self.panel.setGeometry(room - beside, 0, beside, high)
        if shown and row is not None and self.panel.contact_id != row.id:
            if self.state.text and self.panel.isVisible():
                self._settling.start()
            else:
                self.panel.show_contact(row.id)
        self.panel.setVisible(shown)
        self.panel.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_panel()

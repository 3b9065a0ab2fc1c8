"""The list of follow-ups: found, moved, ticked off and called through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services import call_list
from crm_desktop.services.follow_ups import follow_up_kinds, follow_up_list
from crm_desktop.services.follow_ups.follow_up_list import FollowUpQuery, FollowUpRow
from crm_desktop.ui.contacts.bulk_bar import BulkAction, BulkBar
from crm_desktop.ui.contacts.follow_up_words import follow_up_kind
from crm_desktop.ui.follow_ups.acting import FollowUpActing
from crm_desktop.ui.follow_ups.columns import COLUMNS, describe
from crm_desktop.ui.follow_ups.result_line import ResultLine
from crm_desktop.ui.follow_ups.view_switch import ViewSwitch
from crm_desktop.ui.page import PageHeader, Shell
from crm_desktop.ui.row_loading import ListLoader, LoadedRows, Reads, show, top_number
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.choices import Choice, Tabs
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.header_search import HeaderSearch
from crm_desktop.ui.widgets.layout import fixed_width, plain, row
from crm_desktop.ui.widgets.menu import MenuItem, popup_below
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.table_model import TableModel
from crm_desktop.ui.widgets.text import Label

TABS: Sequence[tuple[str, str]] = (
    ("urged", N_("Urged")),
    ("overdue", N_("Overdue")),
    ("today", N_("Today")),
    ("upcoming", N_("Coming")),
    ("undated", N_("No day")),
    ("open", N_("All open")),
    ("done", N_("Done")),
)
_TABLES = ("follow_up", "follow_up_step", "urge", "contact", "staff", "choice")


_READS = Reads(
    follow_up_list.count, follow_up_list.page, follow_up_list.ids, follow_up_list.rows,
    follow_up_list.counts, follow_up_list.more_than,
)  # fmt: skip


class FollowUpList(QWidget):
    """Tabs by when, a search, a filter by kind, the table; a bar while several are selected."""

    def __init__(self, shell: Shell, switch: ViewSwitch) -> None:
        super().__init__()
        self.shell = shell
        self.switch = switch
        self.query = FollowUpQuery("open")
        self.model = TableModel(COLUMNS, describe)
        self.table = RecordTable(self.model)
        self.search = HeaderSearch(lambda: _("Words or customer"), self.table)
        self.kind = ComboBox([("", lambda: _("Any kind"))])
        self.tabs = Tabs([Choice(key, partial(_, label)) for key, label in TABS], "open")
        self.bulk = BulkBar()
        self.footer = Label("", "body", "text2", elide=True)
        self.result = ResultLine(shell)
        self.empty = EmptyState(
            "calendar-check",
            lambda: _("Nothing here"),
            lambda: _("Plan the next step with Ctrl N, or let rules make them."),
        )
        self.acting = FollowUpActing(self, shell, self.selected, self._done)
        self._loader = ListLoader(shell.workspace, _READS, self._show)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.calls = IconButton(
            "phone-outgoing", lambda: _("Call through what is due"), on=self.call_due
        )
        new = Button(
            lambda: _("New follow-up"), "plus", "primary", keys="Ctrl N", on=self.new_record
        )
        fixed_width(self.kind, 130)
        self.header = PageHeader(lambda: _("Follow-ups"), self.search, self.calls, self.switch, new)
        self._tabs_row = plain(row((self.tabs, 1), self.kind, gap=12, margins=(24, 0, 24, 0)))
        self._heads = QStackedWidget()
        self._heads.addWidget(self._tabs_row)
        self._heads.addWidget(self.bulk)
        foot = QFrame()
        foot.setProperty("bar", "top")
        hint = Label(lambda: _("Enter changes · Space ticks off · right click for more"),
                     "caption", "text3")  # fmt: skip
        foot.setLayout(row((self.footer, 1), hint, margins=(24, 8, 24, 8)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.header, self._heads):
            whole.addWidget(part)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.result)
        whole.addWidget(foot)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self.show_when)
        self.table.sort_asked.connect(self._sort)
        self.tabs.folded.connect(self._fold)
        self.search.searched.connect(lambda text: self._ask(replace(self.query, text=text)))
        self.search.left.connect(self.table.setFocus)
        self.kind.activated.connect(
            lambda _i: self._ask(replace(self.query, kind=self.kind.value()))
        )
        self.table.typed.connect(self.search.take)
        self.table.opened.connect(lambda one: self.acting.edit(one.id))
        self.table.previewed.connect(lambda _one: self.acting.finish())
        self.table.menu_asked.connect(self._show_menu)
        self.table.archive_asked.connect(self.acting.remove)
        self.table.selection_changed.connect(self._selection_moved)
        self.bulk.cleared.connect(self.table.clear_bulk)
        self.bulk.set_actions(self._bulk_actions())
        self.result.left.connect(self.table.setFocus)

    def _bulk_actions(self) -> list[BulkAction]:
        acting = self.acting
        return [
            BulkAction("done", "check-circle", lambda: _("Done"), acting.finish),
            BulkAction("tomorrow", "clock", lambda: _("Tomorrow"), acting.tomorrow),
            BulkAction("move", "calendar-blank", lambda: _("Pick a day…"), acting.pick_day),
            BulkAction("calls", "phone-outgoing", lambda: _("Call through"), self.call_selected),
            BulkAction("urge", "megaphone", lambda: _("Urge…"), acting.urge),
            BulkAction("cancel", "x", lambda: _("Cancel follow-up"), acting.cancel),
            BulkAction("delete", "trash", lambda: _("Delete"), acting.remove, danger=True),
        ]

    # what is listed

    def refresh(self, changes: Changes | None) -> None:
        """Read again what was touched."""
        if changes is not None and not changes.touches(*_TABLES):
            return
        if changes is None or changes.ranges or changes.everything:
            self._loader.measure_again()
        kinds = self.shell.workspace.read(follow_up_kinds.kinds)
        named: list[tuple[str, Any]] = [(one, partial(follow_up_kind, one)) for one in kinds]
        self.kind.set_choices([("", lambda: _("Any kind")), *named], self.kind.value())
        self._ask(self.query)

    def _ask(self, query: FollowUpQuery) -> None:
        self.query = replace(query, today=clock.today())
        self.table.show_sort(self.query.sort, self.query.descending)
        self._loader.ask(self.query, top_number(self.table))

    def _show(self, source: LoadedRows, again: bool) -> None:
        show(self.table, source, again)
        self._say(source.count(), source.answer.around)

    def _say(self, count: int, counts: dict[str, int]) -> None:
        self.stack.setCurrentWidget(self.table if count else self.empty)
        words = ngettext("{n} follow-up", "{n} follow-ups", count)
        self.footer.say(words.format(n=formats.integer(count)))
        counted = [Choice(key, partial(_, label), counts.get(key) or None) for key, label in TABS]
        # Where nobody urges the tab is not seen.
        shown = [one for one in counted if one.key != "urged" or one.count]
        self.tabs.set_choices(counted if self.query.when == "urged" else shown)

    def selected(self) -> list[int]:
        """The ids of the selected rows, else of the current one."""
        source = self.model.source()
        if not self.table.bulk or not isinstance(source, LoadedRows):
            one = self.table.current_row()
            return [one.id] if one is not None else []
        ids = source.ids()
        selection = self.table.selectionModel().selection()
        blocks = [selection.at(number) for number in range(selection.count())]
        spans = sorted((block.top(), block.bottom()) for block in blocks)
        return [one for first, last in spans for one in ids[first : last + 1]]

    def _selection_moved(self) -> None:
        self._heads.setCurrentWidget(self.bulk if self.table.bulk else self._tabs_row)
        if self.table.bulk:
            self.bulk.show_count(self.table.selected_count())

    # acting

    def _done(self, one: FollowUpRow) -> None:
        self.result.ask(one)

    def _show_menu(self, one: FollowUpRow, where: QPoint) -> None:
        self.acting.menu(one, where)

    def call_due(self) -> None:
        """Call everybody whom a call is due to."""
        from crm_desktop.ui.calls.call_mode import call_through

        due: dict[int, int] = self.shell.workspace.read(call_list.due_calls, clock.today())
        call_through(self, self.shell, list(due), due)

    def call_selected(self) -> None:
        """Call the customers of the selected follow-ups."""
        from crm_desktop.ui.calls.call_mode import call_through

        rows = self.shell.workspace.read(follow_up_list.rows, self.selected(), clock.today())
        of = {one.contact_id: one.id for one in reversed(rows) if one.contact_id is not None}
        call_through(self, self.shell, list(reversed(of)), of)

    def new_record(self) -> None:
        """Ctrl+N: plan one."""
        from crm_desktop.ui.follow_ups.edit_dialog import plan_follow_up

        plan_follow_up(self, self.shell)

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def regions(self) -> list[QWidget]:
        """Parts that F6 jumps between."""
        return [self.header, self.tabs, self.table]

    def shown(self) -> None:
        """It has come on screen."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fold(self, keys: list[str]) -> None:
        labels = dict(TABS)
        items = [MenuItem(partial(_, labels[key]), partial(self.show_when, key)) for key in keys]
        popup_below(self.tabs, items)

    def show_when(self, when: str) -> None:
        """Turn to a tab, in its own order."""
        self.tabs.set_current(when)
        self._ask(replace(self.query, when=when, sort="", descending=False))

    def _sort(self, key: str, descending: bool) -> None:
        self._ask(replace(self.query, sort=key, descending=descending))

"""What quotes and orders have in common: a list by state with its sum, one record beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any, ClassVar

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.page import PageHeader, Shell, bare_column, bare_row
from crm_desktop.ui.quotes.part_switch import PartSwitch, name_of
from crm_desktop.ui.quotes.quote_form import Begun
from crm_desktop.ui.sales.record_panel import WIDTH
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.choices import Choice, Tabs
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.layout import column, row
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.search_box import SearchBox
from crm_desktop.ui.widgets.table_model import Column, TableModel
from crm_desktop.ui.widgets.text import Label

BESIDE_FROM = 1000  # scaled width from which the record is shown beside the table


class _Source:
    """The rows of a query, page by page; ``service`` counts and pages them."""

    def __init__(self, shell: Shell, service: ModuleType, query: Any) -> None:
        self._shell = shell
        self._service = service
        self._query = query
        self._count: int = shell.workspace.read(service.count, query)

    def count(self) -> int:
        """How many rows there are."""
        return self._count

    def fetch(self, offset: int, limit: int) -> Sequence[Any]:
        """A slice of the rows."""
        rows: Sequence[Any] = self._shell.workspace.read(
            self._service.page, self._query, offset, limit
        )
        return rows


class Part(QWidget):
    """``parts`` leads to the other parts. A subclass says what is listed and shown.

    ``service`` has ``count``, ``page`` and ``summary`` over the kind of ``query``, whose field
    ``view_field`` the tabs set.
    """

    name: ClassVar[str]
    service: ClassVar[ModuleType]
    view_field: ClassVar[str]

    def __init__(
        self,
        shell: Shell,
        panel: QFrame,
        query: Any,
        views: Iterable[tuple[str, str]],
        columns: tuple[Sequence[Column], Callable[[Any], str]],
        *buttons: Button,
    ) -> None:
        super().__init__()
        self._shell = shell
        self._views = dict(views)
        self.query = query
        self.panel = panel
        self.model = TableModel(*columns)
        self.table = RecordTable(self.model, checkable=False)
        self.search = SearchBox(lambda: _("Number or customer"), self.table)
        choices = [Choice(key, _tab(label)) for key, label in self._views.items()]
        self.tabs = Tabs(choices, getattr(query, self.view_field))
        self.parts = PartSwitch(self.name)
        self.footer = Label("", "body", "text2", elide=True)
        self.empty = EmptyState("file-text", "")
        self.stack = QStackedWidget()
        self.views = QStackedWidget()
        self.header = PageHeader(lambda: name_of(self.name), self.parts, self.search, *buttons)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        foot = QFrame()
        foot.setProperty("bar", "top")
        foot.setLayout(row((self.footer, 1), margins=(24, 8, 24, 8)))
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.main = QWidget()
        main = QVBoxLayout(self.main)
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        main.addWidget(self.header)
        main.addLayout(column(self.tabs, margins=(24, 0, 24, 0)))
        main.addWidget(self.stack, 1)
        main.addWidget(foot)
        both = QWidget()
        beside = bare_row(both)
        beside.addWidget(self.main, 1)
        beside.addWidget(self.panel)
        self.panel.hide()
        self.views.addWidget(both)
        bare_column(self).addWidget(self.views)
        theme.live(self, self._fit)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._choose)
        self.tabs.folded.connect(self._show_folded)
        self.search.searched.connect(lambda text: self._ask(replace(self.query, text=text)))
        self.search.entered.connect(self._open_current)
        self.search.left.connect(self.table.setFocus)
        self.table.typed.connect(self.search.take)
        self.table.sort_asked.connect(
            lambda key, down: self._ask(replace(self.query, sort=key, descending=down))
        )
        self.table.opened.connect(lambda row: self.show_record(row.id))
        self.table.previewed.connect(lambda row: self.show_record(row.id))
        self.table.current_changed.connect(self._current_moved)
        self.table.menu_asked.connect(self._show_menu)
        self.table.left.connect(self.close_panel)

    # for a subclass to say

    def shown_id(self) -> int:
        """Which record the panel shows; 0 for none."""
        raise NotImplementedError

    def fill_panel(self, record_id: int) -> None:
        """Read one record into the panel. Raises ``NotFound``."""
        raise NotImplementedError

    def summary_words(self, found: Any) -> str:
        """The line below the list."""
        raise NotImplementedError

    def say_empty(self) -> None:
        """Why there is nothing."""
        raise NotImplementedError

    def menu_items(self, record_id: int) -> list[MenuItem | None]:
        """The context menu of a row."""
        raise NotImplementedError

    def begin(self, begun: Begun | None = None) -> None:
        """Ctrl+N: a new record, where the part makes any."""

    def print_page(self) -> None:
        """Ctrl+P: what is on screen on paper."""

    def export_page(self) -> None:
        """Ctrl+E: what is on screen as a file."""

    # what is listed

    def show_view(self, view: str) -> None:
        """Show one of the tabs."""
        self.tabs.set_current(view)
        self._choose(view)

    def _choose(self, view: str) -> None:
        self._ask(replace(self.query, **{self.view_field: view}))

    def refresh(self) -> None:
        """Read again; the current row stays."""
        row = self.table.current_row()
        self._ask(self.query, row.id if row is not None else None)
        if not self.panel.isHidden():
            self._reload_panel(self.shown_id())

    def _ask(self, query: Any, keep_id: int | None = None) -> None:
        self.query = query
        self.table.show_sort(query.sort, query.descending)
        self.table.show_source(_Source(self._shell, self.service, query), keep_id)
        found = self._shell.workspace.read(self.service.summary, query)
        self.footer.say(lambda: self.summary_words(found))
        self.stack.setCurrentWidget(self.table if self.model.rowCount() else self.empty)
        self.say_empty()

    # one record

    def show_record(self, record_id: int) -> None:
        """Show one beside the list, or instead of it on a narrow window."""
        self.views.setCurrentIndex(0)
        self.panel.show()
        self._reload_panel(record_id)
        number = self.model.loaded_number(record_id)
        if number is not None and self.table.currentIndex().row() != number:
            self.table.select_number(number)
        self._fit()

    def _reload_panel(self, record_id: int) -> None:
        try:
            self.fill_panel(record_id)
        except NotFound:  # it was undone
            self.close_panel()

    def close_panel(self) -> bool:
        """Back to the list alone; False when it was alone."""
        if self.panel.isHidden():
            return False
        self.panel.hide()
        self._fit()
        self.table.setFocus()
        return True

    def _current_moved(self, row: Any | None) -> None:
        if row is not None and not self.panel.isHidden():
            self._reload_panel(row.id)

    def _open_current(self) -> None:
        row = self.table.current_row() or self.table.row(0)
        if row is not None:
            self.show_record(row.id)

    def _show_menu(self, row: Any, where: QPoint) -> None:
        menu.build(self, self.menu_items(row.id)).popup(where)

    def go_back(self) -> bool:
        """Esc: one level back; False when there was nothing to leave."""
        return self.close_panel()

    def regions(self) -> list[QWidget]:
        """Parts that F6 jumps between."""
        panel = [] if self.panel.isHidden() else [self.panel]
        return [self.header, self.table, *panel]

    # room

    def _show_folded(self, keys: list[str]) -> None:
        items = [
            MenuItem(_tab(self._views[key]), lambda key=key: self.show_view(key))  # type: ignore[misc]
            for key in keys
        ]
        menu.popup_below(self.tabs, items)

    def _fit(self) -> None:
        beside = self.width() >= theme.m(BESIDE_FROM)
        shown = not self.panel.isHidden()
        self.main.setVisible(beside or not shown)
        self.panel.setMinimumWidth(theme.m(WIDTH) if beside else 0)
        self.panel.setMaximumWidth(theme.m(WIDTH) if beside else 16_777_215)
        room = self.width() - (theme.m(WIDTH) if beside and shown else 0)
        self.search.setFixedWidth(theme.m(260 if room >= theme.m(760) else 170))
        self.parts.fit(room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _tab(label: str) -> Callable[[], str]:
    return lambda: _(label)

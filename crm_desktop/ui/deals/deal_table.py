"""Deals as a table: by how they stand, sorted by any column, with the sum below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.deals import deal_list
from crm_desktop.services.deals.deal_list import DealQuery, Total
from crm_desktop.ui.deals import columns
from crm_desktop.ui.deals.deal_words import describe
from crm_desktop.ui.page import Shell
from crm_desktop.ui.row_loading import ListLoader, LoadedRows, Reads, show, top_number
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.choices import Choice, Tabs
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.layout import plain, row
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.table_model import TableModel
from crm_desktop.ui.widgets.text import Label

_VIEWS: Sequence[tuple[str, str]] = (
    ("open", N_("Under way")),
    ("won", N_("Won")),
    ("lost", N_("Lost")),
    ("dormant", N_("Resting")),
    ("", N_("All")),
)
_NAME = 24  # characters of a figure's name
_ENDED = ("won", "lost", "dormant")


_READS = Reads(
    deal_list.count, deal_list.page, deal_list.all_ids, deal_list.rows, deal_list.total,
    deal_list.more_than,
)  # fmt: skip


class DealTable(QWidget):
    """``opened`` and ``menu_asked`` carry a row, ``typed`` a letter for the search field."""

    opened = Signal(object)
    menu_asked = Signal(object, QPoint)
    remove_asked = Signal(object)
    figure_left = Signal()
    typed = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.query = DealQuery()
        self.model = TableModel(columns.OPEN, describe)
        self.table = RecordTable(self.model, checkable=False)
        self.tabs = Tabs([Choice(key, partial(_, label)) for key, label in _VIEWS], "open")
        self.total = Label("", "body", "text2", elide=True)
        self.figure = Button("", "x", "soft", small=True, tip=lambda: _("Show all deals again"),
                             on=self.figure_left.emit)  # fmt: skip
        self.empty = EmptyState(
            "funnel-simple",
            lambda: _("No deals here"),
            lambda: _("Choose another tab, or clear search and filter."),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(plain(row((self.tabs, 1), self.figure, margins=(24, 0, 24, 0))))
        whole.addWidget(self.stack, 1)
        whole.addWidget(plain(row((self.total, 1), margins=(24, 8, 24, 8))))
        self.tabs.chosen.connect(self.show_state)
        self.tabs.folded.connect(self._show_folded)
        self.table.sort_asked.connect(self._sort)
        self.table.opened.connect(self.opened)
        self.table.previewed.connect(self.opened)
        self.table.menu_asked.connect(self.menu_asked)
        self.table.typed.connect(self.typed)
        self.table.archive_asked.connect(self._remove)
        self._loader = ListLoader(shell.workspace, _READS, self._show)

    def measure_again(self) -> None:
        """The file may be another or have grown."""
        self._loader.measure_again()

    def ask(self, query: DealQuery) -> None:
        """Show what a query finds, in the tab and order chosen here; the current row stays."""
        self.query = replace(query, state=self.query.state, sort=self.query.sort,
                             descending=self.query.descending, today=clock.today())  # fmt: skip
        narrow = self.query.ids is not None or self.query.stage_id is not None
        self.figure.setVisible(narrow)
        self.table.show_sort(self.query.sort, self.query.descending)
        self._loader.ask(self.query, top_number(self.table))

    def _show(self, source: LoadedRows, again: bool) -> None:
        show(self.table, source, again)
        self.stack.setCurrentWidget(self.table if source.count() else self.empty)
        self.total.say(partial(_total_words, source.answer.around))

    def show_state(self, state: str) -> None:
        """Turn to a tab: a state of deals, or empty for all; what ended is sorted by when."""
        self.tabs.set_current(state)
        ended = state in _ENDED
        self.table.columns.declare(columns.ENDED if ended else columns.OPEN)
        self.query = replace(self.query, state=state, sort="closed" if ended else "next",
                             descending=ended)  # fmt: skip
        self.ask(self.query)

    def say_figure(self, name: str) -> None:
        """Say which figure the deals shown are behind."""
        self.figure.say(name if len(name) <= _NAME else name[: _NAME - 1] + "…")

    def _sort(self, key: str, descending: bool) -> None:
        self.query = replace(self.query, sort=key, descending=descending)
        self.ask(self.query)

    def _remove(self) -> None:
        present = self.table.current_row()
        if present is not None:
            self.remove_asked.emit(present)

    def _show_folded(self, keys: list[str]) -> None:
        items = [
            MenuItem(partial(_, label), partial(self.show_state, key))
            for key, label in _VIEWS
            if key in keys
        ]
        menu.popup_below(self.tabs, items)


def _total_words(total: Total) -> str:
    count = ngettext("{n} deal", "{n} deals", total.count)
    parts = [count.format(n=formats.integer(total.count))]
    if total.sum_minor:
        parts.append(formats.money_whole(total.sum_minor, total.currency))
    if total.other_currency:
        parts.append(_("{n} in other currencies left out").format(n=total.other_currency))
    return " · ".join(parts)

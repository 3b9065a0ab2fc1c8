"""The quotes: the list with its states and sum, one beside it, and its paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core import formats
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services import quote_list, quote_record
from crm_desktop.services.quote_list import QuoteQuery, QuoteRow, QuoteSummary
from crm_desktop.services.quote_record import QuoteDetail
from crm_desktop.ui import theme
from crm_desktop.ui.page import PageHeader, Shell, bare_column, bare_row
from crm_desktop.ui.quotes import quote_columns
from crm_desktop.ui.quotes.paper import QuotePaper
from crm_desktop.ui.quotes.part import Part
from crm_desktop.ui.quotes.part_switch import PartSwitch, name_of
from crm_desktop.ui.quotes.quote_actions import QuoteActions
from crm_desktop.ui.quotes.quote_form import Begun
from crm_desktop.ui.quotes.quote_panel import QuotePanel
from crm_desktop.ui.sales.sale_panel import WIDTH
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.choices import Choice, Tabs
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.layout import column, row
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.search_box import SearchBox
from crm_desktop.ui.widgets.table_model import TableModel
from crm_desktop.ui.widgets.text import Label

BESIDE_FROM = 1000  # scaled width from which the quote is shown beside the table
_VIEWS: Sequence[tuple[str, str]] = (
    ("", N_("All")),
    ("open", N_("Unanswered")),
    *((key, label) for key, label in quote_list.STATES.items()),
)


class _Source:
    """The rows of a query, page by page."""

    def __init__(self, shell: Shell, query: QuoteQuery) -> None:
        self._shell = shell
        self._query = query
        self._count: int = shell.workspace.read(quote_list.count, query)

    def count(self) -> int:
        """How many rows there are."""
        return self._count

    def fetch(self, offset: int, limit: int) -> Sequence[QuoteRow]:
        """A slice of the rows."""
        rows: list[QuoteRow] = self._shell.workspace.read(
            quote_list.page, self._query, offset, limit
        )
        return rows


class QuoteView(Part):
    """``parts`` leads to sales and orders."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.query = QuoteQuery()
        self.acting = QuoteActions(self, shell, self.show_record, self.show_paper)
        self.model = TableModel(quote_columns.COLUMNS, quote_columns.describe)
        self.table = RecordTable(self.model, checkable=False)
        self.search = SearchBox(lambda: _("Number or customer"), self.table)
        self.tabs = Tabs([Choice(key, _tab(label)) for key, label in _VIEWS])
        self.parts = PartSwitch("quotes")
        self.panel = QuotePanel()
        self.footer = Label("", "body", "text2", elide=True)
        self.empty = EmptyState("file-text", "")
        self.stack = QStackedWidget()
        self.paper: QuotePaper | None = None
        self.views = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.new = Button(lambda: _("New quote"), "plus", "primary", keys="Ctrl N",
                          on=self.begin)  # fmt: skip
        self.header = PageHeader(lambda: name_of("quotes"), self.parts, self.search, self.new)
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
        self.tabs.chosen.connect(lambda key: self._ask(replace(self.query, state=key)))
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
        self.table.archive_asked.connect(self._remove_current)
        self.table.left.connect(self.close_panel)
        self.panel.closed.connect(self.close_panel)
        self.panel.version_asked.connect(self._reload_panel)
        self.panel.asked.connect(self._do)

    def begin(self, begun: Begun | None = None) -> None:
        """Ask for a new quote."""
        self.acting.add(begun)

    # what is listed

    def show_view(self, view: str) -> None:
        """Show one of the tabs."""
        self.tabs.set_current(view)
        self._ask(replace(self.query, state=view))

    def refresh(self) -> None:
        """Read again; the current row stays."""
        row = self.table.current_row()
        self._ask(self.query, row.id if row is not None else None)
        if not self.panel.isHidden() and self.panel.quote is not None:
            self._reload_panel(self.panel.quote.id)
        if self.paper is not None and self.views.currentWidget() is self.paper:
            self.paper.refresh()

    def _ask(self, query: QuoteQuery, keep_id: int | None = None) -> None:
        self.query = query
        self.table.show_sort(query.sort, query.descending)
        self.table.show_source(_Source(self._shell, query), keep_id)
        self._show_summary(self._shell.workspace.read(quote_list.summary, query))
        self._say_empty()

    def _say_empty(self) -> None:
        self.stack.setCurrentWidget(self.table if self.model.rowCount() else self.empty)
        if self.query.text or self.query.state:
            self.empty.say("funnel-simple", lambda: _("No quotes match"),
                           lambda: _("Try another state, or clear the search."))  # fmt: skip
        else:
            self.empty.say("file-text", lambda: _("No quotes yet"),
                           lambda: _("Write the first with Ctrl N, or from a deal."))  # fmt: skip

    def _show_summary(self, found: QuoteSummary) -> None:
        def words() -> str:
            count = ngettext("{n} quote", "{n} quotes", found.count)
            total = formats.money_whole(found.total_minor, found.currency)
            said = _("total {amount}").format(amount=total)
            return " · ".join((count.format(n=formats.integer(found.count)), said))

        self.footer.say(words)

    # one quote

    def show_record(self, record_id: int) -> None:
        """Show a quote beside the list, or instead of it on a narrow window."""
        self.close_paper()
        self._reload_panel(record_id)
        number = self.model.loaded_number(record_id)
        if number is not None and self.table.currentIndex().row() != number:
            self.table.select_number(number)
        self.panel.show()
        self._fit()

    def _reload_panel(self, quote_id: int) -> None:
        try:
            quote: QuoteDetail = self._shell.workspace.read(quote_record.detail, quote_id)
        except NotFound:  # it was undone
            self.close_panel()
            return
        self.panel.show_quote(quote)

    def close_panel(self) -> bool:
        """Back to the list alone; False when it was alone."""
        if self.panel.isHidden():
            return False
        self.panel.hide()
        self._fit()
        self.table.setFocus()
        return True

    def _current_moved(self, row: QuoteRow | None) -> None:
        shown = self.panel.quote
        if row is not None and not self.panel.isHidden() and shown and shown.number != row.number:
            self._reload_panel(row.id)

    def _open_current(self) -> None:
        row = self.table.current_row() or self.table.row(0)
        if row is not None:
            self.show_record(row.id)

    def _show_menu(self, row: QuoteRow, where: QPoint) -> None:
        menu.build(self, self.acting.menu(row.id)).popup(where)

    def _do(self, what: str) -> None:
        if self.panel.quote is not None:
            self.acting.do(what, self.panel.quote.id)

    def _remove_current(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.acting.do("remove", row.id)

    # its paper

    def show_paper(self, quote_id: int) -> None:
        """Show a quote as it will lie on paper."""
        if self.paper is None:
            self.paper = QuotePaper(self._shell)
            self.paper.left.connect(self.close_paper)
            self.views.addWidget(self.paper)
        self.views.setCurrentWidget(self.paper)
        self.paper.show_quote(quote_id)

    def close_paper(self) -> bool:
        """Back to the list; False when it is shown."""
        if self.views.currentIndex() == 0:
            return False
        self.views.setCurrentIndex(0)
        self.table.setFocus()
        return True

    def print_page(self) -> None:
        """Ctrl+P: the quote shown as it will lie on paper; there, print it."""
        if self.paper is not None and self.views.currentWidget() is self.paper:
            self.paper.print_it()
        elif not self.panel.isHidden():
            self._do("paper")

    def export_page(self) -> None:
        """Ctrl+E: the same as a PDF file."""
        if self.paper is not None and self.views.currentWidget() is self.paper:
            self.paper.export()
        else:
            self.print_page()

    def go_back(self) -> bool:
        """Esc: from the paper to the list, then close the panel."""
        return self.close_paper() or self.close_panel()

    def regions(self) -> list[QWidget]:
        """Parts that F6 jumps between."""
        if self.paper is not None and self.views.currentWidget() is self.paper:
            return [self.paper.header, self.paper.paper]
        panel = [] if self.panel.isHidden() else [self.panel]
        return [self.header, self.table, *panel]

    # room

    def _show_folded(self, keys: list[str]) -> None:
        labels = dict(_VIEWS)
        items = [
            MenuItem(_tab(labels[key]), lambda key=key: self.show_view(key))  # type: ignore[misc]
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

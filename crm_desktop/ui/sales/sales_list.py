"""The list of sales with its filters, its sums and one sale beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.documents.document_data import Source
from crm_desktop.services.quotes import orders
from crm_desktop.services.sales import sale_list, sales
from crm_desktop.services.sales.sale_list import SaleQuery, SaleRow, SaleSummary
from crm_desktop.services.sales.sales import SaleDetail
from crm_desktop.ui import theme
from crm_desktop.ui.documents.make_dialog import make_document
from crm_desktop.ui.page import OpenRecord, PageHeader, Shell
from crm_desktop.ui.quotes.part_switch import PartSwitch
from crm_desktop.ui.sales import sale_columns
from crm_desktop.ui.sales.papers import ask_paper
from crm_desktop.ui.sales.payment_dialog import PaymentDialog
from crm_desktop.ui.sales.record_panel import WIDTH
from crm_desktop.ui.sales.return_dialog import ReturnDialog
from crm_desktop.ui.sales.sale_panel import SalePanel
from crm_desktop.ui.sales.sale_source import SaleLoader, SaleSource
from crm_desktop.ui.sales.share_dialog import ask_share
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.choices import Choice, Tabs
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.layout import column, fixed_width, row
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.search_box import SearchBox
from crm_desktop.ui.widgets.table_model import TableModel
from crm_desktop.ui.widgets.text import Label

BESIDE_FROM = 1000  # scaled width from which the sale is shown beside the table
_VIEWS: Sequence[tuple[str, str]] = (
    ("all", N_("All")),
    ("month", N_("This month")),
    ("last_month", N_("Last month")),
    ("year", N_("This year")),
    ("unpaid", N_("Unpaid")),
    ("late", N_("Overdue")),
    ("receivables", N_("Receivables")),
    ("cancelled", N_("With cancelled")),
)


def query_of(view: str, today: dt.date) -> SaleQuery:
    """The query behind a tab, seen from ``today``."""
    first = today.replace(day=1)
    before = first - dt.timedelta(days=1)
    return {
        "month": SaleQuery(first=first),
        "last_month": SaleQuery(first=before.replace(day=1), last=before),
        "year": SaleQuery(first=today.replace(month=1, day=1)),
        "unpaid": SaleQuery(unpaid=True, sort="due_on", descending=False),
        "late": SaleQuery(late=True, sort="due_on", descending=False),
        "cancelled": SaleQuery(cancelled=True),
    }.get(view, SaleQuery())


class SalesList(QWidget):
    """``record_asked`` when new sales are to be entered, ``receivables_asked`` for who owes
    what."""

    record_asked = Signal()
    receivables_asked = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._view = "all"
        self.query = SaleQuery()
        self.model = TableModel(sale_columns.COLUMNS, sale_columns.describe)
        self.source = SaleSource(shell.workspace)
        self._loader = SaleLoader(shell.workspace, self.source)
        self.table = RecordTable(self.model, checkable=False)
        self.search = SearchBox(lambda: _("Number or customer"), self.table)
        self.tabs = Tabs([Choice(key, _tab(label)) for key, label in _VIEWS])
        self.parts = PartSwitch("sales")
        self.panel = SalePanel()
        self.footer = Label("", "body", "text2", elide=True)
        self.empty = EmptyState("receipt", "")
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.record = Button(
            lambda: _("Record sales"),
            "plus",
            "primary",
            keys="Ctrl N",
            on=self.record_asked.emit,
        )
        self.export = IconButton("export", lambda: _("Export"), keys="Ctrl E", on=self.export_sales)
        fixed_width(self.search, 260)
        self.header = PageHeader(
            lambda: _("Sales"), self.parts, self.search, self.export, self.record
        )
        foot = QFrame()
        foot.setProperty("bar", "top")
        self.hint = Label(lambda: _("Type to search · Space shows the sale"), "caption", "text3")
        foot.setLayout(row((self.footer, 1), self.hint, margins=(24, 8, 24, 8)))
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
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.main, 1)
        whole.addWidget(self.panel)
        self.panel.hide()
        theme.live(self, self._fit)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._choose_view)
        self.tabs.folded.connect(self._show_folded)
        self.search.searched.connect(lambda text: self._ask(replace(self.query, text=text)))
        self.search.entered.connect(self._open_current)
        self.search.left.connect(self.table.setFocus)
        self.table.typed.connect(self.search.take)
        self.table.sort_asked.connect(self._sort)
        self.table.opened.connect(lambda row: self.show_sale(row.id))
        self.table.previewed.connect(lambda row: self.show_sale(row.id))
        self.table.current_changed.connect(self._current_moved)
        self.table.menu_asked.connect(self._show_menu)
        self.table.archive_asked.connect(self._cancel_current)
        self.table.left.connect(self.close_panel)
        self.panel.closed.connect(self.close_panel)
        self.panel.pay_asked.connect(self._pay)
        self.panel.cancel_asked.connect(self._cancel)
        self.panel.paper_asked.connect(lambda sale: ask_paper(self.panel.paper, self._shell, sale))
        self.panel.return_asked.connect(lambda sale: ReturnDialog(self, self._shell, sale).open())
        self.panel.document_asked.connect(lambda sale: self._make_document(sale.id))
        self.panel.contact_asked.connect(
            lambda sale: self._shell.go("contacts", OpenRecord(sale.contact_id))
        )

    # what is listed

    def show_view(self, view: str) -> None:
        """Show one of the tabs."""
        self.tabs.set_current(view)
        self._choose_view(view)

    def refresh(self, changes: Changes | None) -> None:
        """Read again; scroll position and current row stay."""
        if changes is None or changes.ranges or changes.everything:
            self._loader.measure_again()
        self._loader.ask(self.query, self._show_again)
        self._ask_summary()
        if self.panel.isVisible() and self.panel.sale is not None:
            self._reload_panel(self.panel.sale.id)

    def _show_again(self) -> None:
        if self.model.rowCount():
            self.model.reload()
        else:
            self.table.show_source(self.source)
        self._say_empty()

    def _choose_view(self, view: str) -> None:
        if view == "receivables":  # another view of the page; the tab stays where it was
            self.tabs.set_current(self._view)
            self.receivables_asked.emit()
            return
        self._view = view
        self._ask(replace(query_of(view, clock.today()), text=self.query.text))

    def _ask(self, query: SaleQuery) -> None:
        self.query = query
        self.table.show_sort(query.sort, query.descending)
        self._loader.ask(query, self._show_fresh)
        self._ask_summary()

    def _show_fresh(self) -> None:
        self.table.show_source(self.source)
        self._say_empty()

    def _sort(self, key: str, descending: bool) -> None:
        self._ask(replace(self.query, sort=key, descending=descending))

    def _ask_summary(self) -> None:
        self._shell.workspace.ask(
            sale_list.summary, self.query, owner=self, done=self._show_summary
        )

    def _say_empty(self) -> None:
        self.stack.setCurrentWidget(self.table if self.model.rowCount() else self.empty)
        if self.model.rowCount():
            return
        if self.query.text or self.tabs.current() not in ("all", "cancelled"):
            self.empty.say(
                "funnel-simple",
                lambda: _("No sales match"),
                lambda: _("Try another period, or clear the search."),
            )
        else:
            self.empty.say(
                "receipt",
                lambda: _("No sales yet"),
                lambda: _("Record the first with Ctrl N, or import your ledger."),
            )

    def _show_summary(self, found: SaleSummary) -> None:
        def words() -> str:
            count = ngettext("{n} sale", "{n} sales", found.count)
            parts = [count.format(n=formats.integer(found.count))]
            total = formats.money_whole(found.total_minor, found.currency)
            parts.append(_("total {amount}").format(amount=total))
            if found.open_minor:
                owed = formats.money_whole(found.open_minor, found.currency)
                parts.append(_("owed {amount}").format(amount=owed))
            return " · ".join(parts)

        self.footer.say(words)

    # one sale

    def show_sale(self, sale_id: int) -> None:
        """Show a sale beside the list, or instead of it on a narrow window."""
        self._reload_panel(sale_id)
        number = self.model.loaded_number(sale_id)
        if number is not None and self.table.currentIndex().row() != number:
            self.table.select_number(number)
        self.panel.show()
        self._fit()

    def _reload_panel(self, sale_id: int) -> None:
        try:
            sale: SaleDetail = self._shell.workspace.read(sales.detail, sale_id)
        except NotFound:  # it was undone
            self.close_panel()
            return
        self.panel.show_sale(sale)

    def close_panel(self) -> bool:
        """Back to the list alone; False when it was alone."""
        if self.panel.isHidden():
            return False
        self.panel.hide()
        self._fit()
        self.table.setFocus()
        return True

    def _current_moved(self, row: SaleRow | None) -> None:
        if row is not None and self.panel.isVisible():
            self._reload_panel(row.id)

    def _open_current(self) -> None:
        row = self.table.current_row() or self.table.row(0)
        if row is not None:
            self.show_sale(row.id)

    def _show_menu(self, row: SaleRow, where: QPoint) -> None:
        items: list[MenuItem | None] = [
            MenuItem(lambda: _("Show"), lambda: self.show_sale(row.id), "receipt", "Enter")
        ]
        detail: Callable[[], Any] = lambda: self._shell.workspace.read(sales.detail, row.id)  # noqa: E731
        if row.open_minor > 0:
            items.append(
                MenuItem(lambda: _("Record payment"), lambda: self._pay(detail()), "wallet")
            )
        if row.contact_id is not None:
            target = OpenRecord(row.contact_id)
            items.append(
                MenuItem(
                    lambda: _("Open the customer"),
                    lambda: self._shell.go("contacts", target),
                    "users",
                )
            )
        document = lambda: self._make_document(row.id)  # noqa: E731
        items.append(MenuItem(lambda: _("Make a document…"), document, "file-text"))
        if row.status == "confirmed" and row.kind == "sale":
            promise = lambda: self._promise(row.id)  # noqa: E731
            items.append(MenuItem(lambda: _("Make an order of it…"), promise, "package"))
        if row.status == "confirmed":
            share = lambda: ask_share(self, self._shell, row.id)  # noqa: E731
            items.append(MenuItem(lambda: _("Share the sale…"), share, "users"))
            cancel = MenuItem(
                lambda: _("Cancel sale"),
                lambda: self._cancel(detail()),
                "x",
                "Del",
                danger=True,
            )
            items += [None, cancel]
        menu.build(self, items).popup(where)

    def _pay(self, sale: SaleDetail) -> None:
        PaymentDialog(self, self._shell, sale).open()

    def _make_document(self, sale_id: int) -> None:
        make_document(self, self._shell, Source("sale", sale_id))

    def _promise(self, sale_id: int) -> None:
        from crm_desktop.ui.quotes.order_form import OrderForm

        order = self._shell.workspace.read(orders.detail, sale_id)
        OrderForm(self, self._shell, order).open()

    def _cancel_current(self) -> None:
        row = self.table.current_row()
        if row is not None and row.status == "confirmed":
            self._cancel(self._shell.workspace.read(sales.detail, row.id))

    def _cancel(self, sale: SaleDetail) -> None:
        self._shell.workspace.execute(N_("Cancel sale"), sales.cancel, sale.id)
        said = _("Sale {number} cancelled").format(number=sale.number)
        if sale.paid_minor:
            kept = formats.money_exact(sale.paid_minor, sale.currency)
            said = _("Sale {number} cancelled; {amount} stays as credit").format(
                number=sale.number, amount=kept
            )
        self._shell.toast(said, "x-circle", undo=True)

    def export_sales(self) -> None:
        """Ctrl+E: the export dialog for exactly the sales shown."""
        from crm_desktop.ui.exchange.export_dialog import ExportDialog

        ExportDialog(self, self._shell, "sales", self.query).open()

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
        self.search.setFixedWidth(theme.m(260 if self.width() >= theme.m(760) else 170))
        self.hint.setVisible(self.width() >= theme.m(760))
        self.parts.fit(self.width() - (theme.m(WIDTH) if beside and shown else 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _tab(label: str) -> Callable[[], str]:
    return lambda: _(label)

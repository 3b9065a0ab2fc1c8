"""The orders: what is to be delivered, what is late, one order beside the list."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.quotes import order_list, orders
from crm_desktop.services.quotes.order_list import OrderQuery, OrderSummary
from crm_desktop.services.quotes.orders import OrderDetail
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.quotes import order_columns
from crm_desktop.ui.quotes.deliver_dialog import DeliverDialog, WaybillDialog
from crm_desktop.ui.quotes.order_form import OrderForm
from crm_desktop.ui.quotes.order_panel import OrderPanel
from crm_desktop.ui.quotes.part import Part
from crm_desktop.ui.quotes.parts import ShowPart
from crm_desktop.ui.sales import papers
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.menu import MenuItem


class OrderView(Part):
    """The part of the page of sales with the orders."""

    name = "orders"
    service: ClassVar[ModuleType] = order_list
    view_field = "view"
    panel: OrderPanel

    def __init__(self, shell: Shell) -> None:
        columns = (order_columns.COLUMNS, order_columns.describe)
        views = order_list.VIEWS.items()
        super().__init__(shell, OrderPanel(shell), OrderQuery(), views, columns)
        panel = self.panel
        panel.closed.connect(self.close_panel)
        panel.asked.connect(lambda what: self.do(what, self.shown_id()))
        panel.ticked.connect(self._tick)
        panel.received.connect(self._receive)
        panel.corrected.connect(self._correct)
        panel.note_asked.connect(self._offer_note)
        panel.taken_back.connect(self._take_back)
        panel.files.changed.connect(lambda: self._reload_panel(self.shown_id()))

    def shown_id(self) -> int:
        return self.panel.order.sale.id if self.panel.order is not None else 0

    def fill_panel(self, record_id: int) -> None:
        self.panel.show_order(self._shell.workspace.read(orders.detail, record_id))

    def summary_words(self, found: OrderSummary) -> str:
        count = ngettext("{n} order", "{n} orders", found.count)
        total = formats.money_whole(found.total_minor, found.currency)
        parts = [count.format(n=formats.integer(found.count))]
        if found.late:
            parts.append(_("{n} of them late").format(n=formats.integer(found.late)))
        parts.append(_("total {amount}").format(amount=total))
        return " · ".join(parts)

    def say_empty(self) -> None:
        if self.query.text or self.query.view not in ("", "open"):
            self.empty.say("funnel-simple", lambda: _("No orders match"),
                           lambda: _("Try another tab, or clear the search."))  # fmt: skip
        else:
            words = lambda: _("Accept a quote, or promise a sale for a day in its menu.")  # noqa: E731
            self.empty.say("package", lambda: _("Nothing to deliver"), words)

    def do(self, what: str, sale_id: int) -> None:
        """One of the things ``OrderPanel.asked`` names."""
        order: OrderDetail = self._shell.workspace.read(orders.detail, sale_id)
        if what == "deliver":
            DeliverDialog(self, self._shell, order).open()
        elif what == "edit":
            OrderForm(self, self._shell, order).open()
        elif what == "sale":
            self._shell.go("sales", OpenRecord(sale_id))
        elif what == "quote" and order.quote_id is not None:
            self._shell.go("sales", ShowPart("quotes", order.quote_id))
        elif what == "contact" and order.sale.contact_id is not None:
            self._shell.go("contacts", OpenRecord(order.sale.contact_id))

    def menu_items(self, record_id: int) -> list[MenuItem | None]:
        order: OrderDetail = self._shell.workspace.read(orders.detail, record_id)
        items: list[MenuItem | None] = [
            MenuItem(lambda: _("Show"), lambda: self.show_record(record_id), "package", "Enter")
        ]

        def add(words: Callable[[], str], what: str, icon: str) -> None:
            items.append(MenuItem(words, lambda: self.do(what, record_id), icon))

        if not order.delivered:
            add(lambda: _("Deliver…"), "deliver", "package")
        add(lambda: _("Day and milestones…"), "edit", "pencil-simple")
        add(lambda: _("Show the sale"), "sale", "receipt")
        if order.quote_id is not None:
            add(lambda: _("Show the quote"), "quote", "file-text")
        if order.sale.contact_id is not None:
            add(lambda: _("Open the customer"), "contact", "users")
        return items

    def _tick(self, step_id: int, done: bool) -> None:
        day = clock.today() if done else None
        self._shell.workspace.execute(orders.TICK_ACTION, orders.tick, step_id, day)

    def _receive(self, delivery_id: int) -> None:
        execute = self._shell.workspace.execute
        execute(orders.RECEIVED_ACTION, orders.mark_received, delivery_id, clock.today())
        self._shell.toast(_("Marked as received"), undo=True)

    def _correct(self, delivery_id: int) -> None:
        order = self.panel.order
        for one in order.deliveries if order is not None else ():
            if one.id == delivery_id:
                WaybillDialog(self, self._shell, one).open()

    def _offer_note(self, delivery_id: int, below: QWidget) -> None:
        order = self.panel.order
        if order is not None:
            menu.popup_below(below, papers.offered(self, self._shell, order.sale, delivery_id))

    def _take_back(self, delivery_id: int) -> None:
        self._shell.workspace.execute(orders.TAKE_BACK_ACTION, orders.take_back, delivery_id)
        self._shell.toast(_("Delivery taken back"), "trash", undo=True)

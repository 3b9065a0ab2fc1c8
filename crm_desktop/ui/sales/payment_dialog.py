"""Receiving money for a sale."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.payments import payments
from crm_desktop.services.sales import sale_entry
from crm_desktop.services.sales.sales import SaleDetail
from crm_desktop.ui.page import Shell
from crm_desktop.ui.sales.payment_methods import payment_methods
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit, MoneyEdit


class PaymentDialog(Dialog):
    """Asks for amount, way and day; what is owed is filled in."""

    def __init__(self, host: QWidget, shell: Shell, sale: SaleDetail) -> None:
        self._shell = shell
        self._sale = sale
        self._asked = 0  # an amount above what is owed that was asked about
        methods = shell.workspace.read(payment_methods)
        self.amount = MoneyEdit(sale.open_minor, sale.currency)
        self.method = ComboBox([(method, method) for method in methods])
        self.day = DateEdit(clock.today())
        self.amount_field = Field(lambda: _("Amount"), self.amount)
        self.day_field = Field(lambda: _("Date"), self.day)
        owed = Label(
            lambda: _("{who} owes {amount} on {number}.").format(
                who=sale.contact_name or _("Walk-in"),
                amount=formats.money_exact(sale.open_minor, sale.currency),
                number=sale.number,
            ),
            "body",
            "text2",
            wrap=True,
        )
        content = plain(
            column(
                owed,
                self.amount_field,
                row(
                    (Field(lambda: _("Method"), self.method), 1),
                    (self.day_field, 1),
                    gap=12,
                ),
                gap=12,
            )
        )
        super().__init__(
            host,
            lambda: _("Record a payment"),
            content,
            lambda: _("Record payment"),
            self._accept_payment,
            enter=True,
        )

    def _more_than_owed(self, amount: int) -> bool:
        """Asked once: it may be a slip, or meant to stay as credit; a bar code never is."""
        if sale_entry.is_bar_code(self.amount.value()):
            self.amount_field.set_error(lambda: _("This is a bar code, no amount."))
        elif amount > self._sale.open_minor and amount != self._asked:
            self._asked = amount
            rest = formats.money_exact(amount - self._sale.open_minor, self._sale.currency)
            words = _("{amount} more than is owed; again, and it stays as credit.")
            self.amount_field.set_error(lambda: words.format(amount=rest))
        else:
            return False
        self._grow()
        return True

    def _accept_payment(self) -> bool:
        self.amount_field.set_error()
        self.day_field.set_error()
        try:
            amount = self.amount.minor()
        except ValueError:
            amount = None
        if not amount or amount < 0:
            self.amount_field.set_error(lambda: _("Type an amount above zero, e.g. 260.00."))
            self._grow()
            return False
        try:
            day = self.day.date()
        except ValueError:
            self.day_field.set_error(lambda: _("Type a date such as 2026-06-18."))
            self._grow()
            return False
        sale = self._sale
        if self._more_than_owed(amount):
            return False
        self._shell.workspace.execute(
            N_("Record payment"),
            payments.pay,
            sale.contact_id,
            amount,
            method=self.method.value(),
            paid_on=day,
            sale_ids=[sale.id],
            currency=sale.currency,
        )
        said = _("{amount} received from {who}").format(
            amount=formats.money_exact(amount, sale.currency),
            who=sale.contact_name or _("Walk-in"),
        )
        self._shell.toast(said, "wallet", undo=True)
        return True

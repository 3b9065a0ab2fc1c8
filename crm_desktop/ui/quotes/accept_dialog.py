"""The customer says yes: when the goods are promised, what was received, and the deal."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _
from crm_desktop.services.deals.deals import Why
from crm_desktop.services.quotes import quote_accept
from crm_desktop.services.quotes.quote_accept import ACCEPT_ACTION, Acceptance
from crm_desktop.services.quotes.quote_record import QuoteDetail
from crm_desktop.ui.page import Shell
from crm_desktop.ui.sales.payment_methods import payment_methods
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit, MoneyEdit


class AcceptDialog(Dialog):
    """``accepted(sale_id)`` is called once the sale is recorded."""

    def __init__(
        self, host: QWidget, shell: Shell, quote: QuoteDetail, accepted: Callable[[int], object]
    ) -> None:
        self._shell = shell
        self._quote = quote
        self._accepted = accepted
        read = shell.workspace.read
        self._deal: int | None = read(quote_accept.open_deal, quote.id)
        self.promised = DateEdit()
        self.deposit = MoneyEdit(None, quote.currency)
        self.method = ComboBox([(one, one) for one in read(payment_methods)])
        self.win = CheckBox(lambda: _("The deal “{title}” is won").format(title=quote.deal_title),
                            True)  # fmt: skip
        self.win.setVisible(self._deal is not None)
        self.promised_field = Field(lambda: _("Promised for"), self.promised)
        self.deposit_field = Field(lambda: _("Deposit received"), self.deposit)
        self._ended = quote.ended(clock.today())
        content = column(
            Label(self._facts, "body", "text2", wrap=True),
            Label(self._warning, "body", "amberText", wrap=True) if self._ended else 0,
            self.promised_field,
            row((self.deposit_field, 1), (Field(lambda: _("Method"), self.method), 1), gap=12),
            self.win,
            gap=12,
        )
        super().__init__(
            host,
            lambda: _("Accept quote {number}?").format(number=quote.number),
            plain(content),
            lambda: _("Record the sale"),
            self._take,
            enter=True,
        )

    def _facts(self) -> str:
        quote = self._quote
        words = _("{name} buys for {amount}, at the prices offered. Money not received is owed.")
        total = formats.money_exact(quote.total_minor, quote.currency)
        return words.format(name=quote.contact_name, amount=total)

    def _warning(self) -> str:
        until = self._quote.draft.valid_until
        return _("It was good until {day}.").format(day=formats.date_long(until) if until else "")

    def _take(self) -> bool:
        self.promised_field.set_error()
        self.deposit_field.set_error()
        try:
            promised = self.promised.date()
        except ValueError:
            self.promised_field.set_error(lambda: _("Type a date, e.g. 2026-06-18."))
            return False
        if promised is not None and promised < clock.today():
            self.promised_field.set_error(lambda: _("Choose today or a later day."))
            return False
        try:
            deposit = self.deposit.minor() or 0
        except ValueError:
            deposit = -1
        if not 0 <= deposit <= self._quote.total_minor:
            self.deposit_field.set_error(lambda: _("Type an amount up to the total."))
            return False
        how = Acceptance(
            promised_on=promised,
            deposit_minor=deposit,
            method=self.method.value(),
            although_ended=self._ended,
            win=self._why(),
        )
        self._record(how)
        return True

    def _why(self) -> Why | None:
        """Exit steps that are left are answered by the quote."""
        if self._deal is None or not self.win.isChecked():
            return None
        said = _("quote {number} accepted").format(number=self._quote.number)
        return Why(said, staff_id=self._shell.workspace.me)

    def _record(self, how: Acceptance) -> None:
        accept = partial(quote_accept.accept, how=how)
        made: int = self._shell.workspace.execute(ACCEPT_ACTION, accept, self._quote.id)
        said = _("Quote {number} accepted").format(number=self._quote.number)
        self._shell.toast(said, "check-circle", undo=True)
        self._accepted(made)

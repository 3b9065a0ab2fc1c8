"""Receiving money for several sales at once, taking a deposit, giving money back."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.payments import (
    accounts,
    customer_credit,
    payment_list,
    payments,
    stored_value,
)
from crm_desktop.services.sales import sale_list
from crm_desktop.services.sales.sale_list import SaleQuery, SaleRow
from crm_desktop.ui.page import Shell
from crm_desktop.ui.sales.payment_methods import payment_methods
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row, show_if
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit, MoneyEdit

_SHOWN = 12  # open sales that can be ticked one by one
_MOST = 500


class MoneyDialog(Dialog):
    """Amount, way, day and remark. A payment just like one that is there is asked for twice."""

    sign = 1

    def __init__(
        self, host: QWidget, shell: Shell, contact_id: int, name: str, currency: str
    ) -> None:
        self._shell, self.contact_id, self.name = shell, contact_id, name
        self.currency = currency
        self._asked_again = False
        self.amount = MoneyEdit(self._proposed(), currency)
        self.method = ComboBox(
            [(method, method) for method in shell.workspace.read(payment_methods)]
        )
        self.day = DateEdit(clock.today())
        self.note = LineEdit()
        self.amount_field = Field(lambda: _("Amount"), self.amount)
        self.day_field = Field(lambda: _("Date"), self.day)
        self.twin = Label("", "body", "amberText", wrap=True)
        self.twin.hide()
        super().__init__(host, self._title, self._content(), self._title, self._take, enter=True)

    def _title(self) -> str:
        raise NotImplementedError

    def _proposed(self) -> int | None:
        """The amount that is filled in."""
        return None

    def _lead(self) -> QWidget:
        """What stands above the amount."""
        raise NotImplementedError

    def _beside(self) -> tuple[tuple[QWidget, int], ...]:
        """What stands beside the amount, each with its stretch."""
        return ()

    def _content(self) -> QWidget:
        return plain(
            column(
                self._lead(),
                row((self.amount_field, 1), *self._beside(), gap=12),
                row((Field(lambda: _("Method"), self.method), 1), (self.day_field, 1), gap=12),
                Field(lambda: _("Note"), self.note),
                self.twin,
                gap=12,
            )
        )

    def _take(self) -> bool:
        amount, day = self._amount(), self._day()
        if amount is None or day is None:
            self._grow()
            return False
        if self._is_twin(amount, day):
            self.twin.say(
                lambda: _(
                    "A payment just like this one is there. Press again if it is other money."
                )
            )
            self._asked_again = True
            self.reveal(self.twin)
            return False
        self._record(amount, day)
        return True

    def _is_twin(self, amount: int, day: dt.date) -> bool:
        if self._asked_again:
            return False
        found = self._shell.workspace.read(
            payment_list.twin, self.contact_id, self.sign * amount, day, method=self.method.value(),
            currency=self.currency,
        )  # fmt: skip
        return found is not None

    def _amount(self) -> int | None:
        self.amount_field.set_error()
        try:
            amount = self.amount.minor()
        except ValueError:
            amount = None
        if not amount or amount < 0:
            self.amount_field.set_error(lambda: _("Type an amount above zero, e.g. 260.00."))
            return None
        return amount

    def _day(self) -> dt.date | None:
        self.day_field.set_error()
        try:
            day = self.day.date()
        except ValueError:
            day = None
        if day is None:
            self.day_field.set_error(lambda: _("Type a date such as 2026-06-18."))
        return day

    def _given(self, day: dt.date) -> dict[str, Any]:
        return {
            "method": self.method.value(),
            "paid_on": day,
            "note": self.note.value(),
            "currency": self.currency,
        }

    def _record(self, amount: int, day: dt.date) -> None:
        raise NotImplementedError

    def _money(self, minor: int) -> str:
        return formats.money_exact(minor, self.currency)


class ReceiveDialog(MoneyDialog):
    """One payment for several sales: all of them, the oldest due first, or those ticked."""

    def __init__(
        self, host: QWidget, shell: Shell, contact_id: int, name: str, currency: str
    ) -> None:
        query = SaleQuery(contact_id=contact_id, unpaid=True, sort="due_on", descending=False)
        rows: list[SaleRow] = shell.workspace.read(sale_list.page, query, 0, _MOST)
        rows = [one for one in rows if one.currency == currency]
        self.sales = [one for one in rows if one.open_minor > 0]
        self.returns_minor = -sum(one.open_minor for one in rows if one.open_minor < 0)
        self.boxes = [(sale, CheckBox(partial(_sale_words, sale), True)) for sale in self.sales]
        super().__init__(host, shell, contact_id, name, currency)
        for _sale, box in self.boxes:
            box.toggled.connect(self._ticked)

    def _title(self) -> str:
        return _("Record payment")

    def _all(self) -> bool:
        return all(box.isChecked() for _sale, box in self.boxes)

    def _proposed(self) -> int | None:
        owed = sum(sale.open_minor for sale, box in self.boxes if box.isChecked())
        returns = self.returns_minor if self._all() else 0
        return max(0, owed - returns) or None

    def _lead(self) -> QWidget:
        words = _("{who} has nothing to pay; the money is kept as credit.")
        if self.sales:
            words = _("{who} pays the sales ticked, the oldest due first.")
        said = [words.format(who=self.name)]
        if self.returns_minor:
            amount = formats.money_exact(self.returns_minor, self.currency)
            said.append(_("Returns of {amount} are set off.").format(amount=amount))
        more = len(self.boxes) - _SHOWN
        rest = Label(lambda: _("and {n} more").format(n=more), "caption", "text3")
        show_if(rest, more > 0)
        return plain(
            column(
                Label(" ".join(said), "body", "text2", wrap=True),
                *(box for _sale, box in self.boxes[:_SHOWN]),
                rest,
                gap=6,
            )
        )

    def _ticked(self) -> None:
        self.amount.set_minor(self._proposed())

    def _record(self, amount: int, day: dt.date) -> None:
        chosen = [sale.id for sale, box in self.boxes if box.isChecked()]
        self._shell.workspace.execute(
            N_("Record payment"), payments.pay, self.contact_id, amount,
            sale_ids=None if self._all() else chosen, **self._given(day),
        )  # fmt: skip
        said = _("{amount} received from {who}").format(amount=self._money(amount), who=self.name)
        self._shell.toast(said, "wallet", undo=True)


class DepositDialog(MoneyDialog):
    """Money for later sales."""

    def _title(self) -> str:
        return _("Take a deposit")

    def _lead(self) -> QWidget:
        words = _("It pays nothing yet and is kept as the credit of {who}.")
        return Label(words.format(who=self.name), "body", "text2", wrap=True)

    def _record(self, amount: int, day: dt.date) -> None:
        self._shell.workspace.execute(
            N_("Take a deposit"), customer_credit.deposit, self.contact_id, amount,
            **self._given(day),
        )  # fmt: skip
        said = _("{amount} kept for {who}").format(amount=self._money(amount), who=self.name)
        self._shell.toast(said, "wallet", undo=True)


class RefundDialog(MoneyDialog):
    """Money back, up to the customer's credit and returns."""

    sign = -1

    def _title(self) -> str:
        return _("Give money back")

    def _proposed(self) -> int | None:
        most: int = self._shell.workspace.read(
            customer_credit.refundable, self.contact_id, self.currency
        )
        return most or None

    def _lead(self) -> QWidget:
        words = _("{who} can get back {amount} at most: credit and returns.")
        most = self._proposed() or 0
        return Label(
            words.format(who=self.name, amount=self._money(most)), "body", "text2", wrap=True
        )

    def _record(self, amount: int, day: dt.date) -> None:
        self._shell.workspace.execute(
            N_("Give money back"), customer_credit.refund, self.contact_id, amount,
            **self._given(day),
        )  # fmt: skip
        said = _("{amount} given back to {who}").format(amount=self._money(amount), who=self.name)
        self._shell.toast(said, "wallet", undo=True)


class RechargeDialog(DepositDialog):
    """Money to be kept, with a bonus on top: the one the shop offers, or another."""

    def __init__(
        self, host: QWidget, shell: Shell, contact_id: int, name: str, currency: str
    ) -> None:
        self.bonus = MoneyEdit(None, currency)
        self.bonus_field = Field(lambda: _("Bonus"), self.bonus)
        super().__init__(host, shell, contact_id, name, currency)
        self.amount.textEdited.connect(self._offer)

    def _title(self) -> str:
        return _("Recharge stored value")

    def _lead(self) -> QWidget:
        words = _("{who} pays now and buys later; the bonus is used in the same part as the money.")
        return Label(words.format(who=self.name), "body", "text2", wrap=True)

    def _beside(self) -> tuple[tuple[QWidget, int], ...]:
        return ((self.bonus_field, 1),)

    def _offer(self) -> None:
        try:
            amount = self.amount.minor() or 0
        except ValueError:
            amount = 0
        offered: int = self._shell.workspace.read(stored_value.offered, amount, self.currency)
        self.bonus.set_minor(offered or None)

    def _take(self) -> bool:
        self.bonus_field.set_error()
        try:
            self.bonus.minor()
        except ValueError:
            self.bonus_field.set_error(lambda: _("Type an amount above zero, e.g. 260.00."))
            self._grow()
            return False
        return super()._take()

    def _record(self, amount: int, day: dt.date) -> None:
        given = self.bonus.minor() or 0
        self._shell.workspace.execute(
            stored_value.RECHARGE_ACTION, stored_value.recharge, self.contact_id, amount,
            bonus_minor=given, **self._given(day),
        )  # fmt: skip
        said = _("{amount} stored for {who}").format(
            amount=self._money(amount + given), who=self.name
        )
        self._shell.toast(said, "wallet", undo=True)


def use_credit(shell: Shell, contact_id: int, currency: str) -> None:
    """Pay the open sales with what is kept for the customer."""
    used: int = shell.workspace.execute(
        N_("Use credit"), stored_value.use, contact_id, currency=currency
    )
    owed: int = shell.workspace.read(accounts.balance, contact_id, clock.today(), currency)
    said = _("{used} of credit used").format(used=formats.money_exact(used, currency))
    if owed > 0:
        left = formats.money_exact(owed, currency)
        said = _("{used} of credit used; {left} is still owed").format(
            used=formats.money_exact(used, currency), left=left
        )
    shell.toast(said, "wallet", undo=True)


def _sale_words(sale: SaleRow) -> str:
    parts = [
        sale.number,
        formats.day_month(sale.sold_on),
        formats.money_exact(sale.open_minor, sale.currency),
    ]
    if sale.days_late > 0:
        late = ngettext("{n} day late", "{n} days late", sale.days_late)
        parts.append(late.format(n=sale.days_late))
    return " · ".join(part for part in parts if part)

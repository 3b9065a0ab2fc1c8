"""What goes for a whole order: its discount, tax, further ways it is paid, due date, remark."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange import entered
from crm_desktop.services.sales import sale_entry
from crm_desktop.services.sales.sale_draft import TAXES, PaymentDraft
from crm_desktop.ui.sales.entry_model import buyer_name, method_name
from crm_desktop.ui.sales.order import (
    TERMS,
    Extra,
    Order,
)
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit, MoneyEdit

SPLITS = 3


class OrderDialog(Dialog):
    """``take(extra)`` is called with what was entered; ``reminder`` is what may be ticked."""

    def __init__(
        self,
        host: QWidget,
        order: Order,
        methods: Sequence[str],
        take: Callable[[Extra], object],
        reminder: str = "",
    ) -> None:
        self._order, self._take_extra = order, take
        extra = order.extra
        off = entered.discount_text(extra.discount_bp)
        self.discount = LineEdit(
            lambda: _("e.g. 50, 10% or 9折"),
            off or entered.plain_amount(extra.discount_minor or None),
        )
        self.tax = tax_box(extra.tax)
        self.due = DateEdit(extra.due_on, lambda: _("after the days to pay"))
        self.remark = LineEdit("", extra.remark)
        self.receipt = CheckBox(lambda: _("Print receipt after saving"), extra.receipt)
        self.remind = CheckBox(reminder, extra.remind)
        self.remind.setVisible(bool(reminder))
        known = [method for method in methods if method != TERMS]
        known += [one.method for one in extra.splits if one.method not in known]
        ways = [(method, method_name(method)) for method in known]
        self.splits: list[tuple[ComboBox, MoneyEdit]] = []
        for number in range(SPLITS):
            split = extra.splits[number] if number < len(extra.splits) else None
            way = ComboBox(ways, split.method if split else ways[(number + 1) % len(ways)][0])
            self.splits.append((way, MoneyEdit(split.amount_minor if split else None)))
        self.discount_field = Field(lambda: _("Discount on the order"), self.discount)
        self.due_field = Field(lambda: _("Due date of what stays open"), self.due)
        self.problem = Label("", "caption", "redText", wrap=True)
        self.problem.hide()
        super().__init__(
            host,
            lambda: _("Order of {who}").format(who=buyer_name(order.buyer)),
            self._content(),
            lambda: _("Apply"),
            self._accept_extra,
            enter=True,
        )

    def _content(self) -> QWidget:
        amount = formats.money_exact(self._order.due_minor)
        says = _("{amount} is due. What the ways below leave is paid by {method}.")
        told = lambda: says.format(amount=amount, method=method_name(self._order.method))  # noqa: E731
        rows = [row((way, 1), (edit, 1), gap=12) for way, edit in self.splits]
        for way, edit in self.splits:
            way.setAccessibleName(_("Paid another way"))
            edit.setAccessibleName(_("Amount"))
        return plain(
            column(
                row(
                    (self.discount_field, 1),
                    (Field(lambda: _("Tax"), self.tax), 1),
                    gap=12,
                ),
                Label(lambda: _("Paid in other ways too"), "strong"),
                Label(told, "caption", "text2", wrap=True),
                *rows,
                self.due_field,
                Field(lambda: _("Remark"), self.remark),
                self.remind,
                self.receipt,
                self.problem,
                gap=10,
            )
        )

    def _accept_extra(self) -> bool:
        self.discount_field.set_error()
        self.due_field.set_error()
        self.problem.hide()
        try:
            off_bp, off_minor = self._discount()
        except UserError as problem:
            self.discount_field.set_error(str(problem))
            self._grow()
            return False
        try:
            due = self.due.date()
        except ValueError:
            self.due_field.set_error(lambda: _("Type a date such as 2026-06-18."))
            self._grow()
            return False
        if sale_entry.is_bar_code(self.remark.value()):
            self.problem.say(lambda: _("A bar code is no remark. Scan it into the grid."))
            self.problem.show()
            self._grow()
            return False
        try:
            splits = self._paid()
        except ValueError:
            self.problem.say(_("Type amounts above zero, e.g. 260.00."))
            self.reveal(self.problem)
            return False
        self._take_extra(
            replace(
                self._order.extra,
                discount_minor=off_minor,
                discount_bp=off_bp,
                tax=self.tax.value(),
                splits=splits,
                due_on=due,
                remark=self.remark.value(),
                receipt=self.receipt.isChecked(),
                remind=self.remind.isChecked(),
            )
        )
        return True

    def _discount(self) -> tuple[int, int]:
        text = self.discount.value()
        return entered.order_discount(text) if text else (0, 0)

    def _paid(self) -> tuple[PaymentDraft, ...]:
        found = []
        for way, edit in self.splits:
            amount = edit.minor()
            if amount is not None and amount < 0:
                raise ValueError(amount)
            if amount:
                found.append(PaymentDraft(amount, way.value()))
        return tuple(found)


def tax_box(chosen: str) -> ComboBox:
    """How a sale or a quote is taxed: one of ``TAXES``."""
    return ComboBox([(key, partial(_, label)) for key, label in TAXES.items()], chosen)

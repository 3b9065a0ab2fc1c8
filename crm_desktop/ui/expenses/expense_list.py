"""The rows of money spent."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.services import expenses
from crm_desktop.services.expenses import ExpenseRow
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import INSET, RowList

_HEIGHT = 50
_KEYS = {Qt.Key.Key_P: "paid", Qt.Key.Key_Delete: "remove"}


class ExpenseList(RowList):
    """``opened`` with a click or Enter; P marks as paid back, Del deletes."""

    act_asked = Signal(object, str)  # ExpenseRow; paid or remove

    def __init__(self) -> None:
        super().__init__(_HEIGHT, _paint, describe)

    def pressed(self, key: Qt.Key) -> bool:
        """The keys of the acts."""
        if key in _KEYS and self.selectable(self.current):
            self.act_asked.emit(self.rows[self.current], _KEYS[key])
            return True
        return super().pressed(key)


def title(one: ExpenseRow) -> str:
    """What for: the note, or else the kind."""
    return one.note or expenses.kind_name(one.kind)


def facts(one: ExpenseRow) -> str:
    """Day, kind, who, on whom."""
    kind = expenses.kind_name(one.kind) if one.note else ""
    day = formats.date_relative(one.spent_on, clock.today())
    return " · ".join(part for part in (day, kind, one.staff, one.contact_name) if part)


def state(one: ExpenseRow) -> tuple[str, str]:
    """What is still to be said of it, and its colour."""
    if not one.receipts:
        return _("no receipt"), "amber"
    return (_("paid back"), "gray") if one.reimbursed else (_("to be paid back"), "blue")


def describe(one: ExpenseRow) -> str:
    """A screen reader's sentence for a row."""
    amount = formats.money_exact(one.amount_minor, one.currency)
    return pgettext("list separator", ", ").join((title(one), amount, facts(one), state(one)[0]))


def _paint(painter: QPainter, box: QRectF, one: ExpenseRow, _hot: bool) -> None:
    left, right = theme.m(INSET), box.right() - theme.m(INSET)
    head = QRectF(left, box.y() + theme.m(5), right - left, theme.m(21))
    amount = formats.money_exact(one.amount_minor, one.currency)
    used = paint.txt(painter, head, amount, "strong", align="right")
    words, colour = state(one)
    middle = head.bottom() + theme.m(9)
    chip = paint.chip(painter, right, middle, words, colour, align="right")
    head.setRight(head.right() - used - theme.m(10))
    paint.txt(painter, head, title(one), "strong")
    foot = QRectF(left, head.bottom(), right - left - chip - theme.m(10), theme.m(18))
    paint.txt(painter, foot, facts(one), "caption", "text3")

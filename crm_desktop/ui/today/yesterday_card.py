"""What happened yesterday and today so far, beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core import formats
from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.row_list import INSET, RowList

if TYPE_CHECKING:
    from crm_desktop.services.today.since_yesterday import DayActivity

_COLUMN = 92


@dataclass(frozen=True, slots=True)
class Line:
    """One thing counted. ``page`` is where it is looked at; a heading has none."""

    label: str
    yesterday: str
    today: str
    page: str = ""


class YesterdayCard(Card):
    """Rows that stayed at nothing on both days are left out."""

    def __init__(self) -> None:
        super().__init__(lambda: _("Since yesterday"))
        self.list = _Lines()
        self.body.addWidget(self.list)
        self.body.addSpacing(theme.m(8))
        self.body.addStretch(1)

    def show_days(self, days: tuple[DayActivity, DayActivity], currency: str) -> None:
        """Show yesterday and today."""
        counted = lines(*days, currency)
        self.list.set_rows([Line("", _("Yesterday"), _("Today")), *counted])


def lines(before: DayActivity, now: DayActivity, currency: str) -> list[Line]:
    """The things counted, in words; what happened on neither day is left out."""

    def money(minor: int) -> str:
        return formats.money_whole(minor, currency) if minor else "–"

    def count(number: int) -> str:
        return formats.integer(number) if number else "–"

    every = (
        Line(_("Sales"), money(before.sales_minor), money(now.sales_minor), "sales"),
        Line(_("Orders"), count(before.orders), count(now.orders), "sales"),
        Line(_("Cancelled"), count(before.cancelled), count(now.cancelled), "sales"),
        Line(_("Received"), money(before.received_minor), money(now.received_minor), "sales"),
        Line(_("Customers added"), count(before.added), count(now.added), "contacts"),
        Line(_("Follow-ups done"), count(before.done), count(now.done), "follow_ups"),
        Line(_("Deals won"), count(before.won), count(now.won), "deals"),
        Line(_("Deals lost"), count(before.lost), count(now.lost), "deals"),
    )
    return [line for line in every if (line.yesterday, line.today) != ("–", "–")] or [
        Line(_("Nothing was written down yet."), "", "")
    ]


class _Lines(RowList):
    def __init__(self) -> None:
        super().__init__(32, self._paint, self._spoken)

    def selectable(self, number: int) -> bool:
        return super().selectable(number) and bool(self.rows[number].page)

    @staticmethod
    def _spoken(line: Line) -> str:
        return f"{line.label}: {_('Yesterday')} {line.yesterday}, {_('Today')} {line.today}"

    @staticmethod
    def _paint(painter: QPainter, box: QRectF, line: Line, _hot: bool) -> None:
        wide = theme.m(_COLUMN)
        right = box.right() - theme.m(INSET)
        heading = not line.label
        role, ink = ("caption", "text3") if heading else ("strong", "text")
        today = QRectF(right - wide, box.y(), wide, box.height())
        paint.txt(painter, today, line.today, role, ink, align="right")
        before = QRectF(right - 2 * wide, box.y(), wide, box.height())
        ink = "text3" if heading else "text2"
        paint.txt(painter, before, line.yesterday, "caption" if heading else "body", ink,
                  align="right")  # fmt: skip
        left = theme.m(INSET)
        end = before.x() if line.yesterday else right
        paint.txt(painter, QRectF(left, box.y(), end - left, box.height()), line.label, "body")

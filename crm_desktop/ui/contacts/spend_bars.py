"""Twelve months of what a customer spent, as painted bars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from crm_desktop.core import formats, i18n
from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.chart_copy import offer_copy


class SpendBars(QWidget):
    """``months`` are (first day, amount in minor units), oldest first; the last one stands out and
    the highest one says its amount, the others under the mouse. The menu copies them."""

    def __init__(self) -> None:
        super().__init__()
        self._months: Sequence[tuple[dt.date, int]] = ()
        self._currency = "CNY"
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def show_months(self, months: Sequence[tuple[dt.date, int]], currency: str) -> None:
        """Replace the bars."""
        self._months, self._currency = months, currency
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(theme.m(128))
        self.setAccessibleName(_("Spend in the last 12 months"))
        told = (self._told(number) for number in range(len(self._months)))
        self.setAccessibleDescription("; ".join(told))
        self.update()

    def _told(self, number: int) -> str:
        month, amount = self._months[number]
        return f"{formats.month_year(month)} {formats.money_whole(amount, self._currency)}"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().x() * len(self._months) // max(1, self.width()))
        if 0 <= number < len(self._months):
            QToolTip.showText(event.globalPosition().toPoint(), self._told(number), self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        offer_copy(self, event.globalPos())

    def sizeHint(self) -> QSize:
        return QSize(theme.m(260), theme.m(128))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._months:
            return
        painter = QPainter(self)
        paint.smooth(painter)
        step = self.width() / len(self._months)
        base = self.height() - theme.m(22)
        most = max(1, *(amount for _month, amount in self._months))
        room = base - theme.m(22)
        last = len(self._months) - 1
        for number, (month, amount) in enumerate(self._months):
            high = max(theme.m(2), amount / most * room) if amount > 0 else 1
            bar = QRectF(number * step + 2, base - high, max(2.0, step - 6), high)
            token = "accent" if number == last else "bar2"
            paint.rounded(painter, bar, min(theme.m(3), high / 2), token)
            name = str(month.month) if i18n.language() == "zh_CN" else f"{month:%b}"[:1]
            below = QRectF(number * step - 4, base + 3, step + 6, theme.m(18))
            paint.txt(painter, below, name, "small", "text3", align="center")
            if amount == most and amount > 0:
                label = formats.money_whole(amount, self._currency)
                wide = paint.width(label, "caption_strong") + 4
                left = max(0.0, min(bar.center().x() - wide / 2, self.width() - wide))
                above = QRectF(left, bar.y() - theme.m(20), wide, theme.m(18))
                paint.txt(painter, above, label, "caption_strong", "text", align="center")
        painter.end()

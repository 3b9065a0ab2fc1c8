"""A year with its twelve months to choose one from."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.widgets import paint

_HEAD, _GAP, _ROW, _CELL = 34, 8, 36, 32


class MonthPicker(QWidget):
    """Months after the present one cannot be chosen, unless ``offer_ahead`` allows some.

    Arrows move by a month, PgUp and PgDown by a year.
    """

    chosen = Signal(object)  # dt.date, first of the month

    def __init__(self, month: dt.date) -> None:
        super().__init__()
        self._month = month.replace(day=1)
        self._year = month.year
        self._hover = 0
        self._ahead = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def month(self) -> dt.date:
        """First day of the chosen month."""
        return self._month

    def set_month(self, month: dt.date) -> None:
        """Show a month without telling anybody."""
        self._month = month.replace(day=1)
        self._year = month.year
        self._fit()

    def offer_ahead(self, months: int) -> None:
        """Offer so many months after the present one; a month beyond them gives way to the last
        offered, without telling anybody."""
        self._ahead = months
        latest = self._latest()
        if self._month > latest:
            self.set_month(latest)
        self.update()

    def _latest(self) -> dt.date:
        today = clock.today()
        count = min(today.year * 12 + today.month - 1 + self._ahead, dt.date.max.year * 12 + 11)
        return dt.date(count // 12, count % 12 + 1, 1)

    def _fit(self) -> None:
        self.setAccessibleName(_("Month"))
        self.setAccessibleDescription(formats.month_year(self._month))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.m(228), theme.m(_HEAD + _GAP + 3 * _ROW))

    def _box(self, number: int) -> QRectF:
        wide = self.width() / 4
        left = (number - 1) % 4 * wide + 2
        top = theme.m(_HEAD + _GAP) + (number - 1) // 4 * theme.m(_ROW)
        return QRectF(left, top, wide - 4, theme.m(_CELL))

    def _offered(self, year: int, number: int) -> bool:
        return year <= dt.date.max.year and dt.date(year, number, 1) <= self._latest()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        head = QRectF(0, 0, self.width(), theme.m(_HEAD))
        ring = self.hasFocus()
        stroke, pen = ("focus", 2.0) if ring else ("line2", 1.0)
        paint.rounded(painter, head, theme.m(6), "surface", stroke, pen=pen)
        title = _("{year}").format(year=self._year)
        paint.txt(painter, head, title, "strong", "text", align="center")
        middle = head.center().y()
        icons.draw(painter, theme.m(10), middle, "caret-left", 14, token="text2")
        further = "text2" if self._offered(self._year + 1, 1) else "disabled"
        icons.draw(painter, head.right() - theme.m(24), middle, "caret-right", 14, token=further)
        for number in range(1, 13):
            self._paint_month(painter, number)
        painter.end()

    def _paint_month(self, painter: QPainter, number: int) -> None:
        box, day = self._box(number), dt.date(self._year, number, 1)
        today = clock.today()
        here = day == self._month
        role, ink = "body", "text"
        if here:
            paint.rounded(painter, box, theme.m(6), "accent")
            role, ink = "strong", "onAccent"
        elif day == today.replace(day=1):
            paint.rounded(painter, box, theme.m(6), None, "line2")
        elif not self._offered(self._year, number):
            ink = "disabled"
        elif number == self._hover:
            paint.rounded(painter, box, theme.m(6), "hover")
        paint.txt(painter, box, _short(day), role, ink, align="center")

    def _at(self, event: QMouseEvent) -> int:
        spot = event.position()
        return next((i for i in range(1, 13) if self._box(i).contains(spot)), 0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._at(event)
        if at != self._hover:
            self._hover = at
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._at(event)
        if number:
            self._choose(self._year, number)
        elif event.position().y() < theme.m(_HEAD):
            self._turn(-1 if event.position().x() < self.width() / 2 else 1)

    def _turn(self, years: int) -> None:
        if self._offered(self._year + years, 1) and self._year + years >= 1:
            self._year += years
            self.update()

    def _choose(self, year: int, number: int) -> None:
        day = dt.date(year, number, 1)
        if not self._offered(year, number):
            return
        self._year = year
        if day != self._month:
            self._month = day
            self._fit()
            self.chosen.emit(day)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        months = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -4,
            Qt.Key.Key_Down: 4,
            Qt.Key.Key_PageUp: -12,
            Qt.Key.Key_PageDown: 12,
        }.get(Qt.Key(event.key()))
        if months is None:
            super().keyPressEvent(event)
            return
        count = self._month.year * 12 + self._month.month - 1 + months
        if count >= 12:
            self._choose(count // 12, count % 12 + 1)


def _short(day: dt.date) -> str:
    """``5 月`` / ``May``, never longer."""
    name = formats.month_name(day)
    return name[:3] if name.isascii() else name

"""The month: weeks of seven days, four bars a day, or three and how many more."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.calendar import calendar_words as words
from crm_desktop.services.calendar.calendar import DayHead
from crm_desktop.services.calendar.calendar_rows import Dated
from crm_desktop.ui import theme
from crm_desktop.ui.calendar import looks
from crm_desktop.ui.calendar.view import CalendarView
from crm_desktop.ui.widgets import paint

SIDE, TOP, BOTTOM = 24, 30, 16
HEAD, PITCH = 32, 24
MOST = 4
"""Bars of a day; with more than these, three and "+n"."""


class MonthView(CalendarView):
    """Days outside of the month are paler; weekends lie on the canvas."""

    def grid(self) -> QRectF:
        """The frame round all days."""
        side = theme.m(SIDE)
        box = QRectF(self.rect()).adjusted(side, theme.m(TOP), -side, -theme.m(BOTTOM))
        return QRectF(box.x(), box.y(), max(box.width(), 7.0), max(box.height(), 4.0))

    def weeks(self) -> int:
        """How many weeks are shown."""
        return max(1, -(-len(self.heads) // 7))

    def cell(self, number: int) -> QRectF:
        """The box of the day at a place, counted from the first Monday."""
        grid = self.grid()
        wide, high = grid.width() / 7, grid.height() / self.weeks()
        return QRectF(grid.x() + number % 7 * wide, grid.y() + number // 7 * high, wide, high)

    def shown_of(self, number: int) -> tuple[list[Dated], int]:
        """The things of a day there is room for, and how many more there are."""
        things = self.on(self.heads[number].day)
        room = int((self.cell(number).height() - theme.m(HEAD)) // theme.m(PITCH))
        if len(things) <= min(room, MOST):
            return things, 0
        shown = max(0, min(room, MOST) - 1)
        return things[:shown], len(things) - shown

    def placed(self) -> list[tuple[QRectF, Dated]]:
        return [
            (self._bar(number, place), one)
            for number in range(len(self.heads))
            for place, one in enumerate(self.shown_of(number)[0])
        ]

    def _bar(self, number: int, place: int) -> QRectF:
        cell = self.cell(number)
        left, top = cell.x() + theme.m(6), cell.y() + theme.m(HEAD) + place * theme.m(PITCH)
        return QRectF(left, top, cell.width() - theme.m(12), theme.m(looks.BAR))

    def day_at(self, where: QPointF) -> dt.date | None:
        for number, head in enumerate(self.heads):
            if self.cell(number).contains(where):
                return head.day
        return None

    def more_at(self, where: QPointF) -> dt.date | None:
        for number, head in enumerate(self.heads):
            shown, more = self.shown_of(number)
            if more and self._more_box(number, len(shown)).contains(where):
                return head.day
        return None

    def _more_box(self, number: int, shown: int) -> QRectF:
        """The line of "+n"; where not even that has room, the head of the day."""
        if not self._is_low(number, shown):
            return self._bar(number, shown)
        cell = self.cell(number)
        return QRectF(cell.center().x(), cell.y(), cell.width() / 2, theme.m(HEAD))

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        self._weekdays(painter)
        grid = self.grid()
        painter.save()
        frame = QPainterPath()
        frame.addRoundedRect(grid, theme.m(10), theme.m(10))
        painter.setClipPath(frame)
        painter.fillRect(grid, theme.color("surface"))
        for number, head in enumerate(self.heads):
            self._day(painter, number, head)
        painter.restore()
        paint.rounded(painter, grid, theme.m(10), None, "line2")
        if self.rings() and self.picked is None:
            days = [head.day for head in self.heads]
            if self.day in days:
                ring = self.cell(days.index(self.day)).adjusted(1, 1, -1, -1)
                paint.rounded(painter, ring, theme.m(6), None, "focus", pen=2)
        painter.end()

    def _weekdays(self, painter: QPainter) -> None:
        seen = any(head.day == self.today for head in self.heads)
        for number, head in enumerate(self.heads[:7]):
            cell = self.cell(number)
            line = QRectF(cell.x() + theme.m(10), 0, cell.width() - theme.m(14), theme.m(TOP - 2))
            here = seen and head.day.weekday() == self.today.weekday()
            role, ink = ("caption_strong", "text") if here else ("caption", "text3")
            paint.txt(painter, line, formats.weekday_short(head.day), role, ink)

    def _day(self, painter: QPainter, number: int, head: DayHead) -> None:
        cell = self.cell(number)
        if self.slot is not None and self.slot.day == head.day:
            painter.fillRect(cell, theme.color("accentSoft"))
        elif head.day.weekday() >= 5 or head.closed:
            painter.fillRect(cell, theme.color("canvas"))
        if number % 7:
            painter.fillRect(QRectF(cell.x(), cell.y(), 1, cell.height()), theme.color("line"))
        if number >= 7:
            paint.hairline(painter, cell.x(), cell.right(), cell.y())
        shown, more = self.shown_of(number)
        self._head(painter, cell, head, named=not (more and self._is_low(number, len(shown))))
        for place, one in enumerate(shown):
            self.paint_bar(painter, self._bar(number, place), one)
        if more:
            self._more(painter, number, len(shown), more)
        if self.slot is not None and self.slot.day == head.day:
            looks.target(painter, self._bar(number, len(shown) + bool(more)), _("Here"))

    def _is_low(self, number: int, shown: int) -> bool:
        """True where not even the line of "+n" has room below the head of the day."""
        return self._bar(number, shown).bottom() > self.cell(number).bottom()

    def _head(self, painter: QPainter, cell: QRectF, head: DayHead, named: bool) -> None:
        day = head.day
        line = QRectF(cell.x() + theme.m(11), cell.y() + theme.m(6), cell.width(), theme.m(22))
        outside = day.month != self.month()
        if day == self.today:
            pill = QRectF(cell.x() + theme.m(7), line.y(), theme.m(26), theme.m(22))
            paint.rounded(painter, pill, theme.m(11), "accent")
            paint.txt(painter, pill, str(day.day), "strong", "onAccent", align="center")
            used = float(theme.m(26))
        else:
            ink = "disabled" if outside else "text3" if day < self.today else "text"
            text = formats.day_month(day) if outside and day.day == 1 else str(day.day)
            used = paint.txt(painter, line, text, "body", ink)
        left = line.x() + used + theme.m(8)
        room = QRectF(left, line.y(), cell.right() - theme.m(10) - left, line.height())
        if named and room.width() > theme.m(16):
            paint.txt(
                painter, room, words.called(head, lunar=self.lunar), "small", "text3", align="right"
            )

    def month(self) -> int:
        """The number of the month shown: that of the day in the middle."""
        return self.heads[len(self.heads) // 2].day.month if self.heads else 0

    def _more(self, painter: QPainter, number: int, shown: int, more: int) -> None:
        box = self._more_box(number, shown)
        text = _("+{n} more").format(n=more)
        if not shown:
            text = ngettext("{n} item", "{n} items", more).format(n=more)
        if not self._is_low(number, shown):
            paint.txt(painter, box.adjusted(theme.m(8), 0, 0, 0), text, "caption", "text2")
        else:
            text = f"+{more}"
            paint.txt(
                painter, box.adjusted(0, 0, -theme.m(6), 0), text, "small_strong", "text2",
                align="right",
            )  # fmt: skip

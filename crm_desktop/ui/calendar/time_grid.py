"""Where hours and days lie in a week or a day: minutes to pixels and back."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from crm_desktop.ui import theme

SIDE, GUTTER, HEAD = 24, 44, 36
BAND_ROW = 24
BAND_ROWS = 4
"""Lines for what has no time; with more than these the last says how many more."""
HOUR = 68
DAY = 24 * 60
SNAP = 15
"""Minutes that dragging keeps to."""


class TimeGrid:
    """Lengths of a widget ``wide`` and ``high`` pixels: ``days`` columns, ``rows`` lines without a
    time above hours that are scrolled by ``offset`` pixels."""

    def __init__(self, wide: float, high: float, days: int, rows: int, offset: float) -> None:
        self.days, self.offset = max(1, days), offset
        self.left = float(theme.m(SIDE + GUTTER))
        self.right = max(self.left + self.days, wide - theme.m(SIDE))
        self.column = (self.right - self.left) / self.days
        self.band = float(theme.m(HEAD))
        lines = max(1, min(rows, BAND_ROWS))
        self.top = self.band + lines * theme.m(BAND_ROW) + theme.m(14)
        self.bottom = max(self.top + 1, high - theme.m(8))
        self.hour = float(theme.m(HOUR))

    def hours(self) -> QRectF:
        """The part of the widget where hours are."""
        return QRectF(self.left, self.top, self.right - self.left, self.bottom - self.top)

    def overflow(self) -> int:
        """How far the hours can be scrolled."""
        return max(0, round(24 * self.hour - (self.bottom - self.top)))

    def x(self, number: int) -> float:
        """Left edge of a day."""
        return self.left + number * self.column

    def day_at(self, x: float) -> int | None:
        """The day at a place, by number."""
        if not self.left <= x < self.right:
            return None
        return min(int((x - self.left) / self.column), self.days - 1)

    def y(self, minute: float) -> float:
        """Where a minute of the day lies."""
        return self.top + minute * self.hour / 60 - self.offset

    def minute_at(self, y: float, snap: int = SNAP) -> int:
        """The nearest snapped minute, never beyond the day."""
        minute = (y - self.top + self.offset) * 60 / self.hour
        return max(0, min(round(minute / snap) * snap, DAY - snap))

    def block(self, number: int, begin: int, minutes: int, lane: int = 0, of: int = 1) -> QRectF:
        """The box of something that takes a while, in one of ``of`` lanes of its day."""
        room = self.column - theme.m(10)
        wide = room / max(of, 1)
        end = min(begin + minutes, DAY)
        left = self.x(number) + theme.m(4) + lane * wide
        high = max(self.y(end) - self.y(begin) - 2, float(theme.m(16)))
        return QRectF(left, self.y(begin) + 1, wide - (theme.m(3) if of > 1 else 0), high)

    def bar(self, number: int, row: int) -> QRectF:
        """The box of something without a time."""
        top = self.band + theme.m(7) + row * theme.m(BAND_ROW)
        return QRectF(self.x(number) + theme.m(4), top, self.column - theme.m(10), theme.m(21))


def clock_of(minute: int) -> str:
    """``HH:MM`` of a minute of the day."""
    return f"{minute // 60:02}:{minute % 60:02}"


def minute_of(time: str) -> int:
    """The minute of the day of ``HH:MM``."""
    hours, _colon, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)

"""The week and the day: hours from top to bottom, what has no time above them."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar

from crm_desktop.services.calendar.calendar import DEFAULT_MINUTES, CalendarRow
from crm_desktop.services.calendar.calendar_rows import Dated
from crm_desktop.ui import theme
from crm_desktop.ui.calendar import time_paint
from crm_desktop.ui.calendar.dragging import Dragging, Slot
from crm_desktop.ui.calendar.lanes import lanes
from crm_desktop.ui.calendar.sizing import Sizing, edge_at
from crm_desktop.ui.calendar.time_grid import (
    BAND_ROWS,
    DAY,
    HOUR,
    SNAP,
    TimeGrid,
    clock_of,
    minute_of,
)
from crm_desktop.ui.calendar.view import CalendarView

_OPENS_AT = 8 * 60  # the hour near the top when no follow-up is earlier
_CURSOR = 30  # minutes the keyboard moves by


class TimeView(CalendarView):
    """Things are moved over days and hours, and made longer by their edges.

    Up and Down move a cursor through the hours; with Ctrl they move what is picked by a quarter
    of an hour, with Ctrl and Shift they make it shorter and longer.
    """

    resized = Signal(object, int, object)  # Dated, minutes, new time or None

    def __init__(self, dragging: Dragging) -> None:
        super().__init__(dragging)
        self.minute: int | None = None  # of the cursor; None above the hours
        self.sizing: Sizing | None = None
        self._opened_at: dt.date | None = None  # first day the hours were scrolled for
        self._hour = theme.m(HOUR)  # when the hours were scrolled
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.valueChanged.connect(lambda _value: self.update())
        theme.live(self, self._fit)

    def grid(self) -> TimeGrid:
        """Lengths as they are now."""
        rows = max((len(self.untimed(head.day)) for head in self.heads), default=0)
        return TimeGrid(self.width(), self.height(), len(self.heads), rows, self.bar.value())

    def show_rows(self, found: CalendarRow, day: dt.date, today: dt.date) -> None:
        super().show_rows(found, day, today)
        self._fit()
        if found.days and found.days[0].day != self._opened_at:
            self._opened_at = found.days[0].day
            times = [one.time for one in found.dated if one.time and one.source == "follow_up"]
            first = min([_OPENS_AT, *map(minute_of, times)])
            self.bar.setValue(round(max(0, first - _CURSOR) * theme.m(HOUR) / 60))

    def _fit(self) -> None:
        hour, self._hour = self._hour, theme.m(HOUR)
        value = round(self.bar.value() * self._hour / hour)
        grid = self.grid()
        self.bar.setRange(0, grid.overflow())
        self.bar.setPageStep(round(grid.hours().height()))
        self.bar.setSingleStep(theme.m(HOUR) // 2)
        wide = self.bar.sizeHint().width()
        self.bar.setGeometry(
            self.width() - wide - 2, round(grid.top), wide, round(grid.hours().height())
        )
        self.bar.setVisible(grid.overflow() > 0)
        self.bar.setValue(value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.bar.event(event)

    # what lies where

    def untimed(self, day: dt.date) -> list[Dated]:
        """What has no time."""
        return [one for one in self.on(day) if not one.time]

    def timed(self, day: dt.date) -> list[Dated]:
        """What has a time, by it."""
        return [one for one in self.on(day) if one.time]

    def banded(self, day: dt.date) -> tuple[list[Dated], int]:
        """What has no time, as far as there is room, and how many more."""
        things = self.untimed(day)
        if len(things) <= BAND_ROWS:
            return things, 0
        return things[: BAND_ROWS - 1], len(things) - BAND_ROWS + 1

    def blocks(self) -> list[tuple[QRectF, Dated]]:
        """Where what has a time is, scrolled away or not."""
        grid = self.grid()
        found = []
        for number, head in enumerate(self.heads):
            things = self.timed(head.day)
            spans = [(minute_of(one.time), _end(one)) for one in things]
            for one, (begin, end), (lane, of) in zip(things, spans, lanes(spans), strict=True):
                found.append((grid.block(number, begin, end - begin, lane, of), one))
        return found

    def bars(self) -> list[tuple[QRectF, Dated]]:
        """Where what has no time is."""
        grid = self.grid()
        return [
            (grid.bar(number, place), one)
            for number, head in enumerate(self.heads)
            for place, one in enumerate(self.banded(head.day)[0])
        ]

    def placed(self) -> list[tuple[QRectF, Dated]]:
        return [*self.bars(), *self.blocks()]

    def hit(self, where: QPointF) -> tuple[QRectF, Dated] | None:
        above = where.y() < self.grid().top
        return next(
            ((box, one) for box, one in (self.bars() if above else self.blocks())
             if box.contains(where)), None,
        )  # fmt: skip

    def day_at(self, where: QPointF) -> dt.date | None:
        number = self.grid().day_at(where.x())
        return None if number is None or not self.heads else self.heads[number].day

    def more_at(self, where: QPointF) -> dt.date | None:
        grid = self.grid()
        for number, head in enumerate(self.heads):
            shown, more = self.banded(head.day)
            if more and grid.bar(number, len(shown)).contains(where):
                return head.day
        return None

    def head_at(self, where: QPointF) -> dt.date | None:
        return self.day_at(where) if where.y() < self.grid().band else None

    def time_at(self, where: QPointF) -> str:
        grid = self.grid()
        if where.y() < grid.top:
            return ""
        return clock_of(grid.minute_at(where.y() - theme.m(HOUR) / 4, _CURSOR))

    def slot_at(self, where: QPoint, one: Dated, lifted: int) -> Slot | None:
        day = self.day_at(QPointF(where))
        if day is None:
            return None
        grid = self.grid()
        if where.y() < grid.top:
            return Slot(day, "")
        self._scroll_at(where.y())
        return Slot(day, clock_of(grid.minute_at(where.y() - (lifted if one.time else 0))))

    def _scroll_at(self, y: float) -> None:
        """Near an edge, bring on screen what lies beyond."""
        hours, edge = self.grid().hours(), theme.m(24)
        if y < hours.top() + edge:
            self.bar.setValue(self.bar.value() - theme.m(HOUR) // 4)
        elif y > hours.bottom() - edge:
            self.bar.setValue(self.bar.value() + theme.m(HOUR) // 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        time_paint.paint_view(self)

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.hit(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            box, one = found
            edge = edge_at(box, event.position()) if one.movable and one.time else ""
            if edge:
                begin = minute_of(one.time)
                self.sizing = Sizing(one, begin, _end(one), edge == "top")
                return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.sizing is not None:
            self._scroll_at(event.position().y())
            minute = (event.position().y() - self.grid().top + self.bar.value()) * 60
            self.sizing = self.sizing.to(round(minute / self.grid().hour / SNAP) * SNAP)
            self.update()
            return
        super().mouseMoveEvent(event)
        found = self.hit(event.position())
        if found and found[1].movable and found[1].time and edge_at(found[0], event.position()):
            self.setCursor(Qt.CursorShape.SizeVerCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        sizing = self.sizing
        if sizing is None:
            super().mouseReleaseEvent(event)
            return
        self.cancel_sizing()
        if not self._resize(sizing):
            self.opened.emit(sizing.one, event.globalPosition().toPoint())

    def _resize(self, sizing: Sizing) -> bool:
        """True when it takes longer or shorter than it did."""
        time = clock_of(sizing.begin)
        if sizing.minutes == _end(sizing.one) - minute_of(sizing.one.time):
            return False
        new_time = time if time != sizing.one.time else None
        self.resized.emit(sizing.one, sizing.minutes, new_time)
        return True

    def cancel_sizing(self) -> bool:
        """Leave the length as it is; False when nothing is being resized."""
        busy, self.sizing = self.sizing is not None, None
        self.update()
        return busy

    def clicked_at(self, where: QPointF) -> None:
        time = self.time_at(where)
        self.minute = minute_of(time) if time else None

    # keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.use_keyboard()
        with_keys = event.modifiers()
        if not with_keys & Qt.KeyboardModifier.ControlModifier:
            self._move_cursor(step)
        elif self.picked is not None and self.picked.movable and self.picked.time:
            if with_keys & Qt.KeyboardModifier.ShiftModifier:
                one, begin = self.picked, minute_of(self.picked.time)
                self._resize(Sizing(one, begin, _end(one)).to(_end(one) + step * SNAP))
            else:
                begin = max(0, min(minute_of(self.picked.time) + step * SNAP, DAY - SNAP))
                self.push(Slot(self.picked.day, clock_of(begin)))

    def _move_cursor(self, step: int) -> None:
        """Down from above the hours comes to the first hour on screen, up from midnight leaves;
        from what is picked it goes on."""
        if self.picked is not None and self.picked.time:
            self.minute = minute_of(self.picked.time)
        self.picked = None
        if self.minute is None:
            grid = self.grid()
            self.minute = (
                grid.minute_at(grid.top + theme.m(HOUR) / 4, _CURSOR) if step > 0 else None
            )
        else:
            minute = self.minute + step * _CURSOR
            self.minute = None if minute < 0 else min(minute, DAY - _CURSOR)
        if self.minute is not None:
            grid = self.grid()
            top, bottom = grid.y(self.minute), grid.y(self.minute + _CURSOR)
            if top < grid.top:
                self.bar.setValue(round(self.bar.value() + top - grid.top))
            elif bottom > grid.bottom:
                self.bar.setValue(round(self.bar.value() + bottom - grid.bottom))
        self._announce()
        self.update()

    def planned_time(self) -> str:
        return "" if self.minute is None else clock_of(self.minute)


def _end(one: Dated) -> int:
    """The minute something ends, within its day."""
    return min(DAY, minute_of(one.time) + (one.minutes or DEFAULT_MINUTES))

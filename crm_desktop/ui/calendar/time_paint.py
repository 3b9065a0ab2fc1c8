"""Painting the week and the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _
from crm_desktop.services.calendar import calendar_words as words
from crm_desktop.services.calendar.calendar import DEFAULT_MINUTES, DayHead
from crm_desktop.ui import theme
from crm_desktop.ui.calendar import looks
from crm_desktop.ui.calendar.time_grid import GUTTER, SIDE, TimeGrid, clock_of, minute_of
from crm_desktop.ui.widgets import paint

if TYPE_CHECKING:
    from crm_desktop.ui.calendar.time_view import TimeView


def paint_view(view: TimeView) -> None:
    """All of it: heads, what has no time, the hours and what stands in them."""
    painter = QPainter(view)
    paint.smooth(painter)
    grid = view.grid()
    for number, head in enumerate(view.heads):
        _ground(painter, view, grid, number, head)
        _head(painter, view, grid, number, head)
    _lines(painter, grid)
    _band(painter, view, grid)
    hours = grid.hours()
    painter.save()
    painter.setClipRect(hours.adjusted(-theme.m(5), 0, 0, 0))
    _hours(painter, view, grid)
    painter.restore()
    _gutter(painter, view, grid)
    painter.end()


def _ground(painter: QPainter, view: TimeView, grid: TimeGrid, number: int, head: DayHead) -> None:
    box = QRectF(grid.x(number), grid.band, grid.column, grid.bottom - grid.band)
    free = head.day.weekday() >= 5 or head.closed
    dropped = view.slot is not None and view.slot.day == head.day
    painter.fillRect(box, theme.color("accentSoft" if dropped else "canvas" if free else "surface"))


def _head(painter: QPainter, view: TimeView, grid: TimeGrid, number: int, head: DayHead) -> None:
    line = QRectF(grid.x(number) + theme.m(8), 0, grid.column - theme.m(12), grid.band - 4)
    here = head.day == view.today
    role, ink = ("caption_strong", "text") if here else ("caption", "text3")
    used = paint.txt(painter, line, formats.weekday_short(head.day), role, ink)
    rest = line.adjusted(used + theme.m(8), 0, 0, 0)
    if here:
        pill = QRectF(rest.x() - theme.m(3), line.center().y() - theme.m(11),
                      theme.m(28), theme.m(22))  # fmt: skip
        paint.rounded(painter, pill, theme.m(11), "accent")
        paint.txt(painter, pill, str(head.day.day), "strong", "onAccent", align="center")
        drawn = float(theme.m(26))
    else:
        ink = "text3" if head.day < view.today else "text"
        drawn = paint.txt(painter, rest, str(head.day.day), "strong", ink)
    rest = rest.adjusted(drawn + theme.m(8), 0, 0, 0)
    if rest.width() > theme.m(16):
        text = words.called(head, lunar=view.lunar)
        paint.txt(painter, rest, text, "small", "text3", align="right")
    if view.rings() and view.picked is None and head.day == view.day and view.minute is None:
        ring = QRectF(grid.x(number), 1, grid.column, grid.top - 2)
        paint.rounded(painter, ring, theme.m(6), None, "focus", pen=2)


def _lines(painter: QPainter, grid: TimeGrid) -> None:
    for number in range(grid.days + 1):
        left = min(grid.x(number), grid.right - 1)
        painter.fillRect(QRectF(left, grid.band, 1, grid.bottom - grid.band), theme.color("line"))
    paint.hairline(painter, grid.left, grid.right, grid.top - 1, "line2")


def _band(painter: QPainter, view: TimeView, grid: TimeGrid) -> None:
    label = QRectF(theme.m(SIDE) - theme.m(8), grid.bar(0, 0).y(), theme.m(GUTTER), theme.m(21))
    paint.txt(painter, label, _("All day"), "small", "text3", align="right")
    for box, one in view.bars():
        view.paint_bar(painter, box, one)
    for number, head in enumerate(view.heads):
        shown, more = view.banded(head.day)
        if more:
            box = grid.bar(number, len(shown)).adjusted(theme.m(8), 0, 0, 0)
            paint.txt(painter, box, _("+{n} more").format(n=more), "caption", "text2")
        if view.slot is not None and view.slot == type(view.slot)(head.day, ""):
            looks.target(painter, grid.bar(number, min(len(shown), 3)), _("All day"))


def _hours(painter: QPainter, view: TimeView, grid: TimeGrid) -> None:
    for hour in range(1, 24):
        y = grid.y(hour * 60)
        if grid.top <= y <= grid.bottom:
            paint.hairline(painter, grid.left, grid.right, y, "row")
    for box, one in view.blocks():
        view.paint_block(painter, box, one)
    _cursor(painter, view, grid)
    _targets(painter, view, grid)
    days = [head.day for head in view.heads]
    now = clock.now().astimezone()
    if now.date() in days:
        y, x = grid.y(now.hour * 60 + now.minute), grid.x(days.index(now.date()))
        painter.fillRect(QRectF(x, y - 0.75, grid.column, 1.5), theme.color("red"))
        paint.dot(painter, x - theme.m(4), y, "red", 9)


def _cursor(painter: QPainter, view: TimeView, grid: TimeGrid) -> None:
    days = [head.day for head in view.heads]
    if view.rings() and view.picked is None and view.minute is not None and view.day in days:
        box = grid.block(days.index(view.day), view.minute, 30)
        paint.rounded(painter, box, theme.m(5), None, "focus", pen=2)


def _targets(painter: QPainter, view: TimeView, grid: TimeGrid) -> None:
    """Where what is dragged would fall, and how long what is resized would be."""
    days = [head.day for head in view.heads]
    slot, one = view.slot, view.dragged()
    if slot is not None and slot.time and slot.day in days and one is not None:
        box = grid.block(days.index(slot.day), minute_of(slot.time), one.minutes or DEFAULT_MINUTES)
        looks.target(painter, box, slot.time)
    sizing = view.sizing
    if sizing is not None and sizing.one.day in days:
        box = grid.block(days.index(sizing.one.day), sizing.begin, sizing.minutes)
        paint.rounded(painter, box, theme.m(5), "raised")
        looks.target(painter, box, f"{clock_of(sizing.begin)}–{clock_of(sizing.end % 1440)}")


def _gutter(painter: QPainter, view: TimeView, grid: TimeGrid) -> None:
    now = clock.now().astimezone()
    present = now.date() in [head.day for head in view.heads]
    minute = now.hour * 60 + now.minute
    for hour in range(24):
        if present and abs(hour * 60 - minute) < 15:
            continue
        _label(painter, grid, hour * 60, f"{hour}:00")
    if present:
        _label(painter, grid, minute, f"{now:%H:%M}", now=True)


def _label(painter: QPainter, grid: TimeGrid, minute: int, text: str, *, now: bool = False) -> None:
    y, half = grid.y(minute), theme.m(9)
    if grid.top - half / 2 <= y <= grid.bottom:
        box = QRectF(theme.m(SIDE) - theme.m(8), y - half, theme.m(GUTTER), 2 * half)
        role, ink = ("small_strong", "redText") if now else ("small", "text3")
        paint.txt(painter, box, text, role, ink, align="right")

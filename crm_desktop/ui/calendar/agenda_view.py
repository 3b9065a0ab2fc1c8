"""The agenda: day after day what stands on it; days without anything are left out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar

from crm_desktop.core import formats
from crm_desktop.core.i18n import _
from crm_desktop.services.calendar import calendar_words as words
from crm_desktop.services.calendar.calendar import CalendarRow, DayHead
from crm_desktop.services.calendar.calendar_rows import Dated
from crm_desktop.ui import icons, theme
from crm_desktop.ui.calendar import looks
from crm_desktop.ui.calendar.dragging import Dragging, Slot
from crm_desktop.ui.calendar.view import CalendarView
from crm_desktop.ui.widgets import paint

_SIDE, _DAY, _LINE, _PAD, _TIME = 24, 150, 34, 8, 100


@dataclass(frozen=True, slots=True)
class Block:
    """A day and its things, ``top`` design pixels down."""

    head: DayHead
    things: tuple[Dated, ...]
    top: int

    @property
    def high(self) -> int:
        """Its height in design pixels."""
        return max(1, len(self.things)) * _LINE + 2 * _PAD


class AgendaView(CalendarView):
    """Up and Down go from thing to thing; what is dragged falls onto a day that is listed."""

    def __init__(self, dragging: Dragging) -> None:
        super().__init__(dragging)
        self.blocks: list[Block] = []
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.valueChanged.connect(lambda _value: self.update())
        self._first: dt.date | None = None
        theme.live(self, self._fit)

    def show_rows(self, found: CalendarRow, day: dt.date, today: dt.date) -> None:
        super().show_rows(found, day, today)
        self.blocks, top = [], 0
        for head in found.days:
            things = tuple(self.on(head.day))
            if things or head.day == today:
                self.blocks.append(Block(head, things, top))
                top += self.blocks[-1].high
        self._fit()
        if found.days and found.days[0].day != self._first:
            self._first = found.days[0].day
            self.bar.setValue(0)

    def _fit(self) -> None:
        whole = theme.m(self.blocks[-1].top + self.blocks[-1].high) if self.blocks else 0
        self.bar.setRange(0, max(0, whole - self.height()))
        self.bar.setPageStep(self.height())
        self.bar.setSingleStep(theme.m(_LINE))
        wide = self.bar.sizeHint().width()
        self.bar.setGeometry(self.width() - wide - 2, 0, wide, self.height())
        self.bar.setVisible(self.bar.maximum() > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.bar.event(event)

    # what lies where

    def box_of(self, block: Block) -> QRectF:
        """The whole line of a day."""
        side = theme.m(_SIDE)
        top = theme.m(block.top) - self.bar.value()
        return QRectF(side, top, self.width() - 2 * side, theme.m(block.high))

    def placed(self) -> list[tuple[QRectF, Dated]]:
        return [found for block in self.blocks for found in self._lines(block)]

    def _lines(self, block: Block) -> list[tuple[QRectF, Dated]]:
        box = self.box_of(block)
        left, line = box.x() + theme.m(_DAY), theme.m(_LINE)
        top = box.y() + theme.m(_PAD)
        return [
            (QRectF(left, top + number * line, box.right() - left, line), one)
            for number, one in enumerate(block.things)
        ]

    def _block_at(self, where: QPointF) -> Block | None:
        return next((one for one in self.blocks if self.box_of(one).contains(where)), None)

    def hit(self, where: QPointF) -> tuple[QRectF, Dated] | None:
        block = self._block_at(where)
        lines = self._lines(block) if block else []
        return next(((box, one) for box, one in lines if box.contains(where)), None)

    def day_at(self, where: QPointF) -> dt.date | None:
        block = self._block_at(where)
        return block.head.day if block else None

    def more_at(self, _where: QPointF) -> dt.date | None:
        return None

    def head_at(self, where: QPointF) -> dt.date | None:
        return self.day_at(where) if where.x() < theme.m(_SIDE + _DAY) else None

    def slot_at(self, where: QPoint, one: Dated, lifted: int) -> Slot | None:
        edge = theme.m(24)
        if where.y() < edge or where.y() > self.height() - edge:
            step = -theme.m(_LINE) if where.y() < edge else theme.m(_LINE)
            self.bar.setValue(self.bar.value() + step // 2)
        return super().slot_at(where, one, lifted)

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        frame = QRectF(self.rect())
        for block in self.blocks:
            if self.box_of(block).intersects(frame):
                self._paint_block(painter, block)
        if not any(block.things for block in self.blocks):
            top = theme.m(self.blocks[-1].top + self.blocks[-1].high) if self.blocks else 0
            line = QRectF(0, top + theme.m(24), self.width(), theme.m(24))
            paint.txt(painter, line, _("Nothing is dated on these days."), "body", "text3",
                      align="center")  # fmt: skip
        painter.end()

    def _paint_block(self, painter: QPainter, block: Block) -> None:
        box, day = self.box_of(block), block.head.day
        over = self.slot is not None and self.slot.day == day
        ground = box.adjusted(-theme.m(8), 1, theme.m(8), -1)
        if over:
            paint.rounded(painter, ground, theme.m(8), "accentSoft")
            looks.target(painter, ground)
        paint.hairline(painter, box.x(), box.right(), box.bottom() - 1)
        self._paint_day(painter, box, block.head)
        for line, one in self._lines(block):
            painter.setOpacity(0.4 if one is self.dragged() else 1.0)
            self._paint_line(painter, line, one)
            painter.setOpacity(1.0)
            if self.rings() and self.is_picked(one):
                paint.rounded(painter, line, theme.m(6), None, "focus", pen=2)
        if self.rings() and self.picked is None and day == self.day:
            paint.rounded(painter, ground, theme.m(8), None, "focus", pen=2)

    def _paint_day(self, painter: QPainter, box: QRectF, head: DayHead) -> None:
        here = head.day == self.today
        line = QRectF(box.x(), box.y() + theme.m(_PAD), theme.m(_DAY - 12), theme.m(_LINE))
        date = formats.day_month(head.day)
        ink = "accentText" if here else "text"
        used = paint.txt(painter, line, date, "strong", ink) + theme.m(8)
        rest = line.adjusted(used, 0, 0, 0)
        said = _("Today") if here else formats.weekday_short(head.day)
        drawn = paint.txt(painter, rest, said, "caption", "accentText" if here else "text3")
        rest = rest.adjusted(drawn + theme.m(6), 0, 0, 0)
        if rest.width() > theme.m(20):
            paint.txt(painter, rest, words.called(head, lunar=self.lunar), "small", "text3")

    def _paint_line(self, painter: QPainter, box: QRectF, one: Dated) -> None:
        icon, solid, tone = looks.look_of(one)
        done, late = one.state == "done", one.state == "late"
        if done:
            icon, solid, tone = "check", "line3", "gray"
        when = QRectF(box.x(), box.y(), theme.m(_TIME), box.height())
        paint.txt(painter, when, words.when(one), "caption", "text3" if done else "text2")
        edge = QRectF(when.right(), box.y() + theme.m(7), theme.m(3), box.height() - theme.m(14))
        paint.rounded(painter, edge, theme.m(1.5), solid)
        icons.draw(painter, edge.right() + theme.m(10), box.center().y(), icon, 15,
                   token=paint.TONES[tone][1])  # fmt: skip
        text = box.adjusted(theme.m(_TIME + 38), 0, -theme.m(8), 0)
        ink = "text3" if done else "redText" if late else "text"
        name = one.name or words.detail(one)
        used = paint.txt(painter, text, name, "body" if done else "strong", ink)
        if one.name:
            rest = text.adjusted(used + theme.m(10), 0, 0, 0)
            if rest.width() > theme.m(16):
                paint.txt(painter, rest, words.detail(one), "body", "text3" if done else "text2")

    # keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        self.use_keyboard()
        self._step(step)

    def _step(self, step: int) -> None:
        """To the next thing, of whatever day; from a day to its first thing."""
        things = [one for block in self.blocks for one in block.things]
        here = next((n for n, one in enumerate(things) if self.is_picked(one)), None)
        if here is None:
            later = (n for n, one in enumerate(things) if one.day >= self.day)
            here = next(later, len(things)) - (1 if step > 0 else 0)
        if 0 <= here + step < len(things):
            self.picked = things[here + step]
            self.show_day(self.picked.day)
            self.day_moved.emit(self.day)
            self._bring_on_screen()

    def _bring_on_screen(self) -> None:
        box = next((box for box, one in self.placed() if self.is_picked(one)), QRectF())
        if box.top() < 0:
            self.bar.setValue(round(self.bar.value() + box.top() - theme.m(_PAD)))
        elif box.bottom() > self.height():
            over = box.bottom() - self.height() + theme.m(_PAD)
            self.bar.setValue(round(self.bar.value() + over))

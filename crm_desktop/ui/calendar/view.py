"""What month, week and day have in common: days, things on them, mouse and keyboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import ngettext
from crm_desktop.services.calendar.calendar import CalendarRow, DayHead
from crm_desktop.services.calendar.calendar_rows import Dated
from crm_desktop.ui import theme
from crm_desktop.ui.calendar import looks
from crm_desktop.ui.calendar.dragging import Dragging, Grip, Slot
from crm_desktop.ui.widgets.focus_ring import FocusRing

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class CalendarView(FocusRing, QWidget):
    """A painted view of some days, one of them current, and perhaps one thing picked on it.

    Arrows move the day, Space picks the next thing of it, Enter opens that or plans on the day;
    with Ctrl the arrows move what is picked.
    """

    opened = Signal(object, QPoint)  # Dated, where on the screen
    menu_asked = Signal(object, QPoint)
    more_asked = Signal(object)  # date: offer all that stands on it
    day_opened = Signal(object)  # date: show this day alone
    planned = Signal(object, str)  # date and time of a new follow-up
    day_moved = Signal(object)  # date: the current day is another
    move_asked = Signal(object, object)  # Dated, Slot

    def __init__(self, dragging: Dragging) -> None:
        super().__init__()
        self.day = dt.date(2000, 1, 1)
        self.today = self.day
        self.heads: Sequence[DayHead] = ()
        self.things: dict[dt.date, list[Dated]] = {}
        self.picked: Dated | None = None
        self.slot: Slot | None = None
        self.lunar = False
        self._dragging = dragging
        self.grip = Grip(dragging)
        dragging.changed.connect(self.update)
        dragging.places.append(self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.live(self, self.update)

    def show_rows(self, found: CalendarRow, day: dt.date, today: dt.date) -> None:
        """Show these days."""
        self.heads, self.today = found.days, today
        self.things = {}
        for one in found.dated:
            self.things.setdefault(one.day, []).append(one)
        self.picked = next((one for one in found.dated if self.is_picked(one)), None)
        self.show_day(self.picked.day if self.picked else day)

    def is_picked(self, one: Dated) -> bool:
        """True for what the keyboard has picked."""
        picked = self.picked
        return picked is not None and (one.source, one.record_id) == (
            picked.source, picked.record_id,
        )  # fmt: skip

    def show_day(self, day: dt.date) -> None:
        """Make a day current."""
        self.day = day
        if self.picked is not None and self.picked.day != day:
            self.picked = None
        self._announce()
        self.update()

    def on(self, day: dt.date) -> list[Dated]:
        """What stands on a day."""
        return self.things.get(day, [])

    def placed(self) -> list[tuple[QRectF, Dated]]:
        """Where each thing is painted."""
        raise NotImplementedError

    def day_at(self, where: QPointF) -> dt.date | None:
        """The day under a point."""
        raise NotImplementedError

    def more_at(self, where: QPointF) -> dt.date | None:
        """The day whose ``+n`` is under a point."""
        raise NotImplementedError

    def time_at(self, _where: QPointF) -> str:
        """The time under a point, empty for the whole day."""
        return ""

    def head_at(self, _where: QPointF) -> dt.date | None:
        """The day whose heading, apart from the day itself, is under a point."""
        return None

    def planned_time(self) -> str:
        """The time the keyboard is at, empty for the whole day."""
        return ""

    def clicked_at(self, where: QPointF) -> None:
        """A click on a free place of the current day."""

    def hit(self, where: QPointF) -> tuple[QRectF, Dated] | None:
        """The thing under a point, and its box."""
        return next(((box, one) for box, one in self.placed() if box.contains(where)), None)

    def one_at(self, where: QPointF) -> Dated | None:
        """The thing under a point."""
        found = self.hit(where)
        return found[1] if found else None

    def dragged(self) -> Dated | None:
        """What is being dragged, from wherever."""
        return self._dragging.one

    def sizeHint(self) -> QSize:
        return QSize(theme.m(500), theme.m(420))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.m(200), theme.m(160))

    def _announce(self) -> None:
        things = self.on(self.day)
        count = ngettext("{n} item", "{n} items", len(things)).format(n=len(things))
        self.setAccessibleName(f"{formats.date_long(self.day)}, {count}")
        said = [looks.spoken(one) for one in ([self.picked] if self.picked else things[:10])]
        self.setAccessibleDescription("; ".join(said))

    # painting

    def paint_bar(self, painter: QPainter, box: QRectF, one: Dated) -> None:
        """A bar, faded while it is being dragged."""
        painter.setOpacity(0.4 if one is self._dragging.one else 1.0)
        looks.bar(painter, box, one, ring=self.rings() and self.is_picked(one))
        painter.setOpacity(1.0)

    def paint_block(self, painter: QPainter, box: QRectF, one: Dated) -> None:
        """Something that takes a while, faded likewise."""
        painter.setOpacity(0.4 if one is self._dragging.one else 1.0)
        looks.block(painter, box, one, ring=self.rings() and self.is_picked(one))
        painter.setOpacity(1.0)

    def show_slot(self, slot: Slot | None) -> None:
        """Mark where what is dragged would fall."""
        if slot != self.slot:
            self.slot = slot
            self.update()

    def slot_at(self, where: QPoint, _one: Dated, _lifted: int) -> Slot | None:
        """A day; the time stays."""
        day = self.day_at(QPointF(where))
        return Slot(day) if day else None

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        box, one = self.hit(event.position()) or (QRectF(), None)
        self.grip.press(event, one, round(event.position().y() - box.y()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.grip.move(event):
            return
        one = self.one_at(event.position())
        self.setToolTip(theme.tip(looks.spoken(one)) if one is not None else "")
        over = one is not None or self.more_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self.grip.release(event):
            return
        one, more = self.one_at(event.position()), self.more_at(event.position())
        one = one if one is self.grip.one else None
        day = self.day_at(event.position())
        if day is not None and day != self.day:
            self.show_day(day)
            self.day_moved.emit(day)
        head = self.head_at(event.position())
        if one is not None:
            self.picked = one
            self.opened.emit(one, event.globalPosition().toPoint())
        elif more is not None:
            self.more_asked.emit(more)
        elif head is not None:
            self.day_opened.emit(head)
        else:
            self.picked = None
            self.clicked_at(event.position())
        self._announce()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position())
        if day is not None and self.one_at(event.position()) is None:
            self.planned.emit(day, self.time_at(event.position()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            if self.picked is not None:
                self.menu_asked.emit(self.picked, self.mapToGlobal(self.box_of_picked()))
            return
        one = self.one_at(QPointF(event.pos()))
        if one is not None:
            self.menu_asked.emit(one, event.globalPos())

    def box_of_picked(self) -> QPoint:
        """The lower left corner of what is picked."""
        found = next((box for box, one in self.placed() if self.is_picked(one)), QRectF())
        return found.bottomLeft().toPoint()

    # keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        self.use_keyboard()
        if key in _STEPS:
            self._arrow(event, _STEPS[key])
        elif key == Qt.Key.Key_Space:
            self._pick_next()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.picked is not None:
                self.opened.emit(self.picked, self.mapToGlobal(self.box_of_picked()))
            else:
                self.planned.emit(self.day, self.planned_time())
        else:
            super().keyPressEvent(event)

    def _arrow(self, event: QKeyEvent, step: int) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.nudge(step)
            return
        try:
            day = self.day + dt.timedelta(days=step)
        except OverflowError:
            return
        self.show_day(day)
        self.day_moved.emit(day)

    def nudge(self, step: int) -> None:
        """Move what is picked by days, a week up or down."""
        if self.picked is not None and self.picked.movable:
            try:
                slot = Slot(self.picked.day + dt.timedelta(days=step))
            except OverflowError:
                return
            self.push(slot)

    def push(self, slot: Slot) -> None:
        """Move what is picked there."""
        picked = self.picked
        if picked is not None:
            self.move_asked.emit(picked, slot)
            # The next press comes before the file has been read again.
            time = picked.time if slot.time is None else slot.time
            self.picked = replace(picked, day=slot.day or picked.day, time=time)

    def _pick_next(self) -> None:
        things = self.on(self.day)
        if not things:
            return
        here = next((n for n, one in enumerate(things) if self.is_picked(one)), -1)
        self.picked = things[(here + 1) % len(things)]
        self._announce()
        self.update()

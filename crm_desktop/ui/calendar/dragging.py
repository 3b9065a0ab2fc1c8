"""Dragging a follow-up onto a day: by the mouse, over views and the tray of one page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.services.calendar.calendar_rows import Dated
from crm_desktop.ui import theme
from crm_desktop.ui.calendar import looks
from crm_desktop.ui.widgets import paint

_STILL_MS = 50


@dataclass(frozen=True, slots=True)
class Slot:
    """Where something can fall: a day, ``None`` for the tray, and a time, ``None`` to keep the
    one it has."""

    day: dt.date | None
    time: str | None = None


class DropPlace(Protocol):
    """A widget that takes what is dragged."""

    def slot_at(self, where: QPoint, one: Dated, lifted: int) -> Slot | None:
        """What is under a point of it; ``lifted`` is how far below its top the thing is held."""

    def show_slot(self, slot: Slot | None) -> None:
        """Mark where it would fall; nowhere for ``None``."""


class Ghost(QWidget):
    """What is dragged, floating at the pointer."""

    _EDGE = 20

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._one: Dated | None = None
        self.hide()

    def lift(self, one: Dated) -> None:
        """Take the shape of something."""
        self._one = one
        edge = theme.m(self._EDGE)
        wide = min(theme.m(180), round(paint.width(looks.line_of(one), "caption")) + theme.m(36))
        self.resize(wide + 2 * edge, theme.m(looks.BAR + 2) + 2 * edge)
        self.raise_()
        self.show()

    def follow(self, where: QPoint) -> None:
        """Stay beside the pointer; ``where`` is in the page."""
        edge = theme.m(self._EDGE)
        self.move(where - QPoint(edge + theme.m(12), edge + theme.m(11)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._one is None:
            return
        painter = QPainter(self)
        paint.smooth(painter)
        edge = theme.m(self._EDGE)
        box = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        paint.shadow(painter, box, theme.m(5), theme.m(16), theme.m(4))
        paint.rounded(painter, box, theme.m(5), "raised", "line2")
        looks.bar(painter, box.adjusted(1, 1, -1, -1), self._one)
        painter.end()


class Dragging(QObject):
    """One drag at a time. ``dropped`` tells what fell where; Esc and falling nowhere end it."""

    dropped = Signal(object, object)  # Dated, Slot
    refused = Signal(object)  # Dated that was pulled at and cannot be moved
    changed = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._ghost = Ghost(page)
        self._lifted = 0
        self._over: DropPlace | None = None
        self.one: Dated | None = None
        self.places: list[QWidget] = []
        self._where = QPoint()
        # Held still near an edge, a view goes on bringing what lies beyond.
        self._still = QTimer(self, interval=_STILL_MS)
        self._still.timeout.connect(lambda: self.move(self._where))

    def begin(self, one: Dated, lifted: int = 0) -> None:
        """Lift something, held ``lifted`` pixels below its top."""
        self.one, self._lifted = one, lifted
        self._ghost.lift(one)
        self.changed.emit()

    def move(self, where: QPoint) -> None:
        """The pointer is at ``where`` on the screen."""
        if self.one is None:
            return
        self._where = where
        self._still.start()
        self._ghost.follow(self._page.mapFromGlobal(where))
        place, slot = self._slot(where)
        if self._over is not None and self._over is not place:
            self._over.show_slot(None)
        self._over = place
        if place is not None:
            place.show_slot(slot)

    def drop(self, where: QPoint) -> None:
        """Let it fall where the pointer is."""
        one, (_place, slot) = self.one, self._slot(where)
        self.cancel()
        if one is not None and slot is not None:
            self.dropped.emit(one, slot)

    def cancel(self) -> bool:
        """Put it back; False when nothing was lifted."""
        if self.one is None:
            return False
        self.one = None
        self._still.stop()
        self._ghost.hide()
        if self._over is not None:
            self._over.show_slot(None)
            self._over = None
        self.changed.emit()
        return True

    def _slot(self, where: QPoint) -> tuple[DropPlace | None, Slot | None]:
        for widget in self.places:
            local = widget.mapFromGlobal(where)
            if self.one is not None and widget.isVisible() and widget.rect().contains(local):
                place: DropPlace = widget  # type: ignore[assignment]
                return place, place.slot_at(local, self.one, self._lifted)
        return None, None


class Grip:
    """The mouse of one widget: a press, and whether it has become a drag."""

    def __init__(self, dragging: Dragging) -> None:
        self._dragging = dragging
        self._from: QPoint | None = None
        self._lifting = False  # has become a drag, even if Esc has ended that
        self.one: Dated | None = None
        self._lifted = 0

    def press(self, event: QMouseEvent, one: Dated | None, lifted: int = 0) -> None:
        """The left button went down on something, or on nothing."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._from, self.one, self._lifted = event.position().toPoint(), one, lifted
            self._lifting = False

    def move(self, event: QMouseEvent) -> bool:
        """The pointer moved; True while something is dragged."""
        if self._from is None:
            return False
        if not self._lifting and self.one is not None:
            far = (event.position().toPoint() - self._from).manhattanLength()
            if far >= QApplication.startDragDistance():
                self._lifting = True
                if self.one.movable:
                    self._dragging.begin(self.one, self._lifted)
                else:
                    self._dragging.refused.emit(self.one)
        self._dragging.move(event.globalPosition().toPoint())
        return self._dragging.one is not None

    def release(self, event: QMouseEvent) -> bool:
        """The button went up; True for a plain click, False at the end of a drag."""
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        pressed, self._from = self._from is not None, None
        if self._dragging.one is not None:
            self._dragging.drop(event.globalPosition().toPoint())
        return pressed and not self._lifting

"""The wells of a cross-tab and the list of what can be put into them.

A field is dragged from the list or from another well; every drag has its way by keys: a well's
plus opens a menu of fields, arrows choose a chip, Alt with an arrow moves it, Del takes it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.focus_ring import FocusRing

_CHIP, _GAP, _PAD = 26, 4, 5
_ROW, _GROUP = 28, 26


@dataclass(frozen=True, slots=True)
class Piece:
    """A field or a measure, and how it reads; ``value`` is what a filter lets through."""

    key: str
    label: str
    value: str = ""

    def words(self) -> str:
        """All of it."""
        return f"{self.label}: {self.value}" if self.value else self.label


class _Carrier(FocusRing, QWidget):
    """What a piece can be dragged out of. ``lifted`` once the pointer has moved far enough, then
    ``carried`` with every move, ``dropped`` at the end."""

    lifted = Signal(object, QPointF)
    carried = Signal(QPointF)
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[Piece] = []
        self.current = 0
        self.hovered = -1
        self._pressed: tuple[int, QPointF] | None = None
        self._dragging = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def at(self, place: QPointF) -> int:
        """Number of the piece at a place, -1 for none."""
        raise NotImplementedError

    def clicked(self, number: int, place: QPointF) -> None:
        """A click that was no drag."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.at(event.position())
        if number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.current = number
            self._pressed = (number, event.position())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            self.hovered = self.at(event.position())
            self.update()
            return
        number, start = self._pressed
        far = (event.position() - start).manhattanLength() >= QApplication.startDragDistance()
        if not self._dragging and far:
            self._dragging = True
            self.lifted.emit(self.pieces[number], event.globalPosition())
        if self._dragging:
            self.carried.emit(event.globalPosition())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        dragging, self._dragging = self._dragging, False
        if dragging:
            self.dropped.emit()
        elif pressed is not None and self.at(event.position()) == pressed[0]:
            self.clicked(pressed[0], event.position())

    def let_go(self) -> None:
        """The drag was given up."""
        self._pressed, self._dragging = None, False

    def leaveEvent(self, _event: QEvent) -> None:
        self.hovered = -1
        self.update()


class Well(_Carrier):
    """Chips in a box, as many lines as they need; dashed while something may fall into it."""

    removed = Signal(str)  # key
    shifted = Signal(str, int)  # key, -1 earlier or 1 later
    asked = Signal(str, QPoint)  # key and where its menu goes

    def __init__(self, key: str, name: Text, hint: Text) -> None:
        super().__init__()
        self.key = key
        self._name, self._hint = name, hint
        self.hole = -1  # where a piece would fall, -1 while none is above
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, self.fit)

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Replace the chips; the keyboard stays at the same place."""
        self.pieces = list(pieces)
        self.current = min(self.current, max(0, len(pieces) - 1))
        self.fit()

    def fit(self) -> None:
        """Take the height the chips need."""
        boxes = self.boxes()
        bottom = boxes[-1].bottom() if boxes else theme.m(_PAD + _CHIP)
        self.setFixedHeight(round(bottom) + theme.m(_PAD))
        held = ", ".join(piece.words() for piece in self.pieces)
        self.setAccessibleName(theme.text_of(self._name))
        self.setAccessibleDescription(held or theme.text_of(self._hint))
        self.update()

    def boxes(self) -> list[QRectF]:
        """Where the chips lie."""
        x = y = theme.m(_PAD)
        most = max(self.width() - theme.m(2 * _PAD), theme.m(60))
        found = []
        for piece in self.pieces:
            wide = min(paint.width(piece.words(), "caption") + theme.m(34), most)
            if x > theme.m(_PAD) and x + wide > self.width() - theme.m(_PAD):
                x, y = theme.m(_PAD), y + theme.m(_CHIP + _GAP)
            found.append(QRectF(x, y, wide, theme.m(_CHIP)))
            x += round(wide) + theme.m(_GAP)
        return found

    def at(self, place: QPointF) -> int:
        hits = (number for number, box in enumerate(self.boxes()) if box.contains(place))
        return next(hits, -1)

    def place_for(self, where: QPointF) -> int:
        """Before which chip something dropped at ``where`` comes; as many as there are: last."""
        for number, box in enumerate(self.boxes()):
            if where.y() < box.top() or (
                where.y() <= box.bottom() and where.x() < box.center().x()
            ):
                return number
        return len(self.pieces)

    def open_hole(self, place: int) -> None:
        """Show where a piece would fall; -1 that none is above."""
        if place != self.hole:
            self.hole = place
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def sizeHint(self) -> QSize:
        return QSize(theme.m(200), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        box, open_ = QRectF(self.rect()), self.hole >= 0
        stroke = "accent" if open_ else "focus" if self.rings() and not self.pieces else "line2"
        paint.rounded(painter, box, theme.m(6), "sunken", stroke, dashed=open_)
        if not self.pieces:
            inner = box.adjusted(theme.m(10), 0, -theme.m(6), 0)
            paint.txt(painter, inner, theme.text_of(self._hint), "caption", "text3")
        boxes = self.boxes()
        for number, (piece, place) in enumerate(zip(self.pieces, boxes, strict=True)):
            self._paint_chip(painter, place, piece, number)
        if open_ and boxes:
            last = self.hole >= len(boxes)
            by = boxes[-1] if last else boxes[self.hole]
            x = by.right() + 1 if last else by.left() - 3
            painter.fillRect(QRectF(x, by.y(), 2, by.height()), theme.color("accent"))
        painter.end()

    def _paint_chip(self, painter: QPainter, box: QRectF, piece: Piece, number: int) -> None:
        here = number == self.current and self.rings()
        ground = "hover" if number == self.hovered else "surface"
        stroke, pen = ("focus", 2.0) if here else ("line2", 1.0)
        paint.rounded(painter, box, theme.m(5), ground, stroke, pen=pen)
        inner = box.adjusted(theme.m(8), 0, -theme.m(22), 0)
        paint.txt(painter, inner, piece.words(), "caption")
        icons.draw(painter, box.right() - theme.m(19), box.center().y(), "x", 12, token="text3")

    def clicked(self, number: int, place: QPointF) -> None:
        box = self.boxes()[number]
        if place.x() > box.right() - theme.m(22):
            self.removed.emit(self.pieces[number].key)
        else:
            self._ask(number)

    def _ask(self, number: int) -> None:
        below = self.mapToGlobal(self.boxes()[number].bottomLeft().toPoint())
        self.asked.emit(self.pieces[number].key, below)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        number = self.current if keyboard else self.at(QPointF(event.pos()))
        if 0 <= number < len(self.pieces):
            self._ask(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.use_keyboard()
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if not self.pieces:
            super().keyPressEvent(event)
            return
        piece = self.pieces[self.current]
        if key in step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.current = min(max(self.current + step[key], 0), len(self.pieces) - 1)
            self.shifted.emit(piece.key, step[key])
        elif key in step:
            self.current = min(max(self.current + step[key], 0), len(self.pieces) - 1)
            self.setAccessibleDescription(self.pieces[self.current].words())
            self.update()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(piece.key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._ask(self.current)
        else:
            super().keyPressEvent(event)


class FieldList(_Carrier):
    """All fields, then all measures; those in use are ticked. Enter or a click opens a menu."""

    asked = Signal(str, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()
        self._fields = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, self.fit)

    def show_fields(
        self, fields: Sequence[Piece], measures: Sequence[Piece], used: set[str]
    ) -> None:
        """Replace everything; ``used`` are the keys that stand in a well."""
        self.pieces, self.used = [*fields, *measures], used
        self._fields = len(fields)
        self.current = min(self.current, max(0, len(self.pieces) - 1))
        self.fit()

    def fit(self) -> None:
        """Take the height all need."""
        high = len(self.pieces) * theme.m(_ROW) + theme.m(_GROUP)
        self.setFixedHeight(high)
        self._announce()
        self.update()

    def _announce(self) -> None:
        self.setAccessibleName(_("Fields and measures"))
        if self.pieces:
            self.setAccessibleDescription(self.pieces[self.current].label)

    def box(self, number: int) -> QRectF:
        """Where a piece lies; the measures have a heading above them."""
        down = theme.m(_GROUP) if number >= self._fields else 0
        return QRectF(0, number * theme.m(_ROW) + down, self.width(), theme.m(_ROW))

    def at(self, place: QPointF) -> int:
        hits = (n for n in range(len(self.pieces)) if self.box(n).contains(place))
        return next(hits, -1)

    def sizeHint(self) -> QSize:
        return QSize(theme.m(200), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        for number, piece in enumerate(self.pieces):
            box = self.box(number)
            if box.intersects(QRectF(event.rect())):
                self._paint_piece(painter, box, piece, number)
        heading = QRectF(theme.m(2), self._fields * theme.m(_ROW), self.width(), theme.m(_GROUP))
        paint.txt(painter, heading, _("Measures"), "caption", "text3")
        painter.end()

    def _paint_piece(self, painter: QPainter, box: QRectF, piece: Piece, number: int) -> None:
        if number == self.hovered:
            paint.rounded(painter, box, theme.m(6), "hover")
        if number == self.current and self.rings():
            paint.rounded(painter, box, theme.m(6), None, "focus", pen=2)
        icons.draw(painter, box.x() + theme.m(2), box.center().y(), "dots-six-vertical", 14)
        used = piece.key in self.used
        inner = box.adjusted(theme.m(22), 0, -theme.m(22), 0)
        paint.txt(painter, inner, piece.label, "strong" if used else "body")
        if used:
            right = box.right() - theme.m(20)
            icons.draw(painter, right, box.center().y(), "check-bold", 14, token="accentText")

    def clicked(self, number: int, _place: QPointF) -> None:
        self._ask(number)

    def _ask(self, number: int) -> None:
        below = self.mapToGlobal(self.box(number).bottomLeft().toPoint())
        self.asked.emit(self.pieces[number].key, below)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        number = self.current if keyboard else self.at(QPointF(event.pos()))
        if number >= 0:
            self._ask(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.use_keyboard()
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        if step is not None and 0 <= self.current + step < len(self.pieces):
            self.current += step
            self._announce()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.pieces:
            self._ask(self.current)
        else:
            super().keyPressEvent(event)

"""A short painted list inside a card: hover, keyboard, one click per row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.focus_ring import FocusRing
from crm_desktop.ui.widgets.scroll import bring_into_view

INSET = 20
_M = Qt.KeyboardModifier
_COMMANDING = _M.ControlModifier | _M.AltModifier | _M.MetaModifier

# (painter, box of the row, row, hot): ``hot`` is under the pointer or has the keyboard.
PaintRow = Callable[[QPainter, QRectF, Any, bool], object]


class RowList(FocusRing, QWidget):
    """Rows of equal height, split by hairlines inset by 20. For tens of rows, not thousands.

    ``describe(row)`` is what a screen reader says. A click, Enter or Space opens.
    """

    opened = Signal(object)
    menu_asked = Signal(object, QPoint)

    def __init__(
        self, height: int, paint_row: PaintRow, describe: Callable[[Any], str], lines: bool = True
    ) -> None:
        super().__init__()
        self._height = height
        self._paint_row = paint_row
        self._describe = describe
        self._lines = lines
        self.rows: list[Any] = []
        self.current = -1
        self.hovered = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.live(self, self.fit)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Replace the rows; the keyboard stays at the same place."""
        self.rows = list(rows)
        self.hovered = -1
        if self.current >= len(self.rows) or not self.selectable(self.current):
            self.current = next((i for i in range(len(rows)) if self.selectable(i)), -1)
        self._announce()
        self.fit()

    def fit(self) -> None:
        """Take the height all rows need."""
        self.setFixedHeight(max(1, sum(self.row_height(i) for i in range(len(self.rows)))))
        self.update()

    def row_height(self, _number: int) -> int:
        """Height of one row in real pixels."""
        return theme.m(self._height)

    def selectable(self, number: int) -> bool:
        """False for headings."""
        return 0 <= number < len(self.rows)

    def box(self, number: int) -> QRectF:
        """Where a row lies."""
        top = sum(self.row_height(i) for i in range(number))
        return QRectF(0, top, self.width(), self.row_height(number))

    def at(self, y: float) -> int:
        """Number of the row at a height, -1 for none and for headings."""
        top = 0.0
        for number in range(len(self.rows)):
            high = self.row_height(number)
            if top <= y < top + high:
                return number if self.selectable(number) else -1
            top += high
        return -1

    def sizeHint(self) -> QSize:
        return QSize(theme.m(200), self.height())

    def _announce(self) -> None:
        row = self.rows[self.current] if self.selectable(self.current) else None
        self.setAccessibleName(self._describe(row) if row is not None else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        shown = QRectF(event.rect())
        for number, row in enumerate(self.rows):
            box = self.box(number)
            if box.intersects(shown):
                self.paint_one(painter, box, number, row)
        painter.end()

    def paint_one(self, painter: QPainter, box: QRectF, number: int, row: Any) -> None:
        """Paint the ground, the hairline, the row and the ring."""
        focused = self.rings() and number == self.current
        hot = number == self.hovered or focused
        ground = box.adjusted(theme.m(8), 1, -theme.m(8), -1)
        if number == self.hovered and self.selectable(number):
            paint.rounded(painter, ground, theme.m(7), "hover")
        elif self._lines and number:
            inset = theme.m(INSET)
            paint.hairline(painter, inset, box.right() - inset, box.y())
        self._paint_row(painter, box, row, hot)
        if focused:
            paint.rounded(painter, ground, theme.m(7), None, "focus", pen=2)

    # mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.at(event.position().y())
        if at != self.hovered:
            self.hovered = at
            shape = Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self.hovered = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self.at(event.position().y())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.current = at
            self.clicked(at, event.position().x())

    def clicked(self, number: int, _x: float) -> None:
        """A click on a row."""
        self.opened.emit(self.rows[number])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        number = self.current if keyboard else self.at(event.pos().y())
        if self.selectable(number):
            where = self.box(number).bottomLeft().toPoint() if keyboard else event.pos()
            self.menu_asked.emit(self.rows[number], self.mapToGlobal(where))

    # keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        self.use_keyboard()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(-1 if key == Qt.Key.Key_Up else 1, event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selectable(self.current):
            self.opened.emit(self.rows[self.current])
        elif event.modifiers() & _COMMANDING or not self.pressed(key):
            super().keyPressEvent(event)

    def pressed(self, key: Qt.Key) -> bool:
        """Another key on the current row; True when it was used."""
        if key == Qt.Key.Key_Space and self.selectable(self.current):
            self.opened.emit(self.rows[self.current])
            return True
        return False

    def _step(self, by: int, event: QKeyEvent) -> None:
        number = self.current + by
        while 0 <= number < len(self.rows) and not self.selectable(number):
            number += by
        if 0 <= number < len(self.rows):
            self.current = number
            self._announce()
            self.update()
            self.show_current()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.rings():
            self.show_current()

    def show_current(self) -> None:
        """Scroll to the row the keyboard is at."""
        if self.selectable(self.current):
            bring_into_view(self, self.box(self.current))

"""A list whose rows are acted on in place: by buttons under the pointer and by keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter

from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import INSET, RowList


class ActingRows(RowList):
    """``opened`` with a click or Enter. A subclass names its acts and paints the rest of a row."""

    act_asked = Signal(object, str)  # the row, the act
    keys: ClassVar[Mapping[Qt.Key, str]]
    """The act each key asks for."""

    def __init__(self, height: int, describe: Callable[[Any], str]) -> None:
        super().__init__(height, self._paint, describe)
        self._pointer = -1.0

    def acts(self) -> tuple[tuple[str, str], ...]:
        """What the buttons ask for and their words, from left to right."""
        raise NotImplementedError

    def paint_state(self, painter: QPainter, box: QRectF, one: Any) -> float:
        """Paint what stands at the right while there are no buttons; where it begins."""
        raise NotImplementedError

    def paint_facts(self, painter: QPainter, room: QRectF, one: Any) -> None:
        """Paint the two lines of a row."""
        raise NotImplementedError

    def _paint(self, painter: QPainter, box: QRectF, one: Any, hot: bool) -> None:
        right = self._paint_buttons(painter, box) if hot else self.paint_state(painter, box, one)
        left = theme.m(INSET)
        wide = max(0.0, right - theme.m(10) - left)
        self.paint_facts(painter, QRectF(left, box.y(), wide, box.height()), one)

    def _paint_buttons(self, painter: QPainter, box: QRectF) -> float:
        buttons = self.buttons(box)
        for _act, label, place in buttons:
            over_it = place.left() <= self._pointer <= place.right()
            paint.rounded(painter, place, theme.m(6), "hover" if over_it else "surface", "line2")
            paint.txt(painter, place, label, "caption", align="center")
        return buttons[0][2].x()

    def buttons(self, box: QRectF) -> list[tuple[str, str, QRectF]]:
        """The acts with the places of their buttons, from left to right."""
        high, right = theme.m(28), box.right() - theme.m(INSET)
        placed: list[tuple[str, str, QRectF]] = []
        for act, label in reversed(self.acts()):
            wide = paint.width(label, "caption") + theme.m(20)
            place = QRectF(right - wide, box.center().y() - high / 2, wide, high)
            placed.insert(0, (act, label, place))
            right = place.x() - theme.m(6)
        return placed

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position().x()
        super().mouseMoveEvent(event)
        self.update()

    def clicked(self, number: int, x: float) -> None:
        """A button acts, anywhere else opens the row."""
        for act, _label, place in self.buttons(self.box(number)):
            if place.left() <= x <= place.right():
                self.act_asked.emit(self.rows[number], act)
                return
        super().clicked(number, x)

    def pressed(self, key: Qt.Key) -> bool:
        """The keys of the acts."""
        if key in self.keys and self.selectable(self.current):
            self.act_asked.emit(self.rows[self.current], self.keys[key])
            return True
        return super().pressed(key)

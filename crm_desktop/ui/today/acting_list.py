"""A list of a small card whose rows act in place: painted buttons, keys and a menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QLinearGradient, QMouseEvent, QPainter

from crm_desktop.ui import theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.menu import MenuItem, build
from crm_desktop.ui.widgets.row_list import INSET, PaintRow, RowList

BUTTONS = 2
_FADE = 48


@dataclass(frozen=True, slots=True)
class RowAct:
    """Something a row can have done to it. The first ``BUTTONS`` are painted on the row under
    the pointer; ``key`` works on the row the keyboard is at."""

    name: str
    label: Text
    icon: str
    key: Qt.Key


class ActingList(RowList):
    """``act_asked`` carries the row and the name of an act; the page carries it out."""

    act_asked = Signal(object, str)

    def __init__(
        self,
        height: int,
        paint_row: PaintRow,
        describe: Callable[[Any], str],
        acts: Sequence[RowAct],
    ) -> None:
        super().__init__(height, paint_row, describe)
        self.acts = acts
        self._pointer = -1.0
        self.menu_asked.connect(self._show_menu)

    def paint_one(self, painter: QPainter, box: QRectF, number: int, row: Any) -> None:
        super().paint_one(painter, box, number, row)
        if number != self.hovered and not (self.rings() and number == self.current):
            return
        buttons = self.buttons(box)
        hovered = number == self.hovered
        self._clear(painter, box, buttons[0][1].x(), "hover" if hovered else "surface")
        for act, place in buttons:
            over = hovered and place.contains(self._pointer, place.center().y())
            paint.rounded(painter, place, theme.m(6), "hover" if over else "surface", "line2")
            paint.txt(painter, place, theme.text_of(act.label), "caption", align="center")

    @staticmethod
    def _clear(painter: QPainter, box: QRectF, left: float, token: str) -> None:
        """Make room from ``left`` on; what stands there fades out instead of being cut."""
        ground = box.adjusted(0, theme.m(3), -theme.m(10), -theme.m(3))
        ground.setLeft(left - theme.m(_FADE))
        colour = theme.color(token)
        clear = QColor(colour)
        clear.setAlpha(0)
        fade = QLinearGradient(ground.topLeft(), ground.topRight())
        fade.setColorAt(0, clear)
        fade.setColorAt(theme.m(_FADE - 8) / ground.width(), colour)
        painter.fillRect(ground, fade)

    def buttons(self, box: QRectF) -> list[tuple[RowAct, QRectF]]:
        """The painted acts of a row and where they lie."""
        high = theme.m(26)
        right = box.right() - theme.m(INSET)
        placed: list[tuple[RowAct, QRectF]] = []
        for act in reversed(self.acts[:BUTTONS]):
            wide = paint.width(theme.text_of(act.label), "caption") + theme.m(20)
            place = QRectF(right - wide, box.center().y() - high / 2, wide, high)
            placed.insert(0, (act, place))
            right = place.x() - theme.m(6)
        return placed

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position().x()
        super().mouseMoveEvent(event)
        self.update()

    def clicked(self, number: int, x: float) -> None:
        for act, place in self.buttons(self.box(number)):
            if place.left() <= x <= place.right():
                self.act_asked.emit(self.rows[number], act.name)
                return
        super().clicked(number, x)

    def pressed(self, key: Qt.Key) -> bool:
        act = next((one for one in self.acts if one.key == key), None)
        if act is None or not self.selectable(self.current):
            return super().pressed(key)
        self.act_asked.emit(self.rows[self.current], act.name)
        return True

    def _show_menu(self, row: Any, where: QPoint) -> None:
        items = [
            MenuItem(
                act.label,
                partial(self.act_asked.emit, row, act.name),
                act.icon,
                QKeySequence(act.key).toString(),
            )
            for act in self.acts
        ]
        build(self, items).popup(where)

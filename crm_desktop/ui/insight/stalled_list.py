"""Who stays too long, the longest over first, each acted on in place."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.stage_figures import StalledRow
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.columns import DOTS
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import INSET, RowList

_HEIGHT = 48
_KEYS = {
    Qt.Key.Key_F: "plan",
    Qt.Key.Key_M: "move",
    Qt.Key.Key_E: "extend",
    Qt.Key.Key_Delete: "give_up",
}


class StalledList(RowList):
    """``opened`` with a click or Enter; the buttons of the row under the pointer, and keys, act."""

    act_asked = Signal(object, str)  # StalledRow; plan, move, extend or give_up

    def __init__(self) -> None:
        super().__init__(_HEIGHT, self._paint, describe)
        self._pointer = -1.0

    def _paint(self, painter: QPainter, box: QRectF, one: StalledRow, hot: bool) -> None:
        left, right = theme.m(INSET), box.right() - theme.m(INSET)
        if hot:
            right = self._paint_buttons(painter, box)
        else:
            right -= paint.chip(
                painter, right, box.center().y(), over(one), "amber", icon="hourglass",
                align="right",
            )  # fmt: skip
        room = max(0.0, right - theme.m(10) - left)
        head = QRectF(left, box.y() + theme.m(4), room, theme.m(21))
        paint.txt(painter, head, one.name, "strong")
        foot = QRectF(left, head.bottom(), room, theme.m(18))
        used = paint.dot(painter, left, foot.center().y(), DOTS.get(one.stage.colour, "line3"), 7)
        words = foot.adjusted(used + theme.m(6), 0, 0, 0)
        paint.txt(painter, words, facts(one), "caption", "text3")

    def _paint_buttons(self, painter: QPainter, box: QRectF) -> float:
        buttons = self.buttons(box)
        for _act, label, place in buttons:
            over_it = place.left() <= self._pointer <= place.right()
            paint.rounded(painter, place, theme.m(6), "hover" if over_it else "surface", "line2")
            paint.txt(painter, place, label, "caption", align="center")
        return buttons[0][2].x()

    def buttons(self, box: QRectF) -> list[tuple[str, str, QRectF]]:
        """What the buttons of a row ask for, their words and places, from left to right."""
        labels = (("plan", _("Follow up")), ("move", _("Move…")), ("extend", _("Extend")))
        high, right = theme.m(28), box.right() - theme.m(INSET)
        placed: list[tuple[str, str, QRectF]] = []
        for act, label in reversed(labels):
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
        """A button acts, anywhere else opens the customer."""
        for act, _label, place in self.buttons(self.box(number)):
            if place.left() <= x <= place.right():
                self.act_asked.emit(self.rows[number], act)
                return
        super().clicked(number, x)

    def pressed(self, key: Qt.Key) -> bool:
        """The keys of the acts."""
        if key in _KEYS and self.selectable(self.current):
            self.act_asked.emit(self.rows[self.current], _KEYS[key])
            return True
        return super().pressed(key)


def over(one: StalledRow) -> str:
    """``25 days over``."""
    words = ngettext("{n} day over", "{n} days over", one.over)
    return words.format(n=formats.integer(one.over))


def facts(one: StalledRow) -> str:
    """``Lead for 40 days · Lin``."""
    words = ngettext("{stage} for {n} day", "{stage} for {n} days", one.days)
    said = words.format(stage=one.stage.name, n=formats.integer(one.days))
    return f"{said} · {one.owner}" if one.owner else said


def describe(one: StalledRow) -> str:
    """A screen reader's sentence for a row."""
    return pgettext("list separator", ", ").join((one.name, facts(one), over(one)))

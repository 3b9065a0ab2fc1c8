"""The rows of equipment to be looked after."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.assets import DueRow
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import INSET, RowList

_HEIGHT = 52
_SOON = 14
_KEYS = {Qt.Key.Key_D: "done", Qt.Key.Key_F: "plan"}


class DueList(RowList):
    """``opened`` with a click or Enter; the buttons of the row under the pointer, and keys, act."""

    act_asked = Signal(object, str)  # DueRow; done or plan

    def __init__(self) -> None:
        super().__init__(_HEIGHT, self._paint, describe)
        self._pointer = -1.0

    def _paint(self, painter: QPainter, box: QRectF, one: DueRow, hot: bool) -> None:
        left, right = theme.m(INSET), box.right() - theme.m(INSET)
        if hot:
            right = self._paint_buttons(painter, box)
        else:
            right -= paint.chip(
                painter, right, box.center().y(), due_words(one), _colour(one),
                icon="warning-circle" if (one.days_left or 0) < 0 else "", align="right",
            )  # fmt: skip
        room = max(0.0, right - theme.m(10) - left)
        head = QRectF(left, box.y() + theme.m(6), room, theme.m(21))
        used = paint.txt(painter, head, one.name, "strong")
        paint.txt(painter, head.adjusted(used + theme.m(8), 0, 0, 0), one.contact_name)
        foot = QRectF(left, head.bottom(), room, theme.m(18))
        paint.txt(painter, foot, facts(one), "caption", "text3")

    def _paint_buttons(self, painter: QPainter, box: QRectF) -> float:
        buttons = self.buttons(box)
        for _act, label, place in buttons:
            over_it = place.left() <= self._pointer <= place.right()
            paint.rounded(painter, place, theme.m(6), "hover" if over_it else "surface", "line2")
            paint.txt(painter, place, label, "caption", align="center")
        return buttons[0][2].x()

    def buttons(self, box: QRectF) -> list[tuple[str, str, QRectF]]:
        """What the buttons of a row ask for, their words and places, from left to right."""
        high, right = theme.m(28), box.right() - theme.m(INSET)
        placed: list[tuple[str, str, QRectF]] = []
        for act, label in (("plan", _("Follow up")), ("done", _("Service done"))):
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
        """A button acts, anywhere else opens the equipment."""
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


def due_words(one: DueRow) -> str:
    """``3 days late``, ``today``, ``12 Jul``."""
    days = one.days_left
    if days is None or one.due_on is None:
        return ""
    if days < 0:
        return ngettext("{n} day late", "{n} days late", -days).format(n=formats.integer(-days))
    return formats.date_relative(one.due_on, clock.today())


def facts(one: DueRow) -> str:
    """Place, serial number, warranty."""
    parts = [one.place, one.serial]
    if one.warranty_until is not None:
        over = one.warranty_until < clock.today()
        words = _("warranty ended {day}") if over else _("warranty until {day}")
        parts.append(words.format(day=formats.date_long(one.warranty_until)))
    return " · ".join(part for part in parts if part)


def describe(one: DueRow) -> str:
    """A screen reader's sentence for a row."""
    return pgettext("list separator", ", ").join((one.contact_name, one.name, due_words(one)))


def _colour(one: DueRow) -> str:
    days = one.days_left or 0
    if days < 0:
        return "red"
    return "amber" if days <= _SOON else "gray"

"""The rows of equipment to be looked after."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.assets.assets import DueRow
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.acting_rows import ActingRows
from crm_desktop.ui.widgets.row_list import INSET

_HEIGHT = 52
_SOON = 14


class DueList(ActingRows):
    """``act_asked``: done or plan a ``DueRow``; ``opened`` the equipment."""

    keys: ClassVar = {Qt.Key.Key_D: "done", Qt.Key.Key_F: "plan"}

    def __init__(self) -> None:
        super().__init__(_HEIGHT, describe)

    def acts(self) -> tuple[tuple[str, str], ...]:
        return (("done", _("Service done")), ("plan", _("Follow up")))

    def paint_state(self, painter: QPainter, box: QRectF, one: DueRow) -> float:
        right = box.right() - theme.m(INSET)
        if one.due_on is None:
            return right
        return right - paint.chip(
            painter, right, box.center().y(), due_words(one), _colour(one),
            icon="warning-circle" if (one.days_left or 0) < 0 else "", align="right",
        )  # fmt: skip

    def paint_facts(self, painter: QPainter, room: QRectF, one: DueRow) -> None:
        head = QRectF(room.x(), room.y() + theme.m(6), room.width(), theme.m(21))
        used = paint.txt(painter, head, one.name, "strong")
        paint.txt(painter, head.adjusted(used + theme.m(8), 0, 0, 0), one.contact_name)
        foot = QRectF(room.x(), head.bottom(), room.width(), theme.m(18))
        paint.txt(painter, foot, facts(one), "caption", "text3")


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

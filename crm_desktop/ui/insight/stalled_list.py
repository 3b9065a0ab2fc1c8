"""Who stays too long, the longest over first, each acted on in place."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.summaries.stage_figures import StalledRow
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.columns import DOTS
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.acting_rows import ActingRows
from crm_desktop.ui.widgets.row_list import INSET

_HEIGHT = 48


class StalledList(ActingRows):
    """``act_asked``: plan, move, extend or give_up a ``StalledRow``; ``opened`` the customer."""

    keys: ClassVar = {
        Qt.Key.Key_F: "plan",
        Qt.Key.Key_M: "move",
        Qt.Key.Key_E: "extend",
        Qt.Key.Key_Delete: "give_up",
    }

    def __init__(self) -> None:
        super().__init__(_HEIGHT, describe)

    def acts(self) -> tuple[tuple[str, str], ...]:
        return (("plan", _("Follow up")), ("move", _("Move…")), ("extend", _("Extend")))

    def paint_state(self, painter: QPainter, box: QRectF, one: StalledRow) -> float:
        right = box.right() - theme.m(INSET)
        return right - paint.chip(
            painter, right, box.center().y(), over(one), "amber", icon="hourglass", align="right"
        )

    def paint_facts(self, painter: QPainter, room: QRectF, one: StalledRow) -> None:
        head = QRectF(room.x(), room.y() + theme.m(4), room.width(), theme.m(21))
        paint.txt(painter, head, one.name, "strong")
        foot = QRectF(room.x(), head.bottom(), room.width(), theme.m(18))
        colour = DOTS.get(one.stage.colour, "line3")
        used = paint.dot(painter, room.x(), foot.center().y(), colour, 7)
        words = foot.adjusted(used + theme.m(6), 0, 0, 0)
        paint.txt(painter, words, facts(one), "caption", "text3")


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

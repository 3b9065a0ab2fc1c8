"""The stages with their live counts: a bar each, what came and went, who stands still."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.summaries.stage_figures import StageCount
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.columns import DOTS
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import INSET, RowList

_HEIGHT = 48
_STALLED_ROOM = 128  # design pixels at the right edge kept for the alarm


class StageList(RowList):
    """A click or Enter opens a stage's customers; a click on the alarm those who stand still."""

    stalled_asked = Signal(object)  # StageCount

    def __init__(self) -> None:
        super().__init__(_HEIGHT, self._paint, describe)

    def clicked(self, number: int, x: float) -> None:
        """Open the customers, or the stalled ones when their alarm was hit."""
        one = self.rows[number]
        if one.stalled and x > self.width() - theme.m(_STALLED_ROOM):
            self.stalled_asked.emit(one)
        else:
            super().clicked(number, x)

    def _paint(self, painter: QPainter, box: QRectF, one: StageCount, _hot: bool) -> None:
        left, right = theme.m(INSET), box.right() - theme.m(INSET)
        if one.stalled:
            words = too_long(one.stalled)
            paint.chip(
                painter, right, box.center().y(), words, "amber", icon="hourglass", align="right"
            )
        right -= theme.m(_STALLED_ROOM - INSET)
        head = QRectF(left, box.y() + theme.m(5), right - left, theme.m(22))
        used = paint.dot(painter, left, head.center().y(), DOTS.get(one.stage.colour, "line3"))
        count = formats.integer(one.count)
        wide = paint.width(count, "strong")
        paint.txt(painter, head, count, "strong", align="right")
        name = head.adjusted(used + theme.m(7), 0, -wide - theme.m(10), 0)
        drawn = paint.txt(painter, name, one.stage.name, "strong")
        rest = name.adjusted(drawn + theme.m(12), 0, 0, 0)
        paint.txt(painter, rest, quiet(one), "caption", "text3")
        track = QRectF(left, head.bottom() + theme.m(5), right - left, theme.m(4))
        most = max((row.count for row in self.rows), default=0) or 1
        paint.bar(painter, track, one.count / most, DOTS.get(one.stage.colour, "line3"))


def too_long(number: int) -> str:
    """``3 too long``."""
    return ngettext("{n} too long", "{n} too long", number).format(n=formats.integer(number))


def flow(one: StageCount) -> str:
    """``+4 −1 this month``; empty when nobody came or went."""
    parts = []
    if one.entered:
        parts.append(f"+{formats.integer(one.entered)}")
    if one.left:
        parts.append(f"−{formats.integer(one.left)}")
    return _("{moves} this month").format(moves=" ".join(parts)) if parts else ""


def quiet(one: StageCount) -> str:
    """What stands behind the name: who came and went, and whether it is the stage's season."""
    season = _("its season is now") if one.in_season else ""
    return " · ".join(filter(None, (flow(one), season)))


def describe(one: StageCount) -> str:
    """A screen reader's sentence for a stage."""
    parts = [f"{one.stage.name}: {formats.integer(one.count)}", quiet(one)]
    if one.stalled:
        parts.append(too_long(one.stalled))
    return pgettext("list separator", ", ").join(part for part in parts if part)

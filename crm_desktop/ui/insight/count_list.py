"""Groups of customers with a bar each; a click opens who is in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core import formats
from crm_desktop.core.i18n import pgettext
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import INSET, RowList

_HEIGHT = 44


@dataclass(frozen=True, slots=True)
class CountRow:
    """``note`` stands quietly behind the name; ``condition`` finds the customers."""

    name: str
    count: int
    condition: dict[str, Any]
    note: str = ""


class CountList(RowList):
    """Short: grades, territories."""

    def __init__(self) -> None:
        super().__init__(_HEIGHT, self._paint, describe)

    def _paint(self, painter: QPainter, box: QRectF, one: CountRow, _hot: bool) -> None:
        left, right = theme.m(INSET), box.right() - theme.m(INSET)
        head = QRectF(left, box.y() + theme.m(5), right - left, theme.m(22))
        count = formats.integer(one.count)
        wide = paint.width(count, "strong")
        paint.txt(painter, head, count, "strong", align="right")
        name = head.adjusted(0, 0, -wide - theme.m(10), 0)
        used = paint.txt(painter, name, one.name, "strong")
        rest = name.adjusted(used + theme.m(12), 0, 0, 0)
        paint.txt(painter, rest, one.note, "caption", "text3")
        most = max((row.count for row in self.rows), default=0) or 1
        track = QRectF(left, head.bottom() + theme.m(3), right - left, theme.m(4))
        paint.bar(painter, track, one.count / most)


def describe(one: CountRow) -> str:
    """A screen reader's sentence for a group."""
    parts = (f"{one.name}: {formats.integer(one.count)}", one.note)
    return pgettext("list separator", ", ").join(part for part in parts if part)

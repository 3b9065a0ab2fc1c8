"""Sticky notes painted on their colours, acted on by click, key and menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent, QTextLayout

from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import RowList

# Today stands before the file is open, so it must not pull in the services and SQLAlchemy.
if TYPE_CHECKING:
    from crm_desktop.services.today.sticky_notes import StickyNoteRow

TONES = {"yellow": "amber", "green": "accent", "blue": "blue", "purple": "violet", "red": "red"}
_MOST_LINES, _LINE = 4, 19
_PAD, _CIRCLE = 10, 16


class StickyNoteList(RowList):
    """Each note as many lines high as it needs, up to four; ``edge`` stands free at either side.

    ``with_customer`` is False beside the customer it is pinned to.
    """

    done_asked = Signal(object)
    customer_asked = Signal(object)
    day_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self, edge: int = 12, *, with_customer: bool = True) -> None:
        self._edge = edge
        self._with_customer = with_customer
        super().__init__(_LINE, self._note, self._spoken, lines=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()  # narrower notes are higher

    def row_height(self, number: int) -> int:
        note = self.rows[number]
        lines = len(self._lines_of(note)) + bool(self._facts(note))
        return theme.m(lines * _LINE + 2 * _PAD + 6)

    def _left(self) -> int:
        return theme.m(self._edge + 8 + _CIRCLE + 8)

    def _lines_of(self, note: StickyNoteRow) -> list[str]:
        room = self.width() - self._left() - theme.m(self._edge + _PAD)
        return wrapped(note.text, room, _MOST_LINES)

    def _facts(self, note: StickyNoteRow) -> str:
        parts = (note.contact_name if self._with_customer else "", note.by)
        return " · ".join(part for part in parts if part)

    def _spoken(self, note: StickyNoteRow) -> str:
        return ", ".join(part for part in (note.text, self._facts(note)) if part)

    def _note(self, painter: QPainter, box: QRectF, note: StickyNoteRow, hot: bool) -> None:
        ground, ink = paint.TONES[TONES[note.colour]]
        edge = theme.m(self._edge)
        paper = box.adjusted(edge, theme.m(3), -edge, -theme.m(3))
        paint.rounded(painter, paper, theme.m(7), ground, ink if hot else None)
        side = theme.m(_CIRCLE)
        circle = QRectF(edge + theme.m(8), box.y() + theme.m(_PAD + 2), side, side)
        paint.rounded(painter, circle, side / 2, "surface", ink, pen=1.5)
        left = self._left()
        room = paper.right() - theme.m(_PAD) - left
        line = QRectF(left, paper.y() + theme.m(_PAD - 3), room, theme.m(_LINE))
        for words in self._lines_of(note):
            paint.txt(painter, line, words)
            line.translate(0, theme.m(_LINE))
        paint.txt(painter, line, self._facts(note), "caption", ink)

    def clicked(self, number: int, x: float) -> None:
        (self.done_asked if x < self._left() - theme.m(4) else self.opened).emit(self.rows[number])

    def pressed(self, key: Qt.Key) -> bool:
        acts = {
            Qt.Key.Key_Space: self.done_asked,
            Qt.Key.Key_O: self.customer_asked,
            Qt.Key.Key_F2: self.day_asked,
            Qt.Key.Key_Delete: self.remove_asked,
        }
        if not self.selectable(self.current) or key not in acts:
            return False
        acts[key].emit(self.rows[self.current])
        return True


def wrapped(text: str, width: float, most: int) -> list[str]:
    """``text`` in lines as wide as ``width`` real pixels; the last of ``most`` ends in an ellipsis
    where more would follow."""
    metrics = theme.metrics("body")
    lines: list[str] = []
    for part in text.split("\n"):
        layout = QTextLayout(part, theme.font("body"))
        layout.beginLayout()
        while len(lines) <= most:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width, 1.0))
            line.setPosition(QPointF(0, 0))
            lines.append(part[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
    if len(lines) > most:
        cut = f"{lines[most - 1]}…"
        last = metrics.elidedText(cut, Qt.TextElideMode.ElideRight, int(width))
        lines = [*lines[: most - 1], last]
    return lines

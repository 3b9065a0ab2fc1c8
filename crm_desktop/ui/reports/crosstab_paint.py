"""Painting the table of a cross-tab: only what is in view."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from crm_desktop.services.crosstab import crosstab_editing
from crm_desktop.ui import icons, theme
from crm_desktop.ui.reports.crosstab_texts import GridTexts
from crm_desktop.ui.widgets import paint

if TYPE_CHECKING:
    from crm_desktop.ui.reports.crosstab_grid import CrosstabGrid

ROW, HEAD, HEAD2 = 34, 34, 24  # design pixels
INSET = 12
NAMES = -1  # the columns of names, where a column of figures is meant


class GridPainter:
    """One paint of ``grid`` with ``painter``."""

    def __init__(self, grid: CrosstabGrid, texts: GridTexts, painter: QPainter) -> None:
        self._grid, self._texts, self._painter = grid, texts, painter
        self._wide = grid.viewport().width()
        whole = sum(texts.leading) or 1
        # Narrowed alike where there is no room for all.
        self._leads = [wide * grid.left() / whole for wide in texts.leading]

    def paint(self) -> None:
        """Lines, the total, the headings."""
        grid, painter = self._grid, self._painter
        row, foot = theme.m(ROW), grid.total_top()
        first = grid.down() // row
        last = min(len(self._texts.lines), first + (foot - grid.head()) // row + 2)
        painter.save()
        painter.setClipRect(QRectF(0, grid.head(), self._wide, foot - grid.head()))
        for line in range(first, last):
            self._line(line)
        painter.restore()
        self._line(len(self._texts.lines))
        self._heads()

    def _seen(self) -> Iterator[int]:
        """Columns of figures within view."""
        x = float(self._grid.left() - self._grid.horizontalScrollBar().value())
        for at, wide in enumerate(self._texts.widths):
            if x + wide > self._grid.left() and x < self._wide:
                yield at
            x += wide

    def _figures_clip(self, top: float, high: float) -> None:
        self._painter.setClipRect(
            QRectF(self._grid.left(), top, self._wide - self._grid.left(), high),
            Qt.ClipOperation.IntersectClip,
        )

    def _line(self, line: int) -> None:
        texts = self._texts
        names = self._grid.box(line, NAMES)
        whole = QRectF(0, names.y(), self._wide, names.height())
        total = line >= len(texts.lines)
        ground = "sunken" if total else "hover" if line == self._grid.hovered[0] else "surface"
        self._painter.fillRect(whole, theme.color(ground))
        paint.hairline(self._painter, 0, whole.width(), whole.y(), "line2" if total else "row")
        self._names(line, names)
        self._painter.save()
        self._figures_clip(whole.y(), whole.height())
        role = "strong" if texts.is_strong(line) else "body"
        for at in self._seen():
            box = self._grid.box(line, at)
            text = texts.text(line, at)
            ink = "text3" if text == paint.EMPTY else "text"
            inner = box.adjusted(theme.m(4), 0, -theme.m(INSET), 0)
            paint.txt(self._painter, inner, text, role, ink, align="right")
            if (line, at) == (self._grid.line, self._grid.at) and self._grid.hasFocus():
                ring = box.adjusted(2, 1, -2, -1)
                pen = 2 if self._grid.rings() else 1
                paint.rounded(self._painter, ring, theme.m(5), None, "focus", pen=pen)
        self._painter.restore()

    def _names(self, line: int, box: QRectF) -> None:
        texts = self._texts
        self._painter.save()
        self._painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        above = texts.labels(line - 1) if 0 < line < len(texts.lines) else ()
        x, repeated = box.x(), True
        role = "strong" if texts.is_strong(line) else "body"
        first_seen = line * theme.m(ROW) - self._grid.down() < theme.m(ROW)
        for place, (label, wide) in enumerate(zip(texts.labels(line), self._leads, strict=True)):
            repeated = repeated and bool(above) and above[place] == label and not first_seen
            if not repeated:
                inner = QRectF(x + theme.m(INSET), box.y(), wide - theme.m(16), box.height())
                paint.txt(self._painter, inner, label, role)
            x += wide
        self._painter.restore()

    def _heads(self) -> None:
        texts = self._texts
        high = self._grid.head()
        self._painter.setClipping(False)
        whole = QRectF(0, 0, self._wide, high)
        self._painter.fillRect(whole, theme.color("surface"))
        x = 0.0
        by_name = crosstab_editing.by_name(texts.made.question)
        low = QRectF(0, high - theme.m(HEAD), 0, theme.m(HEAD))
        for number, (dimension, wide) in enumerate(zip(texts.made.rows, self._leads, strict=True)):
            box = QRectF(x + theme.m(INSET), low.y(), wide - theme.m(16), low.height())
            self._head(box, dimension.label, sorted_=by_name and not number, left=True)
            x += wide
        self._painter.save()
        self._figures_clip(0, high)
        seen = list(self._seen())
        for at in seen:
            self._measure(at, low)
        if texts.two_heads:
            measures = len(texts.made.question.measures)
            for group in sorted({at // measures for at in seen}):
                self._over(group * measures, measures)
        self._painter.restore()
        paint.hairline(self._painter, 0, whole.width(), high - 1, "line2")

    def _measure(self, at: int, low: QRectF) -> None:
        texts = self._texts
        box = self._grid.box(0, at)
        inner = QRectF(box.x() + theme.m(4), low.y(), box.width() - theme.m(16), low.height())
        heads = texts.heads(at)
        here = self._grid.sorted_at() == at
        self._head(inner, heads[-1], sorted_=here, left=False)

    def _over(self, at: int, measures: int) -> None:
        """What several measures stand under."""
        box, span = self._grid.box(0, at), sum(self._texts.widths[at : at + measures])
        over = QRectF(box.x() + theme.m(4), theme.m(4), span - theme.m(16), theme.m(HEAD2))
        heading = self._texts.heads(at)[0]
        paint.txt(self._painter, over, heading, "caption_strong", "text2", align="right")

    def _head(self, box: QRectF, text: str, *, sorted_: bool, left: bool) -> None:
        if sorted_:
            up = self._texts.made.question.reverse != left
            arrow, side = "caret-up" if up else "caret-down", theme.m(14)
            if left:
                used = min(paint.width(text, "caption_strong") + 4, box.width() - side)
                icons.draw(
                    self._painter, box.x() + used, box.center().y(), arrow, 11, token="text2"
                )
                box = box.adjusted(0, 0, -side, 0)
            else:
                icons.draw(self._painter, box.right() - side + 3, box.center().y(), arrow, 11)
                box = box.adjusted(0, 0, -side, 0)
        role, ink = ("caption_strong", "text") if sorted_ else ("caption", "text3")
        paint.txt(self._painter, box, text, role, ink, align="left" if left else "right")

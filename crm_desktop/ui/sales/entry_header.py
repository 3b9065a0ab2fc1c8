"""Quiet captions over the entry grid."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView

from crm_desktop.ui import theme
from crm_desktop.ui.sales.entry_model import COLUMNS
from crm_desktop.ui.widgets import paint


class EntryHeader(QHeaderView):
    """Paints the column titles; nothing can be pressed."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(8)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        painter.save()
        paint.smooth(painter)
        box = QRectF(rect)
        painter.fillRect(box, theme.color("surface"))
        paint.hairline(painter, box.x(), box.right() + 1, box.bottom() - 1, "line2")
        inner = box.adjusted(theme.m(10), 0, -theme.m(10), 0)
        title = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        align = "right" if COLUMNS[logicalIndex].right else "left"
        paint.txt(painter, inner, title, "caption", "text3", align=align)
        painter.restore()

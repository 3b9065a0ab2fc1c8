"""A list in which one row is looked at beside it: a click or an arrow key chooses it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import RowList


class ChoosingList(RowList):
    """``moved`` when another row becomes current; Enter still opens it."""

    moved = Signal()

    def clicked(self, number: int, _x: float) -> None:
        """Look at the row."""
        self.current = number
        self.update()
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.current
        super().keyPressEvent(event)
        if self.current != before:
            self.moved.emit()

    def paint_ground(self, painter: QPainter, box: QRectF, row: object) -> None:
        """The ground of the row that is looked at."""
        if self.selectable(self.current) and self.rows[self.current] is row:
            ground = box.adjusted(theme.m(8), 1, -theme.m(8), -1)
            paint.rounded(painter, ground, theme.m(7), "selected")

"""The first rows of a sheet, with its headings marked."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.exchange.prepared_sheet import PreparedSheet
from crm_desktop.exchange.sheets import Cell
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint

ROWS = 4
_ROW = 25
_COLUMNS = 6
_MOST_CHOICES = 12


class HeaderPreview(QWidget):
    """``chosen`` tells the 0-based row clicked while ``choosing`` is on."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._sheet: PreparedSheet | None = None
        self.choosing = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, self.updateGeometry)

    def show_sheet(self, sheet: PreparedSheet) -> None:
        """Show another sheet, or the same one understood otherwise."""
        self._sheet = sheet
        self.setAccessibleName(_("First rows of the sheet"))
        self.updateGeometry()
        self.update()

    def choose(self, choosing: bool) -> None:
        """Show more rows and let one be clicked as the headings, or not."""
        self.choosing = choosing
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if choosing else Qt.CursorShape.ArrowCursor
        )
        self.updateGeometry()
        self.update()

    def _first(self) -> int:
        if self._sheet is None or self.choosing or not self._sheet.layout.header_rows:
            return 0
        return max(0, self._sheet.layout.header_rows[-1] - (ROWS - 2))

    def _shown(self) -> int:
        if self._sheet is None:
            return 0
        most = _MOST_CHOICES if self.choosing else ROWS
        return min(most, len(self._sheet.sheet.rows) - self._first())

    def sizeHint(self) -> QSize:
        return QSize(theme.m(300), self._shown() * theme.m(_ROW) + 2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y() // theme.m(_ROW))
        if self.choosing and 0 <= number < self._shown():
            self.chosen.emit(self._first() + number)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._sheet is None:
            return
        painter = QPainter(self)
        paint.smooth(painter)
        whole = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(whole, theme.m(6), theme.m(6))
        painter.setClipPath(path)
        painter.fillRect(whole, theme.color("sunken"))
        for number in range(self._shown()):
            self._paint_row(painter, number)
        painter.setClipping(False)
        paint.rounded(painter, whole, theme.m(6), None, "line")
        painter.end()

    def _paint_row(self, painter: QPainter, number: int) -> None:
        assert self._sheet is not None
        high = theme.m(_ROW)
        row = QRectF(0, number * high, self.width(), high)
        place = self._first() + number
        header = self._sheet.layout.header_rows
        heading = place in header
        if heading:
            painter.fillRect(row, theme.color("accentSoft"))
        if number:
            painter.fillRect(QRectF(0, row.y(), row.width(), 1), theme.color("line"))
        ink = "accentText" if heading else "text3"
        left = theme.m(34)
        spot = QRectF(0, row.y(), left - theme.m(4), high)
        paint.txt(painter, spot, str(place + 1), "small", ink, align="center")
        cells = self._sheet.sheet.rows[place]
        above = bool(header) and place < header[0]
        role = "caption_strong" if heading else "caption"
        body = "accentText" if heading else "text3" if above else "text2"
        wide = (row.width() - left) / self._columns()
        for column in range(self._columns()):
            shown = _shown(cells[column]) if column < len(cells) else ""
            if shown:
                room = row.width() - left if _alone(cells) else wide - theme.m(10)
                box = QRectF(left + column * wide + theme.m(6), row.y(), room, high)
                paint.txt(painter, box, shown, role, body)

    def _columns(self) -> int:
        assert self._sheet is not None
        fitting = max(2, min(_COLUMNS, self.width() // theme.m(96)))
        return max(1, min(fitting, self._sheet.sheet.width))


def _alone(cells: object) -> bool:
    """A title stands alone in its row and may run over the other columns."""
    filled = [cell for cell in cells if cell != ""]  # type: ignore[attr-defined]
    return len(filled) == 1


def _shown(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\n", " ")

"""How the sheet of sales looks: its cells, its names, and the sums below them."""

from __future__ import annotations

import logging

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.sales.sheet_model import SheetModel
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.cell_editor import CellEditor
from crm_desktop.ui.widgets.layout import fixed_height

log = logging.getLogger(__name__)

_Index = QModelIndex | QPersistentModelIndex
_Key = Qt.Key
_MOVES = {
    _Key.Key_Return: (1, 0),
    _Key.Key_Enter: (1, 0),
    _Key.Key_Down: (1, 0),
    _Key.Key_Up: (-1, 0),
    _Key.Key_Right: (0, 1),
    _Key.Key_Left: (0, -1),
}
PAD = 10  # beside the words of a cell


def _inner(cell: QRectF) -> QRectF:
    return cell.adjusted(theme.m(PAD), 0, -theme.m(PAD), 0)


class SheetDelegate(QStyledItemDelegate):
    """Paints quantities and gives their inputs. The keys that leave an input go to the table,
    which takes over what stands in it: Qt's own delegate would do so after the cell has changed."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        try:
            self._paint(painter, QRectF(option.rect), index)
        except Exception:
            # Raising inside paint() re-enters painting and takes the program down.
            log.exception("A cell of the sheet could not be painted")
        painter.restore()

    def _paint(self, painter: QPainter, cell: QRectF, index: _Index) -> None:
        model, table = index.model(), self.parent()
        assert isinstance(model, SheetModel) and isinstance(table, QTableView)
        place = model.cell(index)
        wrong = place is not None and bool(model.problem(place))
        paint.smooth(painter)
        if wrong:
            painter.fillRect(cell, theme.color("redSoft"))
        elif table.selectionModel().isSelected(index):
            painter.fillRect(cell, theme.color("selected"))
        paint.hairline(painter, cell.x(), cell.right() + 1, cell.bottom() - 1, "row")
        painter.fillRect(QRectF(cell.right() - 1, cell.y(), 1, cell.height()), theme.color("row"))
        role, ink = ("body", "redText" if wrong else "text") if place else ("strong", "text")
        paint.txt(painter, _inner(cell), str(index.data() or ""), role, ink, align="right")
        if index == table.currentIndex():
            paint.rounded(painter, cell.adjusted(1, 1, -1, -2), theme.m(4), None, "focus", pen=2)

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        return CellEditor(parent, index.column(), right=True)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index
    ) -> None:
        editor.setGeometry(option.rect.adjusted(1, 1, -1, -2))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, QLineEdit) and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and self._pastes(editor, event):
                return True
            move = _MOVES.get(_Key(event.key()))
            if event.type() == QEvent.Type.KeyPress and move and _leaves(editor, move[1]):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                table = self.parent()
                assert isinstance(table, QTableView)
                here = table.currentIndex()
                table.go(here.row() + move[0], here.column() + move[1])  # type: ignore[attr-defined]
                return True
        return super().eventFilter(editor, event)

    def _pastes(self, editor: QLineEdit, event: QKeyEvent) -> bool:
        """Cells of a spreadsheet belong to the sheet, not into one cell of it."""
        text = QGuiApplication.clipboard().text()
        if not event.matches(QKeySequence.StandardKey.Paste) or not set("\t\n") & set(text.strip()):
            return False
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        table = self.parent()
        assert isinstance(table, QTableView)
        table.paste(text)  # type: ignore[attr-defined]
        return True


def _leaves(editor: QLineEdit, across: int) -> bool:
    """Left and Right move within what is typed first."""
    if not across or editor.hasSelectedText():
        return True
    return editor.cursorPosition() == (len(editor.text()) if across > 0 else 0)


class NameHeader(QHeaderView):
    """The names of products on top, in up to two lines, or of the rows on the left."""

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(8)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        painter.save()
        paint.smooth(painter)
        box = QRectF(rect)
        painter.fillRect(box, theme.color("surface"))
        across = self.orientation() == Qt.Orientation.Horizontal
        paint.hairline(
            painter, box.x(), box.right() + 1, box.bottom() - 1, "line2" if across else "row"
        )
        title = str(self.model().headerData(logicalIndex, self.orientation()) or "")
        if across:
            _two_lines(painter, _inner(box), title)
        else:
            left = box.adjusted(theme.m(24), 0, -theme.m(PAD), 0)
            paint.txt(painter, left, title, "strong", "text")
        painter.restore()


def _two_lines(painter: QPainter, box: QRectF, title: str) -> None:
    """A name at the lower right, what does not fit into one line begun on a second."""
    measure = theme.metrics("caption")
    high = measure.lineSpacing()
    first, second = "", title
    if measure.horizontalAdvance(title) > box.width():
        cut = len(title)
        while cut > 1 and measure.horizontalAdvance(title[:cut]) > box.width():
            cut -= 1
        space = title.rfind(" ", 1, cut + 1)
        cut = space if space > 0 else cut
        first, second = title[:cut].rstrip(), title[cut:].lstrip()
    below = QRectF(box.x(), box.bottom() - high - theme.m(8), box.width(), high)
    paint.txt(painter, below, second, "caption", "text3", align="right")
    paint.txt(painter, below.translated(0, -high), first, "caption", "text3", align="right")


class SheetSums(QWidget):
    """What all columns come to, below the table and in line with it."""

    def __init__(self, table: QTableView, model: SheetModel) -> None:
        super().__init__()
        self._table, self._model = table, model
        fixed_height(self, 34)
        table.horizontalScrollBar().valueChanged.connect(self.update)
        table.horizontalHeader().sectionResized.connect(self.update)
        model.edited.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        wide, high = float(self.width()), float(self.height())
        paint.hairline(painter, 0, wide, 0, "line2")
        names = float(self._table.verticalHeader().width())
        painter.save()
        painter.setClipRect(QRectF(names, 0, wide - names, high))
        for column in range(self._model.columnCount()):
            x = names + self._table.columnViewportPosition(column)
            box = QRectF(x, 0, self._table.columnWidth(column), high)
            total = self._model.column_total(column)
            paint.txt(painter, _inner(box), total, "strong", "text", align="right")
        painter.restore()
        left = QRectF(theme.m(24), 0, names - theme.m(24), high)
        paint.txt(painter, left, _("Total"), "strong", "text")
        painter.end()

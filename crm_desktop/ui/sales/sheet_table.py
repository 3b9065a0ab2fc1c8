"""The sheet on screen: arrows, Tab, Enter, Ctrl+D, Ctrl+V, Ctrl+Z, Del; typing begins to edit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QFrame, QHeaderView, QTableView, QWidget

from crm_desktop.core import pasted_cells
from crm_desktop.ui import theme
from crm_desktop.ui.sales.sheet_delegate import NameHeader, SheetDelegate
from crm_desktop.ui.sales.sheet_model import Cell, SheetModel

_Key = Qt.Key
_ENTER = (_Key.Key_Return, _Key.Key_Enter)
_Hint = QAbstractItemDelegate.EndEditHint
_NAMES, _AMOUNT, _LEAST, _MOST = 196, 112, 84, 140  # widths at 100 %


class SheetTable(QTableView):
    """``table_pasted`` with rows of texts when a whole table with its headings was pasted,
    ``left_out`` with how many cells of a pasted block lay beyond the sheet."""

    table_pasted = Signal(object)
    left_out = Signal(int)

    def __init__(self, model: SheetModel) -> None:
        super().__init__()
        self.setItemDelegate(SheetDelegate(self))
        self.setHorizontalHeader(NameHeader(Qt.Orientation.Horizontal))
        self.setVerticalHeader(NameHeader(Qt.Orientation.Vertical))
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QTableView.EditTrigger.AnyKeyPressed
            | QTableView.EditTrigger.EditKeyPressed
            | QTableView.EditTrigger.DoubleClicked
        )
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        model.modelReset.connect(self._fit)
        theme.live(self, self._fit)

    def _fit(self) -> None:
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setDefaultSectionSize(theme.m(32))
        self.verticalHeader().setFixedWidth(theme.m(_NAMES))
        self.horizontalHeader().setFixedHeight(theme.m(48))
        self._share_out()

    def _share_out(self) -> None:
        """All the room for the columns; where it is short they scroll, the names stay."""
        last = self.model().columnCount() - 1
        room = self.viewport().width() - theme.m(_AMOUNT)
        wide = max(theme.m(_LEAST), min(room // max(1, last), theme.m(_MOST)))
        for column in range(last + 1):
            self.setColumnWidth(column, theme.m(_AMOUNT) if column == last else wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())  # not behind a sentence that has just appeared

    def sheet(self) -> SheetModel:
        """The model, typed."""
        model = self.model()
        assert isinstance(model, SheetModel)
        return model

    def go(self, row: int, column: int) -> None:
        """Make a cell current, within the cells that can be typed into."""
        model = self.sheet()
        row = max(0, min(row, len(model.rows) - 1))
        column = max(0, min(column, len(model.columns) - 1))
        index = model.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def step(self, by: int) -> None:
        """Tab: the next cell, over the end of the row if need be."""
        index, wide = self.currentIndex(), max(1, len(self.sheet().columns))
        place = index.row() * wide + index.column() + by
        if 0 <= place < wide * len(self.sheet().rows):
            self.go(place // wide, place % wide)

    def closeEditor(self, editor: QWidget, hint: _Hint) -> None:
        super().closeEditor(editor, _Hint.NoHint)
        if hint == _Hint.EditNextItem:
            self.step(1)
        elif hint == _Hint.EditPreviousItem:
            self.step(-1)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undoes = event.matches(QKeySequence.StandardKey.Undo) and self.sheet().can_undo()
            if undoes or event.matches(QKeySequence.StandardKey.Paste):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here, key = self.currentIndex(), _Key(event.key())
        if event.matches(QKeySequence.StandardKey.Undo):
            self.sheet().undo()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif key == _Key.Key_D and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.fill_down()
        elif key in (_Key.Key_Delete, _Key.Key_Backspace):
            self.sheet().change(dict.fromkeys(self._selected(), ""))
        elif key in _ENTER:
            self.go(here.row() + 1, here.column())
        elif key in (_Key.Key_Tab, _Key.Key_Backtab):
            self.step(1 if key == _Key.Key_Tab else -1)
        else:
            super().keyPressEvent(event)

    def _selected(self) -> list[Cell]:
        found = [self.sheet().cell(index) for index in self.selectedIndexes()]
        return [cell for cell in found if cell is not None]

    def fill_down(self) -> None:
        """The top of the selection into all below it; of one cell the cell above into it."""
        model = self.sheet()
        indexes = [index for index in self.selectedIndexes() if model.cell(index)]
        tops: dict[int, int] = {}
        for index in indexes:
            row = tops.get(index.column(), index.row())
            tops[index.column()] = min(row, index.row())
        if len(indexes) == 1 and indexes[0].row() > 0:
            tops[indexes[0].column()] = indexes[0].row() - 1
        values = {}
        for index in indexes:
            source = model.index(tops[index.column()], index.column())
            cell = model.cell(index)
            if cell is not None:
                values[cell] = str(source.data(Qt.ItemDataRole.EditRole) or "")
        model.change(values)

    def paste(self, text: str) -> None:
        """A block from a spreadsheet from the current cell on; a table goes where its names say."""
        block = pasted_cells.split(text)
        if len(block) > 1 and len(block[0]) > 1 and pasted_cells.has_headings(block):
            self.table_pasted.emit(block)
            return
        model, here, values, beyond = self.sheet(), self.currentIndex(), {}, 0
        for down, row in enumerate(block):
            for across, typed in enumerate(row):
                index = model.index(here.row() + down, here.column() + across)
                cell = model.cell(index) if index.isValid() else None
                if cell is not None:
                    values[cell] = typed
                elif typed:
                    beyond += 1
        model.change(values)
        if beyond:
            self.left_out.emit(beyond)
        self._select(here, len(block), max((len(row) for row in block), default=1))

    def _select(self, first: QModelIndex, high: int, wide: int) -> None:
        model, mode = self.sheet(), QItemSelectionModel.SelectionFlag.Select
        for row in range(first.row(), min(first.row() + high, len(model.rows))):
            for column in range(first.column(), min(first.column() + wide, len(model.columns))):
                self.selectionModel().select(model.index(row, column), mode)

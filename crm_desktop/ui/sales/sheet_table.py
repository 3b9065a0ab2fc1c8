"""The sheet on screen: arrows, Tab, Enter, Ctrl+D, Ctrl+V, Ctrl+Z, Del; typing begins to edit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QFrame, QHeaderView, QTableView, QWidget

from crm_desktop.core import pasted_cells
from crm_desktop.ui import theme
from crm_desktop.ui.sales.sheet_model import Cell, SheetModel

_Key = Qt.Key
_ENTER = (_Key.Key_Return, _Key.Key_Enter)
_Hint = QAbstractItemDelegate.EndEditHint


class SheetTable(QTableView):
    """``table_pasted`` with rows of texts when a whole table with its headings was pasted."""

    table_pasted = Signal(object)

    def __init__(self, model: SheetModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setEditTriggers(
            QTableView.EditTrigger.AnyKeyPressed
            | QTableView.EditTrigger.EditKeyPressed
            | QTableView.EditTrigger.DoubleClicked
        )
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        model.modelReset.connect(self._fit)
        theme.live(self, self._fit)

    def _fit(self) -> None:
        self.setFont(theme.font("body"))
        self.horizontalHeader().setFont(theme.font("caption"))
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setDefaultSectionSize(theme.m(32))
        self.horizontalHeader().setFixedHeight(theme.m(34))
        last = self.model().columnCount() - 1
        for column in range(last + 1):
            wide = 190 if column == 0 else 120 if column == last else 104
            self.setColumnWidth(column, theme.m(wide))

    def sheet(self) -> SheetModel:
        """The model, typed."""
        model = self.model()
        assert isinstance(model, SheetModel)
        return model

    def go(self, row: int, column: int) -> None:
        """Make a cell current, within the cells that can be typed into."""
        model = self.sheet()
        row = max(0, min(row, len(model.rows) - 1))
        column = max(1, min(column, len(model.columns)))
        index = model.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def step(self, by: int) -> None:
        """Tab: the next cell, over the end of the row if need be."""
        index, wide = self.currentIndex(), max(1, len(self.sheet().columns))
        place = index.row() * wide + index.column() - 1 + by
        if 0 <= place < wide * len(self.sheet().rows):
            self.go(place // wide, place % wide + 1)

    def closeEditor(self, editor: QWidget, hint: _Hint) -> None:
        super().closeEditor(editor, _Hint.NoHint)
        if hint == _Hint.EditNextItem:
            self.step(1)
        elif hint == _Hint.EditPreviousItem:
            self.step(-1)
        # Enter comes on to keyPressEvent, which goes down.

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mine = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Paste)
            if any(event.matches(one) for one in mine):
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
        model, here, values = self.sheet(), self.currentIndex(), {}
        for down, row in enumerate(block):
            for across, typed in enumerate(row):
                index = model.index(here.row() + down, here.column() + across)
                cell = model.cell(index) if index.isValid() else None
                if cell is not None:
                    values[cell] = typed
        model.change(values)
        self._select(here, len(block), max((len(row) for row in block), default=1))

    def _select(self, first: QModelIndex, high: int, wide: int) -> None:
        model, mode = self.sheet(), QItemSelectionModel.SelectionFlag.Select
        for row in range(first.row(), min(first.row() + high, len(model.rows))):
            for column in range(
                first.column(), min(first.column() + wide, len(model.columns) + 1)
            ):  # fmt: skip
                self.selectionModel().select(model.index(row, column), mode)

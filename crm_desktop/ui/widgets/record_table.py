"""The table of records: hover check box, keyboard, sorting, columns that give way when narrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from crm_desktop.ui import theme
from crm_desktop.ui.widgets.cell_editing import CellEditing
from crm_desktop.ui.widgets.record_columns import RecordColumns
from crm_desktop.ui.widgets.record_delegate import Face, RecordDelegate
from crm_desktop.ui.widgets.record_header import RecordHeader
from crm_desktop.ui.widgets.table_model import RowSource, TableModel

_Flag = QItemSelectionModel.SelectionFlag
_ROWS = _Flag.Rows


class RecordTable(QTableView):
    """A ``TableModel`` on screen.

    Enter or a double click opens, F2 or a double click on its value edits a cell, Space previews,
    letters are forwarded to the search field, Del asks to archive, Esc leaves. Ctrl+Space,
    Shift+arrows, Ctrl+A and the hover check box select several rows (``bulk``).
    """

    opened = Signal(object)  # row
    previewed = Signal(object)  # row, on Space
    current_changed = Signal(object)  # row or None
    selection_changed = Signal()
    sort_asked = Signal(str, bool)  # key, descending
    typed = Signal(str)
    menu_asked = Signal(object, QPoint)  # row, global position
    archive_asked = Signal()
    left = Signal()
    edited = Signal(object, str, str)  # row, column key, what was typed or chosen
    edit_ended = Signal()

    def __init__(
        self,
        model: TableModel,
        face: Face | None = None,
        checkable: bool = True,
        row_height: int = 44,
    ) -> None:
        super().__init__()
        self.hovered = -1
        self.bulk = False
        self._keyboard = False
        self._row_height = row_height
        self._checkable = checkable
        self._delegate = RecordDelegate(self, face, checkable)
        header = RecordHeader(self._delegate, checkable)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(header)
        self.setModel(model)
        _settle(self, checkable)
        header.sectionClicked.connect(self._header_clicked)
        header.all_toggled.connect(self._toggle_all)
        self.columns = RecordColumns(self, header)
        self.editing = CellEditing(self)
        self.selectionModel().selectionChanged.connect(self._selection_moved)
        self.selectionModel().currentRowChanged.connect(self._current_moved)
        model.modelReset.connect(self._reset)
        theme.live(self, self._fit)

    def _fit(self) -> None:
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setDefaultSectionSize(theme.m(self._row_height))
        self.verticalScrollBar().setSingleStep(theme.m(self._row_height))
        self.horizontalHeader().setFixedHeight(theme.m(34))
        self.columns.share_out()
        self.viewport().update()
        self.horizontalHeader().viewport().update()

    def set_row_height(self, pixels: int) -> None:
        """44 comfortable, 34 compact."""
        self._row_height = pixels
        self._fit()

    # what is shown

    def table_model(self) -> TableModel:
        """The model, typed."""
        model = self.model()
        assert isinstance(model, TableModel)
        return model

    def show_source(self, source: RowSource, keep_id: int | None = None) -> None:
        """Show another query from the top; ``keep_id`` stays current if it is on the first page."""
        model = self.table_model()
        model.set_source(source)
        self.scrollToTop()
        if model.rowCount():
            model.row_at(0)
        number = model.loaded_number(keep_id) if keep_id is not None else None
        if number is not None:
            self.select_number(number)

    def row(self, number: int) -> Any | None:
        """Row object by number."""
        return self.table_model().row_at(number)

    def current_row(self) -> Any | None:
        """The row with the keyboard position."""
        index = self.currentIndex()
        return self.row(index.row()) if index.isValid() else None

    def select_number(self, number: int) -> None:
        """Make one row current and the only selected one."""
        index = self.table_model().index(number, self.columns.current)
        flags = _Flag.ClearAndSelect | _ROWS
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def selected_count(self) -> int:
        """How many rows are selected; cheap for any number."""
        return sum(block.height() for block in self._blocks())

    def selected_rows(self) -> Iterator[Any]:
        """Each selected row in table order, fetched as needed."""
        for block in self._blocks():
            for number in range(block.top(), block.bottom() + 1):
                row = self.row(number)
                if row is not None:
                    yield row

    def _blocks(self) -> list[QItemSelectionRange]:
        selection = self.selectionModel().selection()
        blocks = [selection.at(i) for i in range(selection.count())]
        return sorted(blocks, key=lambda block: block.top())

    def clear_bulk(self) -> None:
        """Back to one current row."""
        self.bulk = False
        current = self.currentIndex()
        self.selectionModel().clearSelection()
        if current.isValid():
            self.select_number(current.row())

    # columns

    def first_column(self) -> int:
        """Logical index of the first visible column; it carries avatar and check box."""
        return self.columns.first()

    def text_left(self) -> int:
        """Where the text of the first column begins."""
        return self._delegate.text_left()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.share_out()

    def _header_clicked(self, section: int) -> None:
        column = self.table_model().columns[section]
        if not column.sort:
            return
        model = self.table_model()
        again = model.sorted_key == column.sort
        self.sort_asked.emit(
            column.sort, not model.sorted_descending if again else column.descending
        )

    def show_sort(self, key: str, descending: bool) -> None:
        """Show which column the query is sorted by."""
        model = self.table_model()
        model.sorted_key, model.sorted_descending = key, descending
        self.horizontalHeader().viewport().update()

    # selection

    def _reset(self) -> None:
        self.bulk = False
        self.hovered = -1
        self._selection_moved()

    def _selection_moved(self, *_args: QItemSelection) -> None:
        count = self.selected_count()
        if count == 0:
            self.bulk = False
        elif count > 1:
            self.bulk = self._checkable
        header = self.horizontalHeader()
        if isinstance(header, RecordHeader):
            whole = self.bulk and count == self.model().rowCount()
            header.check_state = True if whole else None if self.bulk else False
            header.viewport().update()
        self.viewport().update()
        self.selection_changed.emit()

    def _current_moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.current_changed.emit(self.row(current.row()) if current.isValid() else None)

    def _toggle_all(self) -> None:
        if self.bulk:
            self.clear_bulk()
        else:
            self.bulk = True
            self.selectAll()

    def rings(self, number: int) -> bool:
        """True for the row that shows the keyboard ring."""
        return self._keyboard and self.hasFocus() and self.currentIndex().row() == number

    # mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        if not event.buttons():
            return  # no rubber band: dragging over rows selects by Shift only
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, number: int) -> None:
        if number == self.hovered:
            return
        for changed in (self.hovered, number):
            if changed >= 0:
                top = self.rowViewportPosition(changed)
                self.viewport().update(0, top, self.viewport().width(), self.rowHeight(changed))
        self.hovered = number

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keyboard = False
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton:
            if self._on_check(event.position().x(), index):
                self._toggle(index)
                return
            if event.modifiers() == Qt.KeyboardModifier.NoModifier:
                self.bulk = False
        super().mousePressEvent(event)

    def _on_check(self, x: float, index: QModelIndex) -> bool:
        first = self._checkable and index.isValid() and index.column() == self.first_column()
        return first and x < self._delegate.text_left()

    def _toggle(self, index: QModelIndex) -> None:
        selection = self.selectionModel()
        fresh = not self.bulk
        self.bulk = True
        flag = _Flag.ClearAndSelect if fresh else _Flag.Toggle
        selection.setCurrentIndex(index, _Flag.NoUpdate)
        selection.select(index, flag | _ROWS)
        self._selection_moved()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self.currentIndex() if keyboard else self.indexAt(event.pos())
        row = self.row(at.row()) if at.isValid() else None
        if row is not None:
            where = self.visualRect(at).bottomLeft() if keyboard else event.pos()
            self.menu_asked.emit(row, self.viewport().mapToGlobal(where))

    # keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._keyboard = True
        key, mods = Qt.Key(event.key()), event.modifiers()
        held = mods & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if held == Qt.KeyboardModifier.NoModifier and self._plain_key(key, event.text()):
            return
        if key == Qt.Key.Key_Space and mods & Qt.KeyboardModifier.ControlModifier:
            if self.currentIndex().isValid():
                self._toggle(self.currentIndex())
            return
        super().keyPressEvent(event)
        self.viewport().update()

    def _plain_key(self, key: Qt.Key, text: str) -> bool:
        row = self.current_row()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if row is not None:
                self.opened.emit(row)
        elif key == Qt.Key.Key_Space:
            if row is not None:
                self.previewed.emit(row)
        elif key == Qt.Key.Key_Delete:
            if row is not None:
                self.archive_asked.emit()
        elif key == Qt.Key.Key_Escape:
            if self.bulk:
                self.clear_bulk()
            else:
                self.left.emit()
        elif text and text.isprintable():
            self.typed.emit(text)
        else:
            return False
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._keyboard = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.selectionModel().setCurrentIndex(self.model().index(0, 0), _Flag.NoUpdate)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        number = self.currentIndex().row()
        if number >= 0 and self.rings(number):
            painter = QPainter(self.viewport())
            top, high = self.rowViewportPosition(number), self.rowHeight(number)
            edge = QRectF(self.viewport().width() - 2, top, 2, high)
            painter.fillRect(edge, theme.color("focus"))
            painter.end()


def _settle(table: QTableView, checkable: bool) -> None:
    """What a record table is in Qt's terms."""
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setMouseTracking(True)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(
        QAbstractItemView.SelectionMode.ExtendedSelection
        if checkable
        else QAbstractItemView.SelectionMode.SingleSelection
    )
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    # Otherwise an input method swallows the first letter meant for the search field.
    table.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
    vertical = table.verticalHeader()
    vertical.hide()
    vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

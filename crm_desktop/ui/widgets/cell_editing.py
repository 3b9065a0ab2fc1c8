"""Typing into a cell of a record table: Enter keeps, Esc restores, Tab goes on to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.widgets.form import ComboBox, LineEdit

if TYPE_CHECKING:
    from crm_desktop.ui.widgets.record_table import RecordTable


@dataclass(frozen=True, slots=True)
class CellEdit:
    """What a cell begins with when it is edited: a text, or one of ``choices`` (value, label)."""

    value: str
    choices: Sequence[tuple[str, str]] | None = None


class CellEditing(QObject):
    """One input at a time over a cell of ``table``; what was typed goes out by its ``edited``."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._table = table
        self._input: LineEdit | ComboBox | None = None
        self._row: Any = None
        self._place = (0, 0)
        self._began = ""
        table.doubleClicked.connect(self._double_clicked)
        for bar in (table.verticalScrollBar(), table.horizontalScrollBar()):
            bar.valueChanged.connect(self.keep)

    @property
    def active(self) -> bool:
        """True while a cell is being edited."""
        return self._input is not None

    @property
    def input(self) -> LineEdit | ComboBox | None:
        """The input over the cell."""
        return self._input

    def rings(self, column: int) -> bool:
        """True for the cell F2 would edit, once the keyboard has gone there."""
        return 0 < column == self._table.columns.current and self._editable(column)

    def _editable(self, column: int) -> bool:
        return self._table.table_model().columns[column].edit is not None

    def start_current(self) -> bool:
        """F2: edit the current cell, or the first of its row that can be."""
        index = self._table.currentIndex()
        if not index.isValid():
            return False
        columns = [index.column(), *self._table.columns.shown()]
        return any(self.start(index.row(), column) for column in columns)

    def _double_clicked(self, index: QModelIndex) -> None:
        first = index.column() == self._table.first_column()
        if first or not self.start(index.row(), index.column()):
            self._table.opened.emit(self._table.row(index.row()))

    def start(self, number: int, column: int) -> bool:
        """Edit a cell; False when it cannot be edited."""
        self.keep()
        table = self._table
        row = table.row(number)
        declared = table.table_model().columns[column].edit
        edit = declared(row) if row is not None and declared is not None else None
        if edit is None:
            return False
        index = table.table_model().index(number, column)
        table.setCurrentIndex(index)
        table.scrollTo(index)
        self._row, self._place = row, (number, column)
        self._open(edit, table.visualRect(index), _(table.table_model().columns[column].title))
        return True

    def _open(self, edit: CellEdit, cell: QRect, name: str) -> None:
        self._began = edit.value
        field: LineEdit | ComboBox
        if edit.choices is None:
            field = LineEdit("", edit.value)
            field.selectAll()
        else:
            field = ComboBox(list(edit.choices), edit.value)
            field.activated.connect(lambda _index: self.keep())
        field.setParent(self._table.viewport())
        field.setAccessibleName(name)
        left = self._table.text_left() if self._place[1] == self._table.first_column() else 0
        high = min(theme.m(32), cell.height())
        room = cell.adjusted(max(0, left - theme.m(10)), 0, 0, 0)
        field.setGeometry(room.x(), cell.center().y() - high // 2, room.width(), high)
        field.installEventFilter(self)
        self._input = field
        field.show()
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(field, ComboBox):
            QTimer.singleShot(0, field, field.showPopup)

    def keep(self) -> None:
        """Close the input and hand over what is in it, if it is something else than before."""
        field, row = self._input, self._row
        if field is None:
            return
        value = field.value()
        key = self._table.table_model().columns[self._place[1]].key
        self._close()
        if value != self._began:
            self._table.edited.emit(row, key, value)

    def drop(self) -> None:
        """Close the input; the cell stays as it was."""
        if self._input is not None:
            self._close()

    def _close(self) -> None:
        field, self._input, self._row = self._input, None, None
        if field is not None and shiboken6.isValid(field):
            field.removeEventFilter(self)
            had_focus = field.hasFocus()
            field.hide()
            field.deleteLater()
            if had_focus:
                self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._table.edit_ended.emit()

    def _go_on(self, step: int) -> None:
        number, column = self._place
        columns = self._table.columns.shown()
        at = columns.index(column) if column in columns else 0
        self.keep()
        following = columns[at + 1 :] if step > 0 else columns[:at][::-1]
        for other in following:
            if self.start(number, other):
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._input:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # keys meant for the text are not shortcuts of the page
            return True
        if event.type() == QEvent.Type.FocusOut and not self._has_popup():
            QTimer.singleShot(0, self, self._left)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(Qt.Key(event.key()))
        return False

    def _has_popup(self) -> bool:
        field = self._input
        return isinstance(field, ComboBox) and field.view().isVisible()

    def _left(self) -> None:
        field: QWidget | None = self._input
        if field is not None and not field.hasFocus() and not self._has_popup():
            self.keep()

    def _key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
        elif key == Qt.Key.Key_Escape:
            self.drop()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._go_on(1 if key == Qt.Key.Key_Tab else -1)
        else:
            return False
        return True

"""The grid many customers are typed into, by the keyboard alone.

Tab goes to the next cell, Enter to the name of the next row, Ctrl+D repeats the cell above,
Ctrl+Del removes a row, Ctrl+V pastes lines or cells, Alt+Down chooses what to do with somebody
who is there already, Ctrl+Z takes the last change back. Inputs open by themselves, so that input
methods catch the first key.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QTableView,
)

from crm_desktop.core.i18n import _
from crm_desktop.exchange import pasted
from crm_desktop.services.fast_entry import OnKnown
from crm_desktop.ui import theme
from crm_desktop.ui.contacts import fast_entry_words as words
from crm_desktop.ui.contacts.fast_entry_delegate import FastEntryDelegate, FastEntryHeader
from crm_desktop.ui.contacts.fast_entry_model import (
    COLUMNS,
    LAST,
    NAME,
    NUMBER,
    STATUS,
    FastEntryModel,
)
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.cell_editor import CellEditor
from crm_desktop.ui.widgets.menu import MenuItem

_Key = Qt.Key
_ENTER = (_Key.Key_Return, _Key.Key_Enter)
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
Action = Callable[[], object]


class FastEntryGrid(QTableView):
    """The grid over a ``FastEntryModel``; at most one input (``editor``) is open."""

    def __init__(self, model: FastEntryModel) -> None:
        super().__init__()
        self.editor: CellEditor | None = None
        self._edited = QPersistentModelIndex()
        self.setItemDelegate(FastEntryDelegate(self))
        self.setHorizontalHeader(FastEntryHeader())
        self.setModel(model)
        self._settle()
        self.selectionModel().currentChanged.connect(lambda *_moved: self.viewport().update())
        theme.live(self, self._fit)

    def _settle(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _fit(self) -> None:
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setDefaultSectionSize(theme.m(37))
        self.horizontalHeader().setFixedHeight(theme.m(34))
        self._share_out()

    def _share_out(self) -> None:
        widths = [theme.m(column.width) for column in COLUMNS]
        least = [theme.m(column.least) for column in COLUMNS]
        spare = self.viewport().width() - sum(widths)
        shares = sum(column.spare for column in COLUMNS)
        for section, column in enumerate(COLUMNS):
            wide = widths[section]
            if spare >= 0:
                wide += spare * column.spare // shares
            else:
                part = min(1.0, -spare / (sum(widths) - sum(least)))
                wide -= round((wide - least[section]) * part)
            self.setColumnWidth(section, wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def hideEvent(self, event: QHideEvent) -> None:
        self.take_over()
        super().hideEvent(event)

    def fast_model(self) -> FastEntryModel:
        """The model, typed."""
        model = self.model()
        assert isinstance(model, FastEntryModel)
        return model

    # where we are

    def go(self, number: int, column: int) -> None:
        """Make a cell current and open its input."""
        self.take_over()
        number = max(0, min(number, self.model().rowCount() - 1))
        index = self.model().index(number, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        if self.fast_model().editable(index) and self.isVisible():
            self.edit(index)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _here(self) -> tuple[int, int]:
        index = self.currentIndex()
        return max(0, index.row()), max(NAME, index.column())

    def next_row(self) -> None:
        """Enter: to the name of the row below."""
        self.go(self._here()[0] + 1, NAME)

    def step(self, by: int) -> None:
        """Tab: to the next cell, over the row's end if need be."""
        number, column = self._here()
        while True:
            column += by
            if not NUMBER < column <= STATUS:
                number, column = number + by, NAME if by > 0 else STATUS
            if not 0 <= number < self.model().rowCount():
                return
            if self.fast_model().reachable(self.model().index(number, column)):
                self.go(number, column)
                return

    def _move(self, by: int) -> None:
        number, column = self._here()
        self.go(number + by, column)

    # typing

    def typed(self, editor: CellEditor, event: QKeyEvent) -> bool:
        """A key pressed inside the input; True when it was taken."""
        if event.key() == _Key.Key_Escape:
            self._close()
            return True
        if event.matches(QKeySequence.StandardKey.Paste):
            return self._paste_block(editor)
        if event.matches(QKeySequence.StandardKey.Undo) and editor.isUndoAvailable():
            return False
        action = self._action(event)
        if action is None:
            return False
        self.take_over()
        action()
        return True

    def take_over(self) -> None:
        """Keep what the open input holds, and close it."""
        if self.editor is not None:
            if self._edited.isValid():
                self.model().setData(self._edited, self.editor.text())
            self._close()

    def opened(self, editor: CellEditor, index: QModelIndex | QPersistentModelIndex) -> None:
        """An input has been opened over a cell."""
        self.editor, self._edited = editor, QPersistentModelIndex(index)

    def _close(self) -> None:
        editor, self.editor = self.editor, None
        if editor is not None:  # closing takes the focus off it, which comes back here
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    # keys while no input is open

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and self.fast_model().can_undo()
            if undo or event.matches(QKeySequence.StandardKey.Paste):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self._action(event)
        if action is not None:
            action()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif event.key() == _Key.Key_Delete and not event.modifiers():
            self.model().setData(self.currentIndex(), "")
        else:
            super().keyPressEvent(event)

    def _action(self, event: QKeyEvent) -> Action | None:
        """What a key does whether or not an input is open."""
        key, held, model = _Key(event.key()), event.modifiers(), self.fast_model()
        number, column = self._here()
        if event.matches(QKeySequence.StandardKey.Undo):
            return self._undo if model.can_undo() else None
        if held & _CTRL:
            return {
                _Key.Key_D: self._repeat,
                _Key.Key_Delete: self._remove,
                _Key.Key_Backspace: self._remove,
            }.get(key)
        if held & _ALT:
            return partial(self.ask, number) if key == _Key.Key_Down else None
        if column == STATUS and key in (_Key.Key_Space, _Key.Key_F2):
            return partial(self.ask, number)
        if key in _ENTER:
            return self.next_row
        return {
            _Key.Key_Tab: lambda: self.step(1),
            _Key.Key_Backtab: lambda: self.step(-1),
            _Key.Key_Down: lambda: self._move(1),
            _Key.Key_Up: lambda: self._move(-1),
        }.get(key)

    def _undo(self) -> None:
        self.fast_model().undo()
        self.go(*self._here())

    def _repeat(self) -> None:
        """Ctrl+D: the same as in the row above."""
        number, column = self._here()
        if number and NUMBER < column <= LAST:
            above = self.fast_model().shown(number - 1, column)
            self.fast_model().change(number, **{COLUMNS[column].field: above})
        self.go(number, column)

    def _remove(self) -> None:
        number, column = self._here()
        self.fast_model().remove(number)
        self.go(number, column)

    # somebody who is there already

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.column() == STATUS and event.button() == Qt.MouseButton.LeftButton:
            self.ask(index.row())

    def ask(self, number: int) -> QMenu | None:
        """Choose what saving does with a row whose customer is there already."""
        model = self.fast_model()
        known = model.known_of(number)
        if known is None:
            return None
        chosen = words.way(model.row(number), known)
        items: list[MenuItem | None] = [
            MenuItem(label, partial(model.choose, number, way), checked=way is chosen)
            for way, label in words.ways(known).items()
        ]
        items += [
            None,
            MenuItem(
                lambda: _("Fill in all who are there"), partial(model.choose_all, OnKnown.FILL)
            ),
            MenuItem(lambda: _("Skip all who are there"), partial(model.choose_all, OnKnown.SKIP)),
        ]
        index: QModelIndex = model.index(number, STATUS)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        made = menu.build(self, items)
        made.popup(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))
        return made

    # pasting

    def _paste_block(self, editor: CellEditor) -> bool:
        """Ctrl+V inside an input: a block goes into rows, anything else into the input."""
        text = QGuiApplication.clipboard().text()
        column = editor.column
        rows = pasted.read(text) if column == NAME and not editor.text().strip() else []
        several = "\t" in text.strip("\r\n") or "\n" in text.strip()
        sentence = len(rows) == 1 and bool(rows[0].phone or rows[0].email)
        if not several and not sentence:
            return False
        self.take_over()
        self._paste()
        return True

    def _paste(self) -> None:
        """In the names, lines and cells are understood; elsewhere cells go where they stand."""
        text = QGuiApplication.clipboard().text()
        number, column = self._here()
        if column == STATUS or not text.strip():
            return
        if column == NAME:
            rows = pasted.read(text)
            first = self.fast_model().insert(number, rows)
            self.go(first + len(rows), NAME)
        else:
            cells = pasted.cells_of(text)
            self.fast_model().fill(number, column, cells)
            self.go(number + len(cells) - 1, column)

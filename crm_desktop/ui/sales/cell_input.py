"""Typing into one cell of the entry grid: the input, its suggestions and its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QStyleOptionViewItem, QWidget
from shiboken6 import isValid

from crm_desktop.core import pasted_cells
from crm_desktop.core.errors import UserError
from crm_desktop.ui.sales.entry_delegate import EntryDelegate
from crm_desktop.ui.sales.entry_model import COLUMNS, CUSTOMER, METHOD, PRODUCT, QUANTITY
from crm_desktop.ui.sales.suggestion_popup import Suggestion, SuggestionPopup
from crm_desktop.ui.widgets.cell_editor import CellEditor

if TYPE_CHECKING:
    from crm_desktop.ui.sales.entry_grid import EntryGrid

_Index = QModelIndex | QPersistentModelIndex
_Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ENTER = (_Key.Key_Return, _Key.Key_Enter)
_SUGGESTED = (CUSTOMER, PRODUCT, METHOD)


class Suggests(Protocol):
    """Where suggestions come from and where choices go."""

    def suggest(self, column: int, typed: str, line: int) -> Sequence[Suggestion]:
        """What ``typed`` may mean in this column of this line, best first."""

    def choose(self, column: int, line: int, value: Any) -> None:
        """Enter a suggestion's value into the line; ``None`` empties the cell."""

    def scan(self, column: int, line: int, typed: str, offered: bool = False) -> int | None:
        """The line a scanned bar code was entered on; ``None`` when ``typed`` is none."""

    def paste(self, line: int, column: int, cells: Sequence[Sequence[str]]) -> None:
        """Enter a block of texts from a spreadsheet."""


class CellInput:
    """At most one input is open at a time."""

    def __init__(self, grid: EntryGrid, source: Suggests) -> None:
        self.asks_buyer = False
        self._grid = grid
        self._source = source
        self._editor: CellEditor | None = None
        self._popup: SuggestionPopup | None = None
        self._taken: Suggestion | None = None
        self._fresh = False  # Shift Enter: something new is meant

    def make(self, parent: QWidget, index: _Index) -> CellEditor:
        """The input for a cell, with suggestions where there are any."""
        editor = CellEditor(parent, index.column(), COLUMNS[index.column()].right)
        self._editor, self._taken = editor, None
        if index.column() in _SUGGESTED:
            editor.textEdited.connect(self._suggest)
            editor.destroyed.connect(self._hide_popup)
        return editor

    def shown(self) -> None:
        """Offer what there is before anything is typed: ways to pay, and a walk-in for a new order.

        Elsewhere nothing is offered, so that Enter on a blank cell stays "same order as above".
        """
        editor = self._editor
        if editor is None:
            return
        first = self.asks_buyer or not len(self._grid.entry_model().batch)
        if editor.column == METHOD or (editor.column == CUSTOMER and first and not editor.text()):
            self._suggest("")

    def popup(self) -> SuggestionPopup:
        """The floating list, made when it is first needed."""
        if self._popup is None:
            self._popup = SuggestionPopup(self._grid.window())
            self._popup.chosen.connect(self._picked)
        return self._popup

    def _suggest(self, typed: str) -> None:
        editor = self._editor
        if editor is None:
            return
        found = self._source.suggest(editor.column, typed.strip(), self._grid.currentIndex().row())
        corner = editor.mapTo(self._grid.window(), editor.rect().topLeft())
        self.popup().show_items(found, typed.strip(), QRect(corner, editor.size()))

    def _hide_popup(self) -> None:
        if self._popup is not None and isValid(self._popup):
            self._popup.hide()

    def _picked(self, suggestion: Suggestion) -> None:
        self._taken, self._fresh = suggestion, suggestion.adds
        self._finish(self._grid.advance)

    def key(self, event: QKeyEvent) -> bool:
        """A key pressed inside the input; True when it was taken."""
        key, popup, grid = _Key(event.key()), self.popup(), self._grid
        if event.matches(QKeySequence.StandardKey.Paste):
            return self._paste_block()
        if event.modifiers() & _CTRL:
            action = grid.action(event) if key in (_Key.Key_Down, _Key.Key_D) else None
            if action is not None:
                self._finish(action)
            return action is not None
        if key in (_Key.Key_Up, _Key.Key_Down):
            by = 1 if key == _Key.Key_Down else -1
            if popup.isVisible():
                popup.move_current(by)
            else:
                here = grid.currentIndex()
                self._finish(lambda: grid.go(max(0, here.row() + by), here.column()))
            return True
        then: Callable[[], object] | None = {
            _Key.Key_Return: grid.advance,
            _Key.Key_Enter: grid.advance,
            _Key.Key_Tab: lambda: grid.step(1),
            _Key.Key_Backtab: lambda: grid.step(-1),
        }.get(key)
        if then is None:
            return False
        self._fresh = bool(event.modifiers() & _SHIFT) and key in _ENTER
        self._taken = popup.new_entry() if self._fresh and popup.isVisible() else popup.current()
        self._finish(then)
        return True

    def _paste_block(self) -> bool:
        """Rows or cells copied from a spreadsheet belong to the grid; a single text is typed."""
        block = pasted_cells.split(QGuiApplication.clipboard().text())
        if len(block) < 2 and len(block[0] if block else ()) < 2:
            return False
        if self._editor is not None:
            self.leave(self._editor, keep=False)
        self._grid.paste()
        return True

    def _finish(self, then: Callable[[], object]) -> None:
        """Take over what the input holds and go on; a refused text keeps the input open."""
        editor = self._editor
        if editor is None:
            return
        try:
            scanned = self._scanned(editor)
        except UserError as problem:
            self._grid.entry_model().refused.emit(str(problem))
            editor.selectAll()
            return
        if scanned is None and not self._take_over(editor):
            editor.selectAll()
            return
        here = self._grid.currentIndex().row()
        took = editor.column == PRODUCT and taken_product(self._taken)
        self._close(editor)
        if scanned is None:
            then()
        else:
            self._grid.go(scanned, QUANTITY, edit=True)
        if took or scanned is not None:
            self._grid.product_chosen.emit(here if scanned is None else scanned)

    def _scanned(self, editor: CellEditor) -> int | None:
        """The line of a bar code that was scanned into whatever cell is open."""
        taken, text = self._taken, editor.text().strip()
        if taken is not None and taken.adds and self._fresh:
            return None
        known = taken is not None and not taken.adds
        return self._source.scan(editor.column, self._grid.currentIndex().row(), text, known)

    def _close(self, editor: CellEditor) -> None:
        self._editor, self._taken = None, None
        self._hide_popup()
        self._grid.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _take_over(self, editor: CellEditor) -> bool:
        """Enter what is in the input; False when it was refused."""
        index, text, taken = self._grid.currentIndex(), editor.text().strip(), self._taken
        if editor.column in (CUSTOMER, PRODUCT):
            if taken is not None:
                self._source.choose(editor.column, index.row(), taken.value)
            return True
        if editor.column == METHOD and taken is not None:
            text = taken.title
        if text == str(index.data(Qt.ItemDataRole.EditRole) or ""):
            return True
        return self._grid.entry_model().setData(index, text)

    def abandon(self) -> None:
        """The grid is hidden, or goes elsewhere, with an input open."""
        if self._editor is not None:
            self.leave(self._editor, keep=True)

    def leave(self, editor: CellEditor, keep: bool) -> None:
        """The input lost the focus (``keep``) or Esc was pressed.

        A half-typed name counts only if it is exactly one that is offered: picking the first of
        several here would sell to the wrong customer unseen.
        """
        if editor is not self._editor:
            return  # closing it takes the focus off it, which comes back here
        if keep:
            typed = editor.text().strip().casefold()
            offered = self.popup().items() if self.popup().isVisible() else ()
            exact = [item for item in offered if item.title.casefold() == typed and not item.adds]
            self._taken = exact[0] if exact else None
            self._take_over(editor)
        self._close(editor)


def taken_product(taken: Suggestion | None) -> bool:
    """True when a product of the file was chosen, not a new one."""
    return taken is not None and not taken.adds


class EditingDelegate(EntryDelegate):
    """Opens the grid's inputs and hands their keys to ``CellInput``."""

    def __init__(self, grid: EntryGrid, cell_input: CellInput) -> None:
        super().__init__(grid)
        self._input = cell_input

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        return self._input.make(parent, index)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        assert isinstance(editor, CellEditor)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        editor.selectAll()
        self._input.shown()

    def setModelData(self, _editor: QWidget, _model: QObject, _index: _Index) -> None:
        """Nothing: ``CellInput`` has taken the text over already."""

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index
    ) -> None:
        editor.setGeometry(option.rect.adjusted(1, 1, -1, -2))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not isinstance(editor, CellEditor):
            return super().eventFilter(editor, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() != _Key.Key_Escape:
                return self._input.key(event)
            self._input.leave(editor, keep=False)
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mine = event.key() in (_Key.Key_Escape, _Key.Key_Tab, _Key.Key_Backtab)
            if mine:
                event.accept()
            return mine
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            elsewhere = event.reason() not in (
                Qt.FocusReason.ActiveWindowFocusReason,
                Qt.FocusReason.PopupFocusReason,
            )
            if elsewhere:
                self._input.leave(editor, keep=True)
        return False

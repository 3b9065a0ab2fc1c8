"""Paints the fast entry grid and opens its inputs."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.contacts import fast_entry_words as words
from crm_desktop.ui.contacts.fast_entry_model import COLUMNS, NAME, NUMBER, PHONE, STATUS
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.cell_editor import CellEditor

if TYPE_CHECKING:
    from crm_desktop.ui.contacts.fast_entry_grid import FastEntryGrid

log = logging.getLogger(__name__)

_Index = QModelIndex | QPersistentModelIndex
_Key = Qt.Key


class FastEntryDelegate(QStyledItemDelegate):
    """A cell that cannot be painted is logged and drawn as a dash."""

    def __init__(self, grid: FastEntryGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        try:
            self._paint(painter, QRectF(option.rect), index)
        except Exception:
            # Raising inside paint() re-enters painting and takes the program down.
            log.exception("An entry cell could not be painted")
            paint.txt(painter, QRectF(option.rect), paint.EMPTY, "body", "text3")
        painter.restore()

    def _paint(self, painter: QPainter, cell: QRectF, index: _Index) -> None:
        grid, number, column = self._grid, index.row(), index.column()
        here = grid.currentIndex()
        paint.smooth(painter)
        if number == here.row():
            painter.fillRect(cell, theme.color("selected"))
        paint.hairline(painter, cell.x(), cell.right() + 1, cell.bottom() - 1, "row")
        inner = cell.adjusted(theme.m(10), 0, -theme.m(10), 0)
        if column == NUMBER:
            paint.txt(painter, inner, str(number + 1), "caption", "text3", align="right")
        elif column == STATUS:
            self._status(painter, inner, number)
        elif index.data():
            role = "strong" if column == NAME else "body"
            paint.txt(painter, inner, str(index.data()), role)
        elif number == len(grid.fast_model().rows):
            hint = {NAME: _("Name…"), PHONE: _("Phone")}.get(column, "")
            paint.txt(painter, inner, hint, "body", "text3")
        if index == here and grid.hasFocus():
            paint.rounded(painter, cell.adjusted(1, 1, -1, -2), theme.m(4), None, "focus", pen=2)

    def _status(self, painter: QPainter, box: QRectF, number: int) -> None:
        model = self._grid.fast_model()
        row, known = model.row(number), model.known_of(number)
        if row.blank:
            return
        middle = box.center().y()
        if row.nameless:
            paint.chip(painter, box.x(), middle, _("Needs a name"), "red", room=box.width())
            return
        word, tone = words.WAYS[words.way(row, known)]
        tone = tone if known else "gray"
        used = paint.chip(painter, box.x(), middle, _(word), tone) + theme.m(8)
        if known is None:
            return
        arrow = theme.m(16)
        icons.draw(painter, box.right() - theme.m(12), middle, "caret-down", 12, token="text3")
        room = box.adjusted(used, 0, -arrow, 0)
        paint.txt(painter, room, words.why(known), "caption", "text2")

    # typing

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        return CellEditor(parent, index.column(), right=False)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        assert isinstance(editor, CellEditor)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        editor.selectAll()
        self._grid.opened(editor, index)

    def setModelData(self, _editor: QWidget, _model: QObject, _index: _Index) -> None:
        """Nothing: the grid has taken the text over already."""

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index
    ) -> None:
        editor.setGeometry(option.rect.adjusted(1, 1, -1, -2))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not isinstance(editor, CellEditor):
            return super().eventFilter(editor, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._grid.typed(editor, event)
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
                self._grid.take_over()
        return False


class FastEntryHeader(QHeaderView):
    """Quiet captions over the grid; nothing can be pressed."""

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
        title = COLUMNS[logicalIndex].title
        paint.txt(painter, inner, _(title) if title else "", "caption", "text3")
        painter.restore()

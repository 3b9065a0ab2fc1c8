"""Paints the cells of a record table: row ground, avatar or check box, text, hairline, ring."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.table_model import Column, TableModel

if TYPE_CHECKING:
    from crm_desktop.ui.widgets.record_table import RecordTable

log = logging.getLogger(__name__)

PAD = 24  # from the table's edge to its first text or check box
GAP = 10  # left and right of every other cell
FACE = 28  # side of the avatar
SUBLINE = 16


@dataclass(frozen=True, slots=True)
class Face:
    """What the first cell shows before its text: an avatar, and a second line under the name."""

    name: Callable[[Any], str]
    company: Callable[[Any], bool]
    second: Callable[[Any], str]


class RecordDelegate(QStyledItemDelegate):
    """One per table; only paints. A cell that fails is logged and drawn as a dash."""

    def __init__(self, table: RecordTable, face: Face | None, checkable: bool) -> None:
        super().__init__(table)
        self._table = table
        self._face = face
        self._checkable = checkable
        self._failed = False

    def text_left(self) -> int:
        """Where the first column's text begins, in real pixels."""
        if self._face:
            return theme.m(PAD - 4 + FACE + 10)
        return theme.m(PAD + (26 if self._checkable else 0))

    def check_box(self, row_rect: QRectF) -> QRectF:
        """The check box within the first cell of a row."""
        side = theme.m(16)
        middle = theme.m(PAD - 4 + FACE / 2) if self._face else theme.m(PAD + 8)
        return QRectF(middle - side / 2, row_rect.center().y() - side / 2, side, side)

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(theme.m(80), self._table.verticalHeader().defaultSectionSize())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        try:
            self._paint(painter, option, index)
        except Exception:
            # Raising inside paint() re-enters painting and takes the program down.
            if not self._failed:
                log.exception("A cell could not be painted")
            self._failed = True
            paint.txt(painter, QRectF(option.rect), paint.EMPTY, "body", "text3")
        painter.restore()

    def _paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = self._table.model()
        assert isinstance(model, TableModel)
        row, column = model.row_at(index.row()), model.columns[index.column()]
        paint.smooth(painter)
        cell = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        first = index.column() == self._table.first_column()
        self._ground(painter, cell, (index.row(), index.column()), selected, first)
        if row is None:
            return
        if first:
            self._first(painter, cell, row, column, number=index.row(), selected=selected)
        else:
            inner = cell.adjusted(theme.m(GAP), 0, -theme.m(GAP), 0)
            self._cell(painter, inner, row, column)

    def _ground(
        self, painter: QPainter, cell: QRectF, at: tuple[int, int], selected: bool, first: bool
    ) -> None:
        number, column = at
        if selected:
            painter.fillRect(cell, theme.color("selected"))
        elif number == self._table.hovered:
            painter.fillRect(cell, theme.color("hover"))
        left = cell.x() + (self.text_left() if first and not selected else 0)
        paint.hairline(painter, left, cell.right(), cell.bottom() - 1, "row")
        if selected and first:
            painter.fillRect(
                QRectF(cell.x(), cell.y(), theme.m(3), cell.height()), theme.color("accent")
            )
        if self._table.rings(number):
            token, pen = theme.color("focus"), 2
            painter.fillRect(QRectF(cell.x(), cell.y(), cell.width(), pen), token)
            painter.fillRect(QRectF(cell.x(), cell.bottom() - pen, cell.width(), pen), token)
            if first:
                painter.fillRect(QRectF(cell.x(), cell.y(), pen, cell.height()), token)
            if self._table.editing.rings(column):
                edge = cell.adjusted(theme.m(3), theme.m(5), -theme.m(3), -theme.m(5))
                paint.rounded(painter, edge, theme.m(5), "surface", "line3")

    def _first(
        self,
        painter: QPainter,
        cell: QRectF,
        row: Any,
        column: Column,
        *,
        number: int,
        selected: bool,
    ) -> None:
        checks = self._checkable and (self._table.bulk or number == self._table.hovered)
        if checks:
            paint.checkbox(painter, self.check_box(cell), selected and self._table.bulk)
        elif self._face:
            side = theme.m(FACE)
            box = QRectF(theme.m(PAD - 4), round(cell.center().y() - side / 2), side, side)
            paint.avatar(painter, box, self._face.name(row), row.id, self._face.company(row))
        left = cell.x() + self.text_left()
        inner = QRectF(left, cell.y(), cell.right() - theme.m(GAP) - left, cell.height())
        second = self._face.second(row) if self._face else ""
        if not second or cell.height() < theme.m(40):
            self._cell(painter, inner, row, column)
            return
        top = cell.center().y() - theme.m(SUBLINE + 2)
        upper = QRectF(inner.x(), top, inner.width(), theme.m(SUBLINE + 2))
        self._cell(painter, upper, row, column)
        lower = QRectF(inner.x(), cell.center().y(), inner.width(), theme.m(SUBLINE))
        paint.txt(painter, lower, second, "caption", "text3")

    @staticmethod
    def _cell(painter: QPainter, inner: QRectF, row: Any, column: Column) -> None:
        if column.paint is not None:
            column.paint(painter, inner, row)
            return
        text = column.text(row)
        ink = column.fg(row) if column.fg and text else "text"
        if not text:
            text, ink = paint.EMPTY, "text3"
        paint.txt(painter, inner, text, column.role, ink, align=column.align)

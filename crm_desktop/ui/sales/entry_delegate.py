"""Paints the entry grid: order brackets, avatars, amounts, what is owed."""

from __future__ import annotations

import logging

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.sales.entry_model import (
    COLUMNS,
    CUSTOMER,
    DISCOUNT,
    DUE,
    METHOD,
    NUMBER,
    PRICE,
    PRODUCT,
    RECEIVED,
    EntryModel,
    buyer_name,
)
from crm_desktop.ui.sales.order import TERMS, Line, Order
from crm_desktop.ui.widgets import paint

log = logging.getLogger(__name__)

_Index = QModelIndex | QPersistentModelIndex


class EntryDelegate(QStyledItemDelegate):
    """Only paints; the grid gives the editors. A cell that fails is logged and drawn as a dash."""

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
        model, grid = index.model(), self.parent()
        assert isinstance(model, EntryModel) and isinstance(grid, QAbstractItemView)
        number, column = index.row(), index.column()
        line, order = model.line(number), model.batch.order_of(number)
        here = grid.currentIndex()
        paint.smooth(painter)
        if number == here.row():
            painter.fillRect(cell, theme.color("selected"))
        self._lower_edge(painter, cell, number, column, order)
        if line is None or order is None:
            self._fresh(painter, cell, index, model)
        elif column == NUMBER:
            self._bracket(painter, cell, number, order, here.row())
        elif column == CUSTOMER:
            self._customer(painter, _inner(cell), line)
        else:
            self._text(painter, _inner(cell), index, line, order)
        if index == here and grid.hasFocus():
            paint.rounded(painter, cell.adjusted(1, 1, -1, -2), theme.m(4), None, "focus", pen=2)

    @staticmethod
    def _lower_edge(
        painter: QPainter, cell: QRectF, number: int, column: int, order: Order | None
    ) -> None:
        last = order is not None and number == order.first + len(order.lines) - 1
        if column == NUMBER and not last:
            return
        token = "line2" if last else "row"
        paint.hairline(painter, cell.x(), cell.right() + 1, cell.bottom() - 1, token)

    @staticmethod
    def _fresh(painter: QPainter, cell: QRectF, index: _Index, model: EntryModel) -> None:
        if index.column() == NUMBER:
            box = cell.adjusted(0, 0, -theme.m(14), 0)
            number = str(len(model.batch.orders()) + 1)
            paint.txt(painter, box, number, "caption", "text3", align="right")
        elif index.column() == CUSTOMER and model.editable(index):
            paint.txt(painter, _inner(cell), _("Customer…"), "body", "text3")
        elif index.column() == PRODUCT:
            paint.txt(painter, _inner(cell), _("Type a name or code"), "body", "text3")

    @staticmethod
    def _bracket(painter: QPainter, cell: QRectF, number: int, order: Order, current: int) -> None:
        inside, count = number - order.first, len(order.lines)
        mine = order.first <= current < order.first + count
        if count > 1:
            painter.setPen(QPen(theme.color("accent" if mine else "line3"), 1.5))
            x, middle = cell.x() + theme.m(20), cell.center().y()
            top = middle if inside == 0 else cell.y() - 1
            bottom = middle if inside == count - 1 else cell.bottom() + 1
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
            if inside in (0, count - 1):
                painter.drawLine(QPointF(x, middle), QPointF(x + theme.m(6), middle))
        if inside == 0:
            role, ink = ("caption_strong", "accentText") if mine else ("caption", "text3")
            box = cell.adjusted(0, 0, -theme.m(14), 0)
            paint.txt(painter, box, str(order.number), role, ink, align="right")

    @staticmethod
    def _customer(painter: QPainter, box: QRectF, line: Line) -> None:
        side, buyer = theme.m(22), line.buyer
        text = box.adjusted(theme.m(30), 0, 0, 0)
        if buyer is None:
            paint.txt(painter, text, "〃", "body", "text3")
            return
        face = QRectF(box.x(), round(box.center().y() - side / 2), side, side)
        if buyer.walk_in:
            paint.rounded(painter, face, side / 2, "graySoft")
            icons.draw(painter, face.x() + theme.m(4), face.center().y(), "user", 14, token="text3")
        else:
            key = buyer.contact_id if buyer.contact_id is not None else buyer.name
            paint.avatar(painter, face, buyer.name, key, buyer.company)
        paint.txt(painter, text, buyer_name(buyer), "strong")
        if buyer.contact_id is None and not buyer.walk_in:
            used = paint.width(buyer.name, "strong") + theme.m(6)
            if used + paint.chip_width(_("new")) < text.width():
                paint.chip(painter, text.x() + used, box.center().y(), _("new"), "blue")

    @staticmethod
    def _text(painter: QPainter, box: QRectF, index: _Index, line: Line, order: Order) -> None:
        column, text = index.column(), str(index.data() or "")
        role, ink = "body", "text"
        if column == DISCOUNT:
            ink = "accentText" if line.discount_bp or line.discount_minor else "text3"
        elif column == PRICE:
            ink = "text2"
        elif column == DUE:
            role = "strong"
        elif column == METHOD:
            ink = "amberText" if order.method == TERMS else "text2"
        elif column == RECEIVED:
            ink = "redText" if index.row() > order.first else "text"
            if index.row() == order.first and order.lines[0].received_minor is None:
                ink = "text3"  # follows the amount due until it is typed
        missing = column in (PRODUCT, PRICE) and not text and not line.complete
        if missing and (line.product or column == PRODUCT):
            text, ink = paint.EMPTY, "amberText"
        align = "right" if COLUMNS[column].right else "left"
        paint.txt(painter, box, text, role, ink, align=align)


def _inner(cell: QRectF) -> QRectF:
    return cell.adjusted(theme.m(10), 0, -theme.m(10), 0)

"""The movements of a product's stock: day, how much, why, and what was left."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _
from crm_desktop.services.products import stock
from crm_desktop.services.products.stock import MovementRow
from crm_desktop.ui import theme
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.widgets import menu, paint
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.layout import column, row
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.row_list import RowList

_PAGE = 50
_ROW = 44


class MovementList(QWidget):
    """The latest movements; one of a sale opens it, one entered by hand can be deleted."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._product_id = 0
        self._limit = _PAGE
        self.list = RowList(_ROW, _paint, describe, lines=False)
        self.list.opened.connect(self._open)
        self.list.menu_asked.connect(self._menu)
        self.more = Button(lambda: _("Show more"), kind="link", small=True, on=self._show_more)
        self.setLayout(column(self.list, row(self.more, None), gap=4))

    def show_product(self, product_id: int) -> None:
        """Read the movements of a product."""
        if product_id != self._product_id:
            self._product_id, self._limit = product_id, _PAGE
        read = self._shell.workspace.read
        self.list.set_rows(read(stock.movements, product_id, self._limit))
        self.more.setVisible(read(stock.movement_count, product_id) > len(self.list.rows))

    def _show_more(self) -> None:
        self._limit += 4 * _PAGE
        self.show_product(self._product_id)

    def _open(self, one: MovementRow) -> None:
        if one.sale_id is not None:
            self._shell.go("sales", OpenRecord(one.sale_id))

    def _menu(self, one: MovementRow, where: QPoint) -> None:
        item = (
            MenuItem(lambda: _("Open the sale"), partial(self._open, one), "receipt")
            if one.sale_id is not None
            else MenuItem(lambda: _("Delete"), partial(self.remove, one), "trash", "", danger=True)
        )
        menu.build(self, [item]).popup(where)

    def remove(self, one: MovementRow) -> None:
        """Delete one entered by hand."""
        self._shell.workspace.execute(stock.REMOVE_ACTION, stock.remove, one.id)
        self._shell.toast(_("Movement deleted"), "trash", undo=True)


def signed(milli: int) -> str:
    """``+5`` or ``-2``."""
    return f"{'+' if milli > 0 else ''}{formats.quantity(milli)}"


def describe(one: MovementRow) -> str:
    """A movement as one spoken sentence."""
    parts = (
        formats.date_relative(one.moved_on, clock.today()),
        signed(one.quantity_milli),
        _why(one),
        _("{n} in stock").format(n=formats.quantity(one.after_milli)),
    )
    return ", ".join(parts)


def _why(one: MovementRow) -> str:
    parts = (one.reason_words, one.contact_name or one.sale_number, one.note, one.shop)
    return " · ".join(part for part in parts if part)


def _paint(painter: QPainter, box: QRectF, one: MovementRow, _hot: bool) -> None:
    paint.hairline(painter, box.x(), box.right(), box.y(), "line")
    upper = QRectF(box.x(), box.y() + theme.m(3), box.width(), theme.m(20))
    lower = QRectF(box.x(), box.y() + theme.m(22), box.width(), theme.m(18))
    ink = "accentText" if one.quantity_milli > 0 else "text"
    used = paint.txt(painter, upper, signed(one.quantity_milli), "strong", ink, align="right")
    upper.setRight(upper.right() - used - theme.m(8))
    paint.txt(painter, upper, _why(one))
    left = "redText" if one.after_milli < 0 else "text3"
    words = _("{n} in stock").format(n=formats.quantity(one.after_milli))
    used = paint.txt(painter, lower, words, "caption", left, align="right")
    lower.setRight(lower.right() - used - theme.m(8))
    day = formats.date_relative(one.moved_on, clock.today())
    paint.txt(painter, lower, f"{day} · {one.staff}" if one.staff else day, "caption", "text3")

"""The tree of categories at the left: one is current, and the list shows what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter

from crm_desktop.core import formats
from crm_desktop.core.i18n import _
from crm_desktop.services.products.product_categories import CategoryRow
from crm_desktop.services.products.product_list import NO_CATEGORY
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import RowList

_INDENT = 16


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the tree: every product, a category, or those in none. ``products`` is shown
    unless it is ``None``."""

    id: int | None
    name: str
    depth: int
    products: int | None
    path: str = ""


def places(tree: Sequence[CategoryRow]) -> list[Place]:
    """Everything, the tree, and what is in no category."""
    inner = [Place(one.id, one.name, one.depth, one.products, one.path) for one in tree]
    none = [Place(NO_CATEGORY, _("Without category"), 0, None)] if tree else []
    return [Place(None, _("All products"), 0, None), *inner, *none]


class CategoryList(RowList):
    """``chosen`` tells the id of a category, ``None`` for all, ``NO_CATEGORY`` for none."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(32, self._paint_place, _describe, lines=False)
        self.shown: int | None = None
        self.opened.connect(lambda place: self.choose(place.id))

    def show_tree(self, tree: Sequence[CategoryRow]) -> None:
        """Show another tree; what is current stays if it is still there."""
        rows = places(tree)
        if self.shown not in [one.id for one in rows]:
            self.shown = None
        self.set_rows(rows)

    def choose(self, category_id: int | None) -> None:
        """Make one current and tell it."""
        if category_id != self.shown:
            self.shown = category_id
            self.chosen.emit(category_id)
        self.current = next(
            (number for number, one in enumerate(self.rows) if one.id == category_id), 0
        )
        self.update()

    def _paint_place(self, painter: QPainter, box: QRectF, row: Place, hot: bool) -> None:
        here = row.id == self.shown
        ground = box.adjusted(theme.m(10), 1, -theme.m(10), -1)
        if here or hot:
            paint.rounded(painter, ground, theme.m(6), "selected" if here else "hover")
        left = ground.x() + theme.m(10 + min(row.depth, 6) * _INDENT)
        right = ground.right() - theme.m(10)
        if row.products is not None:
            count = formats.integer(row.products)
            space = QRectF(left, box.y(), right - left, box.height())
            right -= paint.txt(painter, space, count, "caption", "text3", align="right")
            right -= theme.m(8)
        role = "strong" if here else "body"
        paint.txt(painter, QRectF(left, box.y(), right - left, box.height()), row.name, role)


def _describe(row: Place) -> str:
    if row.products is None:
        return row.name
    return f"{row.path}, {formats.integer(row.products)}"

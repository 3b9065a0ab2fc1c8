"""What can be done with products: each is one action with one undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.exchange import entered
from crm_desktop.services.products import product_record, products, stock
from crm_desktop.services.products.product_record import ProductEdit
from crm_desktop.services.products.products import ProductDraft, ProductRow, Removed
from crm_desktop.services.settings import settings
from crm_desktop.ui.page import Shell
from crm_desktop.ui.products.categories import CategoryActions
from crm_desktop.ui.products.price_change_dialog import PriceChangeDialog
from crm_desktop.ui.products.product_form import ProductForm
from crm_desktop.ui.products.stock_dialog import StockDialog, is_zero
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.menu import MenuItem

_AT_ONCE = 50


class ProductActing:
    """``selected`` gives the ids that the list has selected."""

    def __init__(self, host: QWidget, shell: Shell, selected: Callable[[], Sequence[int]]) -> None:
        self._host, self._shell, self._selected = host, shell, selected
        self.categories = CategoryActions(host, shell)

    # one product

    def add(self, category: str = "") -> Dialog:
        """Ask for a new one."""
        return self._form(None, ProductEdit(ProductDraft("", category=category)))

    def copy(self, product_id: int) -> Dialog:
        """Ask for a new one that is like another but for its codes."""
        edit = self._shell.workspace.read(product_record.record, product_id).edit
        draft = replace(edit.draft, code="", barcode="")
        return self._form(None, replace(edit, draft=draft))

    def edit(self, product_id: int) -> Dialog:
        """Change everything about one."""
        return self._form(product_id)

    def _form(self, product_id: int | None, start: ProductEdit | None = None) -> Dialog:
        record = None
        if product_id is not None:
            record = self._shell.workspace.read(product_record.record, product_id)
        form = ProductForm(self._shell, record, start)
        action = product_record.CREATE_ACTION if record is None else product_record.EDIT_ACTION

        def save() -> bool:
            edit = form.value()
            if edit is None:
                return False
            self._shell.workspace.execute(
                action, product_record.save, product_id, edit, form.picture_taken
            )
            words = _("Made: {name}") if record is None else _("Changed: {name}")
            self._shell.toast(words.format(name=edit.draft.name), "package", undo=True)
            return True

        title = (lambda: _("New product")) if record is None else (lambda: _("Change product"))
        dialog = Dialog(self._host, title, form, lambda: _("Save"), save, width=560)
        dialog.open()
        form.input("name").setFocus()
        return dialog

    def save_cell(self, row: ProductRow, key: str, typed: str) -> None:
        """Write one cell of the list: a code, a price, or what was counted of it."""
        workspace, typed = self._shell.workspace, typed.strip()
        try:
            if key == "stock":
                if not typed:
                    return
                counted = 0 if is_zero(typed) else entered.quantity(typed)
                workspace.execute(stock.COUNT_ACTION, stock.count, row.id, counted)
            elif key == "price":
                price = entered.amount(typed, row.currency) if typed else None
                workspace.execute(
                    product_record.EDIT_ACTION, products.edit, row.id, price_minor=price
                )
            else:
                workspace.execute(product_record.EDIT_ACTION, products.edit, row.id, code=typed)
        except UserError as problem:
            self._shell.toast(str(problem), "warning")
            return
        self._shell.toast(_("Saved"), undo=True)

    def move_stock(self, product_id: int, way: str = "in") -> Dialog:
        """Goods in, out or counted."""
        row = self._shell.workspace.read(products.get, product_id)
        dialog = StockDialog(self._host, self._shell, row, way)
        dialog.open()
        return dialog

    # several

    def remove(self, ids: Sequence[int] | None = None) -> None:
        """Delete, by default what is selected; those sold are hidden instead."""
        self._write(product_record.REMOVE_ACTION, products.remove, removed_words, "trash", ids)

    def hide(self, ids: Sequence[int] | None = None) -> None:
        """Offer no more."""
        words = lambda n: ngettext("{n} product hidden", "{n} products hidden", n)  # noqa: E731
        service = partial(products.show, active=False)
        self._write(product_record.HIDE_ACTION, service, words, "eye-slash", ids)

    def show(self, ids: Sequence[int] | None = None) -> None:
        """Offer again."""
        words = lambda n: ngettext("{n} product on sale again", "{n} products on sale again", n)  # noqa: E731
        service = partial(products.show, active=True)
        self._write(product_record.SHOW_ACTION, service, words, "eye", ids)

    def _write(
        self,
        name: str,
        service: Callable[..., Any],
        words: Callable[[Any], str],
        icon: str,
        chosen: Sequence[int] | None,
    ) -> None:
        """A few at once, many in the background; both one step of undo."""
        ids = list(self._selected() if chosen is None else chosen)

        def told(outcome: Any) -> None:
            count = outcome if isinstance(outcome, int) else 0
            said = words(outcome).replace("{n}", formats.integer(count))
            self._shell.toast(said, icon, undo=True)

        if not ids:
            return
        if len(ids) <= _AT_ONCE:
            told(self._shell.workspace.execute(name, service, ids))
        else:
            self._shell.workspace.execute_job(
                name, service, ids, owner=self._host, done=told, progress=False
            )

    def categorise(self, ids: Sequence[int] | None = None) -> None:
        """Put into a category."""
        ids = self._selected() if ids is None else ids
        if ids:
            self.categories.put_menu(ids, QCursor.pos())

    def change_prices(self, ids: Sequence[int]) -> Dialog | None:
        """Change the prices of these products."""
        if not ids:
            return None
        currency = self._shell.workspace.read(settings.get, settings.CURRENCY)
        dialog = PriceChangeDialog(self._host, self._shell, ids, currency)
        dialog.open()
        return dialog

    def menu(self, row: ProductRow, where: QPoint, ids: Sequence[int] | None = None) -> None:
        """The context menu of one product; what goes for several goes for ``ids``, by default for
        what is selected."""
        goods = not row.is_service
        move = partial(self.move_stock, row.id)
        offered = (
            MenuItem(lambda: _("Hide"), lambda: self.hide(ids), "eye-slash")
            if row.active
            else MenuItem(lambda: _("Offer again"), lambda: self.show(ids), "eye")
        )
        items: list[MenuItem | None] = [
            MenuItem(lambda: _("Edit…"), lambda: self.edit(row.id), "pencil-simple", "Enter"),
            MenuItem(lambda: _("Copy…"), lambda: self.copy(row.id), "copy"),
            MenuItem(lambda: _("Goods in…"), move, "plus", "", goods),
            MenuItem(lambda: _("Goods out…"), lambda: move("out"), "minus", "", goods),
            MenuItem(lambda: _("Count…"), lambda: move("count"), "check-square", "", goods),
            MenuItem(lambda: _("Category…"), lambda: self.categorise(ids), "tag"),
            offered,
            None,
            MenuItem(lambda: _("Delete"), lambda: self.remove(ids), "trash", "Del", danger=True),
        ]
        menu.build(self._host, items).popup(where)


def removed_words(done: Removed) -> str:
    """What became of the products taken away."""
    parts = []
    if done.binned:
        words = ngettext("{n} product deleted", "{n} products deleted", done.binned)
        parts.append(words.format(n=formats.integer(done.binned)))
    if done.hidden:
        words = ngettext(
            "{n} was sold before and is hidden instead",
            "{n} were sold before and are hidden instead",
            done.hidden,
        )
        parts.append(words.format(n=formats.integer(done.hidden)))
    return " · ".join(parts)

"""Products: the list with its categories, and what of it goes on paper."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _
from crm_desktop.ui.page import Command, NewRecord, OpenRecord, Page, Shell, bare_row
from crm_desktop.ui.products.shelf import ProductShelf

if TYPE_CHECKING:
    from crm_desktop.ui.products.price_list_view import PriceListView

_TABLES = (
    "product", "product_category", "product_price", "product_option", "product_part",
    "stock_movement", "sale_line", "sale", "setting", "attachment",
)  # fmt: skip


class ProductsPage(Page):
    """``go("products", OpenRecord(id))`` shows one, ``NewRecord`` begins one."""

    name = "products"
    flat = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.shelf = ProductShelf(shell)
        self.price_list: PriceListView | None = None
        self.views = QStackedWidget()
        self.views.addWidget(self.shelf)
        bare_row(self).addWidget(self.views)
        self.shelf.paper_asked.connect(self.print_page)

    def refresh(self, changes: Changes | None) -> None:
        if changes is not None and not changes.touches(*_TABLES):
            return
        self.shelf.refresh()
        if (paper := self._paper()) is not None:
            paper.refresh()

    def retranslate(self) -> None:
        if self.shell.workspace.is_open:
            self.refresh(None)

    def _paper(self) -> PriceListView | None:
        """What is on paper, while it is shown."""
        return self.price_list if self.views.currentWidget() is self.price_list else None

    # on paper

    def show_price_list(self, style: str) -> None:
        """Show a ``list``, ``catalogue`` or ``stock`` list of what is selected or listed."""
        if self.price_list is None:
            from crm_desktop.ui.products.price_list_view import PriceListView

            self.price_list = PriceListView(self.shell)
            self.price_list.left.connect(self.close_price_list)
            self.views.addWidget(self.price_list)
        self.views.setCurrentWidget(self.price_list)
        shelf = self.shelf
        chosen = shelf.selected() if shelf.table.bulk else None
        self.price_list.show_products(shelf.query, chosen, style)

    def close_price_list(self) -> bool:
        """Back to the products; False when they are shown."""
        if self._paper() is None:
            return False
        self.views.setCurrentWidget(self.shelf)
        self.shelf.table.setFocus()
        return True

    def print_page(self) -> None:
        """Ctrl+P: what is listed as it will lie on paper; there, print it."""
        if (paper := self._paper()) is not None:
            paper.print_it()
        else:
            self.show_price_list("stock" if self.shelf.query.view == "low" else "list")

    def export_page(self) -> None:
        """Ctrl+E: the same as a file."""
        if (paper := self._paper()) is not None:
            paper.export("pdf")
        else:
            self.print_page()

    # what the window asks for

    def new_record(self) -> None:
        self.shelf.new_record()

    def open_target(self, target: Any) -> None:
        if isinstance(target, NewRecord):
            self.new_record()
        elif isinstance(target, OpenRecord):
            self.close_price_list()
            self.shelf.show_product(target.id)

    def commands(self) -> list[Command]:
        low = partial(self.shelf.show_view, "low")
        on_paper = self.show_price_list
        return [
            Command("products.new", lambda: _("New product"), self.new_record, "package", "Ctrl N"),
            Command("products.low", lambda: _("What is low in stock"), low, "warning"),
            Command("products.list", lambda: _("Price list"), partial(on_paper, "list"),
                    "file-pdf"),
            Command("products.catalogue", lambda: _("Catalogue"), partial(on_paper, "catalogue"),
                    "file-pdf"),
            Command("products.prices", lambda: _("Change prices"), self.shelf.change_prices,
                    "percent"),
        ]  # fmt: skip

    def focus_search(self) -> None:
        self.close_price_list()
        self.shelf.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_back(self) -> bool:
        return self.close_price_list() or self.shelf.close_panel()

    def regions(self) -> list[QWidget]:
        shelf = self.shelf
        if (paper := self._paper()) is not None:
            return [paper.header, paper.side, paper.paper]
        return [shelf.header, shelf.tree, shelf.table, shelf.panel]

    def shown(self) -> None:
        self.shelf.table.setFocus(Qt.FocusReason.OtherFocusReason)

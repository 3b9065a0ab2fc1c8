"""The tree of categories, the list of products, one product beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.products import product_list, products
from crm_desktop.services.products.product_list import ProductQuery
from crm_desktop.services.products.products import ProductRow
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.bulk_bar import BulkAction, BulkBar
from crm_desktop.ui.page import PageHeader, Shell, bare_column, bare_row
from crm_desktop.ui.products.acting import ProductActing
from crm_desktop.ui.products.category_list import CategoryList
from crm_desktop.ui.products.columns import COLUMNS, FACE, describe
from crm_desktop.ui.products.panel import WIDTH, ProductPanel
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.choices import Choice, Tabs
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.layout import column, fixed_width, plain, row
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.search_box import SearchBox
from crm_desktop.ui.widgets.table_model import TableModel
from crm_desktop.ui.widgets.text import Label

SIDE_WIDTH = 212
SIDE_FROM = 820  # scaled width of the page from which the tree stands at its left
_SCANNED = 8  # letters of a code that nobody types by hand, and up
BESIDE_FROM = 1000  # from which one product stands beside the list
_VIEWS: Sequence[tuple[str, str]] = (
    ("sold", N_("On sale")),
    ("low", N_("Low stock")),
    ("priceless", N_("Without a price")),
    ("hidden", N_("Hidden")),
    ("all", N_("All")),
)


class ProductSource:
    """A ``RowSource`` over the latest ``query``: its order is read once, its rows as needed."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self.query = ProductQuery()
        self.ids: list[int] = []

    def count(self) -> int:
        """How many there are."""
        self.ids = self._shell.workspace.read(product_list.ids, self.query)
        return len(self.ids)

    def fetch(self, offset: int, limit: int) -> Sequence[ProductRow]:
        """A slice of them."""
        rows: Sequence[ProductRow] = self._shell.workspace.read(
            product_list.rows, self.ids[offset : offset + limit]
        )
        return rows


class ProductShelf(QWidget):
    """``paper_asked`` when what is selected or listed is to be seen on paper."""

    paper_asked = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.query = ProductQuery()
        self.source = ProductSource(shell)
        self.model = TableModel(COLUMNS, describe)
        self.table = RecordTable(self.model, FACE)
        self.search = SearchBox(lambda: _("Name, pinyin, code"), self.table)
        self.tabs = Tabs([Choice(key, partial(_, label)) for key, label in _VIEWS], "sold")
        self.tree = CategoryList()
        self.category = ComboBox([("", lambda: _("All products"))])
        self.bulk = BulkBar(_selected_words)
        self.footer = Label("", "body", "text2", elide=True)
        self.empty = EmptyState("package", "")
        self.panel = ProductPanel(shell)
        self.acting = ProductActing(self, shell, self.selected)
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()
        theme.live(self, self._fit)

    def _lay_out(self) -> None:
        self.prices = IconButton("percent", lambda: _("Change prices"), on=self.change_prices)
        self.paper = IconButton(
            "file-pdf",
            lambda: _("Price list or catalogue"),
            keys="Ctrl P",
            on=self.paper_asked.emit,
        )
        new = Button(lambda: _("New product"), "plus", "primary", keys="Ctrl N", on=self.new_record)
        self.header = PageHeader(lambda: _("Products"), self.search, self.prices, self.paper, new)
        self.category.may_shrink(8)
        tabs = plain(row((self.tabs, 1), self.category, gap=12, margins=(24, 0, 24, 0)))
        self._heads = QStackedWidget()
        self._heads.addWidget(tabs)
        self._heads.addWidget(self.bulk)
        foot = QFrame()
        foot.setProperty("bar", "top")
        self.hint = Label(
            lambda: _("Space shows · Enter changes · F2 edits price or stock"), "caption", "text3"
        )
        foot.setLayout(row((self.footer, 1), self.hint, margins=(24, 8, 24, 8)))
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.main = QWidget()
        main = bare_column(self.main)
        for part in (self.header, self._heads):
            main.addWidget(part)
        main.addWidget(self.stack, 1)
        main.addWidget(foot)
        self.side = self._left_side()
        whole = bare_row(self)
        whole.addWidget(self.side)
        whole.addWidget(self.main, 1)
        whole.addWidget(self.panel)
        self.panel.hide()

    def _left_side(self) -> QFrame:
        side = QFrame()
        side.setProperty("panel", "left")
        self.add_category = IconButton("plus", lambda: _("New category"), on=self._new_category)
        title = Label(lambda: _("Categories"), "caption", "text3")
        head = plain(row((title, 1), self.add_category, margins=(20, 14, 10, 4)))
        side.setLayout(column(head, (ScrollArea(self.tree), 1), gap=0))
        fixed_width(side, SIDE_WIDTH)
        return side

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda view: self._ask(replace(self.query, view=view)))
        self.tabs.folded.connect(self._show_folded)
        self.tree.chosen.connect(self._choose_category)
        self.tree.menu_asked.connect(self.acting.categories.show_menu)
        self.category.activated.connect(lambda _index: self._category_picked())
        self.search.searched.connect(self._search)
        self.search.entered.connect(self._open_first)
        self.search.left.connect(self.table.setFocus)
        self.table.typed.connect(self.search.take)
        self.table.sort_asked.connect(self._sort)
        self.table.opened.connect(lambda one: self.acting.edit(one.id))
        self.table.previewed.connect(lambda one: self.show_product(one.id))
        self.table.current_changed.connect(self._current_moved)
        self.table.menu_asked.connect(self.acting.menu)
        self.table.archive_asked.connect(self.acting.remove)
        self.table.selection_changed.connect(self._selection_moved)
        self.table.edited.connect(self.acting.save_cell)
        self.table.left.connect(self.close_panel)
        self.bulk.cleared.connect(self.table.clear_bulk)
        self.bulk.set_actions(self._bulk_actions())
        self.panel.closed.connect(self.close_panel)
        self.panel.edit_asked.connect(self.acting.edit)
        self.panel.stock_asked.connect(self.acting.move_stock)
        self.panel.menu_asked.connect(self._panel_menu)

    def _bulk_actions(self) -> list[BulkAction]:
        acting = self.acting
        return [
            BulkAction("prices", "percent", lambda: _("Prices…"), self.change_prices),
            BulkAction("list", "file-pdf", lambda: _("Price list…"), self.paper_asked.emit),
            BulkAction("category", "tag", lambda: _("Category…"), acting.categorise),
            BulkAction("hide", "eye-slash", lambda: _("Hide"), acting.hide),
            BulkAction("show", "eye", lambda: _("Offer again"), acting.show),
            BulkAction("delete", "trash", lambda: _("Delete"), acting.remove, danger=True),
        ]

    # what is listed

    def refresh(self) -> None:
        """Read again; scroll position and current row stay."""
        rows = self.acting.categories.rows()
        self.tree.show_tree(rows)
        named: list[tuple[str, Text]] = [(str(one.id), one.path) for one in rows]
        shown = self.query.category_id
        if shown is not None and shown != self.tree.shown:
            self.query = replace(self.query, category_id=None)
        self.category.set_choices(
            [("", lambda: _("All products")), *named], str(self.tree.shown or "")
        )
        self._ask(self.query, keep=True)
        if self.panel.isVisible() and self.panel.record is not None:
            self.panel.show_product(self.panel.record.id)

    def _ask(self, query: ProductQuery, *, keep: bool = False) -> None:
        self.query = query
        self.table.show_sort(query.sort, query.descending)
        self.source.query = query
        if keep and self.model.rowCount():
            self._reload()
        else:
            self.table.show_source(self.source)
        self._say()
        self.shell.workspace.ask(
            product_list.counts, query, owner=self, done=partial(self._show_counts, query)
        )

    def _reload(self) -> None:
        """Read again; what is selected by its place is let go when other products stand there."""
        before, current = self.source.ids, self.table.current_row()
        self.model.reload()
        if self.source.ids == before:
            return
        if self.table.bulk:
            self.table.clear_bulk()
        if current is not None and current.id in self.source.ids:
            self.table.select_number(self.source.ids.index(current.id))

    def _say(self) -> None:
        count = self.model.rowCount()
        self.stack.setCurrentWidget(self.table if count else self.empty)
        words = ngettext("{n} product", "{n} products", count)
        self.footer.say(words.format(n=formats.integer(count)))
        if self.query == ProductQuery(sort=self.query.sort, descending=self.query.descending):
            hint = lambda: _("Make the first with Ctrl N, or import your price list.")  # noqa: E731
            self.empty.say("package", lambda: _("No products yet"), hint)
        else:
            hint = lambda: _("Try another category, or clear the search.")  # noqa: E731
            self.empty.say("funnel-simple", lambda: _("No products match"), hint)

    def _show_counts(self, query: ProductQuery, counts: dict[str, int]) -> None:
        if query != self.query:
            return
        self.tabs.set_choices(
            [Choice(key, partial(_, label), counts[key] or None) for key, label in _VIEWS]
        )

    def _search(self, text: str) -> None:
        self._ask(replace(self.query, text=text))
        one = self.table.row(0)
        # A scanner types a code and Enter: the product itself is wanted, not a list of one.
        if one is not None and len(text) >= _SCANNED and text in (one.barcode, one.code):
            self.show_product(one.id)

    def _sort(self, key: str, descending: bool) -> None:
        self._ask(replace(self.query, sort=key, descending=descending))

    def _choose_category(self, category_id: int | None) -> None:
        self.category.set_value(str(category_id or ""))
        self._ask(replace(self.query, category_id=category_id))

    def _category_picked(self) -> None:
        chosen = self.category.value()
        self.tree.choose(int(chosen) if chosen else None)

    def show_view(self, view: str) -> None:
        """Turn to a tab: sold, low, priceless, hidden or all."""
        self.tabs.set_current(view)
        self._ask(replace(self.query, view=view))

    def _show_folded(self, keys: list[str]) -> None:
        labels = dict(_VIEWS)
        menu.popup_below(
            self.tabs,
            [MenuItem(partial(_, labels[key]), partial(self.show_view, key)) for key in keys],
        )

    def selected(self) -> list[int]:
        """The ids of the selected rows, else of the current one."""
        if not self.table.bulk:
            one = self.table.current_row()
            return [one.id] if one is not None else []
        selection = self.table.selectionModel().selection()
        blocks = [selection.at(number) for number in range(selection.count())]
        spans = sorted((block.top(), block.bottom()) for block in blocks)
        return [one for first, last in spans for one in self.source.ids[first : last + 1]]

    def _selection_moved(self) -> None:
        self._heads.setCurrentIndex(1 if self.table.bulk else 0)
        if self.table.bulk:
            self.bulk.show_count(self.table.selected_count())

    # one product

    def show_product(self, product_id: int) -> None:
        """Show a product beside the list, or instead of it on a narrow window."""
        self.panel.show()
        self._fit()
        self.panel.show_product(product_id)

    def close_panel(self) -> bool:
        """Back to the list alone; False when it was alone."""
        if self.panel.isHidden():
            return False
        self.panel.hide()
        self._fit()
        self.table.setFocus()
        return True

    def _current_moved(self, one: ProductRow | None) -> None:
        if one is not None and self.panel.isVisible():
            self.panel.show_product(one.id)

    def _open_first(self) -> None:
        one = self.table.current_row() or self.table.row(0)
        if one is not None:
            self.show_product(one.id)

    def _panel_menu(self, product_id: int, where: QPoint) -> None:
        row = self.shell.workspace.read(products.get, product_id)
        self.acting.menu(row, where, [product_id])

    # what is asked of it

    def change_prices(self) -> None:
        """Change the prices of the selected products, or of all that are listed."""
        self.acting.change_prices(self.selected() if self.table.bulk else self.source.ids)

    def _new_category(self) -> None:
        self.acting.categories.add(self.tree.shown or None)

    def new_record(self) -> None:
        """Ask for a product in the category shown."""
        rows = self.acting.categories.rows()
        here = next((one.path for one in rows if one.id == self.query.category_id), "")
        self.acting.add(here)

    # room

    def _fit(self) -> None:
        beside = self.width() >= theme.m(BESIDE_FROM)
        shown = not self.panel.isHidden()
        self.main.setVisible(beside or not shown)
        side = self.width() >= theme.m(SIDE_FROM + (WIDTH if shown else 0))
        self.side.setVisible(side)
        self.category.setVisible(not side)
        self.panel.setMinimumWidth(theme.m(WIDTH) if beside else 0)
        self.panel.setMaximumWidth(theme.m(WIDTH) if beside else 16_777_215)
        self.search.setFixedWidth(theme.m(240 if self.main.width() >= theme.m(640) else 150))
        self.hint.setVisible(self.main.width() >= theme.m(640))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _selected_words(count: int) -> str:
    words = ngettext("{n} product selected", "{n} products selected", count)
    return words.format(n=formats.integer(count))

"""Products that sale lines and product lists name: found by code, bar code or name, or made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.names import pinyin_batch
from crm_desktop.db import bulk
from crm_desktop.db.models import Product, StockMovement
from crm_desktop.services.imports.imports_data import CleanTable, Fate, TableFates
from crm_desktop.services.products import product_categories
from crm_desktop.services.products.product_checks import number_key

_COLUMNS = (
    "code", "barcode", "name", "pinyin", "initials", "spec", "unit", "category_id", "price_minor",
    "cost_minor", "currency", "remark", "import_batch_id", "stock_counted",
)  # fmt: skip


@dataclass(slots=True)
class NewProduct:
    """A product to be made; ``prices`` and ``costs`` are those seen, the commonest one counts.

    ``stock_milli`` is what its list says there is, in thousandths; ``None`` when it says nothing.
    """

    name: str
    spec: str = ""
    code: str = ""
    barcode: str = ""
    unit: str = ""
    category: str = ""
    currency: str = "CNY"
    remark: str = ""
    batch: int = 0
    stock_milli: int | None = None
    prices: Counter[int] = field(default_factory=Counter)
    costs: Counter[int] = field(default_factory=Counter)


@dataclass(slots=True)
class Shelf:
    """Products by key; ids from ``first_new`` on are made by the import.

    A ``complete`` one came with all products: what is not on it is no product.
    """

    first_new: int
    by_code: dict[str, int] = field(default_factory=dict)
    by_name: dict[tuple[str, str], int] = field(default_factory=dict)
    code_of: dict[int, str] = field(default_factory=dict)
    complete: bool = False
    new: list[NewProduct] = field(default_factory=list)
    _folded: dict[str, str] = field(default_factory=dict)

    def key(self, name: str, spec: str) -> tuple[str, str]:
        """Name and specification as compared."""
        return self._fold(name), self._fold(spec)

    def _fold(self, words: str) -> str:
        found = self._folded.get(words)
        if found is None:
            found = self._folded[words] = text.key(words)
        return found

    def find(self, name: str, spec: str, code: str, barcode: str) -> int:
        """Id of a product, or 0. A code decides before the name does."""
        for number in (code, barcode):
            if number and (key := number_key(number)) in self.by_code:
                return self.by_code[key]
        found = self.by_name.get(self.key(name, spec), 0) if name else 0
        other = self.code_of.get(found, "")
        return 0 if code and other and number_key(code) != number_key(other) else found

    def add(self, product: NewProduct) -> int:
        """Give out the id of a product to be made."""
        product_id = self.first_new + len(self.new)
        self.new.append(product)
        self._index(product_id, product)
        return product_id

    def _index(self, product_id: int, product: NewProduct) -> None:
        for number in (product.code, product.barcode):
            if number:
                self.by_code.setdefault(number_key(number), product_id)
        self.by_name.setdefault(self.key(product.name, product.spec), product_id)
        if product.code:
            self.code_of[product_id] = product.code

    def made(self, product_id: int) -> NewProduct | None:
        """The product to be made under this id, if it is one."""
        at = product_id - self.first_new
        return self.new[at] if 0 <= at < len(self.new) else None


def load(session: Session) -> Shelf:
    """All products of the file by their keys."""
    shelf = Shelf(bulk.next_id(session, Product))
    columns = (Product.id, Product.name, Product.spec, Product.code, Product.barcode)
    rows = session.execute(select(*columns).where(Product.deleted_at.is_(None)))
    for product_id, name, spec, code, barcode in rows:
        shelf._index(product_id, NewProduct(name, spec, code, barcode))
    return shelf


def take_list(
    shelf: Shelf,
    table: CleanTable,
    batch: int,
    failed: set[int],
    fates: TableFates | None = None,
) -> None:
    """Put the products of a product list on the shelf; those there already stay as they are."""
    columns = table.columns
    for index, name in enumerate(columns["product"]):
        if table.rows[index] in failed:
            continue
        spec, code = columns["spec"][index], columns["code"][index]
        if shelf.find(name, spec, code, columns["barcode"][index]):
            if fates is not None:
                fates.set(index, Fate.SAME)
            continue
        product = NewProduct(
            name, spec, code, columns["barcode"][index], columns["unit"][index],
            columns["category"][index], columns["currency"][index], columns["remark"][index],
            batch, columns["stock_milli"][index],
        )  # fmt: skip
        for counter, column in ((product.prices, "price_minor"), (product.costs, "cost_minor")):
            if columns[column][index] is not None:
                counter[columns[column][index]] += 1
        shelf.add(product)


def write(session: Session, shelf: Shelf) -> None:
    """Insert the new products, with the stock their list states as a first movement."""
    if not shelf.new:
        return
    categories = _categories(session, [product.category for product in shelf.new])
    sounds = pinyin_batch([product.name for product in shelf.new])
    ids = bulk.insert_rows(
        session,
        Product,
        _COLUMNS,
        [
            (
                text.halfwidth(one.code), text.halfwidth(one.barcode), one.name, full, initials,
                one.spec, one.unit,
                categories.get(one.category), _usual(one.prices), _usual(one.costs),
                one.currency, one.remark, one.batch, int(one.stock_milli is not None),
            )
            for one, (full, initials) in zip(shelf.new, sounds, strict=True)
        ],
    )  # fmt: skip
    day = clock.today().isoformat()
    bulk.insert_rows(
        session,
        StockMovement,
        ("product_id", "moved_on", "quantity_milli", "reason"),
        [
            (product_id, day, one.stock_milli, "opening")
            for product_id, one in zip(ids, shelf.new, strict=True)
            if one.stock_milli
        ],
    )


def _usual(seen: Counter[int]) -> int | None:
    """The commonest price; the highest of equally common ones, which is the undiscounted one."""
    return max(seen, key=lambda price: (seen[price], price)) if seen else None


def _categories(session: Session, wanted: Sequence[str]) -> dict[str, int]:
    """Ids of the categories by name or path (``Filters / RO``), made where they are new."""
    found: dict[str, int] = {}
    for path in dict.fromkeys(wanted):
        category_id = product_categories.by_path(session, path)
        if category_id is not None:
            found[path] = category_id
    return found

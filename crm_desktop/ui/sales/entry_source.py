"""Where the entry grid's suggestions come from: customers, products and ways to pay of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.core import formats, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import _
from crm_desktop.services.products import product_options, products
from crm_desktop.services.products.product_options import Chosen
from crm_desktop.services.products.product_record import Option
from crm_desktop.services.products.products import ProductRow
from crm_desktop.services.sales import sale_entry
from crm_desktop.services.sales.sale_entry import Offer
from crm_desktop.ui.sales import contact_finder
from crm_desktop.ui.sales.entry_model import (
    CUSTOMER,
    PRODUCT,
    EntryModel,
    buyer_name,
    method_name,
)
from crm_desktop.ui.sales.order import WALK_IN, Buyer, Line
from crm_desktop.ui.sales.pasting import Pasting
from crm_desktop.ui.sales.suggestion_popup import Suggestion
from crm_desktop.ui.workspace import Workspace

OFFERED = 6
_SHORTEST_CODE = 6  # shorter digits are quantities and prices
_NO_OPTIONS = {"options": "", "extra_minor": 0}
_LEFT_FEW = 2_000  # thousandths: warn from two left when no limit is set


class EntrySource:
    """Answers within a few milliseconds, on the GUI thread, while somebody types."""

    def __init__(self, workspace: Workspace, model: EntryModel) -> None:
        self._workspace = workspace
        self._model = model
        model.prices = self.price_of

    def suggest(self, column: int, typed: str, line: int) -> Sequence[Suggestion]:
        """What ``typed`` may mean in this column of this line, best first."""
        if column == CUSTOMER:
            return self._customers(typed)
        if column == PRODUCT:
            return self._products(typed, line)
        return self._methods(typed, line)

    def _customers(self, typed: str) -> list[Suggestion]:
        walk_in = Suggestion(WALK_IN, _("Walk-in"), second=_("Nobody in particular"))
        if not typed:
            return [walk_in]
        found = [
            Suggestion(Buyer(row.id, row.name, row.company, row.phone), row.name, second=row.phone)
            for row in self._workspace.read(contact_finder.find, typed, OFFERED)
        ]
        if means_walk_in(typed):
            found.insert(0, walk_in)
        new = _("New customer “{name}”").format(name=typed)
        return [*found, Suggestion(Buyer(None, typed), new, adds=True, keys=_SHIFT_ENTER)]

    def _products(self, typed: str, line: int) -> list[Suggestion]:
        if not typed:
            return []
        order = self._model.batch.order_of(min(line, len(self._model.batch) - 1))
        buyer = order.buyer.contact_id if order else None
        rows = self._workspace.read(products.find, typed, OFFERED, buyer)
        exact = text.clean(text.halfwidth(typed))
        # The code typed or scanned is what is meant; then what was bought before.
        rows = sorted(
            rows,
            key=lambda row: (exact not in (row.code, row.barcode), row.last_price_minor is None),
        )
        new = _("New product “{name}”").format(name=typed)
        return [
            *map(_of_product, rows),
            Suggestion(typed, new, adds=True, keys=_SHIFT_ENTER),
        ]

    def _methods(self, typed: str, line: int) -> list[Suggestion]:
        order = self._model.batch.order_of(line)
        here = order.method if order else ""
        wanted = typed.casefold()
        methods = sorted(self._model.methods, key=lambda method: method != here)
        return [
            Suggestion(method, method_name(method))
            for method in methods
            if not wanted
            or method_name(method).casefold().startswith(wanted)
            or text.fold(method_name(method)).startswith(text.fold(typed))
        ]

    def choose(self, column: int, line: int, value: Any) -> None:
        """Enter a suggestion's value into the line; ``None`` empties the cell."""
        model = self._model
        if column == CUSTOMER:
            if model.one_order and line:
                return  # the order has its customer on the first line
            buyer = value if value is not None or line else WALK_IN
            model.apply(lambda: model.batch.change(line, buyer=buyer))
            self._price_again(line)
        elif value is None:
            none = {"product_id": None, "product": "", "unit": "", "barcode": "", **_NO_OPTIONS}
            model.apply(lambda: model.batch.change(line, **none))
        elif isinstance(value, ProductRow):
            model.apply(lambda: model.batch.change(line, **self._sold(value, line)))
        else:
            named = {"product_id": None, "product": str(value), "priced": False,
                     **_NO_OPTIONS, **self._one(line)}  # fmt: skip
            named["barcode"] = str(value) if sale_entry.is_bar_code(str(value)) else ""
            model.apply(lambda: model.batch.change(line, **named))

    def _one(self, line: int) -> dict[str, int]:
        """Quantity 1, unless one was typed already."""
        here = self._model.line(line)
        return {} if here and here.quantity_milli is not None else {"quantity_milli": 1000}

    def _sold(self, row: ProductRow, line: int) -> dict[str, Any]:
        """What choosing a product fills in."""
        here = self._model.line(line)
        quantity = here.quantity_milli if here and here.quantity_milli is not None else 1000
        offer = self._offer(row.id, line, quantity)
        return {
            "product_id": row.id,
            "product": row.name,
            "unit": row.unit,
            "price_minor": offer.price_minor,
            "tax_bp": offer.tax_bp,
            "priced": True,
            "barcode": "",
            **_NO_OPTIONS,
            **self._one(line),
        }

    def options(self, number: int) -> Mapping[str, Sequence[Option]]:
        """The options of the product on a line, by group."""
        line = self._model.line(number)
        if line is None or line.product_id is None:
            return {}
        found: Mapping[str, Sequence[Option]] = self._workspace.read(
            product_options.groups, line.product_id
        )
        return found

    def choose_options(self, number: int, chosen: Chosen) -> None:
        """Enter options into a line; a price of the list follows them."""
        model, line = self._model, self._model.line(number)
        if line is None or line.product_id is None:
            return
        values: dict[str, Any] = {"options": chosen.words, "extra_minor": chosen.extra_minor}
        if line.priced and line.quantity_milli:
            extra = chosen.extra_minor
            offer = self._offer(line.product_id, number, line.quantity_milli, extra)
            values["price_minor"] = offer.price_minor
        model.apply(lambda: model.batch.change(number, **values))

    def _offer(
        self, product_id: int, line: int, quantity_milli: int, extra_minor: int = 0
    ) -> Offer:
        try:
            offered: Offer = self._workspace.read(
                sale_entry.offer, product_id, self._buyer_id(line), quantity_milli, extra_minor
            )
        except NotFound:  # deleted since it was typed
            return Offer(None, 0)
        return offered

    def _buyer_id(self, line: int) -> int | None:
        order = self._model.batch.order_of(min(line, len(self._model.batch) - 1))
        return order.buyer.contact_id if order else None

    def price_of(self, number: int, quantity_milli: int | None) -> dict[str, Any]:
        """The price a line gets with another quantity, unless its price was typed."""
        line = self._model.line(number)
        if line is None or not line.priced or line.product_id is None or not quantity_milli:
            return {}
        offer = self._offer(line.product_id, number, quantity_milli, line.extra_minor)
        return {"price_minor": offer.price_minor}

    def _price_again(self, number: int) -> None:
        """The prices of the order for another customer, where they came from the list."""
        order = self._model.batch.order_of(number)
        for at, line in enumerate(order.lines if order else (), order.first if order else 0):
            price = self.price_of(at, line.quantity_milli).get("price_minor", line.price_minor)
            if price != line.price_minor:
                self._model.batch.amend(at, price_minor=price)

    def scan(self, column: int, line: int, typed: str, offered: bool = False) -> int | None:
        """Take what a scanner typed into any cell as its product, on a line of the order.

        Returns the line it is on: a new one, or the one that has the product already, then one
        more of it. ``None`` when ``typed`` is no bar code of ours or belongs where it stands;
        ``offered`` says that something known is chosen there. Raises ``UserError`` for a bar code
        that no product has.
        """
        if offered and column != PRODUCT:
            return None
        if len(typed) < _SHORTEST_CODE:
            return None
        row = self._workspace.read(sale_entry.scanned, typed, self._buyer_id(line))
        if row is not None:
            return self._enter_scanned(column, line, row)
        if sale_entry.is_bar_code(typed):
            raise UserError(
                _("No product has the bar code {code}.").format(code=typed),
                _("Nothing was entered."),
                _("Shift Enter in the product column makes a new one."),
            )
        return None

    def _enter_scanned(self, column: int, line: int, row: ProductRow) -> int | None:
        model, here = self._model, self._model.line(line)
        at = self._one_more(line if column == PRODUCT else -1, line, row)
        if at is not None:
            return at
        if here is None or not here.product:
            if column == PRODUCT:
                return None  # it is where it belongs
            if here is not None:
                self.choose(PRODUCT, line, row)
                return line
        fresh = Line(**self._sold(row, len(model.batch)))
        model.apply(lambda: model.batch.add_after(line, fresh))
        order = model.batch.order_of(min(line, len(model.batch) - 1))
        return order.first + len(order.lines) - 1 if order else None

    def _one_more(self, but: int, line: int, row: ProductRow) -> int | None:
        """Raise the quantity where the order has the product already, ``but`` on this line."""
        batch = self._model.batch
        order = batch.order_of(min(line, len(batch) - 1))
        for at, one in enumerate(order.lines if order else (), order.first if order else 0):
            same = one.product_id == row.id and not one.options
            if same and at != but and one.quantity_milli is not None:
                more = one.quantity_milli + 1000
                values = {"quantity_milli": more, **self.price_of(at, more)}
                self._model.apply(lambda: batch.change(at, **values))  # noqa: B023 - run at once
                return at
        return None

    def paste(self, line: int, column: int, cells: Sequence[Sequence[str]]) -> None:
        """Enter a block of texts from a spreadsheet. Raises ``UserError`` for what is unclear."""
        Pasting(self, self._model).paste(line, column, cells)


_SHIFT_ENTER = "Shift Enter"


def means_walk_in(typed: str) -> bool:
    """True for the beginning of "walk-in", 散客 or its initials, and for 0."""
    known = (buyer_name(WALK_IN).casefold(), "walk-in", "散客", "sk", "sanke", "0")
    return any(name.startswith(typed.casefold()) for name in known)


def _of_product(row: ProductRow) -> Suggestion:
    stock, tone = "", "text3"
    if row.stock_milli is not None:
        few = row.low_stock or row.stock_milli <= _LEFT_FEW
        words = _("{n} left") if few else _("{n} in stock")
        gone = row.stock_milli <= 0
        stock = _("None left") if gone else words.format(n=formats.quantity(row.stock_milli))
        tone = "amberText" if few else "text3"
    price = formats.money_whole if (row.price_minor or 0) % 100 == 0 else formats.money_exact
    last = row.last_price_minor
    return Suggestion(
        row,
        row.name,
        code=row.code,
        second=stock,
        tone=tone,
        right="" if row.price_minor is None else price(row.price_minor, row.currency),
        note=""
        if last is None or last == row.price_minor
        else _("{price} last time").format(price=formats.money_exact(last, row.currency)),
    )

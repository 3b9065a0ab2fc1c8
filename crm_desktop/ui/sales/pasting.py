"""Rows pasted into the grid of sales: which column each cell belongs to, entered as one step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange import entered, headings
from crm_desktop.ui.sales.entry_model import (
    CUSTOMER,
    DISCOUNT,
    METHOD,
    PRICE,
    PRODUCT,
    QUANTITY,
    RECEIVED,
    EntryModel,
)
from crm_desktop.ui.sales.order import Buyer

if TYPE_CHECKING:
    from crm_desktop.ui.sales.entry_source import EntrySource

_COLUMNS = {
    "customer": CUSTOMER,
    "name": CUSTOMER,
    "product": PRODUCT,
    "code": PRODUCT,
    "quantity": QUANTITY,
    "price": PRICE,
    "discount": DISCOUNT,
    "received": RECEIVED,
    "pay_method": METHOD,
    "way": METHOD,
}


class Pasting:
    """One block: names are looked up once each, what cannot be read is gathered."""

    def __init__(self, source: EntrySource, model: EntryModel) -> None:
        self._source, self._model = source, model
        self._known: dict[tuple[int, str], Any] = {}
        self._refused: list[str] = []

    def paste(self, line: int, column: int, cells: Sequence[Sequence[str]]) -> None:
        """Enter the cells as if each had been typed, as one step of undo.

        A name that is exactly one customer or product (or its code) becomes that one, any other
        a new one. Raises ``UserError`` that names the cells which could not be read.
        """
        rows = [row for row in arranged(cells, column) if row]
        self._model.apply(lambda: self._enter(line, rows))
        if self._refused:
            shown = ", ".join(f"“{typed}”" for typed in self._refused[:3])
            raise UserError(
                _("These cells could not be read: {cells}").format(cells=shown),
                _("The other cells were pasted."),
            )

    def _enter(self, line: int, rows: Sequence[dict[int, str]]) -> None:
        for at, row in enumerate(rows, line):
            if CUSTOMER in row:
                self._one(at, CUSTOMER, row[CUSTOMER])
            if PRODUCT in row and QUANTITY in row:
                self._quantity(at, row[QUANTITY])  # before the product: it decides on the price
            for column in sorted(row.keys() - {CUSTOMER}):
                if column != QUANTITY or PRODUCT not in row:
                    self._one(at, column, row[column])

    def _quantity(self, line: int, typed: str) -> None:
        try:
            milli = entered.quantity(typed)
        except UserError:
            self._refused.append(typed)
            return
        batch = self._model.batch
        self._model.apply(lambda: batch.change(line, quantity_milli=milli))

    def _one(self, line: int, column: int, typed: str) -> None:
        if column in (CUSTOMER, PRODUCT):
            self._source.choose(column, line, self._named(column, typed, line))
            return
        index = self._model.index(min(line, self._model.rowCount() - 1), column)
        if self._model.editable(index) and not self._model.setData(index, typed):
            self._refused.append(typed)

    def _named(self, column: int, typed: str, line: int) -> Any:
        key = column, typed.casefold()
        if key not in self._known:
            new = Buyer(None, typed) if column == CUSTOMER else typed
            offered = (
                item.value
                for item in self._source.suggest(column, typed, line)
                if not item.adds and key[1] in (item.title.casefold(), item.code.casefold())
            )
            self._known[key] = next(offered, new)
        return self._known[key]


def arranged(cells: Sequence[Sequence[str]], column: int) -> list[dict[int, str]]:
    """The texts of each row by column of the grid: those the first row names as headings, which is
    then left out with all columns the grid has not; else from ``column`` on."""
    named = _named_by(cells[0]) if cells else []
    places = named or list(range(column, METHOD + 1))
    made = []
    for row in cells[1:] if named else cells:
        texts: dict[int, str] = {}
        for place, typed in zip(places, row, strict=False):
            plain = " ".join(typed.split())  # a name on two lines of its cell
            if place is not None and plain:
                texts.setdefault(place, plain)
        made.append(texts)
    return made


def _named_by(row: Sequence[str]) -> list[int | None]:
    """The grid's column under each heading; empty when the row is no headings but a sale."""
    words = [word for word in row if word.strip()]
    if len(words) < 2 or not all(map(headings.is_heading, words)):
        return []
    places = [_place(word) for word in row]
    return places if PRODUCT in places else []


def _place(word: str) -> int | None:
    fields = headings.fields_of(word)[0] if word.strip() else ()
    return next((_COLUMNS[field] for field in fields if field in _COLUMNS), None)

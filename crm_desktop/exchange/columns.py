"""The cells of a table by column, with merged cells and "same as above" filled down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crm_desktop.exchange.mapping import Column
from crm_desktop.exchange.sheets import Cell, Row, Sheet

_DITTO_WORDS = (
    "〃", "〞", '"', "″", "”", "“", "〃〃", '""', "″″", "””", "“”", '" "', "同上", "同前",
    "''", "、、", "--〃--", "ditto", "Ditto", "do.",
)  # fmt: skip
_DITTOS = frozenset(
    f"{left}{word}{right}" for word in _DITTO_WORDS for left in ("", " ") for right in ("", " ")
)

# A word that says "as above" is followed only where copying cannot invent a fact about a person.
_NEVER_COPIED = frozenset(
    {"mobile", "phone", "fax", "wechat", "qq", "email", "birthday", "id_card"}
)


# Copying these down would count the same money twice.
_COUNTED = frozenset(
    {"amount", "received", "owed", "quantity", "cost", "profit", "debt", "spent", "visits",
     "points", "balance", "stock"}
)  # fmt: skip


@dataclass(slots=True)
class Cells:
    """Columns of the data rows of a sheet. ``rows`` are 0-based row numbers.

    ``by_position[c][i]`` is the cell of column ``c`` in ``rows[i]``; ``filled`` counts cells taken
    from above, ``merged_below`` holds ``(i, c)`` of those merged with the cell above.
    """

    rows: Sequence[int]
    by_position: dict[int, list[Cell]]
    filled: int = 0
    merged_below: set[tuple[int, int]] = field(default_factory=set)


def columns_of(sheet: Sheet, rows: Sequence[int], columns: Sequence[Column]) -> Cells:
    """Cells of the given rows; values of cells merged downwards stand in each of their rows."""
    data: list[Row] = [sheet.rows[row] for row in rows]
    cells = Cells(rows, {column.position: _column(data, column.position) for column in columns})
    _fill_merged(sheet, cells, {one.position for one in columns if one.field in _COUNTED})
    for column in columns:
        if column.field not in _NEVER_COPIED:
            _follow_dittos(cells, column.position)
    return cells


def _column(data: Sequence[Row], position: int) -> list[Cell]:
    try:
        return [row[position] for row in data]
    except IndexError:
        return [row[position] if position < len(row) else "" for row in data]


def _fill_merged(sheet: Sheet, cells: Cells, counted: set[int]) -> None:
    down = [span for span in sheet.merged if span[2] > span[0] and span[1] not in counted]
    if not down:
        return
    place = {row: index for index, row in enumerate(cells.rows)}
    for top, left, bottom, _right in down:
        column = cells.by_position.get(left)
        first = place.get(top)
        if column is None or first is None or column[first] == "":
            continue
        for row in range(top + 1, bottom + 1):
            index = place.get(row)
            if index is not None and column[index] == "":
                column[index] = column[first]
                cells.filled += 1
                cells.merged_below.add((index, left))


def _follow_dittos(cells: Cells, position: int) -> None:
    """Replace 〃 and 同上 by the value above."""
    column = cells.by_position[position]
    if _DITTOS.isdisjoint(column):
        return
    for index, cell in enumerate(column):
        if index and cell in _DITTOS:
            column[index] = column[index - 1]
            cells.filled += 1


_ORDER_FIELDS = ("date", "order_no", "customer")
_WITH_CUSTOMER = ("member_no", "card_no", "mobile", "phone", "wechat", "contact_person", "address")


def continue_orders(cells: Cells, position_of: Mapping[str, int]) -> None:
    """In lines of sales an empty date, number and customer mean those of the line above.

    An empty customer alone stays empty (a walk-in), unless the line belongs to the order above:
    its number is the same, or it has neither number nor a date of its own.
    """
    date, number, customer = (
        cells.by_position.get(position_of[field]) if field in position_of else None
        for field in _ORDER_FIELDS
    )
    partners = [
        cells.by_position[position_of[field]] for field in _WITH_CUSTOMER if field in position_of
    ]
    for index in range(1, len(cells.rows)):
        own_date = date is not None and date[index] != ""
        same_day = date is None or not own_date or date[index] == date[index - 1]
        own_number = number is not None and number[index] != ""
        same_order = own_number and number is not None and number[index] == number[index - 1]
        goes_on = same_order or (
            not own_number and same_day and (number is not None or not own_date)
        )
        if date is not None and not own_date and date[index - 1] != "":
            date[index] = date[index - 1]
            cells.filled += 1
        if customer is None or customer[index] != "" or not goes_on:
            continue
        if any(partner[index] not in ("", partner[index - 1]) for partner in partners):
            continue
        cells.filled += customer[index - 1] != ""
        customer[index] = customer[index - 1]
        if number is not None and not own_number:
            number[index] = number[index - 1]
        for partner in partners:
            partner[index] = partner[index - 1]

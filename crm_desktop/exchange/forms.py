"""A form on a sheet, labels beside their values, as a table of one record.

``客户 | 张三`` below ``电话 | 138…`` is how a visit is written down on paper and in a card.
"""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.exchange import headings
from crm_desktop.exchange.sheets import Cell, Row, Sheet
from crm_desktop.exchange.understand import KEYS

_LEAST = 4
_MOST_ROWS = 60
_SURE = 0.9
Pair = tuple[int, str, Cell]
"""Row, label, value."""


def as_table(sheet: Sheet) -> Sheet | None:
    """The sheet as headings and one row of values; ``None`` for a sheet that is no form."""
    if not 0 < len(sheet.rows) <= _MOST_ROWS:
        return None
    pairs = [pair for number, row in enumerate(sheet.rows) for pair in _pairs(number, row)]
    labels = [label for _row, label, _value in pairs]
    filled = sum(1 for row in sheet.rows if any(cell != "" for cell in row))
    rows = {number for number, _label, _value in pairs}
    if len(pairs) < _LEAST or len(set(labels)) < len(labels) or len(rows) * 10 < filled * 6:
        return None
    if not any(set(headings.fields_of(label)[0]) & KEYS for label in labels):
        return None
    first = pairs[0][0]
    body: list[Row] = [*sheet.rows[:first], labels, [value for _row, _label, value in pairs]]
    return replace(sheet, rows=body, merged=(), hidden_rows=frozenset(), comments={}, errors={})


def _pairs(number: int, row: Row) -> list[Pair]:
    """The labels of a row with the cell beside each; none where headings stand side by side."""
    found: list[Pair] = []
    place = 0
    while place < len(row):
        cell = row[place]
        if cell == "":
            place += 1
            continue
        beside = row[place + 1] if place + 1 < len(row) else ""
        if not _is_label(cell) or _is_label(beside):
            return []
        found.append((number, str(cell).strip().rstrip(":："), beside))
        place += 2
    return found


def _is_label(cell: Cell) -> bool:
    if not isinstance(cell, str) or not cell.strip() or len(cell) > 20:
        return False
    return headings.fields_of(cell)[1] >= _SURE

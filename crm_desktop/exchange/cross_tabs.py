"""Sheets with months, days, products or shops across: one sale line for every filled cell.

Columns that go to the field ``across`` are such; ``recognised`` says which those are, ``unpivoted``
makes the lines. A list that merely has a few more columns of numbers is left alone: columns across
are months or days, or they add up to a total in the same row and the day is known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crm_desktop.core import text
from crm_desktop.core.i18n import _
from crm_desktop.exchange import headings
from crm_desktop.exchange.amounts import parse_amount
from crm_desktop.exchange.cell_changes import Changes
from crm_desktop.exchange.clean import clean
from crm_desktop.exchange.columns import columns_of
from crm_desktop.exchange.headings import CUSTOMERS, FOLLOW_UPS, PRODUCTS, SALES
from crm_desktop.exchange.mapping import ACROSS, EXTRA, Column, map_columns
from crm_desktop.exchange.periods import Period, measure_of, period_of
from crm_desktop.exchange.sheets import Cell, Sheet
from crm_desktop.exchange.understand import KEYS, Layout, RowKind
from crm_desktop.services.imports.imports_data import CleanTable, Problem

_LEAST = 3
_NUMBERS = 0.8
_ADD_UP = 0.8
_TOTAL = re.compile(
    r"(?:小|合|总|共|累)计|总额|总和|全年|年度|平均|均值|占比|排名|同比|环比|增长"
    r"|total|sum|average|avg|share|rank|ytd|growth",
)
_SHOP = re.compile(
    r".*(?:店|门店|分店|分公司|营业部|柜台?|store|shop|branch)(?:\d+)?", re.IGNORECASE
)
_UNITS = re.compile(
    r"销量|数量|件数|单位[:：]\s*[个件瓶桶箱台套袋盒]|qty|quantity|units", re.IGNORECASE
)
_LISTS = frozenset({"level", "birthday", "since", "gender", "tags", "debt", "points", "balance",
                    "email", "stock", "barcode", "cost"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unpivoted:
    """The lines of a cross-tab as a sheet: ``rows[i]`` is the 0-based source row of line ``i``.

    ``unreadable`` are (row, heading, value) of cells that hold no number.
    """

    sheet: Sheet
    layout: Layout
    columns: tuple[Column, ...]
    rows: tuple[int, ...]
    unreadable: tuple[tuple[int, str, str], ...] = ()


@dataclass(slots=True)
class _Group:
    """The cells of one period or label: the column of its amount and of its quantity."""

    day: dt.date | None
    label: str
    heading: str
    at: dict[str, int] = field(default_factory=dict)


def recognised(
    sheet: Sheet, layout: Layout, kind: str, columns: Sequence[Column]
) -> list[tuple[str, list[Column]]]:
    """What a sheet is imported as: as it was understood, or as sale lines, or as both.

    A list of customers or products with months beside it is both: the list, and its sales.
    """
    plain = [(kind, list(columns))]
    if kind == FOLLOW_UPS or not layout.header_rows:
        return plain
    across = _periods(sheet, layout, columns) or _summed(sheet, layout, columns)
    if not across:
        return plain
    _kind, mapped = map_columns(sheet, layout, SALES)
    sales = [_placed(one, across) for one in mapped]
    if not _can_be_sold(layout, sales, across, sheet):
        return plain
    listed = {one.field for one in columns if one.position not in across} & _LISTS
    if kind in (CUSTOMERS, PRODUCTS) and listed:
        kept = [
            replace(one, field="ignore", confidence=1.0) if _is_figure(one, across) else one
            for one in columns
        ]
        return [(kind, kept), (SALES, sales)]
    return [(SALES, sales)]


def _is_figure(column: Column, across: frozenset[int]) -> bool:
    return column.position in across or bool(_TOTAL.search(text.fold(column.heading)))


def _placed(column: Column, across: frozenset[int]) -> Column:
    if column.position in across:
        return replace(column, field=ACROSS, confidence=0.9)
    if column.position > min(across) and _TOTAL.search(text.fold(column.heading)):
        return replace(column, field="ignore", confidence=0.9)
    return column


def _cells(sheet: Sheet, layout: Layout, position: int) -> list[Cell]:
    rows = [sheet.rows[number] for number in layout.data_rows()[:400]]
    return [row[position] if position < len(row) else "" for row in rows]


def _share_of_numbers(cells: Sequence[Cell]) -> float:
    filled = [cell for cell in cells if cell != ""]
    if not filled:
        return 1.0
    return sum(1 for cell in filled if not _odd(cell)) / len(filled)


def _odd(cell: Cell) -> bool:
    """True for a cell that holds something else than a number or a sign for none."""
    return not isinstance(cell, float | int) and parse_amount(cell).note is not None


def _periods(sheet: Sheet, layout: Layout, columns: Sequence[Column]) -> frozenset[int]:
    """Columns headed by months or days."""
    found = {
        one.position
        for one in columns
        if _period(one, layout)
        and _share_of_numbers(_cells(sheet, layout, one.position)) >= _NUMBERS
    }
    distinct = {_key(_period(one, layout)) for one in columns if one.position in found}
    filled = any(cell != "" for one in found for cell in _cells(sheet, layout, one))
    return frozenset(found) if len(distinct) >= _LEAST and filled else frozenset()


def _key(period: Period | None) -> tuple[int, int, int]:
    return (period.year, period.month, period.day) if period else (0, 0, 0)


def _period(column: Column, layout: Layout) -> Period | None:
    return period_of(column.heading, column.parent, layout.year, layout.month)


def _summed(sheet: Sheet, layout: Layout, columns: Sequence[Column]) -> frozenset[int]:
    """Unknown columns of numbers that add up to a total in the same row."""
    totals = [one for one in columns if _TOTAL.search(text.fold(one.heading))]
    unknown = [
        one
        for one in columns
        if one.field == EXTRA and one.heading and one not in totals
        and not headings.fields_of(one.heading)[0]
        and _share_of_numbers(_cells(sheet, layout, one.position)) >= _NUMBERS
    ]  # fmt: skip
    if len(unknown) < _LEAST or not totals:
        return frozenset()
    parts = [_cells(sheet, layout, one.position) for one in unknown]
    for total in totals:
        stated = _cells(sheet, layout, total.position)
        rows = [
            (_number(whole), sum(_number(cell) for cell in row))
            for whole, *row in zip(stated, *parts, strict=True)
            if whole != ""
        ]
        good = sum(1 for whole, added in rows if whole and abs(whole - added) < 0.015)
        if rows and good >= _ADD_UP * len(rows):
            return frozenset(one.position for one in unknown)
    return frozenset()


def _number(cell: Cell) -> float:
    if isinstance(cell, float | int):
        return float(cell)
    value = parse_amount(cell).value
    return float(value) if value is not None else 0.0


def _can_be_sold(
    layout: Layout, columns: Sequence[Column], across: frozenset[int], sheet: Sheet
) -> bool:
    """True when every line has a day, something it is about, and an amount."""
    fields = {one.field for one in columns}
    periods = [_period(one, layout) for one in columns if one.position in across]
    dated = all(periods) or "date" in fields or bool(layout.year and layout.month)
    about = bool(fields & (KEYS | {"shop", "salesperson", "category", "code"})) or "date" in fields
    measures = {_measure(one, sheet, layout) for one in columns if one.position in across}
    return dated and about and ("amount" in measures or "price" in fields)


def _measure(column: Column, sheet: Sheet, layout: Layout) -> str:
    """Amount or quantity: said by the heading, the one above, the title or the sheet's name."""
    said = measure_of(column.heading) or measure_of(column.parent)
    if said:
        return said
    titles = [
        str(cell) for row in sheet.rows[: layout.header_rows[0]] for cell in row if cell != ""
    ]
    return "quantity" if _UNITS.search(" ".join([sheet.name, *titles[:10]])) else "amount"


# un-pivoting


def unpivoted(sheet: Sheet, layout: Layout, columns: Sequence[Column]) -> Unpivoted:
    """One line for every filled cell of the columns across, in order of rows."""
    across = [one for one in columns if one.field == ACROSS]
    base = [one for one in columns if one.field != ACROSS]
    rows = layout.data_rows()
    filled = columns_of(sheet, rows, base)
    groups = _groups(sheet, layout, across)
    lines: list[list[Cell]] = []
    sources: list[int] = []
    unreadable: list[tuple[int, str, str]] = []
    for index, number in enumerate(rows):
        row = sheet.rows[number]
        shared = [filled.by_position[one.position][index] for one in base]
        for group in groups:
            held = {name: row[at] if at < len(row) else "" for name, at in group.at.items()}
            odd = [cell for cell in held.values() if cell != "" and _odd(cell)]
            unreadable += [(number, group.heading, str(cell)) for cell in odd]
            if odd or not any(_number(cell) for cell in held.values()):
                continue
            given: list[Cell] = [group.day or "", group.label]
            lines.append([*shared, *given, held.get("amount", ""), held.get("quantity", "")])
            sources.append(number)
    made = tuple(_line_columns(base, groups, across))
    heads = tuple(one.heading for one in made)
    kinds = (RowKind.DATA,) * len(lines)
    inner = Layout((), heads, ("",) * len(heads), kinds, layout.year, layout.month)
    derived = Sheet(sheet.name, lines)
    return Unpivoted(derived, inner, made, tuple(sources), tuple(unreadable))


def _groups(sheet: Sheet, layout: Layout, across: Sequence[Column]) -> list[_Group]:
    groups: dict[object, _Group] = {}
    for one in across:
        period = _period(one, layout)
        day = period.first_day() if period else None
        if period is None and layout.year and layout.month:
            day = dt.date(layout.year, layout.month, 1)
        label = "" if period else (one.parent or one.heading)
        heading = " ".join(filter(None, (one.parent, one.heading)))
        group = groups.setdefault((period and _key(period)) or label, _Group(day, label, heading))
        group.at.setdefault(_measure(one, sheet, layout), one.position)
    return list(groups.values())


def _line_columns(
    base: Sequence[Column], groups: Sequence[_Group], across: Sequence[Column]
) -> list[Column]:
    """The columns of the lines: the shared ones, then day, label, amount and quantity."""
    columns = [replace(one, position=position) for position, one in enumerate(base)]
    fields = {one.field for one in base}
    labels = [group.label for group in groups if group.label]
    if labels and all(_SHOP.fullmatch(label) for label in labels):
        label_field = "shop"
    else:
        label_field = "customer" if "product" in fields and "customer" not in fields else "product"
    added = [
        ("date", _("Date"), any(group.day for group in groups) and "date" not in fields),
        (label_field, across[0].parent or _("Heading"), bool(labels)),
        ("amount", _("Amount"), True),
        ("quantity", _("Quantity"), any("quantity" in group.at for group in groups)),
    ]
    for field_, heading, wanted in added:
        place = Column(len(columns), heading, "", field_ if wanted else "ignore", 1.0)
        columns.append(place)
    return columns


def named_apart(sheet: Sheet, columns: Sequence[Column]) -> Sheet:
    """The same sheet under a name of its own, for the second thing it is read as."""
    across = [one.heading for one in columns if one.field == ACROSS]
    part = f"{across[0]} – {across[-1]}"
    return replace(sheet, name=f"{sheet.name} · {part}" if sheet.name else part)


def clean_lines(
    sheet: Sheet, layout: Layout, columns: Sequence[Column], changes: Changes, **said: Any
) -> CleanTable:
    """The sale lines of a cross-tab, cleaned; rows and problems are those of the sheet.

    ``said`` is what ``clean`` is told besides.
    """
    made = unpivoted(changes.applied(sheet), layout, columns)
    table = clean(made.sheet, made.layout, made.columns, SALES, **said)
    file = said["file"]
    problems = [replace(one, row=made.rows[one.row - 1] + 1) for one in table.problems]
    problems += [
        Problem(file, sheet.name, row + 1, heading, value, "not_a_number")
        for row, heading, value in made.unreadable
    ]
    periods = [
        one for one in columns if one.field == ACROSS and (p := _period(one, layout)) and not p.day
    ]
    if periods:
        where = (file, sheet.name, layout.header_rows[-1] + 1)
        problems.append(Problem(*where, "", periods[0].heading, "months_across"))
    rows = [made.rows[row - 1] + 1 for row in table.rows]
    return replace(table, rows=rows, problems=problems)

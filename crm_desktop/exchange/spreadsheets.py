"""Spreadsheet files through calamine, with what it leaves out put back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.exchange import xlsx_parts
from crm_desktop.exchange.formulas import NoValueError, evaluate
from crm_desktop.exchange.sheets import Cell, Row, Sheet, Workbook

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_MOST_CELLS = 60_000_000


def read(path: Path, kind: str) -> Workbook:
    """Every work sheet of the file; raises calamine's errors as they are."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    extras: dict[str, xlsx_parts.SheetExtras] = {}
    date_1904 = False
    if kind == "xlsx":
        extras, date_1904 = xlsx_parts.read_extras(path)
    sheets: list[Sheet] = []
    with CalamineWorkbook.from_path(path) as book:
        for about in book.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet:
                hidden = about.visible != SheetVisibleEnum.Visible
                extra = extras.get(about.name, xlsx_parts.SheetExtras())
                sheets.append(_sheet(book.get_sheet_by_name(about.name), hidden, extra))
    return Workbook(path, kind, sheets, date_1904=date_1904)


def _sheet(source: CalamineSheet, hidden: bool, extra: xlsx_parts.SheetExtras) -> Sheet:
    rows = _rows(source)
    return Sheet(
        source.name,
        rows,
        [(*first, *last) for first, last in source.merged_cell_ranges or ()],
        hidden,
        extra.hidden_rows,
        extra.hidden_columns,
        extra.comments,
        _compute(rows, extra.formulas),
        extra.errors,
    )


def _rows(source: CalamineSheet) -> list[Row]:
    """Cells from A1 on; a lone cell at the far end of the sheet does not fill the memory."""
    start, end = source.start, source.end
    if start is None or end is None:
        return []
    rows: list[Row] = []
    if (end[0] + 1) * (end[1] + 1) <= _MOST_CELLS:
        rows += source.to_python(skip_empty_area=False)
        return rows
    left: list[Cell] = [""] * start[1]
    rows += ([] for _ in range(start[0]))
    rows += ([*left, *row] for row in source.to_python(skip_empty_area=True))
    return rows


def _compute(
    rows: list[Row], formulas: Mapping[tuple[int, int], str]
) -> frozenset[tuple[int, int]]:
    """Fill in formula cells saved without a result; returns those that could be worked out."""
    pending = dict(formulas)
    done: set[tuple[int, int]] = set()

    def lookup(row: int, column: int) -> Cell:
        if (row, column) in pending:
            raise NoValueError
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""

    while pending:
        found = {}
        for at, formula in pending.items():
            try:
                found[at] = evaluate(formula, lookup)
            except NoValueError:
                continue
        if not found:
            break
        for (row, column), value in found.items():
            del pending[row, column]
            if row < len(rows) and column < len(rows[row]):
                cells = list(rows[row])
                cells[column] = value
                rows[row] = cells
                done.add((row, column))
    return frozenset(done)

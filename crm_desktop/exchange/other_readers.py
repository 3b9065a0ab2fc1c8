"""The readers that back calamine up: openpyxl for .xlsx, xlrd for .xls."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.sheets import Cell, Row, Sheet, Workbook

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def read_openpyxl(path: Path, kind: str) -> Workbook:
    """Every work sheet of an .xlsx, with the values its formulas were saved with."""
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = load_workbook(path, data_only=True, keep_links=False)
    sheets = [_openpyxl_sheet(sheet) for sheet in book.worksheets]
    return Workbook(path, kind, sheets, date_1904=book.epoch == CALENDAR_MAC_1904)


def _openpyxl_sheet(sheet: Worksheet) -> Sheet:
    rows: list[Row] = []
    errors: dict[tuple[int, int], str] = {}
    for number, cells in enumerate(sheet.iter_rows()):
        for position, cell in enumerate(cells):
            if cell.data_type == "e":
                errors[number, position] = str(cell.value)
        rows.append([_cell(None if one.data_type == "e" else one.value) for one in cells])
    return Sheet(
        sheet.title,
        rows,
        [
            (one.min_row - 1, one.min_col - 1, one.max_row - 1, one.max_col - 1)
            for one in sheet.merged_cells.ranges
        ],
        sheet.sheet_state != "visible",
        frozenset(n - 1 for n, about in sheet.row_dimensions.items() if about.hidden),
        errors=errors,
    )


def _cell(value: Any) -> Cell:
    """A cell as calamine gives it: numbers as floats, midnights as dates, nothing as ``""``."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    known = isinstance(value, str | float | bool | dt.date | dt.time | dt.timedelta)
    return value if known else str(value)


def read_xlrd(path: Path, kind: str) -> Workbook:
    """Every sheet of an .xls, merged cells and what is hidden included."""
    import xlrd

    with Path.open(path, "rb") as file:
        data = file.read()
    book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=_Silent())
    sheets = [_xlrd_sheet(book, sheet) for sheet in book.sheets()]
    return Workbook(path, kind, sheets, date_1904=book.datemode == 1)


class _Silent:
    """Takes what xlrd would print."""

    def write(self, text: str) -> None:
        """Take it."""


def _xlrd_sheet(book: Any, sheet: Any) -> Sheet:
    rows: list[Row] = []
    errors: dict[tuple[int, int], str] = {}
    for number in range(sheet.nrows):
        cells: list[Cell] = []
        for position, cell in enumerate(sheet.row(number)):
            value, error = _xlrd_cell(book, cell)
            cells.append(value)
            if error:
                errors[number, position] = error
        rows.append(cells)
    return Sheet(
        sheet.name,
        rows,
        [(top, left, end - 1, right - 1) for top, end, left, right in sheet.merged_cells],
        bool(sheet.visibility),
        frozenset(number for number, about in sheet.rowinfo_map.items() if about.hidden),
        frozenset(number for number, about in sheet.colinfo_map.items() if about.hidden),
        errors=errors,
    )


def _xlrd_cell(book: Any, cell: Any) -> tuple[Cell, str]:
    """The value of a cell, or what kind of error it shows."""
    import xlrd

    if cell.ctype == xlrd.XL_CELL_ERROR:
        return "", str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value), ""
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return _cell(xlrd.xldate_as_datetime(cell.value, book.datemode)), ""
        except (ValueError, OverflowError):
            return float(cell.value), ""
    return ("" if cell.value is None else cell.value), ""

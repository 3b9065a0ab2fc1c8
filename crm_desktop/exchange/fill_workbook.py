"""Filling the fields of an Excel workbook.

A cell that is one field becomes the number or the day itself; elsewhere a value is text inside
the cell's text, and never a formula. Fields inside formulas are left alone. Rows with fields of
goods come once for each of them.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
from itertools import groupby
from typing import Any

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange import sheet_rows
from crm_desktop.exchange.office_package import Package, packed
from crm_desktop.services.care.merge_fields import Merge, Row, as_text, is_of_line
from crm_desktop.services.documents.document_values import FIRST_DAY, FieldValue

MOST_ROWS = 50_000
"""Rows of a sheet that may come of repeating."""

_CELL_LENGTH = 32_767  # Excel's limit
_MARKS = ("{{", "｛｛", "«")
_FORMULA_STARTS = ("=", "+", "-", "@")


def fill(package: Package, merge: Merge) -> bytes:
    """The workbook with its fields filled in. Raises ``UserError`` when it cannot be."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # parts openpyxl does not know and drops
        try:
            content = io.BytesIO(packed(package, {}))
            book: Any = load_workbook(content, rich_text=True, keep_links=False)
            for sheet in book.worksheets:
                _fill_sheet(book, sheet, merge)
            book.calculation.fullCalcOnLoad = True
            target = io.BytesIO()
            book.save(target)
        except UserError:
            raise
        except Exception as error:
            # openpyxl raises what its parser happens to stumble on; the template is to blame.
            raise UserError(
                _("The workbook of the template could not be filled in."),
                _("Nothing was written."),
                _("Open it in Excel, save it again as .xlsx and add it anew."),
            ) from error
    return target.getvalue()


def _fill_sheet(book: Any, sheet: Any, merge: Merge) -> None:
    rows = merge.rows()
    of_row: dict[int, Row] = {}
    for first, last in reversed(_blocks(sheet, merge)):
        size = last - first + 1
        if size * len(rows) > MOST_ROWS:
            raise UserError(
                _("The document would become too long."),
                _("It was not written."),
                _("Use a template with fewer fields in each row, or a sale with fewer lines."),
            )
        sheet_rows.repeat(book, sheet, first, last, len(rows))
        extra = size * (len(rows) - 1)
        of_row = {(at if at <= last else at + extra): row for at, row in of_row.items()}
        of_row |= {first + i * size + j: row for i, row in enumerate(rows) for j in range(size)}
    for place in sorted(sheet._cells):
        _fill_cell(sheet._cells[place], merge, of_row.get(place[0], {}))


def _blocks(sheet: Any, merge: Merge) -> list[tuple[int, int]]:
    """First and last row of each run of rows with fields of goods."""
    rows = sorted(
        {
            cell.row
            for cell in sheet._cells.values()
            if _has_marks(cell) and is_of_line(merge.find(str(cell.value)))
        }
    )
    runs = groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0])
    listed = [[row for _place, row in run] for _key, run in runs]
    return [(run[0], run[-1]) for run in listed]


def _has_marks(cell: Any) -> bool:
    return cell.data_type == "s" and any(mark in str(cell.value) for mark in _MARKS)


def _fill_cell(cell: Any, merge: Merge, row: Row) -> None:
    if cell.data_type == "f" and any(mark in str(cell.value) for mark in _MARKS):
        for one in merge.find(str(cell.value)):
            merge.unknown.setdefault(str(cell.value)[one.start : one.end])
    if not _has_marks(cell):
        return
    text = str(cell.value)
    found = merge.find(text)
    if not any(one.key is not None for one in found):
        return
    first = found[0]
    if first.key is not None and first.end - first.start == len(text.strip()):
        _put(cell, merge.value(first.key, row))
    else:
        _put(cell, FieldValue(merge.text(text, row)))


def _put(cell: Any, value: FieldValue) -> None:
    """Set a number, a day or a text; a text stays one whatever it begins with."""
    plain = value.plain
    if plain is not None and not (isinstance(plain, dt.date) and plain < FIRST_DAY):
        cell.value = plain
        if cell.number_format in ("General", "@"):
            cell.number_format = value.format
        return
    text = as_text(value.text)[:_CELL_LENGTH]
    if not text:
        cell.value = None
        return
    before = cell.number_format
    cell.value = text
    cell.data_type = "s"
    cell.number_format = before
    if text.startswith(_FORMULA_STARTS):
        style = cell._style
        style.quotePrefix = 1
        cell._style = style

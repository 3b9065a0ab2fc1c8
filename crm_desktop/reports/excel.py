"""The one renderer for Excel: an About sheet, the data as real numbers and dates, live charts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from crm_desktop.core import money
from crm_desktop.core.i18n import pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import excel_charts, tables
from crm_desktop.reports.document import (
    Block,
    Column,
    Kind,
    Note,
    Numbered,
    Report,
    Row,
    Section,
    Styled,
    Summary,
    Table,
    Value,
    blocks_in,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_SHEET_NAME_LENGTH = 31  # Excel's limit
_CELL_LENGTH = 32_767  # Excel's limit
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def write(report: Report, file: BinaryIO, progress: Progress = no_progress) -> int:
    """Write ``report`` as an Excel workbook to ``file``; returns the number of sheets."""
    from openpyxl import Workbook

    book = Workbook()
    about = book.worksheets[0]
    about.title = pgettext("report", "About")
    _fill_about(about, report)
    blocks = tables.data_blocks(report)
    for done, block in enumerate(blocks):
        progress(done, len(blocks))
        table = tables.as_table(block)
        sheet = book.create_sheet(_sheet_name(book, table.sheet))
        _fill(sheet, table, report.currency)
        excel_charts.add(sheet, block, len(table.rows))
    book.properties.title = f"{report.title} {report.period}"
    book.properties.creator = report.shop.name
    book.save(file)
    progress(len(blocks), len(blocks))
    return len(book.sheetnames)


def _sheet_name(book: Workbook, wanted: str) -> str:
    """``wanted`` as a valid sheet name that the workbook does not have yet."""
    name = wanted.translate(_NOT_IN_SHEET_NAMES).strip("' ")[:_SHEET_NAME_LENGTH]
    taken = {title.lower() for title in book.sheetnames}
    unique, number = name, 2
    while unique.lower() in taken:
        tail = f" {number}"
        unique = name[: _SHEET_NAME_LENGTH - len(tail)] + tail
        number += 1
    return unique


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> Cell:
    """Write one cell; text stays text, never a formula, without what Excel refuses."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = cast("Cell", sheet.cell(row, column))
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_CELL_LENGTH]
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def _fill_about(sheet: Worksheet, report: Report) -> None:
    from openpyxl.styles import Alignment, Font

    lines = [report.title, report.period, report.shop.name, report.shop.line, report.footer, ""]
    for block in blocks_in(report):
        lines.extend(_words(block))
    for row, line in enumerate(lines, start=1):
        cell = _put(sheet, row, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(1, 1).font = Font(bold=True, size=16)
    sheet.column_dimensions["A"].width = 100


def _words(block: Block) -> list[str]:
    """The sentences of ``block`` for the About sheet."""
    if isinstance(block, Section):
        spoken = any(isinstance(inner, Numbered | Note) for inner in block.blocks)
        return ["", block.title] if spoken else []
    if isinstance(block, Summary | Numbered):
        return list(block.sentences)
    return [block.text] if isinstance(block, Note) else []


def _fill(sheet: Worksheet, table: Table, currency: str) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    columns = table.columns
    if table.detail_title:
        columns = (*columns, Column(table.detail_title))
    for place, column in enumerate(columns, start=1):
        _put(sheet, 1, place, column.title).font = Font(bold=True)
        width = _width(table, place - 1, column)
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(table.rows, start=2):
        for place, (value, column) in enumerate(zip(_values(row, table), columns, strict=True), 1):
            cell = _put(sheet, number, place, _plain(value, column.kind, currency))
            if column.kind is not Kind.TEXT:
                cell.number_format = _number_format(column.kind, currency)
    sheet.freeze_panes = "A2"
    _make_filtered(
        sheet,
        [column.title for column in columns],
        f"A1:{get_column_letter(len(columns))}{len(table.rows) + 1}",
        rows=len(table.rows),
    )


def _make_filtered(sheet: Worksheet, titles: list[str], cells: str, *, rows: int) -> None:
    """A table of Excel's own, which a pivot table takes as it is; it needs rows, and a different
    heading over each column."""
    from openpyxl.worksheet.table import Table as NativeTable
    from openpyxl.worksheet.table import TableStyleInfo

    if not rows or not all(titles) or len({one.lower() for one in titles}) < len(titles):
        sheet.auto_filter.ref = cells
        return
    number = len(cast("Workbook", sheet.parent).sheetnames)
    native = NativeTable(displayName=f"Data{number}", ref=cells)
    native.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(native)


def _values(row: Row, table: Table) -> tuple[Value | Styled, ...]:
    return (*row.values, row.detail) if table.detail_title else row.values


def _plain(
    value: Value | Styled, kind: Kind, currency: str
) -> str | int | Decimal | dt.date | None:
    """``value`` in the unit Excel calculates in: major money units, fractions, dates."""
    if isinstance(value, Styled):
        value = value.value if value.value is not None else value.text or None
    if not isinstance(value, int):
        return value
    if kind in (Kind.MONEY, Kind.MONEY_EXACT):
        return money.to_major(value, currency)
    if kind in (Kind.PERCENT, Kind.CHANGE):
        return Decimal(value) / 10_000
    return Decimal(value) / 1000 if kind is Kind.QUANTITY else value


def _number_format(kind: Kind, currency: str) -> str:
    digits = money.exponent(currency)
    return {
        Kind.MONEY: "#,##0" + ("." + "0" * digits if digits else ""),
        Kind.MONEY_EXACT: "#,##0" + ("." + "0" * digits if digits else ""),
        Kind.PERCENT: "0.0%",
        Kind.QUANTITY: "#,##0.###",
        Kind.CHANGE: "+0%;-0%;0%",
        Kind.DATE: "yyyy-mm-dd",
    }.get(kind, "#,##0")


def _width(table: Table, place: int, column: Column) -> float:
    """A column width that shows headings and most texts; Chinese characters count double."""
    if place >= len(table.columns):
        return 50.0
    texts = [column.title]
    if column.kind is Kind.TEXT:
        texts += [str(row.values[place]) for row in table.rows[:200] if row.values[place]]
    longest = max(sum(2 if ord(c) > 0x2E80 else 1 for c in text) for text in texts)
    return float(min(max(longest + 3, 12), 48))

"""The one renderer for CSV: every table of a report, one below the other, for any program.

UTF-8 with a byte-order mark and CRLF, which Excel opens rightly in every language. Texts that
a spreadsheet would run as a formula get an apostrophe in front.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import BinaryIO

from crm_desktop.core import money
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import tables
from crm_desktop.reports.document import Column, Kind, Report, Row, Styled, Table, Value

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(report: Report, file: BinaryIO, progress: Progress = no_progress) -> int:
    """Write every data table of ``report`` to ``file``; returns the number of tables."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([safe(report.title), safe(report.period), safe(report.shop.name)])
    blocks = tables.data_blocks(report)
    for done, block in enumerate(blocks):
        progress(done, len(blocks))
        table = tables.as_table(block)
        writer.writerow([])
        writer.writerow([safe(table.sheet)])
        writer.writerow([safe(title) for title in _titles(table)])
        writer.writerows(_cells(row, table, report.currency) for row in table.rows)
    text.flush()
    text.detach()
    progress(len(blocks), len(blocks))
    return len(blocks)


def safe(text: str) -> str:
    """``text`` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _titles(table: Table) -> list[str]:
    titles = [column.title for column in table.columns]
    return [*titles, table.detail_title] if table.detail_title else titles


def _cells(row: Row, table: Table, currency: str) -> list[str]:
    cells = [
        _cell(value, column, currency)
        for value, column in zip(row.values, table.columns, strict=True)
    ]
    return [*cells, safe(row.detail)] if table.detail_title else cells


def _cell(value: Value | Styled, column: Column, currency: str) -> str:
    if isinstance(value, Styled):
        value = value.value if value.value is not None else value.text
    if value is None or isinstance(value, str):
        return safe(value or "")
    if isinstance(value, dt.date):
        return value.isoformat()
    if column.kind in (Kind.MONEY, Kind.MONEY_EXACT):
        return str(money.to_major(value, currency))
    if column.kind in (Kind.PERCENT, Kind.CHANGE):
        return f"{value / 100:g}%"
    if column.kind is Kind.QUANTITY:
        return f"{Decimal(value) / 1000:f}"
    return str(value)

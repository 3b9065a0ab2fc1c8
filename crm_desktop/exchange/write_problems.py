"""The workbook of what an import could not take: the original rows, each with its reason.

Put right and imported again it needs no mapping; the last sheets, which say what else was noted,
are then left alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from crm_desktop.core.i18n import _
from crm_desktop.exchange import write_xlsx
from crm_desktop.exchange.job import Prepared
from crm_desktop.exchange.prepared_sheet import PreparedSheet
from crm_desktop.exchange.sheets import Cell
from crm_desktop.services.exports.export_table import Column, ExportTable
from crm_desktop.services.exports.export_walk import Value
from crm_desktop.services.imports.imports_data import Problem, Severity

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def write_problems(prepared: Prepared, problems: Sequence[Problem], path: Path) -> int:
    """Write the workbook; returns how many rows in it were not imported.

    Raises ``FileProblem`` when ``path`` cannot be written. A workbook without such rows still
    lists everything that was noted.
    """
    reasons: dict[tuple[str, str, int], list[str]] = {}
    for problem in problems:
        if problem.severity is Severity.ROW:
            key = (problem.file, problem.sheet, problem.row)
            reasons.setdefault(key, []).append(problem.sentence())
    tables = []
    names: set[str] = set()
    for one in prepared.sheets:
        rows = _failed(one, reasons)
        if rows:
            tables.append(_rows_table(one, rows, reasons, _title(one, names)))
    tables.append(_list_table(problems))
    count = sum(table.count for table in tables[:-1])
    about = [
        _("Rows that were not imported, as they stood in the source, with the reason."),
        _("Put them right and import this file again."),
    ]
    write_xlsx.write(tables, path, about)
    return count


def _failed(one: PreparedSheet, reasons: dict[tuple[str, str, int], list[str]]) -> list[int]:
    """0-based rows of a sheet that were not imported."""
    return [row for row in one.layout.data_rows() if (one.file, one.name, row + 1) in reasons]


def _title(one: PreparedSheet, taken: set[str]) -> str:
    """A name no other sheet has, fit for Excel."""
    base = _NOT_IN_NAMES.sub(" ", one.name or Path(one.file).stem)[:25].strip() or _("Rows")
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base} {number}"
    taken.add(name.casefold())
    return name


def _rows_table(
    one: PreparedSheet,
    rows: Sequence[int],
    reasons: dict[tuple[str, str, int], list[str]],
    title: str,
) -> ExportTable:
    positions = [column.position for column in one.columns]
    columns = [Column(column.heading or " ") for column in one.columns]
    sheet = one.changes.applied(one.sheet)

    def cells() -> Iterator[tuple[Value, ...]]:
        for row in rows:
            source = sheet.rows[row]
            values = [_value(source[p]) if p < len(source) else None for p in positions]
            yield (*values, " ".join(reasons[one.file, one.name, row + 1]))

    return ExportTable(title, (*columns, Column(_("Reason"))), len(rows), cells())


def _value(cell: Cell) -> Value:
    """A source cell as the writer takes it; times and flags become text."""
    if isinstance(cell, bool | dt.datetime | dt.time | dt.timedelta):
        return str(cell)
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else Decimal(repr(cell))
    return None if cell == "" else cell


def _list_table(problems: Sequence[Problem]) -> ExportTable:
    """Everything noted, one line each."""
    headings = (_("File"), _("Sheet"), _("Row number"), _("Column"), _("Cell"),
                _("What was noted"),
                _("Imported"))  # fmt: skip

    def lines() -> Iterator[tuple[Value, ...]]:
        for one in problems:
            imported = _("no") if one.severity is Severity.ROW else _("yes")
            yield (one.file, one.sheet, one.row, one.heading, one.value, one.sentence(), imported)

    columns = tuple(Column(heading) for heading in headings)
    return ExportTable(_("About the import"), columns, len(problems), lines())

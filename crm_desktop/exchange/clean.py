"""A sheet with its layout and mapping as one clean table: what an import writes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from crm_desktop.core import money, text
from crm_desktop.core.i18n import _
from crm_desktop.exchange import clean_customers, clean_sales, values
from crm_desktop.exchange.cell_changes import NO_CHANGES, Changes
from crm_desktop.exchange.columns import Cells, columns_of, continue_orders
from crm_desktop.exchange.fields import Fields
from crm_desktop.exchange.headings import CUSTOMERS, FOLLOW_UPS, PRODUCTS, SALES
from crm_desktop.exchange.mapping import EXTRA, Column
from crm_desktop.exchange.sheets import Sheet
from crm_desktop.exchange.understand import Layout, RowKind
from crm_desktop.exchange.values import Notes
from crm_desktop.services.imports.imports_data import OWN, CleanTable, Problem, Severity

_READERS: dict[str, Callable[[Fields], dict[str, list[Any]]]] = {
    CUSTOMERS: clean_customers.read,
    SALES: clean_sales.read_sales,
    PRODUCTS: clean_sales.read_products,
    FOLLOW_UPS: clean_sales.read_follow_ups,
}
_TOTALLED = {"amount": "amount_minor", "debt": "debt_minor", "spent": "spent_minor"}


def clean(
    sheet: Sheet,
    layout: Layout,
    columns: Sequence[Column],
    kind: str,
    *,
    file: str,
    currency: str,
    default_area: str = "",
    date_1904: bool = False,
    changes: Changes = NO_CHANGES,
) -> CleanTable:
    """The records of a sheet, with a problem for everything that had to be assumed or left out.

    Rows are recognised next time by what the file says, whatever the user made of it here.
    """
    rows = layout.data_rows()
    original, sheet = sheet, changes.applied(sheet)
    cells = columns_of(sheet, rows, columns)
    if kind == SALES:
        continue_orders(cells, {one.field: one.position for one in reversed(columns)})
    notes = Notes()
    _leave_masked(cells, columns, notes)
    said = cells
    if changes.edited:
        said = columns_of(original, rows, columns)
        _leave_masked(said, columns, Notes())
    prints = _fingerprints(said, columns) if kind == CUSTOMERS else []
    _keep_as_text(cells, columns, notes, changes)
    fields = Fields(
        cells, columns, notes, currency, default_area, layout.year, layout.month, date_1904
    )
    data = _READERS[kind](fields)
    _note_sheet(sheet, cells, columns, notes)
    problems = [
        Problem(file, sheet.name, rows[index] + 1, heading, value, code)
        for index, heading, value, code in notes.found
    ]
    problems += _totals(file, sheet, layout, fields, data)
    data["remark"] = _remarks(fields, data["remark"], problems)
    return CleanTable(
        file, sheet.name, kind, [row + 1 for row in rows], data, problems, currency, prints
    )  # fmt: skip


_MASKABLE = frozenset({"phone", "mobile", "fax", "address"})


def _leave_masked(cells: Cells, columns: Sequence[Column], notes: Notes) -> None:
    """Numbers our own export masked are no values: a file of them must not add any."""
    for column in columns:
        if column.field not in _MASKABLE and not column.field.startswith(OWN):
            continue
        found = cells.by_position[column.position]
        for index, cell in enumerate(found):
            if isinstance(cell, str) and cell.startswith(text.MASK):
                notes.add(index, column.heading, cell, "masked_here")
                found[index] = ""


def _keep_as_text(cells: Cells, columns: Sequence[Column], notes: Notes, changes: Changes) -> None:
    """Cells the user wants as notes only: out of their field, into the remark."""
    place = {row: index for index, row in enumerate(cells.rows)}
    heading = {column.position: column.heading for column in columns}
    for row, position in sorted(changes.as_text):
        if row in place and position in heading:
            found = cells.by_position[position]
            notes.add(place[row], heading[position], found[place[row]], "kept_as_text")
            found[place[row]] = ""


def _fingerprints(cells: Cells, columns: Sequence[Column]) -> list[str]:
    """A short hash of every row's cells, serial numbers aside."""
    columns_kept = [
        cells.by_position[column.position] for column in columns if column.field != "ignore"
    ]
    return [
        hashlib.blake2b(repr(row).encode("utf-8", "replace"), digest_size=10).hexdigest()
        for row in zip(*columns_kept, strict=True)
    ]


def _note_sheet(sheet: Sheet, cells: Cells, columns: Sequence[Column], notes: Notes) -> None:
    """Hidden rows, comments, formulas without results and error cells among the records."""
    place = {row: index for index, row in enumerate(cells.rows)}
    heading = {column.position: column.heading for column in columns if column.field != "ignore"}
    for row in sorted(sheet.hidden_rows):
        if row in place:
            notes.add(place[row], "", "", "hidden_row")
    for (row, column), comment in sorted(sheet.comments.items()):
        if row in place:
            notes.add(place[row], heading.get(column, ""), comment, "cell_comment")
    for row, column in sorted(sheet.computed):
        if row in place and column in heading:
            notes.add(place[row], heading[column], "", "formula_computed")
    for (row, column), error in sorted(sheet.errors.items()):
        if row in place and column in heading and error != "#N/A":
            notes.add(place[row], heading[column], error, "error_cell")


def _totals(
    file: str, sheet: Sheet, layout: Layout, fields: Fields, data: dict[str, list[Any]]
) -> list[Problem]:
    """A problem wherever a stated total is not the sum of the rows."""
    stated = [row for row, kind in enumerate(layout.kinds) if kind is RowKind.TOTAL]
    if len(stated) != 1:
        return []
    found = []
    cells = sheet.rows[stated[0]]
    for column in fields.columns:
        minor = data.get(_TOTALLED.get(column.field, ""))
        if minor is None or column.position >= len(cells) or cells[column.position] == "":
            continue
        total = values.amounts(
            [cells[column.position]], "", Notes(), fields.currency, column.scale
        ).minor[0]
        if total is not None and total != sum(one or 0 for one in minor):
            shown = str(money.to_major(total, fields.currency))
            where = (file, sheet.name, stated[0] + 1)
            found.append(Problem(*where, column.heading, shown, "total_differs"))
    return found


def _remarks(fields: Fields, remarks: Sequence[str], problems: Sequence[Problem]) -> list[str]:
    """Remarks with everything added that has no field of its own, so that nothing is lost."""
    parts: list[list[str]] = [[remark] if remark else [] for remark in remarks]
    for column in fields.columns:
        if column.field == EXTRA:
            label = column.heading or _("Column {number}").format(number=column.position + 1)
            words = values.texts(fields.cells.by_position[column.position])
            for index, word in enumerate(words):
                if word:
                    parts[index].append(_("{heading}: {value}").format(heading=label, value=word))
    place = {row + 1: index for index, row in enumerate(fields.cells.rows)}
    for problem in problems:
        index = place.get(problem.row, -1)
        if index < 0 or not problem.value:
            continue
        if problem.code == "cell_comment":
            parts[index].append(_("Comment: {value}").format(value=problem.value))
        elif problem.severity is Severity.LEFT_OUT and problem.code != "error_cell":
            label = problem.heading
            parts[index].append(_("{heading}: {value}").format(heading=label, value=problem.value))
    return ["\n".join(one) for one in parts]

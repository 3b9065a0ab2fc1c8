"""What can be done at once with all cells of one kind of problem, and doing it.

The importer never guesses in silence: what it assumed or could not read is said by kind, and the
user answers once for all of them ("take the last of the month", "leave these rows out").
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from enum import StrEnum

from crm_desktop.core.i18n import N_
from crm_desktop.exchange import values
from crm_desktop.exchange.cell_changes import Place
from crm_desktop.exchange.dates import parse_cell
from crm_desktop.exchange.job import Prepared
from crm_desktop.exchange.mapping import EXTRA
from crm_desktop.exchange.prepared_sheet import PreparedSheet
from crm_desktop.exchange.sheets import Cell
from crm_desktop.exchange.understand import RowKind
from crm_desktop.services.imports.imports_data import Problem, Severity


class Answer(StrEnum):
    """What the user says to all problems of one kind."""

    AS_READ = "as_read"
    MONTH_END = "month_end"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    AS_NOTE = "as_note"
    LEAVE_VALUE = "leave_value"
    LEAVE_ROWS = "leave_rows"


WORDS: dict[Answer, str] = {
    Answer.AS_READ: N_("Leave as read"),
    Answer.MONTH_END: N_("Last day of the month"),
    Answer.DAY_FIRST: N_("Day before month"),
    Answer.MONTH_FIRST: N_("Month before day"),
    Answer.AS_NOTE: N_("Keep as a note only"),
    Answer.LEAVE_VALUE: N_("Leave the value out"),
    Answer.LEAVE_ROWS: N_("Leave these rows out"),
}
"""What an answer is called, in English; pass it through ``_`` when shown."""

_ORDERS = {Answer.DAY_FIRST: "dmy", Answer.MONTH_FIRST: "mdy"}
_ABOUT_ROWS = frozenset({"hidden_row", "continued"})
_ABOUT_NOTHING = frozenset(
    {"total_differs", "cell_comment", "debts_added", "figure_differs", "several_customers",
     "name_variant", "number_taken", "shared_phone", "undecided", "masked_here", "months_across",
     "amount_differs"}
)  # fmt: skip


_BY_CODE = {
    **dict.fromkeys(_ABOUT_NOTHING, ()),
    **dict.fromkeys(_ABOUT_ROWS, (Answer.AS_READ, Answer.LEAVE_ROWS)),
    "month_start": (Answer.AS_READ, Answer.MONTH_END, Answer.AS_NOTE, Answer.LEAVE_ROWS),
    "order_assumed": (Answer.AS_READ, Answer.DAY_FIRST, Answer.MONTH_FIRST),
}
_BY_SEVERITY = {
    Severity.ROW: (Answer.LEAVE_ROWS,),
    Severity.LEFT_OUT: (Answer.AS_NOTE, Answer.LEAVE_VALUE, Answer.LEAVE_ROWS),
    Severity.NOTE: (Answer.AS_READ, Answer.AS_NOTE, Answer.LEAVE_ROWS),
}


def offered(code: str, severity: Severity) -> tuple[Answer, ...]:
    """The answers to a kind of problem; the first is what happens without one."""
    return _BY_CODE.get(code, _BY_SEVERITY[severity])


def answered(prepared: Prepared, problems: Iterable[Problem], answer: Answer) -> Prepared:
    """The same with one answer given to ``problems``, which are of one kind."""
    by_sheet: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        by_sheet.setdefault((problem.file, problem.sheet), []).append(problem)
    for index, sheet in enumerate(prepared.sheets):
        found = by_sheet.get((sheet.file, sheet.name), [])
        if sheet.include and found:
            prepared = _answered_sheet(prepared, index, found, answer)
    return prepared


def _answered_sheet(
    prepared: Prepared, index: int, problems: list[Problem], answer: Answer
) -> Prepared:
    sheet = prepared.sheets[index]
    if answer is Answer.LEAVE_ROWS:
        rows = {problem.row - 1: RowKind.LEFT_OUT for problem in problems}
        return prepared.changed(index, rows=rows)
    places = dict(_places(sheet, problems))
    if answer in _ORDERS:
        orders = {position: _ORDERS[answer] for _row, position in places}
        return prepared.changed(index, orders=orders)
    if answer is Answer.LEAVE_VALUE:
        return prepared.changed(index, changes=sheet.changes.with_cells(dict.fromkeys(places, "")))
    if answer is Answer.AS_NOTE:
        return prepared.changed(index, changes=sheet.changes.with_text(frozenset(places)))
    if answer is Answer.MONTH_END:
        ends = {place: end for place, cell in places.items() if (end := _month_end(cell))}
        return prepared.changed(index, changes=sheet.changes.with_cells(ends))
    return prepared


def place_of(sheet: PreparedSheet, problem: Problem) -> Place | None:
    """The cell a problem is about; ``None`` when it is about the row."""
    return next((place for place, _cell in _places(sheet, [problem])), None)


def _places(sheet: PreparedSheet, problems: Iterable[Problem]) -> Iterator[tuple[Place, Cell]]:
    """Cells by heading; of several columns of one heading the one that holds the value."""
    shown = sheet.changes.applied(sheet.sheet)
    for problem in problems:
        columns = [one for one in sheet.columns if one.heading == problem.heading]
        cells = shown.rows[problem.row - 1]
        held = [(one, cells[one.position] if one.position < len(cells) else "") for one in columns]
        good = [(one, cell) for one, cell in held if values.shown(cell) == problem.value]
        for one, cell in (good or [pair for pair in held if pair[0].field != EXTRA])[:1]:
            yield (problem.row - 1, one.position), cell


def _month_end(cell: Cell) -> dt.date | None:
    parts = parse_cell(cell)
    if not (parts.year and parts.month):
        return None
    return dt.date(parts.year, parts.month, calendar.monthrange(parts.year, parts.month)[1])

"""What the wizard shows of a prepared import, worked out in the worker: checks and problems."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.exchange import job
from crm_desktop.exchange.answers import Answer, answered, place_of
from crm_desktop.exchange.cell_changes import NO_CHANGES
from crm_desktop.exchange.headings import CUSTOMERS
from crm_desktop.exchange.job import Prepared
from crm_desktop.exchange.mapping import EXTRA, UNKNOWN, Column, map_columns
from crm_desktop.exchange.prepared_sheet import PreparedSheet
from crm_desktop.exchange.sheets import Sheet
from crm_desktop.exchange.understand import Layout, RowKind
from crm_desktop.services.imports.imports_data import ImportOptions, ImportReport, Problem, Severity

SURE = 0.6
"""Below this confidence a column is never guessed: the user is asked."""

IGNORE = "ignore"
_ASSUMED = frozenset({"month_start", "order_assumed"})
_EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class ColumnCheck:
    """What became of one column: filled cells, those kept as a note, those read with a remark.

    ``odd`` are some values that could not be read.
    """

    filled: int = 0
    kept: int = 0
    remarked: int = 0
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one kind in one column; ``rows`` are at most ``len(problems)`` different ones."""

    code: str
    heading: str
    severity: Severity
    problems: tuple[Problem, ...]

    @property
    def rows(self) -> int:
        """How many different rows are concerned."""
        return len({(one.file, one.sheet, one.row) for one in self.problems})


@dataclass(frozen=True, slots=True)
class Understood:
    """A prepared import with all that is shown of it. ``checks[i]`` belongs to sheet ``i``."""

    prepared: Prepared
    checks: tuple[Mapping[int, ColumnCheck], ...]
    groups: tuple[ProblemGroup, ...]
    records: int
    failed_rows: int
    asked: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    settled: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    @property
    def rows(self) -> int:
        """Rows that hold records, imported or not."""
        return self.records + self.failed_rows

    def repeats(self, report: ImportReport) -> int:
        """How many customer rows joined another row's customer, by what ``report`` counted.

        Told only when nothing but customers is imported: elsewhere rows and customers differ
        for other reasons.
        """
        if any(table.kind != CUSTOMERS for table in self.prepared.tables()):
            return 0
        customers = report.contacts_new + report.contacts_updated + report.contacts_unchanged
        return max(0, self.records - customers - report.contacts_skipped)

    def answered(self) -> bool:
        """True when the user changed anything of what the file says."""
        return bool(self.settled or self.prepared.options.decisions) or any(
            sheet.changes != NO_CHANGES
            or RowKind.LEFT_OUT in sheet.layout.kinds
            or any(column.order for column in sheet.columns)
            for sheet in self.prepared.sheets
        )

    def troubled(self) -> tuple[ProblemGroup, ...]:
        """Groups that cost a row or a value, or where something was assumed that may be wrong;
        the others only say how something was read. Settled ones are done with."""
        return tuple(
            one
            for one in self.groups
            if (one.severity is not Severity.NOTE or one.code in _ASSUMED)
            and (one.code, one.heading) not in self.settled
        )


def read(
    paths: Sequence[Path], options: ImportOptions, progress: Progress = no_progress
) -> Understood:
    """Read files and ask about every column the importer is not sure of.

    Raises ``SourceProblem`` for a file that is no table.
    """
    return ask_unsure(job.prepare(paths, options, progress))


def ask_unsure(prepared: Prepared) -> Understood:
    """Unsure columns go to no field until the user says which."""
    asked: set[tuple[int, int]] = set()
    for index, sheet in enumerate(prepared.sheets):
        if not sheet.include:
            continue
        unsure = [one for one in sheet.columns if one.confidence < SURE and one.field != IGNORE]
        asked |= {(index, one.position) for one in unsure}
        guessed = {one.position: EXTRA for one in unsure if one.field != EXTRA}
        if guessed:
            prepared = prepared.changed(index, fields=guessed)
    return looked_at(prepared, frozenset(asked))


def looked_at(
    prepared: Prepared,
    asked: frozenset[tuple[int, int]],
    settled: frozenset[tuple[str, str]] = frozenset(),
) -> Understood:
    """Everything that is shown of ``prepared``; ``asked`` are (sheet, column) still to decide,
    ``settled`` the (code, heading) of problems the user wants left as they were read."""
    problems = prepared.problems()
    failed = {(one.file, one.sheet, one.row) for one in problems if one.severity is Severity.ROW}
    total = sum(len(table) for table in prepared.tables())
    return Understood(
        prepared,
        tuple(_checks(sheet) for sheet in prepared.sheets),
        _groups(problems),
        total - len(failed),
        len(failed),
        asked,
        settled,
    )


def choose_field(found: Understood, sheet: int, position: int, name: str) -> Understood:
    """The same with one column put into another field."""
    prepared = found.prepared.changed(sheet, fields={position: name})
    return looked_at(prepared, found.asked - {(sheet, position)}, found.settled)


def answer(found: Understood, problems: Sequence[Problem], said: Answer) -> Understood:
    """The same with all of ``problems``, which are of one kind, answered."""
    if said is Answer.AS_READ:
        kinds = {(one.code, one.heading) for one in problems}
        return replace(found, settled=found.settled | kinds)
    return looked_at(answered(found.prepared, problems, said), found.asked, found.settled)


def put_right(found: Understood, problem: Problem, typed: str) -> Understood:
    """The same with another value in the cell a problem is about."""
    prepared = found.prepared
    for index, sheet in enumerate(prepared.sheets):
        if (sheet.file, sheet.name) == (problem.file, problem.sheet) and sheet.include:
            place = place_of(sheet, problem)
            if place is not None:
                changes = sheet.changes.with_cells({place: typed})
                prepared = prepared.changed(index, changes=changes)
    return looked_at(prepared, found.asked, found.settled)


def read_afresh(found: Understood, sheet: int) -> Understood:
    """The same with a sheet read as if it had never been imported before."""
    prepared = found.prepared.afresh(sheet)
    guessed = {
        one.position: EXTRA
        for one in prepared.sheets[sheet].columns
        if one.confidence < SURE and one.field not in (IGNORE, EXTRA)
    }
    again = _again(found, sheet, prepared)
    if not guessed:
        return again
    return looked_at(prepared.changed(sheet, fields=guessed), again.asked, found.settled)


def choose_rows(found: Understood, sheet: int, kinds: Mapping[int, RowKind]) -> Understood:
    """The same with some rows of a sheet taken for something else."""
    prepared = found.prepared.changed(sheet, rows=kinds)
    return looked_at(prepared, found.asked, found.settled)


def keep_hidden(found: Understood, wanted: bool) -> Understood:
    """The same with hidden rows and columns in or left out."""
    options = replace(found.prepared.options, hidden=wanted)
    return looked_at(found.prepared.with_options(options), found.asked, found.settled)


def take_back(found: Understood) -> Understood:
    """The same without any answer: every cell and row as the file has it."""
    prepared = found.prepared
    for index, sheet in enumerate(prepared.sheets):
        left = [n for n, kind in enumerate(sheet.layout.kinds) if kind is RowKind.LEFT_OUT]
        prepared = prepared.changed(
            index,
            rows=dict.fromkeys(left, RowKind.DATA),
            orders={one.position: "" for one in sheet.columns},
            changes=NO_CHANGES,
        )
    options = replace(prepared.options, decisions={})
    return looked_at(replace(prepared, options=options), found.asked)


def include(found: Understood, sheet: int, wanted: bool) -> Understood:
    """The same with a sheet taken in or left out."""
    return _again(found, sheet, found.prepared.changed(sheet, include=wanted))


def choose_kind(found: Understood, sheet: int, kind: str) -> Understood:
    """The same with a sheet's records taken for another kind."""
    return _again(found, sheet, found.prepared.changed(sheet, kind=kind, include=True))


def choose_header(found: Understood, sheet: int, number: int) -> Understood:
    """The same with the headings of a sheet on row ``number`` (0-based)."""
    here = found.prepared.sheets[sheet]
    layout = headed_by(here.sheet, here.layout, number)
    kind, columns = map_columns(here.sheet, layout)
    if kind == UNKNOWN:
        kind, columns = map_columns(here.sheet, layout, here.kind)
    new = replace(here, layout=layout, kind=kind, columns=tuple(columns), table=None)
    sheets = [*found.prepared.sheets]
    sheets[sheet] = new
    prepared = replace(found.prepared, sheets=tuple(sheets)).changed(sheet, include=True)
    return _again(found, sheet, prepared)


def headed_by(sheet: Sheet, layout: Layout, number: int) -> Layout:
    """``layout`` with its headings moved to one row: what is above is title, what is below data
    unless it was recognised as a total, a note or the like."""
    headings = tuple(str(cell).strip() for cell in sheet.rows[number])
    moved = (RowKind.TITLE, RowKind.HEADER)

    def kind(place: int) -> RowKind:
        blank = all(cell == "" for cell in sheet.rows[place])
        if place == number:
            return RowKind.HEADER
        if place < number:
            return RowKind.BLANK if blank else RowKind.TITLE
        before = layout.kinds[place]
        return (RowKind.BLANK if blank else RowKind.DATA) if before in moved else before

    kinds = tuple(map(kind, range(len(sheet.rows))))
    return replace(layout, header_rows=(number,), headings=headings, parents=(), kinds=kinds)


def _again(found: Understood, sheet: int, prepared: Prepared) -> Understood:
    columns = prepared.sheets[sheet].columns if prepared.sheets[sheet].include else ()
    unsure = {
        (sheet, one.position) for one in columns if one.confidence < SURE and one.field != IGNORE
    }
    others = {place for place in found.asked if place[0] != sheet}
    return looked_at(prepared, frozenset(others | unsure), found.settled)


def _checks(sheet: PreparedSheet) -> Mapping[int, ColumnCheck]:
    by_heading: dict[str, list[Problem]] = defaultdict(list)
    if sheet.table is not None:
        for problem in sheet.table.problems:
            by_heading[problem.heading].append(problem)
    return {one.position: _check(sheet, one, by_heading[one.heading]) for one in sheet.columns}


def _check(sheet: PreparedSheet, column: Column, problems: Sequence[Problem]) -> ColumnCheck:
    rows = sheet.sheet.rows
    filled = sum(
        1
        for number in sheet.layout.data_rows()
        if column.position < len(rows[number]) and rows[number][column.position] != ""
    )
    severities = Counter(one.severity for one in problems)
    odd = [one.value for one in problems if one.severity is Severity.LEFT_OUT and one.value]
    return ColumnCheck(
        filled,
        severities[Severity.LEFT_OUT],
        severities[Severity.NOTE],
        tuple(dict.fromkeys(odd))[:_EXAMPLES],
    )


def _groups(problems: Sequence[Problem]) -> tuple[ProblemGroup, ...]:
    """Rows lost first, then values kept as notes, then remarks; the most frequent first."""
    by_kind: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        by_kind[problem.code, problem.heading].append(problem)
    groups = [
        ProblemGroup(code, heading, found[0].severity, tuple(found))
        for (code, heading), found in by_kind.items()
    ]
    order = {Severity.ROW: 0, Severity.LEFT_OUT: 1, Severity.NOTE: 2}
    return tuple(sorted(groups, key=lambda one: (order[one.severity], -len(one.problems))))

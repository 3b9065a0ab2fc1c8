"""One import from files to report, as the window and the command line both run it.

``prepare`` reads and understands (cancellable, changes nothing; it is the preview), the caller may
change what was understood with ``Prepared.changed``, ``apply`` writes it in one transaction.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from crm_desktop.core import garbage
from crm_desktop.core.errors import SourceProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.exchange import cross_tabs, hidden_parts, presets, recipes
from crm_desktop.exchange.cell_changes import Changes
from crm_desktop.exchange.clean import clean
from crm_desktop.exchange.headings import CUSTOMERS, SALES
from crm_desktop.exchange.mapping import (
    ACROSS,
    EMPTY,
    SUMMARY,
    UNKNOWN,
    Column,
    looks_like_summary,
    map_columns,
    with_own_fields,
)
from crm_desktop.exchange.prepared_sheet import WHY_LEFT_OUT, LeftOut, PreparedSheet
from crm_desktop.exchange.read import open_workbook
from crm_desktop.exchange.sheets import Workbook
from crm_desktop.exchange.tables_in_sheet import tables_of
from crm_desktop.exchange.understand import RowKind
from crm_desktop.services.imports import import_recipes, imports
from crm_desktop.services.imports.import_recipes import Recipe
from crm_desktop.services.imports.imports_data import (
    CleanTable,
    ImportOptions,
    ImportReport,
    Problem,
    Severity,
    SheetReport,
    SourceFile,
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything understood of the chosen files, before anything is written."""

    books: tuple[Workbook, ...]
    sources: tuple[SourceFile, ...]
    sheets: tuple[PreparedSheet, ...]
    options: ImportOptions = field(default_factory=ImportOptions)

    def tables(self) -> list[CleanTable]:
        """Clean tables of the included sheets, customers before sales."""
        tables = [one.table for one in self.sheets if one.include and one.table is not None]
        order = {CUSTOMERS: 0, "products": 1, SALES: 2}
        return sorted(tables, key=lambda table: order.get(table.kind, 3))

    def problems(self) -> list[Problem]:
        """Everything to know about the cells and rows of the included sheets."""
        return [problem for table in self.tables() for problem in table.problems]

    def record_count(self) -> int:
        """Rows that will be imported."""
        return sum(len(table) for table in self.tables()) - sum(
            1 for problem in self.problems() if problem.severity is Severity.ROW
        )

    def changed(
        self,
        index: int,
        *,
        include: bool | None = None,
        kind: str = "",
        fields: Mapping[int, str] | None = None,
        rows: Mapping[int, RowKind] | None = None,
        orders: Mapping[int, str] | None = None,
        changes: Changes | None = None,
    ) -> Prepared:
        """The same with sheet ``index`` included or not, of another kind, or mapped otherwise.

        ``fields`` gives column positions their field, ``rows`` 0-based rows another kind,
        ``orders`` columns of dates their order, ``changes`` cells other values.
        """
        sheet = self.sheets[index]
        layout = sheet.layout
        if rows:
            kinds = tuple(rows.get(number, one) for number, one in enumerate(layout.kinds))
            layout = replace(layout, kinds=kinds)
        new = replace(
            sheet,
            kind=kind or sheet.kind,
            layout=layout,
            columns=self._columns(sheet, kind, fields or {}, orders or {}),
            include=sheet.include if include is None else include,
            changes=sheet.changes if changes is None else changes,
            table=None,
        )
        new = _cleaned(new, self.books[sheet.book].date_1904, self.options)
        return replace(self, sheets=(*self.sheets[:index], new, *self.sheets[index + 1 :]))

    def afresh(self, index: int) -> Prepared:
        """The same with sheet ``index`` read as if it had never been read before."""
        one = self.sheets[index]
        options = replace(self.options, recipes=())
        parts = _understood(one.book, one.file, self.books[one.book], options)
        same = [part for part in parts if part.name == one.name]
        if not same:
            return self
        new = _cleaned(same[0], self.books[one.book].date_1904, self.options)
        return replace(self, sheets=(*self.sheets[:index], new, *self.sheets[index + 1 :]))

    def _columns(
        self,
        sheet: PreparedSheet,
        kind: str,
        fields: Mapping[int, str],
        orders: Mapping[int, str],
    ) -> tuple[Column, ...]:
        columns: Sequence[Column] = sheet.columns
        if kind and kind != sheet.kind:
            _kind, assigned = map_columns(sheet.sheet, sheet.layout, kind)
            columns = with_own_fields(assigned, kind, self.options.own_fields)
        placed = [
            replace(one, field=fields[one.position], confidence=1.0)
            if one.position in fields
            else one
            for one in columns
        ]
        return tuple(replace(one, order=orders.get(one.position, one.order)) for one in placed)

    def with_options(self, options: ImportOptions) -> Prepared:
        """The same under other choices."""
        sheets = self.sheets
        if options.hidden != self.options.hidden:
            sheets = tuple(
                hidden_parts.shown(one) if options.hidden else hidden_parts.left_out(one)
                for one in sheets
            )
        again = tuple(
            _cleaned(replace(one, table=None), self.books[one.book].date_1904, options)
            for one in sheets
        )
        return replace(self, sheets=again, options=options)


def prepare(
    paths: Sequence[Path],
    options: ImportOptions | None = None,
    progress: Progress = no_progress,
    *,
    may_ask: bool = False,
) -> Prepared:
    """Read and understand files. Raises ``SourceProblem`` for one that is no table, ``Cancelled``.

    Files without any sheet that could be imported are a ``SourceProblem`` too; with ``may_ask``,
    where the user can still say what the columns are, only files without any row.
    """
    chosen = options or ImportOptions()
    books, sources, sheets = [], [], []
    labels = _labels(paths)
    for number, path in enumerate(paths):
        words = _("Reading {name}").format(name=path.name)
        progress(number, len(paths), words)
        with garbage.paused():
            book = open_workbook(path, partial(progress, number, len(paths), words))
            understood = _understood(number, labels[number], book, chosen)
            if not chosen.hidden:
                understood = list(map(hidden_parts.left_out, understood))
            for one in understood:
                progress(number, len(paths), _("Understanding {name}").format(name=path.name))
                sheets.append(_cleaned(one, book.date_1904, chosen))
        books.append(book)
        sources.append(SourceFile(labels[number], _digest(path)))
    progress(len(paths), len(paths), "")
    good = (LeftOut.NO, LeftOut.HIDDEN, *((LeftOut.UNKNOWN, LeftOut.SUMMARY) if may_ask else ()))
    if not any(one.left_out in good for one in sheets):
        raise SourceProblem(
            _("No list of customers or sales was found in {name}.").format(
                name=", ".join(path.name for path in paths)
            ),
            _("Nothing was changed."),
            _("Check that the first rows hold column headings such as name, phone, date, amount."),
        )
    return Prepared(tuple(books), tuple(sources), tuple(sheets), chosen)


def _labels(paths: Sequence[Path]) -> list[str]:
    """What files are called: their names, or whole paths where names are equal."""
    names = Counter(path.name for path in paths)
    return [path.name if names[path.name] == 1 else str(path) for path in paths]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _mapping_text(sheets: Sequence[PreparedSheet]) -> str:
    """The mapping as JSON, kept with the import."""
    return json.dumps(
        {
            one.name: {"kind": one.kind, "columns": {c.heading: c.field for c in one.columns}}
            for one in sheets
            if one.include
        },
        ensure_ascii=False,
    )


def _understood(
    number: int, file: str, book: Workbook, options: ImportOptions
) -> list[PreparedSheet]:
    found = []
    tables = [one for sheet in book.sheets for one in tables_of(sheet, book.path.stem)]
    for sheet, layout in tables:
        known = presets.mapped(sheet, layout)
        if known is not None:
            parts = [(CUSTOMERS, known)]
        else:
            parts = cross_tabs.recognised(sheet, layout, *map_columns(sheet, layout))
        for kind, columns in parts:
            own = tuple(with_own_fields(columns, kind, options.own_fields))
            named = sheet if kind == parts[0][0] else cross_tabs.named_apart(sheet, columns)
            one = PreparedSheet(number, file, named, layout, kind, own, include=False)
            known_kind = kind if len(parts) > 1 else ""
            found.append(_as_last_time(one, recipes.best(options.recipes, own, known_kind)))
    several = sum(1 for one in found if one.kind != UNKNOWN and one.layout.data_rows()) > 1
    return [_judged(one, several) for one in found]


def _as_last_time(one: PreparedSheet, recipe: Recipe | None) -> PreparedSheet:
    if recipe is None:
        return one
    columns = tuple(recipes.applied(recipe, one.columns))
    return replace(one, kind=recipe.kind, columns=columns, recipe=recipe)


def _judged(one: PreparedSheet, several: bool) -> PreparedSheet:
    """Whether a sheet is imported without asking."""
    if not one.layout.data_rows():
        return replace(one, kind=EMPTY, left_out=LeftOut.EMPTY)
    if one.recipe is not None:
        left_out = LeftOut.NO if one.recipe.include else LeftOut.LAST_TIME
        return replace(one, include=one.recipe.include, left_out=left_out)
    summary = looks_like_summary(one.name)
    if summary and (several or one.kind == UNKNOWN):
        kind = SUMMARY if one.kind == UNKNOWN else one.kind
        return replace(one, kind=kind, left_out=LeftOut.SUMMARY)
    if one.kind == UNKNOWN:
        return replace(one, left_out=LeftOut.UNKNOWN)
    if one.sheet.hidden:
        return replace(one, left_out=LeftOut.HIDDEN)
    return replace(one, include=True)


def _cleaned(one: PreparedSheet, date_1904: bool, options: ImportOptions) -> PreparedSheet:
    if not one.include or one.kind in (EMPTY, UNKNOWN, SUMMARY):
        return one
    said: dict[str, Any] = {
        "file": one.file,
        "currency": options.currency,
        "default_area": options.default_area,
        "date_1904": date_1904,
    }
    if any(column.field == ACROSS for column in one.columns):
        lines = cross_tabs.clean_lines(one.sheet, one.layout, one.columns, one.changes, **said)
        return replace(one, table=lines)
    table = clean(one.sheet, one.layout, one.columns, one.kind, changes=one.changes, **said)
    return replace(one, table=table)


def apply(session: Any, prepared: Prepared, progress: Progress = no_progress) -> ImportReport:
    """Write what was prepared. Run it through ``Store.write``: one transaction, one undo step."""
    sources = [
        replace(one, mapping=_mapping_text([s for s in prepared.sheets if s.book == number]))
        for number, one in enumerate(prepared.sources)
    ]
    report = imports.apply(session, prepared.tables(), sources, prepared.options, progress)
    if report.batch_ids:
        kept = [one for one in prepared.sheets if recipes.worth_keeping(one)]
        import_recipes.remember(session, [recipes.of(one, one.file) for one in kept])
    return replace(report, skipped=_skipped(prepared), sheets=_sheets(prepared))


def preview(session: Any, prepared: Prepared, progress: Progress = no_progress) -> ImportReport:
    """What ``apply`` would do, worked out without writing: for the preview and a dry run."""
    report = imports.foresee(
        session, prepared.tables(), prepared.sources, prepared.options, progress
    )
    return replace(report, skipped=_skipped(prepared), sheets=_sheets(prepared))


_SUMMED = ("amount_minor", "debt_minor", "spent_minor")


def _sheets(prepared: Prepared) -> tuple[SheetReport, ...]:
    """Every sheet with what was read from it, or why it was left out."""
    found = []
    for one in prepared.sheets:
        if one.include and one.table is not None:
            columns = [one.table.columns[name] for name in _SUMMED if name in one.table.columns]
            amount = sum(value or 0 for column in columns for value in column)
            found.append(SheetReport(one.file, one.name, one.kind, len(one.table), amount))
        elif one.left_out is not LeftOut.EMPTY:
            reason = _(WHY_LEFT_OUT[one.left_out]) if one.left_out else _("You left it out.")
            rows = len(one.layout.data_rows())
            found.append(SheetReport(one.file, one.name, one.kind, rows, 0, reason))
    return tuple(found)


def _skipped(prepared: Prepared) -> dict[str, int]:
    """Rows of the imported sheets that are no records, by reason."""
    counts: Counter[str] = Counter()
    for one in prepared.sheets:
        if one.include:
            counts.update({str(kind): number for kind, number in one.skipped().items()})
    return dict(counts)

"""The rows of an import as a table wants them: those of one fate, or with one kind of problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.core import formats
from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.services.imports.imports_data import Fate, Problem, RowFate, TableFates
from crm_desktop.ui.exchange import wizard_words
from crm_desktop.ui.widgets.cell_editing import CellEdit
from crm_desktop.ui.widgets.table_model import Column


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row of the sheet with a number; with its ``problem`` or its ``fate``."""

    id: int
    problem: Problem | None = None
    fate: RowFate | None = None

    @property
    def place(self) -> tuple[str, str, int]:
        """File, sheet and row number."""
        one = self.problem or self.fate
        assert one is not None
        return one.file, one.sheet, one.row


class ProblemSource:
    """The problems of one group."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self._problems = problems

    def count(self) -> int:
        return len(self._problems)

    def fetch(self, offset: int, limit: int) -> Sequence[ImportRow]:
        found = self._problems[offset : offset + limit]
        return [ImportRow(offset + number, problem=one) for number, one in enumerate(found)]


class FateSource:
    """The rows of one fate, sheet after sheet; ``why`` says why a row is left out."""

    def __init__(
        self, tables: Sequence[TableFates], fate: Fate, why: dict[tuple[str, str, int], str]
    ) -> None:
        self._parts = [(table, table.places(fate)) for table in tables]
        self._why = why

    def count(self) -> int:
        return sum(len(places) for _table, places in self._parts)

    def fetch(self, offset: int, limit: int) -> Sequence[ImportRow]:
        rows: list[ImportRow] = []
        before = 0
        for table, places in self._parts:
            wanted = places[max(0, offset - before) : max(0, offset + limit - before)]
            for index in wanted:
                place = (table.table.file, table.table.sheet, table.table.rows[index])
                fate = table.row(index, self._why.get(place, ""))
                rows.append(ImportRow(offset + len(rows), fate=fate))
            before += len(places)
        return rows


def columns() -> tuple[Column, ...]:
    """Row, what stands there, what it means, sheet."""
    return (
        Column("row", N_("Row"), _number, width=96, fg=lambda _row: "text2"),
        Column("value", N_("In the file"), _value, width=150, least=90, stretch=2, edit=_edit),
        Column(
            "why",
            N_("What becomes of it"),
            _meaning,
            width=260,
            least=110,
            stretch=3,
            fg=lambda _row: "text2",
        ),
        Column(
            "sheet",
            N_("Sheet"),
            lambda row: row.place[1] or row.place[0],
            width=120,
            stretch=1,
            fg=lambda _row: "text3",
            rank=1,
        ),
    )


def _number(row: ImportRow) -> str:
    return formats.integer(row.place[2])


def _value(row: ImportRow) -> str:
    if row.problem is not None:
        return row.problem.value
    return row.fate.who if row.fate is not None else ""


def _edit(row: ImportRow) -> CellEdit | None:
    """A cell can be put right; a row without one cell to blame cannot."""
    if row.problem is None or not row.problem.heading:
        return None
    return CellEdit(row.problem.value)


def _meaning(row: ImportRow) -> str:
    if row.problem is not None:
        return row.problem.sentence()
    fate = row.fate
    assert fate is not None
    gains = [
        _("{field}: {before} → {after}").format(
            field=_(gain.field), before=gain.before or "—", after=gain.after
        )
        for gain in fate.gains
    ]
    words = pgettext("between changes", "; ").join(gains) or fate.why
    return words or wizard_words.row_fate(fate.fate)


def spoken(row: ImportRow) -> str:
    """What a screen reader says of a row."""
    return f"{_number(row)} {_value(row)} {_meaning(row)}"

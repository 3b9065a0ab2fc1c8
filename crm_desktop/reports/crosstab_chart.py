"""The chart beside a cross-tab: its first measure, over time if time is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _
from crm_desktop.reports import crosstab as table
from crm_desktop.reports.document import Bars, Report, Section, Series
from crm_desktop.reports.paper import PageSetup
from crm_desktop.services.crosstab import crosstab_times
from crm_desktop.services.crosstab.crosstab import MEASURES, Crosstab
from crm_desktop.services.crosstab.crosstab_fields import OF_TIME, Dimension
from crm_desktop.services.crosstab.crosstab_totals import Key, adds_up

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST_BARS = 12
_MOST_SERIES = 4
_SUMS = {
    "amount": "amount_minor",
    "quantity": "quantity_milli",
    "margin": "margin_minor",
    "count": "orders",
}
"""What bars of these measures are stacked of."""

Cell = tuple[Key, Key]  # keys of a row and of a column
_WHOLE: list[Cell] = [((), ())]


@dataclass(frozen=True, slots=True)
class Plan:
    """A chart, and by series and place the cell behind each bar, ``None`` behind "others"."""

    bars: Bars
    cells: tuple[tuple[Cell | None, ...], ...]


def document(
    session: Session, made: Crosstab, name: str, suffix: str, page: PageSetup | None = None
) -> Report:
    """The answer with its chart as a document to write as ``suffix``; CSV has no charts, a workbook
    the plain cells as well. ``page`` is the paper of a PDF, A4 if not said."""
    report = table.build(session, made, name, (page or PageSetup()) if suffix == ".pdf" else None)
    if suffix == ".xlsx" and len(made.lines) > 1:
        report = replace(report, pages=(*report.pages, (table.data(made),)))
    chart = plan(made) if suffix != ".csv" else None
    if chart is None or len(chart.bars.labels) < 2:
        return report
    if suffix == ".pdf":
        over = Section(_(MEASURES[made.question.measures[0]]), "", (chart.bars,))
        (blocks,) = report.pages
        return replace(report, pages=((over, *blocks),))
    return replace(report, pages=(*report.pages, (chart.bars,)))


def plan(made: Crosstab) -> Plan | None:
    """The chart of an answer; ``None`` when there is nothing to show."""
    question, outermost = made.question, [one.key for one in made.lines if len(one.key) == 1]
    if not outermost:
        return None
    across = len(question.columns) == 1 and question.columns[0] in OF_TIME
    if across and question.rows[0] not in OF_TIME:
        parts: list[Cell] = [(key, ()) for key in outermost]
        parts = _largest(made, parts) if _stacks(made, made.rows[:1]) else _WHOLE
        places: list[Cell] = [((), key) for key in _in_time(made, made.column_keys)]
    else:
        columns: list[Cell] = [((), key) for key in made.column_keys]
        parts = _largest(made, columns) if columns and _stacks(made, made.columns) else _WHOLE
        across = question.rows[0] in OF_TIME
        rows = _in_time(made, outermost) if across else outermost[:MOST_BARS]
        places = [(key, ()) for key in rows]
    return _plan(made, parts, places, upright=across)


def _stacks(made: Crosstab, parts: Sequence[Dimension]) -> bool:
    """Whether the first measure over ``parts`` adds up to the whole bar: amounts do, but not those
    of tags, of which a customer may have two, nor orders by product."""
    figure = _SUMS.get(made.question.measures[0])
    return figure is not None and all(adds_up(figure, one) for one in parts)


def _in_time(made: Crosstab, keys: Sequence[Key]) -> list[Key]:
    """Keys of one dimension of time as it passes; what lies between them and has no sales is a gap,
    unless only some rows are asked for."""
    values = [key[0] for key in keys]
    dimension = made.question.rows[0]
    if dimension not in OF_TIME:
        dimension = made.question.columns[0]
    elif made.question.top:
        return sorted(keys, key=lambda key: crosstab_times.place(dimension, key[0]))
    return [(value,) for value in crosstab_times.run(dimension, values)]


def _plan(made: Crosstab, parts: list[Cell], places: list[Cell], *, upright: bool) -> Plan:
    """A series for each of ``parts`` over ``places``, and what they leave of the total."""
    value = _Values(made).of
    cells = [tuple((part[0] + at[0], part[1] + at[1]) for at in places) for part in parts]
    series = [
        Series(_name(made, part), tuple(value(cell) for cell in row))
        for part, row in zip(parts, cells, strict=True)
    ]
    behind = [tuple(cell if value(cell) is not None else None for cell in row) for row in cells]
    if len(parts) > 1:
        rest = tuple(
            (value(at) or 0) - sum(one.values[n] or 0 for one in series)
            for n, at in enumerate(places)
        )
        if any(rest):
            series.append(Series(_("Others"), rest))
            behind.append((None,) * len(rest))
    labels = tuple(_name(made, at) for at in places)
    along = made.columns if places[0][1] else made.rows
    kind = table.KINDS[made.question.measures[0]]
    bars = Bars(labels, tuple(series), kind, upright, along[0].label, sheet=_("Chart"))
    return Plan(bars, tuple(behind))


class _Values:
    """The first measure of any cell, totals among them."""

    def __init__(self, made: Crosstab) -> None:
        self._lines = {line.key: line for line in made.lines}
        self._measure = made.question.measures[0]

    def of(self, cell: Cell) -> int | None:
        line = self._lines.get(cell[0])
        held = line.cells.get(cell[1]) if line is not None else None
        return held.value(self._measure) if held else None


def _largest(made: Crosstab, parts: list[Cell]) -> list[Cell]:
    """The parts with the largest totals, so few that others have room beside them."""
    if len(parts) <= _MOST_SERIES:
        return parts
    value = _Values(made).of
    return sorted(parts, key=lambda cell: -(value(cell) or 0))[: _MOST_SERIES - 1]


def _name(made: Crosstab, cell: Cell) -> str:
    row, column = cell
    if row:
        return _said(made, made.question.rows[0], row[0])
    if len(column) == 1:
        return _said(made, made.question.columns[0], column[0])
    return table.over(made, column) if column else _(MEASURES[made.question.measures[0]])


def _said(made: Crosstab, key: str, value: str) -> str:
    return crosstab_times.shown(key, value) if key in OF_TIME else made.shown(key, value)

"""The totals of a cross-tab on all its levels, each asked of the database or added up from below.

A level is so many of the rows' dimensions, with the columns' or without. Amounts add up, so the
innermost level gives all others. A customer who bought twice, or has two tags, is one customer in
the total: who is counted is told apart (``crosstab_distinct``), and where amounts do not add up,
the level is asked for by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Date, case, distinct, func, literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Sale, SaleLine
from crm_desktop.services.crosstab import crosstab_fields
from crm_desktop.services.crosstab.crosstab_distinct import Distinct
from crm_desktop.services.crosstab.crosstab_fields import Dimension
from crm_desktop.services.figures.sales_figures import Period, counted, month_before, month_of

Key = tuple[str, ...]
Sums = dict[Key, int]
Level = tuple[int, bool]  # so many of the rows' dimensions; with the columns'

MOST_CELLS = 200_000
_MANY = 4  # of a period with more than one sale in so many, reading every line in turn is quicker


def adds_up(figure: str, one: Dimension) -> bool:
    """Whether ``figure`` (a field of a ``Cell``) is the sum of its parts where ``one`` is taken
    away."""
    if figure == "customers":
        return one.of_contact
    if figure == "orders" and one.key in crosstab_fields.OF_LINES:
        return False
    return one.key != "tag"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which sales: those of ``period`` in ``currency`` that every filter lets through. ``lines``
    reads them line by line."""

    period: Period
    currency: str
    filters: tuple[tuple[Dimension, tuple[str, ...]], ...]
    lines: bool

    def over(
        self,
        query: Any,
        dimensions: Iterable[Dimension],
        *,
        earlier: bool = False,
        every: bool = False,
    ) -> Any:
        """``query`` over those sales, with the tables of ``dimensions`` at hand; ``earlier`` over
        those of a year before. ``every`` reads all lines instead of looking sales up by day."""
        # A tag is looked up by itself; other filters read the tables of their dimension.
        tables = [one for one, _values in self.filters if one.key != "tag"]
        query = crosstab_fields.joined(query, [*dimensions, *tables], lines=self.lines)
        period = year_before(self.period) if earlier else self.period
        day = literal_column("+sale.sold_on", Date) if every else Sale.sold_on
        passes = (self._passes(one, values, earlier=earlier) for one, values in self.filters)
        within = day.between(period.first, period.last)
        return query.where(within, counted(self.currency), *passes)

    def reads_most(self, session: Session) -> bool:
        """Whether so much of the file is asked for that indexes only cost time."""
        looked_up = any(one.key in ("customer", "product") for one, _values in self.filters)
        if not self.lines or looked_up:
            return False
        days = Sale.sold_on.between(self.period.first, self.period.last)
        inside = session.scalar(select(func.count()).select_from(Sale).where(days)) or 0
        return inside * _MANY > (session.scalar(select(func.max(Sale.id))) or 0)

    def _passes(self, one: Dimension, values: tuple[str, ...], *, earlier: bool) -> Any:
        if earlier and one.key in crosstab_fields.OF_TIME:
            return one.later.in_(values)
        return crosstab_fields.one_of(one, values)


def read(
    session: Session,
    selection: Selection,
    rows: tuple[Dimension, ...],
    columns: tuple[Dimension, ...],
    figures: tuple[str, ...],
) -> dict[Level, dict[str, Sums]]:
    """``figures`` (fields of a ``Cell``) on every level, by key: the rows' values, then the
    columns'. Raises ``UserError`` when there are too many cells."""
    found: dict[Level, dict[str, Sums]] = {}
    every = selection.reads_most(session)
    apart: dict[str, Distinct | None] = dict.fromkeys(
        _told_apart(selection, figures, (*rows, *columns))
    )
    for level in _levels(rows, columns):
        depth, across = level
        here: dict[str, Sums] = {}
        asked = []
        for figure in figures:
            below = _parts_of(level, figure, rows, columns)
            if (told := apart.get(figure)) is not None:
                here[figure] = told.counts(partial(_shorter, level, len(rows)))
            elif below is None:
                asked.append(figure)
            else:
                here[figure] = _rolled(found[below][figure], depth, one=below[0] > depth)
        fields = (*rows[:depth], *(columns if across else ()))
        found[level] = here | _ask(session, selection, fields, (asked, apart), every=every)
    return found


def _told_apart(
    selection: Selection, figures: tuple[str, ...], fields: tuple[Dimension, ...]
) -> frozenset[str]:
    """The figures of which somebody can stand in several cells."""
    counted_once = {"customers"} | ({"orders"} if selection.lines else set())
    return frozenset(
        figure
        for figure in counted_once.intersection(figures)
        if not all(adds_up(figure, one) for one in fields)
    )


def _shorter(level: Level, rows: int, key: Key) -> Key:
    """An innermost key on another level."""
    depth, across = level
    return key[:depth] + (key[rows:] if across else ())


def in_other_currencies(session: Session, selection: Selection) -> int:
    """How many sales and returns of those days are in a currency of their own."""
    every = select(func.count()).select_from(Sale)
    days = Sale.sold_on.between(selection.period.first, selection.period.last)
    counts = (counted(Sale.currency), Sale.currency != selection.currency)
    return session.scalar(every.where(days, *counts)) or 0


def _levels(rows: tuple[Dimension, ...], columns: tuple[Dimension, ...]) -> Iterator[Level]:
    """Innermost first, so that each has what it adds up from before it."""
    for depth in range(len(rows), -1, -1):
        if columns:
            yield depth, True
        yield depth, False


def _parts_of(
    level: Level, figure: str, rows: tuple[Dimension, ...], columns: tuple[Dimension, ...]
) -> Level | None:
    """The level whose parts add up to this one, if there is one."""
    depth, across = level
    if depth < len(rows) and adds_up(figure, rows[depth]):
        return depth + 1, across
    if columns and not across and all(adds_up(figure, one) for one in columns):
        return depth, True
    return None


def _rolled(parts: Sums, depth: int, *, one: bool) -> Sums:
    """Added up without the ``one`` value behind ``depth``, or without all behind it."""
    sums: Sums = {}
    for key, value in parts.items():
        shorter = key[:depth] + key[depth + 1 :] if one else key[:depth]
        sums[shorter] = sums.get(shorter, 0) + value
    return sums


def _ask(
    session: Session,
    selection: Selection,
    fields: tuple[Dimension, ...],
    what: tuple[list[str], dict[str, Distinct | None]],
    *,
    every: bool,
) -> dict[str, Sums]:
    """The figures of ``what``; who is counted, for those to be told apart, is put there as well."""
    asked, apart = what
    found: dict[str, Sums] = {}
    if "earlier_minor" in asked:
        then = [one.later for one in fields]
        amount = _sum("amount_minor", selection)
        query = selection.over(select(*then, amount), fields, earlier=True).group_by(*then)
        (found["earlier_minor"],) = _fetch(session, query, len(fields), [0])
    now = [figure for figure in asked if figure != "earlier_minor"]
    if now:
        values = [one.value for one in fields]
        sums = [_who(one) if one in apart else _sum(one, selection) for one in now]
        query = selection.over(select(*values, *sums), fields, every=every).group_by(*values)
        nothing = ["" if one in apart else 0 for one in now]
        for figure, held in zip(now, _fetch(session, query, len(fields), nothing), strict=True):
            found[figure] = held
            if figure in apart:
                apart[figure] = told = Distinct(held)
                found[figure] = told.counts(_whole)
    return found


def _whole(key: Key) -> Key:
    return key


def _fetch(session: Session, query: Any, size: int, nothing: list[Any]) -> list[dict[Key, Any]]:
    """What stands behind the keys of ``size`` values, column by column; ``nothing`` is what a NULL
    is in each of them."""
    # Through the connection: the session would look at every row for objects to make.
    rows = session.connection().execute(query.limit(MOST_CELLS + 1)).all()
    if len(rows) > MOST_CELLS:
        raise UserError(
            _("That makes too large a table."),
            "",
            _("Choose fewer rows and columns, or a shorter period."),
        )
    found: list[dict[Key, Any]] = [{} for _none in nothing]
    keys = [tuple(map(crosstab_fields.text_of, row[:size])) for row in rows]
    for place, (sums, none) in enumerate(zip(found, nothing, strict=True), size):
        # NULL and an empty text are two groups and one key; over nothing, a total is NULL.
        for key, row in zip(keys, rows, strict=True):
            value = row[place] or none
            before = sums.get(key)
            if before is None:
                sums[key] = value
            else:
                sums[key] = f"{before},{value}".strip(",") if none == "" else before + value
    return found


def _who(figure: str) -> Any:
    """Who is counted, as numbers with commas."""
    one = Sale.contact_id if figure == "customers" else Sale.id
    return func.group_concat(case((Sale.kind == "sale", one)))


def _sum(figure: str, selection: Selection) -> Any:
    is_sale = Sale.kind == "sale"
    if figure == "customers":
        return func.count(distinct(case((is_sale, Sale.contact_id))))
    if figure == "orders" and selection.lines:
        return func.count(distinct(case((is_sale, Sale.id))))
    if figure == "orders":
        return func.sum(case((is_sale, 1), else_=0))
    if figure == "amount_minor":
        return func.sum(SaleLine.amount_minor if selection.lines else Sale.total_minor)
    if figure == "quantity_milli":
        return func.sum(SaleLine.quantity_milli)
    # Rounded half up line by line, away from zero, so that parts add up to their total.
    cost = SaleLine.cost_minor * SaleLine.quantity_milli
    rounded = (func.abs(cost) + 500) // 1000
    return func.sum(SaleLine.amount_minor - case((cost < 0, -rounded), else_=rounded))


def year_before(period: Period) -> Period:
    """The same days a year before; a month's end is compared with a month's end."""
    first, last = (month_of(month_before(day, 12)) for day in (period.first, period.last))
    begin = min(first.first + dt.timedelta(period.first.day - 1), first.last)
    if period.last == month_of(period.last).last:
        return Period(begin, last.last)
    return Period(begin, min(last.first + dt.timedelta(period.last.day - 1), last.last))

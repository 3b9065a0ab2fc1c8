"""The cross-tab: sales by any dimensions, added up in the database, in exact integers.

Rows of several dimensions have subtotals. Every total is asked for by itself and not added up
from its parts: a customer who bought twice, or has two tags, is one customer in the total.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, distinct, func, select
from sqlalchemy.orm import Session

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.money import divide_half_up
from crm_desktop.db.models import Sale, SaleLine
from crm_desktop.services import crosstab_fields, settings
from crm_desktop.services.crosstab_fields import Dimension
from crm_desktop.services.sales_figures import Period, counted, month_before, month_of

Key = tuple[str, ...]

MEASURES: dict[str, str] = {
    "amount": N_("Amount"),
    "quantity": N_("Quantity"),
    "margin": N_("Margin"),
    "count": N_("Orders"),
    "customers": N_("Customers"),
    "average": N_("Average order"),
    "share": N_("Share"),
    "growth": N_("On a year ago"),
}
_OF_LINES = frozenset({"quantity", "margin"})
MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. ``rows`` and ``columns`` are keys of dimensions, outermost first; ``filters``
    pairs of a dimension and a value, values of one dimension being alternatives.

    ``top`` keeps that many of the outermost rows, 0 for all. ``sort`` is ``name``, ``value`` (of
    the first measure, largest first), or empty: time in its order, all else by value.
    """

    period: Period
    rows: Key
    columns: Key = ()
    measures: Key = ("amount",)
    filters: tuple[tuple[str, str], ...] = ()
    top: int = 0
    sort: str = ""

    @property
    def by_lines(self) -> bool:
        """Whether amounts are those of lines, before discounts on whole sales."""
        used = {*self.rows, *self.columns, *(key for key, _value in self.filters)}
        return bool(used & crosstab_fields.OF_LINES or _OF_LINES & {*self.measures})


@dataclass(frozen=True, slots=True)
class Cell:
    """Sums of one cell: minor units, thousandths, counts. ``earlier_minor`` is the amount of the
    same days a year before; ``whole_minor`` that of the whole table."""

    amount_minor: int = 0
    quantity_milli: int = 0
    margin_minor: int = 0
    orders: int = 0
    customers: int = 0
    earlier_minor: int = 0
    whole_minor: int = 0

    def value(self, measure: str) -> int | None:
        """The figure of ``measure``: minor units, thousandths, a count or basis points; ``None``
        where there is nothing to divide by."""
        plain = {
            "amount": self.amount_minor,
            "quantity": self.quantity_milli,
            "margin": self.margin_minor,
            "count": self.orders,
            "customers": self.customers,
        }
        if measure in plain:
            return plain[measure]
        if measure == "average":
            return _divided(self.amount_minor, self.orders)
        if measure == "share":
            return _divided(self.amount_minor * 10_000, self.whole_minor)
        return _divided((self.amount_minor - self.earlier_minor) * 10_000, self.earlier_minor)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a ``key`` shorter than the rows asked for is a subtotal, the empty one the total.
    ``cells`` has a cell for each column where something was sold, under ``()`` the row's total."""

    key: Key
    cells: dict[Key, Cell]


@dataclass(frozen=True, slots=True)
class Crosstab:
    """The answer; ``lines`` end with the total, which counts the ``left_out`` rows as well."""

    question: Question
    currency: str
    rows: tuple[Dimension, ...]
    columns: tuple[Dimension, ...]
    column_keys: tuple[Key, ...]
    lines: tuple[Line, ...]
    left_out: int


def usual_period(today: dt.date) -> Period:
    """The last twelve months, the one in progress included."""
    return Period(month_before(today, 11), today)


def ask(session: Session, question: Question) -> Crosstab:
    """Answer ``question``. Raises ``UserError`` for one that cannot be asked."""
    check(question)
    rows = tuple(crosstab_fields.find(session, key) for key in question.rows)
    columns = tuple(crosstab_fields.find(session, key) for key in question.columns)
    currency = settings.get(session, settings.CURRENCY)
    where = _Where(session, question, currency)
    sums: dict[Key, dict[Key, Cell]] = {}
    across = ((), columns) if columns else ((),)
    for depth in range(len(rows) + 1):
        for some in across:
            _add_level(sums, session, where, rows[:depth], some)
    total = sums.get((), {(): Cell()})
    column_keys = tuple(sorted(key for key in total if key))
    if len(column_keys) > MOST_COLUMNS:
        raise UserError(
            _("That makes {n} columns.").format(n=len(column_keys)),
            "",
            _("Put it into the rows, or choose a shorter period."),
        )
    lines, left_out = _ordered(sums, question)
    return Crosstab(
        question, currency, rows, columns, column_keys, (*lines, Line((), total)), left_out
    )


def sales_behind(
    session: Session, question: Question, row: Key = (), column: Key = ()
) -> tuple[int, ...]:
    """The sales and returns counted in one cell, newest first, by their ids."""
    check(question)
    wanted = dict(zip(question.rows, row, strict=False))
    wanted |= dict(zip(question.columns, column, strict=False))
    where = _Where(session, question, settings.get(session, settings.CURRENCY))
    fixed = [(crosstab_fields.find(session, key), value) for key, value in wanted.items()]
    query = where.over(select(Sale.id, Sale.sold_on).distinct(), [one for one, _value in fixed])
    query = query.where(*(crosstab_fields.one_of(one, (value,)) for one, value in fixed))
    found = session.execute(query.order_by(Sale.sold_on.desc(), Sale.id.desc()))
    return tuple(row.id for row in found)


def check(question: Question) -> None:
    """Raise ``UserError`` for a question without an answer."""
    fields = (*question.rows, *question.columns)
    wrong = [one for one in question.measures if one not in MEASURES]
    if wrong:
        raise UserError(
            _("A cross-tab cannot measure “{key}”.").format(key=wrong[0]),
            "",
            _("Choose one of: {keys}.").format(keys=", ".join(MEASURES)),
        )
    if not question.rows or not question.measures or len({*fields}) < len(fields):
        raise UserError(
            _("A cross-tab needs rows and a measure, and each field once."),
            "",
            _("Choose other rows or columns."),
        )
    if question.period.first > question.period.last or question.top < 0:
        raise UserError(_("The period ends before it begins, or the number of rows is below 0."))
    if question.sort not in ("", "name", "value"):
        raise UserError(_("Rows are sorted by name or by value."))


class _Where:
    """The sales a question is about, and the same a year before."""

    def __init__(self, session: Session, question: Question, currency: str) -> None:
        chosen: dict[str, list[str]] = {}
        for key, value in question.filters:
            chosen.setdefault(key, []).append(value)
        found = [(crosstab_fields.find(session, key), values) for key, values in chosen.items()]
        self.lines = question.by_lines
        self.growth = "growth" in question.measures
        self._period = question.period
        # A tag is looked up by itself; other filters read the tables of their dimension.
        self._tables = [one for one, _values in found if one.key != "tag"]
        self._conditions = [crosstab_fields.one_of(one, tuple(values)) for one, values in found]
        self._conditions.append(counted(currency))
        self._earlier = [
            one.later.in_(values) if one.key in crosstab_fields.OF_TIME else
            crosstab_fields.one_of(one, tuple(values))
            for one, values in found
        ]  # fmt: skip
        self._earlier.append(counted(currency))

    def over(self, query: Any, dimensions: list[Dimension], *, earlier: bool = False) -> Any:
        """``query`` over those sales, with the tables of ``dimensions`` at hand."""
        period = _year_before(self._period) if earlier else self._period
        query = crosstab_fields.joined(query, [*dimensions, *self._tables], lines=self.lines)
        conditions = self._earlier if earlier else self._conditions
        return query.where(Sale.sold_on.between(period.first, period.last), and_(*conditions))


def _year_before(period: Period) -> Period:
    """The same days a year before; a month's end is compared with a month's end."""
    first, last = (month_of(month_before(day, 12)) for day in (period.first, period.last))
    begin = min(first.first + dt.timedelta(period.first.day - 1), first.last)
    if period.last == month_of(period.last).last:
        return Period(begin, last.last)
    return Period(begin, min(last.first + dt.timedelta(period.last.day - 1), last.last))


def _add_level(
    sums: dict[Key, dict[Key, Cell]],
    session: Session,
    where: _Where,
    rows: tuple[Dimension, ...],
    columns: tuple[Dimension, ...],
) -> None:
    """Ask for one level of totals and put its cells into ``sums``."""
    fields = [*rows, *columns]
    values = [one.value for one in fields]
    query = where.over(select(*values, *_sums(where.lines)), fields).group_by(*values)
    before: dict[Key, int] = {}
    if where.growth:
        then = [one.later for one in fields]
        asked = where.over(select(*then, _sums(where.lines)[0]), fields, earlier=True).group_by(
            *then
        )
        before = {tuple(row[:-1]): row[-1] or 0 for row in session.execute(asked)}
    for row in session.execute(query):
        key = tuple(row[: len(fields)])
        amount, quantity, margin, orders, customers = (int(n or 0) for n in row[len(fields) :])
        whole = sums[()][()].amount_minor if () in sums else amount
        cell = Cell(amount, quantity, margin, orders, customers, before.get(key, 0), whole)
        sums.setdefault(key[: len(rows)], {})[key[len(rows) :]] = cell


def _sums(lines: bool) -> list[Any]:
    is_sale = Sale.kind == "sale"
    counts = [
        func.count(distinct(case((is_sale, Sale.id)))),
        func.count(distinct(case((is_sale, Sale.contact_id)))),
    ]
    if not lines:
        return [func.sum(Sale.total_minor), func.sum(0), func.sum(0), *counts]
    # Rounded half up line by line, away from zero, so that parts add up to their total.
    cost = SaleLine.cost_minor * SaleLine.quantity_milli
    rounded = (func.abs(cost) + 500) // 1000
    margin = SaleLine.amount_minor - case((cost < 0, -rounded), else_=rounded)
    return [
        func.sum(SaleLine.amount_minor),
        func.sum(SaleLine.quantity_milli),
        func.sum(margin),
        *counts,
    ]


def _ordered(sums: dict[Key, dict[Key, Cell]], question: Question) -> tuple[list[Line], int]:
    """Rows in order, each group followed by its subtotal; how many outermost ones are left out."""
    below: dict[Key, list[Key]] = {}
    for key in sums:
        if key:
            below.setdefault(key[:-1], []).append(key)
    lines: list[Line] = []

    def add(parent: Key) -> None:
        kept = None if parent else question.top or None
        for key in _sorted(below.get(parent, []), sums, question)[:kept]:
            add(key)
            lines.append(Line(key, sums[key]))

    add(())
    outermost = len(below.get((), []))
    return lines, max(outermost - question.top, 0) if question.top else 0


def _sorted(keys: list[Key], sums: dict[Key, dict[Key, Cell]], question: Question) -> list[Key]:
    if not keys:
        return []
    by_name = question.rows[len(keys[0]) - 1] in crosstab_fields.OF_TIME
    if question.sort == "name" or (by_name and not question.sort):
        return sorted(keys)
    measure = question.measures[0]

    def size(key: Key) -> tuple[bool, int, Key]:
        value = sums[key][()].value(measure)
        return value is None, -(value or 0), key

    return sorted(keys, key=size)


def _divided(part: int, whole: int) -> int | None:
    return divide_half_up(part, whole) if whole > 0 else None

"""The cross-tab: sales by any dimensions, added up in the database, in exact integers.

Rows of several dimensions have subtotals, and every level is right by itself: a customer who
bought twice, or has two tags, is one customer in the total (``crosstab_totals``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import names
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.money import divide_half_up
from crm_desktop.db.models import Sale
from crm_desktop.db.stopping import stoppable
from crm_desktop.services.crosstab import (
    crosstab_fields,
    crosstab_times,
    crosstab_totals,
    crosstab_values,
)
from crm_desktop.services.crosstab.crosstab_fields import Dimension
from crm_desktop.services.crosstab.crosstab_totals import Key, Selection
from crm_desktop.services.figures.sales_figures import Period
from crm_desktop.services.settings import settings

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
_FIGURES: dict[str, tuple[str, ...]] = {
    "quantity": ("quantity_milli",),
    "margin": ("margin_minor",),
    "count": ("orders",),
    "customers": ("customers",),
    "average": ("orders",),
    "growth": ("earlier_minor",),
}
"""What a measure needs beside the amount."""

_OF_LINES = frozenset({"quantity", "margin"})
SORTS = ("", "name", "value")
MOST_COLUMNS = 200
_NUMBER, _DIGITS = re.compile(r"(\d+)"), 12


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. ``rows`` and ``columns`` are keys of dimensions, outermost first; ``filters``
    pairs of a dimension and a value, values of one dimension being alternatives.

    ``top`` keeps that many of the outermost rows, 0 for all. ``sort`` is ``name``, ``value``
    (largest first), or empty: time in its order, all else by value; ``reverse`` turns it round.
    The value is that of ``by_measure``, the first one if empty, under the column ``by``, which is
    the row's total if empty.
    """

    period: Period
    rows: Key
    columns: Key = ()
    measures: Key = ("amount",)
    filters: tuple[tuple[str, str], ...] = ()
    top: int = 0
    sort: str = ""
    reverse: bool = False
    by: Key = ()
    by_measure: str = ""

    @property
    def by_lines(self) -> bool:
        """Whether amounts are those of lines, before discounts on whole sales."""
        used = {*self.rows, *self.columns, *(key for key, _value in self.filters)}
        return bool(used & crosstab_fields.OF_LINES or _OF_LINES & {*self.measures})


class Cell(NamedTuple):
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
    """The answer; ``lines`` end with the total, which counts the ``left_out`` rows as well.
    ``names`` has how every value of a dimension reads, also of those filtered by, ``labels`` what
    these dimensions are called; ``other_currencies`` counts the sales of
    those days that are not among these, for they have no sum with them."""

    question: Question
    currency: str
    rows: tuple[Dimension, ...]
    columns: tuple[Dimension, ...]
    column_keys: tuple[Key, ...]
    lines: tuple[Line, ...]
    left_out: int
    names: dict[str, dict[str, str]]
    labels: dict[str, str]
    other_currencies: int = 0

    def shown(self, key: str, value: str) -> str:
        """A value of the dimension ``key`` as people read it."""
        return self.names[key][value]


def ask(session: Session, question: Question) -> Crosstab:
    """Answer ``question``. Raises ``UserError`` for one that cannot be asked, ``Cancelled`` when
    the job it runs in was stopped."""
    check(question)
    rows = tuple(crosstab_fields.find(session, key) for key in question.rows)
    columns = tuple(crosstab_fields.find(session, key) for key in question.columns)
    chosen = selection_of(session, question)
    with stoppable(session):
        cells = _cells(session, question, chosen, rows, columns)
        total = cells.get((), {(): Cell()})
        if len(total) > MOST_COLUMNS:
            raise UserError(
                _("That makes {n} columns.").format(n=len(total) - 1),
                "",
                _("Put it into the rows, or choose a shorter period."),
            )
        found = _names(session, cells, rows, columns, question.filters)
        elsewhere = crosstab_totals.in_other_currencies(session, chosen)
    in_order = _Order(question, found)
    lines, left_out = in_order.lines(cells)
    column_keys = sorted((key for key in total if key), key=in_order.column)
    return Crosstab(
        question,
        chosen.currency,
        rows,
        columns,
        tuple(column_keys),
        (*lines, Line((), total)),
        left_out,
        found,
        {one.key: one.label for one in (*rows, *columns, *(one for one, _held in chosen.filters))},
        elsewhere,
    )


def selection_of(session: Session, question: Question) -> Selection:
    """The sales a question is about."""
    chosen: dict[str, list[str]] = {}
    for key, value in question.filters:
        chosen.setdefault(key, []).append(value)
    found = ((crosstab_fields.find(session, key), tuple(held)) for key, held in chosen.items())
    currency = settings.get(session, settings.CURRENCY)
    return Selection(question.period, currency, tuple(found), question.by_lines)


def _cells(
    session: Session,
    question: Question,
    selection: Selection,
    rows: tuple[Dimension, ...],
    columns: tuple[Dimension, ...],
) -> dict[Key, dict[Key, Cell]]:
    """By the rows' values, shorter ones for subtotals, then by the columns'."""
    figures = {"amount_minor", *(one for key in question.measures for one in _FIGURES.get(key, ()))}
    found = crosstab_totals.read(session, selection, rows, columns, tuple(sorted(figures)))
    whole = found[0, False]["amount_minor"].get((), 0)
    cells: dict[Key, dict[Key, Cell]] = {}
    none: dict[Key, int] = {}
    for (depth, _across), sums in found.items():
        # Hundreds of thousands of cells: written out, this takes a third.
        amount, quantity, margin, orders, customers, earlier = (
            sums.get(figure, none) for figure in Cell._fields[:6]
        )
        for key in amount.keys() | earlier.keys():
            cells.setdefault(key[:depth], {})[key[depth:]] = Cell(
                amount.get(key, 0),
                quantity.get(key, 0),
                margin.get(key, 0),
                orders.get(key, 0),
                customers.get(key, 0),
                earlier.get(key, 0),
                whole,
            )
    return cells


def _names(
    session: Session,
    cells: dict[Key, dict[Key, Cell]],
    rows: tuple[Dimension, ...],
    columns: tuple[Dimension, ...],
    filters: tuple[tuple[str, str], ...],
) -> dict[str, dict[str, str]]:
    """How each value in the table or filtered by reads, by dimension."""
    across = cells.get((), {})
    values = {one.key: {key[at] for key in cells if len(key) > at} for at, one in enumerate(rows)}
    values |= {one.key: {key[at] for key in across if key} for at, one in enumerate(columns)}
    for key, value in filters:
        values.setdefault(key, set()).add(value)
    return {key: crosstab_values.labels(session, key, held) for key, held in values.items()}


def sales_behind(
    session: Session, question: Question, row: Key = (), column: Key = ()
) -> tuple[int, ...]:
    """The sales and returns counted in one cell, newest first, by their ids."""
    check(question)
    wanted = dict(zip(question.rows, row, strict=False))
    wanted |= dict(zip(question.columns, column, strict=False))
    chosen = selection_of(session, question)
    fixed = [(crosstab_fields.find(session, key), value) for key, value in wanted.items()]
    query = chosen.over(select(Sale.id, Sale.sold_on).distinct(), [one for one, _held in fixed])
    query = query.where(*(crosstab_fields.one_of(one, (value,)) for one, value in fixed))
    with stoppable(session):
        found = session.execute(query.order_by(Sale.sold_on.desc(), Sale.id.desc()))
        return tuple(row.id for row in found)


def check(question: Question) -> None:
    """Raise ``UserError`` for a question without an answer."""
    fields = (*question.rows, *question.columns)
    wrong = [one for one in question.measures if one not in MEASURES]
    if question.by_measure and question.by_measure not in question.measures:
        wrong.append(question.by_measure)
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
    if question.sort not in SORTS:
        raise UserError(_("Rows are sorted by name or by value."))


class _Order:
    """Rows and columns in the order asked for; names by their reading, time as it passes."""

    def __init__(self, question: Question, found: dict[str, dict[str, str]]) -> None:
        self._question = question
        self._found = found
        self._read: dict[str, dict[str, str]] = {}

    def column(self, key: Key) -> Key:
        """What columns are sorted by."""
        keys = zip(self._question.columns, key, strict=True)
        return tuple(self._place(one, value) for one, value in keys)

    def lines(self, cells: dict[Key, dict[Key, Cell]]) -> tuple[list[Line], int]:
        """Each group followed by its subtotal; how many outermost rows are left out."""
        below: dict[Key, list[Key]] = {}
        for key in cells:
            if key:
                below.setdefault(key[:-1], []).append(key)
        lines: list[Line] = []

        def add(parent: Key) -> None:
            kept = None if parent else self._question.top or None
            for key in self._sorted(below.get(parent, []), cells)[:kept]:
                if key in below:
                    add(key)
                lines.append(Line(key, cells[key]))

        add(())
        outermost, top = len(below.get((), [])), self._question.top
        return lines, max(outermost - top, 0) if top else 0

    def _sorted(self, keys: list[Key], cells: dict[Key, dict[Key, Cell]]) -> list[Key]:
        question = self._question
        if not keys:
            return []
        dimension = question.rows[len(keys[0]) - 1]
        by_name = dimension in crosstab_fields.OF_TIME if not question.sort else False
        if by_name or question.sort == "name":
            by_place = sorted(keys, key=lambda key: self._place(dimension, key[-1]))
            return by_place[::-1] if question.reverse else by_place
        measure = question.by_measure or question.measures[0]
        sign = 1 if question.reverse else -1

        def size(key: Key) -> tuple[bool, int, str]:
            cell = cells[key].get(question.by)
            value = cell.value(measure) if cell else None
            return value is None, sign * (value or 0), self._found[dimension][key[-1]]

        return sorted(keys, key=size)

    def _place(self, dimension: str, value: str) -> str:
        if dimension in crosstab_fields.OF_TIME:
            return crosstab_times.place(dimension, value)
        if dimension not in self._read:
            own = dimension.startswith(crosstab_fields.FIELD_PREFIX)  # kept so that it sorts
            held = self._found[dimension]
            self._read[dimension] = _readings({one: one for one in held} if own else held)
        return self._read[dimension][value]


def _readings(held: dict[str, str]) -> dict[str, str]:
    """What each name sorts by: pinyin for Chinese ones, numbers by their size; none given last."""
    parts = {value: _NUMBER.split(label) for value, label in held.items()}
    words = list({word for some in parts.values() for word in some[::2]})
    spoken = zip(words, names.pinyin_batch(words), strict=True)
    reading = {word: (said or word).casefold() for word, (said, _short) in spoken}

    def place(some: list[str]) -> str:
        numbers = [number.zfill(_DIGITS) for number in some[1::2]] + [""]
        return "".join(reading[word] + n for word, n in zip(some[::2], numbers, strict=True))

    return {value: f"0{place(some)}" if value else "1" for value, some in parts.items()}


def _divided(part: int, whole: int) -> int | None:
    return divide_half_up(part, whole) if whole > 0 else None

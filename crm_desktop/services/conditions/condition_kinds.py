"""What conditions are made of: fields of a kind, and the SQL of one comparison."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crm_desktop.core import clock
from crm_desktop.db.models import ContactStats

Clause = ColumnElement[bool]

WHO = ContactStats.contact_id
"""What conditions compare: the figures alone answer most, without reading a contact."""

TEXT_OPS = frozenset({"is", "is_not", "contains", "empty", "filled", "any_of"})
NUMBER_OPS = frozenset({"is", "at_least", "at_most", "between"})
INSTANT_OPS = frozenset({"before", "after", "days_ago_over", "days_ago_within", "between"})
DATE_OPS = frozenset(
    {
        "before", "after", "days_ago_over", "days_ago_within", "within_days", "empty", "filled",
        "between",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One condition on one field, and the day it is asked."""

    session: Session
    op: str
    value: Any
    today: dt.date


@dataclass(frozen=True, slots=True)
class Field:
    """A field to filter by. ``kind`` tells the window which editor to show; ``label`` is a
    msgid; ``own_column`` is set when it compares a column of the contact itself."""

    label: str
    kind: str
    ops: frozenset[str]
    clause: Callable[[Asked], Clause]
    own_column: bool = False


def listed(value: Any) -> list[Any]:
    """One value or several, as several."""
    return list(value) if isinstance(value, list | tuple) else [value]


def like(column: Any, value: Any) -> Clause:
    """``value`` anywhere in the column, its own wildcards taken as letters."""
    return as_clause(column.contains(str(value), autoescape=True))


def as_clause(expression: Any) -> Clause:
    """A comparison of columns whose types the checker cannot see."""
    result: Clause = expression
    return result


def text_field(column: InstrumentedAttribute[str]) -> Callable[[Asked], Clause]:
    """Comparisons of a text; an empty text counts as none."""

    def make(asked: Asked) -> Clause:
        match asked.op:
            case "is":
                return column == str(asked.value)
            case "is_not":
                return column != str(asked.value)
            case "any_of":
                return column.in_([str(value) for value in listed(asked.value)])
            case "empty":
                return column == ""
            case "filled":
                return column != ""
            case _:
                return like(column, asked.value)

    return make


def number_field(column: Any) -> Callable[[Asked], Clause]:
    """Comparisons of a whole number: minor units, a count."""

    def make(asked: Asked) -> Clause:
        match asked.op:
            case "is":
                return as_clause(column == int(asked.value))
            case "at_least":
                return as_clause(column >= int(asked.value))
            case "at_most":
                return as_clause(column <= int(asked.value))
            case _:
                low, high = asked.value
                return as_clause(column.between(int(low), int(high)))

    return make


def date_field(column: Any, *, never_counts: bool = False) -> Callable[[Asked], Clause]:
    """``never_counts``: a date that is missing counts as longer ago than any."""

    def make(asked: Asked) -> Clause:
        if asked.op in ("days_ago_over", "days_ago_within"):
            since = asked.today - dt.timedelta(days=int(asked.value))
            if asked.op == "days_ago_within":
                return as_clause(column.between(since, asked.today))
            late = as_clause(column < since)
            return or_(late, column.is_(None)) if never_counts else late
        if asked.op == "within_days":
            until = asked.today + dt.timedelta(days=int(asked.value))
            return as_clause(column.between(asked.today, until))
        return date_clause(column, asked)

    return make


def date_clause(column: Any, asked: Asked) -> Clause:
    """A condition that names its days, or asks whether there is one."""
    match asked.op:
        case "empty":
            return as_clause(column.is_(None))
        case "filled":
            return as_clause(column.is_not(None))
        case "before":
            return as_clause(column < dt.date.fromisoformat(asked.value))
        case "after":
            return as_clause(column > dt.date.fromisoformat(asked.value))
        case _:
            low, high = (dt.date.fromisoformat(day) for day in asked.value)
            return as_clause(column.between(low, high))


def part_field(
    contact_id: Any, column: Any, *joined: Any, where: Clause | None = None
) -> Callable[[Asked], Clause]:
    """A condition on any of the rows of a part: a phone, a tag. ``where`` narrows the rows."""

    def make(asked: Asked) -> Clause:
        rows = select(contact_id).where(contact_id.is_not(None))
        if joined:
            rows = rows.join(*joined)
        if where is not None:
            rows = rows.where(where)
        match asked.op:
            case "empty":
                return WHO.not_in(rows.where(column != ""))
            case "filled":
                return WHO.in_(rows.where(column != ""))
            case "is":
                return WHO.in_(rows.where(column == str(asked.value)))
            case "is_not":
                return WHO.not_in(rows.where(column == str(asked.value)))
            case "any_of":
                return WHO.in_(rows.where(column.in_([str(v) for v in listed(asked.value)])))
            case _:
                return WHO.in_(rows.where(like(column, asked.value)))

    return make


def instant_field(column: Any) -> Callable[[Asked], Clause]:
    """A condition on the local day of an instant (UTC)."""

    def make(asked: Asked) -> Clause:
        match asked.op:
            case "days_ago_over":
                return as_clause(column < clock.start_of(asked.today - _days(asked.value)))
            case "days_ago_within":
                return as_clause(column >= clock.start_of(asked.today - _days(asked.value)))
            case "before":
                return as_clause(column < clock.start_of(dt.date.fromisoformat(asked.value)))
            case "after":
                day = dt.date.fromisoformat(asked.value)
                return as_clause(column >= clock.start_of(day + _days(1)))
            case _:
                low, high = (dt.date.fromisoformat(day) for day in asked.value)
                return and_(column >= clock.start_of(low), column < clock.start_of(high + _days(1)))

    return make


def _days(number: Any) -> dt.timedelta:
    return dt.timedelta(days=int(number))

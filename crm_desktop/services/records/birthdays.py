"""Birthdays coming up, of customers and the people they told us about."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import lunar
from crm_desktop.core.lunar import LunarKey
from crm_desktop.db.contact_stats import NO_TALK
from crm_desktop.db.models import Contact, Relation, TimelineEntry

EVERYBODY = 10**9
"""A limit that leaves nobody out."""


@dataclass(frozen=True, slots=True)
class BirthdayRow:
    """Whose birthday falls on ``on``. ``age`` is ``None`` when the year is not known;
    ``greeted`` says that we were in touch today. ``of`` names the customer whose relation
    (``relation`` is its kind) it is; empty for the customer's own."""

    contact_id: int
    name: str
    kind: str
    level: str
    on: dt.date
    days_left: int
    age: int | None
    greeted: bool = False
    lunar: bool = False
    of: str = ""
    relation: str = ""


def kept_on(born: type[Contact] | type[Relation], days: Iterable[dt.date]) -> ColumnElement[bool]:
    """Whose birthday is kept on one of ``days``: solar ones and lunar ones.

    29 February is kept on the 28th of a common year; how lunar days are kept: ``core.lunar``.
    """
    solar: set[tuple[int, int]] = set()
    keys: set[LunarKey] = set()
    for day in days:
        solar.add((day.month, day.day))
        if (day.month, day.day) == (2, 28) and not calendar.isleap(day.year):
            solar.add((2, 29))
        keys |= lunar.keys_on(day)
    sun = [and_(born.birth_month == month, born.birth_day == day) for month, day in sorted(solar)]
    moon = [
        and_(born.birth_month == key.month, born.birth_day == key.day, born.birth_leap == key.leap)
        for key in sorted(keys)
    ]
    return or_(
        and_(born.birth_lunar.is_(False), or_(false(), *sun)),
        and_(born.birth_lunar.is_(True), or_(false(), *moon)),
    )


def coming(session: Session, today: dt.date, days: int = 7, limit: int = 50) -> list[BirthdayRow]:
    """Birthdays from today to ``days - 1`` days ahead, soonest first.

    Archived customers are left out.
    """
    found: list[BirthdayRow] = []
    for ahead in range(days):
        if len(found) < limit:
            found += _on(session, today + dt.timedelta(days=ahead), ahead, limit - len(found))
            found += _of_relations(session, today + dt.timedelta(days=ahead), ahead)
    greeted = _greeted(session, [row.contact_id for row in found], today)
    return [replace(row, greeted=row.contact_id in greeted) for row in found[:limit]]


def _on(session: Session, day: dt.date, ahead: int, limit: int) -> list[BirthdayRow]:
    query = (
        select(
            Contact.id,
            Contact.name,
            Contact.kind,
            Contact.level,
            Contact.birth_year,
            Contact.birth_lunar,
        )
        .where(
            Contact.birth_month.is_not(None),
            kept_on(Contact, [day]),
            Contact.deleted_at.is_(None),
            Contact.archived_at.is_(None),
        )
        .order_by(Contact.id)
        .limit(limit)
    )
    return [
        BirthdayRow(
            contact_id, name, kind, level, day, ahead, age_on(year, day, in_lunar), lunar=in_lunar
        )
        for contact_id, name, kind, level, year, in_lunar in session.execute(query)
    ]


def _of_relations(session: Session, day: dt.date, ahead: int) -> list[BirthdayRow]:
    """People known by name alone: a customer's child, a buyer's wife."""
    query = (
        select(Relation, Contact)
        .join(Contact, Contact.id == Relation.contact_id)
        .where(
            Relation.birth_month.is_not(None),
            Relation.other_id.is_(None),
            kept_on(Relation, [day]),
            Contact.deleted_at.is_(None),
            Contact.archived_at.is_(None),
        )
        .order_by(Relation.id)
    )
    return [
        BirthdayRow(
            contact_id=contact.id,
            name=relation.name,
            kind="person",
            level=contact.level,
            on=day,
            days_left=ahead,
            age=age_on(relation.birth_year, day, relation.birth_lunar),
            lunar=relation.birth_lunar,
            of=contact.name,
            relation=relation.kind,
        )
        for relation, contact in session.execute(query)
    ]


def age_on(year: int | None, day: dt.date, in_lunar: bool) -> int | None:
    """The age they turn on a birthday; ``None`` when the year is not known."""
    if not year:
        return None
    return (lunar.year_of(day) if in_lunar else day.year) - year


def next_on(
    birthday: tuple[int | None, int, int], in_lunar: bool, leap: bool, today: dt.date
) -> dt.date:
    """The next solar day, today included, on which a birthday of either calendar is kept."""
    _year, month, day = birthday
    if in_lunar:
        return lunar.next_on(LunarKey(month, day, leap), today)
    return next_birthday(month, day, today)


def exists(year: int | None, month: int, day: int) -> bool:
    """False for a solar day there is not, 30 February or 29 February 1981."""
    return 1 <= day <= calendar.monthrange(year or 2000, month)[1]


def next_birthday(month: int, day: int, today: dt.date) -> dt.date:
    """The next day, today included, on which a solar birthday is kept."""
    for year in (today.year, today.year + 1):
        on = dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
        if on >= today:
            return on
    raise AssertionError("next year's birthday is never past")


def _greeted(session: Session, ids: list[int], today: dt.date) -> set[int]:
    query = select(TimelineEntry.contact_id).where(
        and_(
            TimelineEntry.contact_id.in_(ids),
            TimelineEntry.happened_on == today,
            TimelineEntry.deleted_at.is_(None),
            TimelineEntry.kind != NO_TALK,
        )
    )
    return set(session.scalars(query))

"""Birthdays coming up, of customers and the people they told us about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Contact, TimelineEntry
from crm_desktop.services.conditions import birthday_on


@dataclass(frozen=True, slots=True)
class BirthdayRow:
    """Whose birthday falls on ``on``. ``age`` is ``None`` when the year is not known;
    ``greeted`` says that we were in touch today."""

    contact_id: int
    name: str
    kind: str
    level: str
    on: dt.date
    days_left: int
    age: int | None
    greeted: bool


def coming(session: Session, today: dt.date, days: int = 7, limit: int = 50) -> list[BirthdayRow]:
    """Solar birthdays from today to ``days - 1`` days ahead, soonest first.

    29 February is kept on the 28th in common years. Archived customers are left out.
    """
    dates = [today + dt.timedelta(days=n) for n in range(days)]
    query = select(
        Contact.id,
        Contact.name,
        Contact.kind,
        Contact.level,
        Contact.birth_year,
        Contact.birth_month,
        Contact.birth_day,
    ).where(
        Contact.birth_month.is_not(None),
        or_(*(birthday_on(day) for day in dates)),
        Contact.birth_lunar.is_(False),
        Contact.deleted_at.is_(None),
        Contact.archived_at.is_(None),
    )
    found = []
    for contact_id, name, kind, level, year, month, day in session.execute(query):
        on = next(date for date in dates if _falls_on(month, day, date))
        age = on.year - year if year else None
        found.append((on, contact_id, name, kind, level, age))
    found.sort(key=lambda item: (item[0], item[1]))
    greeted = _greeted(session, [item[1] for item in found[:limit]], today)
    return [
        BirthdayRow(
            contact_id, name, kind, level, on, (on - today).days, age, contact_id in greeted
        )
        for on, contact_id, name, kind, level, age in found[:limit]
    ]


def next_birthday(month: int, day: int, today: dt.date) -> dt.date:
    """The next day, today included, on which a solar birthday is kept."""
    for year in (today.year, today.year + 1):
        try:
            on = dt.date(year, month, day)
        except ValueError:
            on = dt.date(year, 2, 28)
        if on >= today:
            return on
    raise AssertionError("next year's birthday is never past")


def _falls_on(month: int | None, day: int | None, date: dt.date) -> bool:
    return month is not None and day is not None and next_birthday(month, day, date) == date


def _greeted(session: Session, ids: list[int], today: dt.date) -> set[int]:
    query = select(TimelineEntry.contact_id).where(
        and_(
            TimelineEntry.contact_id.in_(ids),
            TimelineEntry.happened_on == today,
            TimelineEntry.deleted_at.is_(None),
        )
    )
    return set(session.scalars(query))

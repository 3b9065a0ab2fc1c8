"""Birthdays coming up, of customers and the people they told us about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import and_, select
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
    greeted: bool = False


def coming(session: Session, today: dt.date, days: int = 7, limit: int = 50) -> list[BirthdayRow]:
    """Solar birthdays from today to ``days - 1`` days ahead, soonest first.

    29 February is kept on the 28th in common years. Archived customers are left out.
    """
    found: list[BirthdayRow] = []
    for ahead in range(days):
        if len(found) < limit:
            found += _on(session, today + dt.timedelta(days=ahead), ahead, limit - len(found))
    greeted = _greeted(session, [row.contact_id for row in found], today)
    return [replace(row, greeted=row.contact_id in greeted) for row in found]


def _on(session: Session, day: dt.date, ahead: int, limit: int) -> list[BirthdayRow]:
    query = (
        select(Contact.id, Contact.name, Contact.kind, Contact.level, Contact.birth_year)
        .where(
            Contact.birth_month.is_not(None),
            birthday_on(day),
            Contact.birth_lunar.is_(False),
            Contact.deleted_at.is_(None),
            Contact.archived_at.is_(None),
        )
        .order_by(Contact.id)
        .limit(limit)
    )
    return [
        BirthdayRow(contact_id, name, kind, level, day, ahead, day.year - year if year else None)
        for contact_id, name, kind, level, year in session.execute(query)
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


def _greeted(session: Session, ids: list[int], today: dt.date) -> set[int]:
    query = select(TimelineEntry.contact_id).where(
        and_(
            TimelineEntry.contact_id.in_(ids),
            TimelineEntry.happened_on == today,
            TimelineEntry.deleted_at.is_(None),
        )
    )
    return set(session.scalars(query))

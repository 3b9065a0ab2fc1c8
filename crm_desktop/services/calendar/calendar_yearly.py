"""What comes back each year on the calendar: birthdays, years as a customer, own date fields."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import lunar
from crm_desktop.db.models import Contact, CustomField, CustomValue, Relation
from crm_desktop.services.calendar.calendar_rows import Dated, Span, visible
from crm_desktop.services.records import birthdays, masking

_YEARLY = ("纪念", "周年", "生日", "anniversary", "birthday")


def birthday_rows(session: Session, span: Span) -> Iterator[Dated]:
    """Birthdays of customers and of the people they told us about, solar and lunar."""
    kept = _kept(span)
    for born, query in (
        (Contact, select(Contact, Contact.name, Contact.id).where(*visible())),
        (
            Relation,
            select(Relation, Contact.name, Contact.id)
            .join(Contact, Contact.id == Relation.contact_id)
            .where(Relation.other_id.is_(None), *visible()),
        ),
    ):
        for one, owner, contact_id in session.execute(query.where(_born_near(born, kept))):
            for day in kept.get((one.birth_month, one.birth_day, _leap(one)), ()):
                yield Dated(
                    kind="birthday",
                    day=day,
                    source=born.__tablename__,
                    record_id=one.id,
                    name=one.name,
                    what=owner if born is Relation else "",
                    contact_id=contact_id,
                    years=birthdays.age_on(one.birth_year, day, one.birth_lunar),
                )


def since_rows(session: Session, span: Span) -> Iterator[Dated]:
    """The days on which somebody became a customer, one year ago or more."""
    query = select(Contact.id, Contact.name, Contact.since).where(
        _same_months(Contact.since, span), Contact.party == "customer", *visible()
    )
    kept = _kept(span)
    for contact_id, name, since in session.execute(query):
        if since is None:
            continue
        for day in kept.get((since.month, since.day, None), ()):
            if day.year > since.year:
                yield Dated("anniversary", day, "contact", contact_id, name,
                            contact_id=contact_id, years=day.year - since.year)  # fmt: skip


def field_rows(session: Session, span: Span) -> Iterator[Dated]:
    """Dates in fields the shop added; those called an anniversary or a birthday come each year."""
    kept = _kept(span)
    for field in _date_fields(session):
        yearly = any(word in field.label.lower() for word in _YEARLY)
        days: ColumnElement[bool] = CustomValue.date.between(span.first, span.last)
        query = (
            select(CustomValue.id, CustomValue.date, Contact.id, Contact.name)
            .join(Contact, Contact.id == CustomValue.record_id)
            .where(
                CustomValue.field_id == field.id,
                _same_months(CustomValue.date, span) if yearly else days,
                *visible(),
            )
        )
        for value_id, date, contact_id, name in session.execute(query):
            if date is None:
                continue
            on = [date] if not yearly else kept.get((date.month, date.day, None), [])
            for day in on:
                if day.year >= date.year:
                    yield Dated("field", day, "custom_value", value_id, name, field.label,
                                contact_id, years=(day.year - date.year) or None)  # fmt: skip


def _date_fields(session: Session) -> Sequence[CustomField]:
    """Sensitive ones are left out while numbers are masked: their place would tell the day."""
    query = select(CustomField).where(
        CustomField.entity == "contact",
        CustomField.type == "date",
        CustomField.deleted_at.is_(None),
    )
    if masking.is_on(session):
        query = query.where(CustomField.sensitive.is_(False))
    return session.scalars(query).all()


def _leap(one: Any) -> bool | None:
    """``None`` for a solar birthday, else whether it is of a leap month."""
    return bool(one.birth_leap) if one.birth_lunar else None


Kept = dict[tuple[int, int, bool | None], list[dt.date]]


def _kept(span: Span) -> Kept:
    """By (month, day, leap month or ``None`` for solar) the days on which it is kept."""
    kept: Kept = {}
    for day in span.days():
        kept.setdefault((day.month, day.day, None), []).append(day)
        if (day.month, day.day) == (2, 28) and not calendar.isleap(day.year):
            kept.setdefault((2, 29, None), []).append(day)
        for key in lunar.keys_on(day):
            kept.setdefault((key.month, key.day, key.leap), []).append(day)
    return kept


def _born_near(born: Any, kept: Kept) -> ColumnElement[bool]:
    """In the months in question; the days are compared in Python, which a year of them needs."""
    solar = sorted({month for month, _day, leap in kept if leap is None})
    moon = sorted({month for month, _day, leap in kept if leap is not None})
    return or_(
        and_(born.birth_month.in_(solar), born.birth_lunar.is_(False)),
        and_(born.birth_month.in_(moon), born.birth_lunar.is_(True)),
    )


def _same_months(column: Any, span: Span) -> ColumnElement[bool]:
    """A date in one of the months of the span, of whatever year."""
    months = sorted({f"{day.month:02}" for day in span.days()})
    found: ColumnElement[bool] = func.substr(column, 6, 2).in_(months)
    return found

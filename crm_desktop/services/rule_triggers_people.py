"""Triggers over customers themselves: contact rhythm, birthdays, festivals, dates, stages."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import String, and_, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from crm_desktop.core import lunar
from crm_desktop.core.i18n import _
from crm_desktop.core.lunar import LunarKey
from crm_desktop.db.models import (
    CompanyPerson,
    Contact,
    ContactStats,
    CustomField,
    CustomValue,
    LifecycleChange,
    LifecycleStage,
    Relation,
)
from crm_desktop.services import birthdays
from crm_desktop.services.lifecycle import stage_name
from crm_desktop.services.listed import CONTACT_PERSON
from crm_desktop.services.rule_asking import LONGEST, Asked, Fact, Occasion
from crm_desktop.services.rule_festivals import FESTIVALS, is_on

OTHER_LEVELS = "*"
"""Under ``levels``: the days of customers of any level not named."""


def by_rhythm(asked: Asked) -> Iterator[Occasion]:
    """Customers not contacted for the days of their level; low-touch ones are left in peace.

    Who was never contacted counts from the day they became a customer, or were entered.
    """
    levels = {level: int(days) for level, days in asked.numbers["levels"].items() if days}
    last = func.coalesce(ContactStats.last_contact_on, Contact.since, func.date(Contact.created_at))
    late: list[Any] = [
        and_(Contact.level == level, last <= (asked.day - dt.timedelta(days)).isoformat())
        for level, days in levels.items()
        if level != OTHER_LEVELS
    ]
    if OTHER_LEVELS in levels:
        since = asked.day - dt.timedelta(levels[OTHER_LEVELS])
        late.append(
            and_(Contact.level.not_in([*levels]), last <= since.isoformat()),
        )
    query = (
        select(Contact.id, Contact.level, cast(last, String))
        .join(ContactStats, ContactStats.contact_id == Contact.id)
        .where(
            or_(*late),
            Contact.low_touch.is_(False),
            asked.among(Contact.id),
            asked.not_made(Contact.id, ":", cast(last, String)),
        )
        .order_by(Contact.id)
    )
    for contact_id, level, since_text in asked.session.execute(query) if late else ():
        since = dt.date.fromisoformat(since_text)
        days = levels.get(level) or levels[OTHER_LEVELS]
        yield Occasion(
            contact_id,
            f"{contact_id}:{since_text}",
            since + dt.timedelta(days),
            {"last": since, "days": days, "level": level},
        )


Kept = dict[tuple[bool, LunarKey], list[dt.date]]
"""The days on which a birthday is kept: by whether it is lunar, and its month, day and leap."""


def _kept(days: Sequence[dt.date]) -> Kept:
    kept: Kept = {}
    for day in days:
        kept.setdefault((False, LunarKey(day.month, day.day)), []).append(day)
        if (day.month, day.day) == (2, 28) and not calendar.isleap(day.year):
            kept.setdefault((False, LunarKey(2, 29)), []).append(day)
        for key in lunar.keys_on(day):
            kept.setdefault((True, key), []).append(day)
    return kept


def _maybe(born: type[Contact] | type[Relation], kept: Kept) -> Any:
    """Whose birthday may be among those kept, by month and day of either calendar: few more than
    will do, and one statement for any number of days."""
    return or_(
        *(
            and_(
                born.birth_lunar.is_(moon),
                born.birth_month.in_({key.month for in_lunar, key in kept if in_lunar is moon}),
                born.birth_day.in_({key.day for in_lunar, key in kept if in_lunar is moon}),
            )
            for moon in (False, True)
        )
    )


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(n) for n in range((last - first).days + 1)]


def by_birthday(asked: Asked) -> Iterator[Occasion]:
    """Birthdays of either calendar: of persons, of companies (their founding), of relatives."""
    who = asked.numbers["who"]
    for off, first, last in asked.offsets():
        days = _days(first, last)
        if who != "relatives":
            yield from _own_birthdays(asked, who, off, days)
        if who in ("people", "relatives"):
            yield from _relatives(asked, off, days)


def _own_birthdays(asked: Asked, who: str, off: int, days: list[dt.date]) -> Iterator[Occasion]:
    kept = _kept(days)
    # A person at a company is greeted as a customer's person, not as a customer.
    company = (
        select(func.min(CompanyPerson.company_id))
        .where(CompanyPerson.person_id == Contact.id, CompanyPerson.left_on.is_(None))
        .scalar_subquery()
    )
    at_company = Contact.party == CONTACT_PERSON
    query = (
        select(
            Contact.id, Contact.name, Contact.birth_year, Contact.birth_month, Contact.birth_day,
            Contact.birth_lunar, Contact.birth_leap, company.label("company"), at_company,
        )
        .where(
            Contact.birth_month.is_not(None),
            Contact.kind == ("company" if who == "companies" else "person"),
            _maybe(Contact, kept),
            Contact.deleted_at.is_(None),
            Contact.archived_at.is_(None),
            or_(
                and_(~at_company, asked.among(Contact.id)),
                and_(at_company, asked.among(company)),
            ),
        )
        .order_by(Contact.id)
    )  # fmt: skip
    for own, name, year, month, day, in_lunar, leap, at, is_person in asked.session.execute(query):
        contact_id, person = (at, own) if is_person else (own, None)
        for on in kept.get(_birth_key(in_lunar, month, day, leap), ()):
            facts = _birthday_facts(name, on, year, in_lunar)
            fires = on + dt.timedelta(off)
            yield Occasion(contact_id, f"{own}:{on}:{off}", fires, facts, person_id=person)


def _relatives(asked: Asked, off: int, days: list[dt.date]) -> Iterator[Occasion]:
    kept = _kept(days)
    query = (
        select(
            Relation.id, Relation.contact_id, Relation.name, Relation.birth_year,
            Relation.birth_month, Relation.birth_day, Relation.birth_lunar, Relation.birth_leap,
        )
        .where(
            Relation.birth_month.is_not(None),
            Relation.other_id.is_(None),
            _maybe(Relation, kept),
            asked.among(Relation.contact_id),
        )
        .order_by(Relation.id)
    )  # fmt: skip
    for row in asked.session.execute(query):
        relation, contact_id, name, year, month, day, in_lunar, leap = row
        for on in kept.get(_birth_key(in_lunar, month, day, leap), ()):
            facts = _birthday_facts(name, on, year, in_lunar)
            yield Occasion(contact_id, f"r{relation}:{on}:{off}", on + dt.timedelta(off), facts)


def _birth_key(
    in_lunar: bool, month: int | None, day: int | None, leap: bool
) -> tuple[bool, LunarKey]:
    return in_lunar, LunarKey(month or 0, day or 0, in_lunar and leap)


def _birthday_facts(name: str, on: dt.date, year: int | None, in_lunar: bool) -> dict[str, Any]:
    age = birthdays.age_on(year, on, in_lunar)
    return {"who": name, "day": on, "age": "" if age is None or age < 1 else age}


def by_festival(asked: Asked) -> Iterator[Occasion]:
    """A festival, for everybody the rule is for who has not refused such messages."""
    festival = asked.numbers["festival"]
    called = _(dict(FESTIVALS)[festival])
    yield from _for_all(asked, lambda day: is_on(festival, day), called)


def by_yearly_day(asked: Asked) -> Iterator[Occasion]:
    """The same day of every year; 29 February is kept on the 28th of a common year."""
    month, number = map(int, asked.numbers["month_day"].split("-"))

    def kept(day: dt.date) -> bool:
        return birthdays.next_birthday(month, number, day) == day

    yield from _for_all(asked, kept, "")


def _for_all(asked: Asked, kept: Any, called: str) -> Iterator[Occasion]:
    for off, first, last in asked.offsets():
        events = [day for day in _days(first, last) if kept(day)]
        if not events:
            continue
        query = select(Contact.id).where(asked.among(Contact.id), Contact.no_marketing.is_(False))
        ids = asked.session.scalars(query.order_by(Contact.id)).all()
        for on in events:
            fires = on + dt.timedelta(off)
            for contact_id in ids:
                facts: dict[str, Fact] = {"what": called, "day": on}
                yield Occasion(contact_id, f"{contact_id}:{on}:{off}", fires, facts)


_OWN_DATES: dict[str, InstrumentedAttribute[Any]] = {
    "since": Contact.since,
    "first_sale": ContactStats.first_sale_on,
    "last_sale": ContactStats.last_sale_on,
    "last_contact": ContactStats.last_contact_on,
}


def _dated(asked: Asked) -> tuple[Any, Any]:
    """The date column a rule is about, and the query of contact ids and dates."""
    name = str(asked.numbers["field"])
    if name.startswith("custom:"):
        query = (
            select(CustomValue.record_id, CustomValue.date)
            .join(CustomField, CustomField.id == CustomValue.field_id)
            .where(
                CustomField.entity == "contact",
                CustomField.deleted_at.is_(None),
                CustomField.key == name.removeprefix("custom:"),
                asked.among(CustomValue.record_id),
            )
            .order_by(CustomValue.record_id)
        )
        return CustomValue.date, query
    column = _OWN_DATES[name]
    query = (
        select(Contact.id, column)
        .join(ContactStats, ContactStats.contact_id == Contact.id)
        .where(asked.among(Contact.id))
        .order_by(Contact.id)
    )
    return column, query


def by_date(asked: Asked) -> Iterator[Occasion]:
    """Any date of a customer, a field the shop added too, once."""
    column, query = _dated(asked)
    for off, first, last in asked.offsets():
        for contact_id, on in asked.session.execute(query.where(column.between(first, last))):
            fires = on + dt.timedelta(off)
            yield Occasion(contact_id, f"{contact_id}:{on}:{off}", fires, {"day": on})


def by_anniversary(asked: Asked) -> Iterator[Occasion]:
    """The same date in every later year."""
    column, query = _dated(asked)
    for off, first, last in asked.offsets():
        kept = {f"{key.month:02}-{key.day:02}": days
                for (in_lunar, key), days in _kept(_days(first, last)).items()
                if not in_lunar}  # fmt: skip
        same_day = func.strftime("%m-%d", column)
        rows = query.where(same_day.in_(list(kept)), column < last)
        for contact_id, begun in asked.session.execute(rows):
            for on in kept[f"{begun:%m-%d}"]:
                if on.year <= begun.year:
                    continue
                facts: dict[str, Fact] = {"day": on, "years": on.year - begun.year}
                fires = on + dt.timedelta(off)
                yield Occasion(contact_id, f"{contact_id}:{on}:{off}", fires, facts)


def by_stage(asked: Asked) -> Iterator[Occasion]:
    """Customers longer in their lifecycle stage than it allows, by ``over`` days."""
    moved = (
        select(func.date(func.max(LifecycleChange.changed_at), "localtime"))
        .where(
            LifecycleChange.contact_id == Contact.id,
            LifecycleChange.to_stage_id == Contact.stage_id,
        )
        .scalar_subquery()
    )
    since = func.coalesce(moved, Contact.since, func.date(Contact.created_at))
    over = int(asked.numbers["over"])
    allowed = select(
        LifecycleStage.id, LifecycleStage.code, LifecycleStage.name, LifecycleStage.allowed_days
    ).where(LifecycleStage.allowed_days.between(1, LONGEST), LifecycleStage.deleted_at.is_(None))
    for stage, code, name, allowed_days in asked.session.execute(allowed).all():
        days = allowed_days or 0
        limit = (asked.day - dt.timedelta(days + over)).isoformat()
        query = (
            select(Contact.id, cast(since, String))
            .where(
                Contact.stage_id == stage,
                asked.among(Contact.id),
                cast(since, String) < limit,
                asked.not_made(Contact.id, ":", f"{stage}:", cast(since, String)),
            )
            .order_by(Contact.id)
        )
        called = stage_name(code, name)
        for contact_id, begun in asked.session.execute(query):
            last = dt.date.fromisoformat(begun)
            facts: dict[str, Fact] = {"what": called, "last": last, "days": days}
            fires = last + dt.timedelta(days + over + 1)
            yield Occasion(contact_id, f"{contact_id}:{stage}:{begun}", fires, facts)

"""Triggers over customers themselves: contact rhythm, birthdays, festivals, stages."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import String, and_, case, cast, false, func, literal, or_, select

from crm_desktop.core import clock, lunar
from crm_desktop.core.i18n import _
from crm_desktop.core.lunar import LunarKey
from crm_desktop.db.models import (
    CompanyPerson,
    Contact,
    ContactStats,
    LifecycleChange,
    Relation,
)
from crm_desktop.services.conditions.condition_stages import days_before
from crm_desktop.services.lifecycle import lifecycle
from crm_desktop.services.records import birthdays
from crm_desktop.services.records.listed import CONTACT_PERSON
from crm_desktop.services.rules.rule_asking import LONGEST, Asked, Fact, Occasion, days_between
from crm_desktop.services.rules.rule_festivals import FESTIVALS, is_on

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
            or_(false(), *late),
            Contact.low_touch.is_(False),
            asked.among(Contact.id),
            asked.not_made(Contact.id, ":", cast(last, String)),
        )
        .order_by(func.julianday(last) + _allowed(levels), Contact.id)
    )
    for contact_id, level, since_text in asked.session.execute(asked.longest(query)):
        since = dt.date.fromisoformat(since_text)
        days = levels.get(level) or levels[OTHER_LEVELS]
        yield Occasion(
            contact_id,
            f"{contact_id}:{since_text}",
            since + dt.timedelta(days),
            {"last": since, "days": days, "level": level},
        )


def _allowed(levels: dict[str, int]) -> Any:
    """The days of a customer's level, in SQL."""
    others = levels.get(OTHER_LEVELS, 0)
    named = {level: days for level, days in levels.items() if level != OTHER_LEVELS}
    return case(named, value=Contact.level, else_=others) if named else literal(others)


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


def by_birthday(asked: Asked) -> Iterator[Occasion]:
    """Birthdays of either calendar: of persons, of companies (their founding), of relatives."""
    who = asked.numbers["who"]
    for off, first, last in asked.offsets():
        days = days_between(first, last)
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
        key = _birth_key(in_lunar, month, day, leap)
        for on in kept.get(key, ()):
            facts = _birthday_facts(name, on, year, key)
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
        key = _birth_key(in_lunar, month, day, leap)
        for on in kept.get(key, ()):
            facts = _birthday_facts(name, on, year, key)
            yield Occasion(contact_id, f"r{relation}:{on}:{off}", on + dt.timedelta(off), facts)


def _birth_key(
    in_lunar: bool, month: int | None, day: int | None, leap: bool
) -> tuple[bool, LunarKey]:
    return in_lunar, LunarKey(month or 0, day or 0, in_lunar and leap)


def _birthday_facts(
    name: str, on: dt.date, year: int | None, key: tuple[bool, LunarKey]
) -> dict[str, Any]:
    in_lunar, day = key
    age = birthdays.age_on(year, on, in_lunar)
    facts = {"who": name, "day": on, "age": "" if age is None or age < 1 else age}
    return {**facts, "lunar": lunar.words(day)} if in_lunar else facts


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
        events = [day for day in days_between(first, last) if kept(day)]
        if not events:
            continue
        query = select(Contact.id).where(asked.among(Contact.id), Contact.no_marketing.is_(False))
        ids = asked.session.scalars(query.order_by(Contact.id)).all()
        for on in events:
            fires = on + dt.timedelta(off)
            facts: dict[str, Fact] = {"what": called, "day": on}
            for contact_id in ids:
                yield Occasion(contact_id, f"{contact_id}:{on}:{off}", fires, facts)


def by_stage(asked: Asked) -> Iterator[Occasion]:
    """Customers longer in their lifecycle stage than it allows, by ``over`` days.

    As in the conditions, a closed stage never stalls anybody, and who never moved is in it since
    they were entered.
    """
    moved = (
        select(func.max(LifecycleChange.changed_at))
        .where(
            LifecycleChange.contact_id == Contact.id,
            LifecycleChange.to_stage_id == Contact.stage_id,
        )
        .scalar_subquery()
    )
    since = func.coalesce(moved, Contact.created_at)
    over = int(asked.numbers["over"])
    for stage in lifecycle.stages(asked.session):
        days = stage.allowed_days or 0
        if stage.closed or not 0 < days <= LONGEST:
            continue
        # The day in the key is the log's own, the same wherever the computer is.
        logged = func.date(since)
        query = (
            select(Contact.id, since, logged)
            .where(
                Contact.stage_id == stage.id,
                asked.among(Contact.id),
                since < clock.start_of(days_before(asked.day, days + over)),
                asked.not_made(Contact.id, ":", f"{stage.id}:", logged),
            )
            .order_by(since, Contact.id)
        )
        for contact_id, begun, key in asked.session.execute(asked.longest(query)):
            last = begun.astimezone().date()
            facts: dict[str, Fact] = {"what": stage.name, "last": last, "days": days}
            fires = last + dt.timedelta(days + over + 1)
            yield Occasion(contact_id, f"{contact_id}:{stage.id}:{key}", fires, facts)

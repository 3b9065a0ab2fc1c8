"""What rules that make follow-ups are built of: triggers, their numbers, and occasions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, literal, or_, select, true
from sqlalchemy.orm import Session

from crm_desktop.db.models import Contact, ContactStats, FollowUp
from crm_desktop.services.conditions import conditions
from crm_desktop.services.conditions.condition_kinds import Clause
from crm_desktop.services.records.listed import hidden_ids

LONGEST = 36_500
"""Days a stage, a supply or a part may last for a rule to reckon with it: a hundred years."""

Fact = str | int | dt.date | tuple[int, str]
"""A merge field's value: words, a count, a day, or (minor units, currency)."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One follow-up a rule wants to make.

    ``subject`` names what it is about and the day that brought it up, the same on every run;
    ``on`` is the day the rule fires. ``contact_id`` is ``None`` for a deal without a customer;
    ``owner_id`` serves when the customer has no owner.
    """

    contact_id: int | None
    subject: str
    on: dt.date
    facts: Mapping[str, Fact] = field(default_factory=dict)
    person_id: int | None = None
    sale_id: int | None = None
    deal_id: int | None = None
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a trigger is asked: occasions of the days from ``first`` to ``day``, both included.

    ``prefix`` begins the keys of the rule; ``filter`` says which customers it is for; ``most``
    is how many are wanted of what stands, the longest standing first, 0 for all.
    """

    session: Session
    first: dt.date
    day: dt.date
    numbers: Mapping[str, Any]
    prefix: str
    filter: conditions.Condition | None = None
    most: int = 0

    def offsets(self) -> Iterator[tuple[int, dt.date, dt.date]]:
        """Each of the rule's days before (negative) or after an event, with the first and last
        day the event may have been on."""
        for days in self.numbers["days"]:
            off = dt.timedelta(days=int(days))
            yield int(days), self.first - off, self.day - off

    def among(self, contact_id: Any) -> Clause:
        """The customers the rule is for: none that lists hide, and only those of the filter."""
        shown: Clause = contact_id.not_in(hidden_ids())
        chosen = self.chosen(contact_id)
        return and_(shown, chosen)

    def chosen(self, contact_id: Any) -> Clause:
        """The customers of the filter alone."""
        if not _asks(self.filter):
            return true()
        found = (
            select(ContactStats.contact_id)
            .join(Contact, Contact.id == ContactStats.contact_id)
            .where(conditions.clause(self.session, self.filter, self.day))
            .correlate(None)
        )
        chosen: Clause = contact_id.in_(found)
        return chosen

    def longest(self, query: Any) -> Any:
        """Of a query that begins with what stands longest, no more than are wanted."""
        return query.limit(self.most) if self.most else query

    def not_made(self, *subject: Any) -> ColumnElement[bool]:
        """True where no follow-up with the key of ``subject`` (columns and texts) exists: what
        stands for months is then not read again every day."""
        key: Any = literal(self.prefix)
        for part in subject:
            key = key.concat(part if isinstance(part, str) else cast(part, String))
        return ~exists(select(FollowUp.id).where(FollowUp.rule_key == key))


def days_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every day from ``first`` to ``last``, both included."""
    return [first + dt.timedelta(n) for n in range((last - first).days + 1)]


def _asks(condition: conditions.Condition | None) -> bool:
    return bool(condition) and condition not in ({"all": []}, {"any": []})


def allowed(asked: Asked, contact_id: Any) -> Clause:
    """Like ``among`` for records that may have no customer; a filter then leaves them out."""
    if _asks(asked.filter):
        return asked.among(contact_id)
    return or_(contact_id.is_(None), asked.among(contact_id))


@dataclass(frozen=True, slots=True)
class Number:
    """One thing to set about a trigger. ``label`` and ``help`` are msgids.

    ``kind``: ``days`` (a list of whole numbers, negative before the event), ``count``,
    ``percent``, ``yes_no``, ``levels`` (days by customer level), ``choice`` (one of ``choices``:
    code and msgid), ``date_field`` (a date of the customer), ``any_date`` (those, and the dates
    of what is theirs) or ``month_day`` (``MM-DD``).
    """

    key: str
    kind: str
    label: str
    default: Any
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """Something that can bring a follow-up about.

    ``find`` yields the occasions of some days. ``standing`` ones ask what is so now, however
    long it has been: such a rule may make so many a day at most. ``title`` and ``reason`` are
    msgids with merge fields; ``fields`` are those a title may use besides ``{name}``.
    """

    code: str
    label: str
    numbers: tuple[Number, ...]
    find: Callable[[Asked], Iterable[Occasion]]
    title: str
    reason: str
    fields: tuple[str, ...] = ()
    kind: str = "call"
    standing: bool = False

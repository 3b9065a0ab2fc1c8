"""Customers as address book cards, and follow-ups as calendar entries, for files that leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from crm_desktop.db.models import (
    CompanyPerson,
    Contact,
    ContactAddress,
    ContactEmail,
    ContactHandle,
    ContactPhone,
    ContactTag,
    FollowUp,
    Tag,
)
from crm_desktop.services.calendar import ical_import
from crm_desktop.services.exports.export_walk import Beside, count, walk
from crm_desktop.services.records import masking
from crm_desktop.services.settings import settings


@dataclass(frozen=True, slots=True)
class Address:
    """An address as typed, with the parts that are known."""

    text: str
    street: str
    city: str
    region: str
    postcode: str
    country: str


@dataclass(frozen=True, slots=True)
class Card:
    """A person or company. ``phones``, ``emails`` and ``handles`` are (label or kind, value).

    ``birthday`` is solar, with year 0 when the year is unknown; lunar ones are not given.
    ``uid`` stays the same whenever the file is exported.
    """

    uid: str
    name: str
    is_company: bool
    company: str
    title: str
    phones: tuple[tuple[str, str], ...]
    emails: tuple[tuple[str, str], ...]
    handles: tuple[tuple[str, str], ...]
    addresses: tuple[Address, ...]
    tags: tuple[str, ...]
    birthday: tuple[int, int, int] | None
    note: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A follow-up. ``time`` is local ``HH:MM`` or empty; ``state`` open, done or cancelled.

    ``uid`` stays the same; one that came from another calendar keeps the UID it had there.
    ``rule`` is the RRULE by which it repeats.
    """

    uid: str
    title: str
    customer: str
    day: dt.date | None
    time: str
    minutes: int | None
    note: str
    state: str
    done_at: dt.datetime | None
    made_at: dt.datetime
    rule: str = ""
    kind: str = ""


def cards(session: Session) -> tuple[int, Iterator[Card]]:
    """How many customers there are, and each of them."""
    query = (
        select(Contact)
        .where(Contact.deleted_at.is_(None), Contact.archived_at.is_(None))
        .order_by(Contact.id)
    )
    return count(session, query), _cards(session)


class _Parts:
    """What belongs to a card, walked beside the contacts."""

    def __init__(self, session: Session) -> None:
        def beside(part: type, *columns: str) -> Beside:
            selected = [getattr(part, name) for name in ("contact_id", *columns, "position", "id")]
            return Beside(session, select(*selected).order_by(selected[0], *selected[-2:]))

        self.phones = beside(ContactPhone, "label", "number")
        self.emails = beside(ContactEmail, "label", "address")
        self.handles = beside(ContactHandle, "kind", "value")
        self.addresses = beside(
            ContactAddress, "text", "street", "city", "province", "postcode", "country"
        )
        self.tags = Beside(
            session,
            select(ContactTag.contact_id, Tag.name)
            .join(Tag, Tag.id == ContactTag.tag_id)
            .order_by(ContactTag.contact_id, Tag.position, ContactTag.id),
        )
        company = aliased(Contact)
        self.companies = Beside(
            session,
            select(CompanyPerson.person_id, company.name)
            .join(company, company.id == CompanyPerson.company_id)
            .where(company.deleted_at.is_(None), CompanyPerson.left_on.is_(None))
            .order_by(CompanyPerson.person_id, CompanyPerson.id),
        )


def _cards(session: Session) -> Iterator[Card]:
    file_uuid = settings.get(session, settings.FILE_UUID)
    parts = _Parts(session)
    hidden = masking.is_on(session)
    columns = ("id", "name", "kind", "title", "remark")
    born = ("birth_year", "birth_month", "birth_day", "birth_lunar")
    query = (
        select(*(getattr(Contact, name) for name in (*columns, *born)))
        .where(Contact.deleted_at.is_(None), Contact.archived_at.is_(None))
        .order_by(Contact.id)
    )
    for r in walk(session, query):
        solar = r.birth_month is not None and r.birth_day is not None and not r.birth_lunar
        yield Card(
            uid=f"contact-{r.id}@{file_uuid}",
            name=r.name,
            is_company=r.kind == "company",
            company=parts.companies.joined(r.id, "、"),
            title=r.title,
            # A masked number in an address book would only be in the way.
            phones=() if hidden else tuple((row[1], row[2]) for row in parts.phones.of(r.id)),
            emails=tuple((row[1], row[2]) for row in parts.emails.of(r.id)),
            handles=tuple((row[1], row[2]) for row in parts.handles.of(r.id)),
            addresses=()
            if hidden
            else tuple(Address(*row[1:7]) for row in parts.addresses.of(r.id)),
            tags=tuple(row[1] for row in parts.tags.of(r.id)),
            birthday=(r.birth_year or 0, r.birth_month, r.birth_day) if solar else None,
            note=r.remark,
        )


def entries(session: Session) -> tuple[int, Iterator[Entry]]:
    """How many follow-ups there are, and each of them."""
    query = (
        select(
            FollowUp.id,
            FollowUp.title,
            Contact.name.label("customer"),
            FollowUp.due_on,
            FollowUp.due_time,
            FollowUp.minutes,
            FollowUp.note,
            FollowUp.state,
            FollowUp.done_at,
            FollowUp.created_at,
            FollowUp.recurrence,
            FollowUp.kind,
            FollowUp.rule_key,
        )
        .outerjoin(Contact, Contact.id == FollowUp.contact_id)
        .where(FollowUp.deleted_at.is_(None))
        .order_by(FollowUp.due_on, FollowUp.id)
    )
    file_uuid = settings.get(session, settings.FILE_UUID)
    return count(session, query), (
        Entry(
            uid=_uid(r.rule_key) or f"follow-up-{r.id}@{file_uuid}",
            title=r.title,
            customer=r.customer or "",
            day=r.due_on,
            time=r.due_time,
            minutes=r.minutes,
            note=r.note,
            state=r.state,
            done_at=r.done_at,
            made_at=r.created_at,
            rule=r.recurrence,
            kind=r.kind,
        )
        for r in walk(session, query)
    )


def _uid(rule_key: str | None) -> str:
    """The UID of one that came from another calendar; empty for others."""
    if rule_key is None or not rule_key.startswith(ical_import.PREFIX):
        return ""
    return rule_key.removeprefix(ical_import.PREFIX)

"""Everything the side panel and the page of one customer show at a glance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import (
    Attachment,
    Choice,
    CompanyPerson,
    Contact,
    ContactPhone,
    ContactStats,
    FollowUp,
    LifecycleStage,
    Sale,
    Staff,
    Ticket,
)
from crm_desktop.services.contacts import contacts, territories
from crm_desktop.services.deals import lead_grade
from crm_desktop.services.fields import custom_fields
from crm_desktop.services.fields.custom_values import CustomShown
from crm_desktop.services.figures import health as healths
from crm_desktop.services.figures import suggestion
from crm_desktop.services.lifecycle.lifecycle import stage_name
from crm_desktop.services.records import contact_record, masking
from crm_desktop.services.timeline import timeline


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person at a company; ``role`` tells whom to ask for what."""

    contact_id: int
    name: str
    role: str
    phone: str
    decides: bool


@dataclass(frozen=True, slots=True)
class TabCounts:
    """How many records stand behind each tab."""

    timeline: int
    sales: int
    follow_ups: int
    tickets: int
    files: int


@dataclass(frozen=True, slots=True)
class ContactPanel:
    """One customer. ``birthday`` is ``(year or None, month, day)``; money in minor units.

    ``owed_minor`` is what is open, ``owed_due_on`` the earliest day any of it falls due.
    ``employer`` is the company a person works at, as ``(id, name)``.
    """

    id: int
    kind: str
    party: str
    name: str
    archived: bool
    level: str
    level_colour: str
    stage_code: str
    stage: str
    stage_colour: str
    customer_type: str
    industry: str
    source: str
    owner: str
    territory: str
    since: dt.date | None
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    wechat: tuple[str, ...]
    address: str
    birthday: tuple[int | None, int, int] | None
    birth_lunar: bool
    birth_leap: bool
    payment_days: int | None
    remark: str
    need: int | None
    money: int | None
    authority: int | None
    timing: int | None
    grade: str
    tags: tuple[str, ...]
    people: tuple[PersonRow, ...]
    employer: tuple[int, str] | None
    currency: str
    spent_minor: int
    sale_count: int
    last_contact_on: dt.date | None
    last_sale_on: dt.date | None
    next_due_on: dt.date | None
    next_due_time: str
    owed_minor: int
    owed_due_on: dt.date | None
    counts: TabCounts
    health: healths.Health
    suggestion: suggestion.Suggestion | None
    custom: tuple[CustomShown, ...]
    masked: bool


def panel(
    session: Session, contact_id: int, today: dt.date, *, revealed: bool = False
) -> ContactPanel:
    """Everything about one customer on a day, masked as the file is set unless ``revealed``.

    Raises ``NotFound``.
    """
    show = masking.shown_by(session, revealed=revealed)
    c = contact_record.found(session, contact_id)
    card = contacts.card(session, contact_id).draft
    figures = session.get(ContactStats, contact_id) or ContactStats(
        contact_id=contact_id, next_due_time="", sale_count=0, spent_minor=0, owed_minor=0
    )
    stage = session.get(LifecycleStage, c.stage_id) if c.stage_id is not None else None
    staff = session.get(Staff, c.owner_id) if c.owner_id is not None else None
    own = {name: getattr(c, name) for name in _OWN}
    counted = {name: getattr(figures, name) for name in _COUNTED}
    return ContactPanel(
        **own,
        **counted,
        archived=c.archived_at is not None,
        level_colour=_level_colour(session, c.level),
        stage_code=stage.code if stage else "",
        stage=stage_name(stage.code, stage.name) if stage else "",
        stage_colour=stage.colour if stage else "",
        owner=staff.name if staff else "",
        territory=territories.name_of(session, c.territory_id),
        phones=tuple(map(show, card.phones)),
        emails=card.emails,
        wechat=card.wechat,
        address=show(card.addresses[0]) if card.addresses else "",
        birthday=card.birthday,
        grade=lead_grade.grade(lead_grade.of(c), lead_grade.scale(session)),
        tags=card.tags,
        people=_people(session, contact_id, show),
        employer=_employer(session, contact_id),
        owed_due_on=_owed_due_on(session, contact_id) if figures.owed_minor > 0 else None,
        counts=_counts(session, contact_id),
        health=healths.health(session, contact_id, today),
        suggestion=suggestion.suggest(session, contact_id, today),
        custom=custom_fields.of_contact(session, contact_id, revealed=revealed),
        masked=show is masking.masked,
    )


# Shown as the contact's row and its figures hold them.
_OWN = (
    "id", "kind", "party", "name", "level", "customer_type", "industry", "source", "since",
    "birth_lunar", "birth_leap", "payment_days", "remark", "currency", "need", "money", "authority",
    "timing",
)  # fmt: skip
_COUNTED = (
    "spent_minor", "sale_count", "last_contact_on", "last_sale_on", "next_due_on",
    "next_due_time", "owed_minor",
)  # fmt: skip


def _people(session: Session, company_id: int, show: masking.Show) -> tuple[PersonRow, ...]:
    phone = (
        select(ContactPhone.number)
        .where(ContactPhone.contact_id == Contact.id)
        .order_by(ContactPhone.position, ContactPhone.id)
        .limit(1)
        .correlate(Contact)
        .scalar_subquery()
    )
    query = (
        select(Contact.id, Contact.name, CompanyPerson.role, phone, CompanyPerson.decides)
        .join(CompanyPerson, CompanyPerson.person_id == Contact.id)
        .where(
            CompanyPerson.company_id == company_id,
            CompanyPerson.left_on.is_(None),
            Contact.deleted_at.is_(None),
        )
        .order_by(CompanyPerson.decides.desc(), CompanyPerson.position, CompanyPerson.id)
    )
    return tuple(
        PersonRow(person, name, role, show(number or ""), decides)
        for person, name, role, number, decides in session.execute(query)
    )


def _employer(session: Session, person_id: int) -> tuple[int, str] | None:
    query = (
        select(Contact.id, Contact.name)
        .join(CompanyPerson, CompanyPerson.company_id == Contact.id)
        .where(CompanyPerson.person_id == person_id, Contact.deleted_at.is_(None))
        .order_by(CompanyPerson.id)
        .limit(1)
    )
    found = session.execute(query).first()
    return (found[0], found[1]) if found else None


def _owed_due_on(session: Session, contact_id: int) -> dt.date | None:
    return session.scalar(
        select(func.min(Sale.due_on)).where(
            Sale.contact_id == contact_id,
            Sale.paid_minor != Sale.total_minor,
            Sale.total_minor > Sale.paid_minor,
            Sale.status == literal_column("'confirmed'"),
            Sale.deleted_at.is_(None),
        )
    )


def _counts(session: Session, contact_id: int) -> TabCounts:
    def number(model: type[Sale | FollowUp | Ticket], *where: ColumnElement[bool]) -> int:
        query = select(func.count()).where(
            model.contact_id == contact_id, model.deleted_at.is_(None), *where
        )
        return session.scalar(query) or 0

    files = select(func.count()).where(
        Attachment.record_table == "contact",
        Attachment.record_id == contact_id,
        Attachment.deleted_at.is_(None),
    )
    return TabCounts(
        timeline=timeline.count(session, contact_id),
        sales=number(Sale, Sale.status == "confirmed", Sale.kind != "opening"),
        follow_ups=number(FollowUp, FollowUp.state == "open"),
        tickets=number(Ticket),
        files=session.scalar(files) or 0,
    )


def _level_colour(session: Session, level: str) -> str:
    query = select(Choice.colour).where(Choice.list_key == "level", Choice.value == level)
    return session.scalar(query) or ""

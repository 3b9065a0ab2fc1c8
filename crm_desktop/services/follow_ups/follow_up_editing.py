"""What the form of a follow-up needs: its record, and what there is to choose from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.db.models import CompanyPerson, Contact, Deal, FollowUp, FollowUpRule, Staff
from crm_desktop.services.follow_ups import follow_up_kinds, follow_up_list, follow_up_steps
from crm_desktop.services.follow_ups.follow_up_steps import StepRow
from crm_desktop.services.settings import choices


@dataclass(frozen=True, slots=True)
class FollowUpRecord:
    """A follow-up as edited, with the choices of the form. ``people`` and ``owners`` are ids and
    names; ``kinds`` as in follow_up_kinds.py; ``rule_id`` is the rule that made it."""

    kinds: tuple[str, ...]
    owners: tuple[tuple[int, str], ...]
    people: tuple[tuple[int, str], ...] = ()
    id: int = 0
    title: str = ""
    kind: str = "call"
    due_on: dt.date | None = None
    due_time: str = ""
    minutes: int | None = None
    priority: int = 0
    note: str = ""
    reason: str = ""
    result: str = ""
    state: str = "open"
    recurrence: str = ""
    contact_id: int | None = None
    contact_name: str = ""
    person_id: int | None = None
    owner_id: int | None = None
    steps: tuple[StepRow, ...] = field(default=())
    rule_id: int | None = None


def blank(
    session: Session, contact_id: int | None = None, deal_id: int | None = None
) -> FollowUpRecord:
    """A form for a new one; the owner of the deal it is a step of, else of the customer, is to do
    it."""
    contact = session.get(Contact, contact_id) if contact_id else None
    deal = session.get(Deal, deal_id) if deal_id else None
    owners = [one.owner_id for one in (deal, contact) if one is not None]
    owner_id = next((one for one in owners if one is not None), None)
    return FollowUpRecord(
        tuple(follow_up_kinds.kinds(session)),
        _owners(session, owner_id),
        tuple(people(session, contact_id)) if contact_id else (),
        contact_id=contact.id if contact else None,
        contact_name=contact.name if contact else "",
        person_id=deal.person_id if deal else None,
        owner_id=owner_id,
    )


def record(session: Session, follow_up_id: int) -> FollowUpRecord:
    """One to be changed. Raises ``NotFound``."""
    row = follow_up_list.get(session, follow_up_id)
    kinds = follow_up_kinds.kinds(session)
    return FollowUpRecord(
        tuple(kinds if row.kind in kinds else [*kinds, row.kind]),
        _owners(session, row.owner_id),
        tuple(people(session, row.contact_id)) if row.contact_id else (),
        row.id,
        row.title,
        row.kind,
        row.due_on,
        row.due_time,
        row.minutes,
        row.priority,
        row.note,
        row.reason,
        row.result,
        row.state,
        row.recurrence,
        row.contact_id,
        row.contact_name,
        row.person_id,
        row.owner_id,
        tuple(follow_up_steps.steps(session, follow_up_id)),
        _rule_id(session, follow_up_id),
    )


def _rule_id(session: Session, follow_up_id: int) -> int | None:
    """The rule that made it, while there is one."""
    return session.scalar(
        select(FollowUpRule.id)
        .join(FollowUp, FollowUp.rule_id == FollowUpRule.id)
        .where(FollowUp.id == follow_up_id, FollowUpRule.deleted_at.is_(None))
    )


def people(session: Session, contact_id: int) -> list[tuple[int, str]]:
    """Who is at that company now; nobody for a person."""
    query = (
        select(Contact.id, Contact.name)
        .join(CompanyPerson, CompanyPerson.person_id == Contact.id)
        .where(
            CompanyPerson.company_id == contact_id,
            CompanyPerson.left_on.is_(None),
            Contact.deleted_at.is_(None),
        )
        .order_by(CompanyPerson.position, CompanyPerson.id)
    )
    return [(person_id, name) for person_id, name in session.execute(query)]


def _owners(session: Session, owner_id: int | None) -> tuple[tuple[int, str], ...]:
    """Everybody who works here, and the present owner even if they left."""
    found = {one.id: one.name for one in choices.staff(session)}
    if owner_id is not None and owner_id not in found:
        gone = session.get(Staff, owner_id)
        if gone is not None:
            found[gone.id] = gone.name
    return tuple(found.items())

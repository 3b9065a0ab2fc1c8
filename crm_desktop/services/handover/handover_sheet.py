"""What the two sides of a handover sign: every customer with what is open, one part a receiver."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.core.names import pinyin_of
from crm_desktop.db.models import Deal, FollowUp
from crm_desktop.services.contacts import contact_rows
from crm_desktop.services.handover import handover
from crm_desktop.services.handover.handover import HandoverOrder, HandoverPreview, Share


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One customer; amounts in minor units of ``currency``. ``deals`` are titles of the open deals
    that go along; ``next_task`` is the next follow-up, ``note`` the remark on one line."""

    contact_id: int
    name: str
    phone: str
    level: str
    owner: str
    last_contact_on: dt.date | None
    owed_minor: int
    currency: str
    deals: tuple[str, ...]
    next_on: dt.date | None
    next_task: str
    note: str


@dataclass(frozen=True, slots=True)
class SheetPart:
    """What one receiver gets: the customers by name, then the titles of what belongs to none of
    them."""

    share: Share
    rows: tuple[SheetRow, ...]
    loose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """The whole sheet, as it would be if the order were carried out now."""

    preview: HandoverPreview
    reason: str
    parts: tuple[SheetPart, ...]


def sheet(session: Session, order: HandoverOrder) -> HandoverSheet:
    """The sheet of an order that is not carried out yet. Raises ``UserError`` as ``preview``."""
    seen = handover.preview(session, order)
    plan = handover.planned(session, order)
    deals = _titles(session, Deal, list(plan.deals))
    tasks = _titles(session, FollowUp, list(plan.follow_ups))
    rows = _rows(session, list(plan.contacts), deals)
    loose: dict[int, list[str]] = {}
    for owners, titles in ((plan.deals, deals), (plan.follow_ups, tasks)):
        for one, receiver in owners.items():
            contact, title = titles[one]
            if contact not in plan.contacts:
                loose.setdefault(receiver, []).append(title)
    parts = tuple(
        SheetPart(
            share,
            tuple(row for row in rows if plan.contacts[row.contact_id] == share.staff_id),
            tuple(loose.get(share.staff_id, ())),
        )
        for share in seen.shares
    )
    return HandoverSheet(seen, text.clean(order.reason), parts)


def _titles(
    session: Session, model: type[Deal] | type[FollowUp], ids: Sequence[int]
) -> dict[int, tuple[int | None, str]]:
    """Customer and title of deals or follow-ups, by id."""
    found: dict[int, tuple[int | None, str]] = {}
    for some in handover.runs(ids):
        query = select(model.id, model.contact_id, model.title).where(model.id.in_(some))
        found.update((one, (contact, title)) for one, contact, title in session.execute(query))
    return found


def _rows(
    session: Session, ids: Sequence[int], deals: dict[int, tuple[int | None, str]]
) -> list[SheetRow]:
    titles: dict[int, list[str]] = {}
    for contact, title in deals.values():
        if contact is not None:
            titles.setdefault(contact, []).append(title)
    tasks = _next_tasks(session, ids)
    rows = [
        SheetRow(
            contact_id=row.id,
            name=row.name,
            phone=row.phone,
            level=row.level,
            owner=row.owner,
            last_contact_on=row.last_contact_on,
            owed_minor=row.owed_minor,
            currency=row.currency,
            deals=tuple(titles.get(row.id, ())),
            next_on=row.next_due_on,
            next_task=tasks.get(row.id, ""),
            note=" ".join(row.remark.split()),
        )
        for row in contact_rows.rows(session, ids)
    ]
    return sorted(rows, key=lambda row: (*pinyin_of(row.name), row.name, row.contact_id))


def _next_tasks(session: Session, ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in handover.runs(ids):
        query = (
            select(FollowUp.contact_id, FollowUp.title)
            .where(
                FollowUp.contact_id.in_(some),
                FollowUp.state == "open",
                FollowUp.deleted_at.is_(None),
            )
            .order_by(FollowUp.due_on.is_(None), FollowUp.due_on, FollowUp.due_time, FollowUp.id)
        )
        for contact, title in session.execute(query):
            if contact is not None:
                found.setdefault(contact, title)
    return found

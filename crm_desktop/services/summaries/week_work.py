"""What everybody did from one day to another, and which deals moved."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from crm_desktop.core import clock
from crm_desktop.db.models import (
    Contact,
    Deal,
    DealStage,
    DealStageChange,
    FollowUp,
    Sale,
    Staff,
    TimelineEntry,
)
from crm_desktop.services.commission import commission_shares
from crm_desktop.services.deals.deal_stages import deal_stage_name
from crm_desktop.services.figures.sales_figures import Period, counted
from crm_desktop.services.timeline.timeline_sources import KINDS

_VISITS = ("visit", "service", "meeting", "counter")


@dataclass(frozen=True, slots=True)
class Work:
    """What one person did; nobody's name is empty. ``visits`` are meetings face to face, calls
    and messages are ``contacts``; ``moved`` counts moves of deals. ``orders`` counts each sale they
    have a part in, ``sales_minor`` that part."""

    name: str
    contacts: int
    visits: int
    done: int
    moved: int
    orders: int
    sales_minor: int


@dataclass(frozen=True, slots=True)
class DealMoved:
    """A deal and where it went within the period; ``outcome`` is ``won``, ``lost``, ``dormant``
    or empty, ``started`` when it is new."""

    deal_id: int
    title: str
    customer: str
    amount_minor: int
    currency: str
    stage: str
    outcome: str
    started: bool


def work(session: Session, period: Period, currency: str) -> tuple[Work, ...]:
    """Who works here and did something, the most contacts, visits and follow-ups first."""
    face_to_face = TimelineEntry.kind.in_(_VISITS)
    touched = (*KINDS, *_VISITS)
    contacts = _entries(session, period, TimelineEntry.kind.in_(touched), ~face_to_face)
    visits = _entries(session, period, face_to_face)
    done, moved = _done(session, period), _moves(session, period)
    sold = _sales(session, period, currency)
    everybody = {*sold, *contacts, *visits, *done, *moved}
    names = dict(session.execute(select(Staff.id, Staff.name)).all())
    rows = [
        Work(
            "" if one is None else names.get(one, ""),
            contacts=contacts.get(one, 0),
            visits=visits.get(one, 0),
            done=done.get(one, 0),
            moved=moved.get(one, 0),
            orders=sold.get(one, (0, 0))[0],
            sales_minor=sold.get(one, (0, 0))[1],
        )
        for one in everybody
    ]
    return tuple(
        sorted(rows, key=lambda row: (not row.name, -(row.contacts + row.visits + row.done),
                                      -row.sales_minor, row.name))
    )  # fmt: skip


def deals_moved(session: Session, period: Period, limit: int) -> tuple[int, tuple[DealMoved, ...]]:
    """How many deals moved, and the ``limit`` largest as they stand at the end of it.

    Won and lost ones come before those that moved on.
    """
    start, end = _instants(period)
    stage = aliased(DealStage)
    query = (
        select(Deal, Contact.name, stage, DealStageChange.trigger)
        .join(DealStageChange, DealStageChange.deal_id == Deal.id)
        .outerjoin(Contact, Contact.id == Deal.contact_id)
        .outerjoin(stage, stage.id == DealStageChange.to_stage_id)
        .where(
            DealStageChange.changed_at >= start,
            DealStageChange.changed_at < end,
            DealStageChange.from_stage_id.is_distinct_from(DealStageChange.to_stage_id),
            Deal.deleted_at.is_(None),
        )
        .order_by(DealStageChange.changed_at, DealStageChange.id)
    )
    found: dict[int, DealMoved] = {}
    for deal, customer, to, trigger in session.execute(query):
        started = trigger == "created" or (deal.id in found and found[deal.id].started)
        found[deal.id] = DealMoved(
            deal.id,
            deal.title,
            customer or "",
            deal.amount_minor,
            deal.currency,
            deal_stage_name(to.code, to.name) if to is not None else "",
            to.outcome if to is not None else "",
            started,
        )
    rows = sorted(found.values(), key=lambda one: (not one.outcome, -one.amount_minor, one.deal_id))
    return len(rows), tuple(rows[:limit])


def _instants(period: Period) -> tuple[dt.datetime, dt.datetime]:
    return clock.start_of(period.first), clock.start_of(period.last + dt.timedelta(days=1))


def _entries(session: Session, period: Period, *where: Any) -> dict[int | None, int]:
    query = (
        select(TimelineEntry.staff_id, func.count())
        .where(
            TimelineEntry.happened_on.between(period.first, period.last),
            TimelineEntry.deleted_at.is_(None),
            *where,
        )
        .group_by(TimelineEntry.staff_id)
    )
    return _counted(session.execute(query).all())


def _done(session: Session, period: Period) -> dict[int | None, int]:
    start, end = _instants(period)
    query = (
        select(FollowUp.owner_id, func.count())
        .where(
            FollowUp.done_at >= start,
            FollowUp.done_at < end,
            FollowUp.state == "done",
            FollowUp.deleted_at.is_(None),
        )
        .group_by(FollowUp.owner_id)
    )
    return _counted(session.execute(query).all())


def _moves(session: Session, period: Period) -> dict[int | None, int]:
    start, end = _instants(period)
    query = (
        select(DealStageChange.staff_id, func.count())
        .where(
            DealStageChange.changed_at >= start,
            DealStageChange.changed_at < end,
            DealStageChange.from_stage_id.is_distinct_from(DealStageChange.to_stage_id),
        )
        .group_by(DealStageChange.staff_id)
    )
    return _counted(session.execute(query).all())


def _sales(session: Session, period: Period, currency: str) -> dict[int | None, tuple[int, int]]:
    """Orders and amount by person, divided among those who share in a sale as commission is: a
    return goes to whom the sale was credited."""
    query = (
        select(Sale.id, func.coalesce(Sale.return_of_id, Sale.id), Sale.kind, Sale.total_minor)
        .where(Sale.sold_on.between(period.first, period.last), counted(currency))
        .order_by(Sale.id)
    )
    rows = session.execute(query).all()
    shares = commission_shares.of_sales(session, sorted({one for row in rows for one in row[:2]}))
    found: dict[int | None, tuple[int, int]] = {}
    for sale, credited, kind, total in rows:
        who = shares.get(credited) or shares[sale]
        parts = commission_shares.divide(total, [share for _person, share in who])
        for (person, _share), part in zip(who, parts, strict=True):
            orders, amount = found.get(person, (0, 0))
            found[person] = (orders + (kind == "sale"), amount + part)
    return found


def _counted(rows: Iterable[Any]) -> dict[int | None, int]:
    found: dict[int | None, int] = defaultdict(int)
    for one, number in rows:
        found[one] += number
    return found

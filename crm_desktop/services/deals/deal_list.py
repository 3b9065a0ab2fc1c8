"""The list of deals: counting, paging and one deal, without loading the table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from crm_desktop.core import clock, money
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Competitor, Contact, Deal, DealStage, FollowUp, Staff
from crm_desktop.services.deals import deal_limits, deal_record
from crm_desktop.services.deals.deal_limits import Limit
from crm_desktop.services.deals.deal_stages import deal_stage_name
from crm_desktop.services.settings import settings

STATES = ("open", "won", "lost", "dormant")


@dataclass(frozen=True, slots=True)
class NextStep:
    """The open follow-up of a deal that is due first; one without a day comes last."""

    id: int
    kind: str
    title: str
    due_on: dt.date | None
    due_time: str


@dataclass(frozen=True, slots=True)
class DealRow:
    """A deal as listed. ``weighted_minor`` is the amount times how sure its stage is.

    ``limit`` is that of its stage, ``stalled`` whether the deal is over it.
    """

    id: int
    title: str
    contact_id: int | None
    contact_name: str
    contact_kind: str
    person_id: int | None
    person_name: str
    amount_minor: int
    currency: str
    weighted_minor: int
    stage_id: int | None
    stage: str
    probability_bp: int
    state: str
    days_in_stage: int
    stage_since: dt.date | None
    expected_on: dt.date | None
    closed_on: dt.date | None
    owner_id: int | None
    owner: str
    source: str
    note: str
    lost_reason: str
    competitor: str
    extended_until: dt.date | None
    next: NextStep | None
    limit: Limit | None
    stalled: bool


@dataclass(frozen=True, slots=True)
class DealQuery:
    """What a list of deals shows. ``state`` is one of ``STATES`` or empty for all; ``text`` is
    any part of the title or the customer's name; ``ids`` are the deals behind a figure."""

    state: str = "open"
    stage_id: int | None = None
    contact_id: int | None = None
    owner_id: int | None = None
    stalled: bool = False
    stepless: bool = False
    text: str = ""
    ids: tuple[int, ...] | None = None
    sort: str = "next"
    descending: bool = False
    today: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """What a list comes to: all its deals, and the sum of those in the shop's ``currency``."""

    count: int
    sum_minor: int
    other_currency: int
    currency: str


def total(session: Session, query: DealQuery) -> Total:
    """The number and sum of what matches."""
    currency = settings.get(session, settings.CURRENCY)
    ours = Deal.currency == currency
    found = select(
        func.count(),
        func.coalesce(func.sum(case((ours, Deal.amount_minor), else_=0)), 0),
        func.coalesce(func.sum(case((ours, 0), else_=1)), 0),
    ).where(*clauses(session, query))
    number, amount, others = session.execute(found).one()
    return Total(number, amount, others, currency)


def count(session: Session, query: DealQuery) -> int:
    """How many deals match."""
    found = select(func.count()).select_from(Deal).where(*clauses(session, query))
    return session.scalar(found) or 0


def more_than(session: Session, number: int) -> bool:
    """True for a file with more deals than that; quick however many there are."""
    return session.scalar(select(Deal.id).offset(number).limit(1)) is not None


def page(
    session: Session,
    query: DealQuery,
    offset: int,
    limit: int,
    stage_limits: Mapping[int, Limit] | None = None,
) -> list[DealRow]:
    """``limit`` deals from ``offset`` on; ``stage_limits`` where they are at hand already."""
    ids = list(session.scalars(_ordered(session, query).offset(offset).limit(limit)))
    return rows(session, ids, query.today, stage_limits)


def all_ids(session: Session, query: DealQuery) -> list[int]:
    """Every matching id in order."""
    return list(session.scalars(_ordered(session, query)))


def get(session: Session, deal_id: int, today: dt.date | None = None) -> DealRow:
    """One deal. Raises ``NotFound``."""
    deal_record.found(session, deal_id)
    return rows(session, [deal_id], today)[0]


def rows(
    session: Session,
    ids: Sequence[int],
    today: dt.date | None = None,
    stage_limits: Mapping[int, Limit] | None = None,
) -> list[DealRow]:
    """The deals of these ids, in their order; those that are gone are missing."""
    day = today or clock.today()
    steps = next_steps(session, ids)
    if stage_limits is None:
        stage_limits = deal_limits.limits(session)
    query = (
        select(Deal, Contact, _Person.name, DealStage, Staff.name, Competitor.name)
        .outerjoin(Contact, Contact.id == Deal.contact_id)
        .outerjoin(_Person, _Person.id == Deal.person_id)
        .outerjoin(DealStage, DealStage.id == Deal.stage_id)
        .outerjoin(Staff, Staff.id == Deal.owner_id)
        .outerjoin(Competitor, Competitor.id == Deal.competitor_id)
        .where(Deal.id.in_(ids), Deal.deleted_at.is_(None))
    )
    found = {
        one[0].id: _row(one, steps.get(one[0].id), stage_limits, day)
        for one in session.execute(query)
    }
    return [found[deal_id] for deal_id in ids if deal_id in found]


def next_steps(session: Session, ids: Iterable[int]) -> dict[int, NextStep]:
    """The next step of each deal that has one."""
    query = (
        select(FollowUp)
        .where(
            FollowUp.deal_id.in_(list(ids)),
            FollowUp.state == literal_column("'open'"),
            FollowUp.deleted_at.is_(None),
        )
        .order_by(FollowUp.due_on.is_(None), FollowUp.due_on, FollowUp.due_time, FollowUp.id)
    )
    found: dict[int, NextStep] = {}
    for one in session.scalars(query):
        if one.deal_id is not None:
            step = NextStep(one.id, one.kind, one.title, one.due_on, one.due_time)
            found.setdefault(one.deal_id, step)
    return found


def reasons(session: Session, limit: int = 6) -> list[str]:
    """The reasons deals were lost or given up for, the most frequent first."""
    query = (
        select(Deal.lost_reason)
        .where(Deal.lost_reason != "", Deal.deleted_at.is_(None))
        .group_by(Deal.lost_reason)
        .order_by(func.count().desc(), Deal.lost_reason)
        .limit(limit)
    )
    return list(session.scalars(query))


def state_name(state: str) -> str:
    """What a state of a deal is called."""
    return {
        "open": _("Under way"),
        "won": _("Won"),
        "lost": _("Lost"),
        "dormant": _("Resting"),
    }.get(state, state)


def weighted(amount_minor: int, probability_bp: int) -> int:
    """What an amount counts for at a stage, rounded half up once per deal."""
    return money.divide_half_up(amount_minor * probability_bp, 10_000)


def clauses(session: Session, query: DealQuery) -> list[ColumnElement[bool]]:
    """The conditions of a query on ``Deal``."""
    today = query.today or clock.today()
    found: list[ColumnElement[bool]] = [Deal.deleted_at.is_(None)]
    if query.state == "open":
        # Written into the statement, so that the index over open deals serves.
        found.append(Deal.state == literal_column("'open'"))
    elif query.state:
        found.append(Deal.state == query.state)
    for column, value in (
        (Deal.stage_id, query.stage_id),
        (Deal.contact_id, query.contact_id),
        (Deal.owner_id, query.owner_id),
    ):
        if value is not None:
            found.append(column == value)
    if query.stalled:
        found.append(deal_limits.stalled_clause(deal_limits.limits(session), today))
    if query.ids is not None:
        # Written into the statement: SQLite binds no more than some thousand values.
        ids: Any = bindparam("ids", query.ids, expanding=True, literal_execute=True)
        found.append(Deal.id.in_(ids))
    if query.stepless:
        found.append(_next_due(func.count()) == 0)
    if query.text.strip():
        typed = query.text.strip()
        named = select(Contact.id).where(Contact.name.contains(typed, autoescape=True))
        found.append(or_(Deal.title.contains(typed, autoescape=True), Deal.contact_id.in_(named)))
    return found


_Person = aliased(Contact)


def _next_due(what: Any) -> Any:
    """``what`` over the open follow-ups of the deal of the outer query."""
    return (
        select(what)
        .select_from(FollowUp)
        .where(
            FollowUp.deal_id == Deal.id,
            FollowUp.state == literal_column("'open'"),
            FollowUp.deleted_at.is_(None),
        )
        .correlate(Deal)
        .scalar_subquery()
    )


def _ordered(session: Session, query: DealQuery) -> Any:
    due = _next_due(func.min(FollowUp.due_on))
    column: Any = {
        "next": due,
        "title": Deal.title,
        "customer": Contact.pinyin,
        "amount": Deal.amount_minor,
        "stage": DealStage.position,
        "days": Deal.stage_since,
        "expected": Deal.expected_on,
        "closed": Deal.closed_on,
        "owner": Staff.name,
    }[query.sort]
    # A long stay is an early day: turned round, so that "days" sorts by number of days.
    descending = query.descending != (query.sort == "days")
    first = column.desc() if descending else column.asc()
    return (
        select(Deal.id)
        .outerjoin(Contact, Contact.id == Deal.contact_id)
        .outerjoin(DealStage, DealStage.id == Deal.stage_id)
        .outerjoin(Staff, Staff.id == Deal.owner_id)
        .where(*clauses(session, query))
        .order_by(column.is_(None), first, Deal.stage_since, Deal.id)
    )


def _row(
    found: Any, step: NextStep | None, stage_limits: Mapping[int, Limit], day: dt.date
) -> DealRow:
    deal, contact, person, stage, owner, competitor = found
    probability = stage.probability_bp if stage is not None else 0
    limit = stage_limits.get(deal.stage_id) if deal.state == "open" else None
    return DealRow(
        id=deal.id,
        title=deal.title,
        contact_id=deal.contact_id,
        contact_name=contact.name if contact is not None else "",
        contact_kind=contact.kind if contact is not None else "",
        person_id=deal.person_id,
        person_name=person or "",
        amount_minor=deal.amount_minor,
        currency=deal.currency,
        weighted_minor=weighted(deal.amount_minor, probability) if deal.state == "open" else 0,
        stage_id=deal.stage_id,
        stage=deal_stage_name(stage.code, stage.name) if stage is not None else "",
        probability_bp=probability,
        state=deal.state,
        days_in_stage=max(0, (day - deal.stage_since).days) if deal.stage_since else 0,
        stage_since=deal.stage_since,
        expected_on=deal.expected_on,
        closed_on=deal.closed_on,
        owner_id=deal.owner_id,
        owner=owner or "",
        source=deal.source,
        note=deal.note,
        lost_reason=deal.lost_reason,
        competitor=competitor or "",
        extended_until=deal.extended_until,
        next=step,
        limit=limit,
        stalled=deal_limits.is_stalled(deal.stage_since, deal.extended_until, limit, day),
    )

"""The list of quotes: the latest version of each, found, sorted and summed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from crm_desktop.core import clock
from crm_desktop.core.i18n import N_
from crm_desktop.db.models import Contact, Quote, Sale, Staff
from crm_desktop.services.records import contact_record
from crm_desktop.services.settings import settings

STATES: dict[str, str] = {
    "draft": N_("Draft"),
    "sent": N_("Sent"),
    "accepted": N_("Accepted"),
    "rejected": N_("Rejected"),
    "expired": N_("Ended"),
}
"""What a quote can be and how it is called; one past its last day counts as ended."""


@dataclass(frozen=True, slots=True)
class QuoteQuery:
    """``state`` is one of ``STATES``, ``open`` for draft and sent ones still good, or empty for
    all. ``text`` finds numbers and customers by their beginning, customers also by pinyin and
    initials."""

    state: str = ""
    text: str = ""
    contact_id: int | None = None
    deal_id: int | None = None
    sort: str = "quoted_on"
    descending: bool = True
    today: dt.date | None = None


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote as listed. ``state`` is one of ``STATES``; ``days_left`` is ``None`` where it counts
    no more; ``below_floor`` says it needed somebody's agreement."""

    id: int
    number: str
    version: int
    state: str
    contact_id: int | None
    contact_name: str
    contact_kind: str
    quoted_on: dt.date
    valid_until: dt.date | None
    days_left: int | None
    total_minor: int
    currency: str
    staff: str
    deal_id: int | None
    sale_id: int | None
    below_floor: bool


@dataclass(frozen=True, slots=True)
class QuoteSummary:
    """Number and sum of what matches, in the shop's currency."""

    count: int
    total_minor: int
    currency: str


_SORTS = {
    "quoted_on": Quote.quoted_on,
    "number": Quote.number,
    "customer": Contact.name,
    "total": Quote.total_minor,
    "valid_until": Quote.valid_until,
}


def count(session: Session, query: QuoteQuery) -> int:
    """How many quotes match."""
    return session.scalar(select(func.count()).select_from(_matching(query).subquery())) or 0


def page(session: Session, query: QuoteQuery, offset: int, limit: int) -> list[QuoteRow]:
    """``limit`` quotes from ``offset`` on."""
    column = _SORTS[query.sort]
    order = (column.desc(), Quote.id.desc()) if query.descending else (column.asc(), Quote.id.asc())
    found = (
        select(Quote, Contact, Staff.name)
        .outerjoin(Contact, Contact.id == Quote.contact_id)
        .outerjoin(Staff, Staff.id == Quote.staff_id)
        .where(*_clauses(query))
    )
    answer = session.execute(found.order_by(*order).offset(offset).limit(limit)).all()
    sold = _sold(session, [row[0].number for row in answer])
    day = query.today or clock.today()
    return [
        replace(
            _row(quote, contact, day),
            staff=staff or "",
            sale_id=sold.get((quote.number, quote.contact_id)),
        )
        for quote, contact, staff in answer
    ]


def summary(session: Session, query: QuoteQuery) -> QuoteSummary:
    """Number and sum of what matches."""
    currency = settings.get(session, settings.CURRENCY)
    number, total = session.execute(
        select(func.count(Quote.id), func.coalesce(func.sum(Quote.total_minor), 0)).where(
            Quote.id.in_(_matching(query)), Quote.currency == currency
        )
    ).one()
    return QuoteSummary(number, total, currency)


def state_of(status: str, valid_until: dt.date | None, today: dt.date) -> str:
    """How a quote of this status stands on a day."""
    waiting = status in ("draft", "sent")
    return "expired" if waiting and valid_until is not None and valid_until < today else status


def _matching(query: QuoteQuery) -> Select[int]:
    """Ids of what matches."""
    return (
        select(Quote.id).outerjoin(Contact, Contact.id == Quote.contact_id).where(*_clauses(query))
    )


def _clauses(query: QuoteQuery) -> list[ColumnElement[bool]]:
    later = aliased(Quote)
    replaced = exists().where(
        later.number == Quote.number,
        later.contact_id.is_not_distinct_from(Quote.contact_id),
        later.version > Quote.version,
        later.deleted_at.is_(None),
    )
    clauses = [Quote.deleted_at.is_(None), not_(replaced)]
    if query.state:
        clauses.append(_in_state(query.state, query.today or clock.today()))
    if query.contact_id is not None:
        clauses.append(Quote.contact_id == query.contact_id)
    if query.deal_id is not None:
        clauses.append(Quote.deal_id == query.deal_id)
    if query.text.strip():
        typed = query.text.strip()
        clauses.append(
            or_(
                Quote.number.startswith(typed, autoescape=True),
                Quote.contact_id.in_(contact_record.called(typed)),
            )
        )
    return clauses


def _in_state(state: str, today: dt.date) -> ColumnElement[bool]:
    waiting = Quote.status.in_(("draft", "sent"))
    over = func.coalesce(Quote.valid_until < today, False)
    if state == "open":
        return and_(waiting, not_(over))
    if state == "expired":
        return or_(Quote.status == "expired", and_(waiting, over))
    if state in ("draft", "sent"):
        return and_(Quote.status == state, not_(over))
    return Quote.status == state


def _sold(session: Session, numbers: Sequence[str]) -> dict[tuple[str, int | None], int]:
    query = (
        select(Quote.number, Quote.contact_id, Sale.id)
        .join(Sale, Sale.quote_id == Quote.id)
        .where(Quote.number.in_(numbers), Sale.status == "confirmed", Sale.deleted_at.is_(None))
    )
    return {(row[0], row[1]): row[2] for row in session.execute(query)}


def _row(quote: Quote, contact: Contact | None, day: dt.date) -> QuoteRow:
    state = state_of(quote.status, quote.valid_until, day)
    waits = state in ("draft", "sent") and quote.valid_until is not None
    return QuoteRow(
        id=quote.id,
        number=quote.number,
        version=quote.version,
        state=state,
        contact_id=quote.contact_id,
        contact_name=contact.name if contact else "",
        contact_kind=contact.kind if contact else "",
        quoted_on=quote.quoted_on,
        valid_until=quote.valid_until,
        days_left=(quote.valid_until - day).days if waits and quote.valid_until else None,
        total_minor=quote.total_minor,
        currency=quote.currency,
        staff="",
        deal_id=quote.deal_id,
        sale_id=None,
        below_floor=bool(quote.below_floor_reason),
    )

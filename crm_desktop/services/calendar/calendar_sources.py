"""Where the calendar's rows come from: one function for each thing that has a day.

Every one of them answers ``Dated`` rows between two days, both included. Deleted and archived
customers are left out of what is about them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Asset, Contact, Deal, FollowUp, Holiday, Product, Quote, Ticket
from crm_desktop.services.assets import warranties
from crm_desktop.services.calendar.calendar_rows import Dated, Span, late, visible
from crm_desktop.services.figures import replenishment
from crm_desktop.services.follow_ups.follow_up_list import kept
from crm_desktop.services.payments import receivables
from crm_desktop.services.settings import settings

FOLLOW_UP_KINDS = {
    "call": "call", "wechat": "call", "email": "call", "visit": "visit", "meeting": "visit",
    "collect": "payment", "service": "service",
}  # fmt: skip
"""Under which kind of the calendar a kind of follow-up stands; all others are tasks."""

_DAY_MINUTES = 24 * 60


def follow_ups(session: Session, span: Span) -> Iterator[Dated]:
    """Those open on the day they are due, those done on the day they were."""
    # Written into the statement, so that the index over open follow-ups serves.
    is_open: ColumnElement[bool] = FollowUp.state == literal_column("'open'")
    begin, end = span.instants()
    done = and_(FollowUp.state == "done", FollowUp.done_at >= begin, FollowUp.done_at < end)
    for which in (and_(is_open, FollowUp.due_on.between(span.first, span.last)), done):
        query = (
            select(FollowUp, Contact.name)
            .outerjoin(Contact, Contact.id == FollowUp.contact_id)
            .where(which, kept())
        )
        for one, name in session.execute(query):
            yield _follow_up(one, name or "", span.today)


def unscheduled(session: Session, today: dt.date, limit: int) -> list[Dated]:
    """Open follow-ups without a day, the urgent and then the newest first."""
    query = (
        select(FollowUp, Contact.name)
        .outerjoin(Contact, Contact.id == FollowUp.contact_id)
        .where(_open_undated())
        .order_by(FollowUp.priority.desc(), FollowUp.id.desc())
        .limit(limit)
    )
    return [_follow_up(one, name or "", today) for one, name in session.execute(query)]


def unscheduled_count(session: Session) -> int:
    """How many of them there are."""
    return session.scalar(select(func.count()).select_from(FollowUp).where(_open_undated())) or 0


def overdue(session: Session, today: dt.date, limit: int) -> list[Dated]:
    """Open follow-ups due before today, the latest first."""
    query = (
        select(FollowUp, Contact.name)
        .outerjoin(Contact, Contact.id == FollowUp.contact_id)
        .where(is_overdue(today))
        .order_by(FollowUp.due_on.desc(), FollowUp.id.desc())
        .limit(limit)
    )
    return [_follow_up(one, name or "", today) for one, name in session.execute(query)]


def overdue_count(session: Session, today: dt.date) -> int:
    """How many of them there are."""
    return session.scalar(select(func.count()).select_from(FollowUp).where(is_overdue(today))) or 0


def is_overdue(today: dt.date) -> ColumnElement[bool]:
    """The condition on open follow-ups due before today."""
    return and_(
        FollowUp.state == literal_column("'open'"),
        FollowUp.due_on < today,
        kept(),
    )


def is_open(session: Session, follow_up_id: int) -> bool:
    """True for a follow-up that is there and still to be done."""
    found = session.get(FollowUp, follow_up_id)
    return found is not None and found.deleted_at is None and found.state == "open"


def _open_undated() -> ColumnElement[bool]:
    return and_(
        FollowUp.state == literal_column("'open'"),
        FollowUp.due_on.is_(None),
        kept(),
    )


def _follow_up(one: FollowUp, name: str, today: dt.date) -> Dated:
    done = one.state == "done"
    done_on = one.done_at.astimezone().date() if done and one.done_at else None
    day = done_on or one.due_on or today
    is_late = not done and one.due_on is not None and one.due_on < today
    return Dated(
        kind=FOLLOW_UP_KINDS.get(one.kind, "task"),
        day=day,
        source="follow_up",
        record_id=one.id,
        name=name,
        what=one.title,
        contact_id=one.contact_id,
        # Done on another day, the hour it was meant for says nothing about that day.
        time=_time(one.due_time) if one.due_on == day else "",
        minutes=one.minutes if one.minutes and 0 < one.minutes <= _DAY_MINUTES else None,
        state="done" if done else "late" if is_late else "open",
        of_kind=one.kind,
        undated=not done and one.due_on is None,
    )


def _time(kept: str) -> str:
    """A time of day; none for what another program wrote there."""
    try:
        return f"{dt.time.fromisoformat(kept):%H:%M}" if kept else ""
    except ValueError:
        return ""


def deal_rows(session: Session, span: Span) -> Iterator[Dated]:
    """Open deals on the day they are expected to close."""
    query = (
        select(Deal, Contact.name)
        .outerjoin(Contact, Contact.id == Deal.contact_id)
        .where(
            Deal.state == literal_column("'open'"),
            Deal.expected_on.between(span.first, span.last),
            Deal.deleted_at.is_(None),
        )
    )
    for deal, name in session.execute(query):
        if (day := deal.expected_on) is not None:
            yield Dated("deal", day, "deal", deal.id, name or "", deal.title, deal.contact_id,
                        state=late(day, span), amount_minor=deal.amount_minor,
                        currency=deal.currency)  # fmt: skip


def quote_rows(session: Session, span: Span) -> Iterator[Dated]:
    """Quotes not yet answered, on the last day they are good."""
    query = (
        select(Quote, Contact.name)
        .outerjoin(Contact, Contact.id == Quote.contact_id)
        .where(
            Quote.valid_until.between(span.first, span.last),
            Quote.status.in_(("draft", "sent")),
            Quote.deleted_at.is_(None),
        )
    )
    for quote, name in session.execute(query):
        if (day := quote.valid_until) is not None:
            yield Dated("quote", day, "quote", quote.id, name or "", quote.number,
                        quote.contact_id, amount_minor=quote.total_minor,
                        currency=quote.currency)  # fmt: skip


def payment_rows(session: Session, span: Span) -> Iterator[Dated]:
    """Sales not fully paid, on the day they fall due."""
    currency = settings.get(session, settings.CURRENCY)
    for sale in receivables.receivables(session, span.today, currency).open_sales:
        if span.first <= sale.due_on <= span.last:
            yield Dated("payment", sale.due_on, "sale", sale.sale_id, sale.name, sale.number,
                        sale.contact_id, state=late(sale.due_on, span),
                        amount_minor=sale.open_minor, currency=currency)  # fmt: skip


def reorder_rows(session: Session, span: Span) -> Iterator[Dated]:
    """Customers on the day their goods run out."""
    ahead = max(0, (span.last - span.today).days)
    for row in replenishment.due(session, span.today, ahead):
        if span.first <= row.due_on <= span.last:
            yield Dated("reorder", row.due_on, "contact", row.contact_id, row.name, row.what,
                        row.contact_id)  # fmt: skip


def warranty_rows(session: Session, span: Span) -> Iterator[Dated]:
    """Warranties on their last day."""
    days = (span.last - span.first).days
    for row in warranties.ending(session, span.first, days, limit=None):
        yield Dated("warranty", row.until, "contact", row.contact_id, row.name, row.what,
                    row.contact_id)  # fmt: skip


def service_rows(session: Session, span: Span) -> Iterator[Dated]:
    """Things at customers' due for a service, and requests on the day an answer is promised."""
    query = (
        select(Asset.id, Asset.next_service_on, Contact.id, Contact.name,
               func.coalesce(func.nullif(Asset.name, ""), Product.name, ""))
        .join(Contact, Contact.id == Asset.contact_id)
        .outerjoin(Product, Product.id == Asset.product_id)
        .where(
            Asset.next_service_on.between(span.first, span.last),
            Asset.retired_on.is_(None),
            Asset.deleted_at.is_(None),
            *visible(),
        )
    )  # fmt: skip
    for asset_id, day, contact_id, name, what in session.execute(query):
        yield Dated("service", day, "asset", asset_id, name, what, contact_id,
                    state=late(day, span))  # fmt: skip
    yield from _tickets(session, span)


def _tickets(session: Session, span: Span) -> Iterator[Dated]:
    begin, end = span.instants()
    query: Select[Any, Any] = (
        select(Ticket, Contact.name)
        .outerjoin(Contact, Contact.id == Ticket.contact_id)
        .where(
            literal_column("ticket.status IN ('open', 'waiting')"),
            Ticket.promised_at >= begin,
            Ticket.promised_at < end,
            Ticket.deleted_at.is_(None),
        )
    )
    for ticket, name in session.execute(query):
        local = ticket.promised_at.astimezone()
        yield Dated("service", local.date(), "ticket", ticket.id, name or "", ticket.subject,
                    ticket.contact_id, f"{local:%H:%M}",
                    state=late(local.date(), span))  # fmt: skip


def holiday_rows(session: Session, span: Span) -> Iterator[Dated]:
    """The days the shop itself keeps; ``of_kind`` is ``closed`` when it is shut."""
    query = select(Holiday).where(Holiday.day.between(span.first, span.last))
    for one in session.scalars(query):
        yield Dated("holiday", one.day, "holiday", one.id, what=one.name,
                    of_kind="closed" if one.closed else "")  # fmt: skip

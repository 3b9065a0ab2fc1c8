"""What customers owe, by age: the open sales as they stood at the end of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Row, and_, func, literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Contact, Payment, PaymentAllocation, Sale
from crm_desktop.services.settings import settings

_Candidate = tuple[int, str, int | None, str, dt.date, dt.date | None, int | None, int]
"""Sale, number, customer and name, day, due day, the customer's days to pay, what is unpaid."""

AGE_LIMITS = (0, 30, 60, 90)
"""Last day late of each age but the oldest: not due, 1-30, 31-60, 61-90, over 90 days."""


@dataclass(frozen=True, slots=True)
class OpenSale:
    """A sale not fully paid. ``days_late`` is negative or 0 until it is due.

    ``contact_id`` is ``None`` and ``name`` empty for a walk-in.
    """

    sale_id: int
    number: str
    contact_id: int | None
    name: str
    sold_on: dt.date
    due_on: dt.date
    open_minor: int
    days_late: int


@dataclass(frozen=True, slots=True)
class Receivables:
    """Everything owed at the end of ``day``, in minor units.

    ``ages`` sums the open sales by days late, one entry per ``AGE_LIMITS`` and one for older;
    ``open_sales`` starts with the latest and goes on with those due soonest.
    ``returns_minor`` are returns not paid out yet: they are told beside the total, which they
    do not reduce.
    """

    day: dt.date
    total_minor: int
    ages: tuple[int, ...]
    open_sales: tuple[OpenSale, ...]
    returns_minor: int

    @property
    def late(self) -> tuple[OpenSale, ...]:
        """The open sales past their due day."""
        return tuple(sale for sale in self.open_sales if sale.days_late > 0)


def receivables(session: Session, day: dt.date, currency: str) -> Receivables:
    """What was owed at the end of ``day`` on confirmed sales and opening balances of ``currency``.

    A payment dated after ``day`` had not been received yet, so its part counts as open. A sale
    without a due day is due the customer's days to pay, or else the shop's, after the sale.
    """
    later = _paid_later(session, day)
    payment_days = settings.get(session, settings.PAYMENT_DAYS)
    open_sales, returns = [], 0
    for found in _candidates(session, day, currency):
        sale_id, number, contact_id, name, sold_on, due_on, own_days, unpaid_now = found
        unpaid = unpaid_now + later.get(sale_id, 0)
        if unpaid <= 0:
            returns -= unpaid
            continue
        days = payment_days if own_days is None else own_days
        due = due_on or sold_on + dt.timedelta(days=days)
        late = (day - due).days
        open_sales.append(OpenSale(sale_id, number, contact_id, name, sold_on, due, unpaid, late))
    open_sales.sort(key=lambda sale: (-sale.days_late, -sale.open_minor, sale.sale_id))
    return Receivables(
        day,
        sum(sale.open_minor for sale in open_sales),
        by_age(open_sales),
        tuple(open_sales),
        returns,
    )


def by_age(open_sales: list[OpenSale]) -> tuple[int, ...]:
    """What these sales come to by days late: one entry per ``AGE_LIMITS`` and one for older."""
    ages = [0] * (len(AGE_LIMITS) + 1)
    for sale in open_sales:
        ages[sum(sale.days_late > limit for limit in AGE_LIMITS)] += sale.open_minor
    return tuple(ages)


def _paid_later(session: Session, day: dt.date) -> dict[int, int]:
    """By sale, the minor units it was paid after ``day``."""
    later: dict[int, int] = {}
    rows = session.execute(
        select(PaymentAllocation.sale_id, PaymentAllocation.amount_minor)
        .join(Payment, Payment.id == PaymentAllocation.payment_id)
        .where(Payment.paid_on > day, Payment.deleted_at.is_(None))
    )
    for sale_id, amount in rows:
        later[sale_id] = later.get(sale_id, 0) + amount
    return later


def _candidates(session: Session, day: dt.date, currency: str) -> Iterator[Row[*_Candidate]]:
    """Sales up to ``day`` that are open now, and those paid after it."""
    confirmed = Sale.status == literal_column("'confirmed'")
    paid_later = (
        select(PaymentAllocation.sale_id)
        .join(Payment, Payment.id == PaymentAllocation.payment_id)
        .where(Payment.paid_on > day, Payment.deleted_at.is_(None))
    )
    which = (
        Sale.paid_minor != Sale.total_minor,  # the very words of the index over open sales
        and_(Sale.paid_minor == Sale.total_minor, Sale.id.in_(paid_later)),
    )
    for condition in which:
        rows = session.execute(
            select(
                Sale.id,
                Sale.number,
                Sale.contact_id,
                func.coalesce(Contact.name, ""),
                Sale.sold_on,
                Sale.due_on,
                Contact.payment_days,
                Sale.total_minor - Sale.paid_minor,
            )
            .outerjoin(Contact, Contact.id == Sale.contact_id)
            .where(
                condition,
                confirmed,
                Sale.deleted_at.is_(None),
                Sale.currency == currency,
            )
        )
        yield from (row for row in rows if row.sold_on <= day)

"""Sales nobody paid within the hours of a setting, and how many of those were rescued."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.core import money
from crm_desktop.db.models import Contact, Payment, PaymentAllocation, Sale
from crm_desktop.services.settings import settings

WITHIN_DAYS = 90


@dataclass(frozen=True, slots=True)
class UnpaidSale:
    """A sale with something to pay ``days`` days after it was made; a walk-in has no contact."""

    id: int
    number: str
    contact_id: int | None
    name: str
    sold_on: dt.date
    days: int
    total_minor: int
    open_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Unpaid:
    """The sales of the last ``WITHIN_DAYS`` days that were not paid ``after`` days later.

    ``sales`` are those still open, the latest first; ``hesitated`` counts all, ``rescued``
    those paid in full since.
    """

    after: int
    sales: tuple[UnpaidSale, ...]
    open_minor: int
    hesitated: int
    rescued: int
    currency: str

    @property
    def rescued_bp(self) -> int | None:
        """The rescued part in basis points; ``None`` when every sale was paid in time."""
        if not self.hesitated:
            return None
        return money.divide_half_up(self.rescued * 10_000, self.hesitated)


def after_days(session: Session) -> int:
    """The shop's hours as whole days: sales and payments have a day and no hour."""
    return -(-settings.get(session, settings.UNPAID_HOURS) // 24)


def unpaid(session: Session, day: dt.date, currency: str = "", after: int | None = None) -> Unpaid:
    """What was not paid within ``after`` days, the shop's setting if ``None``, seen from
    ``day``."""
    after = after_days(session) if after is None else after
    currency = currency or settings.get(session, settings.CURRENCY)
    rows = session.execute(_query(day, currency, after))
    sales, hesitated, rescued = [], 0, 0
    for sale_id, number, contact_id, name, sold_on, total, left, paid_on in rows:
        if left > 0:
            days = (day - sold_on).days
            sales.append(
                UnpaidSale(sale_id, number, contact_id, name, sold_on, days, total, left, currency)
            )
        elif paid_on is None or paid_on <= sold_on + dt.timedelta(days=after):
            continue
        else:
            rescued += 1
        hesitated += 1
    owed = sum(sale.open_minor for sale in sales)
    return Unpaid(after, tuple(sales), owed, hesitated, rescued, currency)


def _query(day: dt.date, currency: str, after: int) -> Select[*tuple[Any, ...]]:
    paid_on = (
        select(func.max(Payment.paid_on))
        .join(PaymentAllocation, PaymentAllocation.payment_id == Payment.id)
        .where(PaymentAllocation.sale_id == Sale.id, Payment.deleted_at.is_(None))
        .correlate(Sale)
        .scalar_subquery()
    )
    return (
        select(
            Sale.id, Sale.number, Sale.contact_id, func.coalesce(Contact.name, ""), Sale.sold_on,
            Sale.total_minor, Sale.total_minor - Sale.paid_minor, paid_on,
        )
        .outerjoin(Contact, Contact.id == Sale.contact_id)
        .where(
            Sale.sold_on.between(
                day - dt.timedelta(days=WITHIN_DAYS), day - dt.timedelta(days=after + 1)
            ),
            Sale.kind == "sale",
            Sale.total_minor > 0,
            Sale.status == literal_column("'confirmed'"),
            Sale.currency == currency,
            Sale.deleted_at.is_(None),
        )
        .order_by(Sale.sold_on.desc(), Sale.id.desc())
    )  # fmt: skip

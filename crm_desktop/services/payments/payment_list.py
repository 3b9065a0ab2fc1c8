"""A customer's payments as listed, and the one that may be the same money entered twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Payment, PaymentAllocation
from crm_desktop.services.settings import settings


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment as listed; ``open_minor`` is what is not allocated to a sale yet."""

    id: int
    contact_id: int | None
    paid_on: dt.date
    kind: str
    method: str
    amount_minor: int
    open_minor: int
    currency: str
    note: str


def of_contact(session: Session, contact_id: int, limit: int = 100) -> list[PaymentRow]:
    """A customer's payments, the latest first."""
    used = (
        select(func.coalesce(func.sum(PaymentAllocation.amount_minor), 0))
        .where(PaymentAllocation.payment_id == Payment.id)
        .correlate(Payment)
        .scalar_subquery()
    )
    query = (
        select(Payment, used)
        .where(Payment.contact_id == contact_id, Payment.deleted_at.is_(None))
        .order_by(Payment.paid_on.desc(), Payment.id.desc())
        .limit(limit)
    )
    return [
        PaymentRow(
            p.id, p.contact_id, p.paid_on, p.kind, p.method, p.amount_minor,
            p.amount_minor - spent, p.currency, p.note,
        )
        for p, spent in session.execute(query)
    ]  # fmt: skip


def twin(
    session: Session,
    contact_id: int,
    amount_minor: int,
    paid_on: dt.date,
    *,
    method: str = "",
    currency: str = "",
) -> int | None:
    """The id of a payment just like this one, which may be the same money entered twice."""
    return session.scalar(
        select(Payment.id)
        .where(
            Payment.contact_id == contact_id,
            Payment.paid_on == paid_on,
            Payment.amount_minor == amount_minor,
            Payment.method == method,
            Payment.currency == (currency or settings.get(session, settings.CURRENCY)),
            Payment.deleted_at.is_(None),
        )
        .order_by(Payment.id.desc())
        .limit(1)
    )

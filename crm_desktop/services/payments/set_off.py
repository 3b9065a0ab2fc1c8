"""A return set off against the debt on its sale: two payments that add up to nothing."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Payment, PaymentAllocation, Sale


def other_half(session: Session, payment: Payment) -> Payment | None:
    """The payment that was entered with this one to set a return off; ``None`` for any other.

    The two are entered one after the other, of the same day and words, and one pays a return.
    """
    if not payment.note:
        return None
    other = session.scalars(
        select(Payment).where(
            Payment.id.in_((payment.id - 1, payment.id + 1)),
            Payment.amount_minor == -payment.amount_minor,
            Payment.contact_id.is_not_distinct_from(payment.contact_id),
            Payment.paid_on == payment.paid_on,
            Payment.note == payment.note,
            Payment.deleted_at.is_(None),
        )
    ).first()
    if other is None:
        return None
    paid_out = other if other.amount_minor < 0 else payment
    pays_return = exists().where(
        PaymentAllocation.payment_id == paid_out.id,
        PaymentAllocation.sale_id == Sale.id,
        Sale.return_of_id.is_not(None),
    )
    return other if session.scalar(select(pays_return)) else None

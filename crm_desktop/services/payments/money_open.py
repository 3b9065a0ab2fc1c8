"""With whom money is open: a debt, a return not paid out, or money received and not used."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, literal_column, or_, select

from crm_desktop.db.models import Contact, Payment, PaymentAllocation, Sale


def with_contact() -> ColumnElement[bool]:
    """True for a row of ``Contact`` with money open, in any currency."""
    unpaid = (
        select(Sale.id)
        .where(
            Sale.contact_id == Contact.id,
            Sale.paid_minor != Sale.total_minor,
            Sale.status == literal_column("'confirmed'"),
            Sale.deleted_at.is_(None),
        )
        .correlate(Contact)
        .exists()
    )
    used = (
        select(func.coalesce(func.sum(PaymentAllocation.amount_minor), 0))
        .where(PaymentAllocation.payment_id == Payment.id)
        .correlate(Payment)
        .scalar_subquery()
    )
    kept = (
        select(Payment.currency)
        .where(Payment.contact_id == Contact.id, Payment.deleted_at.is_(None))
        .group_by(Payment.currency)
        .having(func.sum(Payment.amount_minor - used) != 0)
        .correlate(Contact)
        .exists()
    )
    return or_(unpaid, kept)

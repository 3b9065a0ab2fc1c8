"""Payments: receiving money, saying what it pays for, and keeping what is paid per sale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import Conflict, NotFound, UserError
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Payment, PaymentAllocation, Sale
from crm_desktop.services import contact_record, settings


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


def pay(
    session: Session,
    contact_id: int | None,
    amount_minor: int,
    *,
    method: str = "",
    paid_on: dt.date | None = None,
    sale_ids: Sequence[int] | None = None,
    note: str = "",
    kind: str = "payment",
    currency: str = "",
) -> int:
    """Receive money and pay sales with it; returns the payment's id.

    ``sale_ids`` are paid in that order; ``None`` means the customer's open sales, the oldest due
    first. What is left over stays as the customer's credit.
    """
    if amount_minor == 0:
        raise UserError(_("A payment needs an amount."), _("Nothing was changed."))
    if contact_id is not None:
        contact_record.found(session, contact_id)
    payment = Payment(
        contact_id=contact_id,
        amount_minor=amount_minor,
        method=method,
        paid_on=paid_on or clock.today(),
        note=note,
        kind="refund" if amount_minor < 0 and kind == "payment" else kind,
        currency=currency or settings.get(session, settings.CURRENCY),
    )
    session.add(payment)
    session.flush()
    if kind != "deposit":
        targets = (
            open_sale_ids(session, contact_id, payment.currency) if sale_ids is None else sale_ids
        )
        _spread(session, payment, targets)
    return payment.id


def allocate(session: Session, payment_id: int, sale_id: int, amount_minor: int) -> None:
    """Use a part of a payment for a sale; replaces what it gave to that sale before.

    Raises ``UserError`` when the payment or the sale has less left than that.
    """
    payment = _found(session, payment_id)
    sale = session.get(Sale, sale_id)
    if sale is None or sale.deleted_at is not None or sale.status != "confirmed":
        raise Conflict(_("This sale cannot be paid."), _("Nothing was changed."))
    if sale.currency != payment.currency:
        raise UserError(_("The payment is in another currency."), _("Nothing was changed."))
    given = session.scalar(
        select(PaymentAllocation).where(
            PaymentAllocation.payment_id == payment_id, PaymentAllocation.sale_id == sale_id
        )
    )
    before = given.amount_minor if given else 0
    left = payment.amount_minor - _allocated(session, payment_id) + before
    owed = sale.total_minor - sale.paid_minor + before
    if abs(amount_minor) > abs(left) or abs(amount_minor) > abs(owed):
        raise UserError(
            _("Only {amount} can be paid here.").format(
                amount=formats.money_exact(min(left, owed, key=abs), sale.currency)
            ),
            _("Nothing was changed."),
        )
    if given is None:
        session.add(
            PaymentAllocation(payment_id=payment_id, sale_id=sale_id, amount_minor=amount_minor)
        )
    else:
        given.amount_minor = amount_minor
    session.flush()
    settle(session, [sale_id])


def remove(session: Session, payment_id: int) -> None:
    """Take a payment back; what it paid is open again."""
    payment = _found(session, payment_id)
    paid = list(
        session.scalars(select(PaymentAllocation).where(PaymentAllocation.payment_id == payment_id))
    )
    for allocation in paid:
        session.delete(allocation)
    payment.deleted_at = clock.now()
    session.flush()
    settle(session, [allocation.sale_id for allocation in paid])


def settle(session: Session, sale_ids: Iterable[int]) -> None:
    """Make ``paid_minor`` of these sales equal the sum of their allocations."""
    for sale_id in sale_ids:
        paid = session.scalar(
            select(func.coalesce(func.sum(PaymentAllocation.amount_minor), 0)).where(
                PaymentAllocation.sale_id == sale_id
            )
        )
        session.get_one(Sale, sale_id).paid_minor = paid or 0
    session.flush()


def release(session: Session, sale_id: int) -> None:
    """Take all payments off a sale; the money stays as the customer's credit."""
    for allocation in session.scalars(
        select(PaymentAllocation).where(PaymentAllocation.sale_id == sale_id)
    ):
        session.delete(allocation)
    session.flush()
    settle(session, [sale_id])


def credit(session: Session, contact_id: int, currency: str) -> int:
    """Money received from a customer that pays for nothing yet, in minor units."""
    received = session.scalar(
        select(func.coalesce(func.sum(Payment.amount_minor), 0)).where(
            Payment.contact_id == contact_id,
            Payment.currency == currency,
            Payment.deleted_at.is_(None),
        )
    )
    used = session.scalar(
        select(func.coalesce(func.sum(PaymentAllocation.amount_minor), 0))
        .join(Payment, Payment.id == PaymentAllocation.payment_id)
        .where(
            Payment.contact_id == contact_id,
            Payment.currency == currency,
            Payment.deleted_at.is_(None),
        )
    )
    return (received or 0) - (used or 0)


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


def open_sale_ids(session: Session, contact_id: int | None, currency: str) -> list[int]:
    """A customer's sales that are not paid, the oldest due first."""
    if contact_id is None:
        return []
    due = func.coalesce(Sale.due_on, Sale.sold_on)
    return list(
        session.scalars(
            select(Sale.id)
            .where(
                Sale.contact_id == contact_id,
                Sale.paid_minor != Sale.total_minor,
                Sale.status == literal_column("'confirmed'"),
                Sale.currency == currency,
                Sale.deleted_at.is_(None),
            )
            .order_by(due, Sale.sold_on, Sale.id)
        )
    )


def _spread(session: Session, payment: Payment, sale_ids: Sequence[int]) -> None:
    """Pay the sales in order until the money is used up."""
    left = payment.amount_minor
    for sale_id in dict.fromkeys(sale_ids):
        sale = session.get(Sale, sale_id)
        if sale is None or sale.status != "confirmed" or sale.currency != payment.currency:
            raise Conflict(_("This sale cannot be paid."), _("Nothing was changed."))
        owed = sale.total_minor - sale.paid_minor
        if left == 0 or (owed > 0) != (left > 0) or owed == 0:
            continue
        part = owed if abs(owed) <= abs(left) else left
        session.add(PaymentAllocation(payment_id=payment.id, sale_id=sale_id, amount_minor=part))
        left -= part
    session.flush()
    settle(session, sale_ids)


def _allocated(session: Session, payment_id: int) -> int:
    return (
        session.scalar(
            select(func.coalesce(func.sum(PaymentAllocation.amount_minor), 0)).where(
                PaymentAllocation.payment_id == payment_id
            )
        )
        or 0
    )


def _found(session: Session, payment_id: int) -> Payment:
    payment = session.get(Payment, payment_id)
    if payment is None or payment.deleted_at is not None:
        raise NotFound(_("This payment does not exist any more."), _("Nothing was changed."))
    return payment

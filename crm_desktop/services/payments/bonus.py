"""The bonus that comes with stored value: given with a recharge, used beside the money.

The money of a recharge is a deposit like any other; only the bonus is kept here. An entry counts
as long as its payment does, so that a payment taken back takes its bonus with it.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.db.models import Membership, Payment, StoredValueEntry

METHOD = "bonus"
"""The way of paying of the part of a sale that was paid with a bonus: no money came in."""


def balance(session: Session, contact_id: int, currency: str) -> int:
    """The bonus a customer has left, in minor units."""
    left = session.scalar(
        select(func.coalesce(func.sum(StoredValueEntry.bonus_minor), 0)).where(
            *_counting(contact_id, currency)
        )
    )
    return left or 0


def given_with(session: Session, payment_id: int) -> int:
    """The bonus that came with a payment, in minor units."""
    found = session.scalar(
        select(func.coalesce(func.sum(StoredValueEntry.bonus_minor), 0)).where(
            StoredValueEntry.payment_id == payment_id, StoredValueEntry.bonus_minor > 0
        )
    )
    return found or 0


def enter(
    session: Session,
    payment: Payment,
    *,
    amount_minor: int,
    bonus_minor: int,
    day: dt.date | None = None,
    sale_id: int | None = None,
) -> None:
    """Note what a payment did to a customer's stored value: above zero put on, below taken off.

    A customer without a member card gets one.
    """
    assert payment.contact_id is not None
    session.add(
        StoredValueEntry(
            membership_id=_card(session, payment.contact_id),
            happened_on=day or payment.paid_on,
            amount_minor=amount_minor,
            bonus_minor=bonus_minor,
            currency=payment.currency,
            payment_id=payment.id,
            sale_id=sale_id,
        )
    )
    session.flush()


def _card(session: Session, contact_id: int) -> int:
    found = session.scalar(
        select(Membership.id)
        .where(Membership.contact_id == contact_id, Membership.deleted_at.is_(None))
        .order_by(Membership.id)
        .limit(1)
    )
    if found is not None:
        return found
    made = Membership(contact_id=contact_id, joined_on=clock.today())
    session.add(made)
    session.flush()
    return made.id


def _counting(contact_id: int, currency: str) -> tuple[ColumnElement[bool], ...]:
    gone = select(Payment.id).where(Payment.deleted_at.is_not(None))
    return (
        StoredValueEntry.membership_id.in_(
            select(Membership.id).where(Membership.contact_id == contact_id)
        ),
        StoredValueEntry.currency == currency,
        StoredValueEntry.payment_id.is_(None) | StoredValueEntry.payment_id.not_in(gone),
    )

"""Money kept for a customer: deposits and what is left of payments, used in sales or given back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.core import formats, money
from crm_desktop.core.errors import Conflict, UserError
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Payment, PaymentAllocation, Sale
from crm_desktop.services.payments import bonus, payments
from crm_desktop.services.records import contact_record
from crm_desktop.services.settings import settings

METHOD = "credit"
"""The method of a payment with the customer's credit instead of new money."""


def deposit(
    session: Session,
    contact_id: int,
    amount_minor: int,
    *,
    method: str = "",
    paid_on: dt.date | None = None,
    note: str = "",
    currency: str = "",
) -> int:
    """Receive money that is to pay for later sales; returns the payment's id.

    Raises ``UserError`` for an amount that is not above zero.
    """
    _check_positive(amount_minor)
    return payments.pay(
        session,
        contact_id,
        amount_minor,
        method=method,
        paid_on=paid_on,
        note=note,
        kind="deposit",
        currency=currency,
    )


def returns_owed(session: Session, contact_id: int, currency: str) -> int:
    """What a customer's returns have not been paid out yet, in minor units, 0 or more."""
    owed = session.scalar(
        select(func.coalesce(func.sum(Sale.paid_minor - Sale.total_minor), 0)).where(
            Sale.contact_id == contact_id,
            Sale.paid_minor != Sale.total_minor,
            Sale.paid_minor > Sale.total_minor,
            Sale.status == literal_column("'confirmed'"),
            Sale.currency == currency,
            Sale.deleted_at.is_(None),
        )
    )
    return owed or 0


def refundable(session: Session, contact_id: int, currency: str) -> int:
    """What can be given back to a customer: credit and returns not paid out, in minor units."""
    kept = payments.credit(session, contact_id, currency)
    return max(0, kept + returns_owed(session, contact_id, currency))


def refund(
    session: Session,
    contact_id: int,
    amount_minor: int,
    *,
    method: str = "",
    paid_on: dt.date | None = None,
    note: str = "",
    currency: str = "",
) -> int:
    """Give money back, for returns first and then from the credit; returns the payment's id.

    ``amount_minor`` is above zero. With credit given back goes the same part of the bonus. Raises
    ``UserError`` when there is less to give back.
    """
    _check_positive(amount_minor)
    contact_record.found(session, contact_id)
    currency = currency or settings.get(session, settings.CURRENCY)
    most = refundable(session, contact_id, currency)
    if amount_minor > most:
        raise UserError(
            _("Only {amount} can be given back: the customer's credit and returns.").format(
                amount=formats.money_exact(most, currency)
            ),
            _("Nothing was changed."),
            _("Record a return first when goods came back."),
        )
    returns = _open_returns(session, contact_id, currency)
    had = payments.credit(session, contact_id, currency)
    made = payments.pay(
        session,
        contact_id,
        -amount_minor,
        method=method,
        paid_on=paid_on,
        sale_ids=returns,
        note=note,
        currency=currency,
    )
    _forfeit(session, session.get_one(Payment, made), had)
    return made


def _forfeit(session: Session, refund: Payment, had_minor: int) -> None:
    """With a part of the credit given back goes the same part of the bonus."""
    assert refund.contact_id is not None
    extra = bonus.balance(session, refund.contact_id, refund.currency)
    taken = had_minor - payments.credit(session, refund.contact_id, refund.currency)
    if extra > 0 and taken > 0:
        gone = money.divide_half_up(extra * taken, had_minor)
        bonus.enter(session, refund, amount_minor=-taken, bonus_minor=-gone)


def use(
    session: Session,
    contact_id: int,
    *,
    sale_ids: Sequence[int] | None = None,
    amount_minor: int | None = None,
    currency: str = "",
) -> int:
    """Pay sales with the customer's credit, oldest money first; returns what was used.

    ``sale_ids`` are paid in that order, ``None`` means the open sales, the oldest due first.
    ``amount_minor`` is how much at most, ``None`` all there is. Raises ``UserError`` when the
    credit is less than ``amount_minor``, or nothing can be paid with it.
    """
    currency = currency or settings.get(session, settings.CURRENCY)
    have = payments.credit(session, contact_id, currency)
    if amount_minor is not None and amount_minor > have:
        raise UserError(
            _("The customer has only {amount} of credit.").format(
                amount=formats.money_exact(max(0, have), currency)
            ),
            _("Nothing was changed."),
        )
    left = most = have if amount_minor is None else amount_minor
    targets = (
        payments.open_sale_ids(session, contact_id, currency) if sale_ids is None else sale_ids
    )
    unused = _unused(session, contact_id, currency)
    for sale_id in dict.fromkeys(targets):
        sale = session.get_one(Sale, sale_id)
        for payment_id in list(unused):
            owed = sale.total_minor - sale.paid_minor
            part = min(owed, unused[payment_id], left)
            if part <= 0:
                continue
            given = _given(session, payment_id, sale_id)
            payments.allocate(session, payment_id, sale_id, given + part)
            unused[payment_id] -= part
            left -= part
    if left == most:
        raise Conflict(_("There is nothing to pay with credit."), _("Nothing was changed."))
    return most - left


def _check_positive(amount_minor: int) -> None:
    if amount_minor <= 0:
        raise UserError(_("Type an amount above zero, e.g. 260.00."), _("Nothing was changed."))


def _open_returns(session: Session, contact_id: int, currency: str) -> list[int]:
    ids = payments.open_sale_ids(session, contact_id, currency)
    found = (session.get_one(Sale, one) for one in ids)
    return [sale.id for sale in found if sale.total_minor < sale.paid_minor]


def _unused(session: Session, contact_id: int, currency: str) -> dict[int, int]:
    """By payment, the oldest first, the minor units that pay for nothing yet."""
    used = (
        select(func.coalesce(func.sum(PaymentAllocation.amount_minor), 0))
        .where(PaymentAllocation.payment_id == Payment.id)
        .correlate(Payment)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Payment.id, Payment.amount_minor - used)
        .where(
            Payment.contact_id == contact_id,
            Payment.currency == currency,
            Payment.amount_minor > 0,
            Payment.amount_minor != used,
            Payment.deleted_at.is_(None),
        )
        .order_by(Payment.paid_on, Payment.id)
    )
    return {payment_id: rest for payment_id, rest in rows if rest > 0}


def _given(session: Session, payment_id: int, sale_id: int) -> int:
    return (
        session.scalar(
            select(PaymentAllocation.amount_minor).where(
                PaymentAllocation.payment_id == payment_id, PaymentAllocation.sale_id == sale_id
            )
        )
        or 0
    )

"""Payments: receiving money, saying what it pays for, and keeping what is paid per sale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, formats, text
from crm_desktop.core.errors import Conflict, NotFound, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.money import LARGEST_MINOR
from crm_desktop.db.models import Payment, PaymentAllocation, Sale
from crm_desktop.services.payments import bonus, set_off
from crm_desktop.services.records import contact_record, staff
from crm_desktop.services.settings import settings


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
    first. Returns among them that are not paid out yet help to pay as far as the money is short.
    What is left over stays as the customer's credit. Raises ``Conflict`` when none of
    ``sale_ids`` has anything left to pay, ``UserError`` for an impossible amount, a day to come,
    money left over without a customer, or for more given back than there is.
    """
    _check_amount(amount_minor)
    _check_day(paid_on)
    if contact_id is not None:
        contact_record.found(session, contact_id)
    currency = currency or settings.get(session, settings.CURRENCY)
    had = credit(session, contact_id, currency) if contact_id is not None else 0
    payment = Payment(
        contact_id=contact_id,
        amount_minor=amount_minor,
        method=method,
        paid_on=paid_on or clock.today(),
        note=text.clean(note),
        kind="refund" if amount_minor < 0 and kind == "payment" else kind,
        currency=currency,
        staff_id=staff.me(session),
        shop_id=staff.branch_of(session, staff.me(session)),
    )
    session.add(payment)
    session.flush()
    if kind != "deposit":
        targets = open_sale_ids(session, contact_id, currency) if sale_ids is None else sale_ids
        _spread(session, payment, targets)
    _check_owner(session, payment, had)
    return payment.id


def allocate(session: Session, payment_id: int, sale_id: int, amount_minor: int) -> None:
    """Use a part of a payment for a sale; replaces what it gave to that sale before.

    Raises ``UserError`` when the payment or the sale has less left than that.
    """
    payment = _found(session, payment_id)
    sale = session.get(Sale, sale_id)
    if sale is None or sale.deleted_at is not None or sale.status != "confirmed":
        raise Conflict(_("This sale cannot be paid."), _("Nothing was changed."))
    _check_match(payment, sale)
    given = session.scalar(
        select(PaymentAllocation).where(
            PaymentAllocation.payment_id == payment_id, PaymentAllocation.sale_id == sale_id
        )
    )
    before = given.amount_minor if given else 0
    left = payment.amount_minor - _allocated(session, payment_id)
    if payment.amount_minor > 0 and payment.contact_id is not None:
        left = min(left, credit(session, payment.contact_id, payment.currency))
    left += before
    owed = sale.total_minor - sale.paid_minor + before
    sign = 1 if payment.amount_minor > 0 else -1
    if not 0 <= sign * amount_minor <= max(0, min(sign * left, sign * owed)):
        raise UserError(
            _("Only {amount} can be paid here.").format(
                amount=formats.money_exact(max(0, min(sign * left, sign * owed)), sale.currency)
            ),
            _("Nothing was changed."),
        )
    if given is None and amount_minor:
        session.add(
            PaymentAllocation(payment_id=payment_id, sale_id=sale_id, amount_minor=amount_minor)
        )
    elif given is not None and amount_minor:
        given.amount_minor = amount_minor
    elif given is not None:
        session.delete(given)
    session.flush()
    _check_owner(session, payment, 0)
    settle(session, [sale_id, *_trim(session, payment_id)])


def remove(session: Session, payment_id: int) -> None:
    """Take a payment back; what it paid is open again. With one half of a set-off goes the other.

    Raises ``Conflict`` when what it left as credit was given back or used already, and for the
    money of a walk-in.
    """
    payment = _found(session, payment_id)
    if payment.contact_id is None:
        raise Conflict(
            _("There is nobody who would owe this money."),
            _("Nothing was changed."),
            _("Cancel the sale instead."),
        )
    other = set_off.other_half(session, payment)
    if other is not None:
        _take_away(session, other)
    else:
        _check_unused(session, payment)
    _take_away(session, payment)


def _check_unused(session: Session, payment: Payment) -> None:
    if payment.contact_id is not None:
        given = bonus.given_with(session, payment.id)
        if given > bonus.balance(session, payment.contact_id, payment.currency):
            raise Conflict(
                _("The bonus of this recharge was used already."),
                _("Nothing was changed."),
                _("Take back first what was paid with it."),
            )
    rest = payment.amount_minor - _allocated(session, payment.id)
    if payment.contact_id is not None and rest > 0:
        kept = credit(session, payment.contact_id, payment.currency)
        if kept < rest:
            raise Conflict(
                _("{amount} of this payment was given back already.").format(
                    amount=formats.money_exact(rest - max(kept, 0), payment.currency)
                ),
                _("Nothing was changed."),
                _("Take that refund back first."),
            )


def _take_away(session: Session, payment: Payment) -> None:
    paid = list(
        session.scalars(select(PaymentAllocation).where(PaymentAllocation.payment_id == payment.id))
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
    """Take all payments off a sale; the money stays as the customer's credit.

    Sales that a return helped to pay are open again by its part. A walk-in's money goes back over
    the counter, a bonus back to the customer's. Raises ``Conflict`` for a return whose worth was
    given back in money.
    """
    sale = session.get_one(Sale, sale_id)
    had = credit(session, sale.contact_id, sale.currency) if sale.contact_id is not None else 0
    touched = [sale_id]
    for allocation in session.scalars(
        select(PaymentAllocation).where(PaymentAllocation.sale_id == sale_id)
    ).all():
        touched += _free(session, allocation)
    settle(session, touched)
    if sale.contact_id is None:
        return
    if bonus.balance(session, sale.contact_id, sale.currency) < 0:
        raise Conflict(
            _("The bonus given back for this return was used already."),
            _("Nothing was changed."),
            _("Take back first what was paid with it."),
        )
    below = credit(session, sale.contact_id, sale.currency)
    if below < min(had, 0):
        raise Conflict(
            _("{amount} was given back for this return.").format(
                amount=formats.money_exact(min(had, 0) - below, sale.currency)
            ),
            _("Nothing was changed."),
            _("Take that payment back first."),
        )


def _free(session: Session, allocation: PaymentAllocation) -> list[int]:
    """Take one share off its sale; the other sales touched."""
    payment = session.get_one(Payment, allocation.payment_id)
    other = set_off.other_half(session, payment)
    session.delete(allocation)
    if other is not None:
        _take_away(session, other)
        _take_away(session, payment)
        return []
    session.flush()
    if payment.contact_id is not None and payment.method != bonus.METHOD:
        return _trim(session, payment.id)
    payment.amount_minor = _allocated(session, payment.id)
    if payment.amount_minor == 0:
        payment.amount_minor = allocation.amount_minor
        payment.deleted_at = clock.now()
    session.flush()
    return []


def _trim(session: Session, payment_id: int) -> list[int]:
    """Keep what a payment gives between nothing and its amount; the sales touched.

    Beyond its amount shares of sales are taken back, below nothing those of returns; the latest
    first.
    """
    payment = session.get_one(Payment, payment_id)
    sign = 1 if payment.amount_minor > 0 else -1
    used = sign * _allocated(session, payment_id)
    excess = max(0, used - abs(payment.amount_minor)) + min(0, used)
    touched = []
    for allocation in session.scalars(
        select(PaymentAllocation)
        .where(PaymentAllocation.payment_id == payment_id)
        .order_by(PaymentAllocation.id.desc())
    ):
        share = sign * allocation.amount_minor
        if excess == 0 or (share > 0) != (excess > 0):
            continue
        part = min(share, excess, key=abs)
        excess -= part
        allocation.amount_minor -= sign * part
        touched.append(allocation.sale_id)
        if allocation.amount_minor == 0:
            session.delete(allocation)
    session.flush()
    return touched


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
    """Pay the sales in order until the money is used up, what goes the other way first."""
    sign = 1 if payment.amount_minor > 0 else -1
    owed = {}
    for sale_id in dict.fromkeys(sale_ids):
        sale = session.get(Sale, sale_id)
        if sale is None or sale.deleted_at is not None or sale.status != "confirmed":
            raise Conflict(_("This sale cannot be paid."), _("Nothing was changed."))
        _check_match(payment, sale)
        owed[sale_id] = sign * (sale.total_minor - sale.paid_minor)
    if owed and not any(amount > 0 for amount in owed.values()):
        raise Conflict(_("This sale is paid already."), _("Nothing was changed."))
    left = abs(payment.amount_minor)
    short = sum(amount for amount in owed.values() if amount > 0) - left
    for sale_id, amount in sorted(owed.items(), key=lambda one: one[1] > 0):
        part = min(amount, left) if amount > 0 else max(amount, min(0, -short))
        if part == 0:
            continue
        session.add(
            PaymentAllocation(payment_id=payment.id, sale_id=sale_id, amount_minor=sign * part)
        )
        left -= part
        short += min(0, part)
    session.flush()
    settle(session, owed)


def _check_amount(amount_minor: int) -> None:
    if amount_minor == 0:
        raise UserError(_("A payment needs an amount."), _("Nothing was changed."))
    if abs(amount_minor) > LARGEST_MINOR:
        raise UserError(
            _("An amount is too large to be meant."),
            _("Nothing was changed."),
            _("Check the amount."),
        )


def _check_day(paid_on: dt.date | None) -> None:
    if paid_on is not None and paid_on > clock.today():
        raise UserError(
            _("{day} is still to come.").format(day=formats.date_long(paid_on)),
            _("Nothing was saved."),
            _("Type the day the money moved."),
        )


def _check_owner(session: Session, payment: Payment, had: int) -> None:
    """Without a customer a payment pays its sales to the last cent; of a customer who ``had`` so
    much credit no more is given back than that."""
    if payment.method == bonus.METHOD and _allocated(session, payment.id) != payment.amount_minor:
        raise UserError(_("A bonus pays what it was used for."), _("Nothing was changed."))
    if payment.contact_id is not None:
        below = credit(session, payment.contact_id, payment.currency)
        if below < min(had, 0):
            raise UserError(
                _("{amount} more would be given back than there is.").format(
                    amount=formats.money_exact(min(had, 0) - below, payment.currency)
                ),
                _("Nothing was changed."),
                _("Record a return first when goods came back."),
            )
        return
    if _allocated(session, payment.id) != payment.amount_minor:
        raise UserError(
            _("Without a customer there is nobody to keep the rest for."),
            _("Nothing was changed."),
            _("Enter what is owed, or choose the customer."),
        )


def _check_match(payment: Payment, sale: Sale) -> None:
    """A payment is for sales of the same customer, in the same currency."""
    if sale.currency != payment.currency:
        raise UserError(_("The payment is in another currency."), _("Nothing was changed."))
    if sale.contact_id != payment.contact_id:
        raise Conflict(_("This sale is another customer's."), _("Nothing was changed."))


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

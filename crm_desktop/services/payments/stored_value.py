"""Stored value: money a customer puts in at once, with a bonus on top, to pay later sales with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import formats, money
from crm_desktop.core.errors import Conflict, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.money import LARGEST_MINOR
from crm_desktop.db.models import (
    Contact,
    Membership,
    Payment,
    PaymentAllocation,
    Sale,
    StoredValueEntry,
)
from crm_desktop.services.payments import bonus, customer_credit, payments
from crm_desktop.services.settings import setting_checks, settings

RECHARGE_ACTION = N_("Recharge stored value")


@dataclass(frozen=True, slots=True)
class Holding:
    """What a customer has stored: money (all of the credit) and bonus, in minor units."""

    contact_id: int
    name: str
    money_minor: int
    bonus_minor: int
    currency: str

    @property
    def total_minor(self) -> int:
        """What can be bought with it."""
        return self.money_minor + self.bonus_minor


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the statement. ``kind``: ``recharge``, ``used``, ``refund``, ``returned``.

    What was put on is above zero, what was taken off below. ``number`` is the sale's.
    """

    day: dt.date
    kind: str
    money_minor: int
    bonus_minor: int
    number: str
    payment_id: int


def offered(session: Session, amount_minor: int, currency: str) -> int:
    """The bonus the shop offers for a recharge of that much, in minor units: of its best step."""
    scale: int = 10 ** money.exponent(currency)
    steps = setting_checks.offer_steps(settings.get(session, settings.STORED_VALUE_OFFERS))
    reached = [given for least, given in steps if least * scale <= amount_minor]
    return max(reached, default=0) * scale


def recharge(
    session: Session,
    contact_id: int,
    amount_minor: int,
    *,
    bonus_minor: int | None = None,
    method: str = "",
    paid_on: dt.date | None = None,
    note: str = "",
    currency: str = "",
) -> int:
    """Take money to be kept, and give a bonus with it, the one offered if ``None``; returns the
    payment's id. Raises ``UserError`` for an amount not above zero or an impossible bonus."""
    currency = currency or settings.get(session, settings.CURRENCY)
    given = offered(session, amount_minor, currency) if bonus_minor is None else bonus_minor
    if not 0 <= given <= LARGEST_MINOR:
        raise UserError(_("A bonus is not below zero."), _("Nothing was changed."))
    made = customer_credit.deposit(
        session, contact_id, amount_minor, method=method, paid_on=paid_on, note=note,
        currency=currency,
    )  # fmt: skip
    bonus.enter(
        session, session.get_one(Payment, made), amount_minor=amount_minor, bonus_minor=given
    )
    return made


def holding(session: Session, contact_id: int, currency: str = "") -> Holding:
    """What a customer has stored."""
    currency = currency or settings.get(session, settings.CURRENCY)
    return Holding(
        contact_id,
        session.scalar(select(Contact.name).where(Contact.id == contact_id)) or "",
        max(0, payments.credit(session, contact_id, currency)),
        max(0, bonus.balance(session, contact_id, currency)),
        currency,
    )


def holdings(session: Session, currency: str = "") -> list[Holding]:
    """Everybody who ever recharged and has something left, who has most first."""
    ids = session.scalars(
        select(Membership.contact_id)
        .join(StoredValueEntry, StoredValueEntry.membership_id == Membership.id)
        .join(Contact, Contact.id == Membership.contact_id)
        .where(Contact.deleted_at.is_(None))
        .distinct()
    )
    found = [holding(session, one, currency) for one in ids.all()]
    return sorted((one for one in found if one.total_minor), key=lambda one: -one.total_minor)


def use(
    session: Session,
    contact_id: int,
    *,
    sale_ids: Sequence[int] | None = None,
    amount_minor: int | None = None,
    paid_on: dt.date | None = None,
    currency: str = "",
) -> int:
    """Pay sales with what is stored, the bonus in the same part as the money; returns what was
    used. As ``customer_credit.use``, which pays alone where there is no bonus. ``paid_on`` is the
    day the bonus was used, today if ``None``."""
    have = holding(session, contact_id, currency)
    if not have.bonus_minor:
        return customer_credit.use(
            session, contact_id, sale_ids=sale_ids, amount_minor=amount_minor, currency=currency
        )
    if amount_minor is not None and amount_minor > have.total_minor:
        raise UserError(
            _("The customer has only {amount} stored.").format(
                amount=formats.money_exact(have.total_minor, have.currency)
            ),
            _("Nothing was changed."),
        )
    left = have.total_minor if amount_minor is None else amount_minor
    targets = sale_ids
    if targets is None:
        targets = payments.open_sale_ids(session, contact_id, have.currency)
    used = 0
    for sale_id in dict.fromkeys(targets):
        sale = session.get_one(Sale, sale_id)
        part = min(sale.total_minor - sale.paid_minor, left - used)
        if part > 0:
            _pay(session, holding(session, contact_id, have.currency), sale, part, paid_on)
            used += part
    if not used:
        raise Conflict(_("There is nothing to pay with credit."), _("Nothing was changed."))
    return used


def _pay(
    session: Session, have: Holding, sale: Sale, amount_minor: int, paid_on: dt.date | None
) -> None:
    """Pay that much of a sale, split in the parts of money and bonus there are."""
    share = money.divide_half_up(amount_minor * have.bonus_minor, have.total_minor)
    share = max(share, amount_minor - have.money_minor)
    if share:
        made = payments.pay(
            session, have.contact_id, share, method=bonus.METHOD, paid_on=paid_on,
            sale_ids=[sale.id], currency=have.currency,
        )  # fmt: skip
        bonus.enter(
            session, session.get_one(Payment, made), amount_minor=share - amount_minor,
            bonus_minor=-share, sale_id=sale.id,
        )  # fmt: skip
    if amount_minor > share:
        customer_credit.use(
            session, have.contact_id, sale_ids=[sale.id], amount_minor=amount_minor - share,
            currency=have.currency,
        )  # fmt: skip


def paid_with_bonus(session: Session, sale_ids: Sequence[int]) -> int:
    """What of these sales was paid with a bonus, in minor units; below zero for returns."""
    query = (
        select(func.coalesce(func.sum(PaymentAllocation.amount_minor), 0))
        .join(Payment, Payment.id == PaymentAllocation.payment_id)
        .where(
            PaymentAllocation.sale_id.in_(sale_ids),
            Payment.method == bonus.METHOD,
            Payment.deleted_at.is_(None),
        )
    )
    return session.scalar(query) or 0


def give_back(session: Session, return_id: int, amount_minor: int, day: dt.date) -> None:
    """Give so much of a return's worth back as what it was paid with: as bonus, not as money."""
    sale = session.get_one(Sale, return_id)
    made = payments.pay(
        session, sale.contact_id, -amount_minor, method=bonus.METHOD, paid_on=day,
        sale_ids=[return_id], currency=sale.currency,
    )  # fmt: skip
    bonus.enter(
        session, session.get_one(Payment, made), amount_minor=0, bonus_minor=amount_minor,
        sale_id=return_id,
    )  # fmt: skip


def entries(session: Session, contact_id: int, currency: str = "") -> list[Entry]:
    """What was put on and taken off with a bonus, the last first."""
    currency = currency or settings.get(session, settings.CURRENCY)
    rows = session.execute(
        select(
            StoredValueEntry.happened_on, StoredValueEntry.amount_minor,
            StoredValueEntry.bonus_minor, func.coalesce(Sale.number, ""), Payment.id, Sale.id,
        )
        .join(Membership, Membership.id == StoredValueEntry.membership_id)
        .join(Payment, Payment.id == StoredValueEntry.payment_id)
        .outerjoin(Sale, Sale.id == StoredValueEntry.sale_id)
        .where(
            Membership.contact_id == contact_id,
            StoredValueEntry.currency == currency,
            Payment.deleted_at.is_(None),
        )
        .order_by(StoredValueEntry.happened_on.desc(), StoredValueEntry.id.desc())
    )  # fmt: skip
    return [
        Entry(day, _kind(amount, extra, sale),
              amount, extra, number, payment)
        for day, amount, extra, number, payment, sale in rows
    ]  # fmt: skip


def _kind(amount_minor: int, bonus_minor: int, sale_id: int | None) -> str:
    if sale_id is None:
        return "recharge" if amount_minor > 0 else "refund"
    return "returned" if bonus_minor > 0 else "used"

"""How a customer pays, and whether a sale on credit is still within the limit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.core import formats, money
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.db.models import Contact, Payment, PaymentAllocation, Sale
from crm_desktop.services.payments import accounts, bonus, payments
from crm_desktop.services.records import contact_record
from crm_desktop.services.settings import settings

HABIT_DAYS = 730
"""Sales of the last two years tell how somebody pays."""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Habit:
    """``days_late`` is the average over ``sales`` on credit, one paid in time counting 0."""

    sales: int
    days_late: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a customer stands before a sale; amounts in minor units of ``currency``.

    ``owed_minor`` is the balance, below 0 the customer's credit; ``credit_minor`` what may pay
    the sale, ``bonus_minor`` what may beside it. ``over_minor`` is how far the sale would go beyond
    ``limit_minor`` (``None``: there is no limit). ``late_minor`` is past due, for up to
    ``days_late`` days.
    """

    contact_id: int
    currency: str
    owed_minor: int
    credit_minor: int
    limit_minor: int | None
    over_minor: int
    late_minor: int
    days_late: int
    habit: Habit | None
    bonus_minor: int = 0


def habits(
    session: Session, contact_ids: Sequence[int], day: dt.date, currency: str
) -> dict[int, Habit]:
    """How these customers pay what they buy on credit; those never on credit are left out.

    A sale still open counts as soon as it is late, by the days it is late so far. Sales paid at
    once tell nothing.
    """
    usual = settings.get(session, settings.PAYMENT_DAYS)
    late: dict[int, list[int]] = {}
    for contact_id, days in _late(session, contact_ids, day, currency, usual):
        late.setdefault(contact_id, []).append(days)
    return {
        contact_id: Habit(len(days), money.divide_half_up(sum(days), len(days)))
        for contact_id, days in late.items()
    }


def standing(session: Session, contact_id: int, day: dt.date, currency: str = "") -> Standing:
    """How a customer stands. Raises ``NotFound``."""
    contact = contact_record.found(session, contact_id)
    currency = currency or settings.get(session, settings.CURRENCY)
    late, days = _past_due(session, contact, day, currency)
    stands = Standing(
        contact_id,
        currency,
        accounts.balance(session, contact_id, day, currency),
        max(0, payments.credit(session, contact_id, currency)),
        contact.credit_limit_minor if contact.currency == currency else None,
        0,
        late,
        days,
        habits(session, [contact_id], day, currency).get(contact_id),
        max(0, bonus.balance(session, contact_id, currency)),
    )
    return after(stands, 0)


def after(stands: Standing, adding_minor: int) -> Standing:
    """The same with ``adding_minor`` more bought on credit."""
    limit = stands.limit_minor
    over = 0 if limit is None else max(0, stands.owed_minor + adding_minor - limit)
    return replace(stands, owed_minor=stands.owed_minor + adding_minor, over_minor=over)


def facts(stands: Standing) -> str:
    """What is owed, kept, allowed, and how this customer pays; empty when there is nothing."""
    amount = formats.money_exact(abs(stands.owed_minor), stands.currency)
    parts = []
    if stands.owed_minor:
        owes = stands.owed_minor > 0
        said = _("owes {amount}") if owes else _("{amount} in the customer's favour")
        parts.append(said.format(amount=amount))
    if stands.credit_minor and stands.owed_minor > 0:
        kept = formats.money_exact(stands.credit_minor, stands.currency)
        parts.append(_("credit {amount}").format(amount=kept))
    if stands.bonus_minor:
        extra = formats.money_exact(stands.bonus_minor, stands.currency)
        parts.append(_("bonus {amount}").format(amount=extra))
    if stands.limit_minor is not None:
        limit = formats.money_whole(stands.limit_minor, stands.currency)
        parts.append(_("credit limit {amount}").format(amount=limit))
    parts.append(habit_words(stands.habit))
    return " · ".join(part for part in parts if part)


def habit_words(habit: Habit | None) -> str:
    """``pays in time`` or ``pays 12 days late``; empty without sales on credit."""
    if habit is None:
        return ""
    if habit.days_late == 0:
        return _("pays in time")
    return ngettext("pays {n} day late", "pays {n} days late", habit.days_late).format(
        n=formats.integer(habit.days_late)
    )


def warning(stands: Standing) -> str:
    """The sentence to say before a sale on credit, empty when nothing speaks against it."""
    if stands.over_minor:
        return _("{over} above the credit limit of {limit}").format(
            over=formats.money_exact(stands.over_minor, stands.currency),
            limit=formats.money_whole(stands.limit_minor or 0, stands.currency),
        )
    if stands.late_minor:
        words = ngettext(
            "{amount} is {n} day late", "{amount} is up to {n} days late", stands.days_late
        )
        return words.format(
            amount=formats.money_exact(stands.late_minor, stands.currency),
            n=formats.integer(stands.days_late),
        )
    return ""


def _late(
    session: Session, contact_ids: Sequence[int], day: dt.date, currency: str, usual: int
) -> Iterator[tuple[int, int]]:
    """Customer and days late, 0 in time, of every sale on credit that tells something."""
    paid_on = (
        select(func.max(Payment.paid_on))
        .join(PaymentAllocation, PaymentAllocation.payment_id == Payment.id)
        .where(PaymentAllocation.sale_id == Sale.id, Payment.deleted_at.is_(None))
        .correlate(Sale)
        .scalar_subquery()
    )
    for start in range(0, len(contact_ids), _BATCH):
        query = (
            select(
                Sale.contact_id, Sale.sold_on, Sale.due_on, Contact.payment_days,
                Sale.total_minor - Sale.paid_minor, paid_on,
            )
            .join(Contact, Contact.id == Sale.contact_id)
            .where(
                Sale.contact_id.in_(contact_ids[start : start + _BATCH]),
                Sale.sold_on.between(day - dt.timedelta(days=HABIT_DAYS), day),
                Sale.kind != "return",
                Sale.total_minor > 0,
                Sale.status == literal_column("'confirmed'"),
                Sale.currency == currency,
                Sale.deleted_at.is_(None),
            )
        )  # fmt: skip
        for contact_id, sold_on, due_on, to_pay, unpaid, last_paid_on in session.execute(query):
            due = due_on or sold_on + dt.timedelta(days=usual if to_pay is None else to_pay)
            days = _days_late(day, sold_on, due, unpaid, last_paid_on)
            if contact_id is not None and days is not None:
                yield contact_id, days


def _days_late(
    day: dt.date, sold_on: dt.date, due: dt.date, unpaid: int, paid_on: dt.date | None
) -> int | None:
    """Days late of one sale, ``None`` when it tells nothing."""
    if unpaid > 0:
        return (day - due).days if due < day else None
    if paid_on is None or paid_on <= sold_on:
        return None
    return max(0, (paid_on - due).days)


def _past_due(session: Session, contact: Contact, day: dt.date, currency: str) -> tuple[int, int]:
    """What is past due, and the most days any of it is."""
    days = contact.payment_days
    if days is None:
        days = settings.get(session, settings.PAYMENT_DAYS)
    rows = session.execute(
        select(Sale.sold_on, Sale.due_on, Sale.total_minor - Sale.paid_minor).where(
            Sale.contact_id == contact.id,
            Sale.paid_minor != Sale.total_minor,
            Sale.paid_minor < Sale.total_minor,
            Sale.status == literal_column("'confirmed'"),
            Sale.currency == currency,
            Sale.deleted_at.is_(None),
        )
    )
    late = [
        ((day - due).days, unpaid)
        for sold_on, due_on, unpaid in rows
        if (due := due_on or sold_on + dt.timedelta(days=days)) < day
    ]
    return sum(unpaid for _days, unpaid in late), max((days for days, _unpaid in late), default=0)

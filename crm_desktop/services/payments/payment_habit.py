"""How a customer pays, and whether a sale on credit is still within the limit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    func,
    literal,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from crm_desktop.core import formats, money
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.db.models import Contact, Payment, PaymentAllocation, Sale
from crm_desktop.services.payments import accounts, bonus, contact_batches, payments
from crm_desktop.services.records import contact_record
from crm_desktop.services.settings import settings

HABIT_DAYS = 730
"""Sales of the last two years tell how somebody pays."""


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
    found: dict[int, tuple[int, int]] = {}
    asked = set(contact_ids)
    for some in contact_batches.batches(session, contact_ids):
        for query in (_settled(session, some, day, currency), _late(session, some, day, currency)):
            for contact_id, number, days in session.execute(query):
                if contact_id in asked:
                    sales, late = found.get(contact_id, (0, 0))
                    found[contact_id] = sales + number, late + int(days)
    return {
        contact_id: Habit(sales, money.divide_half_up(late, sales))
        for contact_id, (sales, late) in found.items()
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
    """``pays on time`` or ``pays 12 days late``; empty without sales on credit."""
    if habit is None:
        return ""
    if habit.days_late == 0:
        return _("pays on time")
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


def _settled(
    session: Session, some: Sequence[int] | None, day: dt.date, currency: str
) -> Select[*tuple[Any, ...]]:
    """By customer: the sales on credit paid in full, and the days they were late together."""
    days = func.julianday(func.max(Payment.paid_on)) - func.julianday(_due(session))
    query = (
        select(Sale.contact_id, func.max(0, days).label("late"))
        .join(PaymentAllocation, PaymentAllocation.sale_id == Sale.id)
        .join(Payment, Payment.id == PaymentAllocation.payment_id)
        .where(
            *_counting(some, currency),
            Sale.sold_on.between(day - dt.timedelta(days=HABIT_DAYS), day),
            Sale.paid_minor >= Sale.total_minor,
            Payment.deleted_at.is_(None),
            Payment.paid_on > Sale.sold_on,
        )
        .group_by(Sale.id)
    )
    return _summed(query)


def _late(
    session: Session, some: Sequence[int] | None, day: dt.date, currency: str
) -> Select[*tuple[Any, ...]]:
    """By customer: the sales still open and past due, and the days they are late together."""
    due = _due(session)
    query = select(
        Sale.contact_id, (func.julianday(day.isoformat()) - func.julianday(due)).label("late")
    ).where(
        *_counting(some, currency),
        contact_batches.bare(Sale.sold_on).between(day - dt.timedelta(days=HABIT_DAYS), day),
        Sale.paid_minor != Sale.total_minor,  # the very words of the index over open sales
        Sale.paid_minor < Sale.total_minor,
        due < day.isoformat(),
    )
    return _summed(query)


def _summed(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    each = query.subquery()
    late = func.sum(each.c.late)
    return select(each.c.contact_id, func.count(each.c.late), late).group_by(each.c.contact_id)


def _due(session: Session) -> ColumnElement[str]:
    """The day a sale is to be paid by: its own, or the customer's days to pay, or the shop's."""
    usual = settings.get(session, settings.PAYMENT_DAYS)
    # A subquery, so that no customer is looked up for a sale that has a day of its own.
    own = select(Contact.payment_days).where(Contact.id == Sale.contact_id).correlate(Sale)
    days = func.coalesce(own.scalar_subquery(), usual)
    after = func.date(Sale.sold_on, literal("+").concat(days).concat(" days"))
    return func.coalesce(type_coerce(Sale.due_on, String), after)


def _counting(some: Sequence[int] | None, currency: str) -> tuple[ColumnElement[bool], ...]:
    return (
        *contact_batches.of(Sale.contact_id, some),
        Sale.kind != "return",
        Sale.total_minor > 0,
        Sale.status == literal_column("'confirmed'"),
        Sale.currency == currency,
        Sale.deleted_at.is_(None),
    )


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

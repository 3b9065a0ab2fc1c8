"""Sales of a period, once for every screen and report.

What counts: confirmed sales that are not deleted, less returns (which carry negative amounts),
in one currency. Opening balances are debts, not sales. A sale without a contact is a walk-in:
it counts in amounts and orders, never as a customer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal_column, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import money
from crm_desktop.db.models import Contact, ContactStats, Sale


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from ``first`` to ``last``, both included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class SalesFigures:
    """A period's sales. ``orders`` counts sales, not returns; ``new_customers`` those whose
    first recorded purchase lies in the period."""

    amount_minor: int
    orders: int
    new_customers: int

    @property
    def average_ticket_minor(self) -> int | None:
        """Amount per order in minor units, rounded half up; ``None`` without orders."""
        return money.divide_half_up(self.amount_minor, self.orders) if self.orders else None


@dataclass(frozen=True, slots=True)
class MonthSales:
    """One month's sales by who bought, in minor units.

    New are customers whose first purchase lies in that month, returning all others.
    """

    month: dt.date
    returning_minor: int
    new_minor: int
    walk_in_minor: int

    @property
    def total_minor(self) -> int:
        """All of the month's sales."""
        return self.returning_minor + self.new_minor + self.walk_in_minor


@dataclass(frozen=True, slots=True)
class TypeSales:
    """A customer type's sales in minor units; ``name`` is empty for customers without a type."""

    name: str
    amount_minor: int
    walk_in: bool = False


@dataclass(frozen=True, slots=True)
class TopCustomer:
    """A customer's sales in the period and before, in minor units.

    ``earlier_minor`` are the sales of the period compared with; ``lifetime_minor`` all up to
    the end of the period, with what an imported sheet stated as spent before.
    """

    contact_id: int
    name: str
    amount_minor: int
    earlier_minor: int
    lifetime_minor: int
    is_new: bool


def month_of(day: dt.date) -> Period:
    """The calendar month of ``day``."""
    first = day.replace(day=1)
    return Period(first, next_month(first) - dt.timedelta(days=1))


def next_month(day: dt.date) -> dt.date:
    """The first day of the month after that of ``day``."""
    return month_before(day, -1)


def month_before(day: dt.date, months: int) -> dt.date:
    """The first day of the month ``months`` months before that of ``day``."""
    index = day.year * 12 + day.month - 1 - months
    return dt.date(index // 12, index % 12 + 1, 1)


def same_days(period: Period, months: int) -> Period:
    """The same days of the month ``months`` months earlier.

    A whole month is compared with a whole month; a month in progress with the same number of
    its first days.
    """
    earlier = month_of(month_before(period.first, months))
    if period.last == month_of(period.first).last:
        return earlier
    length = period.last - period.first
    return Period(earlier.first, min(earlier.first + length, earlier.last))


def counted(currency: str | Any) -> ColumnElement[bool]:
    """The condition on ``Sale`` for what counts as sales, in one currency or a column of them.

    The status is written into the statement, so that an index over confirmed sales serves.
    """
    return and_(
        Sale.status == literal_column("'confirmed'"),
        Sale.deleted_at.is_(None),
        Sale.kind != "opening",
        Sale.currency == currency,
    )


def sales_in(session: Session, period: Period, currency: str) -> SalesFigures:
    """Amount, orders and new customers of ``period``."""
    amount, orders = session.execute(
        select(
            func.coalesce(func.sum(Sale.total_minor), 0),
            func.coalesce(func.sum(case((Sale.kind == "sale", 1), else_=0)), 0),
        ).where(Sale.sold_on.between(period.first, period.last), counted(currency))
    ).one()
    return SalesFigures(amount, orders, _new_customers(session, period, currency))


def _new_customers(session: Session, period: Period, currency: str) -> int:
    return session.execute(
        select(func.count())
        .select_from(ContactStats)
        .join(Contact, Contact.id == ContactStats.contact_id)
        .where(
            ContactStats.first_sale_on.between(period.first, period.last),
            may_be_new(currency),
        )
    ).scalar_one()


def bought_before_records() -> ColumnElement[bool]:
    """True for a contact with purchases from before the first recorded sale."""
    return or_(Contact.opening_sale_count > 0, Contact.opening_spent_minor != 0)


def may_be_new(currency: str) -> ColumnElement[bool]:
    """True for a contact whose first recorded purchase makes a new customer: kept in
    ``currency``, as their figures are, not deleted, and without purchases from before."""
    return and_(
        Contact.currency == currency, Contact.deleted_at.is_(None), ~bought_before_records()
    )


def monthly_sales(
    session: Session, last: dt.date, currency: str, count: int = 12
) -> tuple[MonthSales, ...]:
    """``count`` months up to the day ``last``, oldest first; months without sales are zero."""
    months = [month_before(last, back) for back in range(count - 1, -1, -1)]
    month = _month_text(Sale.sold_on)
    old_ones = select(Contact.id).where(bought_before_records())
    is_new = and_(
        _month_text(ContactStats.first_sale_on) == month, Sale.contact_id.not_in(old_ones)
    )
    rows = session.execute(
        select(
            month,
            func.sum(Sale.total_minor),
            func.sum(case((is_new, Sale.total_minor), else_=0)),
            func.sum(case((Sale.contact_id.is_(None), Sale.total_minor), else_=0)),
        )
        .outerjoin(ContactStats, ContactStats.contact_id == Sale.contact_id)
        .where(Sale.sold_on.between(months[0], last), counted(currency))
        .group_by(month)
    )
    found = {
        text: MonthSales(dt.date.fromisoformat(f"{text}-01"), total - new - walk_in, new, walk_in)
        for text, total, new, walk_in in rows
    }
    return tuple(found.get(f"{m:%Y-%m}", MonthSales(m, 0, 0, 0)) for m in months)


def monthly_totals(
    session: Session, last: dt.date, currency: str, count: int = 12
) -> tuple[int, ...]:
    """Amounts of ``count`` months up to the day ``last``, oldest first, in minor units."""
    months = [month_before(last, back) for back in range(count - 1, -1, -1)]
    month = _month_text(Sale.sold_on)
    rows = session.execute(
        select(month, func.sum(Sale.total_minor))
        .where(Sale.sold_on.between(months[0], last), counted(currency))
        .group_by(month)
    )
    found = {text: int(total) for text, total in rows}
    return tuple(found.get(f"{m:%Y-%m}", 0) for m in months)


def _month_text(day: Any) -> ColumnElement[str]:
    """``2026-05`` of a date column, in every database alike."""
    return func.substr(cast(day, String), 1, 7)


def by_customer_type(session: Session, period: Period, currency: str) -> tuple[TypeSales, ...]:
    """Sales of ``period`` by customer type, or else industry; largest first."""
    name = func.coalesce(
        func.nullif(func.trim(Contact.customer_type), ""), func.trim(Contact.industry), ""
    )
    walk_in = Sale.contact_id.is_(None)
    rows = session.execute(
        select(name, walk_in, func.sum(Sale.total_minor))
        .select_from(Sale)
        .outerjoin(Contact, Contact.id == Sale.contact_id)
        .where(Sale.sold_on.between(period.first, period.last), counted(currency))
        .group_by(name, walk_in)
    )
    found = [TypeSales(text, total, bool(no_contact)) for text, no_contact, total in rows]
    return tuple(sorted(found, key=lambda part: (-part.amount_minor, part.walk_in, part.name)))


def top_customers(
    session: Session, period: Period, earlier: Period, currency: str, limit: int = 10
) -> tuple[TopCustomer, ...]:
    """The customers who bought most in ``period``, largest first."""
    amount = func.sum(Sale.total_minor)
    top = session.execute(
        select(Sale.contact_id, amount)
        .where(
            Sale.sold_on.between(period.first, period.last),
            Sale.contact_id.is_not(None),
            counted(currency),
        )
        .group_by(Sale.contact_id)
        .having(amount > 0)
        .order_by(amount.desc(), Sale.contact_id)
        .limit(limit)
    ).all()
    ids = [contact_id for contact_id, _amount in top if contact_id is not None]
    before = spent_by(session, ids, earlier, currency)
    lifetime = spent_by(session, ids, Period(dt.date(1, 1, 1), period.last), currency)
    cards = _cards(session, ids)
    return tuple(
        _top_customer(
            contact_id, spent, cards[contact_id], period=period, before=before, lifetime=lifetime
        )
        for contact_id, spent in top
        if contact_id is not None
    )


def _top_customer(
    contact_id: int,
    spent: int,
    card: _Card,
    *,
    period: Period,
    before: dict[int, int],
    lifetime: dict[int, int],
) -> TopCustomer:
    first = card.first_sale_on
    return TopCustomer(
        contact_id=contact_id,
        name=card.name,
        amount_minor=spent,
        earlier_minor=before.get(contact_id, 0),
        lifetime_minor=lifetime.get(contact_id, 0) + card.opening_spent_minor,
        is_new=not card.bought_before and first is not None and first >= period.first,
    )


@dataclass(frozen=True, slots=True)
class _Card:
    name: str
    opening_spent_minor: int
    bought_before: bool
    first_sale_on: dt.date | None


def _cards(session: Session, ids: list[int]) -> dict[int, _Card]:
    rows = session.execute(
        select(
            Contact.id,
            Contact.name,
            Contact.opening_spent_minor,
            bought_before_records(),
            ContactStats.first_sale_on,
        )
        .outerjoin(ContactStats, ContactStats.contact_id == Contact.id)
        .where(Contact.id.in_(ids))
    )
    return {row[0]: _Card(row[1], row[2], bool(row[3]), row[4]) for row in rows}


def spent_by(session: Session, ids: list[int], period: Period, currency: str) -> dict[int, int]:
    """What each of these contacts bought for in ``period``, less returns, in minor units."""
    rows = session.execute(
        select(Sale.contact_id, func.sum(Sale.total_minor))
        .where(
            Sale.contact_id.in_(ids),
            Sale.sold_on.between(period.first, period.last),
            counted(currency),
        )
        .group_by(Sale.contact_id)
    )
    return {contact_id: int(total) for contact_id, total in rows if contact_id is not None}

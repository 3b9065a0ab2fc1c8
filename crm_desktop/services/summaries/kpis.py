"""The five figures at the top of Today, each with its change and twelve months behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import String, and_, cast, func, literal_column, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import money
from crm_desktop.db.models import (
    Contact,
    ContactStats,
    Deal,
    Payment,
    PaymentAllocation,
)
from crm_desktop.services.deals import deal_limits
from crm_desktop.services.figures import repeat_rate, sales_figures
from crm_desktop.services.figures.sales_figures import Period, month_before, month_of, same_days
from crm_desktop.services.payments.receivables import Receivables

POINTS = 12


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure. ``value`` and ``points`` are money in minor units, a count, or basis points.

    ``change`` compares with the same days of last month: basis points for money, a difference
    for counts and rates; ``None`` when there is nothing to compare with. ``points`` are twelve
    months, oldest first and this month last; empty when not asked for.
    """

    value: int
    change: int | None
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Kpis:
    """The five figures; ``owed_count`` and ``owed_late`` count open sales and late ones,
    ``deal_count`` and ``deals_stalled`` open deals and those too long in their stage."""

    sales: Kpi
    new_customers: Kpi
    repeat_bp: Kpi
    owed: Kpi
    owed_count: int
    owed_late: int
    deals: Kpi
    deal_count: int
    deals_stalled: int


_NO_FIGURE = Kpi(0, None, ())
NOT_READ = Kpis(
    _NO_FIGURE, _NO_FIGURE, _NO_FIGURE, _NO_FIGURE, 0, 0, deals=_NO_FIGURE, deal_count=0,
    deals_stalled=0,
)  # fmt: skip
"""Stands for figures that are still to be read."""


def kpis(session: Session, day: dt.date, currency: str, owed: Receivables, *, trends: bool) -> Kpis:
    """The figures of the month of ``day``, up to that day."""
    period = Period(day.replace(day=1), day)
    before = same_days(period, 1)
    now = sales_figures.sales_in(session, period, currency)
    then = sales_figures.sales_in(session, before, currency)
    days = [before.last, *(_ends(day) if trends else [day])]
    repeat = repeat_rate.repeat_rates(session, days, currency)
    open_deals, stalled = _open_deals(session, day, currency)
    monthly = sales_figures.monthly_totals(session, day, currency) if trends else ()
    return Kpis(
        sales=Kpi(now.amount_minor, growth_bp(now.amount_minor, then.amount_minor), monthly),
        new_customers=Kpi(
            now.new_customers,
            now.new_customers - then.new_customers,
            _new_by_month(session, day, currency) if trends else (),
        ),
        repeat_bp=_repeat(repeat, trends=trends),
        owed=Kpi(
            owed.total_minor,
            None,
            _owed_by_month(session, day, currency, owed.total_minor, monthly) if trends else (),
        ),
        owed_count=len(owed.open_sales),
        owed_late=len(owed.late),
        deals=Kpi(
            sum(amount for amount in open_deals),
            None,
            _deals_by_month(session, day, currency) if trends else (),
        ),
        deal_count=len(open_deals),
        deals_stalled=stalled,
    )


def growth_bp(now: int, then: int) -> int | None:
    """Change against ``then`` in basis points; ``None`` without anything to compare with."""
    return money.divide_half_up((now - then) * 10_000, then) if then > 0 else None


def _ends(day: dt.date) -> list[dt.date]:
    """The last day of each of the twelve months, ``day`` itself for the present one."""
    return [month_of(month_before(day, back)).last for back in range(POINTS - 1, 0, -1)] + [day]


def _repeat(rates: list[int | None], *, trends: bool) -> Kpi:
    """From the rate a month ago, followed by the points, the last of them today's."""
    before, *points = rates
    now = points[-1]
    change = now - before if now is not None and before is not None else None
    return Kpi(now or 0, change, tuple(rate or 0 for rate in points) if trends else ())


def _new_by_month(session: Session, day: dt.date, currency: str) -> tuple[int, ...]:
    months = [month_before(day, back) for back in range(POINTS - 1, -1, -1)]
    month = func.substr(cast(ContactStats.first_sale_on, String), 1, 7)
    found = dict(
        _pairs(
            session.execute(
                select(month, func.count())
                .join(Contact, Contact.id == ContactStats.contact_id)
                .where(
                    ContactStats.first_sale_on.between(months[0], day),
                    sales_figures.may_be_new(currency),
                )
                .group_by(month)
            ).all()
        )
    )
    return tuple(found.get(f"{first:%Y-%m}", 0) for first in months)


def _owed_by_month(
    session: Session, day: dt.date, currency: str, owed_minor: int, sold: tuple[int, ...]
) -> tuple[int, ...]:
    """What was owed at each month's end: today's figure, less what was sold since and plus what
    was paid since."""
    month = func.substr(cast(Payment.paid_on, String), 1, 7)
    first = month_before(day, POINTS - 1)
    paid = dict(
        _pairs(
            session.execute(
                select(month, func.sum(PaymentAllocation.amount_minor))
                .join(PaymentAllocation, PaymentAllocation.payment_id == Payment.id)
                .where(
                    Payment.paid_on.between(first, day),
                    Payment.currency == currency,
                    Payment.deleted_at.is_(None),
                )
                .group_by(month)
            ).all()
        )
    )
    points = [owed_minor]
    for back in range(POINTS - 1):
        received = paid.get(f"{month_before(day, back):%Y-%m}", 0)
        points.append(max(0, points[-1] - sold[-1 - back] + received))
    return tuple(reversed(points))


def _pairs(rows: object) -> list[tuple[str, int]]:
    assert isinstance(rows, list)
    return [(str(month), int(number)) for month, number in rows]


def _open_deals(session: Session, day: dt.date, currency: str) -> tuple[list[int], int]:
    """Amounts of the open deals, and how many have been in their stage for too long."""
    query = select(Deal.amount_minor, Deal.stage_id, Deal.stage_since, Deal.extended_until).where(
        Deal.state == literal_column("'open'"),
        Deal.deleted_at.is_(None),
        Deal.currency == currency,
    )
    limits = deal_limits.limits(session)
    found = list(session.execute(query))
    stalled = sum(
        deal_limits.is_stalled(row.stage_since, row.extended_until, limits.get(row.stage_id), day)
        for row in found
    )
    return [row.amount_minor for row in found], stalled


def _deals_by_month(session: Session, day: dt.date, currency: str) -> tuple[int, ...]:
    """Amount of the deals that were open at each month's end."""
    first = month_before(day, POINTS - 1)
    query = select(Deal.amount_minor, Deal.created_at, Deal.closed_on).where(
        Deal.currency == currency,
        Deal.deleted_at.is_(None),
        or_(
            Deal.state == literal_column("'open'"),
            and_(Deal.closed_on.is_not(None), Deal.closed_on >= first),
        ),
    )
    deals = [
        (amount, created.astimezone().date(), closed)
        for amount, created, closed in session.execute(query)
    ]
    return tuple(
        sum(
            amount for amount, made, closed in deals if made <= end and (not closed or closed > end)
        )
        for end in _ends(day)
    )

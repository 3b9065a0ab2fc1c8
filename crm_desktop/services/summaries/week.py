"""The figures of a week beside those of the week before and of the same week a year ago."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db.models import Deal, Payment, Sale
from crm_desktop.services.deals import deal_stalls
from crm_desktop.services.deals.deal_list import DealRow
from crm_desktop.services.figures import falling, sales_figures
from crm_desktop.services.figures.falling import Falling
from crm_desktop.services.figures.purchase_days import purchase_days
from crm_desktop.services.figures.sales_figures import Period, SalesFigures, counted
from crm_desktop.services.payments import bonus
from crm_desktop.services.payments.receivables import Receivables, receivables
from crm_desktop.services.settings import settings
from crm_desktop.services.summaries import lapsed, movement, week_work
from crm_desktop.services.summaries.lapsed import Lapsed
from crm_desktop.services.summaries.movement import Moved
from crm_desktop.services.summaries.week_days import week_of
from crm_desktop.services.summaries.week_work import DealMoved, Work

_YEAR = dt.timedelta(days=364)
"""Fifty-two weeks: the same days of the week."""
_LISTED = 8


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """One week, or as much of it as has passed; money in minor units of the shop's currency."""

    period: Period
    sales: SalesFigures
    received_minor: int
    won: int
    won_minor: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday to Sunday, up to today while it runs, for the same days a week and 52
    weeks earlier (``None`` before the first sale of the shop)."""

    now: WeekFigures
    week_ago: WeekFigures | None
    year_ago: WeekFigures | None
    complete: bool
    currency: str
    by_day: tuple[tuple[dt.date, int], ...]
    owed: Receivables
    new: tuple[Moved, ...]
    falling: tuple[Falling, ...]
    lapsed: Lapsed
    moved: int
    deals: tuple[DealMoved, ...]
    stalled: tuple[DealRow, ...]
    work: tuple[Work, ...]

    @property
    def period(self) -> Period:
        """The days reported on."""
        return self.now.period


def week(session: Session, day: dt.date, today: dt.date, progress: Progress = no_progress) -> Week:
    """The week of ``day`` as known on ``today``; a week to come is the running one."""
    whole = week_of(min(day, today))
    period = Period(whole.first, min(whole.last, today))
    currency = settings.get(session, settings.CURRENCY)
    start = session.scalar(select(func.min(Sale.sold_on)).where(counted(currency)))
    owed = receivables(session, period.last, currency)
    progress(1, 4)
    late = lapsed.lapsed_customers(
        session, purchase_days(session, period.last, currency), owed, currency, _LISTED
    )
    progress(2, 4)
    moved, deals = week_work.deals_moved(session, period, _LISTED)

    def earlier(back: dt.timedelta) -> WeekFigures | None:
        if period.first - dt.date.min < back:
            return None
        then = Period(period.first - back, period.last - back)
        return figures(session, then, currency) if start and then.last >= start else None

    progress(3, 4)
    return Week(
        now=figures(session, period, currency),
        week_ago=earlier(dt.timedelta(days=7)),
        year_ago=earlier(_YEAR),
        complete=period.last == whole.last,
        currency=currency,
        by_day=_by_day(session, period, currency),
        owed=owed,
        new=movement.newcomers(session, period.first, period.last),
        falling=falling.falling(session, period.last, currency, _LISTED),
        lapsed=late,
        moved=moved,
        deals=deals,
        stalled=tuple(deal_stalls.stalled(session, period.last, _LISTED)),
        work=week_work.work(session, period, currency),
    )


def figures(session: Session, period: Period, currency: str) -> WeekFigures:
    """The sums of a period."""
    received = select(func.coalesce(func.sum(Payment.amount_minor), 0)).where(
        Payment.paid_on.between(period.first, period.last),
        Payment.currency == currency,
        Payment.method != bonus.METHOD,
        Payment.deleted_at.is_(None),
    )
    own = func.sum(Deal.amount_minor).filter(Deal.currency == currency)
    won = select(func.count(), func.coalesce(own, 0)).where(
        Deal.closed_on.between(period.first, period.last),
        Deal.state == "won",
        Deal.deleted_at.is_(None),
    )
    number, amount = session.execute(won).one()
    return WeekFigures(
        period,
        sales_figures.sales_in(session, period, currency),
        session.scalars(received).one(),
        number,
        amount,
    )


def _by_day(session: Session, period: Period, currency: str) -> tuple[tuple[dt.date, int], ...]:
    query = (
        select(Sale.sold_on, func.sum(Sale.total_minor))
        .where(Sale.sold_on.between(period.first, period.last), counted(currency))
        .group_by(Sale.sold_on)
    )
    found: dict[dt.date, int] = dict(session.execute(query).all())
    days = (period.last - period.first).days + 1
    every = (period.first + dt.timedelta(days=number) for number in range(days))
    return tuple((day, found.get(day, 0)) for day in every)

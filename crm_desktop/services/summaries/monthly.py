"""The figures of a month: computed here once for the Today screen and the monthly report.

* Sales: confirmed sales less returns in the home currency; walk-ins count in amounts and
  orders, never as customers. Opening balances are no sales.
* New customer: the first recorded purchase lies in the month, and no sheet stated earlier ones.
* Repurchase rate: of the customers who bought in the 12 months to the end of the month, the
  share who bought on two or more different days.
* Lapsed: at least three purchase days, silent for longer than the median interval between
  them, and not lost (``purchase_days``).
* Receivables: what was unpaid at the end of the month, by days past the due day.

A month still running is compared with the same days of the earlier months.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db.models import Sale
from crm_desktop.services.figures import sales_figures
from crm_desktop.services.figures.purchase_days import purchase_days
from crm_desktop.services.figures.sales_figures import (
    MonthSales,
    Period,
    SalesFigures,
    TopCustomer,
    TypeSales,
)
from crm_desktop.services.figures.supplies import SupplyOutlook, supplies_ending
from crm_desktop.services.payments.receivables import Receivables, receivables
from crm_desktop.services.settings import settings
from crm_desktop.services.summaries import lapsed
from crm_desktop.services.summaries.field_figures import FieldFigures, by_own_fields
from crm_desktop.services.summaries.lapsed import Lapsed

T = TypeVar("T")

LISTED = 200
"""How many lapsed customers are described one by one."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The five key figures of one period."""

    period: Period
    sales: SalesFigures
    repurchase_bp: int | None


@dataclass(frozen=True, slots=True)
class MonthlyFigures:
    """Everything the monthly report says; amounts in minor units of ``currency``.

    ``month_ago`` and ``year_ago`` are ``None`` where the records do not reach back so far, and
    so are the entries of ``last_year`` (the same months as ``months``, one year earlier).
    ``own_fields`` are the sales by fields of the shop's own. ``supplies`` tells what runs out
    in the next month; ``other_currency_sales`` counts the month's sales that are in none of the
    figures.
    """

    now: Snapshot
    month_ago: Snapshot | None
    year_ago: Snapshot | None
    complete: bool
    currency: str
    months: tuple[MonthSales, ...]
    last_year: tuple[int | None, ...]
    types: tuple[TypeSales, ...]
    top: tuple[TopCustomer, ...]
    lapsed: Lapsed
    owed: Receivables
    supplies: SupplyOutlook
    other_currency_sales: int
    own_fields: tuple[FieldFigures, ...] = ()

    @property
    def period(self) -> Period:
        """The days reported on."""
        return self.now.period

    @property
    def empty(self) -> bool:
        """True when nothing was sold or returned in the period."""
        return not self.now.sales.orders and not self.now.sales.amount_minor


def monthly_figures(
    session: Session, month: dt.date, today: dt.date, progress: Progress = no_progress
) -> MonthlyFigures:
    """The figures of the month of ``month`` as known on ``today``.

    Raises ``ValueError`` for a month that has not begun.
    """
    whole = sales_figures.month_of(month)
    if whole.first > today:
        raise ValueError(month)
    period = Period(whole.first, min(whole.last, today))
    currency = settings.get(session, settings.CURRENCY)
    start = _first_sale_on(session, currency)
    steps = _Steps(progress)
    days = steps(lambda: purchase_days(session, period.last, currency))

    def snapshot(of: Period) -> Snapshot | None:
        if start is None or of.last < start:
            return None
        sales = sales_figures.sales_in(session, of, currency)
        return Snapshot(of, sales, days.repurchase_bp(of.last))

    month_ago, year_ago = (sales_figures.same_days(period, back) for back in (1, 12))
    coming = sales_figures.month_of(sales_figures.next_month(period.first))
    owed = steps(lambda: receivables(session, period.last, currency))
    return MonthlyFigures(
        now=steps(lambda: snapshot(period)) or Snapshot(period, SalesFigures(0, 0, 0), None),
        month_ago=snapshot(month_ago),
        year_ago=snapshot(year_ago),
        complete=period == whole,
        currency=currency,
        months=steps(lambda: sales_figures.monthly_sales(session, period.last, currency)),
        last_year=steps(lambda: _last_year(session, period, currency, start)),
        types=steps(lambda: sales_figures.by_customer_type(session, period, currency)),
        top=steps(lambda: sales_figures.top_customers(session, period, month_ago, currency)),
        lapsed=steps(lambda: lapsed.lapsed_customers(session, days, owed, currency, LISTED)),
        owed=owed,
        supplies=steps(lambda: supplies_ending(session, coming, period.last, currency)),
        other_currency_sales=_other_currencies(session, period, currency),
        own_fields=steps(lambda: by_own_fields(session, period, currency)),
    )


class _Steps:
    """Runs the parts one by one and reports each: cancelling stops before the next."""

    count = 10

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._done = 0

    def __call__(self, part: Callable[[], T]) -> T:
        self._progress(self._done, self.count, _("Adding up the sales"))
        self._done += 1
        return part()


def _first_sale_on(session: Session, currency: str) -> dt.date | None:
    """The first day of the records; what lies before it cannot be compared with."""
    return session.scalar(select(func.min(Sale.sold_on)).where(sales_figures.counted(currency)))


def _last_year(
    session: Session, period: Period, currency: str, start: dt.date | None
) -> tuple[int | None, ...]:
    """Totals of the same 12 months a year before; ``None`` before the records begin."""
    last = sales_figures.same_days(period, 12).last
    totals = sales_figures.monthly_totals(session, last, currency)
    months = [sales_figures.month_before(last, back) for back in range(len(totals) - 1, -1, -1)]
    begin = start.replace(day=1) if start else dt.date.max
    return tuple(
        total if month >= begin else None for month, total in zip(months, totals, strict=True)
    )


def _other_currencies(session: Session, period: Period, currency: str) -> int:
    return session.execute(
        select(func.count(Sale.id)).where(
            Sale.sold_on.between(period.first, period.last),
            Sale.status == literal_column("'confirmed'"),
            Sale.deleted_at.is_(None),
            Sale.kind != "opening",
            Sale.currency != currency,
        )
    ).scalar_one()

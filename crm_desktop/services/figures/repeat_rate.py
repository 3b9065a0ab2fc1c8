"""The repurchase rate: of those who bought in 12 months, the share who bought on several days."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import String, case, cast, func, select
from sqlalchemy.orm import Session

from crm_desktop.core import money
from crm_desktop.db.models import Sale
from crm_desktop.services.figures.sales_figures import counted


def repeat_rates(session: Session, days: Sequence[dt.date], currency: str) -> list[int | None]:
    """For each of ``days``: of those who bought in the 12 months up to it, the share in basis
    points who bought on two or more different days; ``None`` when nobody bought.

    A few days are counted in the database, many in one pass over the purchases.
    """
    if len(days) <= 2:
        return [_rate(*_counted_on(session, day, currency)) for day in days]
    return rates_of(_dates_by_contact(session, min(days), max(days), currency), days)


def rates_of(purchases: Iterable[Sequence[str]], days: Sequence[dt.date]) -> list[int | None]:
    """The same from the ordered purchase days of each customer, as ISO dates."""
    windows = [(_a_year_before(day).isoformat(), day.isoformat()) for day in days]
    bought = [0] * len(days)
    again = [0] * len(days)
    for dates in purchases:
        for at, (start, end) in enumerate(windows):
            first, last = bisect_right(dates, start), bisect_right(dates, end)
            if first < last:
                bought[at] += 1
                again[at] += dates[first] != dates[last - 1]
    return [_rate(some, more) for some, more in zip(bought, again, strict=True)]


def _rate(bought: int, again: int) -> int | None:
    return money.divide_half_up(again * 10_000, bought) if bought else None


def _counted_on(session: Session, day: dt.date, currency: str) -> tuple[int, int]:
    """Who bought in the 12 months up to ``day``, and who of them on different days."""
    buyers = (
        select(func.min(Sale.sold_on).label("first"), func.max(Sale.sold_on).label("last"))
        .where(
            Sale.contact_id.is_not(None),
            Sale.kind == "sale",
            Sale.sold_on > _a_year_before(day),
            Sale.sold_on <= day,
            counted(currency),
        )
        .group_by(Sale.contact_id)
        .subquery()
    )
    more = func.coalesce(func.sum(case((buyers.c.first != buyers.c.last, 1), else_=0)), 0)
    found = session.execute(select(func.count(), more).select_from(buyers)).one()
    return found[0], found[1]


def _dates_by_contact(
    session: Session, earliest: dt.date, latest: dt.date, currency: str
) -> Iterator[list[str]]:
    """The ordered purchase days of each customer, as ISO dates."""
    query = (
        select(func.aggregate_strings(cast(Sale.sold_on, String), ","))
        .where(
            Sale.contact_id.is_not(None),
            Sale.kind == "sale",
            Sale.sold_on > _a_year_before(earliest),
            Sale.sold_on <= latest,
            counted(currency),
        )
        .group_by(Sale.contact_id)
    )
    for joined in session.scalars(query):
        yield sorted(joined.split(","))


def _a_year_before(day: dt.date) -> dt.date:
    """The same date a year earlier; 28 February for a leap day."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)

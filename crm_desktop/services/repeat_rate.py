"""The repurchase rate on several days at once, in one pass over the sales."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import money
from crm_desktop.db.models import Sale
from crm_desktop.services.sales_figures import counted


def repeat_rates(session: Session, days: Sequence[dt.date], currency: str) -> list[int | None]:
    """For each of ``days``: of those who bought in the 12 months up to it, the share in basis
    points who bought on two or more different days; ``None`` when nobody bought.

    The same figure as ``PurchaseDays.repurchase_bp``.
    """
    starts = [_a_year_before(day).isoformat() for day in days]
    ends = [day.isoformat() for day in days]
    bought = [0] * len(days)
    again = [0] * len(days)
    windows = list(enumerate(zip(starts, ends, strict=True)))
    for dates in _dates_by_contact(session, min(days), max(days), currency):
        for at, (start, end) in windows:
            inside = [date for date in dates if start < date <= end]
            if inside:
                bought[at] += 1
                again[at] += len(set(inside)) > 1
    return [
        money.divide_half_up(more * 10_000, some) if some else None
        for some, more in zip(bought, again, strict=True)
    ]


def _dates_by_contact(
    session: Session, earliest: dt.date, latest: dt.date, currency: str
) -> list[list[str]]:
    from sqlalchemy import String, cast

    rows = session.execute(
        select(Sale.contact_id, cast(Sale.sold_on, String)).where(
            Sale.contact_id.is_not(None),
            Sale.kind == "sale",
            Sale.sold_on > _a_year_before(earliest),
            Sale.sold_on <= latest,
            counted(currency),
        )
    )
    found: dict[int, list[str]] = {}
    for contact_id, date in rows:
        found.setdefault(contact_id or 0, []).append(date)
    return list(found.values())


def _a_year_before(day: dt.date) -> dt.date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)

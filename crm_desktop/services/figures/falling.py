"""Customers who buy much less than they used to, while they still can be asked why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Contact, Sale
from crm_desktop.services.figures.sales_figures import counted
from crm_desktop.services.records.listed import hidden_ids

DAYS = 90
_HALF = 2


@dataclass(frozen=True, slots=True)
class Falling:
    """Who bought for ``now_minor`` in the last ``DAYS`` days and for ``before_minor``, at least
    twice as much, in the same number of days before them."""

    contact_id: int
    name: str
    now_minor: int
    before_minor: int


def falling(session: Session, day: dt.date, currency: str, limit: int) -> tuple[Falling, ...]:
    """The ``limit`` customers who fell by most money up to ``day``, that day included."""
    middle, first = day - dt.timedelta(days=DAYS), day - dt.timedelta(days=2 * DAYS)
    now = func.sum(case((Sale.sold_on > middle, Sale.total_minor), else_=0))
    before = func.sum(case((Sale.sold_on > middle, 0), else_=Sale.total_minor))
    query = (
        select(Contact.id, Contact.name, now, before)
        .join(Sale, Sale.contact_id == Contact.id)
        .where(
            Sale.sold_on > first,
            Sale.sold_on <= day,
            counted(currency),
            Contact.id.not_in(hidden_ids()),
        )
        .group_by(Contact.id)
        .having(before > 0, now * _HALF <= before)
        .order_by((before - now).desc(), Contact.id)
        .limit(limit)
    )
    return tuple(Falling(*row) for row in session.execute(query))

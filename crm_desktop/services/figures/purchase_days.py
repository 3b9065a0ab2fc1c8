"""On which days each customer bought: the rhythm behind repurchase rate and lapsed customers."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from crm_desktop.core import money
from crm_desktop.db.models import Sale
from crm_desktop.services.figures import repeat_rate
from crm_desktop.services.figures.sales_figures import counted

HISTORY_DAYS = 3 * 366
"""How far back a rhythm is looked at."""

FEWEST_PURCHASES = 3
"""A rhythm needs at least two intervals."""

LOST_AFTER_DAYS = 365
LOST_AFTER_GAPS = 3
"""Silent for longer than a year and three usual gaps: lost, no longer merely overdue."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a customer buys. ``usual_days`` is the median interval between purchase days."""

    contact_id: int
    last_on: dt.date
    purchases: int
    usual_days: int
    silent_days: int

    @property
    def days_past(self) -> int:
        """Days beyond the usual interval; 0 or less while they are in time."""
        return self.silent_days - self.usual_days


@dataclass(frozen=True, slots=True)
class PurchaseDays:
    """The days on which customers bought up to ``last``, by contact, as ordered ISO dates."""

    last: dt.date
    days: Mapping[int, tuple[str, ...]]

    def repurchase_bp(self, last: dt.date) -> int | None:
        """The repurchase rate on ``last``, as ``repeat_rate`` defines it."""
        return repeat_rate.rates_of(self.days.values(), [last])[0]

    def overdue(self) -> Iterator[Rhythm]:
        """Customers past their own usual interval on ``last``, in no particular order.

        Counts who bought on at least ``FEWEST_PURCHASES`` days and is not lost: silent for no
        longer than ``LOST_AFTER_DAYS`` or, if that is longer, ``LOST_AFTER_GAPS`` usual gaps.
        """
        end = self.last.toordinal()
        for contact_id, days in self.days.items():
            if len(days) < FEWEST_PURCHASES:
                continue
            ordinals = [_ordinal(day) for day in days]
            usual = _median_gap(ordinals)
            silent = end - ordinals[-1]
            if usual < silent <= max(LOST_AFTER_DAYS, LOST_AFTER_GAPS * usual):
                last_on = dt.date.fromordinal(ordinals[-1])
                yield Rhythm(contact_id, last_on, len(days), usual, silent)


def purchase_days(session: Session, last: dt.date, currency: str) -> PurchaseDays:
    """The purchase days of the ``HISTORY_DAYS`` up to ``last``; returns are no purchases.

    One pass over the sales, gathered per customer in the database: the median that follows is
    the one figure SQL does not know.
    """
    first = last - dt.timedelta(days=HISTORY_DAYS)
    rows = session.execute(
        select(Sale.contact_id, func.aggregate_strings(cast(Sale.sold_on, String), ","))
        .where(
            Sale.contact_id.is_not(None),
            Sale.kind == "sale",
            Sale.sold_on.between(first, last),
            counted(currency),
        )
        .group_by(Sale.contact_id)
    )
    days = {
        contact_id: tuple(sorted(set(text.split(","))))
        for contact_id, text in rows
        if contact_id is not None
    }
    return PurchaseDays(last, days)


@cache
def _ordinal(day: str) -> int:
    """The day number of an ISO date; few dates come again and again."""
    return dt.date.fromisoformat(day).toordinal()


def _median_gap(days: list[int]) -> int:
    """The median interval between ordered day numbers, halves rounded up."""
    gaps = sorted(later - earlier for earlier, later in itertools.pairwise(days))
    middle = len(gaps) // 2
    if len(gaps) % 2:
        return gaps[middle]
    return money.divide_half_up(gaps[middle - 1] + gaps[middle], 2)

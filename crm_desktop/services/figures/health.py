"""How healthy the tie to a customer is: three scores of 1 to 5 and one figure of 0 to 100.

* Recency R: days since the last purchase: up to 30 is 5, 60 is 4, 120 is 3, 240 is 2, else 1.
* Frequency F: purchases in the last 365 days: 8 is 5, 4 is 4, 2 is 3, 1 is 2, none is 1.
* Spend M: the fifth of all buyers by total spend the customer belongs to; the top fifth is 5.

Health is ``8 R + 6 F + 6 M`` (20 to 100), less 12 while something they owe is late and less 6
while a follow-up is overdue. Who never bought has scores of 1. The change against 30 days ago
takes R and F as they were then, and leaves M and the deductions as they are.
"""

from __future__ import annotations

import bisect
import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.core.i18n import _
from crm_desktop.db.models import ContactStats, Sale

_RECENCY_DAYS = (30, 60, 120, 240)
_FREQUENCY = (1, 2, 4, 8)
_LATE_DEBT, _LATE_FOLLOW_UP = 12, 6
CHANGE_DAYS = 30
YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Health:
    """``score`` 0 to 100, ``change`` against 30 days ago, the three scores 1 to 5."""

    score: int
    change: int
    recency: int
    frequency: int
    spend: int


def health(session: Session, contact_id: int, today: dt.date) -> Health:
    """The figures of one customer on a day."""
    then = today - dt.timedelta(days=CHANGE_DAYS)
    days = _purchase_days(session, contact_id, today)
    stats = session.get(ContactStats, contact_id)
    spend = _spend_score(session, stats.spent_minor if stats else 0)
    less = _deductions(session, contact_id, stats, today)
    recency, frequency = _rhythm(days, today)
    score = _score(recency, frequency, spend, less)
    before = _score(*_rhythm([day for day in days if day <= then], then), spend, less)
    return Health(score, score - before, recency, frequency, spend)


def how_it_is_scored() -> str:
    """The rule in words, for the link below the figure."""
    return _(
        "Recency R: last purchase up to 30, 60, 120, 240 days ago gives 5, 4, 3, 2, later 1.\n"
        "Frequency F: 8, 4, 2, 1 purchases in a year give 5, 4, 3, 2, none 1.\n"
        "Spend M: the top fifth of all buyers gets 5, the next 4, and so on.\n"
        "Health = 8 × R + 6 × F + 6 × M, less 12 while a payment is late and less 6 while a "
        "follow-up is overdue."
    )


def _score(recency: int, frequency: int, spend: int, less: int) -> int:
    return max(0, 8 * recency + 6 * frequency + 6 * spend - less)


def _rhythm(days: list[dt.date], today: dt.date) -> tuple[int, int]:
    """R and F from the ordered purchase days up to ``today``."""
    if not days:
        return 1, 1
    year_ago = today - dt.timedelta(days=YEAR_DAYS)
    number = sum(1 for day in days if day > year_ago)
    return recency_score((today - days[-1]).days), frequency_score(number)


def recency_score(days: int) -> int:
    """R of who last bought so many days ago."""
    return 5 - bisect.bisect_left(_RECENCY_DAYS, days)


def frequency_score(purchases: int) -> int:
    """F of who bought so many times in the last year."""
    return 1 + bisect.bisect_right(_FREQUENCY, purchases)


def _purchase_days(session: Session, contact_id: int, today: dt.date) -> list[dt.date]:
    query = (
        select(Sale.sold_on)
        .where(
            Sale.contact_id == contact_id,
            Sale.kind == "sale",
            Sale.status == "confirmed",
            Sale.deleted_at.is_(None),
            Sale.sold_on <= today,
            Sale.sold_on > today - dt.timedelta(days=YEAR_DAYS + CHANGE_DAYS),
        )
        .order_by(Sale.sold_on)
    )
    return list(session.scalars(query))


def _spend_score(session: Session, spent_minor: int) -> int:
    if spent_minor <= 0:
        return 1
    buyers = select(func.count()).where(ContactStats.spent_minor > 0)
    richer = buyers.where(ContactStats.spent_minor > spent_minor)
    number, above = session.scalar(buyers) or 1, session.scalar(richer) or 0
    return 5 - min(4, above * 5 // number)


def _deductions(
    session: Session, contact_id: int, stats: ContactStats | None, today: dt.date
) -> int:
    less = 0
    if stats is not None and stats.owed_minor > 0:
        late = select(Sale.id).where(
            Sale.contact_id == contact_id,
            Sale.paid_minor != Sale.total_minor,
            Sale.status == literal_column("'confirmed'"),
            Sale.deleted_at.is_(None),
            Sale.due_on < today,
        )
        less += _LATE_DEBT if session.scalar(late.limit(1)) is not None else 0
    if stats is not None and stats.next_due_on is not None and stats.next_due_on < today:
        less += _LATE_FOLLOW_UP
    return less

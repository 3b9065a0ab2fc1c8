"""When a deal counts as stalled.

It is stalled when it has been in its stage for longer than the stage allows, or, where the stage
allows no number of days, for more than twice as long as deals stay there on average. Until the
day it was extended to, it is not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Deal, DealStage
from crm_desktop.services.deals import deal_stays

TIMES_AVERAGE = 2


@dataclass(frozen=True, slots=True)
class Limit:
    """The most days in a stage. ``average`` is set when they come from it."""

    days: int
    average: int | None = None


def limits(session: Session) -> dict[int, Limit]:
    """The limit of each stage by its id; a stage without days and without a past has none."""
    query = select(DealStage.id, DealStage.allowed_days).where(
        DealStage.outcome == "", DealStage.deleted_at.is_(None)
    )
    allowed = {row.id: row.allowed_days for row in session.execute(query)}
    found = {stage: Limit(days) for stage, days in allowed.items() if days is not None}
    averages = deal_stays.average_days(session, set(allowed) - set(found))
    for stage, average in averages.items():
        found[stage] = Limit(TIMES_AVERAGE * average, average)
    return found


def is_stalled(
    since: dt.date | None, extended_until: dt.date | None, limit: Limit | None, today: dt.date
) -> bool:
    """Whether an open deal that came to its stage on ``since`` is stalled."""
    if since is None or limit is None or (extended_until is not None and extended_until >= today):
        return False
    return (today - since).days > limit.days


def stalled_clause(found: Mapping[int, Limit], today: dt.date) -> ColumnElement[bool]:
    """``is_stalled`` as a condition on ``Deal``."""
    over = [
        and_(Deal.stage_id == stage, Deal.stage_since < _before(today, limit.days))
        for stage, limit in found.items()
    ]
    if not over:
        return false()
    not_extended = or_(Deal.extended_until.is_(None), Deal.extended_until < today)
    return and_(Deal.state == "open", not_extended, or_(*over))


def _before(today: dt.date, days: int) -> dt.date:
    return today - dt.timedelta(days=min(days, (today - dt.date.min).days))

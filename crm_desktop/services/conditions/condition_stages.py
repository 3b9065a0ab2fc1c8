"""Conditions on the time customers spend in a stage, and on the season of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import and_, false, not_, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Contact, LifecycleChange
from crm_desktop.services.conditions.condition_kinds import WHO, Asked, Clause
from crm_desktop.services.lifecycle import lifecycle, stage_policy

_FIRST_YEAR, _LAST_YEAR = 1900, 9000  # those the calendar gives a time zone


def stalled(asked: Asked) -> Clause:
    """In a stage for more than ``value`` days beyond those it allows."""
    return stalled_clause(asked.session, asked.today, int(asked.value or 0))


def stalled_clause(session: Session, today: dt.date, over_days: int = 0) -> Clause:
    """The condition on ``Contact`` for those who stay too long where they are.

    A stage without allowed days, or a closed one, never stalls anybody.
    """
    late = [
        and_(Contact.stage_id == stage.id, staying(today, stage.allowed_days + over_days))
        for stage in lifecycle.stages(session)
        if stage.allowed_days is not None and not stage.closed
    ]
    return or_(*late) if late else false()


def staying(today: dt.date, days: int) -> Clause:
    """Neither moved nor made within the last ``days`` days, today included."""
    since = clock.start_of(days_before(today, days))
    moved = select(LifecycleChange.contact_id).where(LifecycleChange.changed_at >= since)
    return and_(Contact.created_at < since, Contact.id.not_in(moved))


def stage_since(asked: Asked) -> Clause:
    """In the present stage for more, or for at most, so many days."""
    long = staying(asked.today, int(asked.value))
    return long if asked.op == "days_ago_over" else not_(long)


def moved(asked: Asked) -> Clause:
    """``value``: ``{"from": stage, "to": stage, "month": "2026-05"}``, all optional.

    A stage given its days once more is no move. Raises ``UserError`` for what is no month.
    """
    wanted = asked.value if isinstance(asked.value, Mapping) else {}
    left, entered = LifecycleChange.from_stage_id, LifecycleChange.to_stage_id
    moves = select(LifecycleChange.contact_id).where(
        or_(left.is_distinct_from(entered), left.is_(None))
    )
    for column, key in ((left, "from"), (entered, "to")):
        if wanted.get(key):
            moves = moves.where(column.in_(lifecycle.matching(asked.session, [wanted[key]])))
    if wanted.get("month"):
        first = month_of(str(wanted["month"]))
        after = (first + dt.timedelta(days=31)).replace(day=1)
        moves = moves.where(
            LifecycleChange.changed_at >= clock.start_of(first),
            LifecycleChange.changed_at < clock.start_of(after),
        )
    return WHO.in_(moves)


def month_of(typed: str) -> dt.date:
    """The first day of a month like ``2026-05``. Raises ``UserError``."""
    try:
        first = dt.date.fromisoformat(f"{typed.strip()}-01")
    except ValueError:
        first = dt.date.min
    if not _FIRST_YEAR <= first.year <= _LAST_YEAR:
        raise UserError(_("{text} is no month like 2026-05.").format(text=typed))
    return first


def in_season(asked: Asked) -> Clause:
    """In a stage whose season it is."""
    now = [stage.id for stage in stage_policy.focus_stages(asked.session, asked.today)]
    inside = and_(Contact.stage_id.is_not(None), Contact.stage_id.in_(now))
    return inside if asked.op == "filled" else or_(Contact.stage_id.is_(None), not_(inside))


def days_before(day: dt.date, days: int) -> dt.date:
    """So many days earlier, no earlier than the calendar goes with a time zone: 1900."""
    first = dt.date(1900, 1, 1)
    return max(first, day - dt.timedelta(days=min(days, (day - first).days)))

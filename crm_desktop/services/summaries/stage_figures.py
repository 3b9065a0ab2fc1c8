"""How many customers stand in each stage, who stands still, and how they moved over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db.models import Contact, LifecycleChange, Staff
from crm_desktop.services.conditions.condition_stages import stalled_clause
from crm_desktop.services.figures.sales_figures import month_before
from crm_desktop.services.lifecycle import lifecycle, stage_policy
from crm_desktop.services.lifecycle.lifecycle import StageRow
from crm_desktop.services.records.listed import hidden_ids


@dataclass(frozen=True, slots=True)
class StageCount:
    """A stage as it stands today. ``entered`` and ``left`` are moves since the month began."""

    stage: StageRow
    count: int
    stalled: int
    entered: int
    left: int
    in_season: bool = False


@dataclass(frozen=True, slots=True)
class StalledRow:
    """Somebody who stays longer than allowed: ``days`` in the stage, ``over`` of them too many."""

    contact_id: int
    name: str
    owner: str
    stage: StageRow
    days: int
    over: int


@dataclass(frozen=True, slots=True)
class MoveCount:
    """How many moves went from one stage to another; ``None`` is no stage."""

    from_id: int | None
    to_id: int | None
    count: int


@dataclass(frozen=True, slots=True)
class MonthOfStages:
    """``counts`` by stage id at the month's end (today for the running month), and its moves."""

    first: dt.date
    counts: dict[int | None, int]
    moves: tuple[MoveCount, ...]


def counts(session: Session, today: dt.date) -> list[StageCount]:
    """Every stage with its live figures, in order."""
    month = clock.start_of(today.replace(day=1))
    present = _by_stage(session)
    late = dict(
        session.execute(
            select(Contact.stage_id, func.count())
            .where(stalled_clause(session, today), Contact.id.not_in(hidden_ids()))
            .group_by(Contact.stage_id)
        ).all()
    )
    moves = _moves(session, month, None)
    return [
        StageCount(
            stage,
            present.get(stage.id, 0),
            late.get(stage.id, 0),
            sum(one.count for one in moves if one.to_id == stage.id),
            sum(one.count for one in moves if one.from_id == stage.id),
            today.month in stage_policy.months_of(stage.focus_season),
        )
        for stage in lifecycle.stages(session)
    ]


def stalled_count(session: Session, today: dt.date) -> int:
    """How many customers stay in their stage for longer than it allows."""
    query = select(func.count()).where(
        stalled_clause(session, today), Contact.id.not_in(hidden_ids())
    )
    return session.scalar(query) or 0


def stalled(session: Session, today: dt.date, limit: int = 200) -> list[StalledRow]:
    """Those who stay too long, the longest over first."""
    stages: dict[int | None, StageRow] = {one.id: one for one in lifecycle.stages(session)}
    moved = (
        select(func.max(LifecycleChange.changed_at))
        .where(LifecycleChange.contact_id == Contact.id)
        .correlate(Contact)
        .scalar_subquery()
    )
    since = func.coalesce(moved, Contact.created_at)
    allowed = case(
        {stage.id: stage.allowed_days or 0 for stage in stages.values()}, value=Contact.stage_id
    )
    query = (
        select(Contact.id, Contact.name, Staff.name, Contact.stage_id, since.label("since"))
        .outerjoin(Staff, Staff.id == Contact.owner_id)
        .where(stalled_clause(session, today), Contact.id.not_in(hidden_ids()))
        .order_by(func.julianday(since) + allowed, Contact.id)
        .limit(limit)
    )
    rows = []
    for contact_id, name, owner, stage_id, at in session.execute(query):
        stage = stages[stage_id]
        days = (today - at.astimezone().date()).days
        over = days - (stage.allowed_days or 0)
        rows.append(StalledRow(contact_id, name, owner or "", stage, days, over))
    return rows


def months(
    session: Session, today: dt.date, number: int = 12, progress: Progress = no_progress
) -> list[MonthOfStages]:
    """The last ``number`` months, the running one last: where customers stood and who moved.

    Worked out from the moves that were kept, for the customers who are listed today; who was
    entered later is not counted in an earlier month.
    """
    found = []
    for back in range(number - 1, -1, -1):
        progress(number - 1 - back, number)
        first = month_before(today, back)
        start = clock.start_of(first)
        end = clock.start_of(month_before(today, back - 1)) if back else None
        present = _by_stage(session) if end is None else _stood(session, end)
        found.append(MonthOfStages(first, present, tuple(_moves(session, start, end))))
    return found


def matrix(month: MonthOfStages, stages: Sequence[StageRow]) -> list[list[int]]:
    """Moves of a month as a table: a line for each stage left, a column for each entered."""
    where = {stage.id: number for number, stage in enumerate(stages)}
    table = [[0] * len(stages) for _stage in stages]
    for one in month.moves:
        if one.from_id in where and one.to_id in where:
            table[where[one.from_id]][where[one.to_id]] += one.count
    return table


def _by_stage(session: Session) -> dict[int | None, int]:
    """Customers who are listed, by stage: all of them by the index, less those left out."""
    query = select(Contact.stage_id, func.count()).group_by(Contact.stage_id)
    present: dict[int | None, int] = dict(session.execute(query).all())
    out = session.execute(query.where(Contact.id.in_(hidden_ids()))).all()
    for stage_id, number in out:
        present[stage_id] -= number
    return {stage_id: number for stage_id, number in present.items() if number}


def _stood(session: Session, instant: dt.datetime) -> dict[int | None, int]:
    """Where customers stood at an instant: what their first later move left, or where they are."""
    later = (
        # SQLite takes the other columns from the row of the smallest id.
        select(
            LifecycleChange.contact_id, LifecycleChange.from_stage_id, func.min(LifecycleChange.id)
        )
        .where(LifecycleChange.changed_at >= instant)
        .group_by(LifecycleChange.contact_id)
        .subquery()
    )
    stood = case((later.c.contact_id.is_not(None), later.c.from_stage_id), else_=Contact.stage_id)
    query = (
        select(stood, func.count())
        .select_from(Contact)
        .outerjoin(later, later.c.contact_id == Contact.id)
        .where(Contact.created_at < instant, Contact.id.not_in(hidden_ids()))
        .group_by(stood)
    )
    return dict(session.execute(query).all())


def _moves(session: Session, start: dt.datetime, end: dt.datetime | None) -> list[MoveCount]:
    left, entered = LifecycleChange.from_stage_id, LifecycleChange.to_stage_id
    query = (
        select(left, entered, func.count())
        .where(
            LifecycleChange.changed_at >= start,
            # A stage given its days once more is no move.
            or_(left.is_distinct_from(entered), left.is_(None)),
            LifecycleChange.contact_id.not_in(hidden_ids()),
        )
        .group_by(left, entered)
        .order_by(func.count().desc())
    )
    if end is not None:
        query = query.where(LifecycleChange.changed_at < end)
    return [MoveCount(*row) for row in session.execute(query)]

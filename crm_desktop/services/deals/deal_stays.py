"""How long deals stayed in their stages, from the log of their moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from crm_desktop.db.models import Deal, DealStageChange

GIVEN_UP, REOPENED = "given_up", "reopened"
"""Triggers of moves that change no stage and yet end or begin a stay."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A deal in a stage from ``came_on`` to ``left_on``, which is ``None`` while it is there.

    ``state`` is that of the deal now, ``next_stage_id`` where it went.
    """

    deal_id: int
    stage_id: int
    owner_id: int | None
    state: str
    came_on: dt.date
    left_on: dt.date | None
    next_stage_id: int | None

    @property
    def days(self) -> int | None:
        """Days spent there; ``None`` while it is still there."""
        return max(0, (self.left_on - self.came_on).days) if self.left_on else None


def stays(session: Session) -> list[Stay]:
    """Every stay of every deal that was not deleted, deal by deal in order of time."""
    query = (
        select(
            DealStageChange.deal_id,
            DealStageChange.from_stage_id,
            DealStageChange.to_stage_id,
            DealStageChange.changed_at,
            DealStageChange.trigger,
            Deal.owner_id,
            Deal.state,
            Deal.closed_on,
        )
        .join(Deal, Deal.id == DealStageChange.deal_id)
        .where(Deal.deleted_at.is_(None))
        .order_by(DealStageChange.deal_id, DealStageChange.changed_at, DealStageChange.id)
    )
    moves: list[_Move] = []
    found: list[Stay] = []
    for deal, before, to, at, trigger, owner, state, closed in session.execute(query):
        if moves and moves[-1].deal_id != deal:
            found += _of_one(moves)
            moves = []
        # Given up, a deal is in no stage until it is opened again; extended, it stays where it is.
        stage = None if trigger == GIVEN_UP else to
        if before != to or trigger in (GIVEN_UP, REOPENED) or not moves:
            moves.append(_Move(deal, stage, at.astimezone().date(), owner, state, closed))
    return found + list(_of_one(moves))


def average_days(session: Session, stage_ids: set[int]) -> dict[int, int]:
    """Mean days of the finished stays in these stages, rounded half up; at least 1."""
    if not stage_ids:
        return {}
    names = {"given_up": GIVEN_UP, "reopened": REOPENED}
    return {
        stage: max(1, (2 * days + number) // (2 * number))
        for stage, days, number in session.execute(text(_SPENT), names)
        if stage in stage_ids
    }


# As ``stays`` tells it, summed by SQLite: the board asks this each time it is shown.
_SPENT = """
WITH moves AS (
    SELECT change.deal_id, change.id, change.trigger, change.from_stage_id, change.to_stage_id,
        change.changed_at, deal.closed_on,
        row_number() OVER (PARTITION BY deal_id ORDER BY change.changed_at, change.id) AS number
    FROM deal_stage_change AS change JOIN deal ON deal.id = change.deal_id
    WHERE deal.deleted_at IS NULL
), stays AS (
    SELECT CASE WHEN trigger = :given_up THEN NULL ELSE to_stage_id END AS stage_id,
        date(changed_at, 'localtime') AS came_on,
        coalesce(
            lead(date(changed_at, 'localtime')) OVER (PARTITION BY deal_id ORDER BY changed_at, id),
            closed_on
        ) AS left_on
    FROM moves
    WHERE number = 1 OR from_stage_id IS NOT to_stage_id OR trigger IN (:given_up, :reopened)
)
SELECT stage_id, CAST(sum(max(0, julianday(left_on) - julianday(came_on))) AS INTEGER), count(*)
FROM stays WHERE left_on IS NOT NULL AND stage_id IS NOT NULL GROUP BY stage_id
"""


@dataclass(frozen=True, slots=True)
class _Move:
    deal_id: int
    to: int | None
    on: dt.date
    owner_id: int | None
    state: str
    closed_on: dt.date | None


def _of_one(moves: list[_Move]) -> Iterator[Stay]:
    for at, move in enumerate(moves):
        if move.to is None:
            continue
        following = moves[at + 1] if at + 1 < len(moves) else None
        left = following.on if following else move.closed_on
        yield Stay(
            move.deal_id, move.to, move.owner_id, move.state, move.on, left,
            following.to if following else None,
        )  # fmt: skip

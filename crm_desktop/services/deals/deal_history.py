"""What happened to a deal: every move with its reason, who moved it and who agreed."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from crm_desktop.db.models import DealStage, DealStageChange, Staff
from crm_desktop.services.deals import deal_record
from crm_desktop.services.deals.deal_stages import deal_stage_name


@dataclass(frozen=True, slots=True)
class DealMove:
    """One line of a deal's history. ``trigger`` is ``created``, ``hand``, ``given_up``,
    ``reopened``, ``pushed``, ``extended``, ``stage_removed`` or what an import says."""

    at: dt.datetime
    trigger: str
    from_stage: str
    to_stage: str
    outcome: str
    reason: str
    steps_done: tuple[str, ...]
    person: str
    approver: str


def history(session: Session, deal_id: int) -> list[DealMove]:
    """The moves of a deal, the latest first."""
    deal_record.found(session, deal_id)
    before, to = aliased(DealStage), aliased(DealStage)
    person, approver = aliased(Staff), aliased(Staff)
    query = (
        select(DealStageChange, before, to, person.name, approver.name)
        .outerjoin(before, before.id == DealStageChange.from_stage_id)
        .outerjoin(to, to.id == DealStageChange.to_stage_id)
        .outerjoin(person, person.id == DealStageChange.staff_id)
        .outerjoin(approver, approver.id == DealStageChange.approver_id)
        .where(DealStageChange.deal_id == deal_id)
        .order_by(DealStageChange.changed_at.desc(), DealStageChange.id.desc())
    )
    return [
        DealMove(
            at=change.changed_at,
            trigger=change.trigger,
            from_stage=_name(source),
            to_stage=_name(target),
            outcome=target.outcome if target is not None else "",
            reason=change.reason,
            steps_done=_steps(change.steps_done),
            person=by or "",
            approver=agreed or "",
        )
        for change, source, target, by, agreed in session.execute(query)
    ]


def _name(stage: DealStage | None) -> str:
    return deal_stage_name(stage.code, stage.name) if stage is not None else ""


def _steps(raw: str) -> tuple[str, ...]:
    try:
        found = json.loads(raw or "[]")
    except ValueError:
        return (raw,)
    return tuple(str(one) for one in found) if isinstance(found, list) else (raw,)

"""The exit checklist of a deal: what is to be done before it leaves its stage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Deal, DealStage, DealStep
from crm_desktop.services.deals import deal_record, deal_stages


@dataclass(frozen=True, slots=True)
class ExitStep:
    """One line of the checklist of the stage a deal is in."""

    text: str
    done: bool


def steps(session: Session, deal_id: int) -> tuple[ExitStep, ...]:
    """The checklist of the deal's present stage."""
    return of(session, deal_record.found(session, deal_id))


def of(session: Session, deal: Deal) -> tuple[ExitStep, ...]:
    """The checklist of a deal already at hand."""
    if deal.stage_id is None or (stage := session.get(DealStage, deal.stage_id)) is None:
        return ()
    if stage.deleted_at is not None:
        return ()
    ticked = set(
        session.scalars(
            select(DealStep.text).where(
                DealStep.deal_id == deal.id, DealStep.stage_id == stage.id, DealStep.done
            )
        )
    )
    lines = deal_stages.get(session, stage.id).exit_steps
    return tuple(ExitStep(line, line in ticked) for line in lines)


def tick(session: Session, deal_id: int, line: str, done: bool = True) -> None:
    """Tick a line, or take the tick away. Raises ``UserError`` for one that is not there."""
    deal = deal_record.found(session, deal_id)
    known = [step.text for step in of(session, deal)]
    if line not in known:
        raise UserError(
            _("“{step}” is no exit step of this deal's stage.").format(step=line),
            _("Nothing was changed."),
        )
    row = session.scalar(
        select(DealStep).where(
            DealStep.deal_id == deal.id,
            DealStep.stage_id == deal.stage_id,
            DealStep.text == line,
        )
    )
    if row is None:
        row = DealStep(deal_id=deal.id, stage_id=deal.stage_id, text=line)
        session.add(row)
    row.done, row.position = done, known.index(line)
    session.flush()


def tick_all(session: Session, deal: Deal, lines: Iterable[str]) -> None:
    """Tick several lines of the present stage."""
    for line in lines:
        tick(session, deal.id, line)

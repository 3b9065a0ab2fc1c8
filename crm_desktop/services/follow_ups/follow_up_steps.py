"""The checklist of a follow-up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.db.models import FollowUpStep


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of a checklist."""

    id: int
    text: str
    done: bool


def steps(session: Session, follow_up_id: int) -> list[StepRow]:
    """The checklist in its order."""
    return [StepRow(one.id, one.text, one.done) for one in _of(session, follow_up_id)]


def write(session: Session, follow_up_id: int, lines: Iterable[str]) -> None:
    """Make ``lines`` the checklist; a line that stands there already keeps its tick."""
    wanted = list(dict.fromkeys(line for line in map(text.clean, lines) if line))
    kept = {one.text: one for one in _of(session, follow_up_id)}
    for line, one in kept.items():
        if line not in wanted:
            session.delete(one)
    for position, line in enumerate(wanted):
        if line in kept:
            kept[line].position = position
        else:
            session.add(FollowUpStep(follow_up_id=follow_up_id, text=line, position=position))
    session.flush()


def tick(session: Session, step_id: int, done: bool = True) -> None:
    """Tick a line off, or open it again. Raises ``NotFound``."""
    step = session.get(FollowUpStep, step_id)
    if step is None:
        raise NotFound(
            _("This line of the checklist does not exist any more."), _("Nothing was changed.")
        )
    step.done = done
    session.flush()


def _of(session: Session, follow_up_id: int) -> list[FollowUpStep]:
    query = (
        select(FollowUpStep)
        .where(FollowUpStep.follow_up_id == follow_up_id)
        .order_by(FollowUpStep.position, FollowUpStep.id)
    )
    return list(session.scalars(query))

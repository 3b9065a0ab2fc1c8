"""Where customers stand: the stages, and moves between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.db.models import Contact, LifecycleChange, LifecycleStage, Sale


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage as shown: ``colour`` is a colour role of the theme."""

    id: int
    code: str
    name: str
    colour: str
    position: int
    closed: bool


def stage_name(code: str, name: str) -> str:
    """The shop's own name of a stage, or its translated default."""
    if name:
        return name
    defaults = {
        "prospect": pgettext("stage", "Lead"),
        "interested": pgettext("stage", "Interested"),
        "first_purchase": pgettext("stage", "New"),
        "repeat": pgettext("stage", "Repeat"),
        "loyal": pgettext("stage", "Loyal"),
        "lost": pgettext("stage", "Lost"),
    }
    return defaults.get(code, code)


def stages(session: Session) -> list[StageRow]:
    """All stages in order."""
    query = (
        select(LifecycleStage)
        .where(LifecycleStage.deleted_at.is_(None))
        .order_by(LifecycleStage.position, LifecycleStage.id)
    )
    return [
        StageRow(s.id, s.code, stage_name(s.code, s.name), s.colour, s.position, s.closed)
        for s in session.scalars(query)
    ]


def move(
    session: Session,
    contact_ids: Sequence[int],
    stage_id: int | None,
    *,
    reason: str = "",
    trigger: str = "hand",
) -> None:
    """Put contacts into a stage and keep the move; those already there are left alone."""
    if stage_id is not None and session.get(LifecycleStage, stage_id) is None:
        raise NotFound(_("This stage does not exist any more."), _("Nothing was changed."))
    for contact_id in contact_ids:
        contact = session.get(Contact, contact_id)
        if contact is None or contact.stage_id == stage_id:
            continue
        session.add(
            LifecycleChange(
                contact_id=contact_id,
                from_stage_id=contact.stage_id,
                to_stage_id=stage_id,
                changed_at=clock.now(),
                trigger=trigger,
                reason=reason,
            )
        )
        contact.stage_id = stage_id
    session.flush()


def after_sale(session: Session, contact_id: int) -> None:
    """A first sale makes a customer, a second one a returning one; later stages stay."""
    contact = session.get_one(Contact, contact_id)
    by_code = {stage.code: stage for stage in stages(session)}
    present = session.get(LifecycleStage, contact.stage_id) if contact.stage_id else None
    number = session.scalar(
        select(func.count())
        .select_from(Sale)
        .where(
            Sale.contact_id == contact_id,
            Sale.kind == "sale",
            Sale.status == "confirmed",
            Sale.deleted_at.is_(None),
        )
    )
    returned = (number or 0) + contact.opening_sale_count > 1
    earned = by_code.get("repeat" if returned else "first_purchase")
    if earned is None or (present and not present.closed and present.position >= earned.position):
        return
    move(session, [contact_id], earned.id, trigger="sale")

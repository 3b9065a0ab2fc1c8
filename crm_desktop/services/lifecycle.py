"""Where customers stand: the stages, and moves between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.db import bulk
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
    at = f"{clock.now().astimezone(dt.UTC).replace(tzinfo=None):%Y-%m-%d %H:%M:%S.%f}"
    for start in range(0, len(contact_ids), _BATCH):
        some = contact_ids[start : start + _BATCH]
        elsewhere = (Contact.id.in_(some), Contact.stage_id.is_distinct_from(stage_id))
        moves = [
            (contact_id, before, stage_id, at, trigger, reason)
            for contact_id, before in session.execute(
                select(Contact.id, Contact.stage_id).where(*elsewhere).order_by(Contact.id)
            )
        ]
        bulk.insert_rows(session, LifecycleChange, _MOVE, moves)
        session.execute(update(Contact).where(*elsewhere).values(stage_id=stage_id))


_BATCH = 500
_MOVE = ("contact_id", "from_stage_id", "to_stage_id", "changed_at", "trigger", "reason")


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

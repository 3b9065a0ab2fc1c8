"""The shop's own stages: adding, changing, ordering and taking away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db.models import Contact, LifecycleStage
from crm_desktop.services.lifecycle import lifecycle, stage_policy
from crm_desktop.services.settings import setting_checks, settings

COLOURS = ("gray", "amber", "blue", "accent", "violet", "red")
"""Colour roles a stage may have."""

_WHO = 2_000


def add(session: Session, name: str, **policy: Any) -> int:
    """A stage at the end of the open ones; returns its id. ``policy`` as in ``edit``."""
    rows = lifecycle.stages(session)
    stage = LifecycleStage(colour="gray", position=len(rows))
    session.add(stage)
    session.flush()
    closed = next((number for number, one in enumerate(rows) if one.closed), len(rows))
    edit(session, stage.id, name=name, **policy)
    order = [one.id for one in rows]
    order.insert(closed, stage.id)
    reorder(session, order)
    return stage.id


def edit(session: Session, stage_id: int, **changes: Any) -> None:
    """Change ``name``, ``colour``, ``allowed_days``, ``lowest_price_bp``, ``payment_days``,
    ``focus_season`` (as typed) or ``closed``.

    An empty name brings a shipped stage's own name back. Raises ``NotFound`` and ``UserError``.
    """
    stage = _found(session, stage_id)
    for key, value in changes.items():
        setattr(stage, key, _CHECKS[key](value))
    if "name" in changes:
        _check_name(session, stage)
    if changes.get("closed"):
        _check_one_open(session, stage_id)
    session.flush()


def reorder(session: Session, stage_ids: Sequence[int]) -> None:
    """Put the stages into this order; those not named follow as they stood."""
    known = {stage.id: stage for stage in session.scalars(_living())}
    order = [one for one in dict.fromkeys(stage_ids) if one in known]
    order += [one for one in known if one not in order]
    for position, stage_id in enumerate(order):
        known[stage_id].position = position
    session.flush()


def step(session: Session, stage_id: int, by: int) -> None:
    """Move one stage ``by`` places, earlier when negative."""
    order = [one.id for one in lifecycle.stages(session)]
    at = order.index(_found(session, stage_id).id)
    order.insert(max(0, min(len(order) - 1, at + by)), order.pop(at))
    reorder(session, order)


def remove(session: Session, stage_id: int, into_id: int, progress: Progress = no_progress) -> int:
    """Take a stage away; its customers move to another one. Returns how many moved."""
    stage, into = _found(session, stage_id), _found(session, into_id)
    if stage.id == into.id:
        raise UserError(_("The customers must go to another stage."), _("Nothing was changed."))
    _check_one_open(session, stage_id)
    number = 0
    total = session.scalar(select(func.count()).where(Contact.stage_id == stage_id)) or 0
    query = select(Contact.id).where(Contact.stage_id == stage_id).order_by(Contact.id)
    name = lifecycle.stage_name(stage.code, stage.name)
    reason = _("Stage “{name}” was taken away").format(name=name)
    while some := list(session.scalars(query.limit(_WHO))):
        progress(number, total)
        number += lifecycle.move(session, some, into_id, reason=reason, trigger="stage")
    stage.deleted_at = clock.now()
    for setting in (
        settings.FIRST_SALE_STAGE, settings.SECOND_SALE_STAGE, settings.IDLE_STAGE,
    ):  # fmt: skip
        if settings.get(session, setting) == stage_id:
            settings.put(session, setting, into_id)
    session.flush()
    return number


def _colour(value: str) -> str:
    if value not in COLOURS:
        raise UserError(
            _("There is no colour “{name}”.").format(name=value),
            _("Nothing was changed."),
            _("Choose one of {names}.").format(names=", ".join(COLOURS)),
        )
    return value


def _days(value: int | None) -> int | None:
    return None if value is None else setting_checks.days(value)


def _part(value: int | None) -> int | None:
    if value is not None and not 1 <= value <= stage_policy.WHOLE_BP:
        raise UserError(
            _("The lowest price is a part of the list price."),
            _("Nothing was changed."),
            _("Write a percentage above 0 and up to 100."),
        )
    return value


_CHECKS: dict[str, Any] = {
    "name": text.clean,
    "colour": _colour,
    "allowed_days": _days,
    "lowest_price_bp": _part,
    "payment_days": _days,
    "focus_season": stage_policy.parse_season,
    "closed": bool,
}


def _check_name(session: Session, stage: LifecycleStage) -> None:
    if not stage.name and not stage.code:
        raise UserError(_("A stage needs a name."), _("Nothing was changed."), _("Type a name."))
    same = text.fold(lifecycle.stage_name(stage.code, stage.name))
    others = (one for one in session.scalars(_living()) if one.id != stage.id)
    if same in {text.fold(lifecycle.stage_name(one.code, one.name)) for one in others}:
        raise UserError(
            _("There is a stage called “{name}” already.").format(name=stage.name),
            _("Nothing was changed."),
            _("Choose another name."),
        )


def _check_one_open(session: Session, stage_id: int) -> None:
    if not any(not one.closed and one.id != stage_id for one in session.scalars(_living())):
        raise UserError(
            _("One stage must stay open."),
            _("Nothing was changed."),
            _("Add another stage first."),
        )


def _living() -> Any:
    return (
        select(LifecycleStage)
        .where(LifecycleStage.deleted_at.is_(None))
        .order_by(LifecycleStage.position, LifecycleStage.id)
    )


def _found(session: Session, stage_id: int) -> LifecycleStage:
    stage = session.get(LifecycleStage, stage_id)
    if stage is None or stage.deleted_at is not None:
        raise NotFound(_("This stage does not exist any more."), _("Nothing was changed."))
    return stage

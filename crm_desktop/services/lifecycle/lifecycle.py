"""Where customers stand: the stages, and moves between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.db import bulk
from crm_desktop.db.models import Contact, LifecycleChange, LifecycleStage, Sale
from crm_desktop.services.records import staff
from crm_desktop.services.settings import settings


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage as shown: ``colour`` is a colour role of the theme.

    Its policy, each ``None`` or empty when the shop has set none: ``allowed_days`` in it before
    the stall alarm, ``lowest_price_bp`` of the list price, ``payment_days``, and the months the
    shop looks after it most (``focus_season``, ``3-5,11``). Customers of a ``closed`` stage are
    no longer worked on.
    """

    id: int
    code: str
    name: str
    colour: str
    position: int
    closed: bool
    allowed_days: int | None = None
    lowest_price_bp: int | None = None
    payment_days: int | None = None
    focus_season: str = ""


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
        StageRow(
            s.id, s.code, stage_name(s.code, s.name), s.colour, s.position, s.closed,
            s.allowed_days, s.lowest_price_bp, s.payment_days, s.focus_season,
        )
        for s in session.scalars(query)
    ]  # fmt: skip


def matching(session: Session, values: Sequence[object]) -> list[int]:
    """Ids of the stages that have one of these codes, names or numbers."""
    wanted = {text.fold(str(value)) for value in values} - {""}
    return [
        one.id
        for one in stages(session)
        if wanted & {text.fold(one.code), text.fold(one.name), str(one.id)}
    ]


def named(session: Session, words: str) -> StageRow:
    """The stage of a code, a name or a number. Raises ``NotFound``."""
    wanted = text.fold(words)
    for stage in stages(session):
        if wanted in (text.fold(stage.code), text.fold(stage.name), str(stage.id)):
            return stage
    raise NotFound(
        _("There is no stage called “{name}”.").format(name=words),
        _("Nothing was changed."),
        _("Call “stages” to see them all."),
    )


def move(
    session: Session,
    contact_ids: Sequence[int],
    stage_id: int | None,
    *,
    reason: str = "",
    trigger: str = "hand",
) -> int:
    """Put contacts into a stage and keep the move; those already there are left alone.

    ``trigger`` is ``hand``, ``sale`` or ``idle``. Returns how many moved. Raises ``NotFound``.
    """
    if stage_id is not None and session.get(LifecycleStage, stage_id) is None:
        raise NotFound(_("This stage does not exist any more."), _("Nothing was changed."))
    number, reason, who = 0, text.clean(reason), staff.me(session)
    at = f"{clock.now().astimezone(dt.UTC).replace(tzinfo=None):%Y-%m-%d %H:%M:%S.%f}"
    for start in range(0, len(contact_ids), _BATCH):
        some = contact_ids[start : start + _BATCH]
        elsewhere = (Contact.id.in_(some), Contact.stage_id.is_distinct_from(stage_id))
        moves = [
            (contact_id, before, stage_id, at, trigger, reason, who)
            for contact_id, before in session.execute(
                select(Contact.id, Contact.stage_id).where(*elsewhere).order_by(Contact.id)
            )
        ]
        bulk.insert_rows(session, LifecycleChange, _MOVE, moves)
        session.execute(update(Contact).where(*elsewhere).values(stage_id=stage_id))
        number += len(moves)
    return number


def extend(session: Session, contact_ids: Sequence[int], *, reason: str = "") -> int:
    """Give contacts their stage's days once more, counted from today; returns how many."""
    number, reason, who = 0, text.clean(reason), staff.me(session)
    at = f"{clock.now().astimezone(dt.UTC).replace(tzinfo=None):%Y-%m-%d %H:%M:%S.%f}"
    for start in range(0, len(contact_ids), _BATCH):
        some = contact_ids[start : start + _BATCH]
        staying = (Contact.id.in_(some), Contact.stage_id.is_not(None))
        rows = [
            (contact_id, stage_id, stage_id, at, "extend", reason, who)
            for contact_id, stage_id in session.execute(
                select(Contact.id, Contact.stage_id).where(*staying).order_by(Contact.id)
            )
        ]
        bulk.insert_rows(session, LifecycleChange, _MOVE, rows)
        number += len(rows)
    return number


_BATCH = 500
_MOVE = (
    "contact_id",
    "from_stage_id",
    "to_stage_id",
    "changed_at",
    "trigger",
    "reason",
    "staff_id",
)


def after_sale(session: Session, contact_id: int) -> None:
    """A first sale makes a customer, a second one a returning one; later stages stay."""
    contact = session.get_one(Contact, contact_id)
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
    earned = earned_by(session, "repeat" if returned else "first_purchase")
    if earned is None or (present and not present.closed and present.position >= earned.position):
        return
    move(session, [contact_id], earned.id, trigger="sale")


SALE_RULES = {
    "first_purchase": settings.FIRST_SALE_STAGE,
    "repeat": settings.SECOND_SALE_STAGE,
}
"""Where a first and a second sale lead, by the code of the shipped stage."""


def earned_by(session: Session, code: str) -> StageRow | None:
    """The stage a sale leads to; ``None`` when the shop lets sales move nobody there.

    ``code`` is ``first_purchase`` or ``repeat``; the shop may have named another stage.
    """
    chosen = settings.get(session, SALE_RULES[code])
    if chosen == NO_STAGE:
        return None
    rows = stages(session)
    found = next((one for one in rows if one.id == chosen), None)
    return found or next((one for one in rows if one.code == code), None)


def set_sale_rule(session: Session, code: str, stage_id: int) -> None:
    """Let a first or second sale (``code`` as above) lead to a stage, or with ``NO_STAGE`` to
    none."""
    settings.put(session, SALE_RULES[code], stage_id)


NO_STAGE = -1
"""In a setting that names a stage: none, the rule is off. 0 is the shipped stage."""

"""Deals: making them, moving them between stages, and how they end."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import Conflict, UserError
from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.db.models import Deal, DealStage, DealStageChange, FollowUp, Staff
from crm_desktop.services.deals import deal_record, deal_stages, deal_stays, deal_steps
from crm_desktop.services.deals.deal_steps import ExitStep
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.records import competitors, contact_record
from crm_desktop.services.settings import settings

CREATE_ACTION = N_("New deal")
EDIT_ACTION = N_("Change a deal")
MOVE_ACTION = N_("Move a deal")
WON_ACTION = N_("Deal won")
LOST_ACTION = N_("Deal lost")
REOPEN_ACTION = N_("Open a deal again")
REMOVE_ACTION = N_("Delete deals")
PLAN_ACTION = N_("Plan the next step")
MOST_MINOR = 10**14
"""Amounts from here on are slips of the key."""


@dataclass(frozen=True, slots=True)
class DealDraft:
    """A deal as typed. Empty ``currency`` is the shop's, ``stage_id`` of ``None`` the first."""

    title: str
    amount_minor: int = 0
    contact_id: int | None = None
    person_id: int | None = None
    stage_id: int | None = None
    expected_on: dt.date | None = None
    owner_id: int | None = None
    source: str = ""
    note: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """What is kept of a move: the reason, exit steps ticked with it, who moved the deal (who
    sits here, else its owner, if not said) and who agreed. ``trigger`` is ``hand`` or what else
    moved it."""

    reason: str = ""
    steps_done: tuple[str, ...] = ()
    staff_id: int | None = None
    approver_id: int | None = None
    trigger: str = "hand"


def create(session: Session, draft: DealDraft, next_step: FollowUpDraft | None = None) -> int:
    """Make a deal, and plan its next step; returns its id.

    Raises ``UserError`` without a title or for an impossible amount.
    """
    first = deal_stages.open_stages(session)[0].id
    stage_id = draft.stage_id if draft.stage_id is not None else first
    if deal_stages.get(session, stage_id).outcome:
        raise UserError(
            _("A new deal begins in an open stage."),
            _("Nothing was changed."),
            _("Make it first, then mark it won or lost."),
        )
    values = _checked({name: getattr(draft, name) for name in _FIELDS})
    values["currency"] = draft.currency or settings.get(session, settings.CURRENCY)
    _check_links(session, values)
    deal = Deal(**values, stage_id=stage_id, stage_since=clock.today())
    session.add(deal)
    session.flush()
    _log(session, deal, None, stage_id, Why(trigger="created"))
    if next_step is not None:
        plan(session, deal.id, next_step)
    return deal.id


def edit(session: Session, deal_id: int, **changes: Any) -> None:
    """Change fields named as in ``DealDraft``, but for the stage: see ``move``."""
    deal = deal_record.found(session, deal_id)
    unknown = set(changes) - set(_FIELDS)
    if unknown:
        raise TypeError(f"a deal has no {sorted(unknown)} to change")
    values = _checked(changes)
    _check_links(session, values)
    for name, value in values.items():
        setattr(deal, name, value)
    session.flush()


def revise(
    session: Session,
    deal_id: int,
    changes: dict[str, Any],
    next_step: FollowUpDraft | None,
    ticks: Mapping[str, bool] | None = None,
) -> None:
    """``edit``, ``plan`` and the ticks of exit steps by their text in one."""
    edit(session, deal_id, **changes)
    for line, done in (ticks or {}).items():
        deal_steps.tick(session, deal_id, line, done)
    if next_step is not None:
        plan(session, deal_id, next_step)


def plan(session: Session, deal_id: int, draft: FollowUpDraft) -> int:
    """Plan the next step of a deal: a follow-up with its customer and owner; returns its id."""
    deal = deal_record.found(session, deal_id)
    made = follow_ups.create(session, draft)
    follow_up = session.get_one(FollowUp, made)
    follow_up.deal_id = deal.id
    follow_up.contact_id = draft.contact_id if draft.contact_id is not None else deal.contact_id
    follow_up.owner_id = draft.owner_id if draft.owner_id is not None else deal.owner_id
    session.flush()
    return made


def move(session: Session, deal_id: int, stage_id: int, why: Why | None = None) -> None:
    """Put an open deal into another stage and keep the move; to the won or lost stage ends it.

    Forward with exit steps unticked needs a reason. Raises ``UserError`` then, ``Conflict`` for a
    deal that is not open.
    """
    why = why or Why()
    target = deal_stages.get(session, stage_id)
    if target.outcome == "won":
        won(session, deal_id, why)
        return
    if target.outcome == "lost":
        lost(session, deal_id, why.reason, why=why)
        return
    deal = _open(session, deal_id)
    if deal.stage_id == stage_id:
        return
    deal_steps.tick_all(session, deal, why.steps_done)
    if _is_forward(session, deal, stage_id):
        _check_exit(session, deal, why)
    _enter(session, deal, stage_id, why)


def asked_first(session: Session, deal_id: int, stage_id: int | None) -> tuple[ExitStep, ...]:
    """The checklist to go through before ``move`` to a stage, or ``won`` for ``None``; empty when
    nothing on it is open, when the move goes back, and for a deal that is lost."""
    deal = _open(session, deal_id)
    target = deal_stages.get(session, stage_id) if stage_id is not None else None
    if target is not None and (
        target.outcome == "lost"
        or (not target.outcome and not _is_forward(session, deal, target.id))
    ):
        return ()
    steps = deal_steps.of(session, deal)
    return () if all(step.done for step in steps) else steps


def won(session: Session, deal_id: int, why: Why | None = None) -> None:
    """End a deal with a sale agreed; exit steps unticked need a reason."""
    why = why or Why()
    deal = _open(session, deal_id)
    deal_steps.tick_all(session, deal, why.steps_done)
    _check_exit(session, deal, why)
    _close(session, deal, "won", why)


def lost(
    session: Session, deal_id: int, reason: str, competitor: str = "", why: Why | None = None
) -> int:
    """End a deal without a sale; returns how many of its follow-ups were taken off the list.

    ``reason`` is required; ``competitor`` is who got it, added when new.
    """
    said = _needed(reason, _("Say why the deal was lost."))
    why = why or Why()
    deal = _open(session, deal_id)
    deal.lost_reason = said
    deal.competitor_id = competitors.named(session, competitor)
    _close(session, deal, "lost", Why(said, (), why.staff_id, why.approver_id, why.trigger))
    return _drop_plans(session, deal)


def rest(session: Session, deal_id: int, reason: str, why: Why | None = None) -> int:
    """Give a deal up for now: it is dormant, with the reason; returns follow-ups taken off."""
    said = _needed(reason, _("Say why the deal is given up."))
    why = why or Why()
    deal = _open(session, deal_id)
    deal.state, deal.closed_on, deal.lost_reason = "dormant", clock.today(), said
    _log(session, deal, deal.stage_id, deal.stage_id,
         Why(said, (), why.staff_id, why.approver_id, deal_stays.GIVEN_UP))  # fmt: skip
    session.flush()
    return _drop_plans(session, deal)


def reopen(
    session: Session, deal_id: int, why: Why | None = None, stage_id: int | None = None
) -> None:
    """Make an ended or dormant deal open again, in the stage it was in before or ``stage_id``."""
    why = why or Why()
    deal = deal_record.found(session, deal_id)
    if deal.state == "open":
        raise Conflict(_("This deal is open already."), _("Nothing was changed."))
    if stage_id is None:
        stage_id = _last_open_stage(session, deal)
    elif deal_stages.get(session, stage_id).outcome:
        raise Conflict(_("This deal is closed."), _("Nothing was changed."))
    before = deal.stage_id
    deal.state, deal.closed_on = "open", None
    deal.lost_reason, deal.competitor_id, deal.extended_until = "", None, None
    deal.stage_id, deal.stage_since = stage_id, clock.today()
    _log(session, deal, before, stage_id,
         Why(why.reason, (), why.staff_id, why.approver_id, deal_stays.REOPENED))  # fmt: skip
    session.flush()


def remove(session: Session, deal_ids: Sequence[int]) -> int:
    """Put deals into the recycle bin; returns how many of their follow-ups went off the list."""
    dropped = 0
    for deal_id in deal_ids:
        deal = deal_record.found(session, deal_id)
        deal.deleted_at = clock.now()
        dropped += _drop_plans(session, deal)
    session.flush()
    return dropped


_FIELDS = (
    "title", "amount_minor", "contact_id", "person_id", "expected_on", "owner_id", "source",
    "note", "currency",
)  # fmt: skip


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """Typed values as they are kept."""
    for name in ("title", "source"):
        if name in values:
            values[name] = " ".join(text.clean(values[name]).split())
    if "note" in values:
        values["note"] = text.clean(values["note"])
    if "title" in values:
        _needed(values["title"], _("Say what the deal is about."))
    if not 0 <= values.get("amount_minor", 0) < MOST_MINOR:
        raise UserError(
            _("A deal cannot be worth that much, or less than nothing."),
            _("Nothing was changed."),
            _("Correct the amount."),
        )
    return values


def _needed(typed: str, ask: str) -> str:
    said = text.clean(typed)
    if not said:
        raise UserError(_("A few words are missing."), _("Nothing was changed."), ask)
    return said


def _check_links(session: Session, values: dict[str, Any]) -> None:
    for name in ("contact_id", "person_id"):
        if values.get(name) is not None:
            contact_record.found(session, values[name])
    owner = values.get("owner_id")
    if owner is not None and session.get(Staff, owner) is None:
        raise UserError(_("Nobody of that number works here."), _("Nothing was changed."))


def _open(session: Session, deal_id: int) -> Deal:
    deal = deal_record.found(session, deal_id)
    if deal.state != "open":
        raise Conflict(
            _("This deal is closed."), _("Nothing was changed."), _("Open it again first.")
        )
    return deal


def _is_forward(session: Session, deal: Deal, stage_id: int) -> bool:
    order = [row.id for row in deal_stages.open_stages(session)]
    now = order.index(deal.stage_id) if deal.stage_id in order else -1
    return order.index(stage_id) > now


def _check_exit(session: Session, deal: Deal, why: Why) -> None:
    missing = [step.text for step in deal_steps.of(session, deal) if not step.done]
    if missing and not text.clean(why.reason):
        names = pgettext("list separator", ", ").join(missing)
        raise UserError(
            _("Not done yet in this stage: {steps}.").format(steps=names),
            _("Nothing was changed."),
            _("Tick what is done, or say why the deal moves on without it."),
        )


def _enter(session: Session, deal: Deal, stage_id: int | None, why: Why) -> None:
    _log(session, deal, deal.stage_id, stage_id, why)
    deal.stage_id, deal.stage_since, deal.extended_until = stage_id, clock.today(), None
    session.flush()


def _close(session: Session, deal: Deal, outcome: str, why: Why) -> None:
    stage = deal_stages.with_outcome(session, outcome)
    deal.state, deal.closed_on = outcome, clock.today()
    _enter(session, deal, stage if stage is not None else deal.stage_id, why)


def _log(session: Session, deal: Deal, before: int | None, to: int | None, why: Why) -> None:
    done = [step.text for step in deal_steps.of(session, deal) if step.done] if before else []
    session.add(
        DealStageChange(
            deal_id=deal.id,
            from_stage_id=before,
            to_stage_id=to,
            changed_at=clock.now(),
            trigger=why.trigger,
            reason=text.clean(why.reason),
            steps_done=json.dumps(done, ensure_ascii=False) if done else "",
            staff_id=deal_record.mover(session, deal, why.staff_id),
            approver_id=why.approver_id,
        )
    )


def _last_open_stage(session: Session, deal: Deal) -> int:
    """The stage the deal was in last that still takes open deals, else the first."""
    open_ids = [row.id for row in deal_stages.open_stages(session)]
    been = (
        select(DealStageChange.to_stage_id)
        .join(DealStage, DealStage.id == DealStageChange.to_stage_id)
        .where(DealStageChange.deal_id == deal.id, DealStageChange.to_stage_id.in_(open_ids))
        .order_by(DealStageChange.changed_at.desc(), DealStageChange.id.desc())
    )
    return session.scalars(been.limit(1)).first() or open_ids[0]


def _drop_plans(session: Session, deal: Deal) -> int:
    """Take the open follow-ups of a deal that ended off the list."""
    waiting = list(
        session.scalars(
            select(FollowUp.id).where(
                FollowUp.deal_id == deal.id,
                FollowUp.state == "open",
                FollowUp.deleted_at.is_(None),
            )
        )
    )
    follow_ups.cancel(session, waiting)
    return len(waiting)

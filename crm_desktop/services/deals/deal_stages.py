"""The stages of deals: what they are called, how sure they are, and changing them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import N_, _, ngettext, pgettext
from crm_desktop.db.models import Deal, DealStage, DealStageChange
from crm_desktop.services.deals import deal_record

SAVE_ACTION = N_("Change the stages of deals")
MOST_DAYS = 3_650
MOST_STEPS = 20
MOST_STAGES = 12


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage. ``outcome`` is empty, ``won`` or ``lost``; ``probability_bp`` in basis points;
    ``allowed_days`` is ``None`` where only the average of the past decides."""

    id: int
    code: str
    name: str
    outcome: str
    probability_bp: int
    allowed_days: int | None
    exit_steps: tuple[str, ...]
    open_deals: int = 0


@dataclass(frozen=True, slots=True)
class StageDraft:
    """A stage as edited; ``id`` is ``None`` for a new one. A won or lost stage keeps its sureness,
    and has no days and steps."""

    name: str
    id: int | None = None
    probability_bp: int = 0
    allowed_days: int | None = None
    exit_steps: tuple[str, ...] = ()


def stage_names(session: Session) -> list[tuple[str, str]]:
    """Code (or else the name) and shown name of every stage, in the shop's order."""
    return [
        (one.code or one.name, deal_stage_name(one.code, one.name)) for one in _ordered(session)
    ]


def deal_stage_name(code: str, name: str) -> str:
    """The shop's own name of a deal stage, or its translated default."""
    defaults = {
        "enquiry": pgettext("deal stage", "Enquiry"),
        "need": pgettext("deal stage", "Need confirmed"),
        "survey": pgettext("deal stage", "Site survey"),
        "quote": pgettext("deal stage", "Quoted"),
        "negotiation": pgettext("deal stage", "Negotiation"),
        "won": pgettext("deal stage", "Won"),
        "lost": pgettext("deal stage", "Lost"),
    }
    return name or defaults.get(code, code)


def stages(session: Session) -> list[StageRow]:
    """Every stage in the shop's order: those of open deals, then won, then lost."""
    counts = _open_counts(session)
    rows = [_row(stage, counts.get(stage.id, 0)) for stage in _ordered(session)]
    return sorted(rows, key=lambda row: ("", "won", "lost").index(row.outcome))


def open_stages(session: Session) -> list[StageRow]:
    """The stages a deal goes through before it is decided."""
    return [row for row in stages(session) if not row.outcome]


def with_outcome(session: Session, outcome: str) -> int | None:
    """The id of the stage for deals ``won`` or ``lost``."""
    return next((row.id for row in stages(session) if row.outcome == outcome), None)


def get(session: Session, stage_id: int) -> StageRow:
    """One stage. Raises ``NotFound`` when it is gone."""
    stage = session.get(DealStage, stage_id)
    if stage is None or stage.deleted_at is not None:
        raise NotFound(_("This stage does not exist any more."), _("Nothing was changed."))
    return _row(stage, 0)


def by_name(session: Session, words: str) -> StageRow:
    """The stage with this code or name, as typed. Raises ``NotFound`` with those there are."""
    wanted = text.fold(words)
    rows = stages(session)
    for row in rows:
        if wanted in (text.fold(row.code), text.fold(row.name)):
            return row
    raise NotFound(
        _("There is no stage “{name}”.").format(name=words),
        _("Nothing was changed."),
        _("Choose one of: {names}.").format(
            names=pgettext("list separator", ", ").join(row.name for row in rows)
        ),
    )


def save(
    session: Session, drafts: Sequence[StageDraft], moved_to: Mapping[int, int] | None = None
) -> None:
    """Make ``drafts`` the stages of open deals, in their order; won and lost keep their place.

    A stage that is not among them goes; ``moved_to`` says for each such stage with open deals
    which remaining stage they move to, and every move is kept. Drafts with the id of the won or
    lost stage rename those. Raises ``UserError`` for what cannot be.
    """
    clean = [_checked(draft) for draft in drafts]
    ending = {row.id: row for row in stages(session) if row.outcome}
    running = [draft for draft in clean if draft.id not in ending]
    _check_whole(running, clean)
    kept = {draft.id for draft in running}
    leaving = [row for row in open_stages(session) if row.id not in kept]
    _rehouse(session, leaving, moved_to or {}, kept)
    for position, draft in enumerate(running):
        stage = _found(session, draft.id) if draft.id is not None else DealStage()
        _write(stage, draft)
        stage.probability_bp, stage.allowed_days = draft.probability_bp, draft.allowed_days
        stage.exit_steps = json.dumps(draft.exit_steps, ensure_ascii=False)
        stage.position = position
        session.add(stage)
    for draft in clean:
        if draft.id in ending and draft.id is not None:
            _write(_found(session, draft.id), draft)
    for at, row in enumerate(ending.values()):
        _found(session, row.id).position = len(running) + at
    session.flush()


def _ordered(session: Session) -> list[DealStage]:
    query = (
        select(DealStage)
        .where(DealStage.deleted_at.is_(None))
        .order_by(DealStage.position, DealStage.id)
    )
    return list(session.scalars(query))


def _row(stage: DealStage, open_deals: int) -> StageRow:
    return StageRow(
        id=stage.id,
        code=stage.code,
        name=deal_stage_name(stage.code, stage.name),
        outcome=stage.outcome,
        probability_bp=stage.probability_bp,
        allowed_days=stage.allowed_days,
        exit_steps=_steps(stage.exit_steps),
        open_deals=open_deals,
    )


def _steps(raw: str) -> tuple[str, ...]:
    """The checklist; a column that holds something else counts as empty."""
    try:
        found = json.loads(raw or "[]")
    except ValueError:
        return ()
    return tuple(str(one) for one in found) if isinstance(found, list) else ()


def _open_counts(session: Session) -> dict[int, int]:
    query = (
        select(Deal.stage_id, func.count())
        .where(Deal.state == "open", Deal.deleted_at.is_(None), Deal.stage_id.is_not(None))
        .group_by(Deal.stage_id)
    )
    return {key: number for key, number in session.execute(query) if key is not None}


def _found(session: Session, stage_id: int) -> DealStage:
    get(session, stage_id)
    return session.get_one(DealStage, stage_id)


def _write(stage: DealStage, draft: StageDraft) -> None:
    # A default name stays empty in the file, so that it is still translated.
    same = stage.code and draft.name == deal_stage_name(stage.code, "")
    stage.name = "" if same else draft.name


def _checked(draft: StageDraft) -> StageDraft:
    name = " ".join(text.clean(draft.name).split())
    steps = dict.fromkeys(filter(None, (" ".join(text.clean(s).split()) for s in draft.exit_steps)))
    if not name or len(name) > 40:
        raise _refused(_("A stage needs a name of up to 40 characters."))
    if not 0 <= draft.probability_bp <= 10_000:
        raise _refused(_("How sure “{name}” is goes from 0 to 100 %.").format(name=name))
    if draft.allowed_days is not None and not 1 <= draft.allowed_days <= MOST_DAYS:
        raise _refused(_("“{name}” can allow 1 to {most} days.").format(name=name, most=MOST_DAYS))
    if len(steps) > MOST_STEPS:
        raise _refused(
            _("“{name}” can have up to {most} exit steps.").format(name=name, most=MOST_STEPS)
        )
    return StageDraft(name, draft.id, draft.probability_bp, draft.allowed_days, tuple(steps))


def _check_whole(running: Sequence[StageDraft], every: Sequence[StageDraft]) -> None:
    if not 1 <= len(running) <= MOST_STAGES:
        raise _refused(_("A board has 1 to {most} stages.").format(most=MOST_STAGES))
    names = [text.fold(draft.name) for draft in every]
    twice = next((draft.name for draft in every if names.count(text.fold(draft.name)) > 1), None)
    if twice is not None:
        raise _refused(_("Two stages are called “{name}”.").format(name=twice))


def _rehouse(
    session: Session,
    leaving: Sequence[StageRow],
    moved_to: Mapping[int, int],
    kept: set[int | None],
) -> None:
    """Move the open deals of stages that go, and mark those as gone."""
    for row in leaving:
        target = moved_to.get(row.id)
        if row.open_deals and target not in kept:
            words = ngettext(
                "“{name}” has {n} open deal.", "“{name}” has {n} open deals.", row.open_deals
            )
            raise UserError(
                words.format(name=row.name, n=row.open_deals),
                _("Nothing was changed."),
                _("Choose the stage they move to."),
            )
        waiting = select(Deal).where(Deal.stage_id == row.id, Deal.state.in_(("open", "dormant")))
        for deal in session.scalars(waiting):
            deal.stage_id, deal.stage_since = target, clock.today()
            session.add(
                DealStageChange(
                    deal_id=deal.id, from_stage_id=row.id, to_stage_id=target,
                    changed_at=clock.now(), trigger="stage_removed",
                    staff_id=deal_record.mover(session, deal),
                )
            )  # fmt: skip
        _found(session, row.id).deleted_at = clock.now()


def _refused(sentence: str) -> UserError:
    return UserError(sentence, _("Nothing was changed."))

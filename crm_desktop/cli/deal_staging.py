"""The command for the stages deals go through: list, change, add, order and take away."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.services.deals.deal_stages import StageDraft, StageRow


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "deal-stage", N_("List the stages of deals, or change, add or take away one."))(
        deal_stage
    )


def deal_stage(
    file: DataFile,
    stage: Annotated[
        str, typer.Argument(metavar="[STAGE]", help=N_("Name of the stage, or its code."))
    ] = "",
    *,
    add: Annotated[bool, typer.Option("--add", help=N_("Add a stage of this name."))] = False,
    name: Annotated[str, typer.Option("--name", metavar="WORDS", help=N_("A new name."))] = "",
    sure: Annotated[
        float | None,
        typer.Option("--sure", metavar="PERCENT", min=0, max=100,
                     help=N_("How sure a deal there is.")),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option("--days", metavar="N", help=N_("Days allowed in it; -1 for no limit.")),
    ] = None,
    step: Annotated[
        list[str] | None,
        typer.Option("--step", metavar="WORDS",
                     help=N_("A line of its exit checklist (may be repeated); none empties it.")),
    ] = None,
    place: Annotated[
        int, typer.Option("--place", metavar="N", help=N_("Its place in the order, 1 the first."))
    ] = 0,
    remove_into: Annotated[
        str,
        typer.Option("--remove-into", metavar="STAGE",
                     help=N_("Take it away; its open deals move to this stage.")),
    ] = "",
) -> Done:  # fmt: skip
    """One step of undo, whatever is said."""
    from crm_desktop.services.deals import deal_stages

    changes = _changes(name, sure, days, step)
    if stage:
        with writing(file) as store:
            store.write(
                deal_stages.SAVE_ACTION, _apply, stage, changes, place, remove_into, add=add
            )
    elif add or place or remove_into or changes:
        raise typer.BadParameter(_("Say which stage."))
    with reading(file) as store, store.read() as session:
        rows = deal_stages.stages(session)
    return Done(tuple(map(_line, rows)), {"stages": [asdict(row) for row in rows]})


def _changes(
    name: str, sure: float | None, days: int | None, step: list[str] | None
) -> dict[str, Any]:
    """The fields of a ``StageDraft`` that were said."""
    said: dict[str, Any] = {"name": name} if name else {}
    if sure is not None:
        said["probability_bp"] = round(sure * 100)
    if days is not None:
        said["allowed_days"] = None if days == -1 else days
    if step:
        said["exit_steps"] = () if step == ["none"] else tuple(step)
    return said


def _apply(
    session: Session,
    words: str,
    changes: dict[str, Any],
    place: int,
    remove_into: str,
    *,
    add: bool,
) -> None:
    from crm_desktop.services.deals import deal_stages
    from crm_desktop.services.deals.deal_stages import StageDraft

    rows = deal_stages.stages(session)
    drafts = [_draft(row) for row in rows if not row.outcome]
    ends = [_draft(row) for row in rows if row.outcome]
    if add:
        drafts.append(replace(StageDraft(words), **changes))
        at = len(drafts) - 1
    else:
        target = deal_stages.by_name(session, words).id
        every = [one.id for one in drafts + ends]
        at = every.index(target)
        if at >= len(drafts) and remove_into:
            raise typer.BadParameter(_("Won and lost always stay."))
        if at >= len(drafts):
            ends[at - len(drafts)] = replace(ends[at - len(drafts)], **changes)
            deal_stages.save(session, drafts + ends)
            return
        drafts[at] = replace(drafts[at], **changes)
    moved = {}
    if remove_into:
        gone = drafts.pop(at).id or 0
        moved[gone] = deal_stages.by_name(session, remove_into).id
    elif place:
        drafts.insert(max(0, place - 1), drafts.pop(at))
    deal_stages.save(session, drafts + ends, moved)


def _draft(row: StageRow) -> StageDraft:
    from crm_desktop.services.deals.deal_stages import StageDraft

    return StageDraft(row.name, row.id, row.probability_bp, row.allowed_days, row.exit_steps)


def _line(row: StageRow) -> str:
    from crm_desktop.core import formats

    parts = [row.name]
    if not row.outcome:
        parts.append(_("{percent} sure").format(percent=formats.percent(row.probability_bp)))
        if row.allowed_days is not None:
            allowed = ngettext("{n} day allowed", "{n} days allowed", row.allowed_days)
            parts.append(allowed.format(n=row.allowed_days))
        words = ngettext("{n} open deal", "{n} open deals", row.open_deals)
        parts.append(words.format(n=row.open_deals))
        parts += row.exit_steps
    return " · ".join(parts)

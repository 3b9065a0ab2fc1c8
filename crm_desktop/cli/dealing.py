"""Commands for deals: listing them, making them, and moving them between stages."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core import clock, money
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.db.store import Store
    from crm_desktop.services.deals.deal_list import DealQuery, DealRow
    from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft

DealNumber = Annotated[
    int, typer.Argument(metavar="ID", help=N_("Number of the deal, as deals shows it."))
]


Approver = Annotated[
    str, typer.Option("--approver", metavar="NAME", help=N_("Who agreed, kept in its history."))
]

Owner = Annotated[str, typer.Option("--owner", metavar="NAME", help=N_("Whose deal it is."))]
Expected = Annotated[
    str, typer.Option("--expected", metavar="DATE", help=N_("When it should be won."))
]
Origin = Annotated[str, typer.Option("--source", metavar="WORDS", help=N_("Where it comes from."))]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="OUT", help=N_("Write them to .xlsx or .csv.")),
]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "deals", N_("List the deals with their stage, amount and next step."))(list_deals)
    command(app, "deal-new", N_("Make a deal, and plan its next step."))(new_deal)
    command(app, "deal-move", N_("Move a deal to another stage."))(move_deal)
    command(app, "deal-won", N_("Mark a deal as won."))(win_deal)
    command(app, "deal-lost", N_("Mark a deal as lost, with the reason."))(lose_deal)
    command(app, "stalled", N_("List the stalled deals, or decide what becomes of one."))(stalled)


def list_deals(
    file: DataFile,
    *,
    state: Annotated[
        str,
        typer.Option(
            "--state", metavar="STATE", help=N_("open (if not said), won, lost, dormant or all.")
        ),
    ] = "open",
    stage: Annotated[
        str, typer.Option("--stage", metavar="STAGE", help=N_("Only those in this stage."))
    ] = "",
    customer: Annotated[
        int | None, typer.Option("--customer", metavar="N", help=N_("Only of this customer."))
    ] = None,
    find: Annotated[
        str, typer.Option("--find", metavar="WORDS", help=N_("Part of the title or the name."))
    ] = "",
    limit: Annotated[
        int,
        typer.Option("--limit", metavar="N", min=1, help=N_("How many to show; 50 if not said.")),
    ] = 50,
    out: Output = None,
) -> Done:
    """List deals, those due next first."""
    from crm_desktop.services.deals import deal_list, deal_stages
    from crm_desktop.services.deals.deal_list import DealQuery

    shown = _state(state)
    with reading(file) as store, store.read() as session:
        stage_id = deal_stages.by_name(session, stage).id if stage else None
        query = DealQuery(shown, stage_id, customer, text=find)
        if out is not None:
            return _written(session, query, out)
        number = deal_list.count(session, query)
        found = deal_list.page(session, query, 0, limit)
        lines = [_line(row) for row in found]
    if number > limit:
        lines.append(_("{count} more").format(count=number - limit))
    return Done(
        tuple(lines) or (_("No deals."),),
        {"count": number, "deals": [asdict(one) for one in found]},
    )


def _written(session: Session, query: DealQuery, out: Path) -> Done:
    from crm_desktop.exchange import deal_sheet

    with progress_bar(_("Writing {name}").format(name=out.name)) as progress:
        count = deal_sheet.write(session, query, out, progress)
    said = ngettext("{n} row saved in {name}", "{n} rows saved in {name}", count)
    return Done((said.format(n=count, name=out.name),), {"rows": count, "output": out})


def _state(typed: str) -> str:
    from crm_desktop.services.deals.deal_list import STATES

    if typed not in (*STATES, "all"):
        known = ", ".join((*STATES, "all"))
        raise typer.BadParameter(_("{text} is none of {known}.").format(text=typed, known=known))
    return "" if typed == "all" else typed


def new_deal(
    file: DataFile,
    title: Annotated[str, typer.Argument(metavar="TITLE", help=N_("What it is about."))],
    *,
    customer: Annotated[
        int | None, typer.Option("--customer", metavar="N", help=N_("Number of the customer."))
    ] = None,
    amount: Annotated[
        str, typer.Option("--amount", metavar="AMOUNT", help=N_("What it is worth, like 68000."))
    ] = "0",
    stage: Annotated[
        str, typer.Option("--stage", metavar="STAGE", help=N_("The first one if not said."))
    ] = "",
    expected: Expected = "",
    owner: Owner = "",
    source: Origin = "",
    step: Annotated[
        str, typer.Option("--next", metavar="WORDS", help=N_("The next step to plan."))
    ] = "",
    step_on: Annotated[
        str, typer.Option("--on", metavar="DATE", help=N_("The day of the next step."))
    ] = "",
) -> Done:
    """Make a deal; ``undo`` takes it back."""
    from crm_desktop.services.deals import deal_stages, deals
    from crm_desktop.services.records import staff
    from crm_desktop.services.settings import settings

    following = _step(step, step_on)
    with writing(file) as store:
        with store.read() as session:
            currency = settings.get(session, settings.CURRENCY)
            stage_id = deal_stages.by_name(session, stage).id if stage else None
            owner_id = staff.by_name(session, owner, active=True) if owner else None
        draft = deals.DealDraft(
            title,
            money.to_minor(_amount(amount), currency),
            customer,
            stage_id=stage_id,
            expected_on=read_day(expected) if expected else None,
            owner_id=owner_id,
            source=source,
        )
        made = store.write(deals.CREATE_ACTION, deals.create, draft, following).value
        return _told(store, made)


def move_deal(
    file: DataFile,
    deal: DealNumber,
    stage: Annotated[
        str, typer.Argument(metavar="STAGE", help=N_("Name of the stage, or its code."))
    ],
    *,
    reason: Annotated[
        str, typer.Option("--reason", metavar="WORDS", help=N_("Why, kept in its history."))
    ] = "",
    done: Annotated[
        list[str] | None,
        typer.Option("--done", metavar="STEP", help=N_("Tick this exit step (may be repeated).")),
    ] = None,
    approver: Approver = "",
) -> Done:
    """Move a deal; exit steps that are not ticked need a reason."""
    from crm_desktop.services.deals import deal_stages, deals
    from crm_desktop.services.deals.deals import Why

    with writing(file) as store:
        with store.read() as session:
            target = deal_stages.by_name(session, stage).id
        agreed = _approver(store, approver)
        why = Why(reason, tuple(done or ()), approver_id=agreed, trigger="command_line")
        store.write(deals.MOVE_ACTION, deals.move, deal, target, why)
        return _told(store, deal)


def win_deal(
    file: DataFile,
    deal: DealNumber,
    reason: Annotated[
        str, typer.Option("--reason", metavar="WORDS", help=N_("Why, kept in its history."))
    ] = "",
    approver: Approver = "",
) -> Done:
    """End a deal as won."""
    from crm_desktop.services.deals import deals
    from crm_desktop.services.deals.deals import Why

    with writing(file) as store:
        agreed = _approver(store, approver)
        why = Why(reason, approver_id=agreed, trigger="command_line")
        store.write(deals.WON_ACTION, deals.won, deal, why)
        return _told(store, deal)


def lose_deal(
    file: DataFile,
    deal: DealNumber,
    reason: Annotated[
        str, typer.Option("--reason", metavar="WORDS", help=N_("Why it was lost; needed."))
    ],
    competitor: Annotated[
        str, typer.Option("--competitor", metavar="NAME", help=N_("Who got it."))
    ] = "",
) -> Done:
    """End a deal as lost."""
    from crm_desktop.services.deals import deals
    from crm_desktop.services.deals.deals import Why

    with writing(file) as store:
        why = Why(trigger="command_line")
        store.write(deals.LOST_ACTION, deals.lost, deal, reason, competitor, why)
        return _told(store, deal)


def stalled(
    file: DataFile,
    deal: Annotated[
        int | None, typer.Argument(metavar="[ID]", help=N_("Number of the deal to decide on."))
    ] = None,
    *,
    push: Annotated[
        str, typer.Option("--push", metavar="WORDS", help=N_("Plan this to get it moving."))
    ] = "",
    on: Annotated[
        str,
        typer.Option("--on", metavar="DATE", help=N_("The day of that plan; today if not said.")),
    ] = "",
    give_up: Annotated[
        str, typer.Option("--give-up", metavar="WORDS", help=N_("Let it rest, for this reason."))
    ] = "",
    extend: Annotated[
        str, typer.Option("--extend", metavar="DATE", help=N_("Give it time until that day."))
    ] = "",
) -> Done:
    """List the deals over the limit of their stage; or push, give up or extend one."""
    from crm_desktop.services.deals import deal_stalls

    if deal is None:
        with reading(file) as store, store.read() as session:
            found = deal_stalls.stalled(session, clock.today())
        return Done(
            tuple(_line(row) for row in found) or (_("No deal is stalled."),),
            {"deals": [asdict(one) for one in found]},
        )
    if sum(map(bool, (push, give_up, extend))) != 1:
        raise typer.BadParameter(_("Say one of --push, --give-up and --extend."))
    with writing(file) as store:
        if push:
            plan = _planned(push, on or clock.today().isoformat())
            store.write(deal_stalls.PUSH_ACTION, deal_stalls.push, deal, plan)
        elif give_up:
            store.write(deal_stalls.GIVE_UP_ACTION, deal_stalls.give_up, deal, give_up)
        else:
            store.write(deal_stalls.EXTEND_ACTION, deal_stalls.extend, deal, read_day(extend))
        return _told(store, deal)


def _approver(store: Store, name: str) -> int | None:
    """Who agreed, by name; nobody when not said."""
    from crm_desktop.services.records import staff

    if not name:
        return None
    with store.read() as session:
        return staff.by_name(session, name, active=True)


def _step(words: str, day: str) -> FollowUpDraft | None:
    if words:
        return _planned(words, day)
    if day:
        raise typer.BadParameter(_("--on is the day of a step: say which with --next."))
    return None


def _planned(words: str, day: str) -> FollowUpDraft:
    from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft

    return FollowUpDraft(words, read_day(day) if day else None)


def _amount(typed: str) -> Decimal:
    from crm_desktop.exchange import amounts

    found = amounts.parse_amount(typed).value
    if found is None or found.adjusted() > 14:
        raise typer.BadParameter(_("{text} is no amount like 68000.").format(text=typed))
    return found


def _told(store: Store, deal: int) -> Done:
    from crm_desktop.services.deals import deal_list

    with store.read() as session:
        row = deal_list.get(session, deal)
    return Done((_line(row),), asdict(row))


def _line(row: DealRow) -> str:
    from crm_desktop.core import formats

    parts: list[Any] = [row.title, row.contact_name, formats.money_whole(row.amount_minor,
                        row.currency), row.stage]  # fmt: skip
    if row.state == "open":
        parts.append(_days(row.days_in_stage))
        parts.append(_next(row))
    elif row.closed_on is not None:
        parts.append(row.closed_on)
    if row.lost_reason:
        parts.append(row.lost_reason)
    if row.stalled:
        parts.append(_("stalled"))
    return f"{row.id}  " + " · ".join(str(part) for part in parts if part)


def _days(days: int) -> str:
    return ngettext("{n} day", "{n} days", days).format(n=days)


def _next(row: DealRow) -> str:
    if row.next is None:
        return _("No next step")
    day: dt.date | None = row.next.due_on
    return f"{row.next.title} {day or ''} {row.next.due_time}".strip()

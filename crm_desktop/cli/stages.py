"""Commands for the stages customers stand in: list, change, move."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core import clock
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.services.summaries.stage_figures import StageCount, StalledRow

Stage = Annotated[str, typer.Argument(metavar="STAGE", help=N_("Name, code or number of a stage."))]
Reason = Annotated[str, typer.Option("--reason", metavar="WORDS", help=N_("Why, for the log."))]
Add = Annotated[bool, typer.Option("--add", help=N_("Add a stage of this name."))]
Name = Annotated[str, typer.Option("--name", metavar="WORDS", help=N_("A new name."))]
Colour = Annotated[
    str,
    typer.Option(
        "--colour", metavar="COLOUR", help=N_("gray, amber, blue, accent, violet or red.")
    ),
]
Days = Annotated[
    int | None, typer.Option("--days", metavar="N", help=N_("Days allowed in it; -1 for no limit."))
]
Price = Annotated[
    str,
    typer.Option("--lowest-price", metavar="PERCENT", help=N_("Of the list price; none lifts it.")),
]
Pay = Annotated[
    int | None,
    typer.Option("--payment-days", metavar="N", help=N_("Days to pay; -1 as the shop's.")),
]
Season = Annotated[
    str, typer.Option("--season", metavar="MONTHS", help=N_("Like 3-5,11; none lifts it."))
]
Closed = Annotated[
    bool | None,
    typer.Option("--closed/--open", help=N_("Whether its customers are no longer worked on.")),
]
Place = Annotated[
    int, typer.Option("--place", metavar="N", help=N_("Its place in the order, 1 the first."))
]
RemoveInto = Annotated[
    str,
    typer.Option(
        "--remove-into", metavar="STAGE", help=N_("Take it away; its customers move to this stage.")
    ),
]
Months = Annotated[
    int,
    typer.Option(
        "--months", metavar="N", min=1, max=120, help=N_("Months to show; 12 if not said.")
    ),
]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "stages", N_("Count the customers of each stage, or those who stand still."))(
        stages
    )
    command(app, "edit-stage", N_("Change a stage and what it allows, add one or take one away."))(
        edit_stage
    )
    command(app, "stage-rules", N_("Show or set where sales and idle months lead."))(stage_rules)
    command(app, "move-stage", N_("Put customers into a stage, with the reason."))(move_stage)


def stages(
    file: DataFile,
    stalled: Annotated[
        bool, typer.Option("--stalled", help=N_("List who stays longer than allowed."))
    ] = False,
    migration: Annotated[
        bool, typer.Option("--migration", help=N_("Show the moves of each month."))
    ] = False,
    months: Months = 12,
) -> Done:
    """Counts today; with an option the stalled, or counts and moves by month."""
    from crm_desktop.services.summaries import stage_figures

    with reading(file) as store, store.read() as session:
        today = clock.today()
        if stalled:
            late = stage_figures.stalled(session, today)
            lines = list(map(_stalled_line, late)) or [_("Nobody stays too long.")]
            return Done(tuple(lines), {"stalled": list(map(asdict, late))})
        if migration:
            return _migration(session, months)
        counts = stage_figures.counts(session, today)
    return Done(tuple(map(_count_line, counts)), {"stages": list(map(asdict, counts))})


def _count_line(one: StageCount) -> str:
    from crm_desktop.core import formats
    from crm_desktop.services.lifecycle import stage_policy

    stage = one.stage
    parts = [f"{formats.integer(one.count):>8}  {stage.name}"]
    if one.stalled:
        words = ngettext("{n} too long", "{n} too long", one.stalled)
        parts.append(words.format(n=formats.integer(one.stalled)))
    parts += stage_policy.facts(stage)
    return " · ".join(parts)


def _stalled_line(one: StalledRow) -> str:
    over = ngettext("{n} day over", "{n} days over", one.over).format(n=one.over)
    return " · ".join(
        filter(None, (str(one.contact_id), one.name, one.stage.name, over, one.owner))
    )


def _migration(session: Session, number: int) -> Done:
    from crm_desktop.core import formats
    from crm_desktop.services.lifecycle import lifecycle
    from crm_desktop.services.summaries import stage_figures

    known: dict[int | None, str] = {one.id: one.name for one in lifecycle.stages(session)}
    lines, data = [], []
    for month in stage_figures.months(session, clock.today(), number):
        name = f"{month.first:%Y-%m}"
        counts = {known.get(one, "—"): count for one, count in month.counts.items()}
        said = [f"{stage} {formats.integer(count)}" for stage, count in counts.items()]
        lines.append(f"{name}  " + " · ".join(said))
        moves = [
            {
                "from": known.get(one.from_id, "—"),
                "to": known.get(one.to_id, "—"),
                "count": one.count,
            }
            for one in month.moves
        ]
        lines.extend(f"{'':9}{one['from']} → {one['to']}  {one['count']}" for one in moves)
        data.append({"month": name, "counts": counts, "moves": moves})
    return Done(tuple(lines), {"months": data})


def edit_stage(
    file: DataFile,
    stage: Stage,
    *,
    add: Add = False,
    name: Name = "",
    colour: Colour = "",
    days: Days = None,
    price: Price = "",
    pay: Pay = None,
    season: Season = "",
    closed: Closed = None,
    place: Place = 0,
    remove_into: RemoveInto = "",
) -> Done:
    """One step of undo, whatever is said."""
    words = {"name": name, "colour": colour, "lowest_price_bp": price, "focus_season": season}
    changes = _changes({"allowed_days": days, "payment_days": pay}, words)
    if closed is not None:
        changes["closed"] = closed
    with writing(file) as store:
        store.write(N_("Change a stage"), _apply, stage, changes, place, remove_into, add=add)
    return stages(file)


def _changes(numbers: dict[str, int | None], words: dict[str, str]) -> dict[str, Any]:
    """What ``stage_editing.edit`` is to be told; what was not said is left out."""
    from crm_desktop.services.lifecycle import stage_policy

    said = {key: word for key, word in words.items() if word}
    changes: dict[str, Any] = {key: "" if word == "none" else word for key, word in said.items()}
    if "lowest_price_bp" in changes:
        changes["lowest_price_bp"] = stage_policy.parse_percent(changes["lowest_price_bp"])
    for key, number in numbers.items():
        if number is not None:
            changes[key] = None if number == -1 else number
    return changes


def _apply(
    session: Session,
    words: str,
    changes: dict[str, Any],
    place: int,
    remove_into: str,
    *,
    add: bool,
) -> None:
    from crm_desktop.services.lifecycle import lifecycle, stage_editing

    if add:
        stage_id = stage_editing.add(session, changes.pop("name", "") or words)
    else:
        stage_id = lifecycle.named(session, words).id
    if remove_into:
        stage_editing.remove(session, stage_id, lifecycle.named(session, remove_into).id)
        return
    stage_editing.edit(session, stage_id, **changes)
    if place:
        order = [one.id for one in lifecycle.stages(session) if one.id != stage_id]
        order.insert(max(0, place - 1), stage_id)
        stage_editing.reorder(session, order)


def stage_rules(
    file: DataFile,
    *,
    months: Annotated[
        int | None,
        typer.Option("--idle-months", metavar="N", help=N_("Idle for so long, 0 for never.")),
    ] = None,
    stage: Annotated[
        str, typer.Option("--idle-stage", metavar="STAGE", help=N_("Where the idle go."))
    ] = "",
    first: Annotated[
        str,
        typer.Option(
            "--first-sale", metavar="STAGE", help=N_("Where a first sale leads; none for nowhere.")
        ),
    ] = "",
    second: Annotated[
        str,
        typer.Option(
            "--second-sale", metavar="STAGE", help=N_("Where a second one leads; or none.")
        ),
    ] = "",
    run: Annotated[bool, typer.Option("--run", help=N_("Move all whose time it is, now."))] = False,
) -> Done:
    """Say the rules and how many are idle; ``--run`` moves all of them, one step of undo."""
    from crm_desktop.services.lifecycle import automatic_moves

    sales = {"first_purchase": first, "repeat": second}
    if months is not None or stage or first or second:
        with writing(file) as store:
            store.write(automatic_moves.CHANGE_ACTION, _set_rules, months, stage, sales)
    lines = []
    if run:
        with writing(file) as store, progress_bar(_(automatic_moves.ACTION)) as progress:
            moved = store.write(
                automatic_moves.ACTION, automatic_moves.run, clock.today(), progress, all_idle=True
            ).value
            store.set_up(automatic_moves.looked, clock.today())
        lines.append(moved.words() or _("Nobody had to move."))
    with reading(file) as store, store.read() as session:
        rules = automatic_moves.rules(session, clock.today())
    lines.extend(rules.words())
    return Done(tuple(lines), asdict(rules) | ({"moved": moved.total} if run else {}))


def _set_rules(
    session: Session, months: int | None, stage: str, sales: dict[str, str]
) -> None:  # fmt: skip
    from crm_desktop.services.lifecycle import automatic_moves, lifecycle
    from crm_desktop.services.settings import settings

    for code, words in sales.items():
        if words:
            nowhere = words == "none"
            leads = lifecycle.NO_STAGE if nowhere else lifecycle.named(session, words).id
            lifecycle.set_sale_rule(session, code, leads)
    if months is None and not stage:
        return
    number = settings.get(session, settings.IDLE_MONTHS) if months is None else months
    chosen = settings.get(session, settings.IDLE_STAGE)
    automatic_moves.set_idle_rule(
        session, number, lifecycle.named(session, stage).id if stage else chosen
    )


def move_stage(
    file: DataFile,
    stage: Stage,
    customers: Annotated[
        list[int], typer.Argument(metavar="ID...", help=N_("Numbers of customers."))
    ],
    reason: Reason = "",
    extend: Annotated[
        bool,
        typer.Option("--extend", help=N_("Those in this stage get its days once more instead.")),
    ] = False,
) -> Done:
    """Move customers, kept with who, when and why; one step of undo."""
    with writing(file) as store:
        name = N_("Extend the stage") if extend else N_("Move to a stage")
        count = store.write(name, _move, stage, customers, reason, extend=extend).value
    words = ngettext("{n} customer extended", "{n} customers extended", count) if extend else (
        ngettext("{n} customer moved", "{n} customers moved", count))  # fmt: skip
    return Done((words.format(n=count),), {"moved": 0 if extend else count,
                                           "extended": count if extend else 0})  # fmt: skip


def _move(session: Session, words: str, customers: list[int], reason: str, *, extend: bool) -> int:
    from crm_desktop.services.lifecycle import lifecycle
    from crm_desktop.services.records import contact_record

    stage = lifecycle.named(session, words)
    found = [contact_record.found(session, one) for one in customers]
    if extend:
        staying = [one.id for one in found if one.stage_id == stage.id]
        return lifecycle.extend(session, staying, reason=reason)
    return lifecycle.move(session, [one.id for one in found], stage.id, reason=reason)

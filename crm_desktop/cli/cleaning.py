"""Commands that keep the list clean: duplicates, merge, bin."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core import clock
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from crm_desktop.services.care.duplicates import DuplicatePair
    from crm_desktop.services.care.recycle_bin import BinRow


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "duplicates", N_("List the customers who may be there twice, the surest first."))(
        duplicates
    )
    command(app, "merge", N_("Make customer OTHER part of customer KEEP."))(merge)
    command(app, "bin", N_("List what was deleted, or put it back."))(recycle_bin)


def duplicates(
    file: DataFile,
    limit: Annotated[
        int,
        typer.Option("--limit", metavar="N", min=1, help=N_("How many to show; 50 if not said.")),
    ] = 50,
) -> Done:
    """List pairs with their reasons and the numbers ``merge`` takes."""
    from crm_desktop.services.care import duplicates as finding

    with reading(file) as store, store.read() as session:
        pairs = finding.scan(session)
    lines = [_pair_line(pair) for pair in pairs[:limit]]
    if len(pairs) > limit:
        lines.append(_("{count} more").format(count=len(pairs) - limit))
    lines = lines or [_("Nobody is there twice.")]
    return Done(
        tuple(lines), {"count": len(pairs), "pairs": [asdict(one) for one in pairs[:limit]]}
    )


def _pair_line(pair: DuplicatePair) -> str:
    first, second = pair.first, pair.second
    names = f"{first.id} {first.name} · {second.id} {second.name}"
    return f"{names}  ({pair.confidence.name.lower()}: {', '.join(pair.reasons)})"


def merge(
    file: DataFile,
    keep: Annotated[int, typer.Argument(metavar="KEEP", help=N_("Number of the one that stays."))],
    other: Annotated[
        int, typer.Argument(metavar="OTHER", help=N_("Number of the one that becomes part of it."))
    ],
) -> Done:
    """Merge two customers; ``undo`` takes them apart again."""
    from crm_desktop.services.care import merge as merging

    with writing(file) as store:
        outcome = store.write(merging.MERGE_ACTION, merging.merge, keep, other)
    done = outcome.value
    line = _("{name} is one customer now").format(name=done.name)
    return Done((line,), {"id": done.id, "moved": dict(done.moved), "action": outcome.action_id})


def recycle_bin(
    file: DataFile,
    restore: Annotated[
        list[int] | None,
        typer.Option("--restore", metavar="ID", help=N_("Put the customer with this number back.")),
    ] = None,
) -> Done:
    """List the recycle bin; with ``--restore`` put customers back."""
    from crm_desktop.services.care import recycle_bin as bins

    if restore:
        with writing(file) as store:
            records = [("contact", one) for one in restore]
            count = store.write(N_("Take out of the recycle bin"), bins.restore, records).value
        words = ngettext("{n} customer put back", "{n} customers put back", count)
        return Done((words.format(n=count),), {"restored": count})
    with reading(file) as store, store.read() as session:
        rows = bins.rows(session, clock.today())
    lines = tuple(_bin_line(row) for row in rows) or (_("The recycle bin is empty."),)
    return Done(lines, {"records": [asdict(row) for row in rows]})


def _bin_line(row: BinRow) -> str:
    left = ""
    if row.days_left is not None:
        left = ngettext("{n} day left", "{n} days left", row.days_left).format(n=row.days_left)
    elif row.merged_into:
        left = _("merged into {name}").format(name=row.merged_into)
    return " · ".join(filter(None, (f"{row.table} {row.id}", row.name, left)))

"""Commands on the change log: undo, redo, log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.errors import Conflict
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from crm_desktop.db.store import Outcome, Store


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "undo", N_("Take back the latest change, or the one with the number ACTION."))(
        undo
    )
    command(app, "redo", N_("Do again what was taken back last."))(redo)
    command(app, "log", N_("Show what was done to a data file, latest first."))(log)


def undo(
    file: DataFile,
    action: Annotated[
        int | None,
        typer.Argument(metavar="ACTION", help=N_("A number that the log shows.")),
    ] = None,
) -> Done:
    """Take one action back; what was done since stays."""
    return _replay(
        file, lambda store: store.undo(action), N_("Taken back: {name}."), N_("Nothing to undo.")
    )


def redo(file: DataFile) -> Done:
    """Do the undone action again."""
    return _replay(
        file, lambda store: store.redo(), N_("Done again: {name}."), N_("Nothing to redo.")
    )


def _replay(
    file: DataFile, way: Callable[[Store], Outcome[Any] | None], told: str, nothing: str
) -> Done:
    with writing(file) as store:
        outcome = way(store)
    if outcome is None:
        raise Conflict(_(nothing), _("Nothing was changed."))
    from crm_desktop.core import formats

    kept = outcome.value.kept
    lines = [_(told).format(name=_(outcome.name))]
    if kept:
        lines.append(
            ngettext(
                "{count} record stays as it is, because it was changed later.",
                "{count} records stay as they are, because they were changed later.",
                len(kept),
            ).format(count=formats.integer(len(kept)))
        )
    return Done(tuple(lines), {"action": outcome.action_id, "name": outcome.name, "kept": kept})


def log(
    file: DataFile,
    limit: Annotated[
        int,
        typer.Option("--limit", metavar="N", min=1, help=N_("How many to show; 20 if not said.")),
    ] = 20,
) -> Done:
    """List the latest actions."""
    from crm_desktop.services.timeline import history

    with reading(file) as store, store.read() as session:
        rows = history.recent(session, limit)
    return Done(tuple(map(_line, rows)), {"actions": [asdict(row) for row in rows]})


def _line(row: Any) -> str:
    when = row.done_at.astimezone()
    name = {
        "do": "{name}",
        "setup": "{name}",
        "undo": _("Undo: {name}"),
        "redo": _("Redo: {name}"),
    }[row.kind].format(name=_(row.name))
    state = f"  ({_('taken back')})" if row.undone else ""
    return f"{row.id:>6}  {when:%Y-%m-%d %H:%M}  {name}{state}"

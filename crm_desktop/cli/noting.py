"""The command that keeps what happened with a customer."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "note", N_("Keep what happened with a customer, and the next step it names."))(
        note
    )


def note(
    file: DataFile,
    customer: Annotated[
        int, typer.Argument(metavar="ID", help=N_("Number of the customer, as search shows it."))
    ],
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help=N_("One line, like: call wants quote friday")),
    ],
) -> Done:
    """Write an entry of the timeline and, when the line names a day, a follow-up."""
    from crm_desktop.services.timeline import quick_line

    with writing(file) as store:
        action = N_("Add to the timeline")
        meant = store.write(action, quick_line.log, customer, " ".join(words)).value
    lines = [_("Kept on the timeline")]
    if meant.title:
        lines.append(
            _("Follow-up {day}: {title}").format(
                day=f"{meant.due_on} {meant.due_time}".strip(), title=meant.title
            )
        )
    return Done(tuple(lines), asdict(meant))

"""The command that writes blank sheets to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Kind = Literal["customers", "log", "visit", "card"]


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "start-sheet", N_("Write a blank sheet to fill in and import."))(start_sheet)


def start_sheet(
    file: DataFile,
    kind: Annotated[
        Kind,
        typer.Argument(
            metavar="KIND",
            help=N_("customers: a list; log: calls and visits; visit or card: a form."),
        ),
    ],
    out: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT", help=N_("File to write: .xlsx."))
    ],
) -> Done:
    """Write the sheet with the lists of choices of this file."""
    from crm_desktop.exchange import start_sheets

    with reading(file) as store, store.read() as session:
        offered = _offered(session)
    start_sheets.write(kind, out, offered)
    return Done((_("The sheet is in {out}.").format(out=out),), {"output": out})


def _offered(session: Session) -> dict[str, list[str]]:
    from crm_desktop.services.settings import choices

    return {
        key: [one.value for one in choices.choices(session, key)]
        for key in ("level", "customer_type", "source")
    }

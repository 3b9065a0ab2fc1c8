"""Commands on a data file as a whole: new, demo, backup, restore, check, open."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import creating, put_back, reading
from crm_desktop.cli.parameters import DataFile, NewFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core import i18n
from crm_desktop.core.i18n import N_, _


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "open", N_("Open the window."))(open_)
    command(app, "new", N_("Make a new, empty data file."))(new)
    command(app, "backup", N_("Make a verified copy; works while the file is in use."))(backup)
    command(app, "restore", N_("Put a backup in the place of a data file."))(restore)


def open_(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help=N_("A data file; without one, the file used last.")),
    ] = None,
) -> Done:
    """Show the window until it is closed."""
    from crm_desktop.cli.window import open_window

    return Done(status=open_window(file))


def new(
    file: NewFile,
    shop: Annotated[
        str, typer.Option(metavar="NAME", help=N_("Name of the shop, printed on reports."))
    ] = "",
    currency: Annotated[
        str, typer.Option(metavar="CODE", help=N_("Currency of prices, such as CNY or USD."))
    ] = "CNY",
) -> Done:
    """Make an empty file that speaks the language in force."""
    from crm_desktop.services import new_file

    with creating(
        file,
        lambda store: store.set_up(
            new_file.seed, i18n.language(), shop_name=shop, currency=currency.upper()
        ),
    ):
        return Done((_("{file} is ready.").format(file=file),), {"file": file})


def backup(
    file: DataFile,
    destination: Annotated[
        Path | None,
        typer.Argument(
            metavar="DEST", help=N_("Where to; without it, into NAME-backups beside the file.")
        ),
    ] = None,
) -> Done:
    """Copy the file, check the copy, and say where it is."""
    if destination is not None and destination.is_dir():
        from crm_desktop.db.backup import default_destination

        destination = destination / default_destination(file).name
    with reading(file) as store, progress_bar(_("Backing up")) as progress:
        copy = store.back_up(destination, progress)
    size = copy.stat().st_size
    return Done((_("Backed up to {copy}.").format(copy=copy),), {"backup": copy, "bytes": size})


def restore(
    backup_file: Annotated[Path, typer.Argument(metavar="BACKUP", help=N_("The backup to use."))],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=N_("The data file it takes the place of."))
    ],
) -> Done:
    """Replace the file by the backup; the present file is backed up first."""
    with progress_bar(_("Restoring")) as progress:
        kept = put_back(backup_file, file, progress)
    lines = [_("{file} is now what {backup} holds.").format(file=file, backup=backup_file.name)]
    if kept is not None:
        lines.append(_("What was there before is kept in {kept}.").format(kept=kept))
    return Done(tuple(lines), {"file": file, "kept": kept})

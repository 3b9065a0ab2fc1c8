"""Commands on a data file as a whole: new, demo, backup, restore, check, open."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.files import creating, integrity_faults, put_back, reading
from crm_desktop.cli.parameters import DataFile, NewFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import EXIT_FAILED, Done
from crm_desktop.core import i18n
from crm_desktop.core.i18n import N_, _


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "open", N_("Open the window."))(open_)
    command(app, "new", N_("Make a new, empty data file."))(new)
    command(app, "demo", N_("Make a data file with a sample shop to look around in."))(demo)
    command(app, "check", N_("Check a data file and everything in it."))(check)
    command(app, "backup", N_("Make a verified copy; works while the file is in use."))(backup)
    command(app, "restore", N_("Put a backup in the place of a data file."))(restore)


def open_(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help=N_("A data file; without one, the file used last.")),
    ] = None,
    self_test: Annotated[
        bool,
        typer.Option("--self-test", help=N_("Visit every page, then close: 0 when all is well.")),
    ] = False,
    minimised: Annotated[
        bool, typer.Option("--minimised", help=N_("Stay out of the way, to remind only."))
    ] = False,
) -> Done:
    """Show the window until it is closed."""
    from crm_desktop.cli.window import open_window

    return Done(status=open_window(file, self_test=self_test, minimised=minimised))


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


def demo(
    file: NewFile,
    customers: Annotated[
        int,
        typer.Option(metavar="N", min=1, help=N_("How many customers; 1,284 if not said.")),
    ] = 1284,
    seed: Annotated[
        int | None,
        typer.Option(metavar="S", help=N_("Another number gives other people and sales.")),
    ] = None,
    today: Annotated[
        str, typer.Option(metavar="DATE", help=N_("The day it is there, such as 2026-06-18."))
    ] = "",
) -> Done:
    """Make a file with the sample shop; the same numbers give the same shop."""
    day = read_day(today) if today else None
    counts = _make_sample(file, customers, seed, day)
    from crm_desktop.core import formats

    told = _("{file} is ready: a sample shop with {customers} customers and {sales} sales.")
    line = told.format(
        file=file,
        customers=formats.integer(counts["customers"]),
        sales=formats.integer(counts["sales"]),
    )
    return Done((line,), {"file": file, **counts})


def _make_sample(
    file: Path, customers: int, seed: int | None, day: dt.date | None
) -> dict[str, int]:
    """The sample shop in a new file; how many records of each kind it has."""
    from crm_desktop.services.demo import demo as sample
    from crm_desktop.services.exports.export_rows import record_counts

    with (
        progress_bar(_("Making sample data")) as progress,
        creating(
            file,
            lambda store: store.set_up(
                sample.fill,
                customers,
                sample.SEED if seed is None else seed,
                day,
                language=i18n.language(),
                progress=progress,
            ),
        ) as store,
        store.read() as session,
    ):
        return record_counts(session)


def check(file: DataFile) -> Done:
    """Look for damage in the file and for figures that do not match the records."""
    from crm_desktop.services import check as checking
    from crm_desktop.services.check_finding import Finding

    faults = integrity_faults(file)
    findings: list[Finding] = []
    if not faults:
        with reading(file) as store, store.read() as session:
            findings = checking.check(session)
    lines = [*faults, *(finding.text for finding in findings)]
    if not lines:
        return Done((_("{file} is sound.").format(file=file),), {"file": file, "findings": []})
    data = {"file": file, "faults": faults, "findings": [asdict(one) for one in findings]}
    return Done(tuple(lines), data, EXIT_FAILED)


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

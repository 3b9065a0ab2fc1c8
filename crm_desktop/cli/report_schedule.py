"""The command about reports that are made by themselves: report-schedule."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core import clock, preferences
from crm_desktop.core.i18n import N_, _


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "report-schedule", N_("Choose which reports are made by themselves."))(
        report_schedule
    )


def report_schedule(
    file: DataFile,
    *,
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="DIR", help=N_("Where the PDFs are put."))
    ] = None,
    monthly: Annotated[
        str | None,
        typer.Option("--monthly", metavar="REPORTS", help=N_("Each month: names, with commas.")),
    ] = None,
    weekly: Annotated[
        str | None,
        typer.Option("--weekly", metavar="REPORTS", help=N_("Each week: names, with commas.")),
    ] = None,
    run: Annotated[bool, typer.Option("--run", help=N_("Make now what is due."))] = False,
) -> Done:
    """Show or change the plan of this user on this computer; the window acts on it as well."""
    from crm_desktop.reports import schedule

    kept = preferences.load()
    with reading(file) as store:
        changes = {}
        if folder is not None:
            changes["folder"] = str(folder.absolute())
        for every, typed in (("month", monthly), ("week", weekly)):
            if typed is not None:
                changes[every] = _checked(typed, every)
        if changes:
            kept.plan_reports(store.path, **changes, problem="")
        plan = schedule.read_plan(kept.report_plan(store.path))
        made = schedule.Made((), None)
        if run:
            with store.read() as session, progress_bar(_("Making reports")) as progress:
                made = schedule.make(session, plan, clock.today(), progress)
            done = schedule.written_down(schedule.after(plan, made))
            kept.plan_reports(store.path, done=done)
        if made.problem is not None:
            raise made.problem
        coming = [f"{one.key} {one.code}" for one in schedule.due(plan, clock.today())]
    files = [str(path) for _due, path in made.files]
    lines = [
        _("Folder: {folder}").format(folder=plan.folder or "—"),
        _("Every month: {reports}").format(reports=", ".join(plan.month) or "—"),
        _("Every week: {reports}").format(reports=", ".join(plan.week) or "—"),
        *(files if run else [_("Due: {reports}").format(reports=", ".join(coming) or "—")]),
    ]
    data = {"folder": plan.folder, "monthly": plan.month, "weekly": plan.week, "made": files}
    return Done(tuple(lines), data if run else {**data, "due": coming})


def _checked(typed: str, every: str) -> str:
    """The names typed, as preferences hold them; wrong usage for one that cannot be made so."""
    from crm_desktop.reports import schedule

    known = [kind.key for kind in schedule.offered(every)]
    names = [word.strip() for word in typed.split(",") if word.strip()]
    for name in names:
        if name not in known:
            raise typer.BadParameter(
                _("“{name}” is none of: {names}.").format(name=name, names=", ".join(known))
            )
    return ",".join(dict.fromkeys(names))

"""The command about reports that are made by themselves: report-schedule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core import clock, preferences
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from crm_desktop.core.preferences import Preferences
    from crm_desktop.db.store import Store


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

    if folder is not None:
        schedule.check_folder(folder.absolute())
    kept = preferences.load()
    with reading(file) as store:
        changes = {} if folder is None else {"folder": str(folder.absolute())}
        changes |= {} if monthly is None else {"month": _checked(monthly, "month")}
        changes |= {} if weekly is None else {"week": _checked(weekly, "week")}
        if changes:
            kept.plan_reports(store.path, **changes, problem="")
        files = _run(store, kept) if run else []
        plan = schedule.read_plan(kept.report_plan(store.path))
    coming = [f"{one.key} {one.code}" for one in schedule.due(plan, clock.today())]
    lines = (
        _("Folder: {folder}").format(folder=plan.folder or "—"),
        _("Every month: {reports}").format(reports=", ".join(plan.month) or "—"),
        _("Every week: {reports}").format(reports=", ".join(plan.week) or "—"),
        *(files if run else [_("Due: {reports}").format(reports=", ".join(coming) or "—")]),
    )
    told = {"folder": plan.folder, "monthly": plan.month, "weekly": plan.week}
    return Done(lines, {**told, "made": files, "due": coming})


def _run(store: Store, kept: Preferences) -> list[str]:
    """Make what is due and remember it; the paths. Raises what stopped it."""
    from crm_desktop.reports import schedule

    plan = schedule.read_plan(kept.report_plan(store.path))
    with store.read() as session, progress_bar(_("Making reports")) as progress:
        made = schedule.make(session, plan, clock.today(), progress)
    done = schedule.written_down(schedule.after(plan, made))
    kept.plan_reports(store.path, done=done)
    if made.problem is not None:
        raise made.problem
    return [str(path) for _due, path in made.files]


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

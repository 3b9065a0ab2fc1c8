"""Commands that print: report, reports."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day, read_month
from crm_desktop.cli.files import reading
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core import clock
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from crm_desktop.db.store import Store
    from crm_desktop.reports.catalogue import ReportOptions

PaperOption = Annotated[
    str, typer.Option(metavar="KEY", help=N_("Of a PDF: a4, a5, letter, 80 or 58 (a roll)."))
]
LandscapeOption = Annotated[bool, typer.Option("--landscape", help=N_("Of a PDF: lying."))]
MarginOption = Annotated[
    float, typer.Option(metavar="MM", help=N_("Of a PDF: the margin on all sides."))
]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "report", N_("Write a report as .pdf or .xlsx."))(report)
    command(app, "reports", N_("Show which reports there are."))(reports)


def report(
    file: DataFile,
    name: Annotated[
        str,
        typer.Argument(
            metavar="REPORT", help=N_("A report that “reports” shows; several with commas.")
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="OUT", help=N_("File to write: .pdf, .xlsx, .csv.")),
    ],
    *,
    month: Annotated[
        str,
        typer.Option(metavar="MONTH", help=N_("Such as 2026-05; last month if not said.")),
    ] = "",
    day: Annotated[
        str,
        typer.Option(metavar="DAY", help=N_("For reports of one day; today if not said.")),
    ] = "",
    customer: Annotated[
        int | None,
        typer.Option(metavar="ID", help=N_("For reports of one customer: the number of whom.")),
    ] = None,
    paper: PaperOption = "a4",
    landscape: LandscapeOption = False,
    margin: MarginOption = 15.0,
) -> Done:
    """Make one report from the data file."""
    from crm_desktop.reports.catalogue import ReportOptions
    from crm_desktop.reports.paper import PageSetup

    first = read_month(month) if month else last_month()
    on = read_day(day) if day else None
    with reading(file) as store:
        page = PageSetup(paper, landscape, margin)
        options = ReportOptions(first, day=on, contact_id=customer, page=page)
        write_report(store, name, options, out)
    return Done(
        (_("The report is in {out}.").format(out=out),),
        {"report": name, "month": f"{first:%Y-%m}", "output": out, "bytes": out.stat().st_size},
    )


def write_report(store: Store, name: str, options: ReportOptions, out: Path) -> None:
    """Make the report ``name``, or several with commas between as one PDF, from an open file, in
    the language in force."""
    from crm_desktop.reports.job import render, render_together

    with (
        store.read() as session,
        progress_bar(_("Writing {name}").format(name=out.name)) as progress,
    ):
        names = [word.strip() for word in name.split(",") if word.strip()]
        if len(names) > 1:
            render_together(session, names, options, out, progress)
        else:
            render(session, name, options, out, progress)


def last_month() -> dt.date:
    """The first day of the month before this one."""
    return (clock.today().replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def reports(file: DataFile) -> Done:
    """List the reports by name."""
    from crm_desktop.reports.catalogue import REPORTS

    with reading(file):
        rows = [
            {"name": one.key, "title": _(one.name), "about": _(one.about), "group": _(one.group)}
            for one in REPORTS
        ]
    width = max(len(row["name"]) for row in rows)
    return Done(
        tuple(f"{row['name']:{width}}  {row['title']} · {row['about']}" for row in rows),
        {"reports": rows},
    )

"""The main job in one go, for a machine without a display: sample shop, import, report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.data_files import demo
from crm_desktop.cli.files import writing
from crm_desktop.cli.importing import take_in
from crm_desktop.cli.reporting import last_month, write_report
from crm_desktop.cli.result import Done
from crm_desktop.core import paths
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import N_, _


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "look", N_("Show the main job: a sample shop, an imported workbook, a report."))(
        look
    )


def look(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help=N_("A new folder for the three files."))
    ],
) -> Done:
    """Make a sample file, import the shipped workbook into it, and print last month's report."""
    from crm_desktop.core import formats
    from crm_desktop.reports.catalogue import ReportOptions

    workbook = sample_workbook()
    file, month = folder / "demo.crm", last_month()
    out = folder / f"report-{month:%Y-%m}.pdf"
    made = demo(file)
    with writing(file) as store:
        _prepared, report = take_in(store, [workbook], "fill")
        write_report(store, "monthly", ReportOptions(month), out)
    lines = (
        *made.lines,
        _("{name} is imported: {customers} new customers and {sales} new sales.").format(
            name=workbook.name,
            customers=formats.integer(report.contacts_new),
            sales=formats.integer(report.sales_new),
        ),
        _("The customer report of {month} is in {out}.").format(
            month=formats.month_year(month), out=out
        ),
        _("crm-desktop --help shows what else there is; on a desktop the window opens instead."),
    )
    data = {
        **made.data,
        "workbook": workbook,
        "contacts_new": report.contacts_new,
        "sales_new": report.sales_new,
        "report": out,
    }
    return Done(lines, data)


def sample_workbook() -> Path:
    """The workbook shipped to try an import with."""
    found = sorted(paths.resource("samples").glob("*.xlsx"))
    if not found:
        raise NotFound(_("The sample workbook is missing from this installation."))
    return found[0]

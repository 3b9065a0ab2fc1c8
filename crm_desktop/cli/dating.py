"""The command that lists what is dated."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.files import reading
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core import clock
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.services.calendar.calendar import CalendarRow
    from crm_desktop.services.calendar.calendar_sheet import CalendarOrder

_DAYS = 7

First = Annotated[
    str, typer.Option("--from", metavar="DAY", help=N_("First day, 2026-06-18; today if not said."))
]
Last = Annotated[
    str,
    typer.Option("--to", metavar="DAY", help=N_("Last day; a week from the first if not said.")),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help=N_("Only this kind, such as call, visit, payment, birthday; say it once for each."),
    ),
]
View = Annotated[
    str,
    typer.Option(
        "--view", metavar="VIEW", help=N_("The day, week, month or agenda of the first day.")
    ),
]
Out = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="OUT", help=N_("Print into this .pdf."))
]


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(
        app, "calendar", N_("List everything that has a day: follow-ups, birthdays, payments.")
    )(calendar)


def calendar(
    file: DataFile,
    *,
    first: First = "",
    last: Last = "",
    kind: Kinds = None,
    view: View = "",
    out: Out = None,
) -> Done:
    """List what is on the calendar, day by day, or print it."""
    from crm_desktop.services.calendar import calendar as dating

    if unknown := set(kind or ()) - set(dating.KINDS):
        raise typer.BadParameter(
            _("There is no kind {kind}. Kinds: {kinds}").format(
                kind=" ".join(sorted(unknown)), kinds=" ".join(dating.KINDS)
            ),
            param_hint="--kind",
        )
    order = _order(first, last, kind or sorted(dating.SHOWN_AT_FIRST), view)
    with reading(file) as store, store.read() as session:
        if out is not None:
            return _print(session, order, out)
        found = dating.dated(session, order.first, order.last, clock.today(), order.kinds)
    return Done(tuple(_lines(found)), {"dated": [asdict(one) for one in found.dated]})


def _order(first: str, last: str, kinds: list[str], view: str) -> CalendarOrder:
    """Which days are meant: of a view, or from one to another."""
    from crm_desktop.services.calendar import calendar_sheet, calendar_spans

    begin = read_day(first) if first else clock.today()
    if view and view not in calendar_spans.VIEWS:
        raise typer.BadParameter(
            _("There is no view {view}. Views: {views}").format(
                view=view, views=" ".join(calendar_spans.VIEWS)
            ),
            param_hint="--view",
        )
    if view:
        return calendar_sheet.order_of(view, begin, kinds)
    end = read_day(last) if last else begin + dt.timedelta(days=_DAYS - 1)
    return calendar_sheet.CalendarOrder(begin, end, kinds)


def _print(session: Session, order: CalendarOrder, out: Path) -> Done:
    from crm_desktop.reports import calendar as report
    from crm_desktop.reports import job

    if out.suffix.lower() != ".pdf":
        raise typer.BadParameter(_("The calendar is printed as .pdf."), param_hint="-o")
    job.write_document(report.build(session, order), out)
    return Done(
        (_("The calendar is in {out}.").format(out=out),),
        {"from": order.first, "to": order.last, "output": out, "bytes": out.stat().st_size},
    )


def _lines(found: CalendarRow) -> list[str]:
    from crm_desktop.core import formats
    from crm_desktop.services.calendar import calendar_words as words

    lines = []
    for head in found.days:
        things = found.on(head.day)
        if not things and not head.festivals:
            continue
        named = [formats.weekday_short(head.day), *head.festivals]
        lines.append(f"{head.day}  {'  '.join(named)}")
        marks = {"late": "!", "done": "x"}
        lines += [
            f"  {marks.get(one.state, ' ')} {one.time or '     '}  "
            f"{words.kind_name(one.kind)}  {words.said(one)}"
            for one in things
        ]
    return lines or [_("Nothing is dated between these days.")]

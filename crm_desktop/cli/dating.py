"""The command that lists what is dated."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
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
    from crm_desktop.services.calendar import CalendarRow

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


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(
        app, "calendar", N_("List everything that has a day: follow-ups, birthdays, payments.")
    )(calendar)


def calendar(file: DataFile, *, first: First = "", last: Last = "", kind: Kinds = None) -> Done:
    """List what is on the calendar, day by day."""
    from crm_desktop.services import calendar as dating

    begin = read_day(first) if first else clock.today()
    end = read_day(last) if last else begin + dt.timedelta(days=_DAYS - 1)
    if unknown := set(kind or ()) - set(dating.KINDS):
        raise typer.BadParameter(
            _("There is no kind {kind}. Kinds: {kinds}").format(
                kind=" ".join(sorted(unknown)), kinds=" ".join(dating.KINDS)
            ),
            param_hint="--kind",
        )
    with reading(file) as store, store.read() as session:
        kinds = kind or sorted(dating.SHOWN_AT_FIRST)
        found = dating.dated(session, begin, end, clock.today(), kinds)
    return Done(tuple(_lines(found)), {"dated": [asdict(one) for one in found.dated]})


def _lines(found: CalendarRow) -> list[str]:
    from crm_desktop.core import formats
    from crm_desktop.services import calendar_words as words

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

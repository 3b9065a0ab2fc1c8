"""The command for the Today page: whom to call next and why, and what else the day holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core import clock
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from crm_desktop.services.follow_ups.follow_ups import FollowUpRow
    from crm_desktop.services.today.dashboard import TodayRow

_SHOWN = 10


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "today", N_("Show the day: whom to call next, and why."))(today)


def today(file: DataFile) -> Done:
    """The same as the page: follow-ups, money, supplies, birthdays, warranties and deals."""
    from crm_desktop.services.today import dashboard

    with reading(file) as store, store.read() as session:
        found = dashboard.today(session, clock.today())
    data = asdict(found)
    data["planned"] = [
        {"contact_id": whom, "day": day} for whom, day in sorted(found.planned.items())
    ]
    return Done(tuple(_lines(found)), data)


def _lines(day: TodayRow) -> Iterator[str]:
    from crm_desktop.core import formats

    late = _("{late} overdue, {due} due today").format(late=day.overdue_count, due=day.due_count)
    yield f"{formats.date_long(day.day)}: {late}"
    for row in (*day.overdue, *day.due)[:_SHOWN]:
        yield f"  {_follow_up(row)}"
    for text, number in (
        (ngettext("{n} sale to collect", "{n} sales to collect", day.owed_count), day.owed_count),
        (ngettext("{n} customer due to reorder", "{n} customers due to reorder",
                  day.reorder_count), day.reorder_count),
        (ngettext("{n} birthday this week", "{n} birthdays this week", len(day.birthdays)),
         len(day.birthdays)),
        (ngettext("{n} warranty ending", "{n} warranties ending", len(day.warranties)),
         len(day.warranties)),
        (ngettext("{n} stalled deal", "{n} stalled deals", len(day.stalled)), len(day.stalled)),
        (ngettext("{n} thing waiting in the shop", "{n} things waiting in the shop",
                  len(day.waiting)), len(day.waiting)),
    ):  # fmt: skip
        if number:
            yield text.format(n=formats.integer(number))
    if day.days is not None:
        before, now = day.days
        said = _("Sales yesterday {before}, today {now}; customers added {a}, {b}")
        yield said.format(
            before=formats.money_whole(before.sales_minor, day.currency),
            now=formats.money_whole(now.sales_minor, day.currency),
            a=formats.integer(before.added),
            b=formats.integer(now.added),
        )


def _follow_up(row: FollowUpRow) -> str:
    when = (
        ngettext("{n} day late", "{n} days late", row.days_late).format(n=row.days_late)
        if row.days_late > 0
        else row.due_time
    )
    parts = (when, row.contact_name, row.title, row.reason)
    return f"{row.id}  " + " · ".join(part for part in parts if part)

"""The commands about follow-ups: list, plan in one line, do, put off."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core import clock
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from crm_desktop.services.follow_ups.follow_ups import FollowUpRow


class When(StrEnum):
    """Which follow-ups are listed."""

    OVERDUE = "overdue"
    TODAY = "today"
    UPCOMING = "upcoming"
    UNDATED = "undated"
    OPEN = "open"
    URGED = "urged"
    DONE = "done"


FollowUpId = Annotated[
    int, typer.Argument(metavar="ID", help=N_("Number of the follow-up, as follow-ups shows it."))
]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "follow-ups", N_("List what is to be done, and what was done."))(follow_ups)
    command(app, "plan", N_("Plan a follow-up in one line."))(plan)
    command(app, "done", N_("Tick a follow-up off, with what came of it."))(done)
    command(app, "postpone", N_("Move a follow-up to another day."))(postpone)


def follow_ups(
    file: DataFile,
    when: Annotated[When, typer.Option("--when", help=N_("Which ones."))] = When.OPEN,
    text: Annotated[
        str, typer.Option("--text", help=N_("Words of the title or the customer's name."))
    ] = "",
    kind: Annotated[str, typer.Option("--kind", help=N_("How: call, visit, task and so on."))] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help=N_("At most so many."))] = 50,
) -> Done:
    """Open ones by day, done ones the latest first."""
    from crm_desktop.services.follow_ups import follow_up_list
    from crm_desktop.services.follow_ups.follow_up_list import FollowUpQuery

    query = FollowUpQuery(when.value, kind=kind, text=text, today=clock.today())
    with reading(file) as store, store.read() as session:
        count = follow_up_list.count(session, query)
        rows = follow_up_list.page(session, query, 0, limit)
    lines = [_line(row) for row in rows]
    if count > len(rows):
        lines.append(_("and {n} more").format(n=count - len(rows)))
    if not rows:
        lines = [_("Nothing to list.")]
    return Done(tuple(lines), {"count": count, "follow_ups": [asdict(row) for row in rows]})


def plan(
    file: DataFile,
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help=N_("One line, like: call Anna friday 10:00")),
    ],
) -> Done:
    """The line may name a day, a time, the customer, how long it takes and how often."""
    from crm_desktop.core import recurrence
    from crm_desktop.services.timeline import quick_line

    with writing(file) as store:
        name = N_("Plan follow-up")
        made = store.write(name, quick_line.plan, " ".join(words), clock.today()).value
    number, meant, whom = made
    parts = [f"{meant.due_on} {meant.due_time}".strip(), recurrence.words(meant.recurrence)]
    said = ", ".join(part for part in parts if part)
    lines = [_("Follow-up {id}, {day}: {title}").format(id=number, day=said, title=meant.title)]
    known = whom is not None and not whom.others
    if whom is not None:
        words_ = _("For {name}.") if known else _("More than one customer is called {name}.")
        lines.append(words_.format(name=whom.name))
    lines += quick_line.warnings(meant)
    contact: Any = whom.contact_id if whom is not None and known else None
    return Done(tuple(lines), {"id": number, "contact_id": contact, **asdict(meant)})


def done(
    file: DataFile,
    follow_up: FollowUpId,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORDS", help=N_("What came of it; a day plans the next step.")),
    ] = None,
) -> Done:
    """The result is kept on the customer's timeline; one that repeats makes its next."""
    from crm_desktop.services.follow_ups import follow_ups as service
    from crm_desktop.services.timeline import follow_up_results

    typed = " ".join(words or ())

    def finish(session: Any) -> tuple[int | None, Any]:
        following = service.complete(session, follow_up)
        return following, (
            follow_up_results.note_result(session, follow_up, typed) if typed else None
        )

    with writing(file) as store:
        following, meant = store.write(N_("Complete follow-up"), finish).value
    lines = [_("Done.")]
    if meant is not None and meant.title:
        day = f"{meant.due_on} {meant.due_time}".strip()
        lines.append(_("Follow-up {day}: {title}").format(day=day, title=meant.title))
    if following is not None:
        lines.append(_("The next is follow-up {id}.").format(id=following))
    return Done(
        tuple(lines), {"id": follow_up, "next_id": following, **(asdict(meant) if meant else {})}
    )


def postpone(
    file: DataFile,
    follow_up: FollowUpId,
    day: Annotated[
        str, typer.Argument(metavar="DAY", help=N_("A day, like 2026-06-18, or words: friday."))
    ],
) -> Done:
    """The time of day stays."""
    from crm_desktop.services.follow_ups import follow_ups as service

    found = day_of(day)
    with writing(file) as store:
        store.write(N_("Move follow-up"), service.reschedule, follow_up, found)
    return Done(
        (_("Moved to {day}.").format(day=found),), {"id": follow_up, "due_on": found.isoformat()}
    )


def day_of(typed: str) -> dt.date:
    """A day as typed, in figures or words. Raises ``UserError``."""
    from crm_desktop.core.date_words import take_when

    found = take_when(typed, clock.today()).day
    if found is None:
        raise UserError(
            _("“{day}” is no day.").format(day=typed),
            _("Nothing was changed."),
            _("Write it like 2026-06-18, friday or 3天后."),
        )
    return found


def _line(row: FollowUpRow) -> str:
    from crm_desktop.services.follow_ups import urging

    day = f"{row.due_on or '-'} {row.due_time}".strip()
    urged = (urging.badge(row), urging.last_words(row))
    parts = (str(row.id), day, row.kind, row.title, row.contact_name, row.result, *urged)
    return "  ".join(part for part in parts if part)

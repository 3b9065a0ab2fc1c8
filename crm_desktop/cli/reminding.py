"""Commands for what is due now, and for being told of it later."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core import clock, local_time
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from crm_desktop.services.follow_ups.reminders import Reminder


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "reminders", N_("List what the window would remind you of now."))(list_reminders)
    command(app, "snooze", N_("Be reminded of a follow-up later."))(snooze)


def list_reminders(file: DataFile) -> Done:
    """List what is to be told now and what was told and waits; nothing counts as told by it."""
    from crm_desktop.core import preferences, told
    from crm_desktop.services.follow_ups import reminders
    from crm_desktop.services.settings import settings

    rule = reminders.rule_of(preferences.load())
    with reading(file) as store, store.read() as session:
        memory = told.load(settings.get(session, settings.FILE_UUID))
        telling = reminders.tell(session, clock.now(), memory, rule)
        waiting = reminders.waiting(session, memory, rule)
    told_already = [_shown(one, told=True) for one in waiting]
    fresh = [_shown(one, told=False) for one in telling.reminders]
    lines = [_line(one, _("new")) for one in telling.reminders]
    lines += [_line(one, _("told")) for one in waiting]
    return Done(
        tuple(lines) or (_("Nothing to be reminded of."),),
        {"new": len(fresh), "reminders": fresh + told_already, "next_at": telling.next_at},
    )


def snooze(
    file: DataFile,
    follow_up: Annotated[
        int, typer.Argument(metavar="ID", help=N_("Number of the follow-up, as reminders shows."))
    ],
    minutes: Annotated[
        int,
        typer.Option(
            "--minutes", metavar="N", min=1, max=525_600, help=N_("From now; 10 if not said.")
        ),
    ] = 10,
    until: Annotated[
        str,
        typer.Option(
            "--until", metavar="TIME", help=N_("A local time like 2026-06-19T09:00, or tomorrow.")
        ),
    ] = "",
) -> Done:
    """Put a reminder off; the follow-up's day stays."""
    from crm_desktop.core import preferences
    from crm_desktop.services.follow_ups import reminders

    now = clock.now()
    if until and until != reminders.TOMORROW:
        moment = _read_time(until)
    else:
        rule = reminders.rule_of(preferences.load())
        moment = reminders.later(until or minutes, now, rule)
    with writing(file) as store:
        store.write(reminders.SNOOZE_ACTION, reminders.snooze, follow_up, moment, now)
    words = _("Reminds again {time}").format(time=_local(moment))
    return Done((words,), {"id": follow_up, "until": moment})


def _read_time(text: str) -> dt.datetime:
    try:
        typed = dt.datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            _("{text} is no time like 2026-06-19T09:00.").format(text=text)
        ) from None
    if typed.tzinfo is not None:
        return typed.astimezone(dt.UTC)
    return local_time.instant(typed.date(), typed.time())


def _line(one: Reminder, state: str) -> str:
    name = f" · {one.contact_name}" if one.contact_name else ""
    return f"{one.id}  {_local(one.at)}  {one.title}{name}  ({state})"


def _local(moment: dt.datetime) -> str:
    return local_time.wall(moment).isoformat(" ", "minutes")[:16]


def _shown(one: Reminder, *, told: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "customer": one.contact_name or None,
        "customer_id": one.contact_id,
        "due_on": one.due_on,
        "due_time": one.due_time or None,
        "at": one.at,
        "snoozed": one.snoozed,
        "told": told,
    }

"""Follow-ups as an iCalendar file: appointments as events, the rest as things to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core import clock, recurrence
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.exchange.write_target import writing_to
from crm_desktop.services.calendar.ical_import import DEFAULT_MINUTES
from crm_desktop.services.exports.export_cards import Entry

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Todo

_REMIND_BEFORE = dt.timedelta(minutes=15)
_TODO_STATUS = {"open": "NEEDS-ACTION", "done": "COMPLETED", "cancelled": "CANCELLED"}
_EVENT_STATUS = {"open": "CONFIRMED", "done": "CONFIRMED", "cancelled": "CANCELLED"}


def write(
    entries: Iterable[Entry], total: int, path: Path, progress: Progress = no_progress
) -> int:
    """Write every follow-up to ``path``; returns how many. Raises ``FileProblem``.

    One with a time of day is an event at that local time, which moves with no time zone; one
    with a day or none is a thing to do. The ``UID`` stays, so that a second import updates.
    """
    calendar = _calendar()
    done = 0
    for entry in entries:
        calendar.add_component(_event(entry) if entry.day and entry.time else _to_do(entry))
        done += 1
        if done % 100 == 0:
            progress(done, total)
    with writing_to(path) as file:
        file.write(calendar.to_ical())
    progress(done, total)
    return done


def _calendar() -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//CRM Desktop//CRM Desktop//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Follow-ups"))
    return calendar


def _event(entry: Entry) -> Event:
    from icalendar import Alarm, Event

    assert entry.day is not None
    event = Event()
    _describe(event, entry)
    begin = dt.datetime.combine(entry.day, dt.time.fromisoformat(entry.time))
    event.add("dtstart", begin)
    event.add("dtend", begin + dt.timedelta(minutes=entry.minutes or DEFAULT_MINUTES))
    event.add("status", _EVENT_STATUS[entry.state])
    if entry.state == "open":
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _title(entry))
        alarm.add("trigger", -_REMIND_BEFORE)
        event.add_component(alarm)
    return event


def _to_do(entry: Entry) -> Todo:
    from icalendar import Todo

    to_do = Todo()
    _describe(to_do, entry)
    if entry.day:
        to_do.add("due", entry.day)
        if entry.rule:  # repeating things to do have to begin
            to_do.add("dtstart", entry.day)
    to_do.add("status", _TODO_STATUS[entry.state])
    if entry.done_at:
        to_do.add("completed", entry.done_at)
    return to_do


def _describe(component: Event | Todo, entry: Entry) -> None:
    from icalendar import vRecur

    component.add("uid", entry.uid)
    component.add("dtstamp", clock.now())
    component.add("created", entry.made_at)
    component.add("summary", _title(entry))
    if entry.note:
        component.add("description", entry.note)
    if entry.day and recurrence.valid(entry.rule):
        component.add("rrule", vRecur.from_ical(entry.rule))
    # Events have no word for done, and neither has a kind of follow-up; we read ours back.
    component.add("x-crm-desktop-state", entry.state)
    component.add("x-crm-desktop-kind", entry.kind)


def _title(entry: Entry) -> str:
    return f"{entry.customer} · {entry.title}" if entry.customer else entry.title

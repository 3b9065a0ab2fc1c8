"""Calendars (.ics) as follow-ups to be: events and things to do, broken lines set aside."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from crm_desktop.core import garbage, text
from crm_desktop.core.errors import SourceProblem
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.exchange import encodings, ical_lines
from crm_desktop.exchange.ical_lines import Broken, Component
from crm_desktop.exchange.ical_times import Zones, minutes_between, minutes_of, moment
from crm_desktop.services.calendar.ical_import import IcalEntry, IcalProblem

LARGEST = 256 * 1024 * 1024
"""Bytes of a calendar that is read."""
_TITLE, _NOTE, _LINK = 300, 20_000, 250
_MOST_PROBLEMS = 1000

_NO_START = N_("An event without a day: {title}")
_ODD_DAY = N_("{value} is no day: {title}")
_EXCEPTIONS = N_("Left-out days of a repeating event are not kept: {title}")
_DONE = {"COMPLETED": "done", "CANCELLED": "cancelled"}
_OURS = "X-CRM-DESKTOP-"


@dataclass(frozen=True, slots=True)
class IcalFile:
    """What a calendar holds. ``problems`` are the first thousand of ``problem_count``."""

    name: str
    sha256: str
    entries: tuple[IcalEntry, ...]
    problems: tuple[IcalProblem, ...]
    problem_count: int


def is_calendar(path: Path) -> bool:
    """True for a file named or beginning like a calendar."""
    if path.suffix.lower() in (".ics", ".vcs", ".ical", ".ifb"):
        return True
    with suppress(OSError), path.open("rb") as file:
        return ical_lines.is_calendar(file.read(200))
    return False


def read(path: Path, progress: Progress = no_progress) -> IcalFile:
    """Read a calendar. Raises ``SourceProblem`` for a file that is none, ``Cancelled``."""
    if path.stat().st_size > LARGEST:
        raise SourceProblem(
            _("{name} is too large for a calendar.").format(name=path.name),
            _("Nothing was changed."),
            _("Export a shorter span of time and import that."),
        )
    data = path.read_bytes()
    if not ical_lines.is_calendar(data[:200]):
        raise SourceProblem(
            _("{name} is no calendar.").format(name=path.name),
            _("Nothing was changed."),
            _("Choose a file that a calendar program exported as .ics."),
        )
    words = _("Reading {name}").format(name=path.name)
    decoded = encodings.decode(data)[0]
    total = max(1, decoded.upper().count("BEGIN:VEVENT") + decoded.upper().count("BEGIN:VTODO"))
    reading = _Reading()
    with garbage.paused():
        for number, part in enumerate(ical_lines.components(decoded)):
            if number % 200 == 0:
                progress(min(number, total), total, words)
            reading.take(part)
    progress(total, total, words)
    return IcalFile(
        path.name,
        hashlib.sha256(data).hexdigest(),
        tuple(reading.entries),
        tuple(reading.problems[:_MOST_PROBLEMS]),
        len(reading.problems),
    )


class _Reading:
    """One file being read: zones it defines, entries and problems found so far."""

    def __init__(self) -> None:
        self.entries: list[IcalEntry] = []
        self.problems: list[IcalProblem] = []
        self._zones = Zones()

    def take(self, part: Component | Broken) -> None:
        """One component, or one broken line."""
        if isinstance(part, Broken):
            self.problems.append(IcalProblem(part.line, part.text))
        elif part.name == "VTIMEZONE":
            self._zones.define(part)
        else:
            title = _title(part)
            try:
                entry = self._entry(part, title)
            except ValueError as error:
                said = _(_ODD_DAY).format(value=str(error)[:40], title=title)
                self.problems.append(IcalProblem(part.line, said))
                return
            if entry is None:
                self.problems.append(IcalProblem(part.line, _(_NO_START).format(title=title)))
                return
            if entry.rule and "EXDATE" in part.properties:
                said = _(_EXCEPTIONS).format(title=title)
                self.problems.append(IcalProblem(part.line, said))
            self.entries.append(entry)

    def _entry(self, part: Component, title: str) -> IcalEntry | None:
        found = part.properties
        is_event = part.name == "VEVENT"
        start = found.get("DTSTART") if is_event else found.get("DUE") or found.get("DTSTART")
        if start is None and is_event:
            return None
        day, time = moment(start, self._zones) if start else (None, "")
        minutes = None
        if is_event and start is not None and day is not None and time:
            minutes = self._minutes(part, (day, time))
        done_on = None
        if "COMPLETED" in found:
            with suppress(ValueError):
                done_on = moment(found["COMPLETED"], self._zones)[0]
        state = _DONE.get(part.text("STATUS").strip().upper(), "done" if done_on else "open")
        ours = part.text(_OURS + "STATE").strip().lower()
        return IcalEntry(
            key=_key(part, day, title),
            line=part.line,
            title=title,
            note=_note(part),
            day=day,
            time=time,
            minutes=minutes,
            state=ours if ours in ("open", "done", "cancelled") else state,
            told_state=bool(ours) or not is_event or state == "cancelled",
            done_on=done_on,
            rule=part.text("RRULE").strip().upper()[:_LINK] if day else "",
            kind=part.text(_OURS + "KIND").strip().lower()[:40]
            or ("meeting" if is_event and time else "task"),
        )

    def _minutes(self, part: Component, begin: tuple[object, str]) -> int | None:
        end = part.properties.get("DTEND")
        with suppress(ValueError):
            if end is not None:
                return minutes_between(begin, moment(end, self._zones))  # type: ignore[arg-type]
        return minutes_of(part.text("DURATION")) or None


def _title(part: Component) -> str:
    for name in ("SUMMARY", "LOCATION", "DESCRIPTION"):
        title = " ".join(text.clean(part.text(name)).split())
        if title:
            return title[:_TITLE]
    return _("Appointment") if part.name == "VEVENT" else _("Task")


def _note(part: Component) -> str:
    place = " ".join(text.clean(part.text("LOCATION")).split())
    lines = [text.clean(part.text("DESCRIPTION"))]
    if place and part.text("SUMMARY"):
        lines.insert(0, _("Place: {place}").format(place=place))
    return "\n".join(filter(None, lines))[:_NOTE]


def _key(part: Component, day: object, title: str) -> str:
    """The ``UID`` with the instance it changes; one made of the content when it has none."""
    uid = re.sub(r"\s+", " ", part.text("UID")).strip()
    if not uid:
        content = f"{day} {part.text('DTSTART')} {title}"
        uid = f"no-uid-{hashlib.sha256(content.encode()).hexdigest()[:24]}"
    if len(uid) > _LINK:
        uid = f"long-uid-{hashlib.sha256(uid.encode()).hexdigest()}"
    instance = part.text("RECURRENCE-ID").strip()
    return f"{uid}#{instance[:20]}" if instance else uid

"""Dates and times of iCalendar files as local days and hours."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, cast
from zoneinfo import ZoneInfo

from crm_desktop.exchange.ical_lines import Component, Property

EARLIEST = dt.date(1900, 1, 1)
"""Days before it are no days of a calendar."""

_MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(?:[.,]\d+)?(Z?))?", re.I)
_LASTING = re.compile(
    r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?",
    re.I,
)


class Zones:
    """The time zones a file names: those of the system, Windows' names, its own definitions."""

    def __init__(self) -> None:
        self._defined: dict[str, Sequence[str]] = {}
        self._found: dict[str, dt.tzinfo | None] = {}

    def define(self, component: Component) -> None:
        """Remember a ``VTIMEZONE``."""
        self._defined.setdefault(component.text("TZID"), component.raw)

    def zone(self, name: str) -> dt.tzinfo | None:
        """The zone of a ``TZID``; ``None`` for one nobody knows, whose times count as local."""
        if name not in self._found:
            self._found[name] = self._system(name) or self._own(name)
        return self._found[name]

    def _system(self, name: str) -> dt.tzinfo | None:
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

        parts = name.split("/")
        # Some write /vendor/version/Europe/Berlin.
        for asked in (WINDOWS_TO_OLSON.get(name, name), "/".join(parts[-2:])):
            try:
                return ZoneInfo(asked)
            except (KeyError, ValueError, OSError):
                continue
        return None

    def _own(self, name: str) -> dt.tzinfo | None:
        if name not in self._defined:
            return None
        from icalendar import Calendar

        lines = ["BEGIN:VCALENDAR", *self._defined[name], "END:VTIMEZONE", "END:VCALENDAR", ""]
        try:
            found = Calendar.from_ical("\r\n".join(lines)).walk("VTIMEZONE")
            zone: dt.tzinfo = cast("Any", found[0]).to_tz()
        except Exception:  # a hostile definition can make the library raise anything
            return None
        return zone


def moment(prop: Property, zones: Zones) -> tuple[dt.date, str]:
    """The local day and ``HH:MM`` of a property; no time for a whole day, whose date is kept.

    Raises ``ValueError`` for what is no date.
    """
    found = _MOMENT.fullmatch(prop.value.strip())
    if found is None:
        raise ValueError(prop.value)
    try:
        day = dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise ValueError(prop.value) from None
    if day < EARLIEST:
        raise ValueError(prop.value)
    if found[4] is None or prop.parameters.get("VALUE", "").upper() == "DATE":
        return day, ""
    try:
        at = dt.datetime.combine(day, dt.time(int(found[4]), int(found[5])))
    except ValueError:
        raise ValueError(prop.value) from None
    zone = dt.UTC if found[7] else zones.zone(prop.parameters.get("TZID", ""))
    if zone is not None:
        try:
            at = at.replace(tzinfo=zone).astimezone().replace(tzinfo=None)
        except (OverflowError, OSError):
            raise ValueError(prop.value) from None
    return at.date(), f"{at:%H:%M}"


def minutes_of(lasting: str) -> int | None:
    """Minutes of a ``DURATION``; ``None`` for a negative or unreadable one."""
    found = _LASTING.fullmatch(lasting.strip())
    if found is None or found[1] == "-":
        return None
    weeks, days, hours, minutes, seconds = (int(found[n] or 0) for n in range(2, 7))
    return ((weeks * 7 + days) * 24 + hours) * 60 + minutes + seconds // 60


def minutes_between(begin: tuple[dt.date, str], end: tuple[dt.date, str]) -> int | None:
    """Minutes from one local moment to a later one; ``None`` when either has no time."""
    if not begin[1] or not end[1]:
        return None
    first, last = (dt.datetime.combine(day, dt.time.fromisoformat(at)) for day, at in (begin, end))
    found = (last - first) // dt.timedelta(minutes=1)
    return found if found > 0 else None

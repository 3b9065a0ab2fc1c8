"""The lines of an iCalendar file (RFC 5545, and the older vCalendar) put together to components.

They are taken apart here: a library refuses a whole file for one broken line and takes a minute
for 50,000 events, of which only a handful of properties is wanted.
"""

from __future__ import annotations

import binascii
import codecs
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crm_desktop.core.i18n import N_, _

LONGEST_LINE = 200_000
"""Characters of one property; what is longer is cut, and said."""

_CONTENT = re.compile(r"([\w-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)*):(.*)", re.DOTALL)
_PARAMETER = re.compile(r";([^;=\"]+)=((?:\"[^\"]*\"|[^;\"])*)")
_ESCAPED = re.compile(r"\\([\\,;:nN])")

UNREADABLE = N_("The line is no property: {text}")
TOO_LONG = N_("The line is too long and was cut.")
UNFINISHED = N_("The entry never ends.")


@dataclass(frozen=True, slots=True)
class Property:
    """The value of a property as it stands, with its parameters in upper case names."""

    value: str
    parameters: dict[str, str]

    def text(self) -> str:
        """The value of a text property: escapes undone."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass(slots=True)
class Component:
    """A ``VEVENT``, ``VTODO`` or ``VTIMEZONE`` beginning on ``line`` (from 1). Of properties that
    come several times the first counts; ``raw`` are the lines of a time zone."""

    name: str
    line: int
    properties: dict[str, Property] = field(default_factory=dict)
    raw: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        """A text property; empty when absent."""
        found = self.properties.get(name)
        return found.text() if found else ""


@dataclass(frozen=True, slots=True)
class Broken:
    """Something on a line (from 1) that could not be read."""

    line: int
    text: str


_WANTED = ("VEVENT", "VTODO", "VTIMEZONE")


def is_calendar(head: bytes) -> bool:
    """True when a file begins like a calendar, in whatever encoding."""
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return plain[:15].upper() == b"BEGIN:VCALENDAR"


def components(text: str) -> Iterator[Component | Broken]:
    """Components in order of their ends, and what is broken in between."""
    open_ = _Open()
    for line, raw in _unfolded(text):
        if len(raw) >= LONGEST_LINE:
            yield Broken(line, _(TOO_LONG))
        word = raw.strip().upper()
        found: Component | Broken | None
        if word.startswith("BEGIN:"):
            found = open_.begin(word[6:], line)
        elif word.startswith("END:"):
            found = open_.end(word[4:])
        else:
            found = open_.content(raw, line)
        if open_.current is not None and open_.current.name == "VTIMEZONE":
            open_.current.raw.append(raw)
        if found is not None:
            yield found
    if open_.current is not None:
        yield Broken(open_.current.line, _(UNFINISHED))


class _Open:
    """The component being read, and what has begun inside of it, such as alarms."""

    def __init__(self) -> None:
        self.current: Component | None = None
        self._inside: list[str] = []

    def begin(self, name: str, line: int) -> Broken | None:
        """A component begins; a wanted one inside its like is the next, the first never ended."""
        unfinished = None
        if self.current is not None and name in ("VEVENT", "VTODO"):
            unfinished = Broken(self.current.line, _(UNFINISHED))
        elif self.current is not None:
            self._inside.append(name)
            return None
        self.current = Component(name, line) if name in _WANTED else None
        self._inside = []
        return unfinished

    def end(self, name: str) -> Component | None:
        """A component ends: the current one, or one inside of it."""
        current = self.current
        if current is None or (self._inside and name != current.name):
            self._inside = self._inside[:-1]
            return None
        self.current, self._inside = None, []
        return current

    def content(self, raw: str, line: int) -> Broken | None:
        """A property of the current component."""
        if self.current is None or self._inside or not raw.strip():
            return None
        found = _property(raw)
        if found is None:
            return Broken(line, _(UNREADABLE).format(text=raw.strip()[:60]))
        self.current.properties.setdefault(*found)
        return None


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Logical lines with the number of their first: folded ones joined, soft breaks as well."""
    parts: list[str] = []
    size = begin = 0
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        folded = raw[:1] in (" ", "\t") and parts
        soft = bool(parts) and parts[-1].endswith("=") and _is_soft(parts[0])
        if soft:
            parts[-1] = parts[-1][:-1]
        if folded or soft:
            more = raw[1:] if folded else raw
            if size < LONGEST_LINE:
                parts.append(more[: LONGEST_LINE - size])
                size += len(more)
            continue
        if parts:
            yield begin, "".join(parts)
        parts, size, begin = [raw[:LONGEST_LINE]], len(raw), number
    if parts:
        yield begin, "".join(parts)


def _is_soft(begin: str) -> bool:
    return "QUOTED-PRINTABLE" in begin.partition(":")[0].upper()


def _property(raw: str) -> tuple[str, Property] | None:
    name, mark, value = raw.partition(":")
    if mark and ";" not in name and name.replace("-", "").isalnum():
        return name.upper(), Property(value, {})
    found = _CONTENT.fullmatch(raw)
    if found is None:
        return None
    parameters = {
        one[1].strip().upper(): one[2].strip().strip('"') for one in _PARAMETER.finditer(found[2])
    }
    value = found[3]
    if "QUOTED-PRINTABLE" in found[2].upper():
        value = _from_quoted(value, parameters.get("CHARSET", "utf-8"))
    return found[1].upper(), Property(value, parameters)


def _from_quoted(value: str, charset: str) -> str:
    try:
        plain = quopri.decodestring(value.encode("utf-8"))
        return plain.decode(codecs.lookup(charset).name, "replace")
    except (binascii.Error, LookupError, ValueError):
        return value

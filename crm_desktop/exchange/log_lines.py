"""A cell that holds a whole history: ``3/5 电话, 要样品；3/12 报价`` as one entry for each day."""

from __future__ import annotations

import datetime as dt
import re

from crm_desktop.core import text

Entry = tuple[dt.date | None, str]
"""The local day, ``None`` where none is said, and what happened."""

_STAMP = re.compile(
    r"(?:^|(?<=[\n;；。|])|(?<=\s\s))\s*[(（\[【]?"
    r"(?:(?P<year>(?:19|20)\d\d|\d\d)\s*[-./年]\s*)?"
    r"(?P<month>1[0-2]|0?[1-9])\s*[-./月]\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*[日号]?"
    r"[)）\]】]?(?=[\s:：,，、-]|[^\d./\-年月]|$)\s*[:：,，、-]?\s*"
)
_EDGES = " \t\n;；|，,"


def entries(words: str, last: dt.date | None = None) -> list[Entry]:
    """The entries of a cell, in its order; one without a day when the cell is no such history.

    Years that are left out follow from the years around, or from ``last``, the day of the latest
    entry; without either the cell stays whole.
    """
    whole: list[Entry] = [(None, words)] if words else []
    words = words.replace("\r\n", "\n")
    plain = text.halfwidth(words)
    if len(plain) != len(words):
        words = plain
    stamps = list(_STAMP.finditer(plain))
    if not stamps or plain[: stamps[0].start()].strip(_EDGES):
        return whole
    ends = [*(stamp.start() for stamp in stamps[1:]), len(plain)]
    bodies = [
        words[stamp.end() : end].strip(_EDGES) for stamp, end in zip(stamps, ends, strict=True)
    ]
    days = _days(stamps, last)
    if days is None or not all(bodies):
        return whole
    return list(zip(days, bodies, strict=True))


def _days(stamps: list[re.Match[str]], last: dt.date | None) -> list[dt.date] | None:
    """The day of every stamp; ``None`` when a year cannot be told or a day does not exist.

    Entries stand oldest or newest first, whichever makes the shorter history.
    """
    parts = [(_year(one["year"]), int(one["month"]), int(one["day"])) for one in stamps]
    found = [days for rising in (True, False) if (days := _dated(parts, last, rising=rising))]
    return min(found, key=lambda days: max(days) - min(days)) if found else None


def _dated(
    parts: list[tuple[int, int, int]], last: dt.date | None, *, rising: bool
) -> list[dt.date] | None:
    years = [year for year, _month, _day in parts]
    if not any(years):
        if last is None:
            return None
        latest = -1 if rising else 0
        years[latest] = last.year - (parts[latest][1:] > (last.month, last.day))
    _carry(parts, years, range(1, len(parts)), rising)
    _carry(parts, years, range(len(parts) - 2, -1, -1), rising)
    try:
        return [
            dt.date(year, month, day) for year, (_y, month, day) in zip(years, parts, strict=True)
        ]
    except ValueError:
        return None


def _year(typed: str | None) -> int:
    if not typed:
        return 0
    return int(typed) if len(typed) == 4 else 2000 + int(typed)


def _carry(parts: list[tuple[int, int, int]], years: list[int], order: range, rising: bool) -> None:
    """Give years to entries from their neighbours, over the turn of the year."""
    step = order.step
    for at in order:
        neighbour = at - step
        if years[at] or not years[neighbour]:
            continue
        year, here, there = years[neighbour], parts[at][1:], parts[neighbour][1:]
        later = (step > 0) == rising
        if later and here < there:
            year += 1
        elif not later and here > there:
            year -= 1
        years[at] = year

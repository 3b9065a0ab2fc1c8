"""The values of a cross-tab's dimensions of time: how they read, and how one follows another.

They are kept as ``2026``, ``2026-Q2``, ``2026-05``, a week as its Monday, a day as ``2026-05-04``,
a weekday as ``0`` (Sunday) to ``6``, an hour as ``09``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from crm_desktop.core import formats

_SUNDAY = dt.date(2023, 1, 1)
_WEEK = dt.timedelta(6)


def shown(key: str, value: str) -> str:
    """A value as people read it, in the language in force; what is no such value as it is."""
    try:
        return _shown(key, value)
    except ValueError:
        return value


def _shown(key: str, value: str) -> str:
    if key == "weekday":
        return formats.weekday(_SUNDAY + dt.timedelta(int(value)))
    if key == "hour":
        return f"{value}:00"
    if key == "month":
        return formats.month_short_year(dt.date.fromisoformat(f"{value}-01"))
    if key == "quarter":
        return formats.quarter(int(value[:4]), int(value[-1]))
    if key == "year":
        return value
    first = dt.date.fromisoformat(value)
    return formats.days_long(first, first + _WEEK) if key == "week" else formats.date_long(first)


def place(key: str, value: str) -> str:
    """What values are sorted by to stand as time passes."""
    return value.replace("0", "7") if key == "weekday" else value  # weeks begin on Monday


def run(key: str, values: list[str]) -> list[str]:
    """``values`` as time passes, with those between the first and the last that are missing: a
    month in which nothing was sold is a gap in a chart, not left out."""
    if not values or key == "weekday":
        return sorted(values, key=lambda value: place(key, value))
    return list(_steps(key, min(values), max(values)))


def _steps(key: str, first: str, last: str) -> Iterator[str]:
    here = first
    while here <= last:
        yield here
        here = _next(key, here)


def _next(key: str, value: str) -> str:
    if key in ("year", "hour"):
        return f"{int(value) + 1:0{len(value)}}"
    if key == "quarter":
        year, number = int(value[:4]), int(value[-1])
        return f"{year + number // 4:04}-Q{number % 4 + 1}"
    if key == "month":
        year, month = int(value[:4]), int(value[5:])
        return f"{year + month // 12:04}-{month % 12 + 1:02}"
    step = dt.timedelta(7 if key == "week" else 1)
    return (dt.date.fromisoformat(value) + step).isoformat()

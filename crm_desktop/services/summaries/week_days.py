"""The days of a week."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

_DAYS = dt.timedelta(days=6)


@dataclass(frozen=True, slots=True)
class WeekDays:
    """From ``first`` to ``last``, both included."""

    first: dt.date
    last: dt.date


def week_of(day: dt.date) -> WeekDays:
    """The week of ``day``, Monday to Sunday, within what a date can hold."""
    first = day - dt.timedelta(days=min(day.weekday(), (day - dt.date.min).days))
    return WeekDays(first, first + min(_DAYS, dt.date.max - first))

"""When the export of everything into a folder of the user's is due again."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum


class Every(StrEnum):
    """How often; the first of a week is its Monday."""

    NEVER = ""
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def is_due(every: Every, last: dt.date | None, today: dt.date) -> bool:
    """True when no export was written yet in the day, week or month of ``today``.

    A clock set back makes none due.
    """
    if every is Every.NEVER:
        return False
    return last is None or last < _begins(every, today)


def _begins(every: Every, day: dt.date) -> dt.date:
    if every is Every.WEEK:
        return day - dt.timedelta(days=day.weekday())
    return day.replace(day=1) if every is Every.MONTH else day

"""Days of the Chinese lunar calendar (1900 to 2100) and the solar dates they fall on.

The calendar itself is borax's; here stand the customs of keeping a day: the thirtieth of a month
of 29 days is kept on its last day, and a day of a leap month in the plain month of the same
number in the years that have no such leap month.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class LunarKey(NamedTuple):
    """A day of the lunar year; ``leap`` marks the leap month of that number."""

    month: int
    day: int
    leap: bool = False


FIRST = dt.date(1901, 1, 1)
LAST = dt.date(2099, 12, 31)


def keys_on(day: dt.date) -> frozenset[LunarKey]:
    """Every lunar day that is kept on a solar day; none outside 1901 to 2099."""
    if not FIRST <= day <= LAST:
        return frozenset()
    from borax.calendars.lunardate import LCalendars, LunarDate

    on = LunarDate.from_solar(day)
    leap = bool(on.leap)
    days = [on.day]
    if on.day == 29 and LCalendars.ndays(on.year, on.month, on.leap) == 29:
        days.append(30)
    keys = {LunarKey(on.month, number, leap) for number in days}
    if not leap and LCalendars.leap_month(on.year) != on.month:
        keys |= {LunarKey(on.month, number, True) for number in days}
    return frozenset(keys)


def next_on(key: LunarKey, today: dt.date) -> dt.date:
    """The next solar day, today included, on which a lunar day is kept.

    Raises ``ValueError`` for what is no lunar day, and outside 1901 to 2099.
    """
    if not (1 <= key.month <= 12 and 1 <= key.day <= 30):
        raise ValueError(key)
    year = year_of(today)
    return next(on for on in (_kept_in(each, key) for each in range(year, year + 2)) if on >= today)


def year_of(day: dt.date) -> int:
    """The lunar year a solar day lies in. Raises ``ValueError`` outside 1901 to 2099."""
    if not FIRST <= day <= LAST:
        raise ValueError(day)
    from borax.calendars.lunardate import LunarDate

    return int(LunarDate.from_solar(day).year)


def _kept_in(year: int, key: LunarKey) -> dt.date:
    from borax.calendars.lunardate import LCalendars, LunarDate

    leap = int(key.leap and LCalendars.leap_month(year) == key.month)
    day = min(key.day, LCalendars.ndays(year, key.month, leap))
    on: dt.date = LunarDate(year, key.month, day, leap).to_solar_date()
    return on


def words(key: LunarKey) -> str:
    """``八月十五``, ``闰六月初一``, ``腊月廿三``: how the day is written in Chinese."""
    from borax.calendars.lunardate import TextUtils

    return f"{'闰' if key.leap else ''}{TextUtils.month_cn(key.month)}月{TextUtils.day_cn(key.day)}"

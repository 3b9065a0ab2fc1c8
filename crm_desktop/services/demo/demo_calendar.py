"""Days of the sample story: written as seen on one Thursday, told on any other day."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import cached_property

STORY_DAY = dt.date(2026, 6, 18)
"""The day the story is written for."""


def month_index(day: dt.date) -> int:
    """Months since year 0."""
    return day.year * 12 + day.month - 1


def day_in(index: int, day: int) -> dt.date:
    """Day ``day`` of month ``index``, or its last day when it is shorter."""
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))


def instant(day: dt.date, time: str) -> dt.datetime:
    """Local ``HH:MM`` of ``day`` as an aware UTC instant."""
    hour, minute = map(int, time.split(":"))
    return dt.datetime.combine(day, dt.time(hour, minute)).astimezone(dt.UTC)


def stored(day: dt.date, time: str) -> str:
    """``instant`` as bulk rows hold it."""
    return instant(day, time).strftime("%Y-%m-%d %H:%M:%S.%f")


@dataclass(frozen=True)
class StoryCalendar:
    """Moves the story's days so that it holds as seen on ``today``."""

    today: dt.date

    @cached_property
    def _months(self) -> int:
        return month_index(self.today) - month_index(STORY_DAY)

    def near(self, day: dt.date) -> dt.date:
        """A day told by its distance from today: what is due, birthdays, warranties."""
        return self.today + (day - STORY_DAY)

    def past(self, day: dt.date) -> dt.date:
        """A day told by its month: sales keep their month, so that months keep their sums.

        The present month and the one before it are stretched, so that what happened up to the
        story's day of the month has happened up to today's.
        """
        index = month_index(day) + self._months
        back = month_index(STORY_DAY) - month_index(day)
        if back > 1 or (self._months == 0 and self.today == STORY_DAY):
            return day_in(index, day.day)
        return day_in(index, self._stretched(day, back))

    def _stretched(self, day: dt.date, back: int) -> int:
        turn, now = STORY_DAY.day, self.today.day
        if day.day <= turn:
            return max(1, -(-day.day * now // turn))
        if back == 0:
            return now
        longest = calendar.monthrange(day.year, day.month)[1]
        return now + max(1, -(-(day.day - turn) * (31 - now) // (longest - turn)))

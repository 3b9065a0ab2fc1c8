"""On which days regular customers of the sample shop buy."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from crm_desktop.services.demo.demo_calendar import STORY_DAY, day_in

CHECKED = (dt.date(2026, 5, 31), STORY_DAY, STORY_DAY + dt.timedelta(days=12))
"""Days on which regulars are in time; the last leaves room for being told on other days."""


class _Buyer(Protocol):
    days: list[dt.date]
    fixed: bool


def past_usual(days: Sequence[dt.date], when: dt.date) -> bool:
    """True when somebody who bought on ``days`` is past their median interval on ``when``."""
    known = [day.toordinal() for day in days if day <= when]
    if len(known) < 3:
        return False
    gaps = sorted(later - earlier for earlier, later in pairwise(known))
    middle = len(gaps) // 2
    usual = gaps[middle] if len(gaps) % 2 else (gaps[middle - 1] + gaps[middle] + 1) // 2
    return usual < when.toordinal() - known[-1] <= max(365, 3 * usual)


def ever_past_usual(days: Sequence[dt.date]) -> bool:
    """True when they are past their interval on any of the days that are looked at."""
    return any(past_usual(days, when) for when in CHECKED)


def steady(rng: random.Random, first: dt.date, gap: int) -> list[dt.date]:
    """Purchases about every ``gap`` days from ``first`` to the story's day, never overdue then.

    Empty when no such rhythm was found.
    """
    for _ in range(40):
        last = STORY_DAY - dt.timedelta(days=rng.randint(1, max(2, int(gap * 0.7))))
        steps = max(2, round((last - first).days / gap))
        span = (last - first).days
        wobble = max(1, int(span / steps * 0.08))
        days = [
            first + dt.timedelta(days=span * step // steps + rng.randint(-wobble, wobble))
            for step in range(1, steps)
        ]
        days = sorted({first, *days, last})
        if len(days) > 2 and not ever_past_usual(days):
            return days
    return []


def month_by_month(
    rng: random.Random,
    cohort: Sequence[_Buyer],
    month: tuple[int, int],
    percent: Sequence[int],
) -> None:
    """Let ``percent[k]`` of a cohort come again in the k-th month after their first.

    A core comes nearly every month and has come lately; others fill up, once each, so that
    nobody is past their usual interval on the story's day or at the end of May.
    """
    wanted = [round(len(cohort) * share / 100) for share in percent]
    people = list(cohort)
    rng.shuffle(people)
    core = people[: min(wanted[-2:])]
    others = people[len(core) :]
    start = month[0] * 12 + month[1] - 1
    habit = {id(member): rng.randint(7, 16) for member in core}
    for member in core:
        member.fixed = True
    for step, number in enumerate(wanted, 1):
        skipped = max(0, len(core) - number)
        offset = step * 3
        for place, member in enumerate(core):
            if (place + offset) % max(len(core), 1) >= skipped:
                day = habit[id(member)] + rng.randint(-1, 1)
                member.days.append(day_in(start + step, day))
        latest = STORY_DAY.day if step == len(wanted) else 27
        for _ in range(number - len(core)):
            if others:
                member = others.pop()
                member.fixed = True
                member.days.append(day_in(start + step, rng.randint(2, latest)))
    for member in core:
        _come_in_time(member)


def _come_in_time(member: _Buyer) -> None:
    """Put the last visits later until they count as in time on the days that are looked at."""
    for when in CHECKED:
        for _ in range(28):
            if not past_usual(member.days, when):
                break
            index = max(at for at, day in enumerate(member.days) if day <= when)
            day = member.days[index]
            last = STORY_DAY.day if (day.year, day.month) == (2026, 6) else 28
            member.days[index] = day.replace(day=min(last, day.day + 1))

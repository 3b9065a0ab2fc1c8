"""When a thing at a customer's needs its next service, and why then.

Three rules may each give a day: so many months since it was last looked after, so many hours on
its counter, and how often it breaks down. The earliest of them counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.money import divide_half_up
from crm_desktop.core.months import add_months

HOURS = "h"
_LATEST = dt.date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """What is known of a thing. ``since`` is when it was last looked after, or else installed or
    sold; ``readings`` are (day, thousandths of hours) and ``faults`` days, both in order.
    ``typed`` is a day set by hand, used only while no rule gives one."""

    since: dt.date | None
    started: dt.date | None
    months: int | None = None
    hours: int | None = None
    readings: Sequence[tuple[dt.date, int]] = ()
    faults: Sequence[dt.date] = ()
    typed: dt.date | None = None


@dataclass(frozen=True, slots=True)
class NextService:
    """The day and the rule that gave it: ``date``, ``hours``, ``faults`` or ``typed``.

    ``number`` is what the rule goes by: months, hours, or days between two faults. ``per_day`` are
    thousandths of hours a day, for the rule of hours.
    """

    on: dt.date
    rule: str
    number: int = 0
    per_day: int = 0


def next_service(facts: ServiceFacts) -> NextService | None:
    """The earliest day any rule gives; ``None`` when there is nothing to reckon from."""
    found = [_by_date(facts), _by_hours(facts), _by_faults(facts)]
    given = [one for one in found if one is not None]
    if given:
        return min(given, key=lambda one: one.on)
    return NextService(facts.typed, "typed") if facts.typed is not None else None


def reason(found: NextService) -> str:
    """Why then, in the language in force."""
    number = formats.integer(found.number)
    if found.rule == "date":
        words = ngettext("every {n} month", "every {n} months", found.number)
        return words.format(n=number)
    if found.rule == "hours":
        words = _("every {n} hours, at {rate} hours a day")
        # Nobody reads a counter to the second: tenths, or what there is of less than an hour.
        rate = found.per_day if found.per_day < 1000 else divide_half_up(found.per_day, 100) * 100
        return words.format(n=number, rate=formats.quantity(rate))
    if found.rule == "faults":
        words = ngettext(
            "breaks down every {n} day on average",
            "breaks down every {n} days on average",
            found.number,
        )
        return words.format(n=number)
    return _("set by hand")


def run_up(readings: Sequence[tuple[dt.date, int]]) -> list[tuple[dt.date, int]]:
    """Readings as one rising count: a lower one is a new counter that began at 0."""
    total, before, points = 0, 0, []
    for number, (day, value) in enumerate(readings):
        total += value if not number or value < before else value - before
        before = value
        points.append((day, total))
    return points


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, at the latest the end of 2199."""
    far = (_LATEST.year - day.year) * 12
    return add_months(day, months) if months < far else _LATEST


def _by_date(facts: ServiceFacts) -> NextService | None:
    if not facts.months or facts.since is None:
        return None
    return NextService(months_after(facts.since, facts.months), "date", facts.months)


def _by_hours(facts: ServiceFacts) -> NextService | None:
    if not facts.hours:
        return None
    points = run_up(facts.readings)
    if points and facts.started is not None and facts.started < points[0][0]:
        points.insert(0, (facts.started, 0))
    if len(points) < 2:
        return None
    (first, low), (last, high) = points[0], points[-1]
    days, risen = (last - first).days, high - low
    if days <= 0 or risen <= 0:
        return None
    left = _count_on(points, facts.since) + facts.hours * 1000 - high
    ahead = max(0, -(-left * days // risen)) if left > 0 else 0
    on = _after(last, ahead)
    return NextService(on, "hours", facts.hours, risen // days)


def _count_on(points: Sequence[tuple[dt.date, int]], day: dt.date | None) -> int:
    """What the counter stood at on a day, between two readings in a straight line."""
    if day is None or day <= points[0][0]:
        return points[0][1]
    for (early, low), (late, high) in pairwise(points):
        if early <= day < late:
            return low + (high - low) * (day - early).days // (late - early).days
    return points[-1][1]


def _by_faults(facts: ServiceFacts) -> NextService | None:
    if len(facts.faults) < 2:
        return None
    first, last = facts.faults[0], facts.faults[-1]
    if facts.started is not None and facts.started < first:
        days, spans = (last - facts.started).days, len(facts.faults)
    else:
        days, spans = (last - first).days, len(facts.faults) - 1
    mean = max(1, days // spans)
    begin = max(last, facts.since) if facts.since is not None else last
    return NextService(_after(begin, mean), "faults", mean)


def _after(day: dt.date, days: int) -> dt.date:
    return day + dt.timedelta(days=min(days, (_LATEST - day).days))

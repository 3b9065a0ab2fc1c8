"""The calendar: everything that has a day, and the moving of what can be moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.orm import Session

from crm_desktop.core import festivals
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import FollowUp
from crm_desktop.services.calendar import calendar_sources as sources
from crm_desktop.services.calendar import calendar_yearly as yearly
from crm_desktop.services.calendar.calendar_rows import Dated, Span
from crm_desktop.services.follow_ups import follow_ups

KINDS = (
    "call", "visit", "payment", "reorder", "birthday", "task", "service", "deal", "quote",
    "warranty", "field", "holiday", "anniversary",
)  # fmt: skip
"""Every kind that can be switched on and off, the ones most looked at first."""

SHOWN_AT_FIRST = frozenset(KINDS) - {"anniversary"}
"""Customers since: one for nearly every customer each year, so it is asked for."""

MOVE_ACTION = N_("Move follow-up")
MOVE_ALL_ACTION = N_("Move overdue follow-ups")
LENGTH_ACTION = N_("Change how long a follow-up takes")

FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(9999, 12, 31)
MOST_DAYS = 400
"""More days are not read at once."""
SHORTEST, LONGEST = 5, 24 * 60
"""Minutes a follow-up can take."""
DEFAULT_MINUTES = 30
"""How long one is painted and exported that does not say."""

_OF_FOLLOW_UPS = frozenset((*sources.FOLLOW_UP_KINDS.values(), "task"))
_READERS: dict[Callable[[Session, Span], Iterator[Dated]], frozenset[str]] = {
    sources.follow_ups: _OF_FOLLOW_UPS,
    yearly.birthday_rows: frozenset({"birthday"}),
    sources.payment_rows: frozenset({"payment"}),
    sources.reorder_rows: frozenset({"reorder"}),
    sources.service_rows: frozenset({"service"}),
    sources.warranty_rows: frozenset({"warranty"}),
    sources.deal_rows: frozenset({"deal"}),
    sources.quote_rows: frozenset({"quote"}),
    yearly.field_rows: frozenset({"field"}),
    sources.holiday_rows: frozenset({"holiday"}),
    yearly.since_rows: frozenset({"anniversary"}),
}
_RANK = {"holiday": 0, **{kind: number for number, kind in enumerate(KINDS, 1)}}


@dataclass(frozen=True, slots=True)
class DayHead:
    """What a day is called beside its number: festivals and solar terms, the lunar day in
    Chinese characters (``初五``), and whether the shop is closed."""

    day: dt.date
    festivals: tuple[str, ...]
    lunar: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """The days asked for in order, and what is dated on them, by day and time; what has no time
    comes after what has."""

    days: tuple[DayHead, ...]
    dated: tuple[Dated, ...]

    def on(self, day: dt.date) -> list[Dated]:
        """The things of one day."""
        return [one for one in self.dated if one.day == day]


@dataclass(frozen=True, slots=True)
class SideRow:
    """What stands beside the calendar: today, what is late, what has no day yet; of the latter two
    the first ones, and how many there are."""

    today: tuple[Dated, ...]
    overdue: tuple[Dated, ...]
    overdue_count: int
    unscheduled: tuple[Dated, ...]
    unscheduled_count: int


def dated(
    session: Session,
    first: dt.date,
    last: dt.date,
    today: dt.date,
    kinds: Collection[str] = SHOWN_AT_FIRST,
) -> CalendarRow:
    """Everything of ``kinds`` from ``first`` to ``last``, both included.

    Raises ``UserError`` for more than ``MOST_DAYS`` days.
    """
    if not 0 <= (last - first).days < MOST_DAYS:
        raise UserError(
            _("The calendar shows at most {n} days at once.").format(n=MOST_DAYS),
            _("Nothing was changed."),
            _("Choose days closer together."),
        )
    span = Span(first, last, today)
    found = [
        one
        for reader, offered in _READERS.items()
        if offered & set(kinds)
        for one in reader(session, span)
        if one.kind in kinds
    ]
    found.sort(key=_order)
    closed = {one.day for one in sources.holiday_rows(session, span) if one.of_kind == "closed"}
    heads = tuple(
        DayHead(day, festivals.named(day), festivals.lunar_short(day), day in closed)
        for day in span.days()
    )
    return CalendarRow(heads, tuple(found))


def _order(one: Dated) -> tuple[dt.date, bool, str, int, int, str, int]:
    return (
        one.day, not one.time, one.time, _RANK[one.kind], one.state != "late", one.source,
        one.record_id,
    )  # fmt: skip


def beside(session: Session, today: dt.date, kinds: Collection[str], limit: int = 50) -> SideRow:
    """Today's things of ``kinds``; at most ``limit`` overdue ones and as many without a day."""
    return SideRow(
        dated(session, today, today, today, kinds).dated,
        tuple(sources.overdue(session, today, limit)),
        sources.overdue_count(session, today),
        tuple(sources.unscheduled(session, today, limit)),
        sources.unscheduled_count(session),
    )


def move(session: Session, follow_up_id: int, day: dt.date | None, time: str | None = None) -> None:
    """Give a follow-up another day, none for ``None``, and another time unless ``None``.

    Raises ``UserError`` for one that is done, or a day before 1900.
    """
    _check_movable(session, follow_up_id)
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        raise UserError(
            _("The calendar begins in {year}.").format(year=FIRST_DAY.year),
            _("Nothing was changed."),
            _("Choose a later day."),
        )
    follow_ups.reschedule(session, follow_up_id, day, "" if day is None else time)


def resize(session: Session, follow_up_id: int, minutes: int, time: str | None = None) -> None:
    """Let a follow-up take ``minutes``, kept between ``SHORTEST`` and ``LONGEST``, and begin at
    another time unless ``None``."""
    _check_movable(session, follow_up_id)
    changes: dict[str, str | int] = {"minutes": max(SHORTEST, min(LONGEST, minutes))}
    if time is not None:
        changes["due_time"] = time
    follow_ups.edit(session, follow_up_id, **changes)


def move_overdue(session: Session, today: dt.date) -> int:
    """Give all that are overdue today, without a time: they cannot all be done at the same;
    returns how many."""
    count = sources.overdue_count(session, today)
    session.execute(
        update(FollowUp)
        .where(sources.is_overdue(today))
        .values(due_on=today, due_time="", snoozed_until=None)
    )
    return count


def _check_movable(session: Session, follow_up_id: int) -> None:
    if not sources.is_open(session, follow_up_id):
        raise UserError(
            _("This follow-up is finished or was deleted; its day stays."),
            _("Nothing was changed."),
            _("Reopen it first."),
        )

"""A row of the calendar and the days asked for: what all its sources share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from crm_desktop.core import clock
from crm_desktop.db.models import Contact


@dataclass(frozen=True, slots=True)
class Dated:
    """One thing of one day.

    ``kind`` is one of ``calendar.KINDS``. ``time`` is local ``HH:MM`` or empty for the whole
    day. ``name`` is the customer, ``what`` the rest, in the words of the file; either may be
    empty. ``source`` and ``record_id`` name the record, ``follow_up`` or another table's name.
    ``state`` is ``open``, ``late`` or ``done``. ``years`` is an age or how many years ago,
    ``amount_minor`` in ``currency`` what is to be paid or won. An ``undated`` follow-up has no day
    yet; its ``day`` is today.
    """

    kind: str
    day: dt.date
    source: str
    record_id: int
    name: str = ""
    what: str = ""
    contact_id: int | None = None
    time: str = ""
    minutes: int | None = None
    state: str = "open"
    of_kind: str = ""
    years: int | None = None
    amount_minor: int | None = None
    currency: str = ""
    undated: bool = False

    @property
    def movable(self) -> bool:
        """True for what has its day by choice alone: a follow-up still to be done."""
        return self.source == "follow_up" and self.state != "done"


@dataclass(frozen=True, slots=True)
class Span:
    """The days asked for, both included, and the day that counts as today."""

    first: dt.date
    last: dt.date
    today: dt.date

    def days(self) -> Iterator[dt.date]:
        """Each of them."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + dt.timedelta(number)

    def instants(self) -> tuple[dt.datetime, dt.datetime]:
        """When the first day begins and the last one ends, as far as the calendar goes."""
        if self.last == dt.date.max:
            return clock.start_of(self.first), dt.datetime.max.replace(tzinfo=dt.UTC)
        return clock.start_of(self.first), clock.start_of(self.last + dt.timedelta(days=1))


def visible() -> tuple[ColumnElement[bool], ...]:
    """The condition on customers who are neither deleted nor archived."""
    return Contact.deleted_at.is_(None), Contact.archived_at.is_(None)


def late(day: dt.date, span: Span) -> str:
    """The state of what is due on ``day`` and still open."""
    return "late" if day < span.today else "open"

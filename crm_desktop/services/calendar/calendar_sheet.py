"""The calendar for paper: days with what is on them, and by what customers are reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.db.models import ContactAddress
from crm_desktop.services.calendar import calendar, calendar_spans
from crm_desktop.services.calendar.calendar import DayHead
from crm_desktop.services.calendar.calendar_rows import Dated
from crm_desktop.services.contacts import contact_rows
from crm_desktop.services.records import masking

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class CalendarOrder:
    """Which days, both included, and of which kinds; as a grid of ``month`` (its first day) unless
    that is ``None``."""

    first: dt.date
    last: dt.date
    kinds: Collection[str]
    month: dt.date | None = None


@dataclass(frozen=True, slots=True)
class SheetThing:
    """A thing with its customer's phone and, for what is done at their place, the address; masked
    where numbers are."""

    one: Dated
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class SheetDay:
    """A day and its things, what has a time first."""

    head: DayHead
    things: tuple[SheetThing, ...]


def order_of(view: str, day: dt.date, kinds: Collection[str]) -> CalendarOrder:
    """The days a view shows around ``day``."""
    first, last = calendar_spans.span(view, day)
    return CalendarOrder(first, last, kinds, day.replace(day=1) if view == "month" else None)


def days(session: Session, order: CalendarOrder, today: dt.date) -> tuple[SheetDay, ...]:
    """Every day of an order. Raises ``UserError`` for too many days."""
    found = calendar.dated(session, order.first, order.last, today, order.kinds)
    phones, addresses = {}, {}
    if order.month is None:
        phones = _phones(session, {one.contact_id for one in found.dated if one.contact_id})
        visited = (one for one in found.dated if one.kind in ("visit", "service"))
        addresses = _addresses(session, {one.contact_id for one in visited if one.contact_id})
    by_day: dict[dt.date, list[SheetThing]] = {}
    for one in found.dated:
        contact = one.contact_id or 0
        address = addresses.get(contact, "") if one.kind in ("visit", "service") else ""
        thing = SheetThing(one, phones.get(contact, ""), address)
        by_day.setdefault(one.day, []).append(thing)
    return tuple(SheetDay(head, tuple(by_day.get(head.day, ()))) for head in found.days)


def _phones(session: Session, ids: Collection[int]) -> dict[int, str]:
    return {row.id: row.phone for row in contact_rows.rows(session, sorted(ids))}


def _addresses(session: Session, ids: Iterable[int]) -> dict[int, str]:
    show = masking.shown_by(session)
    found: dict[int, str] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), _CHUNK):
        query = (
            select(ContactAddress.contact_id, ContactAddress.text)
            .where(ContactAddress.contact_id.in_(wanted[start : start + _CHUNK]))
            .order_by(ContactAddress.position, ContactAddress.id)
        )
        for contact_id, text in session.execute(query):
            found.setdefault(contact_id, show(text))
    return found

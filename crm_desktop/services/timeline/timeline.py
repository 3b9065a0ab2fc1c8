"""The one timeline per customer: entries, sales, payments, stage moves and tickets, merged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import _
from crm_desktop.db.models import LifecycleChange, Payment, Sale, Ticket, TimelineEntry
from crm_desktop.services.records import contact_record, staff
from crm_desktop.services.timeline.timeline_sources import KINDS, SOURCES, TimelineRow, kind_name

__all__ = [
    "KINDS",
    "NoteRow",
    "TimelineRow",
    "add_note",
    "count",
    "edit_note",
    "entries",
    "kind_name",
    "note",
    "pin",
    "remove_note",
]


def entries(
    session: Session, contact_id: int, limit: int = 50, kinds: Collection[str] = ()
) -> list[TimelineRow]:
    """The latest ``limit`` things of one contact, newest first; ``kinds`` left empty means all."""
    found: list[TimelineRow] = []
    for source in SOURCES:
        if not kinds or not source.kinds.isdisjoint(kinds):
            found += source.read(session, contact_id, limit)
    if kinds:
        found = [row for row in found if row.kind in kinds]
    found.sort(key=_newest_first, reverse=True)
    return found[:limit]


def count(session: Session, contact_id: int) -> int:
    """How many things the whole timeline holds."""
    mine = (
        (TimelineEntry, TimelineEntry.deleted_at.is_(None)),
        (Sale, Sale.deleted_at.is_(None)),
        (Payment, Payment.deleted_at.is_(None)),
        (LifecycleChange, LifecycleChange.id > 0),
        (Ticket, Ticket.deleted_at.is_(None)),
    )
    number = 0
    for model, where in mine:
        query = select(func.count()).where(model.contact_id == contact_id, where)
        number += session.scalar(query) or 0
    return number


def add_note(
    session: Session,
    contact_id: int,
    kind: str,
    body: str,
    *,
    title: str = "",
    happened_at: dt.datetime | None = None,
    happened_on: dt.date | None = None,
    direction: str = "",
    minutes: int | None = None,
    result: str = "",
    person_id: int | None = None,
    pinned: bool = False,
) -> int:
    """Keep what happened; now, unless told when. Returns the entry's id.

    Raises ``UserError`` when there is nothing to keep.
    """
    contact_record.found(session, contact_id)
    body, title = text.clean(body), text.clean(title)
    if not (body or title or minutes or result):
        raise UserError(
            _("There is nothing to keep yet."), "", _("Write a few words about what happened.")
        )
    if happened_at is None and happened_on is None:
        happened_at = clock.now()
    entry = TimelineEntry(
        contact_id=contact_id,
        kind=kind,
        body=body,
        title=title,
        happened_on=happened_on or _local_day(happened_at),
        happened_at=happened_at,
        direction=direction,
        minutes=minutes,
        result=result,
        person_id=person_id,
        pinned=pinned,
        staff_id=staff.me(session),
    )
    session.add(entry)
    session.flush()
    return entry.id


def _local_day(instant: dt.datetime | None) -> dt.date:
    return instant.astimezone().date() if instant else clock.today()


@dataclass(frozen=True, slots=True)
class NoteRow:
    """An entry as it is edited. ``direction`` is ``in``, ``out`` or empty."""

    id: int
    kind: str
    direction: str
    body: str
    pinned: bool


def note(session: Session, entry_id: int) -> NoteRow:
    """One entry. Raises ``NotFound``."""
    entry = _found(session, entry_id)
    return NoteRow(entry.id, entry.kind, entry.direction, entry.body, entry.pinned)


def edit_note(
    session: Session,
    entry_id: int,
    body: str,
    *,
    kind: str | None = None,
    direction: str | None = None,
) -> None:
    """Change the words of an entry, and its kind and direction where given."""
    entry = _found(session, entry_id)
    entry.body = text.clean(body)
    if kind is not None:
        entry.kind = kind
    if direction is not None:
        entry.direction = direction
    session.flush()


def remove_note(session: Session, entry_id: int) -> None:
    """Take an entry off the timeline."""
    _found(session, entry_id).deleted_at = clock.now()
    session.flush()


def pin(session: Session, entry_id: int, pinned: bool = True) -> None:
    """Keep an entry at the top of the customer's page."""
    _found(session, entry_id).pinned = pinned
    session.flush()


def _found(session: Session, entry_id: int) -> TimelineEntry:
    entry = session.get(TimelineEntry, entry_id)
    if entry is None or entry.deleted_at is not None:
        raise NotFound(_("This entry does not exist any more."), _("Nothing was changed."))
    return entry


def _newest_first(row: TimelineRow) -> tuple[dt.date, float, int]:
    at = row.happened_at.timestamp() if row.happened_at else 0.0
    return row.happened_on, at, row.id

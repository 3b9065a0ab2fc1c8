"""Sticky notes: lines one wants to see on Today, coloured, perhaps about a customer.

Somebody sees their own and those of nobody; where nobody said who sits here, all are seen. The
customer a note is pinned to stands in a setting of the note's own, so that undo can take back
either.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Contact, Setting, StickyNote
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.records import contact_record, mentions, staff
from crm_desktop.services.settings import settings
from crm_desktop.services.settings.settings import Declared
from crm_desktop.services.timeline import timeline

COLOURS: dict[str, str] = {
    "yellow": N_("Yellow"),
    "green": N_("Green"),
    "blue": N_("Blue"),
    "purple": N_("Purple"),
    "red": N_("Red"),
}
"""The colours of a note, the first unless another is chosen, with their msgids."""

ADD, DONE, DELETE = N_("Put up a note"), N_("Note done"), N_("Delete a note")
TO_FOLLOW_UP = N_("Make a follow-up of a note")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
PIN = "sticky_note_customer:"
"""Begins the key of the setting that says whom a note is pinned to; the note's number follows."""


@dataclass(frozen=True, slots=True)
class StickyNoteRow:
    """A note as shown. ``colour`` is a key of ``COLOURS``; ``contact_id`` the customer it is
    pinned to; ``by`` who wrote it, empty when nobody said."""

    id: int
    text: str
    colour: str
    contact_id: int | None
    contact_name: str
    by: str
    written_on: dt.date


def notes(session: Session) -> list[StickyNoteRow]:
    """The notes to be seen by who sits at this computer, the latest first."""
    query = select(StickyNote).where(*_seen(session))
    found = session.scalars(query.order_by(StickyNote.position.desc(), StickyNote.id.desc()))
    return _rows(session, found.all())


def get(session: Session, note_id: int) -> StickyNoteRow:
    """One note, whosever it is. Raises ``NotFound``."""
    return _rows(session, [_found(session, note_id)])[0]


def _rows(session: Session, found: Sequence[StickyNote]) -> list[StickyNoteRow]:
    if not found:
        return []
    pins, names = _pins(session), {one.id: one.name for one in staff.members(session)}
    wanted = {pins[one.id] for one in found if one.id in pins}
    living = (Contact.id.in_(wanted), Contact.deleted_at.is_(None))
    contacts = {one.id: one.name for one in session.scalars(select(Contact).where(*living))}
    return [_row(one, pins.get(one.id, 0), contacts, names) for one in found]


def of_contact(session: Session, contact_id: int) -> list[StickyNoteRow]:
    """The notes pinned to one customer."""
    return [one for one in notes(session) if one.contact_id == contact_id]


def add(session: Session, typed: str, *, colour: str = "", contact_id: int | None = None) -> int:
    """Put a note up; returns its id. Without ``contact_id`` a customer named in the line is the
    one it is pinned to, unless several bear that name.

    Raises ``UserError`` for an empty line or an unknown colour, ``NotFound`` for a customer who is
    gone.
    """
    words = _checked(typed)
    if contact_id is None:
        whom = mentions.mentioned(session, words)
        contact_id = whom.contact_id if whom is not None and not whom.others else None
    last = session.scalar(select(func.max(StickyNote.position))) or 0
    note = StickyNote(
        text=words, colour=_checked_colour(colour), staff_id=staff.me(session), position=last + 1
    )
    session.add(note)
    session.flush()
    if contact_id is not None:
        pin(session, note.id, contact_id)
    return note.id


def edit(session: Session, note_id: int, typed: str) -> None:
    """Change the words."""
    _found(session, note_id).text = _checked(typed)
    session.flush()


def paint(session: Session, note_id: int, colour: str) -> None:
    """Give it another colour of ``COLOURS``."""
    _found(session, note_id).colour = _checked_colour(colour)
    session.flush()


def pin(session: Session, note_id: int, contact_id: int | None) -> None:
    """Pin it to a customer; ``None`` takes the pin out. Raises ``NotFound``."""
    _found(session, note_id)
    if contact_id is not None:
        contact_record.found(session, contact_id)
    put_pin(session, note_id, contact_id or 0)


def put_pin(session: Session, note_id: int, contact_id: int) -> None:
    """``pin`` where note and customer are known to be there; 0 for nobody."""
    settings.put(session, _pin(note_id), contact_id)


def done(session: Session, note_id: int) -> None:
    """Take a note off as done; one that is pinned goes on the customer's timeline."""
    note = _found(session, note_id)
    contact_id = _customer(session, note_id)
    if contact_id is not None:
        timeline.add_note(session, contact_id, "note", note.text)
    remove(session, note_id)


def remove(session: Session, note_id: int) -> None:
    """Take a note off without a trace on any timeline."""
    _found(session, note_id).deleted_at = clock.now()
    session.flush()


def to_follow_up(session: Session, note_id: int, day: dt.date) -> int:
    """Make a follow-up of a note, for its customer; the note goes. Returns the follow-up's id."""
    note = _found(session, note_id)
    whom = _customer(session, note_id)
    draft = FollowUpDraft(note.text, day, contact_id=whom, owner_id=note.staff_id)
    made = follow_ups.create(session, draft)
    remove(session, note_id)
    return made


def move_pins(session: Session, source: int, target: int) -> int:
    """Pin to ``target`` what is pinned to ``source``; returns how many notes."""
    moved = [note_id for note_id, contact_id in _pins(session).items() if contact_id == source]
    for note_id in moved:
        put_pin(session, note_id, target)
    return len(moved)


def pins_of(rows: Iterable[Sequence[Any]]) -> dict[int, int]:
    """Note to customer from keys and values of settings; what is no pin is left out."""
    found = ((str(key).removeprefix(PIN), str(value)) for key, value in rows)
    return {
        int(note_id): int(contact_id)
        for note_id, contact_id in found
        if _NUMBER.fullmatch(note_id) and _NUMBER.fullmatch(contact_id)
    }


def colour_name(colour: str) -> str:
    """A colour in the language in force."""
    return _(COLOURS[colour])


def _row(
    note: StickyNote, pinned: int, contacts: dict[int, str], names: dict[int, str]
) -> StickyNoteRow:
    return StickyNoteRow(
        id=note.id,
        text=note.text,
        colour=note.colour if note.colour in COLOURS else next(iter(COLOURS)),
        contact_id=pinned if pinned in contacts else None,
        contact_name=contacts.get(pinned, ""),
        by=names.get(note.staff_id or 0, ""),
        written_on=note.created_at.astimezone().date(),
    )


def _seen(session: Session) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = [StickyNote.deleted_at.is_(None)]
    me = staff.me(session)
    if me is not None:
        clauses.append(or_(StickyNote.staff_id == me, StickyNote.staff_id.is_(None)))
    return clauses


def _pins(session: Session) -> dict[int, int]:
    """Note to customer, also of notes that are off."""
    pins = Setting.key.startswith(PIN, autoescape=True)
    rows = session.execute(select(Setting.key, Setting.value).where(pins))
    return pins_of((key, value) for key, value in rows)


def _pin(note_id: int) -> Declared[int]:
    return Declared(f"{PIN}{note_id}", 0)


def _customer(session: Session, note_id: int) -> int | None:
    """Whom it is pinned to, unless that customer is deleted."""
    contact = session.get(Contact, settings.get(session, _pin(note_id)))
    return contact.id if contact is not None and contact.deleted_at is None else None


def _checked(typed: str) -> str:
    words = text.clean(typed)
    if not words:
        raise UserError(
            _("A note needs a few words."), _("Nothing was changed."), _("Write what it is about.")
        )
    return words


def _checked_colour(colour: str) -> str:
    if colour and colour not in COLOURS:
        raise UserError(
            _("There is no colour “{colour}”.").format(colour=colour),
            _("Nothing was changed."),
            _("There are: {names}.").format(names=", ".join(COLOURS)),
        )
    return colour or next(iter(COLOURS))


def _found(session: Session, note_id: int) -> StickyNote:
    note = session.get(StickyNote, note_id)
    if note is None or note.deleted_at is not None:
        raise NotFound(_("This note does not exist any more."), _("Nothing was changed."))
    return note

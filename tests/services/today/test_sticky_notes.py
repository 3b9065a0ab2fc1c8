"""Notes on Today: put up, pinned, painted, done, made a follow-up; each taken back by one undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_references, contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.records.staff import StaffDraft, add
from crm_desktop.services.timeline import timeline
from crm_desktop.services.today import sticky_notes

Read = Callable[..., Any]
FRIDAY = dt.date(2026, 6, 19)


@pytest.fixture
def anna(store: Store) -> int:
    return store.write("New", contacts.create, ContactDraft("Anna Schmidt")).value


def stick(store: Store, text: str, **more: Any) -> int:
    return store.write("Stick", sticky_notes.add, text, **more).value


def texts(read: Read) -> list[str]:
    return [one.text for one in read(sticky_notes.notes)]


def test_a_line_that_names_a_customer_is_pinned_to_them(
    store: Store, read: Read, anna: int
) -> None:
    first = stick(store, "ask Anna Schmidt for the key")
    stick(store, "buy paper", colour="blue")
    newest, oldest = read(sticky_notes.notes)
    assert (newest.text, newest.colour, newest.contact_id) == ("buy paper", "blue", None)
    assert (oldest.id, oldest.colour, oldest.contact_name) == (first, "yellow", "Anna Schmidt")
    assert read(sticky_notes.of_contact, anna) == [oldest]
    store.write("New", contacts.create, ContactDraft("Anna Schmidt"))
    stick(store, "Anna Schmidt has rung")
    assert read(sticky_notes.notes)[0].contact_id is None  # which of the two is not guessed


def test_words_colour_and_pin_change_one_by_one(store: Store, read: Read, anna: int) -> None:
    note = stick(store, "ring back")
    store.write("Edit", sticky_notes.edit, note, "ring back at ten")
    store.write("Paint", sticky_notes.paint, note, "red")
    store.write("Pin", sticky_notes.pin, note, anna)
    row = read(sticky_notes.get, note)
    assert (row.text, row.colour, row.contact_id) == ("ring back at ten", "red", anna)
    store.undo()
    assert read(sticky_notes.get, note).contact_id is None
    for wrong in (
        lambda s: sticky_notes.edit(s, note, " \u200b"),
        lambda s: sticky_notes.paint(s, note, "pink"),
        lambda s: sticky_notes.pin(s, note, 999),
        lambda s: sticky_notes.add(s, ""),
    ):
        with pytest.raises(UserError):
            store.write("Wrong", wrong)
    assert read(sticky_notes.get, note).text == "ring back at ten"


def test_done_is_kept_with_the_customer_and_deleted_is_not(
    store: Store, read: Read, anna: int
) -> None:
    kept, dropped = (stick(store, f"note {n}", contact_id=anna) for n in (1, 2))
    store.write("Done", sticky_notes.done, kept)
    store.write("Delete", sticky_notes.remove, dropped)
    assert texts(read) == []
    assert [one.body for one in read(timeline.entries, anna, kinds=["note"])] == ["note 1"]
    store.undo()
    store.undo()
    assert texts(read) == ["note 2", "note 1"]
    assert read(timeline.entries, anna, kinds=["note"]) == []
    store.write("Remove", contacts.remove, [anna])
    assert read(sticky_notes.get, kept).contact_id is None
    store.write("Done", sticky_notes.done, kept)
    with pytest.raises(NotFound):
        store.write("Done", sticky_notes.done, kept)


def test_a_note_becomes_a_follow_up(store: Store, read: Read, anna: int) -> None:
    note = stick(store, "send the offer", contact_id=anna)
    made = store.write("Plan", sticky_notes.to_follow_up, note, FRIDAY).value
    row = read(follow_ups.get, made)
    assert (row.title, row.contact_id, row.due_on) == ("send the offer", anna, FRIDAY)
    assert texts(read) == []
    store.undo()
    assert texts(read) == ["send the offer"]


def test_each_sees_their_own_and_those_of_nobody(store: Store, read: Read) -> None:
    lin = store.write("Add", add, StaffDraft("Lin")).value
    chen = store.write("Add", add, StaffDraft("Chen")).value
    stick(store, "for all")
    for person in (lin, chen):
        store.sit_down(person)
        stick(store, f"of {person}")
    assert texts(read) == [f"of {chen}", "for all"]
    store.sit_down(None)
    assert [one.by for one in read(sticky_notes.notes)] == ["Chen", "Lin", ""]


def test_merged_customers_keep_their_notes(store: Store, read: Read, anna: int) -> None:
    other = store.write("New", contacts.create, ContactDraft("A. Schmidt")).value
    note = stick(store, "left the umbrella", contact_id=anna)
    moved = store.write("Move", contact_references.move, anna, other).value
    assert moved["sticky_note"] == 1
    assert read(sticky_notes.get, note).contact_name == "A. Schmidt"

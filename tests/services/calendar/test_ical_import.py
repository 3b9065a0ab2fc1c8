"""Follow-ups from calendars: made once, brought up to date, never undone by the other side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from crm_desktop.core.errors import Cancelled
from crm_desktop.db.models import FollowUp, ImportBatch
from crm_desktop.db.store import Store
from crm_desktop.exchange import read_ical, write_ical
from crm_desktop.services.calendar import ical_import, ical_words
from crm_desktop.services.calendar.ical_import import IcalEntry, IcalReport
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.exports import export_cards
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft

DAY = dt.date(2026, 6, 18)
Read = Callable[..., Any]


def take(store: Store, *entries: IcalEntry, today: dt.date = DAY) -> IcalReport:
    report: IcalReport = store.write("Import", ical_import.apply, entries, today).value
    return report


def kept(store: Store) -> list[FollowUp]:
    with store.read() as session:
        return list(session.scalars(select(FollowUp).order_by(FollowUp.id)))


def entry(key: str, title: str = "Visit", day: dt.date | None = DAY, **more: Any) -> IcalEntry:
    return IcalEntry(key, 1, title, day=day, **more)


def export(store: Store, path: Path) -> Path:
    with store.read() as session:
        total, entries = export_cards.entries(session)
        write_ical.write(entries, total, path)
    return path


def take_file(store: Store, path: Path) -> IcalReport:
    return take(store, *read_ical.read(path).entries)


def test_new_ones_come_once_and_changes_change_them(store: Store) -> None:
    first = entry("a@phone", time="10:00", minutes=45, note="Bring it", kind="meeting")
    report = take(store, first, entry("b@phone", "Buy", None))
    assert (report.new, report.same, report.anything) == (2, 0, True)
    rows = kept(store)
    assert [(one.title, one.due_on, one.due_time, one.minutes, one.kind) for one in rows] == [
        ("Visit", DAY, "10:00", 45, "meeting"), ("Buy", None, "", None, "task"),
    ]  # fmt: skip
    assert rows[0].rule_key == "ical:a@phone"
    report = take(store, first, entry("b@phone", "Buy", None))
    assert (report.same, report.anything) == (2, False)
    moved = replace(first, day=DAY + dt.timedelta(1), time="11:30", title="Visit them")
    assert take(store, moved).updated == 1
    rows = kept(store)
    assert len(rows) == 2
    assert (rows[0].due_on, rows[0].due_time, rows[0].title) == (
        DAY + dt.timedelta(1), "11:30", "Visit them",
    )  # fmt: skip
    store.undo()
    assert kept(store)[0].title == "Visit"


def test_one_import_is_one_undo_and_leaves_its_trace(store: Store) -> None:
    entries = [entry(f"{n}@x") for n in range(50)]
    source = ("phone.ics", "abc")
    store.write("Import", ical_import.apply, entries, DAY, source)
    with store.read() as session:
        batch = session.scalars(select(ImportBatch)).one()
        assert (batch.file_name, batch.kind) == ("phone.ics", "ical")
    store.undo()
    assert kept(store) == []
    assert take(store, *entries).new == 50


def test_our_own_export_comes_back_as_what_it_was(store: Store, tmp_path: Path) -> None:
    anna = store.write("New", contacts.create, ContactDraft("Anna · Co")).value
    drafts: Sequence[FollowUpDraft] = [
        FollowUpDraft("Visit", DAY, "10:00", anna, kind="visit", note="a, b;\nc"),
        FollowUpDraft("Long  visit", DAY, "10:00", minutes=90),
        FollowUpDraft("Whole day", DAY - dt.timedelta(3), contact_id=anna),
        FollowUpDraft("Some day", None),
        FollowUpDraft("Weekly", DAY, "09:00", recurrence="FREQ=WEEKLY;BYDAY=TH"),
        FollowUpDraft("Monthly", DAY, recurrence="FREQ=MONTHLY;COUNT=3"),
        FollowUpDraft("x" * 500, DAY),
    ]
    ids = [store.write("Plan", follow_ups.create, draft).value for draft in drafts]
    done = store.write("Plan", follow_ups.create, FollowUpDraft("Done", DAY, "08:00")).value
    store.write("Done", follow_ups.complete, done)
    path = export(store, tmp_path / "a.ics")
    report = take_file(store, path)
    assert (report.same, report.anything, report.problems) == (8, False, ())
    moved = path.read_bytes().replace(b"DTSTART:20260618T100000", b"DTSTART:20260619T140000")
    path.write_bytes(moved.replace(b"DTEND:20260618T103000", b"DTEND:20260619T143000"))
    assert take_file(store, path).updated == 2
    rows = {one.id: one for one in kept(store)}
    assert (rows[ids[0]].due_time, rows[ids[0]].title, rows[ids[0]].kind) == (
        "14:00", "Visit", "visit",
    )  # fmt: skip
    assert rows[ids[0]].minutes is None
    assert len(rows) == 8


def test_another_file_takes_them_with_customers_kinds_and_states(
    store: Store, tmp_path: Path
) -> None:
    anna = store.write("New", contacts.create, ContactDraft("Anna")).value
    late = FollowUpDraft("Visit", DAY - dt.timedelta(5), "10:00", anna, kind="visit")
    store.write("Plan", follow_ups.create, late)
    path = export(store, tmp_path / "a.ics")
    with Store.create(tmp_path / "other.crm") as other:
        other.write("New", contacts.create, ContactDraft("Anna"))
        assert take_file(other, path).new == 1
        one = kept(other)[0]
        assert (one.title, one.contact_id, one.kind, one.state) == ("Visit", 1, "visit", "open")
        again = read_ical.read(export(other, tmp_path / "b.ics")).entries[0].key
        assert again == read_ical.read(path).entries[0].key


def test_a_name_two_customers_bear_names_nobody(store: Store) -> None:
    for _n in range(2):
        store.write("New", contacts.create, ContactDraft("Anna"))
    take(store, entry("a", "Anna · Visit"))
    assert (kept(store)[0].title, kept(store)[0].contact_id) == ("Anna · Visit", None)


def test_events_of_the_past_are_history_and_things_to_do_are_not(store: Store) -> None:
    past = DAY - dt.timedelta(30)
    take(
        store,
        entry("event", "Event", past),
        entry("todo", "To do", past, told_state=True),
        entry("ticked", "Ticked", past, state="done", told_state=True, done_on=DAY),
        entry("off", "Called off", state="cancelled", told_state=True),
    )
    rows = {one.title: one for one in kept(store)}
    assert {title: one.state for title, one in rows.items()} == {
        "Event": "done", "To do": "open", "Ticked": "done",
    }  # fmt: skip
    for title, day in (("Event", past), ("Ticked", DAY)):
        done_at = rows[title].done_at
        assert done_at is not None and done_at.astimezone().date() == day


def test_repeating_events_stand_on_their_next_day(store: Store) -> None:
    weekly = entry("a", "Weekly", dt.date(2020, 1, 2), rule="FREQ=WEEKLY;BYDAY=TH")
    over = entry("b", "Over", dt.date(2020, 1, 2), rule="FREQ=WEEKLY;COUNT=3")
    odd = entry("c", "Odd", DAY, rule="FREQ=SECONDLY")
    endless = entry("d", "Endless", DAY, rule="FREQ=DAILY;INTERVAL=0")
    report = take(store, weekly, over, odd, endless)
    assert [(one.title, one.due_on, one.state, one.recurrence) for one in kept(store)] == [
        ("Weekly", DAY, "open", "FREQ=WEEKLY;BYDAY=TH"),
        ("Over", dt.date(2020, 1, 2), "done", ""),
        ("Odd", DAY, "open", ""),
        ("Endless", DAY, "open", ""),
    ]
    assert [one.text for one in report.problems] == [
        "How it repeats is not understood, it comes once: Odd",
        "How it repeats is not understood, it comes once: Endless",
    ]
    # A week later the day that was missed is still to be done.
    report = take(store, weekly, today=DAY + dt.timedelta(7))
    assert (report.same, kept(store)[0].due_on) == (1, DAY)
    changed = replace(weekly, rule="FREQ=WEEKLY;BYDAY=FR")
    take(store, changed, today=DAY)
    assert kept(store)[0].due_on == dt.date(2026, 6, 19)


def test_what_was_done_or_deleted_here_stays_so(store: Store) -> None:
    take(store, entry("a", "Done here"), entry("b", "Deleted here"), entry("c", "Off here"))
    done, deleted, off = (one.id for one in kept(store))
    store.write("Done", follow_ups.complete, done)
    store.write("Delete", follow_ups.remove, [deleted])
    store.write("Cancel", follow_ups.cancel, [off])
    moved = DAY + dt.timedelta(3)
    report = take(
        store,
        entry("a", "Done here", moved),
        entry("b", "Deleted here", moved),
        entry("c", "Off here", moved),
    )
    assert (report.same, report.left_out, report.anything) == (2, 1, False)
    assert {one.due_on for one in kept(store)} == {DAY}


def test_ticked_and_called_off_there_is_so_here(store: Store) -> None:
    anna = store.write("New", contacts.create, ContactDraft("Anna")).value
    take(store, entry("a", "Anna · Call"), entry("b", "Off"))
    report = take(
        store,
        entry("a", "Anna · Call", state="done", told_state=True),
        entry("b", "Off", state="cancelled", told_state=True),
    )
    assert (report.done, report.cancelled, report.updated) == (1, 1, 0)
    assert [one.state for one in kept(store)] == ["done", "cancelled"]
    assert kept(store)[0].contact_id == anna
    store.undo()
    assert [one.state for one in kept(store)] == ["open", "open"]


def test_of_one_uid_twice_the_last_counts(store: Store) -> None:
    assert take(store, entry("a", "Old"), entry("a", "New")).new == 1
    assert kept(store)[0].title == "New"


def test_foreseeing_writes_nothing_and_stopping_leaves_nothing(store: Store, read: Read) -> None:
    entries = [entry(f"{n}") for n in range(500)]
    assert read(ical_import.foresee, entries, DAY).new == 500
    assert kept(store) == []

    def stop(done: int, total: int, text: str = "") -> None:
        if text == "Writing":
            raise Cancelled

    with pytest.raises(Cancelled):
        store.write("Import", ical_import.apply, entries, DAY, ("", ""), stop)
    assert kept(store) == []


def test_what_happened_is_told_in_sentences() -> None:
    assert ical_words.told(IcalReport(1200, 1, 0, 0, 3, 2)) == [
        "1,200 new follow-ups.",
        "1 follow-up brought up to date.",
        "2 left out: cancelled there or deleted here.",
    ]
    assert ical_words.told(IcalReport(0, 0, 0, 0, 3, 0)) == [
        "Everything in there is known already. Nothing was changed."
    ]

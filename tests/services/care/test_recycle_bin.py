"""The recycle bin: what lies in it, how long, and the way out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from crm_desktop.db.store import Store
from crm_desktop.services.care import merge, recycle_bin
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contact_list import ContactQuery, all_ids
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft, create
from crm_desktop.services.settings import settings
from tests.conftest import NOW

Read = Callable[..., Any]
Clock = Callable[[dt.datetime], None]


def add(store: Store, name: str, **facts: Any) -> int:
    number: int = store.write("New", contacts.create, ContactDraft(name, **facts)).value
    return number


def test_the_deleted_lie_there_with_the_days_they_have_left(
    store: Store, read: Read, frozen_clock: Clock, today: dt.date
) -> None:
    one, two = add(store, "A"), add(store, "B")
    store.write("Delete", contacts.remove, [one])
    frozen_clock(NOW + dt.timedelta(days=10))
    store.write("Delete", contacts.remove, [two])
    rows = read(recycle_bin.rows, today + dt.timedelta(days=12))
    assert [(row.name, row.days_left) for row in rows] == [("B", 28), ("A", 18)]
    assert read(recycle_bin.count) == 2 and read(all_ids, ContactQuery()) == []


def test_taken_out_they_are_as_they_were(store: Store, read: Read) -> None:
    one = add(store, "A", phones=("13800571234",), level="Gold")
    before = read(contacts.card, one)
    store.write("Delete", contacts.remove, [one])
    assert store.write("Restore", recycle_bin.restore, [("contact", one)]).value == 1
    assert read(contacts.card, one) == before and read(recycle_bin.count) == 0


def test_a_number_given_to_somebody_else_meanwhile_is_noted(store: Store, read: Read) -> None:
    one = add(store, "A", customer_no="K7")
    store.write("Delete", contacts.remove, [one])
    other = add(store, "B", customer_no="K7")
    store.write("Restore", recycle_bin.restore, [("contact", one)])
    back = read(contacts.card, one).draft
    assert back.customer_no == "" and "K7" in back.remark
    assert read(contacts.card, other).draft.customer_no == "K7"


def test_only_what_is_old_goes_and_nothing_where_all_is_kept(
    store: Store, read: Read, today: dt.date
) -> None:
    one = add(store, "A")
    store.write("Delete", contacts.remove, [one])
    later = today + dt.timedelta(days=30)
    assert store.write("Empty", recycle_bin.empty_old, later - dt.timedelta(days=1)).value == 0
    store.write("Setting", settings.put, settings.BIN_DAYS, 0)
    assert store.write("Empty", recycle_bin.empty_old, later).value == 0
    store.undo()
    assert store.write("Empty", recycle_bin.empty_old, later).value == 1
    assert read(recycle_bin.count) == 0
    store.undo()
    assert read(recycle_bin.count) == 1


def test_who_was_merged_stays_for_ever_and_says_into_whom(
    store: Store, read: Read, today: dt.date
) -> None:
    one, two = add(store, "A"), add(store, "B")
    store.write("Merge", merge.merge, one, two)
    (row,) = read(recycle_bin.rows, today)
    assert (row.name, row.merged_into, row.days_left) == ("B", "A", None)
    assert store.write("Empty", recycle_bin.delete_for_good, [("contact", two)]).value == 0


def test_other_records_come_back_too(store: Store, read: Read, today: dt.date) -> None:
    from crm_desktop.db.models import FollowUp

    one = store.write("Plan", create, FollowUpDraft("Call", due_on=today)).value

    def delete(session: Any) -> None:
        session.get(FollowUp, one).deleted_at = NOW

    store.write("Delete", delete)
    (row,) = read(recycle_bin.rows, today)
    assert (row.table, row.name, row.days_left) == ("follow_up", "Call", 30)
    store.write("Restore", recycle_bin.restore, [("follow_up", one)])
    assert read(recycle_bin.count) == 0


def test_deleting_for_good_takes_only_what_lies_in_the_bin(store: Store, read: Read) -> None:
    one, two = add(store, "A"), add(store, "B")
    store.write("Delete", contacts.remove, [one])
    both = [("contact", one), ("contact", two)]
    assert store.write("Gone", recycle_bin.delete_for_good, both).value == 1
    assert read(contacts.card, two).draft.name == "B"

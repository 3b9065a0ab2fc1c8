"""Calling through a list: outcomes, what they lead to, counts, script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import NotFound
from crm_desktop.db.store import Store
from crm_desktop.services import call_list
from crm_desktop.services.calendar import calendar_sources
from crm_desktop.services.calendar.calendar_rows import Span
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft, PersonDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft, FollowUpQuery
from crm_desktop.services.timeline import call_outcomes, timeline

DAY = dt.date(2026, 6, 18)
Read = Callable[..., Any]


@pytest.fixture
def customer(store: Store) -> int:
    draft = ContactDraft("云栖民宿", phones=("13900001111",))
    return int(store.write("New", contacts.create, draft).value)


def due(store: Store, customer: int) -> int:
    draft = FollowUpDraft("问换芯", DAY, contact_id=customer, kind="call")
    return int(store.write("New", follow_ups.create, draft).value)


@pytest.mark.parametrize("outcome", call_outcomes.OUTCOMES, ids=lambda one: one.key)
def test_every_outcome_is_kept_and_leads_on(
    store: Store, read: Read, customer: int, outcome: call_outcomes.Outcome
) -> None:
    one = due(store, customer)
    following = store.write("Call", call_list.record, customer, outcome.key, "说好了", one).value
    entry = next(row for row in read(timeline.entries, customer) if row.kind == "call")
    assert entry.body == f"{call_outcomes.words(outcome.key)}\n说好了"
    moved = not outcome.reached and outcome.again_days is not None
    assert read(follow_ups.get, one).state == ("open" if moved else "done")
    if outcome.again_days is None:
        assert following is None
    else:
        row = read(follow_ups.get, following)
        assert row.due_on == DAY + dt.timedelta(outcome.again_days)
        assert (row.title, row.kind, row.contact_id) == ("问换芯", "call", customer)
    assert read(call_list.callable_ones, [customer]) == ([] if outcome.never else [customer])
    assert read(call_list.counts, DAY)[outcome.key] == 1
    store.undo()
    assert read(follow_ups.get, one).state == "open"
    assert sum(read(call_list.counts, DAY).values()) == 0
    assert read(follow_ups.count, FollowUpQuery("all")) == 1


def test_the_card_holds_what_one_needs(store: Store, read: Read, customer: int) -> None:
    due(store, customer)
    card = read(call_list.card, customer, DAY)
    assert (card.name, card.reach.phone) == ("云栖民宿", "13900001111")
    assert [row.title for row in card.due] == ["问换芯"]
    with pytest.raises(NotFound):
        read(call_list.card, 99, DAY)


def test_the_list_keeps_its_order_without_the_gone(store: Store, read: Read, customer: int) -> None:
    second = store.write("New", contacts.create, ContactDraft("b")).value
    gone = store.write("New", contacts.create, ContactDraft("c")).value
    store.write("Delete", contacts.remove, [gone])
    assert read(call_list.callable_ones, [second, gone, customer, second, 99]) == [second, customer]


def test_an_unknown_outcome_changes_nothing(store: Store, read: Read, customer: int) -> None:
    with pytest.raises(NotFound, match="no outcome"):
        store.write("Call", call_list.record, customer, "bored")
    assert not [row for row in read(timeline.entries, customer) if row.kind == "call"]


def test_the_script_is_kept(store: Store, read: Read) -> None:
    assert read(call_list.script) == ""
    store.write("Script", call_list.set_script, " 您好，我是… ")
    store.write("Script", call_list.set_script, "您好")
    assert read(call_list.script) == "您好"
    store.undo()
    assert read(call_list.script) == "您好，我是…"


def test_a_call_without_a_word_is_kept_too(store: Store, read: Read, customer: int) -> None:
    store.write("Call", call_list.record, customer, "content")
    entry = next(row for row in read(timeline.entries, customer) if row.kind == "call")
    assert entry.body == "All is well"


def test_due_calls_come_the_most_overdue_first(store: Store, read: Read, customer: int) -> None:
    other = int(store.write("New", contacts.create, ContactDraft("b")).value)
    today, late = due(store, customer), due(store, other)
    store.write("Move", follow_ups.reschedule, late, DAY - dt.timedelta(3))
    store.write("New", follow_ups.create, FollowUpDraft("x", DAY, kind="call"))
    assert list(read(call_list.due_calls, DAY).items()) == [(other, late), (customer, today)]


def test_what_is_about_a_deleted_customer_is_seen_nowhere_until_put_back(
    store: Store, read: Read, customer: int
) -> None:
    due(store, customer)
    store.write("New", follow_ups.create, FollowUpDraft("纸", DAY, kind="call"))

    def seen() -> list[int]:
        span = Span(DAY, DAY, DAY)
        return [
            read(follow_ups.count, FollowUpQuery("today", today=DAY)),
            read(follow_ups.count, FollowUpQuery("open", today=DAY)),
            len(read(lambda session: list(calendar_sources.follow_ups(session, span)))),
            read(calendar_sources.overdue_count, DAY + dt.timedelta(1)),
            len(read(call_list.due_calls, DAY)),
        ]

    assert seen() == [2, 2, 2, 2, 1]
    store.write("Delete", contacts.remove, [customer])
    assert seen() == [1, 1, 1, 1, 0]
    assert read(follow_ups.count, FollowUpQuery("open", contact_id=customer, today=DAY)) == 1
    store.write("Back", contacts.restore, [customer])
    assert seen() == [2, 2, 2, 2, 1]


def test_a_company_without_a_number_is_reached_by_its_people(store: Store, read: Read) -> None:
    company = int(store.write("New", contacts.create, ContactDraft("云栖", kind="company")).value)
    for name, phones in (("Silent", ()), ("Wang Wei", ("13900002222",)), ("Li", ("13900003333",))):
        store.write("New", contacts.add_person, company, PersonDraft(name, phones=phones))
    found = read(call_list.card, company, DAY).reach
    assert (found.phone, found.person) == ("13900002222", "Wang Wei")
    own = ContactDraft("b", kind="company", phones=("0571 88263309",))
    other = int(store.write("New", contacts.create, own).value)
    store.write("New", contacts.add_person, other, PersonDraft("Li", phones=("13900003333",)))
    found = read(call_list.card, other, DAY).reach
    assert (found.phone, found.person) == ("0571 88263309", "")

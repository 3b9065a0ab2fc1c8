"""Follow-ups: making, doing, putting off, listing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import Conflict, NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft, FollowUpQuery
from crm_desktop.services.timeline import timeline

DAY = dt.date(2026, 6, 18)


@pytest.fixture
def customer(store: Store) -> int:
    return store.write("New", contacts.create, contacts.ContactDraft("星河幼儿园")).value


def plan(store: Store, title: str, days: int | None, time: str = "", **more: Any) -> int:
    due = DAY + dt.timedelta(days) if days is not None else None
    draft = FollowUpDraft(title, due, time, **more)
    return store.write("New follow-up", follow_ups.create, draft).value


def titles(rows: list[follow_ups.FollowUpRow]) -> list[str]:
    return [row.title for row in rows]


def test_lists_by_when(store: Store, read: Callable[..., Any]) -> None:
    plan(store, "three late", -3)
    plan(store, "six late", -6)
    plan(store, "whole day", 0)
    plan(store, "afternoon", 0, "14:30")
    plan(store, "morning", 0, "9:05")
    plan(store, "tomorrow", 1)
    plan(store, "some day", None)
    assert titles(read(follow_ups.overdue, DAY)) == ["three late", "six late"]
    assert titles(read(follow_ups.due_today, DAY)) == ["morning", "afternoon", "whole day"]
    for when, number in (("upcoming", 1), ("undated", 1), ("open", 7), ("done", 0), ("all", 7)):
        query = FollowUpQuery(when, today=DAY)
        assert read(follow_ups.count, query) == number
        assert len(read(follow_ups.page, query, 0, 10)) == number
    assert [row.days_late for row in read(follow_ups.overdue, DAY)] == [3, 6]


def test_doing_one_writes_the_timeline_and_plans_the_next_in_one_step(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    first = plan(store, "Call", -3, contact_id=customer)
    following = FollowUpDraft("Visit", DAY + dt.timedelta(7), contact_id=customer)
    second = store.write("Done", follow_ups.complete, first, "Wants a quote", following).value
    assert titles(read(follow_ups.done_today, DAY)) == ["Call"]
    assert read(follow_ups.get, first).result == "Wants a quote"
    assert read(follow_ups.get, second).title == "Visit"
    entry = read(timeline.entries, customer)[0]
    assert (entry.kind, entry.body) == ("follow_up", "Wants a quote")
    row = read(contact_list.rows, [customer])[0]
    assert (row.last_contact_on, row.next_due_on) == (DAY, DAY + dt.timedelta(7))
    store.undo()
    assert read(follow_ups.get, first).state == "open"
    with pytest.raises(NotFound):
        read(follow_ups.get, second)
    row = read(contact_list.rows, [customer])[0]
    assert (row.last_contact_on, row.next_due_on) == (None, DAY - dt.timedelta(3))


def test_one_done_twice_is_a_conflict(store: Store) -> None:
    one = plan(store, "Call", 0)
    store.write("Done", follow_ups.complete, one)
    with pytest.raises(Conflict):
        store.write("Done", follow_ups.complete, one)


def test_one_opened_again_leaves_the_timeline(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    one = plan(store, "Call", 0, contact_id=customer)
    store.write("Done", follow_ups.complete, one, "ok")
    store.write("Again", follow_ups.reopen, one)
    assert read(follow_ups.done_today, DAY) == []
    assert read(timeline.entries, customer) == []
    store.undo()
    assert len(read(timeline.entries, customer)) == 1


@pytest.mark.parametrize(("days", "landed"), [(-6, 1), (0, 1), (4, 1)])
def test_tomorrow_is_tomorrow_whenever_it_was_due(
    store: Store, read: Callable[..., Any], days: int, landed: int
) -> None:
    one = plan(store, "Call", days, "10:00")
    store.write("Tomorrow", follow_ups.postpone, one)
    row = read(follow_ups.get, one)
    assert (row.due_on, row.due_time) == (DAY + dt.timedelta(landed), "10:00")
    store.undo()
    assert read(follow_ups.get, one).due_on == DAY + dt.timedelta(days)


def test_moving_changing_and_dropping(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    one = plan(store, "Call", 0, "10:00", contact_id=customer)
    store.write("Move", follow_ups.reschedule, one, dt.date(2026, 7, 1), "")
    assert (read(follow_ups.get, one).due_on, read(follow_ups.get, one).due_time) == (
        dt.date(2026, 7, 1), "",
    )  # fmt: skip
    store.write("Edit", follow_ups.edit, one, title="Visit", kind="visit", due_time="8:00")
    row = read(follow_ups.get, one)
    assert (row.title, row.kind, row.due_time) == ("Visit", "visit", "08:00")
    store.write("Cancel", follow_ups.cancel, [one])
    assert read(follow_ups.count, FollowUpQuery(contact_id=customer)) == 0
    assert read(contact_list.rows, [customer])[0].next_due_on is None
    store.undo()
    assert read(follow_ups.count, FollowUpQuery(contact_id=customer)) == 1
    with pytest.raises(TypeError):
        store.write("Edit", follow_ups.edit, one, state="done")


def test_what_cannot_be_planned_is_refused(store: Store, read: Callable[..., Any]) -> None:
    with pytest.raises(UserError, match="a few words"):
        plan(store, "  ", 0)
    with pytest.raises(UserError, match="no time of day"):
        plan(store, "Call", 0, "25:99")
    with pytest.raises(NotFound):
        plan(store, "Call", 0, contact_id=99)
    assert read(follow_ups.count, FollowUpQuery("all")) == 0


def test_times_are_read_as_people_write_them(store: Store, read: Callable[..., Any]) -> None:
    typed = ("9", "1430", "930", "15：30", "下午3点半", "3pm", "")
    for one in typed:
        plan(store, "Call", 0, one)
    listed = read(follow_ups.page, FollowUpQuery("all", today=DAY), 0, 20)
    kept = [row.due_time for row in sorted(listed, key=lambda row: row.id)]
    assert kept == ["09:00", "14:30", "09:30", "15:30", "15:30", "15:00", ""]
    with pytest.raises(UserError, match="no time of day"):
        plan(store, "Call", 0, "3pm or 4pm")


@pytest.mark.parametrize("day", [dt.date(1900, 1, 1), dt.date(9999, 12, 31)])
def test_far_days_are_no_trouble(store: Store, read: Callable[..., Any], day: dt.date) -> None:
    store.write("New", follow_ups.create, FollowUpDraft("Call", day))
    row = read(follow_ups.page, FollowUpQuery("open", today=DAY), 0, 5)[0]
    assert (row.due_on, row.days_late) == (day, (DAY - day).days)

"""Follow-ups that repeat, their checklists (follow_up_steps), and lists (follow_up_list)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from crm_desktop.core import clock
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.follow_ups import (
    follow_up_bulk,
    follow_up_editing,
    follow_up_kinds,
    follow_up_list,
    follow_up_steps,
    follow_ups,
)
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft, FollowUpQuery
from crm_desktop.services.timeline import follow_up_results, timeline

DAY = dt.date(2026, 6, 18)
Read = Callable[..., Any]


@pytest.fixture
def customer(store: Store) -> int:
    return store.write("New", contacts.create, contacts.ContactDraft("云栖民宿")).value


def weekly(store: Store, **more: Any) -> int:
    draft = FollowUpDraft("盘点", DAY, "09:00", recurrence="FREQ=WEEKLY", **more)
    return store.write("New", follow_ups.create, draft).value


def test_done_makes_the_next_with_an_unticked_checklist(
    store: Store, read: Read, customer: int
) -> None:
    one = weekly(store, contact_id=customer, minutes=30, steps=("货架", "仓库"))
    step = read(follow_up_steps.steps, one)[0]
    store.write("Tick", follow_up_steps.tick, step.id)
    assert (read(follow_ups.get, one).steps, read(follow_ups.get, one).steps_done) == (2, 1)
    following = store.write("Done", follow_ups.complete, one, "好").value
    row = read(follow_ups.get, following)
    assert (row.due_on, row.due_time, row.minutes) == (DAY + dt.timedelta(7), "09:00", 30)
    assert (row.contact_id, row.recurrence) == (customer, "FREQ=WEEKLY")
    assert (row.steps, row.steps_done) == (2, 0)
    store.undo()
    assert read(follow_ups.count, FollowUpQuery("open")) == 1
    assert read(follow_ups.get, one).state == "open"


def test_opened_again_it_takes_the_repeated_one_back(store: Store, read: Read) -> None:
    one = weekly(store)
    following = store.write("Done", follow_ups.complete, one).value
    store.write("Reopen", follow_ups.reopen, one)
    assert read(follow_ups.count, FollowUpQuery("open")) == 1
    with pytest.raises(NotFound):
        read(follow_ups.get, following)


def test_weeks_that_passed_are_not_made_up(
    store: Store, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = weekly(store)
    monkeypatch.setattr(clock, "today", lambda: DAY + dt.timedelta(30))
    following = store.write("Done", follow_ups.complete, one).value
    assert read(follow_ups.get, following).due_on == DAY + dt.timedelta(35)


def test_a_step_planned_beside_the_repetition_is_one_more(store: Store, read: Read) -> None:
    one = weekly(store)
    store.write("Done", follow_ups.complete, one, "", FollowUpDraft("再问", DAY))
    found = read(follow_ups.page, FollowUpQuery("open", today=DAY), 0, 9)
    assert [row.title for row in found] == ["再问", "盘点"]


@pytest.mark.parametrize(
    "draft",
    [
        FollowUpDraft("盘点", recurrence="FREQ=WEEKLY"),
        FollowUpDraft("盘点", DAY, recurrence="每周"),
    ],
)
def test_what_cannot_repeat_is_refused(store: Store, read: Read, draft: FollowUpDraft) -> None:
    with pytest.raises(UserError):
        store.write("New", follow_ups.create, draft)
    assert read(follow_ups.count, FollowUpQuery("all")) == 0


def test_an_edited_checklist_keeps_its_ticks(store: Store, read: Read) -> None:
    one = weekly(store, steps=("a", "b"))
    store.write("Tick", follow_up_steps.tick, read(follow_up_steps.steps, one)[0].id)
    store.write("Edit", follow_ups.edit, one, steps=("c", "a", "a", " "))
    assert [(step.text, step.done) for step in read(follow_up_steps.steps, one)] == [
        ("c", False),
        ("a", True),
    ]
    with pytest.raises(NotFound):
        store.write("Tick", follow_up_steps.tick, 999)


def test_lists_find_by_words_kind_and_owner(store: Store, read: Read, customer: int) -> None:
    store.write("New", follow_ups.create, FollowUpDraft("送滤芯", DAY, contact_id=customer))
    store.write("New", follow_ups.create, FollowUpDraft("100%_off", None, kind="call"))
    for query, titles in (
        (FollowUpQuery(text="云栖"), ["送滤芯"]),
        (FollowUpQuery(text="%_"), ["100%_off"]),
        (FollowUpQuery(kind="call"), ["100%_off"]),
        (FollowUpQuery(owner_id=5), []),
        (FollowUpQuery(), ["送滤芯", "100%_off"]),
    ):
        found = read(follow_up_list.page, query, 0, 9)
        assert [row.title for row in found] == titles
        assert read(follow_up_list.ids, query) == [row.id for row in found]
        assert {row.id for row in read(follow_up_list.rows, [row.id for row in found], DAY)} == {
            row.id for row in found
        }


def test_there_is_no_day_after_the_last(store: Store, read: Read) -> None:
    draft = FollowUpDraft("Call", dt.date(9999, 12, 31))
    one = store.write("New", follow_ups.create, draft).value
    with pytest.raises(UserError, match="no later day"):
        store.write("Later", follow_ups.postpone, one, 4_000_000)
    assert read(follow_ups.get, one).due_on == dt.date.max
    store.write("Tomorrow", follow_ups.postpone, one)
    assert read(follow_ups.get, one).due_on == DAY + dt.timedelta(1)


def test_removed_ones_come_back_with_undo(store: Store, read: Read) -> None:
    one = weekly(store)
    assert store.write("Delete", follow_ups.remove, [one]).value == 1
    assert read(follow_ups.count, FollowUpQuery("all")) == 0
    store.undo()
    assert read(follow_ups.count, FollowUpQuery("all")) == 1


def test_one_line_tells_the_result_and_the_next_step(
    store: Store, read: Read, customer: int
) -> None:
    draft = FollowUpDraft("问报价", DAY, contact_id=customer, kind="call")
    one = store.write("New", follow_ups.create, draft).value
    store.write("Done", follow_ups.complete, one)
    meant = store.write("Result", follow_up_results.note_result, one, "要三套 周五回").value
    assert meant.title
    assert read(follow_ups.get, one).result == "要三套 周五回"
    entry = read(timeline.entries, customer)[0]
    assert (entry.kind, entry.body) == ("follow_up", "要三套 周五回")
    (following,) = read(follow_ups.page, FollowUpQuery("open", today=DAY), 0, 9)
    assert (following.due_on, following.kind) == (DAY + dt.timedelta(1), "call")
    assert following.contact_id == customer
    store.undo()
    assert read(follow_ups.count, FollowUpQuery("open")) == 0
    assert read(follow_ups.get, one).result == ""


@pytest.mark.parametrize("kind", [*follow_ups.KINDS, "自定"])
def test_next_steps_are_offered_on_working_days(
    store: Store, read: Read, customer: int, kind: str
) -> None:
    draft = FollowUpDraft("问报价", DAY, contact_id=customer, kind=kind)
    one = store.write("New", follow_ups.create, draft).value
    offered = read(follow_up_results.proposals, one, DAY)
    assert offered and all(draft.contact_id == customer and draft.title for draft in offered)
    assert all(draft.due_on > DAY and draft.due_on.weekday() < 5 for draft in offered)
    store.write("Next", follow_up_results.plan_next, one, offered[0])
    assert read(follow_ups.count, FollowUpQuery("open")) == 2


def test_nobody_and_what_repeats_are_offered_nothing(store: Store, read: Read) -> None:
    assert read(follow_up_results.proposals, weekly(store), DAY) == []
    with pytest.raises(NotFound):
        store.write("Result", follow_up_results.note_result, 99, "好")


def test_a_kind_of_the_shops_own_is_offered_from_then_on(store: Store, read: Read) -> None:
    draft = FollowUpDraft("带样品", DAY, kind=" 展会 ")
    one = store.write("New", follow_ups.create, draft).value
    assert read(follow_ups.get, one).kind == "展会"
    assert read(follow_up_kinds.kinds) == [*follow_ups.KINDS, "展会"]
    store.write("Edit", follow_ups.edit, one, kind="call")
    assert read(follow_up_kinds.kinds)[-1] == "展会"
    for name in ("", "x" * 31):
        with pytest.raises(UserError):
            store.write("New", follow_ups.create, FollowUpDraft("带样品", DAY, kind=name))


def test_the_form_knows_people_owners_and_kinds(store: Store, read: Read) -> None:
    company = contacts.ContactDraft("云栖", kind="company", people=(contacts.PersonDraft("王姐"),))
    company_id = store.write("New", contacts.create, company).value
    form = read(follow_up_editing.blank, company_id)
    assert [name for _id, name in form.people] == ["王姐"]
    assert form.contact_name == "云栖"
    person = form.people[0][0]
    draft = FollowUpDraft("问价", DAY, contact_id=company_id, person_id=person, steps=("a",))
    one = store.write("New", follow_ups.create, draft).value
    form = read(follow_up_editing.record, one)
    assert (form.person_id, form.steps[0].text, form.title) == (person, "a", "问价")
    with pytest.raises(NotFound):
        read(follow_up_editing.record, 99)


def test_many_are_done_and_moved_in_one_step(store: Store, read: Read, customer: int) -> None:
    some = [
        store.write(
            "New", follow_ups.create, FollowUpDraft(f"x{n}", DAY, contact_id=customer)
        ).value
        for n in range(4)
    ]
    store.write("Done", follow_ups.complete, some[0])
    seen: list[int] = []
    finish = partial(follow_up_bulk.complete, progress=lambda done, _all, _text: seen.append(done))
    assert store.write("Done", finish, some).value == 3
    assert seen == [1, 2, 3]
    assert len([row for row in read(timeline.entries, customer) if row.kind == "follow_up"]) == 4
    store.undo()
    later = DAY + dt.timedelta(9)
    assert store.write("Move", follow_up_bulk.move, [*some, 999], later).value == 4
    assert {read(follow_ups.get, one).due_on for one in some} == {later}

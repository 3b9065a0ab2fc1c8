"""One thing done to many: told as it goes, in one transaction, taken back as one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import Cancelled, UserError
from crm_desktop.db import bulk
from crm_desktop.db.models import Contact, Staff
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import bulk_changes, contact_list, contact_rows, tags
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.fields import custom_fields
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft, FollowUpQuery
from crm_desktop.services.lifecycle import lifecycle

MANY = 1_200
FRIDAY = dt.date(2026, 6, 19)
Read = Callable[..., Any]


@pytest.fixture
def many(store: Store) -> list[int]:
    """More customers than one step takes."""

    def fill(session: Any) -> list[int]:
        names = [(f"Customer {number}", "x", "x") for number in range(MANY)]
        return list(bulk.insert_rows(session, Contact, ("name", "pinyin", "initials"), names))

    return store.write("Fill", fill).value  # type: ignore[no-any-return]


def count(read: Read, field: str, value: Any, op: str = "is") -> int:
    condition = {"field": field, "op": op, "value": value}
    return int(read(contact_list.count, ContactQuery(conditions=condition)))


def test_facts_stages_owners_and_own_fields(store: Store, read: Read, many: list[int]) -> None:
    def staff(session: Any) -> int:
        one = Staff(name="Lin")
        session.add(one)
        session.flush()
        return int(one.id)

    lin = store.write("Staff", staff).value
    lost = next(stage.id for stage in read(lifecycle.stages) if stage.code == "lost")
    store.write("Field", custom_fields.define, "Area", "number")
    for field, value in (("level", "Gold"), ("owner_id", lin), ("stage_id", lost),
                         ("custom:area", "12.5"), ("party", "dealer")):  # fmt: skip
        assert store.write("Change", bulk_changes.change, many, field, value).value == MANY
    assert count(read, "level", "Gold") == count(read, "owner", "Lin") == MANY
    assert count(read, "stage", "lost") == count(read, "custom:area", "12.5") == MANY
    assert store.write("Again", bulk_changes.change, many, "level", "Gold").value == 0
    for _step in range(5):
        store.undo()
    assert count(read, "level", "Gold") == count(read, "stage", "lost") == 0
    with pytest.raises(UserError):
        store.write("Change", bulk_changes.change, many, "custom:area", "large")
    with pytest.raises(TypeError):
        store.write("Change", bulk_changes.change, many, "name", "X")


def test_it_tells_how_far_it_is_and_a_cancel_keeps_nothing(
    store: Store, read: Read, many: list[int]
) -> None:
    told: list[tuple[int, int]] = []

    def watch(done: int, total: int, text: str = "") -> None:
        told.append((done, total))
        if done >= 1000:
            raise Cancelled

    with pytest.raises(Cancelled):
        store.write("Tag", bulk_changes.tag, many, "VIP", watch)
    assert told == [(0, MANY), (500, MANY), (1000, MANY)]
    assert count(read, "tag", "VIP") == 0
    assert read(tags.tags) == [] or all(one.name != "VIP" for one in read(tags.tags))


@pytest.mark.parametrize("act", [bulk_changes.archive, bulk_changes.remove])
def test_out_of_the_lists_and_back(store: Store, read: Read, many: list[int], act: Any) -> None:
    assert store.write("Out", act, many).value == MANY
    assert read(contact_list.count, ContactQuery()) == 0
    store.undo()
    assert read(contact_list.count, ContactQuery()) == MANY
    store.write("Tag", bulk_changes.tag, many, "VIP")
    assert store.write("Untag", bulk_changes.untag, many[:700], "VIP").value == 700
    assert count(read, "tag", "VIP") == MANY - 700
    store.write("Archive", bulk_changes.archive, many[:2])
    assert store.write("Back", bulk_changes.unarchive, many).value == 2
    assert store.write("Gone", bulk_changes.delete_for_good, many[:600]).value == 600


def test_follow_ups_are_spread_over_workdays(store: Store, read: Read, many: list[int]) -> None:
    draft = FollowUpDraft("Call", FRIDAY, due_time="9:00", kind="call")
    made = store.write("Plan", bulk_changes.plan, many[:5], draft, 2, workdays=True).value
    assert made == 5
    query = FollowUpQuery("all", today=FRIDAY)
    rows = read(follow_ups.page, query, 0, 20)
    by_customer = {row.contact_id: row for row in rows}
    days = [by_customer[one].due_on for one in many[:5]]
    monday = FRIDAY + dt.timedelta(days=3)
    assert days == [FRIDAY, FRIDAY, monday, monday, monday + dt.timedelta(days=1)]
    assert {row.due_time for row in rows} == {"09:00"}
    assert read(contact_rows.rows, many[:1])[0].next_due_on == FRIDAY
    assert bulk_changes.last_day(FRIDAY, 5, 2, workdays=True) == days[-1]
    store.undo()
    assert read(follow_ups.count, query) == 0


def test_all_on_one_day_and_without_a_day(store: Store, read: Read, many: list[int]) -> None:
    store.write("Plan", bulk_changes.plan, many, FollowUpDraft("Call", FRIDAY))
    assert read(follow_ups.count, FollowUpQuery("all")) == MANY
    store.write("Plan", bulk_changes.plan, many[:3], FollowUpDraft("Call"), 1)
    assert read(follow_ups.count, FollowUpQuery("undated")) == 3
    with pytest.raises(UserError):
        store.write("Plan", bulk_changes.plan, many, FollowUpDraft(" "))

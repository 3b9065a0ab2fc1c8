"""Saved views."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contacts, views
from crm_desktop.services.contacts.contact_list import ContactQuery

GOLD = {"all": [{"field": "level", "op": "is", "value": "Gold"}]}


@pytest.fixture
def people(store: Store) -> list[int]:
    return [
        store.write("New", contacts.create, contacts.ContactDraft(name, level=level)).value
        for name, level in (("A", "Gold"), ("B", "Silver"), ("C", "Gold"))
    ]


def test_a_view_is_kept_counted_changed_and_undone(
    store: Store, read: Callable[..., Any], people: list[int]
) -> None:
    view = store.write(
        "New view", views.create, "Golden", GOLD, colour="amber", sort="name", descending=False
    ).value
    row = read(views.views)[-1]
    assert (row.id, row.name, row.count, row.sort, row.descending) == (
        view, "Golden", 2, "name", False,
    )  # fmt: skip
    assert row.conditions == GOLD
    assert read(contact_list.count, ContactQuery(view_id=view)) == 2
    both = ContactQuery(view_id=view, conditions={"field": "name", "op": "is", "value": "C"})
    assert [found.name for found in read(contact_list.page, both, 0, 5)] == ["C"]
    store.write("Rename", views.edit, view, name="Gold", sort=("spent", True), pinned=False)
    row = read(views.get, view)
    assert (row.name, row.sort, row.descending, row.pinned) == ("Gold", "spent", True, False)
    store.undo()
    assert read(views.get, view).name == "Golden"
    store.write("Remove", views.remove, view)
    with pytest.raises(NotFound):
        read(contact_list.count, ContactQuery(view_id=view))
    store.undo()
    assert read(views.views)[-1].count == 2


def test_a_frozen_view_keeps_its_members_whatever_happens_to_them(
    store: Store, read: Callable[..., Any], people: list[int]
) -> None:
    view = store.write("New view", views.create, "Golden", GOLD).value
    query = ContactQuery(view_id=view)
    frozen = store.write("Freeze", views.freeze, query, "June campaign").value
    store.write("Level", contacts.change_many, people, level="Gold")
    assert read(contact_list.count, ContactQuery(view_id=view)) == 3
    assert read(contact_list.count, ContactQuery(view_id=frozen)) == 2
    assert read(contact_list.all_ids, ContactQuery(view_id=frozen, sort="name")) == [
        people[2], people[0],
    ]  # fmt: skip
    store.write("Archive", contacts.archive, people[:1])
    assert read(contact_list.count, ContactQuery(view_id=frozen)) == 1


def test_a_fixed_list_takes_customers_on_and_off(
    store: Store, read: Callable[..., Any], people: list[int]
) -> None:
    kept = store.write("Keep", views.keep_list, people[:2], "June").value

    def members() -> set[int]:
        return set(read(contact_list.all_ids, ContactQuery(view_id=kept)))

    assert members() == set(people[:2])
    assert store.write("On", views.add_members, kept, people[1:]).value == len(people) - 2
    assert members() == set(people)
    assert store.write("Off", views.remove_members, kept, [people[0], 999]).value == 1
    assert members() == set(people[1:])
    store.undo()
    assert members() == set(people)
    store.undo()
    assert members() == set(people[:2])
    rule = store.write("New view", views.create, "Golden", GOLD).value
    with pytest.raises(UserError, match="follows its conditions"):
        store.write("On", views.add_members, rule, people)


def test_a_view_needs_a_name_and_conditions_that_can_be_answered(
    store: Store, read: Callable[..., Any]
) -> None:
    with pytest.raises(UserError, match="needs a name"):
        store.write("New view", views.create, " ", GOLD)
    with pytest.raises(UserError, match="does not know"):
        store.write("New view", views.create, "X", {"field": "shoe_size", "op": "is"})
    assert len(read(views.views)) == 5


def test_counts_can_be_left_for_later(read: Callable[..., Any]) -> None:
    assert {row.count for row in read(views.views, counts=False)} == {None}


def test_no_contact_for_30_days_counts_from_the_day_asked(
    store: Store, read: Callable[..., Any], people: list[int]
) -> None:
    from crm_desktop.services.timeline import timeline

    store.write("Call", timeline.add_note, people[0], "call", "x")
    by_code = {row.code: row for row in read(views.views, dt.date(2026, 7, 18))}
    assert by_code["no_contact"].count == 2
    by_code = {row.code: row for row in read(views.views, dt.date(2026, 7, 19))}
    assert by_code["no_contact"].count == 3

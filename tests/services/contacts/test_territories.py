"""Areas: what they are called, their rules, and who was put there by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.models import Staff
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contact_panel, contacts, territories, views
from tests.conftest import NOW

Read = Callable[..., Any]
WEST = {"all": [{"field": "city", "op": "is", "value": "West"}]}


def new(store: Store, name: str = "A") -> int:
    return store.write("New", contacts.create, contacts.ContactDraft(name)).value


def names(read: Read) -> list[str]:
    return [name for _id, name in read(territories.names)]


def test_territories_are_added_changed_and_ordered(store: Store, read: Read) -> None:
    store.write("Staff", lambda s: s.add(Staff(name="Lin")))
    store.write("Add", territories.add, " West ", WEST)
    east = store.write("Add", territories.add, "East").value
    store.write("Edit", territories.edit, east, name="Far east", staff_id=1)
    first, second = read(territories.territories)
    assert (first.name, first.rule, first.staff) == ("West", WEST, "")
    assert (second.name, second.rule, second.staff, second.count) == ("Far east", None, "Lin", 0)
    store.write("Step", territories.step, east, -5)
    assert names(read) == ["Far east", "West"]
    assert read(territories.named, "far EAST") == east
    store.undo()
    assert names(read) == ["West", "Far east"]


@pytest.mark.parametrize(
    ("name", "rule", "said"),
    [
        ("  ", None, "needs a name"),
        ("west", None, "already"),
        ("X", {"field": "shoe_size", "op": "is", "value": 3}, "shoe_size"),
        ("X", {"any": [{"field": "territory", "op": "is", "value": "West"}]}, "depend"),
    ],
)
def test_what_cannot_be_is_a_sentence(
    store: Store, read: Read, name: str, rule: Any, said: str
) -> None:
    store.write("Add", territories.add, "West")
    with pytest.raises(UserError, match=said):
        store.write("Add", territories.add, name, rule)
    assert names(read) == ["West"]
    with pytest.raises(NotFound):
        read(territories.named, "X")


def test_a_customer_put_there_by_hand_shows_everywhere(store: Store, read: Read) -> None:
    west = store.write("Add", territories.add, "West").value
    one, two, gone = (new(store, name) for name in "abc")
    assert store.write("Put", territories.set_by_hand, [one, two, two, gone], west).value == 3
    assert store.write("Put", territories.set_by_hand, [one], west).value == 0
    store.write("x", contacts.archive, [gone])
    assert [row.count for row in read(territories.territories)] == [2]
    assert read(contact_list.rows, [one])[0].territory == "West"
    assert read(contact_panel.panel, one, NOW.date()).territory == "West"
    assert read(territories.unassigned) == 0
    store.write("Edit", lambda s: contacts.edit(s, one, territory_id=None))
    assert read(territories.unassigned) == 1
    store.write("Edit", lambda s: contacts.change_many(s, [one, two], territory_id=west))
    assert read(territories.unassigned) == 0
    # The list behind it is no view of the shop's.
    assert len(read(views.views)) == 5
    with pytest.raises(NotFound):
        store.write("Put", territories.set_by_hand, [one], 99)


def test_a_territory_taken_away_leaves_its_customers_without_one(store: Store, read: Read) -> None:
    west = store.write("Add", territories.add, "West").value
    who = new(store)
    store.write("Put", territories.set_by_hand, [who], west)
    assert store.write("Remove", territories.remove, west).value == 1
    assert read(territories.unassigned) == 1
    assert read(territories.name_of, west) == ""
    store.undo()
    assert read(contact_list.rows, [who])[0].territory == "West"

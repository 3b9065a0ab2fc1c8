"""Customers go to the first territory whose rule they meet; what was told beforehand is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import Cancelled
from crm_desktop.db import bulk
from crm_desktop.db.models import Contact, ContactTag, Staff, Tag
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts, territories, territory_assignment
from crm_desktop.services.contacts.territory_assignment import Move
from tests.conftest import NOW

Read = Callable[..., Any]
DAY = NOW.date()


def rule(tag: str) -> dict[str, Any]:
    return {"all": [{"field": "tag", "op": "is", "value": tag}]}


@pytest.fixture
def shop(store: Store) -> Store:
    """1,000 customers tagged by their number: two, three, five; three territories; Lin."""

    def fill(session: Any) -> None:
        ids = bulk.insert_rows(session, Contact, ["name"], [(f"c{n}",) for n in range(1, 1_001)])
        session.add(Staff(name="Lin"))
        for divisor, name in ((2, "two"), (3, "three"), (5, "five")):
            tag = Tag(name=name)
            session.add(tag)
            session.flush()
            bulk.insert_rows(session, ContactTag, ["contact_id", "tag_id"],
                             [(one, tag.id) for one in ids if one % divisor == 0])  # fmt: skip
        territories.add(session, "Two", rule("two"))
        territories.add(session, "Three", rule("three"), staff_id=1)
        territories.add(session, "Hand")

    store.write("Fill", fill)
    return store


def where(read: Read) -> Counter[int | None]:
    return Counter(read(lambda s: s.scalars(s.query(Contact.territory_id).statement).all()))


def assign(store: Store, **how: Any) -> territory_assignment.Assignment:
    return store.write("Assign", territory_assignment.assign, DAY, **how).value


def test_the_first_rule_wins_and_the_preview_says_so(shop: Store, read: Read) -> None:
    told = read(territory_assignment.preview, DAY)
    assert told.moves == (Move(None, 1, 500), Move(None, 2, 167))
    assert (told.count, told.nowhere, told.by_hand, told.owners) == (667, 333, 0, 0)
    assert where(read) == {None: 1_000}
    assert assign(shop) == told
    assert where(read) == {1: 500, 2: 167, None: 333}
    assert read(territory_assignment.preview, DAY).count == 0
    shop.undo()
    assert where(read) == {None: 1_000}


def test_another_order_moves_customers_on(shop: Store, read: Read) -> None:
    assign(shop)
    shop.write("Order", territories.step, 2, -1)
    told = assign(shop)
    assert told.moves == (Move(1, 2, 166),)
    shop.write("Rule", territories.edit, 2, rule=rule("five"))
    told = assign(shop)
    assert Counter({(m.from_id, m.to_id): m.count for m in told.moves})[2, None] == 134


def test_who_was_put_by_hand_stays_unless_asked(shop: Store, read: Read) -> None:
    shop.write("Put", territories.set_by_hand, [2, 4, 7], 3)
    told = read(territory_assignment.preview, DAY)
    assert (told.by_hand, told.count) == (3, 665)
    assign(shop)
    assert where(read)[3] == 3
    told = read(territory_assignment.preview, DAY, over_hand=True)
    assert set(told.moves) == {Move(3, 1, 2), Move(3, None, 1)}
    assert assign(shop, over_hand=True) == told
    assert where(read)[3] == 0
    assert read(territory_assignment.preview, DAY).by_hand == 0


def test_customers_nobody_looks_after_get_the_salesperson(shop: Store, read: Read) -> None:
    shop.write("Staff", lambda s: s.add(Staff(name="Chen")))
    shop.write("Own", lambda s: contacts.edit(s, 3, owner_id=2))
    told = read(territory_assignment.preview, DAY, owners=True)
    assert told.owners == 166
    assert assign(shop, owners=True) == told
    owners = Counter(read(lambda s: s.scalars(s.query(Contact.owner_id).statement).all()))
    assert owners == {None: 833, 1: 166, 2: 1}


def test_archived_customers_stay_where_they_are(shop: Store, read: Read) -> None:
    shop.write("x", contacts.archive, [2])
    assert read(territory_assignment.preview, DAY).count == 666
    assign(shop)
    assert read(lambda s: s.get(Contact, 2).territory_id) is None


def test_a_cancel_keeps_nothing(shop: Store, read: Read) -> None:
    def stop(done: int, _total: int, _text: str = "") -> None:
        if done >= 500:
            raise Cancelled

    with pytest.raises(Cancelled):
        assign(shop, progress=stop)
    assert where(read) == {None: 1_000}

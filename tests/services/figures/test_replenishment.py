"""Who runs out of what they bought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.figures import replenishment
from crm_desktop.services.products import products
from crm_desktop.services.sales import sales

DAY = dt.date(2026, 6, 18)
DUE = {"field": "replenishment", "op": "due"}


@pytest.fixture
def goods(store: Store) -> dict[str, int]:
    drafts = {"PP": 180, "RO": 365, "Tap": None}
    return {
        name: store.write(
            "Product", products.create, products.ProductDraft(name, days_of_use=days)
        ).value
        for name, days in drafts.items()
    }


def buy(store: Store, who: int, product: int, days_ago: int, quantity: int = 1000) -> int:
    line = sales.LineDraft(product, quantity_milli=quantity, unit_price_minor=100)
    draft = sales.SaleDraft((line,), who, DAY - dt.timedelta(days_ago))
    return store.write("Sale", sales.record, draft).value


def customer(store: Store, name: str) -> int:
    return store.write("New", contacts.create, contacts.ContactDraft(name)).value


def due(read: Callable[..., Any]) -> list[tuple[str, int, str]]:
    rows = read(replenishment.due, DAY, 30)
    ids = read(contact_list.all_ids, ContactQuery(conditions=DUE, sort="created", today=DAY))
    assert sorted(ids) == sorted(row.contact_id for row in rows)
    return [(row.name, row.days_left, row.what) for row in rows]


@pytest.mark.parametrize(
    ("days_ago", "left"),
    [(149, None), (150, 30), (176, 4), (180, 0), (200, -20), (240, -60), (241, None)],
)
def test_it_counts_from_30_days_before_the_end_to_60_after(
    store: Store, read: Callable[..., Any], goods: dict[str, int], days_ago: int, left: int | None
) -> None:
    buy(store, customer(store, "李建国"), goods["PP"], days_ago)
    assert due(read) == ([] if left is None else [("李建国", left, "PP")])


def test_the_last_purchase_counts_and_several_things_are_told_together(
    store: Store, read: Callable[..., Any], goods: dict[str, int]
) -> None:
    both, again, tap = (customer(store, name) for name in ("both", "again", "tap"))
    buy(store, both, goods["RO"], 361)
    buy(store, both, goods["PP"], 160)
    buy(store, again, goods["PP"], 170)
    buy(store, again, goods["PP"], 10)
    buy(store, again, goods["Tap"], 170)
    buy(store, tap, goods["Tap"], 170)
    assert due(read) == [("both", 4, "RO + PP")]
    row = read(replenishment.due, DAY, 30)[0]
    assert row.used_bp == 361 * 10_000 // 365


def test_what_does_not_count(store: Store, read: Callable[..., Any], goods: dict[str, int]) -> None:
    who = customer(store, "A")
    sale = buy(store, who, goods["PP"], 170)
    assert len(due(read)) == 1
    store.write("Cancel", sales.cancel, sale)
    assert due(read) == []
    store.undo()
    store.write("Archive", contacts.archive, [who])
    assert due(read) == []
    store.undo()
    store.write("Edit", products.edit, goods["PP"], days_of_use=None)
    assert due(read) == []
    store.undo()
    buy(store, who, goods["PP"], 3, quantity=-1000)  # a return is no new supply
    assert len(due(read)) == 1


def test_nobody_is_due_in_an_empty_shop(read: Callable[..., Any]) -> None:
    assert due(read) == []

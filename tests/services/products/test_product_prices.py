"""What one unit costs whom: levels, quantities, floors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.lifecycle import lifecycle, stage_editing
from crm_desktop.services.products import product_prices, products
from crm_desktop.services.products.product_prices import Tier
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.sales import sales

TIERS = (
    Tier("Gold", 0, 90_00),
    Tier("Gold", 50_000, 70_00),
    Tier("", 10_000, 80_00),
    Tier("Guest", 0, 120_00),
)


@pytest.fixture
def product(store: Store) -> int:
    draft = ProductDraft("Filter", price_minor=100_00, floor_price_minor=60_00)
    made = store.write("New", products.create, draft).value
    store.write("Prices", product_prices.set_tiers, made, TIERS)
    return int(made)


@pytest.mark.parametrize(
    ("level", "asked"),
    [
        (None, {1_000: (100_00, "list"), 9_999: (100_00, "list"), 10_000: (80_00, "quantity"),
                -10_000: (80_00, "quantity")}),
        ("Gold", {1_000: (90_00, "level"), 10_000: (80_00, "quantity"), 50_000: (70_00, "level")}),
        ("Silver", {50_000: (80_00, "quantity")}),
        ("Guest", {1_000: (120_00, "level"), 10_000: (80_00, "quantity")}),
    ],
)  # fmt: skip
def test_the_level_or_the_quantity_whichever_is_lower(
    store: Store,
    read: Callable[..., Any],
    product: int,
    level: str | None,
    asked: dict[int, tuple[int, str]],
) -> None:
    who = None
    if level is not None:
        draft = contacts.ContactDraft("Yao", level=level)
        who = store.write("New", contacts.create, draft).value
    for quantity, expected in asked.items():
        answer = read(product_prices.price_for, product, who, quantity)
        assert (answer.price_minor, answer.source) == expected
        assert answer.list_minor == 100_00


def test_the_floor_is_the_higher_of_product_and_stage(
    store: Store, read: Callable[..., Any], product: int
) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("Yao")).value
    assert read(product_prices.price_for, product, who).floor_minor == 60_00
    lead = read(lifecycle.stages)[0].id
    store.write("Stage", stage_editing.edit, lead, lowest_price_bp=8_500)
    day = dt.date(2026, 6, 18)
    assert read(product_prices.price_for, product, who, 1_000, day).floor_minor == 85_00


def test_prices_in_words_and_the_levels_there_are(read: Callable[..., Any], product: int) -> None:
    assert product_prices.tier_words(Tier("Gold", 10_000, 1), "pc") == "Gold · from 10 pc"
    assert "Guest" in read(product_prices.levels)
    assert read(product_prices.of_many, [product])[product] == sorted(
        TIERS, key=lambda one: (one.level, one.from_quantity_milli)
    )


def test_a_sale_begins_with_the_last_price_or_that_of_the_level(
    store: Store, read: Callable[..., Any], product: int
) -> None:
    draft = contacts.ContactDraft("Yao", level="Gold")
    who = store.write("New", contacts.create, draft).value
    assert read(product_prices.offered, product) == 100_00
    assert read(product_prices.offered, product, who) == 90_00
    for paid, then in ((95_00, 90_00), (85_00, 85_00)):
        line = sales.LineDraft(product, unit_price_minor=paid)
        store.write("Sale", sales.record, sales.SaleDraft((line,), who))
        assert read(product_prices.offered, product, who) == then
    assert read(product_prices.offered, product, who, 50_000) == 70_00


def test_buying_more_never_costs_more_a_unit(
    store: Store, read: Callable[..., Any], product: int
) -> None:
    put = product_prices.SET_ACTION, product_prices.set_tiers, product
    for wrong in (
        (Tier("", 50_000, 85_00), Tier("", 10_000, 80_00)),  # typed in any order
        (Tier("", 10_000, 100_01),),  # more than the list price
        (Tier("Gold", 0, 70_00), Tier("Gold", 5_000, 70_01)),
    ):
        with pytest.raises(UserError, match="would cost more"):
            store.write(*put, wrong)
    assert read(product_prices.tiers, product) == sorted(
        TIERS, key=lambda one: (one.level, one.from_quantity_milli)
    )
    # An old slip does not stop another change: the same prices may be kept with a lower list price.
    store.write("Price", products.edit, product, price_minor=75_00)
    store.write(*put, TIERS)

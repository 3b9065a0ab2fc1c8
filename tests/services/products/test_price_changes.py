"""Many prices at once: seen first, rounded once, one undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.store import Store
from crm_desktop.services.products import price_changes, product_prices, products
from crm_desktop.services.products.price_changes import PriceChange
from crm_desktop.services.products.product_prices import Tier
from crm_desktop.services.products.products import ProductDraft


@pytest.fixture
def ids(store: Store) -> tuple[int, ...]:
    drafts = (
        ProductDraft("A", price_minor=10_05, cost_minor=6_00),
        ProductDraft("B", price_minor=20_00, floor_price_minor=19_50),
        ProductDraft("C"),
        ProductDraft("D", price_minor=0),
    )
    made = tuple(store.write("New", products.create, one).value for one in drafts)
    store.write("Prices", product_prices.set_tiers, made[0], [Tier("Gold", 0, 9_99)])
    return made


CHANGES: tuple[tuple[dict[str, Any], list[Any]], ...] = (
    ({"way": "percent", "value": 1_000}, [11_06, 22_00, "none", "same"]),
    ({"way": "percent", "value": -500}, [9_55, "floor", "none", "same"]),
    ({"way": "percent", "value": 500, "round_minor": 50}, [10_50, 21_00, "none", "same"]),
    ({"way": "amount", "value": -10_05}, ["nothing", "floor", "none", "nothing"]),
    ({"way": "set", "value": 0}, [0, "floor", 0, "same"]),
    ({"way": "set", "value": 30_00}, [30_00, 30_00, 30_00, 30_00]),
    ({"way": "markup", "value": 10_000}, [12_00, "no cost", "no cost", "no cost"]),
    ({"way": "percent", "value": 500, "field": "floor"}, ["none", "above", "none", "none"]),
    ({"way": "set", "value": 7_00, "field": "cost"}, [7_00, 7_00, 7_00, 7_00]),
)


def test_the_preview_is_what_happens(
    store: Store, read: Callable[..., Any], ids: tuple[int, ...]
) -> None:
    for change, after in CHANGES:
        _try(store, read, PriceChange(ids, **change), after)


def _try(store: Store, read: Callable[..., Any], asked: PriceChange, after: list[Any]) -> None:
    ids = asked.product_ids
    seen = read(price_changes.preview, asked)
    assert [one.problem or one.after_minor for one in seen.lines] == after
    before = [read(products.get, one) for one in ids]
    assert store.write("Prices", price_changes.run, asked).value == len(seen.changing)
    for line in seen.changing:
        row = read(products.get, line.id)
        now = {"price": row.price_minor, "cost": row.cost_minor, "floor": row.floor_price_minor}
        assert now[asked.field] == line.after_minor
    if seen.changing:
        store.undo()
    assert [read(products.get, one) for one in ids] == before


def test_prices_for_levels_go_along(
    store: Store, read: Callable[..., Any], ids: tuple[int, ...]
) -> None:
    asked = PriceChange(ids[:1], "percent", 1_000, with_levels=True)
    line = read(price_changes.preview, asked).lines[0]
    assert [(one.before_minor, one.after_minor) for one in line.levels] == [(9_99, 10_99)]
    store.write("Prices", price_changes.run, asked)
    assert read(product_prices.tiers, ids[0]) == [Tier("Gold", 0, 10_99)]
    below = read(price_changes.preview, PriceChange(ids[:1], "set", 5_99)).lines[0]
    assert below.below_cost


@pytest.mark.parametrize(
    ("way", "value", "field"),
    [("percent", -10_000, "price"), ("set", -1, "price"), ("markup", 100, "cost"),
     ("set", 10**16, "price")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(
    read: Callable[..., Any], ids: tuple[int, ...], way: str, value: int, field: str
) -> None:
    with pytest.raises(UserError):
        read(price_changes.preview, PriceChange(ids, way, value, field))

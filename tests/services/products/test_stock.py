"""Goods in and out, counted, low, below nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.store import Store
from crm_desktop.services.products import product_list, products, stock
from crm_desktop.services.products.product_list import ProductQuery
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.products.stock import MovementDraft
from crm_desktop.services.sales import sales


@pytest.fixture
def rice(store: Store) -> int:
    draft = ProductDraft("Rice", unit="kg", price_minor=800, low_stock_milli=1_000)
    return int(store.write("New", products.create, draft).value)


def sell(store: Store, product: int, milli: int) -> int:
    line = sales.LineDraft(product, quantity_milli=milli, unit_price_minor=800)
    paid = sales.PaymentDraft(sales.line_total(line))
    return int(store.write("Sale", sales.record, sales.SaleDraft((line,), payments=(paid,))).value)


def test_movements_tell_what_came_went_and_was_left(
    store: Store, read: Callable[..., Any], rice: int
) -> None:
    day = dt.date(2026, 6, 1)
    store.write("In", stock.move, rice, MovementDraft(10_000, "bought", day, "invoice 7"))
    sold = sell(store, rice, 333)
    assert store.write("Count", stock.count, rice, 9_500).value == -167
    assert store.write("Out", stock.move, rice, MovementDraft(-500, "mice")).value == 9_000
    rows = read(stock.movements, rice)
    assert [(one.quantity_milli, one.after_milli, one.reason_words) for one in rows] == [
        (-500, 9_000, "mice"), (-167, 9_500, "Counted"), (-333, 9_667, "Sold"),
        (10_000, 10_000, "Bought"),
    ]  # fmt: skip
    assert (rows[2].sale_id, rows[3].note, rows[3].moved_on) == (sold, "invoice 7", day)
    assert [one.id for one in read(stock.movements, rice, 2)] == [rows[0].id, rows[1].id]
    store.write("Delete", stock.remove, rows[0].id)
    assert read(stock.level, rice) == 9_500
    store.undo()
    assert (read(stock.level, rice), read(stock.movement_count, rice)) == (9_000, 4)
    with pytest.raises(UserError, match="belongs to a sale"):
        store.write("Delete", stock.remove, rows[2].id)


def test_a_sale_may_go_below_nothing_but_taking_out_may_not(
    store: Store, read: Callable[..., Any], rice: int
) -> None:
    store.write("In", stock.move, rice, MovementDraft(2_000, "found"))
    with pytest.raises(UserError, match="Only 2 of “Rice” are in stock"):
        store.write("Out", stock.move, rice, MovementDraft(-2_001, "used"))
    assert read(product_list.ids, ProductQuery("low")) == []
    sell(store, rice, 5_000)
    row = read(product_list.page, ProductQuery("low"), 0, 9)[0]
    assert (row.stock_milli, row.low_stock) == (-3_000, True)
    with pytest.raises(UserError, match="Only 0 of"):
        store.write("Out", stock.move, rice, MovementDraft(-1, "used"))
    assert store.write("Count", stock.count, rice, 0).value == 3_000


def test_without_counting_sales_take_nothing(
    store: Store, read: Callable[..., Any], rice: int
) -> None:
    store.write("In", stock.move, rice, MovementDraft(2_000, "bought"))
    store.write("Stop", stock.stop_counting, rice)
    sell(store, rice, 1_000)
    assert read(products.get, rice).stock_milli is None
    assert read(stock.level, rice) == 2_000


@pytest.mark.parametrize("milli", [0, 10**15, -(10**15)])
def test_an_impossible_quantity_is_refused(store: Store, rice: int, milli: int) -> None:
    with pytest.raises(UserError, match="no quantity"):
        store.write("In", stock.move, rice, MovementDraft(milli, "bought"))
    with pytest.raises(UserError, match="counted"):
        store.write("Count", stock.count, rice, milli or -1)


def test_counted_on_an_earlier_day_what_moved_since_counts_on(
    store: Store, read: Callable[..., Any], rice: int, today: dt.date
) -> None:
    ago = [today - dt.timedelta(days=number) for number in range(4)]
    store.write("In", stock.move, rice, MovementDraft(12_000, "bought", ago[3]))
    sell(store, rice, 2_000)
    assert read(stock.level, rice, ago[1]) == 12_000
    assert read(stock.after_count, rice, 11_000, ago[1]) == 9_000
    assert store.write("Count", stock.count, rice, 11_000, ago[1]).value == -1_000
    assert [one.after_milli for one in read(stock.movements, rice)] == [9_000, 11_000, 12_000]
    later = today + dt.timedelta(days=1)
    for service, what in (
        (stock.move, MovementDraft(1_000, "bought", later)), (stock.count, 1_000),
    ):  # fmt: skip
        with pytest.raises(UserError, match="still to come"):
            store.write("x", service, rice, what, *([later] if service is stock.count else []))

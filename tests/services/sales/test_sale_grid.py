"""A day's sales as a sheet: its edges, its prices, all recorded or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.models import Shop
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.products import product_prices, products
from crm_desktop.services.products.product_prices import Tier
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.sales import sale_grid, sale_list, sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft
from crm_desktop.services.sales.sale_grid import CUSTOMERS, SHOPS
from crm_desktop.services.sales.sale_list import SaleQuery

DAY = dt.date(2026, 6, 18)


@pytest.fixture
def made(store: Store) -> dict[str, int]:
    """Two customers, one of whom bought a filter; a filter with tiers, a tap, a shop."""

    def make(session: Any) -> dict[str, int]:
        ids = {
            "filter": products.create(session, ProductDraft("Filter", price_minor=2_000)),
            "tap": products.create(session, ProductDraft("Tap", code="T", price_minor=500)),
        }
        tiers = [Tier("", 10_000, 1_500), Tier("Gold", 0, 1_800)]
        product_prices.set_tiers(session, ids["filter"], tiers)
        ids["anna"] = contacts.create(session, ContactDraft("Anna", level="Gold"))
        ids["ben"] = contacts.create(session, ContactDraft("Ben"))
        line = LineDraft(ids["filter"], unit_price_minor=1_900)
        paid = (PaymentDraft(1_900),)
        sales.record(session, SaleDraft((line,), ids["ben"], DAY, payments=paid))
        shop = Shop(name="North")
        session.add(shop)
        session.flush()
        return {**ids, "shop": shop.id}

    ids: dict[str, int] = store.write("shop", make).value
    return ids


def test_the_edges_begin_with_those_who_buy(read: Callable[..., Any], made: dict[str, int]) -> None:
    assert [one.name for one in read(sale_grid.parties, CUSTOMERS)] == ["Ben", "Anna"]
    assert [one.name for one in read(sale_grid.parties, SHOPS)] == ["North"]
    assert [one.name for one in read(sale_grid.goods)] == ["Filter", "Tap"]
    assert [one.id for one in read(sale_grid.named, "", ["T", "Tap"])] == [made["tap"]]
    with pytest.raises(UserError, match="Nobody"):
        read(sale_grid.named, CUSTOMERS, ["Anna", "' OR 1=1 --"])


def test_the_sheet_prices_as_the_grid_of_orders_does(
    read: Callable[..., Any], made: dict[str, int]
) -> None:
    rows, columns = [made["anna"], made["ben"]], [made["filter"], made["tap"]]
    known = read(sale_grid.prices, CUSTOMERS, rows, columns)
    for row in rows:
        for product in columns:
            for many in (1_000, 10_000):
                wanted = read(product_prices.offered, product, row, many)
                assert known.price(row, product, many) == wanted


def test_each_row_is_a_sale_and_one_undo_takes_all_back(
    store: Store, read: Callable[..., Any], made: dict[str, int]
) -> None:
    cells = {
        (made["anna"], made["filter"]): 2_000,
        (made["anna"], made["tap"]): 333,
        (made["ben"], made["filter"]): 10_000,
    }
    ids = store.write(sale_grid.ACTION, sale_grid.record, CUSTOMERS, DAY, cells).value
    found = [read(sales.detail, one) for one in ids]
    assert [one.total_minor for one in found] == [2 * 1_800 + 167, 15_000]
    assert [one.open_minor for one in found] == [3_767, 15_000]
    store.undo()
    assert read(sale_list.count, SaleQuery()) == 1


def test_a_shop_sells_to_walk_ins_who_pay(
    store: Store, read: Callable[..., Any], made: dict[str, int]
) -> None:
    cells = {(made["shop"], made["tap"]): 2_000}
    with pytest.raises(UserError, match="North: A walk-in"):
        store.write(sale_grid.ACTION, sale_grid.record, SHOPS, DAY, cells)
    ids = store.write(sale_grid.ACTION, sale_grid.record, SHOPS, DAY, cells, method="Cash").value
    sale = read(sales.detail, ids[0])
    assert (sale.contact_id, sale.total_minor, sale.open_minor) == (None, 1_000, 0)


def test_customers_of_one_name_are_told_apart_and_found_again(
    store: Store, read: Callable[..., Any], made: dict[str, int]
) -> None:
    def twins(session: Any) -> list[int]:
        drafts = [ContactDraft("Ben", phones=("13800000001",)), ContactDraft("Ben")]
        return [contacts.create(session, draft) for draft in drafts]

    with_phone, without = store.write("twins", twins).value
    shown = {one.id: one.name for one in read(sale_grid.parties, CUSTOMERS)}
    assert shown[made["anna"]] == "Anna" and len(set(shown.values())) == 4
    assert "13800000001" in shown[with_phone]
    for contact in (made["ben"], with_phone, without):
        found = read(sale_grid.named, CUSTOMERS, [shown[contact]])
        assert [(one.id, one.name) for one in found] == [(contact, shown[contact])]
    with pytest.raises(UserError, match="several"):
        read(sale_grid.named, CUSTOMERS, ["Ben"])

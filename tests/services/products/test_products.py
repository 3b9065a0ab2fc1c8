"""Products."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.products import products, stock
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.sales import sales


@pytest.fixture
def ids(store: Store) -> dict[str, int]:
    drafts = (
        ProductDraft("RO 膜 75G", code="FSTM75", category="滤芯", price_minor=28_000),
        ProductDraft("RO 膜 400G", code="FSTM400", category="滤芯", price_minor=56_000),
        ProductDraft("PP 棉", barcode="6901234567892", category="滤芯", price_minor=2_000),
        ProductDraft("直饮机 RO-800", price_minor=630_000, is_service=False),
    )
    return {d.name: store.write("Product", products.create, d).value for d in drafts}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ro", "RO 膜 400G"),
        ("RO 膜 75", "RO 膜 75G"),
        ("FSTM75", "RO 膜 75G"),
        ("fstm4", "RO 膜 400G"),
        ("6901234567892", "PP 棉"),
        ("ppm", "PP 棉"),
        ("zhiyin", "直饮机 RO-800"),
        ("膜", "RO 膜 400G"),
    ],
)
def test_a_product_is_found_by_whatever_is_typed(
    read: Callable[..., Any], ids: dict[str, int], typed: str, first: str
) -> None:
    assert read(products.find, typed)[0].name == first


def test_a_scanned_code_comes_before_names_that_hold_it(
    store: Store, read: Callable[..., Any], ids: dict[str, int]
) -> None:
    store.write("Product", products.create, ProductDraft("A FSTM75 cover"))
    assert [row.name for row in read(products.find, "FSTM75")] == ["RO 膜 75G", "A FSTM75 cover"]
    assert read(products.find, "100%") == []


def test_the_customers_last_price_is_the_latest_not_the_listed_one(
    store: Store, read: Callable[..., Any], ids: dict[str, int]
) -> None:
    product = ids["RO 膜 75G"]
    who = store.write("New", contacts.create, contacts.ContactDraft("A")).value
    for day, price in ((2, 26_000), (1, 27_000)):
        draft = sales.SaleDraft(
            (sales.LineDraft(product, unit_price_minor=price),), who, dt.date(2026, 6, day)
        )
        store.write("Sale", sales.record, draft)
    row = read(products.get, product, who)
    assert (row.price_minor, row.last_price_minor) == (28_000, 26_000)
    assert read(products.find, "PP", contact_id=who)[0].last_price_minor is None


def test_pages_edits_and_removal(
    store: Store, read: Callable[..., Any], ids: dict[str, int]
) -> None:
    assert read(products.count) == 4
    names = [row.name for row in read(products.page, "", 0, 2)] + [
        row.name for row in read(products.page, "", 2, 2)
    ]
    assert sorted(names) == sorted(ids)
    store.write("Edit", products.edit, ids["PP 棉"], name="棉芯", category="耗材", active=False)
    assert read(products.count) == 3
    row = read(products.page, "mianxin", 0, 5, inactive=True)[0]
    assert (row.name, row.category, row.active) == ("棉芯", "耗材", False)
    store.undo()
    assert read(products.get, ids["PP 棉"]).category == "滤芯"
    store.write("Delete", products.remove, [ids["PP 棉"]])
    with pytest.raises(NotFound):
        read(products.get, ids["PP 棉"])
    store.undo()
    assert read(products.get, ids["PP 棉"]).name == "PP 棉"
    with pytest.raises(TypeError):
        store.write("Edit", products.edit, ids["PP 棉"], colour="red")
    with pytest.raises(UserError):
        store.write("Product", products.create, ProductDraft(" "))


def test_stock_is_the_sum_of_movements_and_may_go_below_nothing(
    store: Store, read: Callable[..., Any], ids: dict[str, int]
) -> None:
    product = ids["PP 棉"]
    assert read(products.get, product).stock_milli is None
    store.write("Count", stock.move, product, stock.MovementDraft(1_000, "found"))
    draft = sales.SaleDraft(
        (sales.LineDraft(product, quantity_milli=3_000, unit_price_minor=100),),
        payments=(sales.PaymentDraft(300),),
    )
    store.write("Sale", sales.record, draft)
    assert read(products.get, product).stock_milli == -2_000
    store.undo()
    assert read(products.get, product).stock_milli == 1_000

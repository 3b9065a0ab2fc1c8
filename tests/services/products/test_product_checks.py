"""What keeps a product from being taken away or having a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.store import Store
from crm_desktop.services.care import recycle_bin
from crm_desktop.services.products import product_checks, product_record, products
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.sales import sale_entry


def test_a_number_means_one_product_and_an_old_slip_stops_no_edit(
    store: Store, read: Callable[..., Any]
) -> None:
    first = store.write("New", products.create, ProductDraft("A", code="1", barcode="2")).value
    second = store.write("New", products.create, ProductDraft("B", code="3")).value
    for number in ("1", "2"):
        with pytest.raises(UserError, match=f"{number} is the code of “A”"):
            store.write("Edit", products.edit, second, code=number)
    store.write("Edit", products.edit, first, code="1", name="A one")
    store.write("Delete", products.remove, [first])
    store.write("Edit", products.edit, second, code="1")
    store.write("Restore", recycle_bin.restore, [("product", first)])
    back = read(product_record.record, first).edit.draft
    assert (back.code, back.barcode) == ("", "2")
    assert back.remark == "Code before it was deleted: 1"
    assert read(product_checks.used_ids, [first, second]) == set()
    store.write("Edit", products.edit, second, price_minor=100)
    with pytest.raises(UserError, match="above the price"):
        store.write("Edit", products.edit, second, floor_price_minor=101)


@pytest.mark.parametrize(
    ("typed", "name"), [("1", "B"), ("6900", "A"), ("A", "A"), ("2", "B"), (" B ", "B")]
)
def test_a_product_is_named_by_code_bar_code_name_or_number(
    store: Store, read: Callable[..., Any], typed: str, name: str
) -> None:
    store.write("New", products.create, ProductDraft("A", barcode="6900"))
    store.write("New", products.create, ProductDraft("B", code="1"))
    assert read(products.get, read(products.named, typed)).name == name


def test_two_of_a_name_must_be_told_apart(store: Store, read: Callable[..., Any]) -> None:
    for _once in range(2):
        store.write("New", products.create, ProductDraft("A"))
    with pytest.raises(UserError, match="Several"):
        read(products.named, "A")
    with pytest.raises(UserError, match="no product"):
        read(products.named, "999999999999999999999")


def test_a_code_is_the_same_in_any_width_and_case(store: Store, read: Callable[..., Any]) -> None:
    made = store.write(
        "New", products.create, ProductDraft("A", code="Ｒｏ－１", barcode="É9")
    ).value
    assert read(products.get, made).code == "Ro-1"
    for number in ("RO-1", "ｒｏ－１", "É9"):
        with pytest.raises(UserError, match="is the code of “A”"):
            store.write("New", products.create, ProductDraft("B", code=number))
        assert read(products.named, number) == made
        assert read(sale_entry.scanned, number, codes=True).id == made
    store.write("New", products.create, ProductDraft("RO-1 spare"))
    assert read(products.find, "ro-1")[0].id == made

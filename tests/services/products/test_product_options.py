"""Choosing among the options of a product, and what a line costs with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.products import product_options, product_record, products
from crm_desktop.services.products.product_options import Chosen
from crm_desktop.services.products.product_record import Option
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.sales import sale_entry, sale_returns, sales
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft

OPTIONS = (
    Option("Colour", "Red"), Option("Size", "Large", 250), Option("Colour", "蓝色"),
    Option("", "Engraved", 100),
)  # fmt: skip


@pytest.fixture
def tap(store: Store) -> int:
    """A tap of 20.00 in two colours."""
    made: int = store.write("p", products.create, ProductDraft("Tap", price_minor=2_000)).value
    store.write("o", product_record.set_options, made, OPTIONS)
    return made


def test_names_choose_one_of_each_group(read: Callable[..., Any], tap: int) -> None:
    assert list(read(product_options.groups, tap)) == ["Colour", "Size", ""]
    found = read(product_options.named, tap, ["engraved", " 蓝色", "LARGE", ""])
    assert found == Chosen("Colour: 蓝色 · Size: Large · Engraved", 350)
    assert read(product_options.named, tap, []) == Chosen()
    for wrong in (["Green"], ["Red", "蓝色"], ["<b>"]):
        with pytest.raises(UserError):
            read(product_options.named, tap, wrong)


def test_the_extra_stands_on_the_list_price_not_on_what_other_options_cost(
    store: Store, read: Callable[..., Any], tap: int
) -> None:
    anna = store.write("c", contacts.create, ContactDraft("Anna")).value
    line = LineDraft(tap, unit_price_minor=2_250, options="Size: Large")
    sold = store.write("s", sales.record, SaleDraft((line,), anna)).value
    assert read(sale_entry.offer, tap, anna).price_minor == 2_000
    assert read(sale_entry.offer, tap, anna, 1_000, 250).price_minor == 2_250
    back = store.write("b", sale_returns.take_back, sold).value
    assert read(sales.detail, back.sale_id).lines[0].name == "Tap (Size: Large)"

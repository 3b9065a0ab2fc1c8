"""What typing a sale asks the file: the price offered, and the product behind a bar code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.products import product_prices, products
from crm_desktop.services.products.product_prices import Tier
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.sales import sale_entry, sale_grid, sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft
from crm_desktop.services.settings import settings

EAN, EAN8 = "6901234567892", "96385074"


@pytest.fixture
def shop(store: Store) -> tuple[int, int]:
    """A product with a gold price and one from ten on, and a gold customer: their ids."""

    def make(session: Any) -> tuple[int, int]:
        draft = ProductDraft("Filter", code="F10", barcode=EAN, price_minor=2_000, tax_bp=300)
        product = products.create(session, draft)
        tiers = [Tier("Gold", 0, 1_800), Tier("", 10_000, 1_500)]
        product_prices.set_tiers(session, product, tiers)
        return product, contacts.create(session, ContactDraft("Gold", level="Gold"))

    made: tuple[int, int] = store.write("shop", make).value
    return made


def test_level_quantity_and_what_was_paid_last_make_the_price(
    store: Store, read: Callable[..., Any], shop: tuple[int, int]
) -> None:
    product, gold = shop
    prices = [
        read(sale_entry.offer, product, who, many).price_minor
        for who, many in ((None, 1_000), (None, 10_000), (gold, 1_000), (gold, 12_000))
    ]
    assert prices == [2_000, 1_500, 1_800, 1_500]
    line = LineDraft(product, unit_price_minor=1_700)
    payment = (PaymentDraft(1_700),)
    store.write("sale", sales.record, SaleDraft((line,), gold, payments=payment))
    assert read(sale_entry.offer, product, gold, 1_000).price_minor == 1_700  # agreed before
    assert read(sale_entry.offer, product, gold, 10_000).price_minor == 1_500  # cheaper now


def test_the_rate_of_tax_is_the_products_or_else_the_shops(
    store: Store, read: Callable[..., Any], shop: tuple[int, int]
) -> None:
    other = store.write("x", products.create, ProductDraft("Tap")).value
    store.write("x", settings.put, settings.TAX_PERCENT, 6)
    assert read(sale_entry.offer, shop[0], None).tax_bp == 300
    assert read(sale_entry.offer, other, None).tax_bp == 600


def test_a_bar_code_is_told_from_numbers_and_finds_its_product(
    read: Callable[..., Any], shop: tuple[int, int]
) -> None:
    assert read(sale_entry.scanned, EAN).id == shop[0]
    assert read(sale_entry.scanned, "F10") is None
    assert read(sale_entry.scanned, "F10", codes=True).id == shop[0]
    assert read(sale_entry.scanned, "' OR 1=1 --") is None
    told = [sale_entry.is_bar_code(typed) for typed in (EAN, EAN8, "６９０１２３４５６７８９２")]
    assert told == [True, True, True]
    for typed in ("6901234567893", "13800138000", "12", "260.50", ""):
        assert not sale_entry.is_bar_code(typed)


def test_a_price_agreed_once_below_the_lowest_is_not_offered_again(
    store: Store, read: Callable[..., Any], shop: tuple[int, int]
) -> None:
    product, gold = shop
    store.write("floor", lambda session: products.edit(session, product, floor_price_minor=1_600))
    line, paid = LineDraft(product, unit_price_minor=1_000), (PaymentDraft(1_000),)
    why = SaleDraft((line,), gold, payments=paid, below_floor_reason="scratched")
    store.write("sale", sales.record, why)
    assert read(products.last_prices, gold, [product])[product][0] == 1_000  # still told
    assert read(sale_entry.offer, product, gold).price_minor == 1_800
    prices = read(sale_grid.prices, sale_grid.CUSTOMERS, [gold], [product])
    assert prices.price(gold, product, 1_000) == 1_800
    again = LineDraft(product, unit_price_minor=1_650)
    store.write("sale", sales.record, SaleDraft((again,), gold, payments=(PaymentDraft(1_650),)))
    assert read(sale_entry.offer, product, gold).price_minor == 1_650


def test_a_price_in_another_currency_is_not_offered_as_ours(
    store: Store, read: Callable[..., Any], shop: tuple[int, int]
) -> None:
    product, gold = shop
    line = LineDraft(product, unit_price_minor=1_700)
    store.write("sale", sales.record, SaleDraft((line,), gold, payments=(PaymentDraft(1_700),)))
    store.write("cny", settings.put, settings.CURRENCY, "USD")
    assert read(sale_entry.offer, product, gold).price_minor is None
    prices = read(sale_grid.prices, sale_grid.CUSTOMERS, [gold], [product])
    assert prices.price(gold, product, 1_000) is None

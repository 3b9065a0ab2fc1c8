"""What waits in the shop is told with how late it is, and nothing else is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from crm_desktop.db.store import Store
from crm_desktop.services.assets import assets
from crm_desktop.services.assets.assets import AssetDraft
from crm_desktop.services.contacts import contacts
from crm_desktop.services.products import products, stock
from crm_desktop.services.quotes import orders, quotes
from crm_desktop.services.quotes.quote_draft import QuoteDraft
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft
from crm_desktop.services.today import dashboard, shop_watch


def fill(store: Store, today: dt.date) -> int:
    """A shop in which one thing of each kind waits, and one does not; the customer's id."""
    day = dt.timedelta(days=1)
    anna = store.write("New", contacts.create, contacts.ContactDraft("Anna")).value
    line = LineDraft(description="Tap", unit_price_minor=900)
    for promised in (2, -3):
        sale = store.write("Sale", sales.record, SaleDraft((line,), anna, today - 9 * day)).value
        store.write("Promise", orders.promise, sale, today - promised * day)
    for left in (5, 20):
        ends = today + left * day
        store.write("Quote", quotes.create, QuoteDraft(anna, (line,), today, ends))
        store.write("Asset", assets.add, anna, AssetDraft(f"Pump {left}", next_service_on=ends))
    for have in (1_000, 9_000):
        draft = products.ProductDraft(
            f"Filter {have}", price_minor=900, stock_counted=True, low_stock_milli=2_000
        )
        product = store.write("Product", products.create, draft).value
        store.write("Stock", stock.count, product, have)
    return anna


def test_what_waits_is_told_the_promises_first(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    assert read(shop_watch.waiting, today) == []
    fill(store, today)
    rows = read(shop_watch.waiting, today)
    assert [(row.kind, row.name, row.days) for row in rows] == [
        ("order", "Anna", -2), ("service", "Anna", 5), ("quote", "Anna", 5),
        ("stock", "Filter 1000", None),
    ]  # fmt: skip
    assert (rows[0].what, rows[1].what, rows[3].stock_milli) == ("XS-0001 Tap", "Pump 5", 1_000)
    assert read(dashboard.today, today).waiting == tuple(rows)

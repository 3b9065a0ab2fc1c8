"""Warranties about to end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from crm_desktop.db.models import Asset
from crm_desktop.db.store import Store
from crm_desktop.services.assets import warranties
from crm_desktop.services.contacts import contacts
from crm_desktop.services.products import products

DAY = dt.date(2026, 6, 18)


def test_those_of_the_next_30_days_together_per_customer_and_thing(
    store: Store, read: Callable[..., Any]
) -> None:
    who = [store.write("New", contacts.create, contacts.ContactDraft(name)).value for name in "AB"]
    product = store.write("Product", products.create, products.ProductDraft("RO-800")).value

    def own(session: Any) -> None:
        def asset(contact: int, days: int, **more: Any) -> Asset:
            return Asset(contact_id=contact, warranty_until=DAY + dt.timedelta(days), **more)

        session.add_all(asset(who[0], 12, name="Dispenser") for _number in range(6))
        session.add_all(
            [
                asset(who[1], 30, product_id=product),
                asset(who[1], 0, product_id=product, quantity_milli=2_000),
                asset(who[1], 31, name="too early"),
                asset(who[1], -1, name="over"),
                asset(who[1], 5, name="retired", retired_on=DAY),
            ]
        )

    store.write("Own", own)
    assert [(row.name, row.what, row.days_left) for row in read(warranties.ending, DAY)] == [
        ("B", "RO-800 ×2", 0), ("A", "Dispenser ×6", 12), ("B", "RO-800", 30),
    ]  # fmt: skip
    assert len(read(warranties.ending, DAY, limit=1)) == 1
    store.write("Archive", contacts.archive, who)
    assert read(warranties.ending, DAY) == []

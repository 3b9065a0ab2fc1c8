"""The follow-up a sale offers for when what was sold falls due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core import i18n
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.figures import supply_ends
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.products import product_record, products
from crm_desktop.services.products.product_record import Part
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.rules import rules
from crm_desktop.services.sales import sale_reminder, sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft

DAY = dt.date(2025, 8, 31)


@pytest.fixture
def shop(store: Store) -> dict[str, int]:
    """A machine whose filter falls due after six months and service after twelve; salt."""

    def make(session: Any) -> dict[str, int]:
        drafts = {
            "machine": ProductDraft("RO-600", price_minor=100, service_months=12),
            "filter": ProductDraft("PP filter", price_minor=100),
            "salt": ProductDraft("Salt", price_minor=100, days_of_use=30),
        }
        ids = {name: products.create(session, draft) for name, draft in drafts.items()}
        product_record.set_parts(session, ids["machine"], [Part(ids["filter"], 6)])
        return {**ids, "anna": contacts.create(session, ContactDraft("Anna"))}

    made: dict[str, int] = store.write("shop", make).value
    return made


def _sell(store: Store, contact: int | None, *ids: int) -> int:
    lines = tuple(LineDraft(one, unit_price_minor=100) for one in ids)
    paid = (PaymentDraft(100 * len(ids), "Cash"),)
    sale: int = store.write(
        "sale", sales.record, SaleDraft(lines, contact, DAY, payments=paid)
    ).value
    return sale


def test_the_first_that_falls_due_is_offered(
    read: Callable[..., Any], shop: dict[str, int]
) -> None:
    machine, salt = shop["machine"], shop["salt"]
    found = read(sale_reminder.offered, [machine], DAY)
    assert (found.due_on, found.what, found.service) == (dt.date(2026, 2, 28), "PP filter", False)
    assert sale_reminder.words(found, DAY) == "Remind in 6 months (28 Feb)"
    with i18n.using("zh_CN"):
        assert sale_reminder.words(found, DAY) == "6 个月后提醒（2月28日）"
    both = read(sale_reminder.offered, [machine, salt], DAY)
    assert (both.due_on, both.what) == (dt.date(2025, 9, 30), "Salt")
    assert sale_reminder.words(both, DAY) == "Remind in 30 days (30 Sep)"
    assert read(sale_reminder.offered, [shop["filter"]], DAY) is None
    assert read(sale_reminder.offered, [], DAY) is None


def test_it_is_planned_with_the_sale_and_goes_with_it(
    store: Store, read: Callable[..., Any], shop: dict[str, int]
) -> None:
    sale = _sell(store, shop["anna"], shop["machine"])
    made = store.write("remind", sale_reminder.plan, sale).value
    row = read(follow_ups.get, made)
    assert (row.title, row.due_on) == ("Offer new PP filter", dt.date(2026, 2, 28))
    assert (row.contact_id, row.sale_id, row.state) == (shop["anna"], sale, "open")
    store.write("cancel", sales.cancel, sale)
    assert read(follow_ups.get, made).state == "cancelled"
    store.undo()
    assert read(follow_ups.get, made).state == "open"


def test_nobody_is_reminded_of_a_walk_in_or_twice(
    store: Store, read: Callable[..., Any], shop: dict[str, int]
) -> None:
    sale = _sell(store, None, shop["machine"])
    assert store.write("remind", sale_reminder.plan, sale).value is None
    store.write("rules", rules.seed)
    part = next(row for row in read(rules.rules) if row.code == "part_due")
    store.write("on", rules.switch, part.id, True)
    found = read(sale_reminder.offered, [shop["machine"]], DAY)
    assert found.service and found.due_on == dt.date(2026, 8, 31)  # the rule asks for the filter


def test_what_is_used_up_is_told_with_its_age(
    store: Store, read: Callable[..., Any], shop: dict[str, int]
) -> None:
    _sell(store, shop["anna"], shop["salt"], shop["machine"])
    later = DAY + dt.timedelta(40)
    found = read(supply_ends.first, shop["anna"], later)
    assert (found.name, found.bought_on) == ("Salt", DAY)
    assert read(supply_ends.first, shop["anna"], later, [shop["salt"]]) is None
    assert read(supply_ends.first, shop["anna"], DAY) is None

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.deals import deals
from crm_desktop.services.deals.deals import DealDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.payments import payments
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sales import LineDraft, PaymentDraft, SaleDraft
from crm_desktop.services.today import care_steps, dashboard, since_yesterday
from tests.conftest import NOW

TODAY = NOW.date()
YESTERDAY = TODAY - dt.timedelta(days=1)


def sell(store: Store, contact_id: int | None, day: dt.date, yuan: int, paid: int = 0) -> int:
    line = LineDraft(description="Filter", unit_price_minor=yuan * 100)
    money = (PaymentDraft(paid * 100),) if paid else ()
    draft = SaleDraft((line,), contact_id, day, payments=money)
    return write(store, sales.record, draft)


def write(store: Store, service: Callable[..., Any], *args: Any, **more: Any) -> Any:
    return store.write("Change", service, *args, **more).value


def both(read: Callable[..., Any]) -> Any:
    return read(since_yesterday.since_yesterday, TODAY, "CNY")


def test_both_days_are_counted_apart(
    store: Store, read: Callable[..., Any], frozen_clock: Callable[[dt.datetime], None]
) -> None:
    frozen_clock(NOW - dt.timedelta(days=1))
    anna = write(store, contacts.create, ContactDraft(name="Anna"))
    old = sell(store, anna, YESTERDAY, 100, paid=40)
    frozen_clock(NOW)
    new = sell(store, anna, TODAY, 250)
    write(store, payments.pay, anna, 2500, paid_on=TODAY, sale_ids=[new])
    call = write(store, follow_ups.create, FollowUpDraft("Call", TODAY, contact_id=anna))
    write(store, follow_ups.complete, call)
    deal = write(store, deals.create, DealDraft("Plant", contact_id=anna,
                                                             amount_minor=90_000))  # fmt: skip
    write(store, deals.won, deal)
    write(store, sales.cancel, old)

    before, now = both(read)
    assert (before.sales_minor, before.orders, before.added) == (0, 0, 1)
    assert (now.sales_minor, now.orders, now.cancelled, now.added) == (25_000, 1, 1, 0)
    assert (before.received_minor, now.received_minor) == (4_000, 2_500)
    assert (now.done, now.won, now.won_minor, now.lost) == (1, 1, 90_000, 0)

    store.undo()
    before, now = both(read)
    assert (before.sales_minor, before.orders, now.cancelled) == (10_000, 1, 0)


def test_a_step_says_why_and_shows_on_the_cards(store: Store, read: Callable[..., Any]) -> None:
    anna = write(store, contacts.create, ContactDraft(name="Anna"))
    sale = sell(store, anna, YESTERDAY - dt.timedelta(days=90), 120)
    made = write(store, care_steps.collect, sale, "¥120", TODAY)
    row = read(follow_ups.get, made)
    assert (row.title, row.kind, row.contact_id) == ("Collect ¥120", "collect", anna)
    assert row.reason.startswith("Owed on ")
    today = read(dashboard.today, TODAY)
    assert today.planned == {anna: TODAY}
    write(store, follow_ups.complete, made)
    assert read(dashboard.today, TODAY).planned == {}


def test_each_kind_of_step_has_its_words(store: Store, read: Callable[..., Any]) -> None:
    anna = write(store, contacts.create, ContactDraft(name="Anna"))
    soon = TODAY + dt.timedelta(days=4)
    made = [
        write(store, care_steps.reorder, anna, "PP filter", soon, TODAY),
        write(store, care_steps.renew, anna, "Dispenser", soon, TODAY),
        write(store, care_steps.greet, anna, "Anna", soon),
    ]
    rows = [read(follow_ups.get, one) for one in made]
    assert [(row.title, row.reason, row.due_on) for row in rows] == [
        ("Offer new PP filter", "Lasts until 22 Jun", TODAY),
        ("Offer a service plan for Dispenser", "Warranty ends on 22 Jun", TODAY),
        ("Wish Anna a happy birthday", "Birthday on 22 Jun", soon),
    ]

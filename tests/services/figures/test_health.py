"""The health figure, recomputed by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.figures import health
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.sales import sales

DAY = dt.date(2026, 6, 18)


def customer(store: Store, *purchases: tuple[int, int], paid: bool = True) -> int:
    """A customer with ``(days ago, amount)`` purchases."""
    who = store.write("New", contacts.create, contacts.ContactDraft("x")).value
    for days_ago, amount in purchases:
        day = DAY - dt.timedelta(days_ago)
        draft = sales.SaleDraft(
            (sales.LineDraft(description="x", unit_price_minor=amount),),
            who,
            day,
            due_on=day + dt.timedelta(10),
            payments=(sales.PaymentDraft(amount),) if paid else (),
        )
        store.write("Sale", sales.record, draft)
    return who


def scores(found: health.Health) -> tuple[int, int, int]:
    return found.recency, found.frequency, found.spend


@pytest.mark.parametrize(
    ("days_ago", "recency"),
    [(0, 5), (30, 5), (31, 4), (60, 4), (61, 3), (120, 3), (121, 2), (240, 2), (241, 1), (900, 1)],
)
def test_recency(store: Store, read: Callable[..., Any], days_ago: int, recency: int) -> None:
    assert read(health.health, customer(store, (days_ago, 100)), DAY).recency == recency


@pytest.mark.parametrize(("times", "frequency"), [(1, 2), (2, 3), (3, 3), (4, 4), (7, 4), (8, 5)])
def test_frequency(store: Store, read: Callable[..., Any], times: int, frequency: int) -> None:
    who = customer(store, *[(5, 100)] * times, (365, 100))
    assert read(health.health, who, DAY).frequency == frequency


def test_spend_is_the_fifth_of_all_buyers(store: Store, read: Callable[..., Any]) -> None:
    ids = [customer(store, (1, 1000 * rank)) for rank in range(1, 11)]
    customer(store)  # who never bought does not count among the buyers
    found = [read(health.health, who, DAY).spend for who in ids]
    assert found == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_the_figure_and_its_change(store: Store, read: Callable[..., Any]) -> None:
    who = customer(store, (100, 5_000), (2, 5_000))
    found = read(health.health, who, DAY)
    assert scores(found) == (5, 3, 5)
    assert found.score == 8 * 5 + 6 * 3 + 6 * 5
    # 30 days ago: last purchase 70 days before, one purchase in the year.
    assert found.change == found.score - (8 * 3 + 6 * 2 + 6 * 5)


def test_late_money_and_late_follow_ups_take_off(store: Store, read: Callable[..., Any]) -> None:
    who = customer(store, (20, 100), paid=False)
    assert read(health.health, who, DAY).score == 8 * 5 + 6 * 2 + 6 * 5 - 12
    assert read(health.health, who, DAY - dt.timedelta(10)).score == 8 * 5 + 6 * 2 + 6 * 5
    draft = follow_ups.FollowUpDraft("Call", DAY - dt.timedelta(1), contact_id=who)
    store.write("Plan", follow_ups.create, draft)
    assert read(health.health, who, DAY).score == 8 * 5 + 6 * 2 + 6 * 5 - 12 - 6


def test_who_never_bought(store: Store, read: Callable[..., Any]) -> None:
    found = read(health.health, customer(store), DAY)
    assert (scores(found), found.score, found.change) == ((1, 1, 1), 20, 0)
    assert "8 × R" in health.how_it_is_scored()

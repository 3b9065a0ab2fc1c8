"""The page of one customer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from crm_desktop.core.errors import NotFound
from crm_desktop.db.models import Asset, Deal, DealStage
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_profile, contacts
from crm_desktop.services.sales import sales

DAY = dt.date(2026, 6, 18)


def buy(store: Store, who: int, amount: int, *days_ago: int) -> None:
    for days in days_ago:
        line = sales.LineDraft(description="x", unit_price_minor=amount)
        draft = sales.SaleDraft((line,), who, DAY - dt.timedelta(days))
        store.write("Sale", sales.record, draft)


def test_rank_rhythm_and_months(store: Store, read: Callable[..., Any]) -> None:
    rich, poor = (
        store.write("New", contacts.create, contacts.ContactDraft(name)).value for name in "AB"
    )
    buy(store, rich, 10_000, 300, 30, 10, 10, 3)  # gaps of 270, 20, 0 and 7 days
    buy(store, poor, 501, 40)
    found = read(contact_profile.profile, rich, DAY)
    assert (found.rank, read(contact_profile.profile, poor, DAY).rank) == (1, 2)
    assert (found.usual_days, found.silent_days) == (20, 3)
    assert (found.average_minor, found.orders_this_year) == (10_000, 4)
    assert found.shop_average_minor == round((5 * 10_000 + 501) / 6)
    months = dict(found.months)
    assert len(months) == 12
    assert found.months[-1] == (dt.date(2026, 6, 1), 30_000)
    assert months[dt.date(2025, 8, 1)] == 10_000
    assert sum(months.values()) == 50_000


def test_deals_and_equipment(store: Store, read: Callable[..., Any]) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("A")).value

    def more(session: Any) -> None:
        stage = session.scalars(select(DealStage).where(DealStage.code == "survey")).one()
        deal = {"contact_id": who, "amount_minor": 6_800_000, "stage_id": stage.id}
        session.add_all(
            [
                Deal(title="Site two", stage_since=DAY - dt.timedelta(3), **deal),
                Deal(title="Lost", state="lost", **deal),
                Asset(contact_id=who, name="Q40", next_service_on=DAY + dt.timedelta(12)),
                Asset(contact_id=who, name="No date"),
                Asset(contact_id=who, name="RO-800", next_service_on=DAY - dt.timedelta(1)),
                Asset(contact_id=who, name="Gone", retired_on=DAY),
            ]
        )

    store.write("More", more)
    found = read(contact_profile.profile, who, DAY)
    assert [(d.title, d.stage, d.step, d.steps, d.days_in_stage) for d in found.deals] == [
        ("Site two", "Site survey", 3, 5, 3)
    ]
    assert [(a.name, a.days_left) for a in found.assets] == [
        ("RO-800", -1), ("Q40", 12), ("No date", None),
    ]  # fmt: skip


def test_who_never_bought_and_who_is_gone(store: Store, read: Callable[..., Any]) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("A")).value
    found = read(contact_profile.profile, who, DAY)
    assert (found.rank, found.average_minor, found.usual_days, found.silent_days) == (None,) * 4
    with pytest.raises(NotFound):
        read(contact_profile.profile, 99, DAY)

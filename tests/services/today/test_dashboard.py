"""The Today page, every figure recomputed from the raw rows."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from crm_desktop.db.models import ContactStats, Sale
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.figures.purchase_days import purchase_days
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.payments import payments
from crm_desktop.services.sales import sales
from crm_desktop.services.summaries import kpis
from crm_desktop.services.today import dashboard

DAY = dt.date(2026, 6, 18)


@pytest.fixture
def shop(store: Store) -> Store:
    """Thirteen months of sales to fifty customers, some paid late or not at all."""

    def fill(session: Any) -> None:
        chance = random.Random(2)
        people = [
            contacts.create(session, contacts.ContactDraft(f"C{number}")) for number in range(50)
        ]
        for _sale in range(120):
            day = DAY - dt.timedelta(chance.randrange(400))
            amount = chance.randrange(100, 100_000)
            line = sales.LineDraft(description="x", unit_price_minor=amount)
            sale = sales.record(session, sales.SaleDraft((line,), chance.choice(people), day))
            paid_on = day + dt.timedelta(chance.randrange(60))
            if chance.random() < 0.8 and paid_on <= DAY:
                row = session.get(Sale, sale)
                payments.pay(session, row.contact_id, amount, paid_on=paid_on, sale_ids=[sale])

    store.write("Fill", fill)
    return store


def raw(store: Store) -> list[Sale]:
    with store.read() as session:
        return list(session.scalars(select(Sale).where(Sale.status == "confirmed")))


def test_sales_and_new_customers_of_the_month(shop: Store, read: Callable[..., Any]) -> None:
    found = read(dashboard.today, DAY).kpis
    this, last = dt.date(2026, 6, 1), dt.date(2026, 5, 1)
    now = sum(s.total_minor for s in raw(shop) if this <= s.sold_on <= DAY)
    then = sum(s.total_minor for s in raw(shop) if last <= s.sold_on <= dt.date(2026, 5, 18))
    assert found.sales.value == now
    assert found.sales.change == round((now - then) * 10_000 / then)
    assert found.sales.points[-1] == now
    by_month: dict[tuple[int, int], int] = {}
    for sale in raw(shop):
        month = sale.sold_on.year, sale.sold_on.month
        by_month[month] = by_month.get(month, 0) + sale.total_minor
    months = [(2025, month) for month in range(7, 13)] + [(2026, month) for month in range(1, 7)]
    assert found.sales.points == tuple(by_month.get(month, 0) for month in months)
    with shop.read() as session:
        firsts = session.scalars(select(ContactStats.first_sale_on)).all()
    assert found.new_customers.value == found.new_customers.points[-1]
    assert found.new_customers.value == sum(1 for first in firsts if first and first >= this)
    assert sum(found.new_customers.points) == sum(
        1 for first in firsts if first and first >= dt.date(2025, 7, 1)
    )


def test_the_repeat_rate_is_the_one_of_the_report(shop: Store, read: Callable[..., Any]) -> None:
    found = read(dashboard.today, DAY).kpis.repeat_bp
    days = read(purchase_days, DAY, "CNY")
    ends = [dt.date(2025, 7, 31), dt.date(2025, 12, 31), dt.date(2026, 5, 31), DAY]
    assert [found.points[at] for at in (0, 5, 10, 11)] == [
        days.repurchase_bp(end) or 0 for end in ends
    ]
    assert 0 < found.value < 10_000
    assert found.value == found.points[-1]
    quick = read(dashboard.today, DAY, dashboard.FIGURES).kpis.repeat_bp
    assert quick.value == found.value
    assert (
        quick.change
        == found.change
        == found.value - (days.repurchase_bp(dt.date(2026, 5, 18)) or 0)
    )


def test_what_is_owed_now_and_at_each_months_end(shop: Store, read: Callable[..., Any]) -> None:
    today = read(dashboard.today, DAY)
    still_open = [s for s in raw(shop) if s.total_minor != s.paid_minor]
    assert today.owed_minor == sum(s.total_minor - s.paid_minor for s in still_open)
    assert today.owed_count == today.kpis.owed_count == len(still_open)
    assert today.kpis.owed_late == sum(1 for s in still_open if s.due_on and s.due_on < DAY)
    assert today.owed[0].days_late == max(row.days_late for row in today.owed)
    assert today.kpis.owed.value == today.kpis.owed.points[-1] == today.owed_minor

    def owed_on(day: dt.date) -> int:
        with shop.read() as session:
            owed = 0
            for sale in session.scalars(select(Sale).where(Sale.sold_on <= day)):
                parts = sales.detail(session, sale.id).payments
                owed += sale.total_minor - sum(p.amount_minor for p in parts if p.paid_on <= day)
        return owed

    assert today.kpis.owed.points[-2] == owed_on(dt.date(2026, 5, 31))
    assert today.kpis.owed.points[0] == owed_on(dt.date(2025, 7, 31))


def test_follow_ups_and_the_badge(store: Store, read: Callable[..., Any]) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("湘味楼")).value
    for days, title in ((-6, "late"), (0, "due"), (0, "done"), (1, "later")):
        draft = follow_ups.FollowUpDraft(title, DAY + dt.timedelta(days), contact_id=who)
        plan = store.write("Plan", follow_ups.create, draft).value
        if title == "done":
            store.write("Done", follow_ups.complete, plan)
    today = read(dashboard.today, DAY)
    assert [row.title for row in today.overdue] == ["late"]
    assert [row.title for row in today.due] == ["due"]
    assert [row.title for row in today.done] == ["done"]
    assert (today.overdue_count, today.due_count, today.badge) == (1, 1, 2)
    assert read(dashboard.badge, DAY) == 2
    assert today.due[0].contact_name == "湘味楼"


def test_a_new_shop_has_a_page_too(read: Callable[..., Any]) -> None:
    today = read(dashboard.today, DAY)
    assert today.shop_name == "Clearspring Water"
    assert (today.badge, today.owed_minor, today.reorder_count) == (0, 0, 0)
    assert (today.kpis.sales.change, today.kpis.repeat_bp.change) == (None, None)
    assert today.kpis.sales.points == (0,) * kpis.POINTS


def test_a_sale_to_collect_says_what_it_was(store: Store, read: Callable[..., Any]) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("A", kind="company")).value
    line = sales.LineDraft(description="RO 膜", unit_price_minor=100)
    for remark in ("May goods", ""):
        store.write("Sale", sales.record, sales.SaleDraft((line,), who, remark=remark))
    rows = read(dashboard.today, DAY).owed
    assert {(row.what, row.kind, row.days_late) for row in rows} == {
        ("May goods", "company", -30), ("RO 膜", "company", -30),
    }  # fmt: skip

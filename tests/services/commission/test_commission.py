"""Commission, shares, targets, the league and locked months, over real files."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crm_desktop.core.errors import Conflict, UserError
from crm_desktop.core.money import divide_half_up
from crm_desktop.db.models import Sale
from crm_desktop.db.store import Store
from crm_desktop.services.care import recycle_bin
from crm_desktop.services.commission import (
    commission,
    commission_bases,
    commission_plans,
    commission_shares,
    league,
    targets,
)
from crm_desktop.services.commission.commission_plans import Band, PlanDraft, Rule
from crm_desktop.services.contacts import contacts
from crm_desktop.services.figures.sales_figures import month_of
from crm_desktop.services.payments import payment_list, payments
from crm_desktop.services.products import product_categories, products
from crm_desktop.services.records import staff
from crm_desktop.services.sales import month_lock, sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft

Read = Callable[..., Any]
JUNE, MAY = dt.date(2026, 6, 18), dt.date(2026, 5, 9)


@pytest.fixture
def people(store: Store) -> tuple[int, int]:
    lin, chen = (
        store.write("Add", staff.add, staff.StaffDraft(name)).value for name in ("Lin", "Chen")
    )
    return lin, chen


def sell(store: Store, amount: int, seller: int | None, **more: Any) -> int:
    sign = -1 if amount < 0 else 1
    line = LineDraft(
        more.pop("product", None), quantity_milli=1000 * sign, unit_price_minor=abs(amount)
    )
    paid = more.pop("paid", amount)
    money = (PaymentDraft(paid, "Cash"),) if paid else ()
    draft = SaleDraft((line,), staff_id=seller, payments=money, **more)
    return store.write("Sell", sales.record, draft).value


def earned(read: Read, person: int, day: dt.date = JUNE) -> int:
    found: int = read(commission.statement, person, day).commission_minor
    return found


def test_parts_of_shared_sales_add_up_to_the_pool_whatever_the_split(
    store: Store, read: Read
) -> None:
    chance = random.Random(6)
    crew = [
        store.write("Add", staff.add, staff.StaffDraft(f"P{number}")).value for number in range(4)
    ]
    sold = [
        sell(store, chance.randint(1, 99_999), chance.choice(crew), sold_on=JUNE)
        for _number in range(40)
    ]
    for sale in sold[::2]:
        rest, parts = 10_000, {}
        for person in chance.sample(crew, 3):
            parts[person] = chance.randint(1, max(1, rest // 2))
            rest -= parts[person]
        store.write("Share", commission_shares.share, sale, parts)
    for sale in sold[::3]:
        back = sell(store, -chance.randint(1, 500), None, sold_on=JUNE)
        store.write("Link", lambda session, b=back, s=sale: _give_back(session, b, s))
    bands = tuple(Band(start * 10_000, 100 + start) for start in (0, 3, 17, 30))
    for basis in ("sales", "received"):
        draft = PlanDraft(f"All {basis}", basis, bands)
        store.write("Plan", commission_plans.save, draft)
    with store.read() as session:
        total = sum(sale.total_minor for sale in session.query(Sale))
    for basis in ("sales", "received"):
        pool = read(commission_bases.credited, month_of(JUNE), basis, "CNY")
        assert pool.total_minor == total
        assert None not in {row.staff_id for row in pool.rows}, "a return goes to who sold"
    made = read(commission.statements, JUNE)
    for one in made:
        by_sale = sum(part.amount_minor for part in one.sales if part.plan == "All sales")
        rows = [row for row in one.rows if row.plan == "All sales"]
        assert sum(row.base_minor for row in rows) == by_sale
        for row in rows:
            assert row.commission_minor == divide_half_up(row.base_minor * row.rate_bp, 10_000)
    bases = sum(row.base_minor for one in made for row in one.rows if row.basis == "received")
    assert bases == total
    table = read(league.league, JUNE)
    assert table.sales_minor == total
    assert [row.commission_minor for row in table.rows] == [
        earned(read, row.staff_id) for row in table.rows
    ]


def _give_back(session: Any, back: int, sale: int) -> None:
    session.get(Sale, back).return_of_id = sale


@pytest.mark.parametrize("amount", [1, 7, -1, -99_999, 10**12 + 1, 0])
def test_a_divided_amount_loses_nothing_and_no_part_is_off_by_more_than_one(amount: int) -> None:
    chance = random.Random(amount)
    for _number in range(200):
        parts = [chance.randint(0, 5_000) for _one in range(chance.randint(1, 7))]
        found = commission_shares.divide(amount, parts)
        assert sum(found) == amount
        for part, got in zip(parts, found, strict=True):
            assert not sum(parts) or abs(got * sum(parts) - amount * part) <= sum(parts)


@pytest.mark.parametrize(
    ("base", "marginal", "whole"),
    [
        (0, 0, 0),
        (99_99, 100, 100),  # 99.99 at 1 % is 0.9999
        (100_00, 100, 200),
        (100_01, 100, 200),  # one cent at 2 % rounds to nothing
        (100_25, 101, 201),  # 0.25 at 2 % is half a cent: up
        (300_00, 500, 1500),
        (-50_00, -50, -50),
    ],
)
def test_bands_at_their_borders(base: int, marginal: int, whole: int) -> None:
    bands = (Band(0, 100), Band(100_00, 200), Band(300_00, 500))
    for expected, flag in ((marginal, False), (whole, True)):
        parts = commission.banded(base, bands, whole=flag)
        assert sum(part for _band, part in parts) == base
        assert sum(commission.commission(part, band.rate_bp) for band, part in parts) == expected


def test_product_category_and_level_have_their_own_rates(
    store: Store, read: Read, people: tuple[int, int]
) -> None:
    lin, _chen = people
    top = store.write("Cat", product_categories.add, "Water").value
    below = store.write("Cat", product_categories.add, "Filters", top).value
    draft = products.ProductDraft("Tap", cost_minor=60_00)
    tap = store.write("P", products.create, draft).value
    carbon = store.write("P", products.create, products.ProductDraft("Carbon")).value
    store.write("Put", product_categories.put, [tap, carbon], below)
    vip = store.write("New", contacts.create, contacts.ContactDraft("Anna", level="VIP")).value
    rules = (
        Rule("level", "VIP", 300),
        Rule("category", str(top), 500),
        Rule("product", str(tap), 1000),
    )
    store.write("Plan", commission_plans.save, PlanDraft("A", rules=rules, bands=(Band(0, 100),)))
    sell(store, 100_00, lin, product=tap, contact_id=vip)
    sell(store, 100_00, lin, product=carbon, contact_id=vip)
    sell(store, 100_00, lin, contact_id=vip)
    sell(store, 100_00, lin)
    rows = read(commission.statement, lin, JUNE).rows
    assert [(row.label, row.commission_minor) for row in rows] == [
        ("Tap", 1000), ("Water", 500), ("VIP", 300), ("", 100),
    ]  # fmt: skip
    store.write("Plan", commission_plans.save, PlanDraft("M", "margin", bands=(Band(0, 1000),)))
    made = read(commission.statement, lin, JUNE)
    assert (made.commission_minor, made.without_cost) == (1900 + 400, 3)


def test_money_received_counts_when_it_comes_and_ahead_of_the_sale_not_before_it(
    store: Store, read: Read, people: tuple[int, int]
) -> None:
    lin, chen = people
    anna = store.write("New", contacts.create, contacts.ContactDraft("Anna")).value
    plan = PlanDraft("R", "received", (Band(0, 1000),), staff_ids=(lin,))
    store.write("Plan", commission_plans.save, plan)
    sale = sell(store, 100_00, lin, paid=0, contact_id=anna, sold_on=MAY)
    assert (earned(read, lin, MAY), earned(read, lin)) == (0, 0)
    for part in (33_33, 33_33, 33_34):
        store.write("Pay", payments.pay, anna, part, sale_ids=[sale], paid_on=JUNE)
    assert (earned(read, lin, MAY), earned(read, lin)) == (0, 10_00)
    store.write("Pay", payments.pay, anna, 50_00, paid_on=MAY, kind="deposit")
    late = sell(store, 50_00, lin, paid=0, contact_id=anna, sold_on=JUNE)
    with store.read() as session:
        deposit = payment_list.of_contact(session, anna)[-1].id
    store.write("Use", payments.allocate, deposit, late, 50_00)
    assert (earned(read, lin, MAY), earned(read, lin)) == (0, 15_00)
    sell(store, 80_00, chen)
    assert earned(read, chen) == 0, "the plan is for Lin alone"


def test_a_target_knows_how_far_one_is(store: Store, read: Read, people: tuple[int, int]) -> None:
    lin, chen = people
    store.write("Aim", targets.set_target, JUNE, lin, 200_00)
    store.write("Aim", targets.set_target, JUNE, None, 1000_00)
    sell(store, 150_00, lin, sold_on=JUNE)
    sell(store, 100_00, chen, sold_on=JUNE)
    shop, mine = read(targets.targets, JUNE)
    assert (shop.name, shop.reached_minor, shop.reached_bp) == ("", 250_00, 2_500)
    assert (mine.name, mine.reached_minor, mine.reached_bp) == ("Lin", 150_00, 7_500)
    first, second = read(league.league, JUNE).rows
    assert (first.name, first.place, first.reached_bp) == ("Lin", 1, 7_500)
    assert (second.name, second.place, second.reached_bp) == ("Chen", 2, None)
    july = dt.date(2026, 7, 1)
    store.write("Leave", staff.leave, lin)
    assert store.write("Copy", targets.take_over, july).value == 1
    store.write("Lift", targets.set_target, july, None, 0)
    assert read(targets.targets, july) == []
    with pytest.raises(UserError):
        store.write("Aim", targets.set_target, JUNE, chen, -1)


def test_a_plan_that_ends_in_mid_month_leaves_the_rest_to_the_next(
    store: Store, read: Read, people: tuple[int, int]
) -> None:
    lin, _chen = people
    middle = dt.date(2026, 6, 14)
    first = PlanDraft("Old", bands=(Band(0, 1000), Band(50_000, 2000)), valid_until=middle)
    next_day = middle + dt.timedelta(days=1)
    second = PlanDraft("New", bands=(Band(0, 500), Band(50_000, 2000)), valid_from=next_day)
    plans = [store.write("Plan", commission_plans.save, one).value for one in (first, second)]
    for day in (1, 14, 15, 18):
        sell(store, 20_000, lin, sold_on=middle.replace(day=day))
    rows = read(commission.statement, lin, JUNE).rows
    assert sorted((row.plan, row.base_minor, row.commission_minor) for row in rows) == [
        ("New", 40_000, 2_000), ("Old", 40_000, 4_000),
    ]  # fmt: skip
    store.write("Lock", month_lock.lock, JUNE)
    longer = replace(first, valid_until=middle + dt.timedelta(days=3))
    with pytest.raises(UserError, match="locked"):
        store.write("Plan", commission_plans.save, longer, plans[0])
    store.write("Plan", commission_plans.save, replace(second, valid_until=dt.date(2026, 7, 1)),
                plans[1])  # fmt: skip
    assert earned(read, lin) == 6_000


def test_a_locked_month_keeps_its_sales_payments_returns_shares_and_plans(
    store: Store, read: Read, people: tuple[int, int]
) -> None:
    lin, chen = people
    anna = store.write("New", contacts.create, contacts.ContactDraft("Anna")).value
    plan = store.write("Plan", commission_plans.save, PlanDraft("A", bands=(Band(0, 100),))).value
    sale = sell(store, 100_00, lin, paid=40_00, contact_id=anna, sold_on=MAY)
    held = sell(store, 20_00, lin, contact_id=anna, sold_on=JUNE)
    with store.read() as session:
        paid = payment_list.of_contact(session, anna)[-1].id
    sell(store, 5_00, lin, sold_on=MAY)
    store.write(month_lock.LOCK_ACTION, month_lock.lock, MAY)

    def refused(service: Callable[..., Any], *words: Any, **more: Any) -> None:
        with pytest.raises(UserError, match="May 2026 is locked"):
            store.write("Try", service, *words, **more)

    refused(sales.record, SaleDraft((LineDraft(unit_price_minor=1),), anna, sold_on=MAY))
    refused(sales.cancel, sale)
    refused(payments.remove, paid)
    refused(payments.pay, anna, 1_00, paid_on=MAY)
    refused(payments.allocate, paid, sale, 10_00)
    refused(commission_shares.share, sale, {chen: 5_000})
    refused(commission_plans.save, PlanDraft("A", bands=(Band(0, 900),)), plan)
    refused(commission_plans.remove, plan)
    refused(lambda session: setattr(session.get(Sale, sale), "sold_on", JUNE))
    refused(lambda session: setattr(session.get(Sale, held), "sold_on", MAY))
    with pytest.raises(UserError, match="locked"):
        store.undo(_action(store, "Sell"))
    store.write("Pay", payments.pay, anna, 60_00, sale_ids=[sale], paid_on=JUNE)
    ends = PlanDraft("A until May", bands=(Band(0, 100),), valid_until=dt.date(2026, 5, 31))
    store.write("End", commission_plans.save, ends, plan)
    store.write("Word", lambda session: setattr(session.get(Sale, sale), "remark", "said"))
    with pytest.raises(Conflict):
        store.write("Lock", month_lock.lock, MAY)
    with pytest.raises(UserError, match="not begun"):
        store.write("Lock", month_lock.lock, dt.date(2026, 7, 1))
    assert [one.month for one in read(month_lock.locked)] == [dt.date(2026, 5, 1)]
    store.write(month_lock.UNLOCK_ACTION, month_lock.unlock, MAY)
    store.write("Cancel", sales.cancel, sale)
    assert earned(read, lin, MAY) == 5
    store.write("Lock", month_lock.lock, MAY)
    refused(recycle_bin.restore, [("sale", _binned(store, sale))])


def _action(store: Store, name: str) -> int:
    """The first action so called."""
    from crm_desktop.services.timeline import history

    with store.read() as session:
        return min(one.id for one in history.recent(session, 500) if one.name == name)


def _binned(store: Store, sale: int) -> int:
    """A cancelled sale made one that counted, deleted before the month was locked."""
    store.write("Unlock", month_lock.unlock, MAY)

    def bin_it(session: Any) -> None:
        found = session.get(Sale, sale)
        found.status, found.deleted_at = "confirmed", dt.datetime.now(dt.UTC)

    store.write("Bin", bin_it)
    store.write("Lock", month_lock.lock, MAY)
    return sale


@pytest.mark.parametrize(
    "draft",
    [
        PlanDraft(""),
        PlanDraft("A", "profit"),
        PlanDraft("A", bands=()),
        PlanDraft("A", bands=(Band(5, 100),)),
        PlanDraft("A", bands=(Band(0, 100), Band(0, 200))),
        PlanDraft("A", bands=(Band(0, 10_001),)),
        PlanDraft("A", rules=(Rule("level", "VIP", 1), Rule("level", "VIP", 2))),
        PlanDraft("A", valid_from=JUNE, valid_until=MAY),
    ],
)
def test_an_impossible_plan_is_refused(store: Store, read: Read, draft: PlanDraft) -> None:
    with pytest.raises(UserError):
        store.write("Plan", commission_plans.save, draft)
    assert read(commission_plans.plans) == []

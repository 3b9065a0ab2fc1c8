"""What a stage allows where a sale is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.models import Product
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.lifecycle import lifecycle, stage_editing, stage_policy
from crm_desktop.services.sales import sales

DAY = dt.date(2026, 6, 18)
Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("typed", "kept", "months"),
    [
        ("", "", set()),
        ("3-5, 11", "3-5,11", {3, 4, 5, 11}),
        ("１１月至1月", "11-1", {11, 12, 1}),
        ("6", "6", {6}),
    ],
)
def test_seasons(typed: str, kept: str, months: set[int]) -> None:
    assert stage_policy.parse_season(typed) == kept
    assert stage_policy.months_of(kept) == months


def test_seasons_by_name() -> None:
    assert stage_policy.season_words("3-5,11") == "March – May, November"


@pytest.mark.parametrize(
    ("typed", "bp"),
    [("85", 8_500), ("92.5 %", 9_250), ("8.5折", 8_500), ("１００％", 10_000), (" ", None)],
)
def test_percentages(typed: str, bp: int | None) -> None:
    assert stage_policy.parse_percent(typed) == bp


@pytest.mark.parametrize("typed", ["0", "101", "-5", "many", "11折", "1e2"])
def test_what_is_no_percentage(typed: str) -> None:
    with pytest.raises(UserError):
        stage_policy.parse_percent(typed)


@pytest.fixture
def customer(store: Store, read: Read) -> int:
    """A customer in a stage that pays 90 % of the list price at least, within 7 days, in June."""
    lead = read(lifecycle.stages)[0].id
    store.write("Policy", stage_editing.edit, lead, lowest_price_bp=9_000, payment_days=7,
                focus_season="6")  # fmt: skip
    return store.write("New", contacts.create, contacts.ContactDraft("A")).value


@pytest.fixture
def product(store: Store) -> int:
    def make(session: Any) -> int:
        one = Product(name="Filter", price_minor=10_000)
        session.add(one)
        session.flush()
        return one.id

    return store.write("Product", make).value


def sale(customer: int | None, *lines: sales.LineDraft, **more: Any) -> sales.SaleDraft:
    return sales.SaleDraft(lines, customer, DAY, **more)


def test_the_policy_of_a_customer(read: Read, customer: int) -> None:
    found = read(stage_policy.of_contact, customer, DAY)
    assert found == stage_policy.Policy("Lead", 9_000, 7, in_season=True)
    assert not read(stage_policy.of_contact, customer, dt.date(2026, 7, 1)).in_season
    assert [one.code for one in read(stage_policy.focus_stages, DAY)] == ["prospect"]


def test_a_sale_below_the_lowest_price_is_refused(
    store: Store, customer: int, product: int
) -> None:
    def line(price: int, **more: Any) -> sales.LineDraft:
        return sales.LineDraft(product, unit_price_minor=price, quantity_milli=2_000, **more)

    for refused in (
        sale(customer, line(8_999)),
        sale(customer, line(10_000, discount_bp=1_001)),
        sale(customer, line(10_000), discount_minor=2_001),
    ):
        with pytest.raises(UserError, match="180") as caught:
            store.write("Sale", sales.record, refused)
        assert "Lead" in str(caught.value)
    other = sales.LineDraft(description="Work", unit_price_minor=1)
    gift = line(0, gift=True)
    for taken in (
        sale(customer, line(8_999), below_floor_reason="Old stock"),
        sale(None, line(1), payments=(sales.PaymentDraft(2),)),
    ):
        store.write("Sale", sales.record, taken)
        store.undo()
    store.write("Sale", sales.record, sale(customer, line(9_000), other, gift))


def test_the_days_to_pay_of_the_stage_stand_between_customer_and_shop(
    store: Store, read: Read, customer: int
) -> None:
    work = sales.LineDraft(description="Work", unit_price_minor=100)
    first = store.write("Sale", sales.record, sale(customer, work)).value
    assert read(sales.detail, first).due_on == DAY + dt.timedelta(days=7)
    store.undo()
    store.write("Terms", lambda s: contacts.edit(s, customer, payment_days=3))
    again = store.write("Sale", sales.record, sale(customer, work)).value
    assert read(sales.detail, again).due_on == DAY + dt.timedelta(days=3)

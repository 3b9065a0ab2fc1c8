"""Payments against sales."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import Conflict, NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services import check
from crm_desktop.services.contacts import contacts
from crm_desktop.services.payments import payment_list, payments
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sales import LineDraft, SaleDraft


@pytest.fixture
def customer(store: Store) -> int:
    return store.write("New", contacts.create, contacts.ContactDraft("启明办公")).value


def sell(store: Store, customer: int, amount: int, due: int) -> int:
    draft = SaleDraft(
        (LineDraft(description="x", unit_price_minor=amount),),
        customer,
        due_on=dt.date(2026, 6, due),
    )
    return store.write("Sale", sales.record, draft).value


def open_of(read: Callable[..., Any], *ids: int) -> list[int]:
    return [read(sales.detail, sale).open_minor for sale in ids]


def test_the_oldest_due_is_paid_first_and_the_rest_is_credit(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    later, first, last = (sell(store, customer, 10_000, day) for day in (20, 1, 30))
    payment = store.write("Pay", payments.pay, customer, 15_000, method="Cash").value
    assert open_of(read, first, later, last) == [0, 5_000, 10_000]
    store.write("Pay", payments.pay, customer, 20_000)
    assert open_of(read, first, later, last) == [0, 0, 0]
    assert read(payments.credit, customer, "CNY") == 5_000
    rows = read(payment_list.of_contact, customer)
    assert [(row.amount_minor, row.open_minor) for row in rows] == [(20_000, 5_000), (15_000, 0)]
    assert rows[1].id == payment
    assert read(check.check) == []


def test_undoing_a_payment_opens_the_sales_again(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    ids = [sell(store, customer, 10_000, day) for day in (1, 2)]
    store.write("Pay", payments.pay, customer, 15_000)
    store.undo()
    assert open_of(read, *ids) == [10_000, 10_000]
    store.redo()
    assert open_of(read, *ids) == [0, 5_000]


def test_money_for_chosen_sales_goes_nowhere_else(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    first, second = (sell(store, customer, 10_000, day) for day in (1, 2))
    store.write("Pay", payments.pay, customer, 15_000, sale_ids=[second, second])
    assert open_of(read, first, second) == [10_000, 0]
    assert read(payments.credit, customer, "CNY") == 5_000


def test_a_deposit_waits_until_it_is_given_to_a_sale(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    sale = sell(store, customer, 10_000, 1)
    deposit = store.write("Deposit", payments.pay, customer, 6_000, kind="deposit").value
    assert open_of(read, sale) == [10_000]
    store.write("Allocate", payments.allocate, deposit, sale, 6_000)
    assert open_of(read, sale) == [4_000]
    store.write("Allocate less", payments.allocate, deposit, sale, 1_000)
    assert open_of(read, sale) == [9_000]
    with pytest.raises(UserError, match="Only ¥60"):
        store.write("Too much", payments.allocate, deposit, sale, 7_000)
    assert read(check.check) == []


def test_a_payment_taken_back_leaves_no_trace_on_the_sale(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    sale = sell(store, customer, 10_000, 1)
    payment = store.write("Pay", payments.pay, customer, 10_000).value
    store.write("Take back", payments.remove, payment)
    assert open_of(read, sale) == [10_000]
    assert read(payment_list.of_contact, customer) == []
    assert read(payments.credit, customer, "CNY") == 0
    with pytest.raises(NotFound):
        store.write("Again", payments.remove, payment)
    store.undo()
    assert open_of(read, sale) == [0]


def test_what_cannot_be_paid_is_refused(store: Store, customer: int) -> None:
    sale = sell(store, customer, 10_000, 1)
    store.write("Cancel", sales.cancel, sale)
    with pytest.raises(Conflict):
        store.write("Pay", payments.pay, customer, 100, sale_ids=[sale])
    with pytest.raises(UserError, match="needs an amount"):
        store.write("Pay", payments.pay, customer, 0)
    with pytest.raises(NotFound):
        store.write("Pay", payments.pay, 999, 100)

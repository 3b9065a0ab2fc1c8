"""Money under any order of edits and undos: random histories, and each fault they found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text

from crm_desktop.core.errors import Conflict, UserError
from crm_desktop.db.models import Contact, Payment
from crm_desktop.db.store import Store
from crm_desktop.services import check
from crm_desktop.services.care import recycle_bin
from crm_desktop.services.contacts import contacts
from crm_desktop.services.payments import (
    accounts,
    customer_credit,
    money_open,
    payment_list,
    payments,
    set_off,
)
from crm_desktop.services.products import products, stock
from crm_desktop.services.quotes import orders
from crm_desktop.services.sales import sale_returns, sales
from crm_desktop.services.sales.sales import LineDraft, PaymentDraft, SaleDraft
from tests.services.payments import random_histories

DAY = dt.date(2026, 6, 1)


def test_random_histories_keep_the_books_and_leave_the_file_as_it_was(store: Store) -> None:
    clean = 0
    for seed in range(1, 11):
        _refused, as_it_was = random_histories.run(store, seed, 8)
        clean += as_it_was
    assert clean > 1  # or no history came to the comparison with its start


@pytest.fixture
def customer(store: Store) -> int:
    return store.write("New", contacts.create, contacts.ContactDraft("启明办公")).value


def sell(store: Store, contact: int | None, amount: int, *paid: int, product: int = 0) -> int:
    line = LineDraft(product or None, "Work", unit_price_minor=amount)
    given = tuple(PaymentDraft(part, "Cash") for part in paid)
    draft = SaleDraft((line,), contact, DAY, payments=given)
    return store.write("Sale", sales.record, draft).value


def test_an_older_payment_undone_leaves_what_later_ones_paid(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    sale = sell(store, customer, 10_000)
    older = store.write("Pay", payments.pay, customer, 3_000)
    store.write("Pay", payments.pay, customer, 2_000)
    store.undo(older.action_id)
    assert read(sales.detail, sale).paid_minor == 2_000
    store.undo()
    assert read(sales.detail, sale).paid_minor == 0
    assert read(check.check) == []


def test_a_deposit_given_back_since_cannot_be_undone(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    kept = store.write("Deposit", customer_credit.deposit, customer, 5_000)
    store.write("Give back", customer_credit.refund, customer, 5_000)
    with pytest.raises(Conflict, match="Later payments or sales depend on this"):
        store.undo(kept.action_id)
    store.undo()
    store.undo()
    assert read(payments.credit, customer, "CNY") == 0


def test_a_customer_with_sales_left_standing_is_not_undone_away(
    store: Store, read: Callable[..., Any]
) -> None:
    made = store.write("New", contacts.create, contacts.ContactDraft("湘味楼"))
    sold = store.write(
        "Sale", sales.record, SaleDraft((LineDraft(unit_price_minor=900),), made.value)
    )
    paid = store.write("Pay", payments.pay, made.value, 400)
    store.undo(sold.action_id)  # stays: it is paid for
    store.undo(paid.action_id)
    store.undo()
    assert read(accounts.balance, made.value, DAY + dt.timedelta(90), "CNY") == 900
    assert read(check.check) == []


def test_an_undo_that_changes_nothing_lets_the_next_one_come(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    sale = sell(store, customer, 900)
    first = store.write("Promise", orders.promise, sale, DAY + dt.timedelta(5))
    store.write("Promise again", orders.promise, sale, DAY + dt.timedelta(9))
    store.undo(first.action_id)
    assert read(orders.detail, sale).promised_on == DAY + dt.timedelta(9)
    store.undo()
    assert store.next_undo() == "Sale"


def test_goods_of_a_sale_that_stays_do_not_come_back_into_stock(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    draft = products.ProductDraft("Filter", price_minor=900, stock_counted=True)
    product = store.write("Product", products.create, draft).value
    line = LineDraft(product, unit_price_minor=900)
    sold = store.write("Sale", sales.record, SaleDraft((line,), customer, DAY))
    store.write("Pay", payments.pay, customer, 400)
    store.undo(sold.action_id)
    assert read(stock.level, product) == -1000


def test_a_failed_commit_leaves_the_file_usable(store: Store) -> None:
    def loose(session: Any) -> None:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(text("INSERT INTO delivery (sale_id, created_at) VALUES (99, '')"))

    with pytest.raises(Exception, match="FOREIGN KEY"):
        store.write("Loose", loose)
    assert store.write("New", contacts.create, contacts.ContactDraft("湘味楼")).action_id


def test_a_payment_does_not_come_back_when_its_customer_is_gone_for_good(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    paid = store.write("Pay", payments.pay, customer, 999).value
    taken_back = store.write("Remove", payments.remove, paid)
    store.write("Delete", contacts.remove, [customer])
    store.write("Delete for good", recycle_bin.delete_for_good, [("contact", customer)])
    with pytest.raises(Conflict, match="was deleted for good"):
        store.undo(taken_back.action_id)
    while store.next_undo() is not None:
        store.undo()  # in order the customer comes back first
    assert read(check.check) == []


def test_an_undo_in_the_way_of_later_work_is_a_sentence(store: Store, customer: int) -> None:
    sale = sell(store, customer, 900)
    taken = store.write("Pay", payments.pay, customer, 400)
    back = store.undo()
    assert back is not None
    store.write("Cancel", sales.cancel, sale)
    with pytest.raises(Conflict, match="Later payments or sales depend on this"):
        store.undo(back.action_id)
    assert taken.action_id


def test_a_sale_whose_goods_came_back_is_cancelled_after_its_return(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    sale = sell(store, customer, 10_000)
    back = store.write("Return", sale_returns.take_back, sale, day=DAY).value.sale_id
    with pytest.raises(Conflict, match="came back with XS-0002"):
        store.write("Cancel", sales.cancel, sale)
    store.write("Cancel the return", sales.cancel, back)
    assert read(sales.detail, sale).open_minor == 10_000  # both halves of the set-off are gone
    assert read(payment_list.of_contact, customer) == []
    store.write("Cancel", sales.cancel, sale)
    assert read(accounts.balance, customer, DAY, "CNY") == 0


def test_a_return_paid_out_in_money_is_cancelled_after_the_refund(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    sale = sell(store, customer, 10_000, 10_000)
    back = store.write("Return", sale_returns.take_back, sale, day=DAY).value.sale_id
    with pytest.raises(Conflict, match=r"¥100\.00 was given back for this return"):
        store.write("Cancel", sales.cancel, back)
    refund = read(payment_list.of_contact, customer)[0].id
    store.write("Refund back", payments.remove, refund)
    store.write("Cancel", sales.cancel, back)
    assert read(accounts.balance, customer, DAY, "CNY") == 0


def test_one_half_of_a_set_off_takes_the_other_with_it(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    sale = sell(store, customer, 10_000)
    store.write("Return", sale_returns.take_back, sale, day=DAY)
    first, second = read(payment_list.of_contact, customer)

    def other(session: Any) -> Any:
        return set_off.other_half(session, session.get_one(Payment, first.id))

    assert read(other).id == second.id
    store.write("Remove", payments.remove, first.id)
    assert read(payment_list.of_contact, customer) == []
    assert read(sales.detail, sale).open_minor == 10_000
    assert read(accounts.balance, customer, DAY, "CNY") == 0


def test_a_walk_in_sale_cancelled_keeps_no_money(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    sale = sell(store, None, 10_000, 4_000, 6_000)
    (payment, _other) = read(sales.detail, sale).payments
    with pytest.raises(Conflict, match="nobody who would owe"):
        store.write("Remove", payments.remove, payment.payment_id)
    with pytest.raises(UserError, match="nobody to keep the rest for"):
        store.write("Take off", payments.allocate, payment.payment_id, sale, 0)
    store.write("Cancel", sales.cancel, sale)
    left = "SELECT count(*) FROM payment WHERE deleted_at IS NULL"
    assert read(lambda session: session.scalar(text(left))) == 0


def test_no_more_is_given_back_than_there_is(store: Store, customer: int) -> None:
    store.write("Deposit", customer_credit.deposit, customer, 500)
    with pytest.raises(UserError, match=r"¥2\.00 more would be given back than there is"):
        store.write("Pay out", payments.pay, customer, -700)


def test_a_share_of_nothing_leaves_no_row(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    sale = sell(store, customer, 900)
    paid = store.write("Pay", payments.pay, customer, 400).value
    store.write("Take off", payments.allocate, paid, sale, 0)
    rows = read(lambda session: session.scalar(text("SELECT count(*) FROM payment_allocation")))
    assert (rows, read(payments.credit, customer, "CNY")) == (0, 400)


def test_only_who_has_no_money_open_is_deleted_for_good(store: Store, customer: int) -> None:
    def has_open(session: Any) -> bool:
        query = select(money_open.with_contact()).where(Contact.id == customer)
        return bool(session.scalar(query))

    def opened() -> bool:
        with store.read() as session:
            return has_open(session)

    assert not opened()
    sell(store, customer, 900)
    assert opened()
    store.write("Pay", payments.pay, customer, 900)
    assert not opened()
    store.write("Deposit", customer_credit.deposit, customer, 500, currency="USD")
    assert opened()

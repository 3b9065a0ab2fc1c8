"""Recording sales: exact totals, numbers without gaps, payments, and taking them back."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from crm_desktop.core.errors import Conflict, NotFound, UserError
from crm_desktop.db.models import MonthLock, Payment, Sale, SaleLine, StockMovement
from crm_desktop.db.store import Store
from crm_desktop.services import check
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.payments import payments
from crm_desktop.services.products import products, stock
from crm_desktop.services.sales import sale_list, sales
from crm_desktop.services.sales.sale_list import SaleQuery
from crm_desktop.services.sales.sales import LineDraft, PaymentDraft, SaleDraft

DAY = dt.date(2026, 6, 18)


@pytest.fixture
def customer(store: Store) -> int:
    draft = ContactDraft("湘味楼", kind="company", payment_days=15)
    return store.write("New customer", contacts.create, draft).value


def sell(store: Store, *lines: LineDraft, **more: Any) -> int:
    return store.write("Sale", sales.record, SaleDraft(lines, **more)).value


TAP = LineDraft(description="Tap", unit_price_minor=16_800)


def test_a_sale_on_credit_is_due_after_the_days_of_the_customer_or_else_the_shop(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    on_terms = read(sales.detail, sell(store, TAP, contact_id=customer))
    assert (on_terms.due_on, on_terms.open_minor) == (dt.date(2026, 7, 3), 16_800)
    other = store.write("New", contacts.create, ContactDraft("B")).value
    assert read(sales.detail, sell(store, TAP, contact_id=other)).due_on == dt.date(2026, 7, 18)
    paid = sell(store, TAP, contact_id=other, payments=(PaymentDraft(16_800),))
    assert read(sales.detail, paid).due_on is None


def test_a_sale_paid_in_parts_by_two_methods_with_change(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    sale = sell(
        store, TAP, contact_id=customer,
        payments=(PaymentDraft(10_000, "WeChat Pay"), PaymentDraft(10_000, "Cash")),
    )  # fmt: skip
    detail = read(sales.detail, sale)
    assert [(part.method, part.amount_minor) for part in detail.payments] == [
        ("WeChat Pay", 10_000), ("Cash", 6_800),
    ]  # fmt: skip
    assert (detail.paid_minor, detail.open_minor) == (16_800, 0)
    assert read(check.check) == []


def test_undoing_a_sale_takes_back_lines_payments_stage_and_number(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    sell(store, TAP, contact_id=customer, payments=(PaymentDraft(5_000),))
    row = read(contact_list.rows, [customer])[0]
    assert (row.spent_minor, row.owed_minor, row.stage_code) == (16_800, 11_800, "first_purchase")
    store.undo()
    row = read(contact_list.rows, [customer])[0]
    assert (row.spent_minor, row.owed_minor, row.stage_code) == (0, 0, "prospect")
    with store.read() as session:
        for model in (Sale, SaleLine, Payment):
            assert session.scalars(select(model)).all() == []
    assert read(sales.detail, sell(store, TAP, contact_id=customer)).number == "XS-0001"


def test_a_second_sale_makes_a_returning_customer(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    sell(store, TAP, contact_id=customer)
    sell(store, TAP, contact_id=customer)
    assert read(contact_list.rows, [customer])[0].stage_code == "repeat"


def test_numbers_have_no_gaps_when_a_sale_is_refused(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    assert read(sales.detail, sell(store, TAP, contact_id=customer)).number == "XS-0001"
    with pytest.raises(UserError):
        sell(store)
    with pytest.raises(UserError):
        store.write(
            "Two", sales.record_many, [SaleDraft((TAP,), contact_id=customer), SaleDraft(())]
        )
    assert read(sales.detail, sell(store, TAP, contact_id=customer)).number == "XS-0002"


def test_a_walk_in_pays_in_full(store: Store, read: Callable[..., Any]) -> None:
    with pytest.raises(UserError, match="left to pay"):
        sell(store, TAP, payments=(PaymentDraft(100),))
    detail = read(sales.detail, sell(store, TAP, payments=(PaymentDraft(20_000, "Cash"),)))
    assert (detail.contact_id, detail.contact_name, detail.paid_minor) == (None, "", 16_800)


@pytest.mark.parametrize(
    ("lines", "more", "words"),
    [
        ((), {}, "at least one line"),
        ((LineDraft(unit_price_minor=10**14, quantity_milli=10**6),), {}, "too large"),
        ((TAP,), {"discount_minor": 20_000}, "larger than the sale"),
        ((TAP,), {"contact_id": 999}, "does not exist"),
    ],
)
def test_what_cannot_be_sold_is_refused_and_nothing_is_written(
    store: Store,
    read: Callable[..., Any],
    lines: tuple[LineDraft, ...],
    more: dict[str, Any],
    words: str,
) -> None:
    with pytest.raises(UserError, match=words):
        sell(store, *lines, **more)
    assert read(sale_list.count, SaleQuery(cancelled=True)) == 0


def test_a_locked_month_takes_no_sale_and_gives_none_back(store: Store, customer: int) -> None:
    sale = sell(store, TAP, contact_id=customer)
    lock = MonthLock(month=dt.date(2026, 6, 1), locked_at=dt.datetime.now(dt.UTC))
    store.write("Lock", lambda session: session.add(lock))
    with pytest.raises(UserError, match="June 2026 is locked"):
        sell(store, TAP, contact_id=customer)
    with pytest.raises(UserError, match="locked"):
        store.write("Cancel", sales.cancel, sale)
    sell(store, TAP, contact_id=customer, sold_on=dt.date(2026, 7, 1))


def test_cancelling_keeps_the_number_and_makes_the_money_credit(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    product = store.write("Product", products.create, products.ProductDraft("Filter")).value
    store.write("Stock", stock.move, product, stock.MovementDraft(10_000, "found"))
    sale = sell(
        store, LineDraft(product, quantity_milli=3000, unit_price_minor=2_000),
        contact_id=customer, payments=(PaymentDraft(4_000),),
    )  # fmt: skip
    assert read(products.stock, [product]) == {product: 7_000}
    store.write("Cancel", sales.cancel, sale)
    detail = read(sales.detail, sale)
    assert (detail.status, detail.number, detail.open_minor) == ("cancelled", "XS-0001", 0)
    assert read(payments.credit, customer, "CNY") == 4_000
    assert read(products.stock, [product]) == {product: 10_000}
    assert read(contact_list.rows, [customer])[0].spent_minor == 0
    assert read(check.check) == []
    with pytest.raises(Conflict):
        store.write("Cancel", sales.cancel, sale)
    store.undo()
    detail = read(sales.detail, sale)
    assert (detail.status, detail.paid_minor, detail.open_minor) == ("confirmed", 4_000, 2_000)
    assert read(products.stock, [product]) == {product: 7_000}
    with store.read() as session:
        assert len(session.scalars(select(StockMovement)).all()) == 2


def test_goods_that_come_back_are_a_return(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    product = store.write("Product", products.create, products.ProductDraft("Filter")).value
    store.write("Stock", stock.move, product, stock.MovementDraft(10_000, "found"))
    line = LineDraft(product, quantity_milli=3_000, unit_price_minor=2_000)
    sell(store, line, contact_id=customer, payments=(PaymentDraft(6_000),))
    back = LineDraft(product, quantity_milli=-1_000, unit_price_minor=2_000)
    sale = sell(store, back, contact_id=customer, payments=(PaymentDraft(-2_000, "Cash"),))
    detail = read(sales.detail, sale)
    assert (detail.kind, detail.total_minor, detail.paid_minor) == ("return", -2_000, -2_000)
    row = read(contact_list.rows, [customer])[0]
    assert (row.spent_minor, row.owed_minor, row.sale_count) == (4_000, 0, 1)
    assert read(products.stock, [product]) == {product: 8_000}
    assert read(payments.credit, customer, "CNY") == 0
    assert read(check.check) == []
    store.undo()
    assert read(contact_list.rows, [customer])[0].spent_minor == 6_000
    with pytest.raises(UserError, match="left to pay"):
        sell(store, back)
    on_account = read(sales.detail, sell(store, back, contact_id=customer))
    assert (on_account.kind, on_account.open_minor) == ("return", -2_000)


def test_the_words_of_the_product_are_kept_with_the_line(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    draft = products.ProductDraft("RO 膜", spec="75G", unit="支", cost_minor=9_000)
    product = store.write("Product", products.create, draft).value
    sale = sell(store, LineDraft(product, unit_price_minor=26_000), contact_id=customer)
    store.write("Rename", products.edit, product, name="RO membrane")
    line = read(sales.detail, sale).lines[0]
    assert (line.description, line.spec, line.unit) == ("RO 膜", "75G", "支")
    assert line.whole_name == "RO 膜 75G"
    assert replace(line, description="RO 膜 75g").whole_name == "RO 膜 75g"


def test_a_sale_that_is_gone_is_said_so(read: Callable[..., Any]) -> None:
    with pytest.raises(NotFound):
        read(sales.detail, 7)


def test_random_histories_with_undo_and_redo_always_agree(
    store: Store, read: Callable[..., Any]
) -> None:
    """Sales, payments and cancellations in any order, undone and done again at will."""
    chance = random.Random(3)
    people = [
        store.write("New", contacts.create, ContactDraft(f"C{number}")).value for number in range(3)
    ]
    recorded: list[int] = []
    for _step in range(60):
        who = chance.choice(people)
        deed = chance.randrange(6)
        try:
            if deed <= 1:
                line = LineDraft(
                    description="x", unit_price_minor=chance.randrange(1, 9_999),
                    quantity_milli=chance.randrange(1, 5_000),
                )  # fmt: skip
                paid = PaymentDraft(chance.randrange(0, 20_000))
                recorded.append(sell(store, line, contact_id=who, payments=(paid,)))
            elif deed == 2:
                store.write("Pay", payments.pay, who, chance.randrange(1, 30_000))
            elif deed == 3 and recorded:
                store.write("Cancel", sales.cancel, chance.choice(recorded))
            elif deed == 4:
                store.undo()
            else:
                store.redo()
        except UserError:
            continue
    assert read(check.check) == []
    for who in people:
        open_now = sum(
            row.open_minor for row in read(sale_list.page, SaleQuery(contact_id=who), 0, 100)
        )
        assert read(contact_list.rows, [who])[0].owed_minor == open_now
    assert len(recorded) > 5

"""What becomes of each kind of bad input at the sale: the table in docs/sales.md, row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core import clock
from crm_desktop.core.errors import BelowFloor, Conflict, FileInUse, UserError
from crm_desktop.db.store import Store
from crm_desktop.services import check
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.payments import payments
from crm_desktop.services.products import product_list, products, stock
from crm_desktop.services.products.product_list import ProductQuery
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.sales import month_lock, sale_returns, sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft

Read = Callable[..., Any]
DAY = dt.date(2026, 6, 18)


@pytest.fixture
def rice(store: Store) -> int:
    """Rice by the kilogram at 19.99, one of it in stock."""
    made: int = store.write("p", products.create, ProductDraft("Rice", price_minor=1_999)).value
    store.write("c", lambda session: products.edit(session, made, stock_counted=True))
    store.write("m", stock.move, made, stock.MovementDraft(1_000, "bought"))
    return made


def _sell(store: Store, line: LineDraft, who: int | None = None, paid: int = 0) -> int:
    given = (PaymentDraft(paid, "Cash"),) if paid else ()
    made: int = store.write("s", sales.record, SaleDraft((line,), who, DAY, payments=given)).value
    return made


def test_price_0_is_a_sale_of_nothing_unless_there_is_a_lowest_price(
    store: Store, read: Read, rice: int
) -> None:
    free = LineDraft(rice)
    assert read(sales.detail, _sell(store, free)).total_minor == 0
    store.write("f", lambda session: products.edit(session, rice, floor_price_minor=1_500))
    with pytest.raises(BelowFloor):
        _sell(store, free)
    assert read(sales.detail, _sell(store, LineDraft(rice, gift=True))).total_minor == 0


def test_a_third_of_a_kilogram_is_rounded_half_up_once(store: Store, read: Read, rice: int) -> None:
    sale = _sell(store, LineDraft(rice, quantity_milli=333, unit_price_minor=1_999), paid=666)
    assert read(sales.detail, sale).total_minor == 666  # 665.667
    assert read(check.check) == []


@pytest.mark.parametrize(
    "line",
    [
        LineDraft(description="x", quantity_milli=10**15, unit_price_minor=100 * 10**6),
        LineDraft(description="x", unit_price_minor=10**16),
        LineDraft(description="x", quantity_milli=-(10**15), unit_price_minor=10**9),
    ],
)
def test_amounts_nobody_means_are_refused(store: Store, read: Read, line: LineDraft) -> None:
    with pytest.raises(UserError, match="too large"):
        _sell(store, line)
    assert read(check.check) == []


def test_more_than_is_in_stock_is_sold_and_listed_as_missing(
    store: Store, read: Read, rice: int
) -> None:
    _sell(store, LineDraft(rice, quantity_milli=3_000, unit_price_minor=100), paid=300)
    assert read(products.stock, [rice]) == {rice: -2_000}
    assert [row.id for row in read(product_list.page, ProductQuery(view="low"), 0, 10)] == [rice]


def test_a_product_that_was_sold_is_hidden_and_one_in_the_bin_is_not_sold(
    store: Store, read: Read, rice: int
) -> None:
    sale = _sell(store, LineDraft(rice, unit_price_minor=100), paid=100)
    gone = store.write("r", products.remove, [rice]).value
    assert (gone.hidden, gone.binned) == (1, 0)
    assert read(sales.detail, sale).lines[0].name == "Rice"
    store.write("b", sale_returns.take_back, sale)
    other = store.write("p", products.create, ProductDraft("Salt", price_minor=100)).value
    store.write("r", products.remove, [other])
    with pytest.raises(Conflict, match="“Salt” was deleted"):
        _sell(store, LineDraft(other, unit_price_minor=100), paid=100)


def test_a_sale_of_a_locked_month_is_paid_and_returned_later_but_stays_as_it_is(
    store: Store, read: Read
) -> None:
    who = store.write("c", contacts.create, ContactDraft("Anna")).value
    line = LineDraft(description="Tap", quantity_milli=2_000, unit_price_minor=500)
    sale = _sell(store, line, who)
    store.write("l", month_lock.lock, DAY)
    for refused in (
        lambda: store.write("c", sales.cancel, sale),
        lambda: _sell(store, line, who),
        lambda: store.write("p", payments.pay, who, 100, paid_on=DAY),
        lambda: store.write("b", sale_returns.take_back, sale, day=DAY),
    ):
        with pytest.raises(UserError, match="locked"):
            refused()
    july = dt.date(2026, 7, 2)
    with pytest.raises(UserError, match="still to come"):
        store.write("p", payments.pay, who, 500, paid_on=july)
    clock.freeze(dt.datetime(2026, 7, 2, 4, tzinfo=dt.UTC))
    first = read(sales.detail, sale).lines[0].id
    store.write("b", sale_returns.take_back, sale, {first: 1_000}, day=july)
    store.write("p", payments.pay, who, 500, paid_on=july)
    found = read(sales.detail, sale)
    assert (found.total_minor, found.open_minor) == (1_000, 0)
    assert read(check.check) == []


def test_a_sale_paid_twice_is_refused_and_more_than_owed_is_credit(
    store: Store, read: Read
) -> None:
    who = store.write("c", contacts.create, ContactDraft("Anna")).value
    line = LineDraft(description="Tap", unit_price_minor=500)
    sale, walk_in = _sell(store, line, who), _sell(store, line, paid=500)
    store.write("p", payments.pay, who, 700, sale_ids=[sale])
    assert read(sales.detail, sale).paid_minor == 500
    assert read(payments.credit, who, "CNY") == 200
    for payer, paid in ((who, sale), (None, walk_in)):
        with pytest.raises(Conflict, match="paid already"):
            store.write("p", payments.pay, payer, 500, sale_ids=[paid])
    assert read(check.check) == []


def test_a_second_window_cannot_sell_into_the_same_file(store: Store, read: Read) -> None:
    with pytest.raises(FileInUse):
        Store.open(Path(store.path))
    with Store.open(Path(store.path), read_only=True) as reader, reader.read() as session:
        assert check.check(session) == []

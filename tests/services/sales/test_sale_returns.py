"""Goods coming back against their sale: exact parts, money back, debts lowered, stock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.errors import Conflict, UserError
from crm_desktop.db.models import Product, Sale, SaleLine, Shop
from crm_desktop.db.store import Store
from crm_desktop.services import check
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.payments import accounts, customer_credit, payments
from crm_desktop.services.products import products
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.records import staff
from crm_desktop.services.records.staff import StaffDraft
from crm_desktop.services.sales import sale_list, sale_returns, sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft
from crm_desktop.services.sales.sale_list import SaleQuery


def _sale(store: Store, paid: int, *, walk_in: bool = False) -> int:
    """Three of a product for 100.00 less 0.01, a tap for 50.00, 10.00 off the whole."""

    def make(session: Any) -> int:
        who = None if walk_in else contacts.create(session, ContactDraft("Anna"))
        product = products.create(session, ProductDraft("Filter", stock_counted=True))
        lines = (
            LineDraft(product, quantity_milli=3_000, unit_price_minor=3_333, discount_minor=1),
            LineDraft(None, "Tap", unit_price_minor=5_000),
        )
        given = (PaymentDraft(paid, "Cash"),) if paid else ()
        draft = SaleDraft(lines, who, payments=given, discount_minor=1_000)
        return sales.record(session, draft)

    made: int = store.write("sale", make).value
    return made


def test_parts_taken_back_one_by_one_add_up_to_the_sale(
    store: Store, read: Callable[..., Any]
) -> None:
    sale_id = _sale(store, 13_998)
    filters, tap = (line.id for line in read(sales.detail, sale_id).lines)
    made = []
    for back in ({filters: 1_000}, {filters: 1_000, tap: 1_000}, None):
        made.append(store.write("back", sale_returns.take_back, sale_id, back).value)
    assert sum(one.total_minor for one in made) == -13_998
    assert sum(one.refund_minor for one in made) == 13_998
    assert set(read(sale_returns.returnable, sale_id).values()) == {0}
    assert read(sales.detail, made[0].sale_id).kind == "return"
    product = read(sales.detail, sale_id).lines[0].product_id
    assert read(products.get, product).stock_milli == 0  # went out, came back
    with pytest.raises(UserError, match="More cannot come back"):
        store.write("back", sale_returns.take_back, sale_id)
    store.undo()
    assert read(sale_returns.returnable, sale_id)[filters] == 1_000


def test_the_debt_is_lowered_before_money_goes_back(store: Store, read: Callable[..., Any]) -> None:
    sale_id = _sale(store, 10_000)  # 39.98 owed
    filters, tap = (line.id for line in read(sales.detail, sale_id).lines)
    made = store.write("back", sale_returns.take_back, sale_id, {tap: 1_000}).value
    old, back = read(sales.detail, sale_id), read(sales.detail, made.sale_id)
    assert (old.open_minor, back.open_minor) == (0, 0)
    assert made.refund_minor == -made.total_minor - 3_998
    assert old.paid_minor == old.total_minor
    with pytest.raises(UserError):
        store.write("back", sale_returns.take_back, sale_id, {filters: 4_000})
    with pytest.raises(Conflict):
        store.write("back", sale_returns.take_back, made.sale_id)


def test_a_walk_in_gets_all_money_back(store: Store, read: Callable[..., Any]) -> None:
    sale_id = _sale(store, 13_998, walk_in=True)
    made = store.write("back", sale_returns.take_back, sale_id, method="Cash").value
    assert (made.refund_minor, read(sales.detail, made.sale_id).open_minor) == (13_998, 0)


def test_a_sale_with_returns_is_cancelled_only_after_them(
    store: Store, read: Callable[..., Any]
) -> None:
    sale = _sold(store, _customer(store), 10_000, paid=4_000)
    line = read(sales.detail, sale).lines[0].id
    back = store.write("b", sale_returns.take_back, sale, {line: 500}).value
    assert (read(sales.detail, sale).open_minor, back.refund_minor) == (1_000, 0)
    with pytest.raises(Conflict, match=read(sales.detail, back.sale_id).number):
        store.write("Cancel", sales.cancel, sale)
    assert read(sales.detail, sale).status == "confirmed"
    store.write("Cancel", sales.cancel, back.sale_id)
    assert read(sales.detail, sale).open_minor == 6_000  # the debt it lowered is open again
    store.write("Cancel", sales.cancel, sale)
    assert read(check.check) == []


def test_the_worth_is_kept_as_credit_and_pays_what_is_taken_instead(
    store: Store, read: Callable[..., Any]
) -> None:
    who = _customer(store)
    sale = _sold(store, who, 10_000, paid=10_000)
    back = store.write("b", sale_returns.take_back, sale, method=customer_credit.METHOD).value
    assert (back.refund_minor, back.credit_minor) == (0, 10_000)
    assert read(payments.credit, who, "CNY") == 10_000
    with_credit = (PaymentDraft(2_000, "Cash"), PaymentDraft(10_000, customer_credit.METHOD))
    other = _sold(store, who, 12_000, with_credit)
    assert read(sales.detail, other).open_minor == 0
    assert read(accounts.balance, who, clock.today(), "CNY") == 0
    assert read(check.check) == []
    store.write("Cancel", sales.cancel, back.sale_id)  # what it paid is open again
    assert read(sales.detail, other).open_minor == 10_000
    assert read(check.check) == []
    store.undo()
    assert read(sales.detail, other).open_minor == 0


def test_a_walk_in_has_no_credit(store: Store, read: Callable[..., Any]) -> None:
    sale = _sold(store, None, 5_000, paid=5_000)
    with pytest.raises(UserError, match="no credit"):
        store.write("b", sale_returns.take_back, sale, method=customer_credit.METHOD)
    with pytest.raises(UserError, match="no credit"):
        _sold(store, None, 5_000, (PaymentDraft(5_000, customer_credit.METHOD),))
    assert read(sale_list.count, SaleQuery()) == 1


def _customer(store: Store) -> int:
    made: int = store.write("c", contacts.create, ContactDraft("Anna")).value
    return made


def _sold(
    store: Store, who: int | None, price: int, paid: int | tuple[PaymentDraft, ...] = ()
) -> int:
    given = (PaymentDraft(paid, "Cash"),) if isinstance(paid, int) else paid
    line = LineDraft(description="Tap", unit_price_minor=price)
    made: int = store.write("s", sales.record, SaleDraft((line,), who, payments=given)).value
    return made


def test_goods_come_back_in_the_currency_branch_and_at_the_cost_they_were_sold_with(
    store: Store, read: Callable[..., Any]
) -> None:
    def sell_abroad(session: Session) -> int:
        seller = staff.add(session, StaffDraft("Li", shop="West"))
        who = contacts.create(session, ContactDraft("Anna"))
        product = products.create(session, ProductDraft("Filter", cost_minor=6_000))
        draft = SaleDraft(
            (LineDraft(product, unit_price_minor=10_000),), who, staff_id=seller, currency="USD",
            payments=(PaymentDraft(4_000, "Cash"),),
        )  # fmt: skip
        sale = sales.record(session, draft)
        session.get_one(Product, product).cost_minor = 8_000
        return sale

    sale_id = store.write("sale", sell_abroad).value
    made = store.write("back", sale_returns.take_back, sale_id, method="Cash").value
    assert (made.total_minor, made.refund_minor) == (-10_000, 4_000)
    who = read(sales.detail, sale_id).contact_id
    assert read(accounts.balances, who, clock.today()) == {"CNY": 0, "USD": 0}

    def kept(session: Session) -> tuple[Any, ...]:
        back = session.get_one(Sale, made.sale_id)
        line = session.scalars(select(SaleLine).where(SaleLine.sale_id == back.id)).one()
        return back.currency, session.get_one(Shop, back.shop_id).name, line.cost_minor

    assert read(kept) == ("USD", "West", 6_000)
    assert read(check.check) == []

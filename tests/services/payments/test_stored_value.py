"""Stored value: money in with a bonus, used in parts, given back, undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import Conflict, UserError
from crm_desktop.db.store import Store
from crm_desktop.services import check
from crm_desktop.services.contacts import contacts
from crm_desktop.services.payments import (
    accounts,
    bonus,
    customer_credit,
    payment_habit,
    payments,
    stored_value,
)
from crm_desktop.services.sales import sale_returns, sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft
from crm_desktop.services.settings import setting_checks, settings
from crm_desktop.services.summaries import cash_up

Read = Callable[..., Any]


@pytest.fixture
def anna(store: Store) -> int:
    return store.write("New", contacts.create, contacts.ContactDraft("Anna")).value


def has(read: Read, anna: int) -> tuple[int, int]:
    found = read(stored_value.holding, anna)
    return found.money_minor, found.bonus_minor


def sell(store: Store, anna: int, amount: int, *paid: PaymentDraft) -> int:
    line = LineDraft(description="Cut", unit_price_minor=amount)
    return store.write("Sale", sales.record, SaleDraft((line,), anna, payments=paid)).value


def test_a_recharge_gives_the_bonus_offered_and_a_sale_uses_both_in_parts(
    store: Store, read: Read, anna: int, today: dt.date
) -> None:
    store.write("Offer", settings.put, settings.STORED_VALUE_OFFERS, "1000=100, 2000=300")
    assert [read(stored_value.offered, minor, "CNY") for minor in (999_99, 1000_00, 5000_00)] == [
        0, 100_00, 300_00,
    ]  # fmt: skip
    store.write("Recharge", stored_value.recharge, anna, 1000_00, method="Cash")
    assert has(read, anna) == (1000_00, 100_00)
    sale = sell(store, anna, 220_00, PaymentDraft(220_00, customer_credit.METHOD))
    assert has(read, anna) == (800_00, 80_00)
    assert read(sales.detail, sale).open_minor == 0
    assert read(accounts.balance, anna, today, "CNY") == -800_00
    assert "bonus ¥80.00" in payment_habit.facts(read(payment_habit.standing, anna, today))
    assert read(cash_up.cash_up, today).net_minor == 1000_00  # a bonus is no money
    said = [(one.kind, one.money_minor, one.bonus_minor, one.number)
            for one in read(stored_value.entries, anna)]  # fmt: skip
    assert said == [("used", -200_00, -20_00, "XS-0001"), ("recharge", 1000_00, 100_00, "")]
    assert [one.total_minor for one in read(stored_value.holdings)] == [880_00]
    store.undo()
    assert has(read, anna) == (1000_00, 100_00)
    store.undo()
    assert (has(read, anna), read(stored_value.entries, anna)) == ((0, 0), [])
    assert read(check.check) == []


def test_a_cancelled_sale_gives_back_money_and_bonus(store: Store, read: Read, anna: int) -> None:
    store.write("Recharge", stored_value.recharge, anna, 300, bonus_minor=100)
    sale = sell(store, anna, 400)
    assert store.write("Use", stored_value.use, anna).value == 400
    assert has(read, anna) == (0, 0)
    with pytest.raises(UserError, match=r"only ¥0\.00"):
        store.write("Use", stored_value.use, anna, amount_minor=1)
    store.write("Cancel", sales.cancel, sale)
    assert has(read, anna) == (300, 100)
    assert read(check.check) == []


def test_money_given_back_takes_its_part_of_the_bonus(store: Store, read: Read, anna: int) -> None:
    store.write("Recharge", stored_value.recharge, anna, 1000, bonus_minor=100)
    store.write("Back", customer_credit.refund, anna, 250)
    assert has(read, anna) == (750, 75)
    store.undo()
    assert has(read, anna) == (1000, 100)


def test_a_recharge_whose_bonus_was_used_stays(store: Store, read: Read, anna: int) -> None:
    made = store.write("Recharge", stored_value.recharge, anna, 1000, bonus_minor=100)
    sell(store, anna, 110)
    store.write("Use", stored_value.use, anna)
    with pytest.raises(Conflict, match="bonus of this recharge"):
        store.write("Remove", payments.remove, made.value)
    undone = store.undo(made.action_id)
    assert undone is not None and undone.value.kept  # what was paid with it hangs on it
    assert read(bonus.balance, anna, "CNY") == 90
    with pytest.raises(UserError, match="not below zero"):
        store.write("Recharge", stored_value.recharge, anna, 1000, bonus_minor=-1)


def test_offers_are_written_evenly_or_refused() -> None:
    assert setting_checks.offers(" 2000=300，1000 = 100 ") == "1000=100, 2000=300"
    assert setting_checks.offers("") == ""
    for wrong in ("1000", "100=1000", "a=b", "0=0", "1000=100=5"):
        with pytest.raises(UserError):
            setting_checks.offers(wrong)


def test_goods_paid_with_a_bonus_give_it_back_as_bonus_and_no_money(
    store: Store, read: Read, anna: int, today: dt.date
) -> None:
    store.write("Recharge", stored_value.recharge, anna, 1000_00, bonus_minor=100_00)
    line = LineDraft(description="Cut", quantity_milli=3_000, unit_price_minor=73_33)
    paid = (PaymentDraft(219_99, customer_credit.METHOD),)
    sale = store.write("Sale", sales.record, SaleDraft((line,), anna, payments=paid)).value
    assert has(read, anna) == (800_01, 80_00)  # 199.99 and 20.00 of them
    part = read(sales.detail, sale).lines[0].id
    first = store.write("Back", sale_returns.take_back, sale, {part: 1_000}, method="Cash").value
    assert (first.refund_minor, first.bonus_minor) == (66_66, 6_67)
    rest = store.write("Back", sale_returns.take_back, sale, method="credit").value
    assert (rest.refund_minor, rest.credit_minor, rest.bonus_minor) == (0, 133_33, 13_33)
    assert has(read, anna) == (933_34, 100_00)
    assert read(accounts.balance, anna, today, "CNY") == -933_34
    assert read(stored_value.entries, anna)[0].kind == "returned"
    assert read(check.check) == []
    used = sell(store, anna, 1033_34, PaymentDraft(1033_34, customer_credit.METHOD))
    with pytest.raises(Conflict, match="used already"):
        store.write("Cancel", sales.cancel, rest.sale_id)
    store.write("Cancel", sales.cancel, used)
    store.write("Cancel", sales.cancel, rest.sale_id)
    assert has(read, anna) == (800_01, 86_67)
    assert read(check.check) == []

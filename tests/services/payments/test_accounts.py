"""What customers owe: accounts, debtors, payment_habit, customer_credit and unpaid_sales agree."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core.errors import Conflict, NotFound, UserError
from crm_desktop.db.models import Contact, Payment, Sale
from crm_desktop.db.store import Store
from crm_desktop.services import check
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.payments import (
    accounts,
    contact_batches,
    customer_credit,
    debtors,
    payment_habit,
    payment_list,
    payments,
    unpaid_sales,
)
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft
from crm_desktop.services.settings import settings

Read = Callable[..., Any]


@pytest.fixture
def who(store: Store) -> int:
    return store.write("New", contacts.create, ContactDraft("启明办公")).value


def sell(
    store: Store,
    who: int | None,
    amount: int,
    day: dt.date,
    due: dt.date | None = None,
    *,
    paid: tuple[PaymentDraft, ...] = (),
) -> int:
    line = LineDraft(
        description="Filter",
        unit_price_minor=abs(amount),
        quantity_milli=1000 if amount > 0 else -1000,
    )
    draft = SaleDraft((line,), who, day, due, paid)
    return store.write("Sell", sales.record, draft).value


def test_the_account_runs_from_the_opening_balance_to_the_closing_one(
    store: Store, read: Read, who: int, today: dt.date
) -> None:
    may = dt.date(2026, 5, 1)
    sell(store, who, 300_00, dt.date(2026, 4, 20))
    store.write("Pay", payments.pay, who, 100_00, paid_on=dt.date(2026, 4, 30))
    sell(store, who, 50_00, dt.date(2026, 5, 10))
    sell(store, who, -20_00, dt.date(2026, 5, 11))
    store.write("Pay", payments.pay, who, 130_00, paid_on=dt.date(2026, 5, 12), method="Cash")
    sell(store, who, 70_00, dt.date(2026, 6, 1))
    made = read(accounts.account, who, first=may, last=dt.date(2026, 5, 31))
    assert made.opening_minor == 200_00
    assert [(e.kind, e.charged_minor, e.paid_minor, e.balance_minor) for e in made.entries] == [
        ("sale", 50_00, 0, 250_00),
        ("return", -20_00, 0, 230_00),
        ("payment", 0, 130_00, 100_00),
    ]
    assert (made.charged_minor, made.paid_minor, made.closing_minor) == (30_00, 130_00, 100_00)
    assert made.entries[2].text == "Cash"
    for day, owed in ((may, 200_00), (dt.date(2026, 4, 19), 0), (today, 170_00)):
        assert read(accounts.balances, who, day) == {"CNY": owed}
    with pytest.raises(NotFound):
        read(accounts.balances, 999, today)


def test_two_currencies_are_kept_apart(store: Store, read: Read, who: int, today: dt.date) -> None:
    yuan = sell(store, who, 100_00, today)
    dollars = sell(store, who, 40_00, today)
    store.write("Currency", lambda session: setattr(session.get(Sale, dollars), "currency", "USD"))
    store.write("Pay", payments.pay, who, 150_00, currency="USD")
    assert read(accounts.balances, who, today) == {"CNY": 100_00, "USD": -110_00}
    assert read(sales.detail, yuan).paid_minor == 0
    assert read(accounts.account, who).others == ("USD",)
    with pytest.raises(UserError, match="another currency"):
        store.write("Pay", payments.pay, who, 1_00, sale_ids=[yuan], currency="USD")
    with pytest.raises(UserError, match=r"only ¥0\.00"):
        store.write("Use", customer_credit.use, who, amount_minor=10_00)
    assert [row.owed_minor for row in read(debtors.debtors, today).rows] == [100_00]
    assert read(debtors.debtors, today, "USD").rows == ()
    assert read(check.check) == []


def test_a_sale_is_not_paid_twice_and_not_by_others(
    store: Store, read: Read, who: int, today: dt.date
) -> None:
    sale = sell(store, who, 100_00, today)
    first = store.write("Pay", payments.pay, who, 100_00, sale_ids=[sale]).value
    with pytest.raises(Conflict, match="paid already"):
        store.write("Pay", payments.pay, who, 100_00, sale_ids=[sale])
    assert read(payment_list.twin, who, 100_00, today) == first
    assert read(payment_list.twin, who, 100_00, today, method="Cash") is None
    other = store.write("New", contacts.create, ContactDraft("Other")).value
    with pytest.raises(Conflict, match="another customer's"):
        store.write("Pay", payments.pay, other, 100_00, sale_ids=[sale])
    with pytest.raises(UserError, match="nobody to keep"):
        store.write("Pay", payments.pay, None, 100_00, sale_ids=[])
    with pytest.raises(UserError, match="too large"):
        store.write("Pay", payments.pay, who, 10**16)
    assert read(payments.credit, who, "CNY") == 0


def test_only_what_is_kept_can_be_given_back(
    store: Store, read: Read, who: int, today: dt.date
) -> None:
    deposit = store.write("Deposit", customer_credit.deposit, who, 80_00).value
    back = sell(store, who, -20_00, today)
    with pytest.raises(UserError, match=r"Only ¥100\.00"):
        store.write("Refund", customer_credit.refund, who, 100_01)
    store.write("Refund", customer_credit.refund, who, 90_00, method="Cash")
    assert read(sales.detail, back).open_minor == 0
    assert read(payments.credit, who, "CNY") == 10_00
    assert read(accounts.balance, who, today, "CNY") == -10_00
    with pytest.raises(Conflict, match=r"¥70\.00 of this payment"):
        store.write("Take back", payments.remove, deposit)
    sale = sell(store, who, 50_00, today)
    with pytest.raises(UserError, match=r"Only ¥10\.00"):
        store.write("Allocate", payments.allocate, deposit, sale, 50_00)
    assert read(check.check) == []


def test_credit_pays_in_the_sale_itself_or_not_at_all(
    store: Store, read: Read, who: int, today: dt.date
) -> None:
    store.write("Deposit", customer_credit.deposit, who, 80_00)
    with_credit = (PaymentDraft(80_00, customer_credit.METHOD), PaymentDraft(20_00, "Cash"))
    sale = sell(store, who, 100_00, today, paid=with_credit)
    assert read(sales.detail, sale).open_minor == 0
    assert read(accounts.balance, who, today, "CNY") == 0
    with pytest.raises(UserError, match="only"):
        sell(store, who, 5_00, today, paid=(PaymentDraft(5_00, customer_credit.METHOD),))
    assert len(read(accounts.account, who).entries) == 3
    store.undo()
    assert read(payments.credit, who, "CNY") == 80_00


def test_returns_help_to_pay_and_a_cancelled_one_opens_the_sale_again(
    store: Store, read: Read, who: int, today: dt.date
) -> None:
    sale, back = sell(store, who, 300_00, today), sell(store, who, -100_00, today)
    store.write("Pay", payments.pay, who, 200_00)
    assert [read(sales.detail, one).open_minor for one in (sale, back)] == [0, 0]
    store.write("Cancel", sales.cancel, back)
    assert read(sales.detail, sale).open_minor == 100_00
    assert read(accounts.balance, who, today, "CNY") == 100_00
    assert read(check.check) == []


def test_a_cancelled_sale_gives_a_return_that_helped_to_pay_it_back(
    store: Store, read: Read, who: int, today: dt.date
) -> None:
    sale, back = sell(store, who, 300_00, today), sell(store, who, -200_00, today)
    payment = store.write("Pay", payments.pay, who, 100_00).value
    with pytest.raises(UserError, match=r"Only ¥0\.00"):
        store.write("Allocate", payments.allocate, payment, back, 5_00)
    store.write("Cancel", sales.cancel, sale)
    assert read(sales.detail, back).open_minor == -200_00
    assert read(payments.credit, who, "CNY") == 100_00
    assert read(check.check) == []


def test_habit_and_limit_are_told_before_a_sale(
    store: Store, read: Read, who: int, today: dt.date
) -> None:
    day = dt.timedelta(days=1)
    for late in (0, 10, 21):
        due = today - 60 * day
        sale = sell(store, who, 10_00, today - 90 * day, due)
        store.write("Pay", payments.pay, who, 10_00, sale_ids=[sale], paid_on=due + late * day)
    sell(store, who, 30_00, today, paid=(PaymentDraft(30_00, "Cash"),))
    stands = read(payment_habit.standing, who, today)
    assert stands.habit == payment_habit.Habit(3, 10)
    assert payment_habit.habit_words(stands.habit) == "pays 10 days late"
    assert payment_habit.warning(stands) == ""
    sell(store, who, 500_00, today - 20 * day, today - 5 * day)
    assert payment_habit.warning(read(payment_habit.standing, who, today)) == (
        "¥500.00 is up to 5 days late"
    )
    store.write("Limit", lambda s: setattr(s.get(Contact, who), "credit_limit_minor", 600_00))
    stands = read(payment_habit.standing, who, today)
    assert payment_habit.facts(stands) == "owes ¥500.00 · credit limit ¥600 · pays 9 days late"
    stands = payment_habit.after(stands, 150_00)
    assert (stands.owed_minor, stands.over_minor) == (650_00, 50_00)
    assert payment_habit.warning(stands) == "¥50.00 above the credit limit of ¥600"


def test_debtors_are_aged_and_collected_in_one_step(
    store: Store, read: Read, who: int, today: dt.date
) -> None:
    for days in (-3, 5, 40, 100):
        due = today - dt.timedelta(days=days)
        sell(store, who, 100_00 + days, today - dt.timedelta(days=120), due)
    store.write("Deposit", customer_credit.deposit, who, 30_00)
    other = store.write("New", contacts.create, ContactDraft("Not late")).value
    sell(store, other, 900_00, today)
    rows = read(debtors.debtors, today).rows
    assert [row.id for row in rows] == [other, who]
    row = rows[1]
    assert row.ages == (99_97, 100_05, 100_40, 0, 101_00)
    assert (row.owed_minor, row.credit_minor, row.days_late) == (401_42, 30_00, 100)
    assert row.balance_minor == read(accounts.balance, who, today, "CNY")
    planned = store.write("Plan", debtors.plan_collecting, [other, who], today, today).value
    assert planned == debtors.Planned(1, 0)
    again = store.write("Plan", debtors.plan_collecting, [who], today, today).value
    assert again == debtors.Planned(0, 1)
    with pytest.raises(UserError, match="None of them is late"):
        store.write("Plan", debtors.plan_collecting, [other], today, today)


def test_one_pass_over_all_customers_finds_what_batches_find(
    store: Store, read: Read, who: int, today: dt.date, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = dt.timedelta(days=1)
    other = store.write("New", contacts.create, ContactDraft("Li Wei")).value
    store.write("Days", lambda s: setattr(s.get(Contact, other), "payment_days", 7))
    for customer in (who, other):
        sell(store, customer, 90_00, today - 50 * day, today - 40 * day)
        late = sell(store, customer, 40_00, today - 60 * day)
        store.write("Pay", payments.pay, customer, 40_00, sale_ids=[late], paid_on=today - day)
        store.write("Keep", customer_credit.deposit, customer, 5_00, paid_on=today)
    found = read(debtors.debtors, today)
    assert {row.id: row.habit for row in found.rows} == {
        who: payment_habit.Habit(2, 35), other: payment_habit.Habit(2, 46),
    }  # fmt: skip
    assert {row.id: row.credit_minor for row in found.rows} == {who: 5_00, other: 5_00}
    monkeypatch.setattr(contact_batches, "_BATCH", 0)
    assert read(lambda session: [*contact_batches.batches(session, [who, other])]) == [None]
    assert read(debtors.debtors, today) == found


def test_the_rescued_rate_counts_what_was_paid_after_two_days(
    store: Store, read: Read, who: int, today: dt.date
) -> None:
    day = dt.timedelta(days=1)
    for sold, paid in ((10, 9), (10, 3), (20, None), (2, None), (200, None)):
        sale = sell(store, who, 10_00, today - sold * day)
        if paid is not None:
            paid_on = today - paid * day
            store.write("Pay", payments.pay, who, 10_00, sale_ids=[sale], paid_on=paid_on)
    found = read(unpaid_sales.unpaid, today)
    assert [sale.days for sale in found.sales] == [20]
    assert (found.hesitated, found.rescued, found.rescued_bp) == (2, 1, 50_00)
    assert read(unpaid_sales.unpaid, today, "USD").rescued_bp is None
    store.write("Set", settings.put, settings.UNPAID_HOURS, 49)
    assert read(unpaid_sales.unpaid, today).after == 3  # days have no hours


CUT = """
import os, sys
from pathlib import Path
from crm_desktop.db.store import Store
from crm_desktop.services.payments import payment_list, payments
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft
payments.pay = lambda *args, **more: os._exit(9)
draft = SaleDraft((LineDraft(description="x", unit_price_minor=100),), 1,
                  payments=(PaymentDraft(100, "Cash"),))
with Store.open(Path(sys.argv[1])) as store:
    store.write("Sell", sales.record, draft)
"""


def test_a_power_cut_between_sale_and_payment_leaves_neither(
    tmp_path: Path, seeded_file: Path
) -> None:
    path = tmp_path / "cut.crm"
    path.write_bytes(seeded_file.read_bytes())
    with Store.open(path) as store:
        store.write("New", contacts.create, ContactDraft("启明办公"))
    done = subprocess.run([sys.executable, "-c", CUT, str(path)], check=False)
    assert done.returncode == 9
    with Store.open(path) as store, store.read() as session:
        assert session.query(Sale).count() == session.query(Payment).count() == 0
        assert check.check(session) == []


def test_check_finds_money_on_the_wrong_sale(
    store: Store, read: Read, who: int, today: dt.date
) -> None:
    sale = sell(store, who, 10_00, today, paid=(PaymentDraft(10_00, "Cash"),))
    other = store.write("New", contacts.create, ContactDraft("Other")).value

    def spoil(session: Any) -> None:
        session.query(Payment).update({"contact_id": other})
        session.get(Sale, sale).status = "cancelled"

    store.write("Spoil", spoil)
    assert {one.check for one in read(check.check)} >= {"strangers", "not_counted"}

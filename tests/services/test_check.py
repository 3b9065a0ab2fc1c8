"""``check`` finds every kind of disagreement, and nothing in a sound file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from crm_desktop.db.store import Store
from crm_desktop.services import check, check_money, check_values, expenses
from crm_desktop.services.check_finding import Finding
from crm_desktop.services.commission import commission_shares
from crm_desktop.services.contacts import contacts
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.payments import payments
from crm_desktop.services.records import staff
from crm_desktop.services.sales import sales


@pytest.fixture
def shop(store: Store) -> Store:
    who = store.write("New", contacts.create, contacts.ContactDraft("湘味楼")).value
    line = sales.LineDraft(description="x", unit_price_minor=10_000)
    store.write("Sale", sales.record, sales.SaleDraft((line, line), who))
    store.write("Pay", payments.pay, who, 15_000)
    plan = follow_ups.FollowUpDraft("Call", contact_id=who)
    store.write("Plan", follow_ups.create, plan)
    return store


def test_each_thing_is_proven_once() -> None:
    keys = [one.key for one in (check_values.CHECK, *check.CHECKS)]
    assert len(set(keys)) == len(keys) and {one.key for one in check_money.CHECKS} <= set(keys)


def test_a_sound_file_has_no_findings(shop: Store, read: Callable[..., Any]) -> None:
    assert read(check.check) == []
    shop.undo()
    shop.undo()
    shop.undo()
    assert read(check.check) == []


@pytest.mark.parametrize(
    ("damage", "key", "words"),
    [
        ("UPDATE sale_line SET amount_minor = 9000 WHERE id = 1", "sale_totals",
         "Sale XS-0001 says ¥200.00, its lines come to ¥190.00."),
        ("UPDATE sale SET paid_minor = 20000", "paid",
         "Sale XS-0001 says ¥200.00 paid, its payments come to ¥150.00."),
        ("UPDATE payment SET amount_minor = 100", "overspent",
         "Payment 1 of ¥1.00 pays ¥150.00 of sales."),
        ("UPDATE sale_line SET quantity_milli = 2000 WHERE id = 1", "lines",
         "A line of sale XS-0001 says ¥100.00, it comes to ¥200.00."),
        ("UPDATE sale SET tax_minor = 5", "tax",
         "Sale XS-0001 says ¥0.05 of tax, its lines come to ¥0.00."),
        ("INSERT INTO payment (contact_id, paid_on, kind, amount_minor, currency, created_at)"
         " VALUES (1, '2026-06-18', 'refund', -900, 'CNY', '2026-06-18 00:00:00.000000')",
         "given_back", "湘味楼 was given back ¥9.00 more than there was."),
        ("UPDATE sale SET status = 'draft'", "not_counted",
         "Sale XS-0001 does not count and still keeps ¥150.00."),
        ("UPDATE sale SET paid_minor = 'much'", "values",
         "sale 1: paid_minor is no value that can be read."),
        ("UPDATE payment SET paid_on = 'yesterday'", "values",
         "payment 1: paid_on is no value that can be read."),
    ],
)  # fmt: skip
def test_money_that_does_not_agree_is_told(
    shop: Store, read: Callable[..., Any], damage: str, key: str, words: str
) -> None:
    shop.write("Damage", lambda session: session.execute(text(damage)))
    (found,) = [finding for finding in read(check.check) if finding.check == key]
    assert (found.row_id, found.text) == (1, words)


def test_shares_and_expenses_that_cannot_be_are_told(shop: Store, read: Callable[..., Any]) -> None:
    def spoil(session: Any) -> None:
        seller = staff.add(session, staff.StaffDraft("Li"))
        commission_shares.share(session, 1, {seller: 10_000})
        expenses.add(session, expenses.ExpenseDraft(100))
        session.execute(text("UPDATE commission_share SET share_bp = 12000"))
        session.execute(text("UPDATE expense SET amount_minor = -100"))

    shop.write("Damage", spoil)
    assert [finding.text for finding in read(check.check)] == [
        "The parts of sale XS-0001 come to 120%.", "Expense 1 is of -¥1.00.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE contact_stats SET spent_minor = 1",
        "UPDATE contact_stats SET owed_minor = 1",
        "UPDATE contact_stats SET sale_count = 9",
        "UPDATE contact_stats SET last_contact_on = NULL",
        "UPDATE contact_stats SET first_sale_on = '2020-01-01'",
        "UPDATE contact_stats SET next_due_on = '2020-01-01'",
        "DELETE FROM contact_stats",
    ],
)
def test_figures_that_do_not_match_are_told(
    shop: Store, read: Callable[..., Any], damage: str
) -> None:
    def spoil(session: Any) -> None:
        session.execute(text(damage))
        session.execute(text("UPDATE setting SET value = '1' WHERE key = 'silent_days'"))
        session.execute(text("INSERT INTO setting (key, value) VALUES ('x', '1')"))

    shop.write("Damage", spoil)
    assert [finding.text for finding in read(check.check)] == [
        "The figures of 湘味楼 do not match the records."
    ]


def test_a_reference_to_nothing_is_told(shop: Store, read: Callable[..., Any]) -> None:
    def spoil(session: Any) -> None:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(text("UPDATE follow_up SET deal_id = 77"))

    def look(session: Any) -> list[Finding]:
        spoil(session)
        found = check.check(session)
        session.rollback()
        return found

    shop.write("Look", lambda session: None)
    with shop._transaction() as session:
        (finding,) = look(session)
    assert (finding.check, finding.table, finding.row_id) == ("references", "follow_up", 1)

"""Money spent: kept with its receipt, summed by currency, put on paper."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.reports import expense_sheet
from crm_desktop.reports.expense_sheet import SheetOrder
from crm_desktop.services import expenses
from crm_desktop.services.contacts import contact_profile, contacts
from crm_desktop.services.expenses import ExpenseDraft
from crm_desktop.services.records import attachments
from crm_desktop.services.sales import month_lock


def photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (3000, 200), "white").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def anna(store: Store, today: dt.date) -> int:
    return store.write("New", contacts.create, contacts.ContactDraft("Anna")).value


def test_an_expense_is_kept_with_its_receipt_and_counts_as_cost(
    store: Store, read: Callable[..., Any], anna: int, today: dt.date
) -> None:
    draft = ExpenseDraft(8_550, kind="meal", note="=1+1", contact_id=anna)
    made = store.write("Add", expenses.add, draft, ("taxi.png", photo())).value
    store.write("Add", expenses.add, ExpenseDraft(1_000, contact_id=anna, currency="usd"))
    store.write("Add", expenses.add, ExpenseDraft(2_000, today - dt.timedelta(days=40)))
    row = read(expenses.row, made)
    assert (row.amount_minor, row.currency, row.contact_name, row.receipts) == (
        8_550, "CNY", "Anna", 1,
    )  # fmt: skip
    (file,) = read(expenses.receipts, made)
    assert file.name == "taxi.jpg"
    with Image.open(io.BytesIO(read(attachments.content, file.id))) as kept:
        assert kept.width < 3000
    assert read(expenses.cost_of, anna) == {"CNY": 8_550, "USD": 1_000}
    assert read(contact_profile.profile, anna, today).cost_minor == 8_550
    listed = read(expenses.rows, expense_sheet.month_of(today))
    assert expenses.totals(listed) == {"CNY": 8_550, "USD": 1_000}
    assert [cost.amount_minor for cost in expenses.costs(listed)] == [8_550, 1_000]
    store.write("Remove", expenses.remove, [made])
    assert read(expenses.cost_of, anna) == {"USD": 1_000}
    with pytest.raises(NotFound):
        store.write("Paid", expenses.mark_paid, [made])
    store.undo()
    assert store.write("Paid", expenses.mark_paid, [made]).value == 1
    assert read(expenses.row, made).reimbursed


def test_what_is_no_expense_or_receipt_is_refused_whole(
    store: Store, read: Callable[..., Any], anna: int, today: dt.date
) -> None:
    for draft in (
        ExpenseDraft(0),
        ExpenseDraft(10**14),
        ExpenseDraft(100, today + dt.timedelta(days=1)),
        ExpenseDraft(100, currency="¥¥"),
        ExpenseDraft(100, contact_id=999),
    ):
        with pytest.raises(UserError):
            store.write("Add", expenses.add, draft)
    with pytest.raises(UserError):
        store.write("Add", expenses.add, ExpenseDraft(100), ("virus.exe", b"MZ"))
    assert read(expenses.rows) == []


def test_the_sheet_of_a_month_is_of_one_currency(
    store: Store, read: Callable[..., Any], anna: int, today: dt.date, tmp_path: Path
) -> None:
    with pytest.raises(UserError):
        read(expense_sheet.build, SheetOrder(today))
    store.write("Add", expenses.add, ExpenseDraft(8_550, contact_id=anna), ("a.png", photo()))
    store.write("Add", expenses.add, ExpenseDraft(450, kind="parking"))
    store.write("Add", expenses.add, ExpenseDraft(700, currency="JPY"))
    report = read(expense_sheet.build, SheetOrder(today))
    said = repr(report.pages)
    assert "2 expenses in June 2026: ¥90.00." in said
    assert "sheets of their own: JPY" in said and "parking" in said
    out = read(expense_sheet.write, SheetOrder(today), tmp_path / "sheet.pdf")
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_locked_month_keeps_its_expenses(
    store: Store, read: Callable[..., Any], anna: int, today: dt.date
) -> None:
    may = dt.date(2026, 5, 20)
    kept = store.write("Add", expenses.add, ExpenseDraft(8_550, may))
    here = store.write("Add", expenses.add, ExpenseDraft(1_000, today)).value
    store.write("Lock", month_lock.lock, may)
    for tried in (
        lambda: store.write("Add", expenses.add, ExpenseDraft(1, may)),
        lambda: store.write("Edit", expenses.edit, kept.value, ExpenseDraft(9_000, may)),
        lambda: store.write("Move", expenses.edit, kept.value, ExpenseDraft(8_550, today)),
        lambda: store.write("Move", expenses.edit, here, ExpenseDraft(1_000, may)),
        lambda: store.write("Remove", expenses.remove, [kept.value]),
        lambda: store.undo(kept.action_id),
    ):
        with pytest.raises(UserError, match="May 2026 is locked"):
            tried()
    store.write("Paid", expenses.mark_paid, [kept.value])
    store.write("Receipt", expenses.add_receipt, kept.value, "taxi.png", photo())
    store.write("Word", expenses.edit, kept.value, ExpenseDraft(8_550, may, note="taxi"))
    assert read(expenses.row, kept.value).reimbursed

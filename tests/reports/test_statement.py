"""The statement of account on paper and as a workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.store import Store
from crm_desktop.reports import statement
from crm_desktop.reports.statement import StatementOrder
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.payments import payments
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft
from tests.reports import samples


@pytest.fixture
def order(store: Store) -> StatementOrder:
    who = store.write("New", contacts.create, ContactDraft("云栖<b>民宿</b>")).value
    for day, amount in ((20, 1200_00), (35, 340_50)):
        sold = dt.date(2026, 4, 1) + dt.timedelta(days=day)
        line = LineDraft(description="=cmd|' /C calc'!A0", unit_price_minor=amount)
        store.write("Sell", sales.record, SaleDraft((line,), who, sold))
    store.write("Pay", payments.pay, who, 1000_00, paid_on=dt.date(2026, 5, 20), method="微信")
    return StatementOrder(who, dt.date(2026, 5, 1), dt.date(2026, 5, 31))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Statement of account", "Opening balance", "民宿</b>. On 31 May", "Payment")),
        ("zh_CN", ("对账单", "期初余额", "尚欠我方", "收款")),
    ],
)
def test_the_paper_says_what_is_owed(
    store: Store, order: StatementOrder, language: str, words: tuple[str, ...]
) -> None:
    asked = StatementOrder(order.contact_id, order.first, order.last, language=language)
    with store.read() as session:
        (page,) = samples.page_texts(statement.pdf_bytes(session, asked))
    for word in (*words, "1,200.00", "340.50", "1,540.50", "1,000.00", "540.50", "<b>民宿</b>"):
        assert word in page.replace("\n", " "), word


def test_as_a_workbook_goods_stay_text(store: Store, order: StatementOrder, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    out = tmp_path / "statement.xlsx"
    with store.read() as session:
        statement.write(session, order, out)
    sheet = load_workbook(out)["Statement of account"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if str(cell.value).startswith("=cmd")} == {"s"}
    assert 540.5 in {cell.value for cell in cells}
    assert statement.file_name("a/b: <c>", order) == (
        "Statement of account ab c 2026-05-01-2026-05-31.pdf"
    )


def test_days_the_wrong_way_round_are_refused(store: Store, order: StatementOrder) -> None:
    wrong = StatementOrder(order.contact_id, order.last, order.first)
    with store.read() as session, pytest.raises(UserError, match="after the last"):
        statement.build(session, wrong)

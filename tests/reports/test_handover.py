"""The handover sheet on paper: who, what, and where to sign."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from crm_desktop.core import i18n
from crm_desktop.db.store import Store
from crm_desktop.reports import handover, job
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.handover import handover_sheet
from crm_desktop.services.handover.handover import HandoverOrder
from crm_desktop.services.records import staff
from crm_desktop.services.records.staff import StaffDraft
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft
from tests.reports import samples


@pytest.fixture
def order(store: Store, today: dt.date) -> HandoverOrder:
    lin, chen, wu = (
        store.write("Add", staff.add, StaffDraft(name)).value for name in ("Lin", "陈洁", "Wu")
    )
    for number, name in enumerate(("云栖民宿", "=cmd|' /C calc'!A0", "Anna <b>Lee</b>")):
        draft = ContactDraft(
            name, phones=(f"1380000000{number}",), owner_id=lin, remark="rings\ntwice"
        )
        who = store.write("New", contacts.create, draft).value
        line = LineDraft(description="Filter", unit_price_minor=(number + 1) * 1000_00)
        store.write("Sell", sales.record, SaleDraft((line,), who))
        store.write("Plan", follow_ups.create, FollowUpDraft("Send quote", today, contact_id=who))
    store.write("Plan", follow_ups.create, FollowUpDraft("Tidy the shelf", owner_id=lin))
    return HandoverOrder((chen, wu), lin, reason="moves away.")


def test_the_sheet_has_every_customer_once_with_what_is_open(
    store: Store, order: HandoverOrder, today: dt.date
) -> None:
    with store.read() as session:
        made = handover_sheet.sheet(session, order)
    rows = [row for part in made.parts for row in part.rows]
    assert sorted(row.owed_minor for row in rows) == [1000_00, 2000_00, 3000_00]
    assert {(row.next_on, row.next_task, row.note) for row in rows} == {
        (today, "Send quote", "rings twice")
    }
    assert [words for part in made.parts for words in part.loose] == ["Tidy the shelf"]
    assert {row.last_contact_on for row in rows} == {today}


@pytest.mark.parametrize(
    ("language", "signed"), [("en", "Received by: Wu"), ("zh_CN", "接收人：Wu")]
)
def test_each_receiver_signs_pages_of_their_own(
    store: Store, order: HandoverOrder, tmp_path: Path, language: str, signed: str
) -> None:
    out = tmp_path / "sheet.pdf"
    with store.read() as session, i18n.using(language):
        job.write_document(handover.build(session, order), out)
    first, second = (text.replace("\n", " ") for text in samples.page_texts(out.read_bytes()))
    assert signed in second and signed not in first
    assert "moves away" in first and "moves away" in second
    both = (first + second).replace(" ", "")
    assert all(name in both for name in ("云栖民宿", "calc'!A0", "<b>Lee</b>"))


def test_as_a_workbook_names_stay_text(store: Store, order: HandoverOrder, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    out = tmp_path / "sheet.xlsx"
    with store.read() as session:
        job.write_document(handover.build(session, order), out)
    book = load_workbook(out)
    cells = [cell for name in book.sheetnames for row in book[name].iter_rows() for cell in row]
    assert "To Wu" in book.sheetnames
    assert {cell.data_type for cell in cells if str(cell.value).startswith("=cmd")} == {"s"}

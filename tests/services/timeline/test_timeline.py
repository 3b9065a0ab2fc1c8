"""The timeline of one customer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core import i18n
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.models import Deal, DealStageChange, ImportBatch, Ticket
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.lifecycle import lifecycle
from crm_desktop.services.payments import payments
from crm_desktop.services.records import contact_record
from crm_desktop.services.sales import sales
from crm_desktop.services.timeline import timeline


@pytest.fixture
def customer(store: Store) -> int:
    return store.write("New", contacts.create, contacts.ContactDraft("悦禾餐饮")).value


def at(day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(2026, 6, day, hour, tzinfo=dt.UTC)


@pytest.fixture
def busy(store: Store, customer: int) -> int:
    """One of each thing a timeline shows."""
    draft = sales.SaleDraft(
        (
            sales.LineDraft(description="RO 膜", quantity_milli=4000, unit_price_minor=26_000),
            sales.LineDraft(description="PP 棉", quantity_milli=12_000, unit_price_minor=1_800),
            sales.LineDraft(description="安装", unit_price_minor=12_000),
            sales.LineDraft(description="配件", unit_price_minor=100),
        ),
        customer,
        sold_on=dt.date(2026, 6, 8),
        due_on=dt.date(2026, 6, 30),
    )
    store.write("Sale", sales.record, draft)
    store.write("Pay", payments.pay, customer, 50_000, method="Cash", paid_on=dt.date(2026, 6, 9))
    store.write("Call", timeline.add_note, customer, "call", "Second site", minutes=6)
    store.write(
        "Visit", timeline.add_note, customer, "visit", "Survey", happened_on=dt.date(2026, 5, 22)
    )

    def others(session: Any) -> None:
        deal = Deal(contact_id=customer, title="3 dispensers", amount_minor=6_800_000)
        batch = ImportBatch(file_name="客户.xlsx", created_at=at(1))
        ticket = Ticket(contact_id=customer, subject="Leak", received_at=at(10))
        session.add_all([deal, batch, ticket])
        session.flush()
        session.add(DealStageChange(deal_id=deal.id, changed_at=at(15), trigger="hand"))
        contact_record.found(session, customer).import_batch_id = batch.id

    store.write("Others", others)
    return customer


def test_everything_is_merged_newest_first(read: Callable[..., Any], busy: int) -> None:
    kinds = [row.kind for row in read(timeline.entries, busy)]
    assert kinds == [
        "call", "stage", "deal", "ticket", "payment", "sale", "import", "visit",
    ]  # fmt: skip


def test_a_limit_and_kinds_narrow_it(read: Callable[..., Any], busy: int) -> None:
    assert [row.kind for row in read(timeline.entries, busy, 2)] == ["call", "stage"]
    assert [row.kind for row in read(timeline.entries, busy, 9, {"visit", "sale"})] == [
        "sale", "visit",
    ]  # fmt: skip
    assert read(timeline.count, busy) == 6


def test_what_a_row_says(read: Callable[..., Any], busy: int) -> None:
    rows = {row.kind: row for row in read(timeline.entries, busy)}
    assert rows["call"].title == "Call · 6 min"
    assert rows["sale"].title == "Sale XS-0001 · ¥1,377"
    assert rows["sale"].body == "RO 膜 ×4, PP 棉 ×12, 安装 +1 · ¥877 open, due 30 Jun"
    assert (rows["payment"].title, rows["payment"].body) == ("Payment ¥500", "Cash")
    assert rows["stage"].title == "Now New"
    assert rows["import"].title == "Imported from 客户.xlsx"
    with i18n.using("zh_CN"):
        rows = {row.kind: row for row in read(timeline.entries, busy)}
        assert rows["call"].title == "电话 · 6 分钟"
        assert rows["sale"].body == "RO 膜 ×4、PP 棉 ×12、安装 +1 · 未收 ¥877，6月30日到期"


def test_a_note_is_changed_pinned_removed_and_each_undone(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    note = store.write("Note", timeline.add_note, customer, "note", "  one ").value

    def shown() -> list[tuple[str, bool]]:
        return [(row.body, row.pinned) for row in read(timeline.entries, customer)]

    assert shown() == [("one", False)]
    store.write("Edit", timeline.edit_note, note, "two")
    store.write("Pin", timeline.pin, note)
    assert shown() == [("two", True)]
    store.write("Remove", timeline.remove_note, note)
    assert shown() == []
    with pytest.raises(NotFound):
        store.write("Edit", timeline.edit_note, note, "three")
    for expected in ([("two", True)], [("two", False)], [("one", False)], []):
        store.undo()
        assert shown() == expected


def test_an_empty_note_is_refused(store: Store, customer: int) -> None:
    with pytest.raises(UserError, match="nothing to keep"):
        store.write("Note", timeline.add_note, customer, "note", " \n ")
    with pytest.raises(NotFound):
        store.write("Note", timeline.add_note, 99, "note", "x")


def test_a_cancelled_sale_stays_visible_as_such(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    draft = sales.SaleDraft((sales.LineDraft(description="x", unit_price_minor=100),), customer)
    store.write("Cancel", sales.cancel, store.write("Sale", sales.record, draft).value)
    assert read(timeline.entries, customer, 9, {"sale"})[0].title == "Sale XS-0001 · ¥1 (cancelled)"


def test_a_move_between_stages_says_where_to(
    store: Store, read: Callable[..., Any], customer: int
) -> None:
    loyal = next(stage for stage in read(lifecycle.stages) if stage.code == "loyal")
    store.write("Move", lifecycle.move, [customer], loyal.id, reason="Refers friends")
    row = read(timeline.entries, customer)[0]
    assert (row.title, row.body) == ("Now Loyal", "Refers friends")

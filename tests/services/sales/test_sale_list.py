"""The list of sales."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.sales import sale_list, sales
from crm_desktop.services.sales.sale_list import SaleQuery
from crm_desktop.services.sales.sales import LineDraft, PaymentDraft, SaleDraft


@pytest.fixture
def ids(store: Store) -> dict[str, int]:
    """Four sales on different days: one late, one open, one paid, one to a walk-in."""
    who = [
        store.write("New", contacts.create, contacts.ContactDraft(name)).value
        for name in ("湘味楼", "悦禾餐饮")
    ]

    def sell(day: int, amount: int, paid: int, contact: int | None, due: int) -> int:
        draft = SaleDraft(
            (LineDraft(description="RO 膜", quantity_milli=2000, unit_price_minor=amount // 2),),
            contact,
            sold_on=dt.date(2026, 6, day),
            due_on=dt.date(2026, 6, due),
            payments=(PaymentDraft(paid),) if paid else (),
        )
        return store.write("Sale", sales.record, draft).value

    return {
        "late": sell(1, 4_000, 1_000, who[0], 12),
        "open": sell(2, 6_000, 0, who[1], 30),
        "paid": sell(3, 8_000, 8_000, who[0], 3),
        "walk_in": sell(3, 1_000, 1_000, None, 3),
        "who": who[0],
    }


def names(read: Callable[..., Any], ids: dict[str, int], query: SaleQuery) -> list[str]:
    called = {number: name for name, number in ids.items() if name != "who"}
    found = [called[row.id] for row in read(sale_list.page, query, 0, 10)]
    assert read(sale_list.count, query) == len(found)
    return found


def test_filters(read: Callable[..., Any], ids: dict[str, int]) -> None:
    day = dt.date(2026, 6, 3)
    assert names(read, ids, SaleQuery()) == ["walk_in", "paid", "open", "late"]
    assert names(read, ids, SaleQuery(first=day, last=day)) == ["walk_in", "paid"]
    assert names(read, ids, SaleQuery(contact_id=ids["who"])) == ["paid", "late"]
    assert names(read, ids, SaleQuery(unpaid=True)) == ["open", "late"]
    assert names(read, ids, SaleQuery(late=True)) == ["late"]
    assert names(read, ids, SaleQuery(text="悦禾")) == ["open"]
    assert names(read, ids, SaleQuery(text="XS-0003")) == ["paid"]
    assert names(read, ids, SaleQuery(text="%")) == []


def test_orders(read: Callable[..., Any], ids: dict[str, int]) -> None:
    by_total = SaleQuery(sort="total", descending=False)
    assert names(read, ids, by_total) == ["walk_in", "late", "open", "paid"]
    assert names(read, ids, SaleQuery(sort="open"))[:2] == ["open", "late"]
    assert names(read, ids, SaleQuery(sort="number", descending=False))[0] == "late"


def test_a_row_tells_what_was_sold_and_how_late_it_is(
    read: Callable[..., Any], ids: dict[str, int]
) -> None:
    row = read(sale_list.rows, [ids["late"]])[0]
    assert (row.goods, row.open_minor, row.days_late) == ("RO 膜 ×2", 3_000, 6)
    walk_in = read(sale_list.rows, [ids["walk_in"]])[0]
    assert (walk_in.contact_name, walk_in.days_late) == ("", 0)


def test_the_sum_follows_the_filter_and_leaves_cancelled_sales_out(
    store: Store, read: Callable[..., Any], ids: dict[str, int]
) -> None:
    store.write("Cancel", sales.cancel, ids["open"])
    assert names(read, ids, SaleQuery()) == ["walk_in", "paid", "late"]
    assert names(read, ids, SaleQuery(cancelled=True)) == ["walk_in", "paid", "open", "late"]
    summary = read(sale_list.summary, SaleQuery(cancelled=True))
    assert (summary.count, summary.total_minor, summary.paid_minor, summary.open_minor) == (
        3, 13_000, 10_000, 3_000,
    )  # fmt: skip


@pytest.mark.parametrize("descending", [True, False])
def test_pages_far_into_a_long_list_meet_without_gap(
    store: Store, read: Callable[..., Any], descending: bool
) -> None:
    from crm_desktop.db import bulk
    from crm_desktop.db.models import Sale

    days = [(str(dt.date(2026, 1, 1) + dt.timedelta(number % 97)),) for number in range(2_300)]
    store.write("Fill", lambda session: bulk.insert_rows(session, Sale, ["sold_on"], days))
    query = SaleQuery(descending=descending)
    ids = [row.id for offset in range(0, 2_500, 100) for row in
           read(sale_list.page, query, offset, 100)]  # fmt: skip
    expected = sorted(range(1, 2_301), key=lambda sale: (days[sale - 1], sale), reverse=descending)
    assert ids == expected

"""Histories kept in one cell, entry by entry."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from crm_desktop.db.models import TimelineEntry
from crm_desktop.db.store import Store
from crm_desktop.exchange import job
from crm_desktop.exchange.log_lines import entries
from tests.exchange import workbooks

D = dt.date


@pytest.mark.parametrize(
    ("words", "last", "expected"),
    [
        ("2024.3.5 电话 要报价；3.12 拜访", None,
         [(D(2024, 3, 5), "电话 要报价"), (D(2024, 3, 12), "拜访")]),
        ("2023/11/30：寄样品\n12/28 报价\n1/5 成交", None,
         [(D(2023, 11, 30), "寄样品"), (D(2023, 12, 28), "报价"), (D(2024, 1, 5), "成交")]),
        ("1/5 成交；12/28 报价；2023/11/30 寄样品", None,
         [(D(2024, 1, 5), "成交"), (D(2023, 12, 28), "报价"), (D(2023, 11, 30), "寄样品")]),
        ("3/5 电话, 要样品；3/12 报价", D(2024, 3, 12),
         [(D(2024, 3, 5), "电话, 要样品"), (D(2024, 3, 12), "报价")]),
        ("（24年3月5日）上门", None, [(D(2024, 3, 5), "上门")]),
        ("2024-03-05 called, wants 1.5 t; 2024-03-06 sent price", None,
         [(D(2024, 3, 5), "called, wants 1.5 t"), (D(2024, 3, 6), "sent price")]),
        ("3/5 电话；3/12 报价", None, [(None, "3/5 电话；3/12 报价")]),
        ("要 3/8 寸管，1.5 吨", None, [(None, "要 3/8 寸管，1.5 吨")]),
        ("老客户；2024.3.5 来过", None, [(None, "老客户；2024.3.5 来过")]),
        ("2024.2.30 电话", None, [(None, "2024.2.30 电话")]),
        ("2024.3.5；2024.3.6 电话", None, [(None, "2024.3.5；2024.3.6 电话")]),
        ("", None, []),
    ],
)  # fmt: skip
def test_entries_of_a_cell(
    words: str, last: dt.date | None, expected: list[tuple[dt.date | None, str]]
) -> None:
    assert entries(words, last) == expected


def test_a_customer_list_brings_its_history_once(store: Store, tmp_path: Path) -> None:
    rows = [["姓名", "手机", "跟进记录"],
            ["张伟", "13812345671", "2024.3.5 电话 要报价；3.12 拜访，成交"],
            ["王芳", "13812345672", "喜欢安静"]]  # fmt: skip
    found = job.prepare([workbooks.csv(tmp_path / "a.csv", rows)])
    store.write("Import", job.apply, found)
    columns = (TimelineEntry.happened_on, TimelineEntry.kind, TimelineEntry.body)
    with store.read() as session:
        kept = [tuple(row) for row in session.execute(select(*columns).order_by(TimelineEntry.id))]
    assert kept[:2] == [
        (D(2024, 3, 5), "call", "电话 要报价"),
        (D(2024, 3, 12), "visit", "拜访，成交"),
    ]
    assert (kept[2][1], kept[2][2]) == ("note", "喜欢安静")
    # Next month's list tells the old entries again and one more.
    longer = [rows[0], [*rows[1][:2], rows[1][2] + "；4.1 微信 催款"]]
    store.write("Import", job.apply, job.prepare([workbooks.csv(tmp_path / "b.csv", longer)]))
    with store.read() as session:
        assert len(session.scalars(select(TimelineEntry.id)).all()) == 4

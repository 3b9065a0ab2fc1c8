"""imports_fates: what a trial run says of every row is what the import then does to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm_desktop.db.models import Contact, ContactPhone, TimelineEntry
from crm_desktop.db.store import Store
from crm_desktop.exchange import job
from crm_desktop.exchange.job import Prepared
from crm_desktop.services.imports.imports_data import (
    Fate,
    ImportOptions,
    ImportReport,
    MatchKey,
    OnDuplicate,
    RowFate,
)
from tests.exchange import workbooks

FIRST: workbooks.Rows = [
    ["姓名", "手机", "地址", "客户编号"],
    ["张伟", "13812345671", "文三路128号大厦", "K1"],
    ["王芳", "13812345672", "", "K2"],
    ["李娜", "13812345673", "", "K3"],
]
NEXT: workbooks.Rows = [
    ["姓名", "手机", "地址", "客户编号"],
    ["张伟", "13812345671", "文三路128号大厦", "K1"],
    ["王芳", "13812345672", "莫干山路9号楼", "K2"],
    ["李娜", "13812345673", "", ""],
    ["赵磊", "13812345674", "", ""],
    ["赵磊", "13812345674", "中山路5号小区", ""],
    ["", "", "无名路1号", ""],
]


def prepared(
    tmp_path: Path, rows: workbooks.Rows, options: ImportOptions | None = None
) -> Prepared:
    return job.prepare([workbooks.csv(tmp_path / "list.csv", rows)], options)


def run(store: Store, found: Prepared) -> ImportReport:
    return store.write("Import", job.apply, found).value


def foreseen(store: Store, found: Prepared) -> list[RowFate]:
    with store.read() as session:
        report = job.preview(session, found)
    return [table.row(index) for table in report.fates for index in table.places()]


def number(store: Store, model: type[object]) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_every_row_has_its_fate(store: Store, tmp_path: Path) -> None:
    run(store, prepared(tmp_path, FIRST))
    found = prepared(tmp_path, NEXT)
    rows = foreseen(store, found)
    assert [row.fate for row in rows] == [
        Fate.SAME, Fate.UPDATE, Fate.SAME, Fate.NEW, Fate.JOINED, Fate.FAILED,
    ]  # fmt: skip
    (gain,) = rows[1].gains
    assert (gain.field, gain.before, gain.after) == ("Address", "", "莫干山路9号楼")
    assert rows[1].contact_id and rows[1].who.startswith("王芳")
    report = run(store, found)
    assert (report.contacts_new, report.contacts_updated, report.rows_failed) == (1, 1, 1)


def test_one_row_can_be_decided_otherwise(store: Store, tmp_path: Path) -> None:
    run(store, prepared(tmp_path, FIRST))
    found = prepared(tmp_path, NEXT)
    places = {("list.csv", "", 3): OnDuplicate.SKIP, ("list.csv", "", 2): OnDuplicate.CREATE}
    options = ImportOptions(decisions=places)
    changed = found.with_options(options)
    fates = [row.fate for row in foreseen(store, changed)]
    assert fates[:2] == [Fate.NEW, Fate.SKIP]
    report = run(store, changed)
    assert (report.contacts_new, report.contacts_updated, report.contacts_skipped) == (2, 0, 1)


def test_asking_leaves_rows_out_until_something_is_decided(store: Store, tmp_path: Path) -> None:
    run(store, prepared(tmp_path, FIRST))
    options = ImportOptions(OnDuplicate.ASK)
    found = prepared(tmp_path, NEXT, options)
    rows = foreseen(store, found)
    # The first row is the very row that was imported before: there is nothing to ask.
    assert [row.fate for row in rows] == [
        Fate.SAME, Fate.ASK, Fate.ASK, Fate.NEW, Fate.JOINED, Fate.FAILED,
    ]  # fmt: skip
    assert all(rows[at].contact_id for at in (1, 2))
    report = run(store, found)
    assert (report.contacts_new, report.contacts_updated, report.rows_failed) == (1, 0, 3)
    assert [one.row for one in report.problems if one.code == "undecided"] == [3, 4]
    decided = found.with_options(
        ImportOptions(OnDuplicate.ASK, decisions={("list.csv", "", 3): OnDuplicate.FILL})
    )
    assert run(store, decided).contacts_updated == 1


@pytest.mark.parametrize(
    ("keys", "new"),
    [
        ({MatchKey.NUMBER}, 1),  # 王五 with the number of 张伟 is not him; 李四 is known by number
        ({MatchKey.PHONE}, 1),
        ({MatchKey.NAME_PHONE}, 2),
        ({MatchKey.NAME_ADDRESS}, 3),
        (set(), 3),
    ],
)
def test_the_user_says_by_what_customers_are_recognised(
    store: Store, tmp_path: Path, keys: set[MatchKey], new: int
) -> None:
    run(store, prepared(tmp_path, FIRST))
    again: workbooks.Rows = [
        ["姓名", "手机", "客户编号", "备注"],
        ["张伟", "13812345671", "", "同名同号"],
        ["王总", "13812345672", "K2", "只有姓"],
        ["李娜", "13900000000", "K3", "换了号码"],
    ]
    options = ImportOptions(match_by=frozenset(keys))
    assert run(store, prepared(tmp_path, again, options)).contacts_new == new


def test_sale_lines_logs_and_products_have_fates_too(store: Store, tmp_path: Path) -> None:
    sales: workbooks.Rows = [
        ["日期", "客户", "产品", "数量", "金额", "单号"],
        ["2024-05-01", "张伟", "米", "1", "80", "S1"],
        ["2024-05-02", "王芳", "油", "1", "60", "S2"],
    ]
    log: workbooks.Rows = [
        ["日期", "客户", "跟进记录"],
        ["2024-5-1", "张伟", "电话，要报价"],
        ["2024-5-9", "张伟", "已报价"],
    ]
    goods: workbooks.Rows = [
        ["商品名称", "单价", "商品编码"],
        ["米", "80", "P1"],
        ["面", "9", "P2"],
    ]
    for rows in (goods, sales, log):
        found = prepared(tmp_path, rows[:2])
        assert [one.fate for one in foreseen(store, found)] == [Fate.NEW]
        run(store, found)
        entries = number(store, TimelineEntry)
        longer = prepared(tmp_path, rows)
        assert [one.fate for one in foreseen(store, longer)] == [Fate.SAME, Fate.NEW]
        run(store, longer)
        assert number(store, TimelineEntry) == entries + (rows is log)
        assert [one.fate for one in foreseen(store, longer)] == [Fate.SAME, Fate.SAME]


def test_follow_up_notes_of_a_customer_list_come_once(store: Store, tmp_path: Path) -> None:
    rows: workbooks.Rows = [
        ["姓名", "手机", "跟进记录", "下次联系"],
        ["张伟", "13812345671", "要报价", "2031-03-01"],
    ]
    run(store, prepared(tmp_path, rows))
    changed = [
        rows[0],
        [
            "张伟",
            "13812345671",
            "要报价",
            "2031-03-01",
        ],
    ]
    changed[1][1] = "138-1234-5671"  # another spelling: no longer the very same row
    assert [one.fate for one in foreseen(store, prepared(tmp_path, changed))] == [Fate.SAME]
    assert run(store, prepared(tmp_path, changed)).batch_ids == ()
    assert number(store, Contact) == number(store, ContactPhone) == 1

"""Several tables on one sheet come out one by one, each cell in its place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from crm_desktop.db.store import Store
from crm_desktop.exchange import job
from crm_desktop.exchange.job import Prepared
from tests.exchange import workbooks


def prepared(tmp_path: Path, rows: workbooks.Rows, name: str = "表") -> Prepared:
    return job.prepare([workbooks.xlsx(tmp_path / "a.xlsx", {name: rows})])


CUSTOMERS: workbooks.Rows = [
    ["姓名", "手机", "地址"],
    ["张伟", "13812345671", "文三路1号"],
    ["王芳", "13812345672", "文三路2号"],
]
SALES: workbooks.Rows = [
    ["日期", "客户", "商品", "数量", "金额"],
    ["2024-05-01", "张伟", "米", 1, 80],
    ["2024-05-02", "王芳", "油", 2, 120],
    ["2024-05-03", "王芳", "面", 1, 9],
]


def test_tables_below_each_other(tmp_path: Path, store: Store) -> None:
    rows = [["客户资料"], *CUSTOMERS, ["合计：2人"], [], ["五月销售"], *SALES]
    found = prepared(tmp_path, rows)
    assert [(one.kind, one.include) for one in found.sheets] == [
        ("customers", True), ("sales", True),
    ]  # fmt: skip
    customers, sales = found.tables()
    assert list(customers.columns["name"]) == ["张伟", "王芳"]
    assert list(sales.rows) == [9, 10, 11]
    assert sales.sheet == "表 · 6–11"
    report = store.write("Import", job.apply, found).value
    assert (report.contacts_new, report.sale_lines_new) == (2, 3)


def test_a_table_may_follow_without_a_blank_row_if_it_has_a_title(tmp_path: Path) -> None:
    found = prepared(tmp_path, [*CUSTOMERS, ["以下为五月销售"], *SALES])
    assert [len(table) for table in found.tables()] == [2, 3]


def test_blocks_of_the_same_headings_take_the_month_of_their_title(tmp_path: Path) -> None:
    def block(month: int, days: list[int]) -> list[list[object]]:
        title: list[object] = [f"2024年{month}月销售明细"]
        head: list[object] = ["日期", "客户", "商品", "金额"]
        lines: list[list[object]] = [[f"{day}日", "张伟", "米", 80] for day in days]
        return [title, head, *lines, ["合计", None, None, 80 * len(days)], []]

    found = prepared(tmp_path, [*block(3, [5, 9]), *block(4, [2]), *block(5, [7, 8])])
    days = [day for table in found.tables() for day in table.columns["date"]]
    assert days == [dt.date(2024, 3, 5), dt.date(2024, 3, 9), dt.date(2024, 4, 2),
                    dt.date(2024, 5, 7), dt.date(2024, 5, 8)]  # fmt: skip


def test_a_repeated_heading_row_alone_makes_no_other_table(tmp_path: Path) -> None:
    rows = [*CUSTOMERS, [], CUSTOMERS[0], ["李娜", "13812345673", "文三路3号"]]
    found = prepared(tmp_path, rows)
    (table,) = found.tables()
    assert list(table.columns["name"]) == ["张伟", "王芳", "李娜"]
    assert table.sheet == "表"


def test_the_same_headings_again_to_the_right_are_a_second_table(tmp_path: Path) -> None:
    rows = [["通讯录（2024年）"], ["序号", "姓名", "电话", "序号", "姓名", "电话"],
            [1, "张伟", "13812345671", 3, "李娜", "13812345673"],
            [2, "王芳", "13812345672"]]  # fmt: skip
    found = prepared(tmp_path, rows)
    names = [list(table.columns["name"]) for table in found.tables()]
    assert names == [["张伟", "王芳"], ["李娜"]]
    assert [table.sheet for table in found.tables()] == ["表 · A:C", "表 · D:F"]
    assert [list(table.rows) for table in found.tables()] == [[3, 4], [3]]


def test_tables_side_by_side_behind_an_empty_column(tmp_path: Path) -> None:
    left = CUSTOMERS
    right = SALES
    rows = []
    for number in range(4):
        one = list(left[number]) if number < len(left) else [None] * 3
        rows.append([*one, None, *right[number]])
    found = prepared(tmp_path, rows)
    assert [(table.kind, len(table)) for table in found.tables()] == [
        ("customers", 2), ("sales", 3),
    ]  # fmt: skip


def test_an_empty_column_within_a_list_cuts_nothing(tmp_path: Path) -> None:
    rows = [["姓名", "手机", None, "地址", "备注"], ["张伟", "13812345671", None, "文三路1号", ""],
            ["王芳", "13812345672", None, "文三路2号", ""]]  # fmt: skip
    (table,) = prepared(tmp_path, rows).tables()
    assert list(table.columns["address"]) == ["文三路1号", "文三路2号"]
    rows = [["姓名", "等级", None, "手机", "地址"], ["张伟", "金卡", None, "13812345671", "文三路"],
            ["王芳", "", None, "13812345672", "文三路"]]  # fmt: skip
    (table,) = prepared(tmp_path, rows).tables()
    assert [len(one) for one in table.columns["phones"]] == [1, 1]
    rows = [["日期", "客户", None, "品名", "金额"], ["2024-5-1", "张伟", None, "米", 80],
            ["2024-5-2", "王芳", None, "油", 20]]  # fmt: skip
    (table,) = prepared(tmp_path, rows).tables()
    assert (table.kind, len(table)) == ("sales", 2)


def test_people_named_like_headings_are_people(tmp_path: Path) -> None:
    rows = [*CUSTOMERS, ["单位", "13812345674", "公司"], [], ["电话", "13812345675", "地址"]]
    (table,) = prepared(tmp_path, rows).tables()
    assert len(table) == 4

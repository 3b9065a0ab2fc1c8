"""Months, days, products and shops across become sale lines; other numbers stay what they are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.db.store import Store
from crm_desktop.exchange import job
from crm_desktop.exchange.job import Prepared
from crm_desktop.exchange.periods import Period, period_of
from tests.exchange import workbooks

Line = tuple[Any, ...]


def prepared(tmp_path: Path, rows: workbooks.Rows, name: str = "表") -> Prepared:
    return job.prepare([workbooks.xlsx(tmp_path / "a.xlsx", {name: rows})])


def lines(found: Prepared, *fields: str) -> list[Line]:
    (table,) = [table for table in found.tables() if table.kind == "sales"]
    return list(zip(*(table.columns[name] for name in fields), strict=True))


@pytest.mark.parametrize(
    ("heading", "parent", "expected"),
    [
        ("2024年3月", "", Period(2024, 3)),
        ("3月", "", Period(2025, 3)),
        ("三月份", "2024年度", Period(2024, 3)),
        ("3月销售额（元）", "", Period(2025, 3, 0, "amount")),
        ("销量", "2024-03", Period(2024, 3, 0, "quantity")),
        ("Jan-24", "", Period(2024, 1)),
        ("January", "", Period(2025, 1)),
        ("2024-05-01 00:00:00", "", Period(2024, 5, 1)),
        ("5月1日", "", Period(2025, 5, 1)),
        ("Q2", "", Period(2025, 4)),
        ("8日", "", Period(2025, 6, 8)),
        ("2月30日", "", None),
        ("姓名", "", None),
        ("may", "", Period(2025, 5)),
        ("March sales", "", Period(2025, 3, 0, "amount")),
    ],
)
def test_headings_that_are_periods(heading: str, parent: str, expected: Period | None) -> None:
    assert period_of(heading, parent, 2025, 6) == expected


def test_without_a_year_anywhere_a_month_is_no_period() -> None:
    assert period_of("3月") is None


def test_customers_by_month(tmp_path: Path, store: Store) -> None:
    rows = [
        ["2024年客户月度销售汇总表"],
        ["客户", "1月", "2月", "3月", "合计"],
        ["张伟", 100, None, 50.5, 150.5],
        ["顺达商贸有限公司", 0, 20, "-", 20],
        ["合计", 100, 20, 50.5, 170.5],
    ]
    found = prepared(tmp_path, rows, "客户月度")
    assert lines(found, "name", "date", "amount_minor") == [
        ("张伟", dt.date(2024, 1, 1), 10_000), ("张伟", dt.date(2024, 3, 1), 5_050),
        ("顺达商贸有限公司", dt.date(2024, 2, 1), 2_000),
    ]  # fmt: skip
    (table,) = found.tables()
    assert list(table.rows) == [3, 3, 4]
    assert [one.code for one in table.problems] == ["months_across"]
    report = store.write("Import", job.apply, found).value
    assert (report.sales_new, report.totals) == (3, {"CNY": 17_050})
    assert store.write("Import", job.apply, found).action_id == 0


def test_quantity_and_amount_below_every_month(tmp_path: Path) -> None:
    rows = [
        ["商品", "2024年1月", None, "2024年2月", None, "2024年3月", None],
        [None, "数量", "金额", "数量", "金额", "数量", "金额"],
        ["米", 2, 160, 1, 80, None, None],
        ["油", None, None, 3, 180, 1, 60],
    ]

    def dress(sheet: Any) -> None:
        for span in ("A1:A2", "B1:C1", "D1:E1", "F1:G1"):
            sheet.merge_cells(span)

    path = workbooks.xlsx(tmp_path / "a.xlsx", {"表": rows}, dress)
    assert lines(job.prepare([path]), "product", "date", "quantity_milli", "amount_minor") == [
        ("米", dt.date(2024, 1, 1), 2000, 16_000), ("米", dt.date(2024, 2, 1), 1000, 8_000),
        ("油", dt.date(2024, 2, 1), 3000, 18_000), ("油", dt.date(2024, 3, 1), 1000, 6_000),
    ]  # fmt: skip


def test_days_down_and_shops_across(tmp_path: Path) -> None:
    rows = [
        ["日期", "城西店", "城东店", "滨江店", "合计"],
        ["2024-05-01", 100, 200, 300, 600],
        ["2024-05-02", 50, "休息", 20, 70],
        *[[f"2024-05-{day:02}", 10, 20, 30, 60] for day in range(3, 9)],
    ]
    found = prepared(tmp_path, rows)
    assert lines(found, "date", "shop", "amount_minor")[:3] == [
        (dt.date(2024, 5, 1), "城西店", 10_000), (dt.date(2024, 5, 1), "城东店", 20_000),
        (dt.date(2024, 5, 1), "滨江店", 30_000),
    ]  # fmt: skip
    (table,) = found.tables()
    assert len(table) == 5 + 18
    assert [(one.row, one.value) for one in table.problems] == [(3, "休息")]


def test_customers_down_and_products_across_take_the_month_of_the_title(tmp_path: Path) -> None:
    rows = [
        ["2024年5月订货金额"],
        ["客户", "东北大米", "花生油", "挂面", "小计"],
        ["张伟", 80, 60, None, 140],
        ["王芳", None, None, 9, 9],
    ]
    assert lines(prepared(tmp_path, rows), "name", "product", "date", "amount_minor") == [
        ("张伟", "东北大米", dt.date(2024, 5, 1), 8_000),
        ("张伟", "花生油", dt.date(2024, 5, 1), 6_000),
        ("王芳", "挂面", dt.date(2024, 5, 1), 900),
    ]  # fmt: skip


def test_a_customer_list_with_months_is_both(tmp_path: Path, store: Store) -> None:
    rows = [
        ["2024年会员消费"],
        ["姓名", "手机", "等级", "生日", "1月", "2月", "3月", "全年合计"],
        ["张伟", "13812345671", "VIP", "1990-01-02", 10, 20, 30, 60],
        ["王芳", "13812345672", "普通", "", None, 5, None, 5],
    ]
    found = prepared(tmp_path, rows)
    assert [one.kind for one in found.sheets] == ["customers", "sales"]
    report = store.write("Import", job.apply, found).value
    assert (report.contacts_new, report.sales_new, report.totals) == (2, 4, {"CNY": 6_500})


def test_a_list_with_some_numbers_is_left_alone(tmp_path: Path) -> None:
    rows = [
        ["2024年会员"],
        ["姓名", "手机", "身高", "体重", "鞋码", "备注"],
        ["张伟", "13812345671", 178, 70, 42, ""],
        ["王芳", "13812345672", 162, 50, 37, ""],
    ]
    found = prepared(tmp_path, rows)
    (table,) = found.tables()
    assert table.kind == "customers"
    assert table.columns["remark"][0] == "身高: 178\n体重: 70\n鞋码: 42"


def test_it_can_be_switched_off_column_by_column(tmp_path: Path) -> None:
    rows = [["2024年"], ["客户", "1月", "2月", "3月"], ["张伟", 100, 20, 50], ["王芳", 1, 2, 3]]
    found = prepared(tmp_path, rows)
    off = found.changed(0, kind="customers")
    (table,) = off.tables()
    assert table.kind == "customers" and len(table) == 2
    one_less = found.changed(0, fields={3: "ignore"})
    assert len(one_less.tables()[0]) == 4

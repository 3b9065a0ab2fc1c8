"""Headers found wherever they are; every row that is no record told apart, with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.exchange.read import open_workbook
from crm_desktop.exchange.sheets import Sheet
from crm_desktop.exchange.understand import WHY, RowKind, understand
from tests.exchange import workbooks


def layout_of(*rows: list[Any]) -> Any:
    return understand(Sheet("表", [["" if cell is None else cell for cell in row] for row in rows]))


def test_a_customer_list_with_everything_around_it(tmp_path: Path) -> None:
    path = workbooks.xlsx(
        tmp_path / "a.xlsx",
        {"客户": workbooks.CUSTOMER_SHEET},
        workbooks.dress_customers,
    )
    (sheet,) = open_workbook(path).sheets
    layout = understand(sheet)
    assert layout.header_rows == (2, 3)
    assert layout.headings[4:6] == ("手机", "固定电话")
    assert layout.parents[4:6] == ("联 系 方 式", "联 系 方 式")
    assert [str(kind) for kind in layout.kinds] == [
        "title", "title", "header", "header", "group", "data", "data", "data", "blank", "data",
        "subtotal", "group", "data", "data", "subtotal", "total", "blank", "footer",
    ]  # fmt: skip


def test_a_ledger_of_one_month(tmp_path: Path) -> None:
    path = workbooks.xlsx(tmp_path / "a.xlsx", {"3月": workbooks.SALES_SHEET})
    (sheet,) = open_workbook(path).sheets
    layout = understand(sheet, "销售台账2024")
    assert (layout.year, layout.month) == (2024, 3)
    assert layout.header_rows == (2,)
    assert layout.kinds[3] is RowKind.CARRIED
    assert layout.kinds[7] is RowKind.SUBTOTAL
    assert layout.kinds[-2:] == (RowKind.TOTAL, RowKind.FOOTER)
    assert len(layout.data_rows()) == 6


def test_the_header_is_found_without_titles_and_far_down() -> None:
    head, row = ["姓名", "手机", "地址"], ["张三", "13812345679", "文三路1号"]
    assert layout_of(head, row).header_rows == (0,)
    titles = [["清单", None, None]] + [[None, None, None]] * 8
    assert layout_of(*titles, head, row, row).header_rows == (9,)


def test_an_english_export_is_understood() -> None:
    layout = layout_of(
        ["Order Date", "Customer", "Product", "Qty", "Total"],
        ["2024-05-01", "Acme Ltd", "Filter", 2, 10.0],
        ["Total", None, None, 2, 10.0],
    )
    assert [str(kind) for kind in layout.kinds] == ["header", "data", "total"]


def test_a_header_repeated_for_printing_is_no_record() -> None:
    head = ["序号", "姓名", "手 机", "备注"]
    layout = layout_of(
        head, [1, "张三", "13812345679", None], head, [2, "李四", "13912345679", None]
    )
    assert layout.kinds[2] is RowKind.REPEATED_HEADER


def test_headings_we_do_not_know_are_a_header_over_numbers() -> None:
    layout = layout_of(["甲", "乙"], ["a", 1.0], ["b", 2.0])
    assert layout.header_rows == (0,)
    assert layout_of([1.0, 2.0], [3.0, 4.0]).header_rows == ()


@pytest.mark.parametrize(
    "label",
    [
        "合计",
        "合  计",
        "总计：",
        "本月合计",
        "小计",
        "本日小计",
        "小 计:",
        "累计",
        "Total",
        "Grand Total",
        "Subtotal:",
    ],
)
def test_totals_by_any_name(label: str) -> None:
    layout = layout_of(
        ["日期", "客户", "品名", "金额"], ["2024-5-1", "张三", "米", 5.0], [None, label, None, 5.0]
    )
    assert layout.kinds[2] in (RowKind.TOTAL, RowKind.SUBTOTAL)


@pytest.mark.parametrize("name", ["小季", "共济堂药店", "合计堂", "总部食堂", "Total Wine Shop"])
def test_names_that_only_sound_like_totals_are_records(name: str) -> None:
    layout = layout_of(
        ["日期", "客户", "品名", "金额"],
        ["2024-5-1", "张三", "米", 5.0],
        ["2024-5-2", name, "米", 5.0],
    )
    assert layout.kinds[2] is RowKind.DATA


def test_a_record_with_only_a_name_is_a_record() -> None:
    layout = layout_of(
        ["序号", "姓名", "手机"], [1.0, "张三", None], [None, "李四", None], [3.0, None, None]
    )
    assert [str(kind) for kind in layout.kinds[1:]] == ["data", "data", "blank"]


def test_every_reason_can_be_said() -> None:
    assert set(WHY) == set(RowKind) - {RowKind.DATA}

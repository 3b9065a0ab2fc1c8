"""Headings in both scripts and English; the values decide where the words do not."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.exchange import headings
from crm_desktop.exchange.mapping import EXTRA, UNKNOWN, looks_like_summary, map_columns
from crm_desktop.exchange.sheets import Sheet
from crm_desktop.exchange.understand import understand


def mapped(*rows: list[Any], name: str = "表") -> tuple[str, dict[str, str]]:
    sheet = Sheet(name, [["" if cell is None else cell for cell in row] for row in rows])
    kind, columns = map_columns(sheet, understand(sheet))
    return kind, {column.heading: column.field for column in columns}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("客户名称", "customer"),
        ("客戶名稱", "customer"),
        ("联 系 电 话", "phone"),
        ("聯絡電話", "phone"),
        ("手机\n号码", "mobile"),
        ("*手机号（必填）", "mobile"),
        ("欠款（元）", "debt"),
        ("单价(元)", "price"),
        ("建档 日期", "since"),
        ("Unit Price", "price"),
        ("E-mail", "email"),
        ("Order No.", "order_no"),
        ("Customer Name", "name"),
        ("卡号 ", "card_no"),
        ("收款方式", "pay_method"),
        ("QTY", "quantity"),
        ("客户联系电话", "phone"),
        ("Date of Birth", "birthday"),
    ],
)
def test_headings_are_known_in_every_spelling(heading: str, field: str) -> None:
    assert headings.fields_of(heading)[0][0] == field


@pytest.mark.parametrize("heading", ["", "张三", "2024年5月", "xyzzy", "13812345679"])
def test_other_words_are_no_headings(heading: str) -> None:
    assert headings.fields_of(heading)[0] == ()


def test_kinds_of_sheets() -> None:
    assert mapped(["姓名", "手机", "生日"], ["张三", "13812345679", "1990-5-1"])[0] == "customers"
    assert (
        mapped(["日期", "客户", "品名", "数量", "金额"], ["2024-5-1", "张三", "米", 1.0, 2.0])[0]
        == "sales"
    )
    assert mapped(["商品名称", "规格", "单价", "库存"], ["米", "10kg", 80.0, 5.0])[0] == "products"
    assert mapped(["日期", "客户", "跟进记录"], ["2024-5-1", "张三", "电话"])[0] == "follow_ups"
    assert mapped(["月份", "销售额"], ["1月", 100.0])[0] == UNKNOWN


def test_a_heading_of_two_meanings_goes_by_its_sheet_and_values() -> None:
    _kind, fields = mapped(
        ["日期", "单位", "品名", "数量", "单位 ", "单价", "金额"],
        ["2024-5-1", "杭州顺达商贸有限公司", "米", 1.0, "袋", 80.0, 80.0],
        ["2024-5-2", "宁波好味食品厂", "油", 1.0, "瓶", 20.0, 20.0],
    )
    assert (fields["单位"], fields["单位 ".strip()]) in (("unit", "unit"), ("customer", "customer"))
    sheet = Sheet("表", [["日期", "单位", "品名", "数量", "单位", "单价", "金额"],
                         ["2024-5-1", "杭州顺达商贸有限公司", "米", 1.0, "袋", 80.0, 80.0],
                         ["2024-5-2", "宁波好味食品厂", "油", 1.0, "瓶", 20.0, 20.0]])  # fmt: skip
    _kind, columns = map_columns(sheet, understand(sheet))
    assert [columns[1].field, columns[4].field] == ["customer", "unit"]


def test_a_phone_column_without_a_heading_is_told_by_its_values() -> None:
    _kind, fields = mapped(
        ["姓名", "地址", "甲栏"], *[[f"张{n}", "文三路", f"1381234567{n}"] for n in range(5)]
    )
    assert fields["甲栏"] == "mobile"


def test_an_unknown_column_is_kept_as_extra_and_samples_are_shown() -> None:
    sheet = Sheet("表", [["姓名", "手机", "血型"], ["张三", 13812345679.0, "A"]])
    _kind, columns = map_columns(sheet, understand(sheet))
    assert columns[2].field == EXTRA
    assert columns[1].samples == ("13812345679",)


def test_a_kind_can_be_given() -> None:
    sheet = Sheet("表", [["日期", "客户", "金额", "品名"], ["2024-5-1", "张三", 5.0, "米"]])
    kind, columns = map_columns(sheet, understand(sheet), "customers")
    assert kind == "customers"
    assert columns[1].field == "customer"


@pytest.mark.parametrize(
    ("name", "summary"),
    [("汇总", True), ("年度统计表", True), ("Summary", True), ("1月", False), ("客户资料", False)],
)
def test_summary_sheets_by_name(name: str, summary: bool) -> None:
    assert looks_like_summary(name) is summary


def test_exports_of_phone_books_are_understood_by_whole_words() -> None:
    kind, fields = mapped(
        [
            "First Name",
            "Middle Name",
            "Last Name",
            "Phonetic First Name",
            "Organization Name",
            "Labels",
            "E-mail 1 - Label",
            "E-mail 1 - Value",
            "Phone 1 - Label",
            "Phone 1 - Value",
        ],
        [
            "Ann",
            "",
            "Lee",
            "",
            "Acme Ltd",
            "* myContacts",
            "Work",
            "a@b.com",
            "Mobile",
            "+1 212 555 0123",
        ],
    )
    assert kind == "customers"
    assert fields == {
        "First Name": "first_name",
        "Middle Name": "ignore",
        "Last Name": "last_name",
        "Phonetic First Name": EXTRA,
        "Organization Name": "customer",
        "Labels": "tags",
        "E-mail 1 - Label": "ignore",
        "E-mail 1 - Value": "email",
        "Phone 1 - Label": "ignore",
        "Phone 1 - Value": "phone",
    }


def test_a_shop_platforms_export_is_understood() -> None:
    kind, fields = mapped(
        [
            "订单编号",
            "买家实际支付金额",
            "订单状态",
            "收货人姓名",
            "联系手机",
            "订单创建时间",
            "宝贝标题",
            "总金额",
        ],
        ["1", "88", "交易成功", "张三", "13812345679", "2024-05-01 10:00:00", "茶", "88"],
    )
    assert kind == "sales"
    assert [
        fields[one] for one in ("订单创建时间", "收货人姓名", "总金额", "买家实际支付金额")
    ] == [
        "date",
        "customer",
        "amount",
        EXTRA,
    ]


def test_a_list_without_headings_is_told_by_its_values() -> None:
    rows = [
        [name, f"1381234567{n}", f"文三路{n}号"] for n, name in enumerate(("张三", "李四", "王五"))
    ]
    sheet = Sheet("", rows)
    kind, columns = map_columns(sheet, understand(sheet))
    assert (kind, [one.field for one in columns]) == ("customers", ["name", "mobile", "address"])

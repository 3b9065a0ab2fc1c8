"""Workbooks are read back: real numbers, dates and texts, never formulas."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from crm_desktop.core import i18n
from crm_desktop.reports import excel
from crm_desktop.reports.document import Column, Kind, Report, Row, Styled, Table
from tests.reports import samples


def read_back(report: Report) -> openpyxl.Workbook:
    file = io.BytesIO()
    with i18n.using(report.language):
        excel.write(report, file)
    file.seek(0)
    return openpyxl.load_workbook(file)


def rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def test_the_month_has_an_about_sheet_and_its_data() -> None:
    book = read_back(samples.monthly_report())
    assert book.sheetnames == [
        "说明",
        "关键数字",
        "近 12 个月",
        "按客户类型",
        "消费最多的客户",
        "应收款账龄",
        "好久没来的老客户",
        "未收齐的销售",
    ]
    about = [row[0] for row in rows(book["说明"])]
    assert about[:3] == ["客户月报", "2026 年 5 月", "清源净水"]
    assert "5 月销售额 ¥6,000，比 4 月多 20%，是近一年最好的一个月。" in about
    assert "6 月先做三件事" in about
    assert "这些数字怎么算" in about


def test_numbers_are_numbers() -> None:
    book = read_back(samples.monthly_report(language="en"))
    figures = rows(book["Key figures"])
    assert figures[0] == (None, "Sales", "Orders", "Average order", "New customers", "Repeat rate")
    assert figures[1] == ("This month", 6_000, 10, 600, 2, 0.41)
    assert figures[3][1] == 4_000
    assert book["Key figures"]["F2"].number_format == "0.0%"
    months = rows(book["12 months"])
    assert (months[-1][0].date(), *months[-1][1:]) == (dt.date(2026, 5, 1), 4_200, 1_800, 4_000)
    lapsed = rows(book["Lapsed regulars"])
    assert len(lapsed) == 1 + 14
    assert lapsed[1][2] == 40
    assert lapsed[1][-1] == "Do: call and ask how they are doing; last bought: RO 膜"


def test_charts_are_live() -> None:
    book = read_back(samples.monthly_report())
    assert {name for name in book.sheetnames if book[name]._charts} == {
        "近 12 个月",
        "按客户类型",
        "应收款账龄",
    }


def test_texts_never_become_formulas() -> None:
    book = read_back(samples.monthly_report(samples.hostile_month()))
    names = [row[1] for row in rows(book["消费最多的客户"])[1:]]
    assert names[:2] == ["<b>粗</b>", "=cmd|' /C calc'!A0"]
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)


def test_what_excel_refuses_is_dropped() -> None:
    table = Table((Column("a"),), (Row(("x\x00\x0by",)), Row(("z" * 40_000,))), sheet="S")
    found = rows(read_back(samples.report(table))["S"])
    assert found[1] == ("xy",)
    assert found[2] == ("z" * 32_767,)


def test_sheet_names_are_made_valid_and_unique() -> None:
    tables = [
        Table((Column("a"),), (Row(("1",)),), sheet=name)
        for name in ("A/B:C*?[x]", "Same", "same", "long name " * 9, "long name " * 9)
    ]
    names = read_back(samples.report(*tables)).sheetnames
    assert len({name.lower() for name in names}) == len(names) == 6
    assert all(len(name) <= 31 for name in names)


def test_a_styled_word_without_a_number_is_that_word() -> None:
    table = Table((Column("a", Kind.CHANGE),), (Row((Styled(None, "New"),)),), sheet="S")
    assert rows(read_back(samples.report(table))["S"])[1] == ("New",)


def test_a_sheet_of_data_is_a_native_table_without_its_totals() -> None:
    columns = (Column("Who"), Column("Owed", Kind.MONEY))
    lines = (Row(("A", 100)), Row(("B", 200)), Row(("Total", 300), total=True))
    unnamed = Table((Column(""), Column("n")), (Row(("x", "y")),), sheet="Unnamed")
    made = samples.report(Table(columns, lines, sheet="Debts"), unnamed)
    book = read_back(made)
    assert [row[0] for row in rows(book["Debts"])] == ["Who", "A", "B"]
    assert [one.ref for one in book["Debts"].tables.values()] == ["A1:B3"]
    assert not book["Unnamed"].tables and book["Unnamed"].auto_filter.ref == "A1:B2"
    assert "Total" in samples.page_texts(samples.as_pdf(made))[0]

"""Workbooks filled: real numbers and days, no formulas from data, rows with all they carry."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.datavalidation import DataValidation

from crm_desktop.core.errors import UserError
from crm_desktop.exchange import fill_workbook
from crm_desktop.exchange.office_package import open_package
from crm_desktop.services.care.merge_fields import Merge
from crm_desktop.services.documents import document_values
from crm_desktop.services.documents.document_values import FieldValue
from tests.exchange.office_files import part, sheet_of, xlsx
from tests.exchange.test_fill_word import names


def filled(build: Any, values: dict[str, FieldValue], lines: Any = ()) -> tuple[Any, Merge, bytes]:
    merge = Merge(names(), values, lines)
    content = fill_workbook.fill(open_package(xlsx(build), "t.xlsx"), merge)
    return sheet_of(content), merge, content


def goods(*amounts: int) -> list[dict[str, FieldValue]]:
    return [
        {
            "line.name": FieldValue(f"G{number}"),
            "line.quantity": document_values.quantity(number * 1_500),
            "line.amount": document_values.amount(minor),
        }
        for number, minor in enumerate(amounts, start=1)
    ]


def test_numbers_and_days_are_cells_of_their_own_kind() -> None:
    def build(sheet: Any) -> None:
        sheet["A1"] = "{{合计}}"
        sheet["A2"] = " {{日期}} "
        sheet["A3"] = "{{order.total}}"
        sheet["A3"].number_format = "[$¥]#,##0"
        sheet["A4"] = "Total: {{order.total}} on {{today.date}}"

    sheet, _merge, _content = filled(
        build,
        {
            "order.total": document_values.amount(1_234_550),
            "today.date": document_values.day(dt.date(2026, 6, 18)),
        },
    )
    assert sheet["A1"].value == 12345.5 and sheet["A1"].number_format == "#,##0.00"
    assert sheet["A2"].value.date() == dt.date(2026, 6, 18) and sheet["A2"].is_date
    assert sheet["A3"].value == 12345.5 and sheet["A3"].number_format == "[$¥]#,##0"
    assert sheet["A4"].value == "Total: ¥12,345.50 on 18 Jun 2026"


@pytest.mark.parametrize(
    "nasty",
    ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "=cmd|'/c calc'!A1", "#N/A", "1e9"],
)
def test_a_value_never_becomes_a_formula_or_anything_but_its_text(nasty: str) -> None:
    def build(sheet: Any) -> None:
        sheet["A1"] = "{{customer.name}}"
        sheet["A2"] = "{{customer.name}} {{customer.phone}}"

    value = {"customer.name": FieldValue(nasty)}
    sheet, _merge, content = filled(build, value)
    for cell, text in ((sheet["A1"], nasty), (sheet["A2"], f"{nasty} ")):
        assert (cell.value, cell.data_type) == (text, "s")
        assert bool(cell.quotePrefix) == (nasty[0] in "=+-@")
    assert "<f>" not in part(content, "xl/worksheets/sheet1.xml")


def test_what_excel_cannot_hold_is_cut_or_left_out() -> None:
    def build(sheet: Any) -> None:
        sheet["A1"], sheet["A2"], sheet["A3"] = "{{customer.name}}", "{{日期}}", "{{客户备注}}"

    sheet, _merge, _content = filled(
        build,
        {
            "customer.name": FieldValue("a\x00b\x1fc\ud800"),
            "today.date": document_values.day(dt.date(1880, 1, 1)),
            "customer.remark": FieldValue("x" * 50_000),
        },
    )
    assert sheet["A1"].value == "abc" and sheet["A2"].value == "1 Jan 1880"
    assert sheet["A3"].value == "x" * 20_000


def test_fields_in_formulas_are_left_and_told() -> None:
    sheet, merge, _content = filled(
        lambda sheet: sheet.append(['="To {{customer.name}}"', "{{nobody}}"]),
        {"customer.name": FieldValue('"&1&"')},
    )
    assert sheet["A1"].value == '="To {{customer.name}}"' and sheet["B1"].value == "{{nobody}}"
    assert set(merge.unknown) == {"{{customer.name}}", "{{nobody}}"}


def build_invoice(sheet: Any) -> None:
    thin = Side(style="thin")
    sheet.title = "Bill"
    sheet.append(["{{customer.name}}"])
    sheet.append(["Goods", "Quantity", "Amount", "Twice"])
    sheet.append(["{{品名}}", "{{数量}}", "{{金额}}", "=C3*2"])
    sheet["A3"].font = Font(bold=True)
    sheet["A3"].border = Border(left=thin)
    sheet.row_dimensions[3].height = 33
    sheet.append(["Total", None, "=SUM(C3:C3)", "=C4+C$3"])
    sheet.append(["Thank you"])
    sheet.row_dimensions[5].height = 44
    sheet.merge_cells("A5:C5")
    sheet.merge_cells("E3:F3")
    sheet["A6"] = "=Bill!C4"
    sheet.print_area = "A1:F6"
    check = DataValidation(type="list", formula1='"a,b"')
    check.add("A5:A6")
    sheet.add_data_validation(check)
    sheet.conditional_formatting.add("C3:C4", CellIsRule(operator="lessThan", formula=["0"]))
    sheet.parent.create_sheet("Other")["A1"] = "=Bill!C4+SUM(Bill!C2:C3)+C4"


def test_rows_of_goods_move_what_hangs_on_the_rows_below() -> None:
    sheet, _merge, _content = filled(
        build_invoice, {"customer.name": FieldValue("Anna")}, goods(100, 250, -50)
    )
    assert [[cell.value for cell in row[:4]] for row in sheet.iter_rows(1, 8)] == [
        ["Anna", None, None, None],
        ["Goods", "Quantity", "Amount", "Twice"],
        ["G1", 1.5, 1, "=C3*2"],
        ["G2", 3, 2.5, "=C4*2"],
        ["G3", 4.5, -0.5, "=C5*2"],
        ["Total", None, "=SUM(C3:C5)", "=C6+C$3"],
        ["Thank you", None, None, None],
        ["=Bill!C6", None, None, None],
    ]
    assert all(sheet.cell(row, 1).font.bold for row in (3, 4, 5)) and not sheet["A6"].font.bold
    assert sheet["A5"].border.left.style == "thin"
    assert [sheet.row_dimensions[row].height for row in (3, 4, 5, 7)] == [33, 33, 33, 44]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert merged == {"A7:C7", "E3:F3", "E4:F4", "E5:F5"}
    assert sheet.print_area == "'Bill'!$A$1:$F$8"
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["A7:A8"]
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["C3:C6"]
    assert sheet.parent["Other"]["A1"].value == "=Bill!C6+SUM(Bill!C2:C5)+C4"


def test_no_goods_leave_one_blank_row() -> None:
    sheet, merge, _content = filled(build_invoice, {"customer.name": FieldValue("Anna")})
    assert [cell.value for cell in sheet[3][:4]] == [None, None, None, "=C3*2"]
    assert sheet["C4"].value == "=SUM(C3:C3)" and "line.name" in merge.blank


def test_two_rows_for_each_of_the_goods_stay_together() -> None:
    def build(sheet: Any) -> None:
        sheet.append(["{{line.name}}"])
        sheet.append(["{{line.amount}}"])
        sheet.append(["end"])

    sheet, _merge, _content = filled(build, {}, goods(100, 200))
    assert [row[0].value for row in sheet.iter_rows()] == ["G1", 1, "G2", 2, "end"]


def test_goods_without_end_are_a_sentence() -> None:
    many = [{"line.name": FieldValue("x")}] * (fill_workbook.MOST_ROWS + 1)
    with pytest.raises(UserError, match="too long"):
        filled(lambda sheet: sheet.append(["{{line.name}}"]), {}, many)


def test_a_number_keeps_its_cents() -> None:
    assert document_values.amount(10, "CNY").plain == Decimal("0.10")
    assert document_values.amount(10, "JPY").plain == Decimal(10)

"""From source files to clean tables: what goes in, what is left out, and what is said about it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from crm_desktop.core.errors import Cancelled, SourceProblem
from crm_desktop.db.store import Store
from crm_desktop.exchange import hidden_parts, job
from crm_desktop.exchange.job import Prepared
from crm_desktop.exchange.prepared_sheet import LeftOut
from crm_desktop.exchange.understand import RowKind
from crm_desktop.exchange.write_problems import write_problems
from crm_desktop.services.imports.imports_data import CleanTable, ImportOptions, Severity
from tests.exchange import workbooks


def prepared(
    tmp_path: Path, rows: workbooks.Rows, dress: workbooks.Dress | None = None
) -> Prepared:
    return job.prepare([workbooks.xlsx(tmp_path / "a.xlsx", {"表": rows}, dress)])


def table_of(found: Prepared) -> CleanTable:
    (table,) = found.tables()
    return table


def noted(table: CleanTable) -> list[tuple[int, str]]:
    return [(problem.row, problem.code) for problem in table.problems]


def test_a_customer_list_becomes_records(tmp_path: Path) -> None:
    table = table_of(prepared(tmp_path, workbooks.CUSTOMER_SHEET, workbooks.dress_customers))
    columns = table.columns
    assert table.kind == "customers"
    assert list(table.rows) == [6, 7, 8, 10, 13, 14]
    assert columns["name"] == ["薛轩", "袁总", "宁波顺兴水产商行", "姚强", "上海好味食品厂", "薛軒"]
    assert columns["title"][3] == "老板"
    assert columns["kind"] == ["person", "person", "company", "person", "company", "person"]
    assert columns["contact_person"][2] == "龙雨龙"
    keys = [[phone.key for phone in row] for row in columns["phones"]]
    assert keys[2] == ["+8613680300900", "+8618717243554", "+8657434035034"]
    assert keys[3] == []
    assert columns["phones"][4][1].extension == "12"
    assert columns["since"][2] == dt.date(2024, 3, 5)
    assert columns["debt_minor"] == [None, 150_000, 440_000, 3_200_000, None, -30_000]
    assert (10, "digits_lost") in noted(table)
    assert columns["remark"][3] == "手机: 1.77E+10"
    assert "total_differs" not in {code for _row, code in noted(table)}


def test_a_ledger_becomes_sale_lines(tmp_path: Path) -> None:
    table = table_of(prepared(tmp_path, workbooks.SALES_SHEET))
    columns = table.columns
    assert table.kind == "sales"
    assert [str(day) for day in columns["date"]] == [
        "2024-03-02", "2024-03-02", "2024-03-05", "2024-03-08", "2024-03-08", "2024-03-09",
    ]  # fmt: skip
    assert columns["order_no"] == ["XS001", "XS001", "XS002", "XS003", "XS003", "XS004"]
    assert columns["name"] == ["薛轩", "薛轩", "宁波顺兴水产商行", "秦师傅", "秦师傅", "薛轩"]
    assert columns["quantity_milli"] == [5000, 9300, 1000, -2000, 3000, 2000]
    assert columns["unit"][1] == "kg"
    assert columns["amount_minor"] == [10950, 35898, 2190, -1900, 0, 1_200_000]
    assert columns["gift"] == [False, False, False, False, True, False]
    codes = {code for _row, code in noted(table)}
    assert codes == {
        "year_added",
        "month_added",
        "free",
        "short_wan",
        "surname_only",
        "amount_differs",
    }


def test_a_wrong_total_of_the_sheet_is_said(tmp_path: Path) -> None:
    rows = [["姓名", "手机", "欠款"], ["张三", "13812345679", 100], ["合计", None, 90]]
    (problem,) = table_of(prepared(tmp_path, rows)).problems
    assert (problem.row, problem.code, problem.value) == (3, "total_differs", "90.00")


def test_a_blank_cell_never_receives_its_neighbours_value(tmp_path: Path) -> None:
    rows = [
        ["姓名", "手机", "邮箱", "地址", "等级"],
        ["张三", "13812345679", "a@b.cn", "文三路1号", "金卡"],
        ["李四", None, None, None, None],
        ["王五", "同上", None, "同上", None],
    ]
    columns = table_of(prepared(tmp_path, rows)).columns
    assert columns["phones"][1:] == [(), ()]
    assert columns["emails"][1:] == [(), ()]
    assert columns["address"] == ["文三路1号", "", ""]
    assert columns["level"] == ["金卡", "", ""]


def test_explicit_dittos_are_followed_except_for_phones(tmp_path: Path) -> None:
    rows = [["姓名", "手机", "地址"], ["张三", "13812345679", "文三路1号"], ["李四", "同上", "〃"]]
    table = table_of(prepared(tmp_path, rows))
    assert table.columns["address"] == ["文三路1号", "文三路1号"]
    assert table.columns["phones"][1] == ()


def test_more_people_of_one_customer_below_it(store: Store, tmp_path: Path) -> None:
    rows = [
        ["客户名称", "联系人", "手机", "地址"],
        ["顺达商贸有限公司", "王五", "13812345671", "文三路1号"],
        [None, "赵六", "13812345672", None],
        [None, "钱七", "13812345673", None],
        ["好味食品厂", "孙八", "13812345674", None],
        [None, None, "13812345675", None],
    ]
    found = prepared(tmp_path, rows, lambda sheet: sheet.merge_cells("A2:A3"))
    columns = table_of(found).columns
    assert columns["same_as_above"] == [False, True, True, False, False]
    assert columns["phones"][1][0].label == "赵六"
    assert noted(table_of(found)) == [(4, "continued")]
    report = store.write("Import", job.apply, found).value
    assert report.contacts_new == 3


def test_merged_amounts_are_not_counted_twice(tmp_path: Path) -> None:
    rows = [
        ["日期", "单号", "客户", "品名", "数量", "单价", "金额", "已收"],
        ["2024-5-1", "A1", "张三", "米", 1, 80, 80, 100],
        [None, None, None, "油", 1, 20, 20, None],
    ]

    def merge(sheet: Worksheet) -> None:
        for area in ("A2:A3", "B2:B3", "C2:C3", "H2:H3"):
            sheet.merge_cells(area)

    columns = table_of(prepared(tmp_path, rows, merge)).columns
    assert columns["received_minor"] == [10000, 0]
    assert columns["order_no"] == ["A1", "A1"]


def test_a_walk_in_between_named_customers_stays_one(tmp_path: Path) -> None:
    rows = [
        ["日期", "客户", "品名", "金额"],
        ["2024-5-1", "张三", "米", 80],
        ["2024-5-2", None, "油", 20],
        [None, None, "盐", 3],
    ]
    columns = table_of(prepared(tmp_path, rows)).columns
    assert columns["name"] == ["张三", "", ""]
    assert str(columns["date"][2]) == "2024-05-02"


def test_hidden_rows_come_in_with_a_note_and_comments_go_to_the_remark(tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet["A2"].comment = Comment("新号码 13900139000", "王")

    table = table_of(prepared(tmp_path, [["姓名", "手机"], ["张三", 13812345679]], dress))
    assert noted(table) == [(2, "hidden_row"), (2, "cell_comment")]
    assert table.columns["remark"] == ["Comment: 新号码 13900139000"]
    assert len(table.columns["phones"][0]) == 1


def test_unknown_columns_and_unreadable_values_stay_in_the_remark(tmp_path: Path) -> None:
    rows = [["姓名", "生日", "血型", "备注"], ["张三", "1985年2月30日", "A", "要开票"]]
    assert table_of(prepared(tmp_path, rows)).columns["remark"] == [
        "要开票\n血型: A\n生日: 1985年2月30日"
    ]


def test_hidden_and_summary_sheets_wait_for_the_users_word(store: Store, tmp_path: Path) -> None:
    sale = [["日期", "客户", "品名", "金额"], ["2024-5-1", "张三", "米", 80]]
    total = [["月份", "销售额"], ["5月", 80]]
    old = [["客户名称", "手机"], ["贾峰", 18775482862]]

    def hide(sheet: Worksheet) -> None:
        if sheet.title == "作废":
            sheet.sheet_state = "hidden"

    sheets = {"汇总": total, "5月": sale, "作废": old, "Sheet3": []}
    found = job.prepare([workbooks.xlsx(tmp_path / "a.xlsx", sheets, hide)])
    assert [one.left_out for one in found.sheets] == [
        LeftOut.SUMMARY, LeftOut.NO, LeftOut.HIDDEN, LeftOut.EMPTY,
    ]  # fmt: skip
    assert [table.sheet for table in found.tables()] == ["5月"]
    with store.read() as session:
        said = {one.sheet: one.left_out for one in job.preview(session, found).sheets}
    assert said["5月"] == "" and "hidden" in said["作废"] and "sums up" in said["汇总"]
    asked = found.changed(2, include=True)
    assert [table.sheet for table in asked.tables()] == ["作废", "5月"]
    assert asked.tables()[0].columns["name"] == ["贾峰"]


def test_the_mapping_can_be_changed(tmp_path: Path) -> None:
    found = prepared(tmp_path, [["姓名", "手机", "暗号"], ["张三", "13812345679", "wx123"]])
    changed = found.changed(0, fields={2: "wechat"})
    assert table_of(changed).columns["wechat"] == ["wx123"]
    assert table_of(found).columns["wechat"] == [""]


def test_options_apply_to_all_sheets(tmp_path: Path) -> None:
    found = prepared(tmp_path, [["姓名", "电话"], ["张三", "62345678"]])
    again = found.with_options(ImportOptions(default_area="010"))
    assert table_of(again).columns["phones"][0][0].key == "+861062345678"


def test_a_file_without_a_list_is_said_and_cancelling_stops(tmp_path: Path) -> None:
    path = workbooks.xlsx(tmp_path / "a.xlsx", {"x": [["甲", "乙"], ["a", 1]]})
    with pytest.raises(SourceProblem, match="No list of customers or sales"):
        job.prepare([path])

    def stop(done: int, total: int, text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        job.prepare([path], progress=stop)


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    rows = [["姓名", "手机"], ["张三", "13812345679"]]
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    paths = [workbooks.csv(tmp_path / folder / "a.csv", rows) for folder in ("1", "2")]
    assert len({table.file for table in job.prepare(paths).tables()}) == 2


def test_rows_that_cannot_go_in_come_back_in_a_workbook(tmp_path: Path) -> None:
    rows = [
        ["日期", "客户", "品名", "金额", "备注"],
        ["待定", "张三", "米", 80, "=1+1"],
        ["2024-5-1", "李四", "油", 20, None],
        ["2024-5-2", "王五", "盐", "面议", "-2"],
    ]
    found = job.prepare([workbooks.csv(tmp_path / "a.csv", rows)])
    failed = [one for one in found.problems() if one.severity is Severity.ROW]
    assert [(one.row, one.code) for one in failed] == [(2, "no_date"), (4, "no_amount")]
    assert found.record_count() == 1
    assert write_problems(found, found.problems(), tmp_path / "errors.xlsx") == 2
    book = load_workbook(tmp_path / "errors.xlsx")
    sheet = book.worksheets[0]
    cells: list[list[Any]] = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0] == ["日期", "客户", "品名", "金额", "备注", "Reason"]
    assert cells[1][:5] == ["待定", "张三", "米", "80", "=1+1"]
    assert sheet["E2"].data_type == "s"
    assert "no date" in cells[1][5]
    assert len(cells) == 3


def test_the_workbook_of_problems_comes_in_again_once_put_right(tmp_path: Path) -> None:
    rows = [["日期", "客户", "品名", "金额"], ["待定", "张三", "米", 80]]
    found = prepared(tmp_path, rows)
    write_problems(found, found.problems(), tmp_path / "errors.xlsx")
    book = load_workbook(tmp_path / "errors.xlsx")
    book.worksheets[0]["A2"] = "2024-5-1"
    book.save(tmp_path / "errors.xlsx")
    again = job.prepare([tmp_path / "errors.xlsx"])
    (table,) = again.tables()
    assert table.columns["amount_minor"] == [8000]
    assert not [one for one in again.problems() if one.severity is Severity.ROW]


def _hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True


def test_what_is_hidden_is_in_unless_the_user_leaves_it_out(tmp_path: Path) -> None:
    rows = [["姓名", "手机", "地址"], ["张伟", "13812345671", "文三路1号"],
            ["王芳", "13812345672", "文三路2号"]]  # fmt: skip
    found = prepared(tmp_path, rows, _hide)
    assert len(table_of(found)) == 2
    assert table_of(found).columns["address"] == ["文三路1号", "文三路2号"]
    without = found.with_options(ImportOptions(hidden=False))
    assert list(table_of(without).columns["name"]) == ["张伟"]
    assert table_of(without).columns.get("address", [""])[0] == ""
    assert hidden_parts.counted(without.sheets[0]) == (1, 1)
    again = without.with_options(ImportOptions())
    assert table_of(again).columns == table_of(found).columns
    path = tmp_path / "a.xlsx"
    at_once = job.prepare([path], ImportOptions(hidden=False))
    assert table_of(at_once).columns == table_of(without).columns


def test_any_row_can_be_taken_for_something_else(tmp_path: Path) -> None:
    rows = [["姓名", "手机"], ["张伟", "13812345671"], ["合计", None], ["李四", "13812345673"]]
    found = prepared(tmp_path, rows)
    kinds = found.sheets[0].layout.kinds
    assert kinds[2] is RowKind.TOTAL
    other = found.changed(0, rows={1: RowKind.LEFT_OUT, 2: RowKind.DATA})
    assert list(table_of(other).columns["name"]) == ["合计", "李四"]

"""The import wizard from a dropped file to the undo, on real workbooks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.exchange.sheets import letter
from crm_desktop.services import search
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.sales import sale_list
from crm_desktop.services.sales.sale_list import SaleQuery
from crm_desktop.ui.exchange.mapping_table import FieldCombo, MappingRow
from crm_desktop.ui.exchange.page import CHOOSE, DONE, MATCH, PROBLEMS, ImportPage
from crm_desktop.ui.page import ImportFile
from tests.ui.exchange.conftest import CUSTOMERS, SALES, wait_until_understood


def _contacts(page: ImportPage) -> int:
    return int(page.shell.workspace.read(contact_list.count, ContactQuery()))


def _row(page: ImportPage, heading: str) -> MappingRow:
    return next(row for row in page.match_step.table.rows if row.column.heading == heading)


def _legend(page: ImportPage) -> dict[str, str]:
    lines = page.match_step.outcome.legend
    spoken = [lines.itemAt(n).widget().accessibleName() for n in range(lines.count())]
    return dict(line.rsplit(" ", 1) for line in spoken)


def _import(page: ImportPage, qtbot: QtBot) -> None:
    page.work.write()
    qtbot.waitUntil(lambda: page.steps.current() == DONE, timeout=20_000)


def _drop(page: ImportPage, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPoint(300, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)


def test_a_dropped_file_is_understood_and_foreseen(
    page: ImportPage, customers: Path, qtbot: QtBot
) -> None:
    before = _contacts(page)
    _drop(page, customers)
    wait_until_understood(page, qtbot)
    match = page.match_step
    assert page.title.text() == "Import customers"
    assert match.head_title.text() == "Headings are on row 2"
    assert match.head_note.text() == "1 title row above is skipped"
    assert [row.column.field for row in match.table.rows][:3] == ["ignore", "name", "phone"]
    # Harvest Kitchen is known by phone; the second Chen is the first again; one row has nobody.
    assert _legend(page) == {
        "New customers": "2",
        "Added to known customers": "1",
        "Same customer in several rows": "1",
        "Rows that cannot be read": "1",
    }
    assert page.foot.words.text() == "4 columns matched, 1 needs your choice, 1 left out"
    assert page.foot.now.text() == "Import 4 rows now"
    assert page.foot.on.text() == "Next: 2 problems"
    assert _contacts(page) == before  # nothing is written by looking


def test_the_wizard_goes_from_columns_to_problems_to_done_and_back_by_undo(
    matching: ImportPage, qtbot: QtBot
) -> None:
    page = matching
    before = _contacts(page)
    qtbot.mouseClick(page.foot.on, Qt.MouseButton.LeftButton)
    assert page.steps.current() == PROBLEMS
    groups = page.problems_step.groups
    assert [group.count for group in groups.shown()][:2] == [1, 1]
    assert (
        page.problems_step.summary.text() == "1 row cannot be imported · 1 value is kept as a note"
    )
    assert page.problems_step.table.row(0).problem.row == 6
    qtbot.keyClick(groups, Qt.Key.Key_Down)
    assert page.problems_step.table.row(0).problem.value == "1985年2月30日"
    qtbot.mouseClick(page.foot.on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.steps.current() == DONE, timeout=20_000)
    assert page.done_step.title.text() == "2 customers imported"
    assert _contacts(page) == before + 2
    hits = page.shell.workspace.read(search.search, "13957168802")
    assert [hit.name for hit in hits] == ["陈雅文"]
    qtbot.mouseClick(page.done_step.undo, Qt.MouseButton.LeftButton)
    assert _contacts(page) == before
    assert page.done_step.title.text() == "The import was undone"
    assert not page.done_step.undo.isVisible()


def test_the_question_about_a_column_is_answered_in_its_row(
    matching: ImportPage, qtbot: QtBot
) -> None:
    asked = _row(matching, "换芯")
    assert asked.asked
    assert matching.window().focusWidget() is asked.combo
    assert asked.combo.currentText() == "Choose a field…"
    asked.combo.fill()
    asked.combo.set_value("remark")
    asked.combo.activated.emit(asked.combo.currentIndex())
    qtbot.waitUntil(lambda: not _row(matching, "换芯").asked, timeout=20_000)
    assert matching.foot.words.text() == "5 columns matched, 1 left out"
    wait_until_understood(matching, qtbot)
    _import(matching, qtbot)
    rows = matching.shell.workspace.read(contact_list.page, ContactQuery(text="李建国"), 0, 5)
    assert len(rows) == 1


def test_a_field_combo_is_filled_only_when_it_is_looked_at(qtbot: QtBot) -> None:
    combo = FieldCombo("customers", "name", asked=False)
    qtbot.addWidget(combo)
    assert combo.count() == 1
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert combo.count() > 30
    assert combo.value() != ""


def test_the_same_file_again_changes_nothing_and_says_so(
    matching: ImportPage, customers: Path, qtbot: QtBot
) -> None:
    _import(matching, qtbot)
    after = _contacts(matching)
    matching.start_over()
    matching.read_files([customers])
    wait_until_understood(matching, qtbot)
    assert "New customers" not in _legend(matching)
    _import(matching, qtbot)
    assert matching.done_step.title.text() == "Nothing new in this file"
    assert not matching.done_step.undo.isVisible()
    assert _contacts(matching) == after


def test_known_customers_can_be_skipped_instead_of_filled(
    matching: ImportPage, qtbot: QtBot
) -> None:
    rule = matching.match_step.outcome.rule
    rule.set_value("skip")
    rule.activated.emit(rule.currentIndex())
    qtbot.waitUntil(lambda: "Skipped because known" in _legend(matching), timeout=20_000)
    assert "Added to known customers" not in _legend(matching)


def test_a_workbook_of_customers_and_sales_goes_in_at_once(
    page: ImportPage, workbook: Callable[..., Path], qtbot: QtBot
) -> None:
    path = workbook("全部.xlsx", 客户=CUSTOMERS, 销售=SALES, 汇总=(("月份", "金额"), ("5月", 320)))
    page.shell.go("exchange", ImportFile(path))
    wait_until_understood(page, qtbot)
    assert page.match_step.sheets.isVisible()
    page.match_step._go_to(1)
    assert page.title.text() == "Import sales"
    page.match_step._go_to(2)
    assert page.match_step.left_out.isVisible()
    assert not page.match_step.table.isVisible()
    _import(page, qtbot)
    report = page.done_step.report
    assert report is not None
    assert (report.sales_new, report.totals) == (2, {"CNY": 32_000})
    found = page.shell.workspace.read(sale_list.summary, SaleQuery())
    assert (found.count, found.total_minor) == (2, 32_000)


def test_a_sheet_can_be_left_out_and_taken_in_again(
    page: ImportPage, workbook: Callable[..., Path], qtbot: QtBot
) -> None:
    page.read_files([workbook("两张.xlsx", 客户=CUSTOMERS, 销售=SALES)])
    wait_until_understood(page, qtbot)
    page.match_step.include_chosen.emit(0, False)
    qtbot.waitUntil(page.match_step.left_out.isVisible, timeout=20_000)
    assert page.match_step.left_out.line.text() == "You left this sheet out."
    assert page.foot.on.text() == "Import 2 rows"
    qtbot.mouseClick(page.match_step.left_out.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.match_step.table.isVisible, timeout=20_000)


def test_the_row_of_the_headings_is_chosen_with_a_click(matching: ImportPage, qtbot: QtBot) -> None:
    match = matching.match_step
    for number in (1, 2):
        qtbot.mouseClick(match.head_link, Qt.MouseButton.LeftButton)
        assert match.preview.choosing
        place = QPoint(100, 25 * number - 12)  # the middle of that row
        qtbot.mouseClick(match.preview, Qt.MouseButton.LeftButton, pos=place)
        assert not match.preview.choosing
        wait_until_understood(matching, qtbot)
        assert match.head_title.text() == f"Headings are on row {number}"
    assert matching.foot.now.text() == "Import 4 rows now"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "list.xlsx is empty."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "PNG"),
        (b"PK\x03\x04" + b"\0" * 200, "list.xlsx"),
    ],
)
def test_a_file_that_is_no_table_is_said_on_the_page(
    page: ImportPage, tmp_path: Path, qtbot: QtBot, content: bytes, sentence: str
) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    page.read_files([path])
    qtbot.waitUntil(page.choose_step.trouble.isVisible, timeout=20_000)
    assert sentence in page.choose_step.problem.text()
    assert page.steps.current() == CHOOSE
    assert page.choose_step.button.isEnabled()


def test_reading_can_be_stopped(page: ImportPage, customers: Path, qtbot: QtBot) -> None:
    page.read_files([customers])
    assert page.choose_step.wait.isVisible()
    qtbot.mouseClick(page.choose_step.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.shell.jobs.running(), timeout=20_000)
    assert page.steps.current() == CHOOSE
    assert not page.choose_step.wait.isVisible()


def test_what_was_not_imported_can_be_saved_as_a_workbook(
    matching: ImportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _import(matching, qtbot)
    out = tmp_path / "problems.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(out), ""))
    qtbot.mouseClick(matching.done_step.errors, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: out.exists() and not matching.shell.jobs.running(), timeout=20_000)
    sheet = openpyxl.load_workbook(out).worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "只有地址" in cells
    assert "陈雅文" not in cells


def test_the_wizard_speaks_chinese_in_the_middle(matching: ImportPage) -> None:
    matching.shell.set_language("zh_CN")
    assert matching.title.text() == "导入客户"
    assert matching.match_step.head_title.text() == "表头在第 2 行"
    assert matching.foot.on.text() == "下一步：看 2 处问题"
    assert _row(matching, "换芯").combo.currentText() == "选择字段…"
    assert _row(matching, "联系电话").combo.currentText() == "电话"


def test_back_returns_to_the_columns_and_then_to_the_files(matching: ImportPage) -> None:
    matching._show_step(PROBLEMS)
    assert matching.go_back()
    assert matching.steps.current() == MATCH
    assert matching.go_back()
    assert matching.steps.current() == CHOOSE
    assert matching.work.found is None
    assert not matching.go_back()


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [letter(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_cells_are_pasted_with_ctrl_v(page: ImportPage, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("姓名\t手机\n甲一\t13911112201\n乙二\t13911112202\n")
    before = _contacts(page)
    page.choose_step.button.setFocus()
    qtbot.keyClick(page.choose_step.button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait_until_understood(page, qtbot)
    assert page.match_step.file.text() == "Pasted cells.txt"
    _import(page, qtbot)
    assert _contacts(page) == before + 2


def test_an_empty_clipboard_is_a_sentence(page: ImportPage, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("  ")
    qtbot.mouseClick(page.choose_step.paste_button, Qt.MouseButton.LeftButton)
    assert page.choose_step.problem.text() == "There is no text to import."


def test_a_blank_sheet_is_saved(
    page: ImportPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "log.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    page.choose_step.blank_asked.emit("log")
    qtbot.waitUntil(out.exists)
    assert openpyxl.load_workbook(out).worksheets[0]["B1"].value == "Customer"

"""Deciding about rows before they are in: answers for all, single cells, single customers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.exchange.understand import RowKind
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.imports.imports_data import Fate, MatchKey, OnDuplicate
from crm_desktop.ui.exchange import understanding
from crm_desktop.ui.exchange.page import DONE, PROBLEMS, ImportPage
from crm_desktop.ui.exchange.row_groups import RowGroup
from crm_desktop.ui.exchange.sheet_rows import SheetRowsDialog
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.form import LineEdit
from tests.ui.exchange.conftest import wait_until_understood

_ROWS = (
    ("客户姓名", "手机", "建档日期", "地址"),
    ("甲一", "13911112201", "2024年5月", ""),
    ("乙二", "13911112202", "2024年6月", "文三路1号小区"),
    ("丙三", "13911112203", "去年夏天", ""),
)
_AGAIN = (
    ("客户姓名", "手机", "地址"),
    ("甲一", "13911112201", "中山路8号大厦"),
    ("乙二", "13911112202", "中山路9号大厦"),
    ("丁四", "13911112204", ""),
)


@pytest.fixture
def rows(page: ImportPage, workbook: Callable[..., Path], qtbot: QtBot) -> ImportPage:
    """Three customers with two bare months and a date nobody can read, their rows on screen."""
    page.read_files([workbook("a.xlsx", 表=_ROWS)])
    wait_until_understood(page, qtbot)
    page._show_step(PROBLEMS)
    return page


def group(page: ImportPage, key: str) -> RowGroup | None:
    return next((one for one in page.problems_step.groups.shown() if one.key == key), None)


def press(page: ImportPage, words: str, qtbot: QtBot) -> None:
    choices = page.problems_step.choices
    buttons = [choices.itemAt(n).widget() for n in range(choices.count())]
    button = next(one for one in buttons if isinstance(one, Button) and one.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(page, qtbot)


def settle(page: ImportPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.shell.jobs.running(), timeout=20_000)
    qtbot.waitUntil(lambda: page.work.foreseen is not None, timeout=20_000)


def names(page: ImportPage) -> list[str]:
    found = page.shell.workspace.read(contact_list.page, ContactQuery(text="1391111220"), 0, 50)
    return sorted(one.name for one in found)


def write(page: ImportPage, qtbot: QtBot) -> None:
    page.import_now()
    qtbot.waitUntil(lambda: page.steps.current() == DONE, timeout=20_000)


def test_one_answer_for_all_rows_of_a_kind(rows: ImportPage, qtbot: QtBot) -> None:
    months = group(rows, "month_start:建档日期")
    assert months is not None and months.count == 2
    rows.problems_step.groups.go_to(months.key)
    assert rows.problems_step.scope.text() == "All 2 rows"
    press(rows, "Last day of the month", qtbot)
    assert group(rows, months.key) is None
    found = rows.work.found
    assert found is not None
    (table,) = found.prepared.tables()
    assert [one.isoformat() for one in table.columns["since"][:2]] == ["2024-05-31", "2024-06-30"]
    qtbot.mouseClick(rows.problems_step.back, Qt.MouseButton.LeftButton)
    settle(rows, qtbot)
    assert group(rows, months.key) is not None


def test_the_answer_may_be_for_the_selected_rows_alone(rows: ImportPage, qtbot: QtBot) -> None:
    step = rows.problems_step
    step.groups.go_to("month_start:建档日期")
    step.table.select_number(1)
    step.table.setFocus()
    qtbot.keyClick(step.table, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert step.scope.text() == "The 1 selected row"
    press(rows, "Leave these rows out", qtbot)
    write(rows, qtbot)
    assert names(rows) == ["丙三", "甲一"]


def test_a_cell_is_put_right_in_place(rows: ImportPage, qtbot: QtBot) -> None:
    step = rows.problems_step
    step.groups.go_to("not_a_date:建档日期")
    step.table.select_number(0)
    assert step.table.editing.start(0, 1)
    field = step.table.editing.input
    assert isinstance(field, LineEdit) and field.value() == "去年夏天"
    field.setText("2023-08-01")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(rows, qtbot)
    assert group(rows, "not_a_date:建档日期") is None


def test_known_customers_are_decided_one_by_one(
    rows: ImportPage, workbook: Callable[..., Path], qtbot: QtBot
) -> None:
    write(rows, qtbot)
    rows.read_files([workbook("b.xlsx", 表=_AGAIN)])
    wait_until_understood(rows, qtbot)
    card = rows.match_step.outcome.duplicate
    assert card.title.text() == "2 rows are about known customers"
    assert card.shown is not None and card.shown.fate is Fate.UPDATE
    assert [one.after for one in card.shown.gains] == ["中山路8号大厦"]
    qtbot.mouseClick(card.buttons[OnDuplicate.CREATE], Qt.MouseButton.LeftButton)
    settle(rows, qtbot)
    assert card.title.text() == "1 row is about a known customer"
    qtbot.mouseClick(card.review, Qt.MouseButton.LeftButton)
    assert rows.steps.current() == PROBLEMS
    here = rows.problems_step.groups.current()
    assert here is not None and here.fate is Fate.UPDATE
    assert "中山路9号大厦" in rows.problems_step.table.model().index(0, 2).data()
    press(rows, "Skip the row", qtbot)
    assert group(rows, "fate:skip") is not None
    write(rows, qtbot)
    assert names(rows) == ["丁四", "丙三", "乙二", "甲一", "甲一"]


def test_the_keys_are_chosen_in_a_menu(
    rows: ImportPage, workbook: Callable[..., Path], qtbot: QtBot
) -> None:
    write(rows, qtbot)
    rows.read_files([workbook("b.xlsx", 表=_AGAIN)])
    wait_until_understood(rows, qtbot)
    panel = rows.match_step.outcome
    for key in ("Phone", "Name and phone"):
        qtbot.mouseClick(panel.keys, Qt.MouseButton.LeftButton)
        (shown,) = panel.keys.findChildren(QMenu) or [None]
        assert shown is not None
        next(action for action in shown.actions() if action.text() == key).trigger()
        shown.close()
        settle(rows, qtbot)
    assert panel.keys.text().strip() == "Recognised by 2 keys"
    found = rows.work.found
    assert found is not None
    assert found.prepared.options.match_by == {MatchKey.NUMBER, MatchKey.NAME_ADDRESS}
    write(rows, qtbot)
    assert names(rows).count("甲一") == 2


def test_what_was_assumed_can_be_settled(rows: ImportPage, qtbot: QtBot) -> None:
    found = rows.work.found
    assert found is not None
    assert {one.code for one in found.troubled()} == {"month_start", "not_a_date"}
    rows.problems_step.groups.go_to("month_start:建档日期")
    press(rows, "Leave as read", qtbot)
    found = rows.work.found
    assert found is not None
    assert {one.code for one in found.troubled()} == {"not_a_date"}


def test_rows_taken_for_totals_can_be_taken_for_records(
    page: ImportPage, workbook: Callable[..., Path], qtbot: QtBot
) -> None:
    rows = (("客户姓名", "手机"), ("甲一", "13911112201"), ("合计", None))
    page.read_files([workbook("a.xlsx", 表=rows)])
    wait_until_understood(page, qtbot)
    qtbot.mouseClick(page.match_step.rows_link, Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(SheetRowsDialog)
    assert isinstance(dialog, SheetRowsDialog)
    assert [dialog.table.row(n).id for n in range(2)] == [0, 2]
    dialog.table.select_number(1)
    qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert dialog.kinds == {2: RowKind.DATA}
    qtbot.mouseClick(dialog.action, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert page.work.foreseen is not None and page.work.foreseen.contacts_new == 2


def test_hidden_rows_are_said_and_can_be_left_out(
    page: ImportPage, tmp_path: Path, qtbot: QtBot
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("客户姓名", "手机"), ("甲一", "13911112201"), ("乙二", "13911112202")):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "h.xlsx")
    page.read_files([tmp_path / "h.xlsx"])
    wait_until_understood(page, qtbot)
    box = page.match_step.hidden
    assert box.isVisible() and box.isChecked()
    assert box.text() == "Import what is hidden in the sheet: 1 hidden row"
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    settle(page, qtbot)
    assert page.work.foreseen is not None and page.work.foreseen.contacts_new == 1


def test_next_months_list_is_read_as_last_time(
    page: ImportPage, workbook: Callable[..., Path], qtbot: QtBot
) -> None:
    rows = (("客户姓名", "手机", "代号"), ("甲一", "13911112201", "A1"))
    page.read_files([workbook("march.xlsx", 表=rows)])
    wait_until_understood(page, qtbot)
    page.work.choose(understanding.choose_field, 0, 2, "member_no")
    settle(page, qtbot)
    write(page, qtbot)
    page.read_files([workbook("april.xlsx", 表=(rows[0], ("乙二", "13911112202", "A2")))])
    wait_until_understood(page, qtbot)
    step = page.match_step
    assert "read as last time: march.xlsx" in step.facts.text()
    assert page.work.found is not None and not page.work.found.asked
    qtbot.mouseClick(step.afresh, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert not step.afresh.isVisible()
    assert page.work.found.prepared.sheets[0].columns[2].field == "extra"

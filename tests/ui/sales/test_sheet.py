"""The sheet driven key by key: type, fill, paste, undo, save, and the draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.services.records import staff
from crm_desktop.ui.sales.page import SalesPage
from crm_desktop.ui.sales.sheet_view import SheetView
from tests.ui.sales.conftest import FILTER, HARVEST, RO, TODAY, YAO, all_sales, type_keys

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def sheet(page: SalesPage) -> SheetView:
    """The sheet on screen: customers by who bought last, products by how often."""
    page.shell.go("sales", "sheet")
    return page.sheet


@pytest.fixture
def press(sheet: SheetView) -> Callable[..., None]:
    """A key with others held, at whatever has the focus."""

    def pressed(key: Qt.Key, held: Qt.KeyboardModifier = CTRL) -> None:
        QTest.keyClick(sheet.window().focusWidget(), key, held)

    return pressed


def _row(sheet: SheetView, contact_id: int) -> int:
    return [one.id for one in sheet.model.rows].index(contact_id)


def test_cells_are_typed_summed_filled_undone_and_saved_as_one_step(
    page: SalesPage, sheet: SheetView, press: Callable[..., None], qtbot: QtBot
) -> None:
    before = len(all_sales(page))
    assert [one.id for one in sheet.model.columns][:2] == [FILTER, RO]
    sheet.table.go(0, 0)
    type_keys(sheet, "3", ENTER)
    assert sheet.table.currentIndex().row() == 1
    type_keys(sheet, "4", TAB)
    assert sheet.table.currentIndex().column() == 1
    type_keys(sheet, "2", ENTER)
    first, second = sheet.model.rows[0].id, sheet.model.rows[1].id
    assert sheet.model.quantities() == {
        (first, FILTER): 3_000, (second, FILTER): 4_000, (second, RO): 2_000,
    }  # fmt: skip
    assert sheet.model.column_total(0) == "7"
    sheet.table.go(0, 0)
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_D)
    assert [sheet.model.index(row, 0).data() for row in range(3)] == ["3", "3", "3"]
    press(Qt.Key.Key_Z)
    assert [sheet.model.index(row, 0).data() for row in range(3)] == ["3", "4", ""]
    total = sheet.model.total()
    press(Qt.Key.Key_S)
    qtbot.waitUntil(lambda: len(all_sales(page)) == before + 2, timeout=60_000)
    qtbot.waitUntil(lambda: not sheet.model.typed())
    assert sum(row.total_minor for row in all_sales(page)[:2]) == total
    page.shell.workspace.undo()
    assert len(all_sales(page)) == before


def test_what_is_no_quantity_is_marked_in_its_cell_and_holds_the_saving_up(
    page: SalesPage, sheet: SheetView, press: Callable[..., None]
) -> None:
    before = len(all_sales(page))
    sheet.table.go(0, 0)
    type_keys(sheet, "1", ENTER)
    for wrong in ("x", "-1", "1e12", "0.3333", "6901234567892", "01234565"):
        sheet.table.go(1, 0)
        type_keys(sheet, wrong, ENTER)
        index = sheet.model.index(1, 0)
        assert index.data() == wrong
        assert "no quantity" in index.data(Qt.ItemDataRole.ToolTipRole)
    sheet.table.go(2, 1)
    press(Qt.Key.Key_S)
    assert sheet.table.currentIndex() == sheet.model.index(1, 0)
    assert not sheet.problem.isHidden() and len(all_sales(page)) == before


def test_two_thousand_cells_and_a_table_with_names_are_pasted(
    sheet: SheetView, press: Callable[..., None]
) -> None:
    QGuiApplication.clipboard().setText("1\t2\n3\t4\nx\t")
    sheet.table.go(0, 0)
    press(Qt.Key.Key_V)
    assert [sheet.model.index(row, 0).data() for row in range(3)] == ["1", "3", "x"]
    press(Qt.Key.Key_Z)
    assert sheet.model.typed() == {}
    QGuiApplication.clipboard().setText(
        "\tRO membrane 75G\tPP10\nHarvest Kitchen\t7\t\nYao Hui\t\t9"
    )
    press(Qt.Key.Key_V)
    assert sheet.model.quantities() == {(HARVEST, RO): 7_000, (YAO, FILTER): 9_000} or (
        sheet.model.quantities() == {(YAO, FILTER): 9_000, (HARVEST, RO): 7_000}
    )
    assert sheet.model.index(_row(sheet, YAO), 0).data() == "9"


def test_a_draft_of_the_sheet_is_taken_up(page: SalesPage, sheet: SheetView, qtbot: QtBot) -> None:
    sheet.table.go(0, 0)
    type_keys(sheet, "5", ENTER)
    sheet.set_day(TODAY - dt.timedelta(days=3))
    sheet.method.set_value("Cash")
    sheet.draft.save()
    other = SheetView(page.shell)
    qtbot.addWidget(other)
    other.begin()
    assert other.model.typed() == sheet.model.typed()
    assert (other.day, other.method.value()) == (sheet.day, "Cash")


def test_shops_sell_to_walk_ins_who_pay(
    page: SalesPage, sheet: SheetView, press: Callable[..., None], qtbot: QtBot
) -> None:
    QTest.keyClick(sheet.by, Qt.Key.Key_Right)
    assert "No shops yet" in sheet.problem.text() and sheet.model.rowCount() == 0
    type_keys(sheet, ENTER, TAB, "7")  # there is no cell
    QTest.keyClick(sheet.by, Qt.Key.Key_Left)
    page.shell.workspace.execute("s", staff.add, staff.StaffDraft("Lin", shop="North"))
    before = len(all_sales(page))
    QTest.keyClick(sheet.by, Qt.Key.Key_Right)
    assert [row.name for row in sheet.model.rows] == ["North"] and sheet.method.value()
    sheet.table.setFocus()
    sheet.table.go(0, 0)
    type_keys(sheet, "5", ENTER)
    press(Qt.Key.Key_S)
    qtbot.waitUntil(lambda: len(all_sales(page)) == before + 1)
    assert all_sales(page)[0].open_minor == 0


def test_ctrl_z_after_saving_takes_the_sales_back(
    page: SalesPage, sheet: SheetView, press: Callable[..., None], qtbot: QtBot
) -> None:
    before = len(all_sales(page))
    sheet.table.go(0, 0)
    type_keys(sheet, "3", ENTER)
    press(Qt.Key.Key_S)
    qtbot.waitUntil(lambda: not page.shell.jobs.running() and not sheet.model.typed())
    assert len(all_sales(page)) == before + 1
    assert sheet.window().focusWidget() is sheet.table
    press(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: len(all_sales(page)) == before)


def test_other_edges_are_a_step_of_undo_and_other_rows_wait_for_what_is_typed(
    sheet: SheetView, press: Callable[..., None], qtbot: QtBot
) -> None:
    sheet.table.go(0, 0)
    type_keys(sheet, "3", ENTER, "4", ENTER)
    rows, typed = sheet.model.rows, sheet.model.typed()
    sheet.show_edges(rows[1:2], sheet.model.columns)
    assert list(sheet.model.typed().values()) == ["4"]
    press(Qt.Key.Key_Z)
    assert (sheet.model.rows, sheet.model.typed()) == (rows, typed)
    left, wide = sheet.by.spans()[1]
    where = QPoint(int(left + wide / 2), sheet.by.height() // 2)
    qtbot.mouseClick(sheet.by, Qt.MouseButton.LeftButton, pos=where)
    assert sheet.model.typed() == typed and sheet.by.current() == "customers"
    assert "Save what is typed first" in sheet.problem.text()


def test_cells_pasted_while_one_is_open_go_into_the_sheet(
    sheet: SheetView, press: Callable[..., None]
) -> None:
    sheet.table.go(0, 0)
    type_keys(sheet, "7")
    QGuiApplication.clipboard().setText("1\t2\r\n3\t4\r\n")
    press(Qt.Key.Key_V)
    found = [sheet.model.index(row, at).data() for row in (0, 1) for at in (0, 1)]
    assert found == ["1", "2", "3", "4"]

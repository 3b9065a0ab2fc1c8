from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from crm_desktop.ui import theme
from crm_desktop.ui.widgets.record_delegate import Face
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.search_box import SearchBox
from crm_desktop.ui.widgets.table_model import Column, TableModel
from tests.ui.widgets.rows import COLUMNS, People, Person

Key = Qt.Key
Ctrl = Qt.KeyboardModifier.ControlModifier
Shift = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def table(qtbot: QtBot) -> RecordTable:
    made = RecordTable(
        TableModel(COLUMNS), Face(lambda r: r.name, lambda r: r.company, lambda r: r.phone)
    )
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    made.show_source(People(1000))
    made.select_number(0)
    made.setFocus()
    return made


def image_of(table: RecordTable) -> QImage:
    return table.viewport().grab().toImage()


def test_enter_opens_and_space_previews(table: RecordTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Key.Key_Return)
    assert opened.args[0].id == 1
    qtbot.keyClick(table, Key.Key_Down)
    with qtbot.waitSignal(table.previewed) as previewed:
        qtbot.keyClick(table, Key.Key_Space)
    assert previewed.args[0].id == 2


def test_typing_in_the_list_goes_to_the_search_field(table: RecordTable, qtbot: QtBot) -> None:
    box = SearchBox("Search", drives=table)
    qtbot.addWidget(box)
    table.typed.connect(box.take)
    qtbot.keyClicks(table, "y")
    assert box.text() == "y"
    assert not table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_arrows_in_the_search_field_move_the_list(table: RecordTable, qtbot: QtBot) -> None:
    box = SearchBox("Search", drives=table)
    qtbot.addWidget(box)
    qtbot.keyClick(box, Key.Key_Down)
    assert table.current_row() == Person(2, "Person 2")


def test_several_rows_are_selected_by_keyboard(table: RecordTable, qtbot: QtBot) -> None:
    qtbot.keyClick(table, Key.Key_Down, Shift)
    qtbot.keyClick(table, Key.Key_Down, Shift)
    assert table.bulk
    assert [row.id for row in table.selected_rows()] == [1, 2, 3]
    qtbot.keyClick(table, Key.Key_Escape)
    assert not table.bulk
    assert table.selected_count() == 1


def test_select_all_of_many_rows_fetches_none(table: RecordTable, qtbot: QtBot) -> None:
    people = People(1_000_000)
    table.show_source(people)
    people.asked.clear()
    qtbot.keyClick(table, Key.Key_A, Ctrl)
    assert table.selected_count() == 1_000_000
    assert len(people.asked) <= 1


def test_escape_without_selection_leaves(table: RecordTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.left):
        qtbot.keyClick(table, Key.Key_Escape)


def test_the_box_under_the_pointer_ticks_a_row(table: RecordTable, qtbot: QtBot) -> None:
    place = QPoint(34, table.rowViewportPosition(2) + 20)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.bulk
    assert [row.id for row in table.selected_rows()] == [3]
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(34, 20))
    assert [row.id for row in table.selected_rows()] == [1, 3]
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(34, 20))
    assert [row.id for row in table.selected_rows()] == [3]


def test_a_plain_click_ends_the_selection(table: RecordTable, qtbot: QtBot) -> None:
    qtbot.keyClick(table, Key.Key_A, Ctrl)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 60))
    assert not table.bulk
    assert table.selected_count() == 1


def test_a_header_click_asks_for_the_sort(table: RecordTable, qtbot: QtBot) -> None:
    header = table.horizontalHeader()
    with qtbot.waitSignal(table.sort_asked) as asked:
        header.sectionClicked.emit(2)
    assert asked.args == ["kind", True]
    table.show_sort("kind", True)
    with qtbot.waitSignal(table.sort_asked) as again:
        header.sectionClicked.emit(2)
    assert again.args == ["kind", False]
    with qtbot.assertNotEmitted(table.sort_asked):
        header.sectionClicked.emit(1)


def test_the_least_needed_columns_give_way(table: RecordTable) -> None:
    table.resize(460, 400)
    assert [table.isColumnHidden(i) for i in range(3)] == [False, False, True]
    table.resize(300, 400)
    assert [table.isColumnHidden(i) for i in range(3)] == [False, True, True]
    table.resize(900, 400)
    assert not any(table.isColumnHidden(i) for i in range(3))
    assert sum(table.columnWidth(i) for i in range(3)) == table.viewport().width()


def test_twice_the_text_makes_twice_the_row(table: RecordTable) -> None:
    theme.look.use(scale=2.0)
    assert table.rowHeight(0) == 88
    assert table.isColumnHidden(2)


def test_hover_paints_the_row_and_a_box(table: RecordTable, qtbot: QtBot) -> None:
    place = QPoint(400, table.rowViewportPosition(3) + 5)
    before = image_of(table).pixelColor(place)
    qtbot.mouseMove(table.viewport(), place)
    assert table.hovered == 3
    assert before == theme.color("surface")
    assert image_of(table).pixelColor(place) == theme.color("hover")


def test_the_selected_row_has_its_ground_and_bar(table: RecordTable) -> None:
    table.select_number(1)
    y = table.rowViewportPosition(1) + 5
    shown = image_of(table)
    assert shown.pixelColor(1, y) == theme.color("accent")
    assert shown.pixelColor(400, y) == theme.color("selected")


def test_a_cell_that_fails_does_not_take_the_program_down(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object) -> None:
        raise ValueError("no such colour")

    table = RecordTable(TableModel([Column("x", "X", lambda row: row.name, paint=broken)]))
    qtbot.addWidget(table)
    table.show()
    table.show_source(People(5))
    shown = image_of(table)
    ground = QColor(theme.color("surface"))
    drawn = [(x, y) for x in range(60) for y in range(4, 40) if shown.pixelColor(x, y) != ground]
    assert drawn
    assert len(caplog.records) == 1


def test_the_current_row_survives_a_new_query(table: RecordTable) -> None:
    table.show_source(People(500), keep_id=7)
    row = table.current_row()
    assert row is not None
    assert row.id == 7

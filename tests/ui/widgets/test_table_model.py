from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from crm_desktop.ui.widgets.table_model import KEEP_PAGES, PAGE, RowRole, TableModel
from tests.ui.widgets.rows import COLUMNS, People

Fatal = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def model(qtbot: QtBot) -> TableModel:
    return TableModel(COLUMNS, describe=lambda row: f"{row.name}, {row.phone}")


@pytest.mark.parametrize("total", [0, 1, PAGE, PAGE + 1, 1000])
def test_the_model_keeps_qts_contract(model: TableModel, total: int) -> None:
    tester = QAbstractItemModelTester(model, Fatal)
    model.set_source(People(total))
    assert model.rowCount() == total
    model.reload()
    model.set_source(None)
    assert model.rowCount() == 0
    tester.deleteLater()


def test_only_pages_that_are_painted_are_fetched(model: TableModel) -> None:
    people = People(1_000_000)
    model.set_source(people)
    assert people.asked == []
    last = model.data(model.index(999_999, 0))
    assert last == "Person 1000000"
    assert people.asked == [(999_999 // PAGE * PAGE, PAGE)]
    model.data(model.index(999_998, 1))
    assert len(people.asked) == 1


def test_memory_does_not_grow_with_scrolling(model: TableModel) -> None:
    people = People(PAGE * (KEEP_PAGES + 10))
    model.set_source(people)
    for page in range(KEEP_PAGES + 10):
        model.row_at(page * PAGE)
    assert model.loaded_number(1) is None
    assert model.loaded_number(PAGE * (KEEP_PAGES + 9) + 1) == PAGE * (KEEP_PAGES + 9)


def test_the_page_used_last_stays_longest(model: TableModel) -> None:
    model.set_source(People(PAGE * (KEEP_PAGES + 2)))
    for page in range(KEEP_PAGES):
        model.row_at(page * PAGE)
    model.row_at(0)
    model.row_at(KEEP_PAGES * PAGE)
    assert model.loaded_number(1) == 0
    assert model.loaded_number(PAGE + 1) is None


@pytest.mark.parametrize(("before", "after"), [(10, 12), (12, 10), (10, 10), (0, 5), (5, 0)])
def test_reload_follows_a_changed_count(model: TableModel, before: int, after: int) -> None:
    tester = QAbstractItemModelTester(model, Fatal)
    people = People(before)
    model.set_source(people)
    people.total = after
    model.reload()
    assert model.rowCount() == after
    tester.deleteLater()


def test_reload_asks_again(model: TableModel) -> None:
    people = People(10)
    model.set_source(people)
    model.row_at(0)
    model.reload()
    model.row_at(0)
    assert len(people.asked) == 2


def test_roles(model: TableModel) -> None:
    model.set_source(People(3))
    index = model.index(1, 0)
    assert model.data(index, RowRole).id == 2
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(index, spoken) == "Person 2, 139 0000 0000"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Customer"
    assert model.row_at(3) is None
    assert model.row_at(-1) is None

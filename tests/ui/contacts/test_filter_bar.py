"""Filters as chips: adding, editing, taking off, and keeping them as a view."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.services.contacts import contact_list, views
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.ui.contacts.condition_editor import ConditionEditor
from crm_desktop.ui.contacts.condition_words import Options
from crm_desktop.ui.contacts.filter_bar import FilterBar
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.main_window import MainWindow
from tests.ui.contacts.conftest import CUSTOMERS

Ask = Callable[..., Any]
LEFT = Qt.MouseButton.LeftButton


def editor_of(window: MainWindow) -> ConditionEditor:
    return next(one for one in window.findChildren(ConditionEditor) if one.isVisible())


def count(ask: Ask, *conditions: dict[str, Any]) -> int:
    return int(ask(contact_list.count, ContactQuery(conditions={"all": list(conditions)})))


def test_adding_a_filter(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    qtbot.mouseClick(page.side.pane.filters.add, LEFT)
    editor = editor_of(demo_window)
    editor.inputs.field.set_value("spent")
    editor.inputs.field.activated.emit(0)
    assert editor.inputs.relation.value() == "is"
    editor.inputs.relation.set_value("at_least")
    editor.inputs.relation.activated.emit(0)
    field = editor.inputs.value.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "20000")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    wanted = {"field": "spent", "op": "at_least", "value": 2_000_000}
    assert page.side.state.conditions == [wanted]
    assert 0 < page.side.pane.model.rowCount() == count(ask, wanted) < CUSTOMERS
    assert page.side.pane.filters.chips[0].accessibleName() == "Total spend at least ¥20,000"
    assert f"{page.side.pane.model.rowCount()} customer" in page.side.pane.left.text()


def test_a_value_that_cannot_be_read_keeps_the_editor_open(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.side.pane.filters.add, LEFT)
    editor = editor_of(demo_window)
    editor.inputs.field.set_value("spent")
    editor.inputs.field.activated.emit(0)
    field = editor.inputs.value.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "a lot")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert editor.isVisible()
    assert editor.inputs.problem.text() == "Type an amount, e.g. 20000."
    assert page.side.state.conditions == []
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not editor.isVisible()


def test_a_view_shows_its_conditions_and_the_cross_takes_one_off(
    page: ContactsPage, qtbot: QtBot, ask: Ask
) -> None:
    view = next(one for one in ask(views.views) if one.code == "no_contact")
    page.side.choose_view(str(view.id))
    chips = page.side.pane.filters.chips
    assert [chip.accessibleName() for chip in chips] == [
        "Last contact over 30 days ago",
        "Stage is not Lost",
    ]
    assert page.side.pane.model.rowCount() == view.count
    qtbot.mouseClick(chips[1], LEFT, pos=QPoint(chips[1].width() - 12, 10))
    assert len(page.side.pane.filters.chips) == 1
    assert page.side.pane.filters.save.isVisible()
    kept = {"field": "last_contact", "op": "days_ago_over", "value": 30}
    assert page.side.pane.model.rowCount() == count(ask, kept)


def test_editing_a_chip(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    page.side.set_conditions([{"field": "last_contact", "op": "days_ago_over", "value": 30}])
    qtbot.mouseClick(page.side.pane.filters.chips[0], LEFT, pos=QPoint(20, 10))
    field = editor_of(demo_window).inputs.value.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert field.text() == "30"
    field.selectAll()
    qtbot.keyClicks(field, "90")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.side.state.conditions[0]["value"] == 90
    assert page.side.pane.model.rowCount() == count(ask, page.side.state.conditions[0])


def test_no_match_says_how_many_filters_are_on(page: ContactsPage) -> None:
    page.side.set_conditions(
        [
            {"field": "level", "op": "is", "value": "Gold"},
            {"field": "name", "op": "contains", "value": "nobody of this name"},
        ]
    )
    assert page.side.pane.empty.isVisible()
    assert page.side.pane.empty.title.text() == "No customers match."
    assert page.side.pane.empty.line.text() == "2 filters are on."


def test_keeping_a_filter_as_a_view(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    page.side.set_conditions([{"field": "level", "op": "is", "value": "Gold"}])
    qtbot.mouseClick(page.side.pane.filters.save, LEFT)
    field = demo_window.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "Gold cards")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    made = next(one for one in ask(views.views) if one.name == "Gold cards")
    assert page.side.pane.tabs.tabs.current() == str(made.id)
    assert page.side.pane.model.rowCount() == made.count
    assert not page.side.pane.filters.save.isVisible()
    demo_window.undo()
    assert page.side.pane.tabs.tabs.current() == "all"


def test_view_counts_are_live(page: ContactsPage, demo_window: MainWindow, ask: Ask) -> None:
    def shown() -> dict[str, int | None]:
        return {choice.key: choice.count for choice in page.side.state.tabs()}

    before = shown()
    assert before["all"] == CUSTOMERS
    page.side.pane.table.select_number(0)
    page.selection.archive_selected()
    assert shown()["all"] == CUSTOMERS - 1
    for view in ask(views.views):
        assert shown()[str(view.id)] == view.count


def test_many_conditions_in_a_narrow_window_are_shortened_and_stand_side_by_side(
    qtbot: QtBot,
) -> None:
    bar = FilterBar(Options)
    qtbot.addWidget(bar)
    bar.show_sort(lambda: "Sorted by last contact")
    bar.resize(1200, 40)
    bar.show()
    stage = {"field": "stage", "op": "filled"}
    bar.show_conditions([stage] * 3, changed=True)
    whole = [chip.width() for chip in bar.chips]
    assert bar.sort.text().strip() == "Sorted by last contact"
    bar.resize(600, 40)
    row = [*bar.chips, bar.add, bar.groups, bar.save, bar.sort]
    qtbot.waitUntil(lambda: bar.chips[0].width() < whole[0])
    for one, after in pairwise(row):
        assert one.geometry().right() < after.geometry().left()
    assert bar.sort.geometry().right() < bar.width()
    assert bar.sort.accessibleName() == "Sorted by last contact"
    assert bar.sort.toolTip()

"""Columns of the customer list: chosen, dragged, widened, remembered, edited in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.core import preferences
from crm_desktop.services.contacts import contacts, views
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets.record_table import RecordTable
from tests.ui.contacts.conftest import CUSTOMERS, choose, current_name

Ask = Callable[..., Any]
CTRL = Qt.KeyboardModifier.ControlModifier


def keys(page: ContactsPage) -> list[str]:
    return page.side.pane.table.columns.keys()


def column(page: ContactsPage, key: str) -> int:
    return [one.key for one in page.side.pane.model.columns].index(key)


def cell(page: ContactsPage, key: str) -> QPoint:
    table = page.side.pane.table
    index = table.model().index(table.currentIndex().row(), column(page, key))
    return table.visualRect(index).center()


def double_click(qtbot: QtBot, table: RecordTable, place: QPoint) -> None:
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_columns_are_chosen_ordered_and_remembered(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot
) -> None:
    usual = keys(page)
    assert usual[0] == "name" and "phone" not in usual
    popover = page.menus.columns()
    qtbot.keyClick(popover.boxes["phone"], Qt.Key.Key_Space)
    qtbot.keyClick(popover.boxes["stage"], Qt.Key.Key_Space)
    expected = [key for key in usual if key != "stage"] + ["phone"]
    assert keys(page) == expected
    popover._move("phone", -1)
    expected[-2:] = expected[:-3:-1]
    assert keys(page) == expected
    assert not popover.boxes["name"].isEnabled()
    assert preferences.load().contact_columns == expected
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    page.side.layout_.keep(())
    assert keys(page) == usual


def test_a_column_is_dragged_to_another_place_and_width(page: ContactsPage, qtbot: QtBot) -> None:
    table = page.side.pane.table
    header, left = table.horizontalHeader(), Qt.MouseButton.LeftButton
    port = header.viewport()
    spent = column(page, "spent")
    middle = QPoint(header.sectionViewportPosition(spent) + header.sectionSize(spent) // 2, 12)
    level = column(page, "level")
    to = QPoint(header.sectionViewportPosition(level) + 8, 12)
    qtbot.mousePress(port, left, pos=middle)
    for step in range(1, 9):
        qtbot.mouseMove(port, middle + (to - middle) * step / 8)
    qtbot.mouseRelease(port, left, pos=to)
    assert keys(page)[:3] == ["name", "spent", "level"]

    spent = column(page, "spent")
    had = header.sectionSize(spent)
    edge = QPoint(header.sectionViewportPosition(spent) + had - 1, 12)
    qtbot.mousePress(port, left, pos=edge)
    qtbot.mouseMove(port, edge + QPoint(20, 0))
    qtbot.mouseMove(port, edge + QPoint(60, 0))
    qtbot.mouseRelease(port, left, pos=edge + QPoint(60, 0))
    assert header.sectionSize(column(page, "spent")) == had + 60
    assert f"spent:{round((had + 60) / theme.scale())}" in preferences.load().contact_columns
    assert page.side.state.sort != "spent"  # a drag is no click


def test_a_view_can_have_columns_of_its_own(page: ContactsPage, ask: Ask) -> None:
    usual = keys(page)
    view = ask(views.views, counts=False)[0]
    page.side.choose_view(str(view.id))
    page.side.layout_.own(("name", "phone", "spent"))
    assert keys(page) == ["name", "phone", "spent"]
    page.side.layout_.keep(("name", "spent:140"))
    assert ask(views.get, view.id).columns == ("name", "spent:140")
    page.side.choose_view("all")
    assert keys(page) == usual
    page.side.choose_view(str(view.id))
    assert keys(page) == ["name", "spent"]
    page.side.layout_.own(())
    assert keys(page) == usual


def test_more_columns_than_fit_scroll_and_show_their_values(
    page: ContactsPage, ask: Ask, qtbot: QtBot
) -> None:
    table = page.side.pane.table
    every = tuple(one.key for one in table.columns.declared)
    contact_id = choose(page, "Harvest Kitchen")
    contacts_edit(page, contact_id, industry="Catering", wechat=("harvest_k",))
    page.side.layout_.keep(every)
    assert table.horizontalScrollBar().maximum() > 0
    assert current_name(page) == "Harvest Kitchen"
    row = page.side.current_row()
    assert row is not None
    shown = {one.key: one.text(row) for one in page.side.pane.model.columns}
    assert shown["industry"] == "Catering" and shown["wechat"] == "harvest_k"
    assert shown["phone"] and shown["address"] and shown["created"]
    for key in every:
        page.side.sort_by(key, descending=False)
        assert page.side.pane.model.rowCount() == CUSTOMERS


def contacts_edit(page: ContactsPage, contact_id: int, **changes: Any) -> None:
    page.shell.workspace.execute("Edit", contacts.edit, contact_id, **changes)


def test_f2_edits_the_name_and_undo_takes_it_back(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    table = page.side.pane.table
    contact_id = choose(page, "Harvest Kitchen")
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_F2)
    field = table.editing.input
    assert isinstance(field, QLineEdit) and field.text() == "Harvest Kitchen"
    qtbot.keyClicks(field, "Harvest Hall")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert ask(contacts.card, contact_id).draft.name == "Harvest Hall"
    assert current_name(page) == "Harvest Hall"
    assert table.hasFocus()
    qtbot.keyClick(demo_window, Qt.Key.Key_Z, CTRL)
    assert ask(contacts.card, contact_id).draft.name == "Harvest Kitchen"


def test_escape_restores_and_an_empty_name_is_refused(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    table = page.side.pane.table
    contact_id = choose(page, "Harvest Kitchen")
    for key, typed in ((Qt.Key.Key_Escape, "Nonsense"), (Qt.Key.Key_Return, " ")):
        table.setFocus()
        assert table.editing.start_current()
        qtbot.keyClicks(table.editing.input, typed)
        qtbot.keyClick(table.editing.input, key)
        assert ask(contacts.card, contact_id).draft.name == "Harvest Kitchen"
        assert not table.editing.active
    assert "name" in demo_window._toast.text()


def test_a_double_click_on_a_value_edits_it_and_tab_goes_on(
    page: ContactsPage, qtbot: QtBot, ask: Ask
) -> None:
    table = page.side.pane.table
    page.side.layout_.keep(("name", "phone", "remark", "level", "spent"))
    contact_id = choose(page, "Harvest Kitchen")
    phones = ask(contacts.card, contact_id).draft.phones
    double_click(qtbot, table, cell(page, "phone"))
    assert table.editing.active and not page.profile.isVisible()
    qtbot.keyClicks(table.editing.input, "139 0000 1111")
    qtbot.keyClick(table.editing.input, Qt.Key.Key_Tab)
    assert ask(contacts.card, contact_id).draft.phones == ("139 0000 1111", *phones[1:])
    qtbot.keyClicks(table.editing.input, "Rings twice")
    qtbot.keyClick(table.editing.input, Qt.Key.Key_Tab)
    assert ask(contacts.card, contact_id).draft.remark == "Rings twice"
    box = table.editing.input
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findText("Silver"))
    box.activated.emit(box.currentIndex())
    assert ask(contacts.card, contact_id).draft.level == "Silver"
    double_click(qtbot, table, cell(page, "spent"))
    assert page.profile.isVisible()


def test_stage_owner_and_tags_are_edited(page: ContactsPage, ask: Ask) -> None:
    contact_id = choose(page, "Harvest Kitchen")
    table, facts = page.side.pane.table, page.side.offered.facts
    stage, owner = facts.stages[2], facts.owners[0]
    for key, value in (("stage", stage[0]), ("owner", owner[0]), ("tags", "a, b")):
        table.edited.emit(page.side.current_row(), key, value)
    row = page.side.current_row()
    assert row is not None and row.id == contact_id
    assert (row.stage, row.owner, set(row.tags)) == (stage[1], owner[1], {"a", "b"})

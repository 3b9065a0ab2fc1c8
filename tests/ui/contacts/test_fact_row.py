"""Facts edited where they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.services.contacts import contacts
from crm_desktop.ui.contacts.fact_row import FactRow
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets.form import LineEdit
from tests.ui.contacts.conftest import choose

Ask = Callable[..., Any]


def open_input(row: FactRow, qtbot: QtBot) -> LineEdit:
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(160, 12))
    field = next(one for one in row.findChildren(LineEdit) if one.isVisible())
    assert field.hasFocus()
    return field


def fact(page: ContactsPage, key: str) -> FactRow:
    row = page.side.panel.facts.row(key)
    assert row is not None
    return row


def test_enter_saves_and_undo_takes_it_back(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    contact_id = choose(page, "Harvest Kitchen")
    row = fact(page, "address")
    before = row.fact.shown
    field = open_input(row, qtbot)
    field.selectAll()
    qtbot.keyClicks(field, "9 New Street")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not row.editing
    assert fact(page, "address").fact.shown == "9 New Street"
    assert ask(contacts.card, contact_id).draft.addresses[0] == "9 New Street"
    demo_window.undo()
    assert fact(page, "address").fact.shown == before


def test_other_addresses_stay(page: ContactsPage, qtbot: QtBot, ask: Ask) -> None:
    contact_id = choose(page, "Harvest Kitchen")
    addresses = ("1 First St", "2 Second St")
    page.shell.workspace.execute("Edit", contacts.edit, contact_id, addresses=addresses)
    field = open_input(fact(page, "address"), qtbot)
    field.selectAll()
    qtbot.keyClicks(field, "1 Main St")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert ask(contacts.card, contact_id).draft.addresses == ("1 Main St", "2 Second St")


def test_escape_restores(page: ContactsPage, qtbot: QtBot, ask: Ask) -> None:
    contact_id = choose(page, "Harvest Kitchen")
    before = ask(contacts.card, contact_id)
    field = open_input(fact(page, "phones"), qtbot)
    qtbot.keyClicks(field, "999")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not fact(page, "phones").editing
    assert fact(page, "phones").hasFocus()
    assert ask(contacts.card, contact_id) == before


def test_an_error_keeps_the_text_and_says_what_to_do(page: ContactsPage, qtbot: QtBot) -> None:
    choose(page, "Harvest Kitchen")
    row = fact(page, "birthday")
    field = open_input(row, qtbot)
    field.selectAll()
    qtbot.keyClicks(field, "13-40")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert row.editing
    assert field.text() == "13-40"
    assert row.accessibleDescription() == "Type a birthday like 9-3, 1980-9-3 or lunar 8-15."
    field.selectAll()
    qtbot.keyClicks(field, "1980-9-3")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert fact(page, "birthday").fact.shown == "3 Sep 1980"


def test_leaving_the_input_saves(page: ContactsPage, qtbot: QtBot, ask: Ask) -> None:
    contact_id = choose(page, "Harvest Kitchen")
    field = open_input(fact(page, "address"), qtbot)
    field.selectAll()
    qtbot.keyClicks(field, "Somewhere else 3")
    page.side.pane.search.setFocus(Qt.FocusReason.MouseFocusReason)
    assert ask(contacts.card, contact_id).draft.addresses[0] == "Somewhere else 3"


def test_a_choice_opens_a_menu(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    contact_id = choose(page, "Harvest Kitchen")
    page.open_profile(contact_id)
    row = page.profile.facts.row("level")
    assert row is not None
    row.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(row, Qt.Key.Key_F2)
    menu = next(one for one in row.findChildren(QMenu) if one.isVisible())
    labels = [action.text() for action in menu.actions()]
    assert labels == ["None", "Gold", "Silver", "Basic"]
    menu.actions()[2].trigger()
    menu.close()
    assert ask(contacts.card, contact_id).draft.level == "Silver"
    assert page.profile.facts.row("level").fact.shown == "Silver"  # type: ignore[union-attr]


def test_stage_and_name_change_from_the_profile(page: ContactsPage, qtbot: QtBot, ask: Ask) -> None:
    contact_id = choose(page, "Harvest Kitchen")
    page.open_profile(contact_id)
    name = page.profile.facts.row("name")
    assert name is not None
    field = open_input(name, qtbot)
    field.selectAll()
    qtbot.keyClicks(field, "Harvest House")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.profile.head.name.text() == "Harvest House"
    field = open_input(name, qtbot)
    field.clear()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert name.editing  # a customer needs a name
    assert "needs a name" in name.accessibleDescription()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert ask(contacts.card, contact_id).draft.name == "Harvest House"

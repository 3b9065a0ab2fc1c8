"""Bulk actions from the list: tag, plan, archive, put back, delete for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.services.contacts import contact_list, tags
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.sales import sale_list
from crm_desktop.ui.contacts import actions
from crm_desktop.ui.contacts.bulk_change import BulkChangeDialog
from crm_desktop.ui.contacts.follow_up_form import FollowUpForm, SpreadOver
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox
from tests.ui.contacts.conftest import CUSTOMERS, choose

Ask = Callable[..., Any]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def select_three(page: ContactsPage, qtbot: QtBot) -> list[int]:
    table = page.side.pane.table
    table.select_number(0)
    for _n in range(2):
        qtbot.keyClick(table, Qt.Key.Key_Down, SHIFT)
    return [row.id for row in table.selected_rows()]


def test_bulk_bar_takes_the_place_of_the_chips(page: ContactsPage, qtbot: QtBot) -> None:
    pane = page.side.pane
    place = pane.filters.mapTo(page, pane.filters.rect().topLeft())
    high = pane.filters.height()
    select_three(page, qtbot)
    assert pane.bulk.isVisible()
    assert not pane.filters.isVisible()
    assert not page.side.panel.isVisible()
    assert pane.bulk.label.text() == "3 selected"
    assert (pane.bulk.mapTo(page, pane.bulk.rect().topLeft()), pane.bulk.height()) == (place, high)
    qtbot.keyClick(pane.table, Qt.Key.Key_Escape)
    assert pane.filters.isVisible()


def test_tagging_selected_customers(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    ids = select_three(page, qtbot)
    button = page.side.pane.bulk.button("tag")
    assert button is not None
    qtbot.mouseClick(button, LEFT)
    field = demo_window.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "Fair 2026")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert all("Fair 2026" in row.tags for row in ask(contact_list.rows, ids))
    assert demo_window._toast.text() == "3 customers tagged “Fair 2026”"
    demo_window.undo()
    assert "Fair 2026" not in [tag.name for tag in ask(tags.tags)]


def test_planning_a_follow_up_for_each(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    ids = select_three(page, qtbot)
    page.selection.plan_selected()
    field = demo_window.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "Invite to the fair")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    for contact_id in ids:
        query = follow_ups.FollowUpQuery(contact_id=contact_id)
        titles = [row.title for row in ask(follow_ups.page, query, 0, 20)]
        assert "Invite to the fair" in titles


def test_select_all_archives_everything_in_the_background(
    page: ContactsPage, qtbot: QtBot, ask: Ask, monkeypatch: Any
) -> None:
    monkeypatch.setattr(actions, "INLINE_LIMIT", 10)
    table = page.side.pane.table
    qtbot.keyClick(table, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    qtbot.waitUntil(page.side.pane.empty.isVisible, timeout=10_000)
    assert ask(contact_list.count, ContactQuery(archived=True)) == CUSTOMERS
    assert page.side.pane.empty.title.text() == "No customers yet"


def test_delete_for_good_is_offered_in_the_archive_and_wants_the_words(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    contact_id = choose(page, "Grace Chen")  # who owes nothing
    sales = ask(sale_list.count, sale_list.SaleQuery())
    mine = ask(sale_list.count, sale_list.SaleQuery(contact_id=contact_id))
    assert mine > 0
    page.selection.archive_selected()
    page.menus.show_archive()
    assert page.side.pane.tabs.tabs.current() == "archive"
    page.side.pane.table.select_number(0)
    qtbot.keyClick(page.side.pane.table, Qt.Key.Key_Delete)
    dialog = next(d for d in demo_window.findChildren(Dialog) if d.isVisible())
    assert dialog.title.text() == "Delete 1 customer for good?"
    assert not dialog.action.isEnabled()
    field = demo_window.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "delete 1")
    assert dialog.action.isEnabled()
    qtbot.mouseClick(dialog.action, LEFT)
    assert ask(contact_list.rows, [contact_id]) == []
    assert ask(sale_list.count, sale_list.SaleQuery()) == sales
    assert page.side.pane.empty.title.text() == "The archive is empty."


def test_putting_back_from_the_archive(page: ContactsPage, qtbot: QtBot, ask: Ask) -> None:
    contact_id = choose(page, "Harvest Kitchen")
    page.selection.archive_selected()
    page.menus.show_archive()
    qtbot.keyClick(page.side.pane.table, Qt.Key.Key_A, CTRL)
    button = page.side.pane.bulk.button("unarchive")
    assert button is not None
    qtbot.mouseClick(button, LEFT)
    assert not ask(contact_list.rows, [contact_id])[0].archived


def test_many_are_given_an_owner_at_once(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    chosen = select_three(page, qtbot)
    page.selection.change_selected()
    dialog = next(one for one in demo_window.findChildren(BulkChangeDialog) if one.isVisible())
    dialog.field.set_value("source")
    dialog.field.activated.emit(0)
    assert isinstance(dialog.value, ComboBox)
    dialog.value.set_value("Referral")
    before = [row.source for row in ask(contact_list.rows, chosen)]
    dialog.submit()
    assert {row.source for row in ask(contact_list.rows, chosen)} == {"Referral"}
    demo_window.undo()
    assert [row.source for row in ask(contact_list.rows, chosen)] == before


def test_follow_ups_of_a_selection_are_spread(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    chosen = select_three(page, qtbot)
    page.selection.plan_selected()
    spread = demo_window.findChild(SpreadOver)
    assert isinstance(spread, SpreadOver)
    form = demo_window.findChild(FollowUpForm)
    assert isinstance(form, FollowUpForm)
    qtbot.keyClicks(form.title, "Season check")
    qtbot.keyClicks(spread.per_day, "1")
    spread.workdays.setChecked(False)
    assert spread.last.text() == "The last on 21 Jun 2026"
    dialog = next(one for one in demo_window.findChildren(Dialog) if one.isVisible())
    dialog.submit()
    query = follow_ups.FollowUpQuery("open")
    made = [row for row in ask(follow_ups.page, query, 0, 500) if row.title == "Season check"]
    assert len({row.due_on for row in made}) == len(made) == len(chosen) == 3

"""Timeline, sales and follow-ups of one customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.services.contacts import contact_panel, contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.sales import sale_list
from crm_desktop.services.timeline import timeline
from crm_desktop.ui import icons
from crm_desktop.ui.contacts.history_tabs import HistoryTabs
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.contacts.timeline_words import LOOKS
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets import paint
from tests.conftest import NOW
from tests.ui.contacts.conftest import choose

Ask = Callable[..., Any]


def history(page: ContactsPage) -> HistoryTabs:
    choose(page, "Harvest Kitchen")
    return page.side.panel.history


def test_every_look_can_be_drawn() -> None:
    for icon, tone in LOOKS.values():
        assert icons.exists(icon), icon
        assert tone in paint.TONES


def test_counts_stand_behind_the_tabs(page: ContactsPage, ask: Ask) -> None:
    shown = history(page)
    panel = ask(contact_panel.panel, page.side.panel.contact_id, NOW.date())
    counts = {choice.key: choice.count for choice in shown.tabs._choices}
    assert counts == {
        "timeline": None,
        "sales": panel.counts.sales,
        "follow_ups": panel.counts.follow_ups,
        "files": None,
    }


def test_earlier_entries_are_read_on_demand(page: ContactsPage, qtbot: QtBot, ask: Ask) -> None:
    shown = history(page)
    total = ask(timeline.count, page.side.panel.contact_id)
    assert len(shown.lists["timeline"].items()) == 40 < total
    assert shown.earlier.isVisible()
    qtbot.mouseClick(shown.earlier, Qt.MouseButton.LeftButton)
    assert len(shown.lists["timeline"].items()) > 40
    qtbot.keyClick(page.side.pane.table, Qt.Key.Key_Down)
    assert shown.limit == 40


def test_sales_tab_lists_the_customers_sales(page: ContactsPage, ask: Ask) -> None:
    shown = history(page)
    shown.show_tab("sales")
    query = sale_list.SaleQuery(contact_id=page.side.panel.contact_id)
    rows = ask(sale_list.page, query, 0, 500)
    items = shown.lists["sales"].items()
    assert [item.key for item in items] == [f"sale:{row.id}" for row in rows]
    assert rows[0].number in items[0].title


def test_a_sale_leads_to_its_page(page: ContactsPage, demo_window: MainWindow) -> None:
    shown = history(page)
    shown.show_tab("sales")
    shown.lists["sales"].opened.emit(shown.lists["sales"].items()[0].key)
    assert demo_window.stack.current_name == "sales"


def test_a_follow_up_is_done_from_the_tab(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    shown = history(page)
    shown.show_tab("follow_ups")
    listed = shown.lists["follow_ups"]
    planned = [item for item in listed.items() if item.key.endswith(":open")]
    qtbot.mouseClick(listed, Qt.MouseButton.LeftButton, pos=QPoint(80, 10))
    menu = next(one for one in shown.findChildren(QMenu) if one.isVisible())
    assert [action.text() for action in menu.actions()] == ["Done", "Tomorrow", "In a week"]
    menu.actions()[0].trigger()
    menu.close()
    query = follow_ups.FollowUpQuery(contact_id=page.side.panel.contact_id)
    assert ask(follow_ups.count, query) == len(planned) - 1
    demo_window.undo()
    assert ask(follow_ups.count, query) == len(planned)


def test_nothing_yet_says_what_to_do(page: ContactsPage, demo_window: MainWindow) -> None:

    made = demo_window.workspace.execute("New", contacts.create, ContactDraft("Blank Page"))
    page.side.reveal(made)
    shown = page.side.panel.history
    for key, hint in (("sales", "Ctrl+R"), ("follow_ups", "Ctrl+U"), ("timeline", "Write")):
        shown.show_tab(key)
        assert hint in shown._empty[key].text()
        assert shown._empty[key].isVisible()

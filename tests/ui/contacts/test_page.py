"""The customers page as people use it: keys, mouse, targets, languages, sizes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.services.contacts import contact_list, contacts, views
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.page import NewRecord, OpenRecord, ShowView
from crm_desktop.ui.widgets.dialogs import Dialog
from tests.ui.conftest import LOOKS
from tests.ui.contacts.conftest import CUSTOMERS, choose, current_name

Ask = Callable[..., Any]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def in_profile(page: ContactsPage) -> bool:
    return page.profile.isVisible()


def test_lists_everybody_with_the_panel_of_the_first(page: ContactsPage, ask: Ask) -> None:
    assert page.side.pane.model.rowCount() == ask(contact_list.count, ContactQuery())
    assert page.side.panel.isVisible()
    assert page.side.panel.head.name.text() == current_name(page)
    assert f"{CUSTOMERS} customers" in page.side.pane.left.text()


def test_arrow_keys_move_the_panel_along(page: ContactsPage, qtbot: QtBot) -> None:
    first = current_name(page)
    qtbot.keyClick(page.side.pane.table, Qt.Key.Key_Down)
    assert current_name(page) != first
    assert page.side.panel.head.name.text() == current_name(page)


def test_typing_in_the_list_searches(page: ContactsPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.side.pane.table, "harv")
    qtbot.waitUntil(lambda: page.side.pane.model.rowCount() == 1)
    assert page.window().focusWidget() is page.side.pane.search
    assert current_name(page) == "Harvest Kitchen"
    qtbot.keyClick(page.side.pane.search, Qt.Key.Key_Return)
    assert in_profile(page)


def test_a_search_begins_with_its_best_hits_until_another_order_is_chosen(
    page: ContactsPage, qtbot: QtBot, ask: Ask
) -> None:
    for name in ("Harvest Zebra", "Zebra", "Zebra Foods"):
        page.shell.workspace.execute("New", contacts.create, contacts.ContactDraft(name))
    qtbot.keyClicks(page.side.pane.search, "zebra")
    qtbot.waitUntil(lambda: page.side.pane.model.rowCount() == 3)
    names = [page.side.pane.table.row(number).name for number in range(3)]
    assert names == ["Zebra", "Zebra Foods", "Harvest Zebra"]
    assert page.side.pane.filters.sort.text().strip() == "Best match first"
    page.side.sort_by("name", descending=False)
    names = [page.side.pane.table.row(number).name for number in range(3)]
    assert names == ["Harvest Zebra", "Zebra", "Zebra Foods"]
    page.side.pane.search.clear()
    assert page.side.pane.model.rowCount() == CUSTOMERS + 3


def test_search_finds_phone_digits(page: ContactsPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.side.pane.table, "05712260")
    qtbot.waitUntil(lambda: page.side.pane.model.rowCount() == 1)
    assert current_name(page) == "Harvest Kitchen"


def test_search_without_a_match_says_so(page: ContactsPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.side.pane.search, "zzqx")
    qtbot.waitUntil(page.side.pane.empty.isVisible)
    assert "zzqx" in page.side.pane.empty.title.text()
    qtbot.keyClick(page.side.pane.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(page.side.pane.table.isVisible)
    assert page.side.pane.model.rowCount() == CUSTOMERS


def test_enter_opens_the_profile_and_escape_leaves_it(page: ContactsPage, qtbot: QtBot) -> None:
    choose(page, "Harvest Kitchen")
    qtbot.keyClick(page.side.pane.table, Qt.Key.Key_Return)
    assert in_profile(page)
    head = page.profile.head
    assert head.name.text() == "Harvest Kitchen"
    # In a narrow window the name stands, and the tags, which the facts hold too, give way.
    assert head._tags and head._tags[0].isVisible()
    head.resize(theme.m(580), head.height())
    assert not head._tags[0].isVisible()
    head.layout().activate()
    assert head.name.width() > 0.8 * head.name.sizeHint().width()
    qtbot.keyClick(page.profile.head.back, Qt.Key.Key_Escape)
    assert not in_profile(page)
    assert page.side.pane.table.hasFocus()


def test_profile_steps_to_the_next_customer(page: ContactsPage, qtbot: QtBot) -> None:
    page.side.pane.table.select_number(0)
    first = current_name(page)
    qtbot.keyClick(page.side.pane.table, Qt.Key.Key_Return)
    assert page.profile.head.place.text() == f"1 / {CUSTOMERS}"
    qtbot.mouseClick(page.profile.head.after, Qt.MouseButton.LeftButton)
    assert page.profile.head.place.text() == f"2 / {CUSTOMERS}"
    assert page.profile.head.name.text() == current_name(page) != first


def test_space_shows_and_hides_the_panel(page: ContactsPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.side.pane.table, Qt.Key.Key_Space)
    assert not page.side.panel.isVisible()
    assert page.side.pane.width() == page.side.width()
    qtbot.keyClick(page.side.pane.table, Qt.Key.Key_Space)
    assert page.side.panel.isVisible()


def test_delete_archives_and_undo_brings_back(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot
) -> None:
    contact_id = choose(page, "Harvest Kitchen")
    qtbot.keyClick(page.side.pane.table, Qt.Key.Key_Delete)
    assert page.side.pane.model.rowCount() == CUSTOMERS - 1
    assert demo_window._toast.text() == "1 customer archived"
    qtbot.keyClick(demo_window, Qt.Key.Key_Z, CTRL)
    assert page.side.pane.model.rowCount() == CUSTOMERS
    assert page.side.source is not None
    assert page.side.source.number_of(contact_id) is not None


def test_clicking_a_heading_sorts(page: ContactsPage, qtbot: QtBot, ask: Ask) -> None:
    header = page.side.pane.table.horizontalHeader()
    spent = [column.key for column in page.side.pane.model.columns].index("spent")
    place = QPoint(header.sectionViewportPosition(spent) + 40, 10)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    richest = ask(contact_list.page, ContactQuery(sort="spent"), 0, 1)[0]
    assert page.side.pane.table.row(0).name == richest.name
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.side.pane.table.row(0).spent_minor <= page.side.pane.table.row(1).spent_minor
    assert page.side.pane.filters.sort.text().strip() == "Sorted by total spend"


def test_targets(page: ContactsPage, demo_window: MainWindow, ask: Ask) -> None:
    contact_id = choose(page, "Harvest Kitchen")
    page.side.pane.table.select_number(0)
    demo_window.go("contacts", OpenRecord(contact_id))
    assert in_profile(page)
    assert page.profile.contact_id == contact_id
    view = next(one for one in ask(views.views) if one.code == "unpaid")
    demo_window.go("contacts", ShowView(view.id))
    assert not in_profile(page)
    assert page.side.pane.model.rowCount() == view.count
    demo_window.go("contacts", NewRecord())
    assert [d for d in demo_window.findChildren(Dialog) if d.isVisible()]


def test_note_is_written_from_the_keyboard(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot
) -> None:
    choose(page, "Harvest Kitchen")
    qtbot.keyClick(page.side.pane.table, Qt.Key.Key_L, CTRL)
    field = demo_window.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "Wants the quote on Friday")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    items = page.side.panel.history.lists["timeline"].items()
    assert items[0].body == "Wants the quote on Friday"
    assert items[0].when.startswith("Today")
    assert field.text() == ""


def test_follow_up_is_planned_for_the_current_customer(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot
) -> None:
    choose(page, "Mary Young" if _has(page, "Mary Young") else current_name(page))
    qtbot.keyClick(page.side.pane.table, Qt.Key.Key_U, CTRL)
    field = demo_window.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "Ask about the filter")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    row = page.side.current_row()
    assert row is not None
    assert columns_text(page, "next_due") in ("Tomorrow", "Today 14:30", "Today")
    titles = [item.title for item in _items(page, "follow_ups")]
    assert "Ask about the filter" in titles


def _has(page: ContactsPage, name: str) -> bool:
    table = page.side.pane.table
    return any(table.row(n).name == name for n in range(table.table_model().rowCount()))


def _items(page: ContactsPage, key: str) -> list[Any]:
    page.side.panel.history.show_tab(key)
    return page.side.panel.history.lists[key].items()


def columns_text(page: ContactsPage, key: str) -> str:
    column = next(one for one in page.side.pane.model.columns if one.key == key)
    return column.text(page.side.current_row())


def test_opens_in_every_language_theme_and_size(
    page: ContactsPage, demo_window: MainWindow
) -> None:
    titles = {"en": "Customers", "zh_CN": "客户"}
    for language, mode, scale in LOOKS:
        demo_window.set_language(language)
        demo_window.set_look(mode=mode, scale=scale)
        assert page.side.pane.title.text() == titles[language]
        page._leave_profile()
        assert not page.grab().isNull()
        page.open_profile(page.side.panel.contact_id)
        assert not page.grab().isNull()
        assert page.minimumSizeHint().width() <= 1440


def test_breakpoints(page: ContactsPage, demo_window: MainWindow, qtbot: QtBot) -> None:
    side = page.side
    demo_window.resize(1000, 720)
    assert not side.panel.isVisible()
    qtbot.keyClick(side.pane.table, Qt.Key.Key_Space)
    assert side.panel.isVisible()
    assert side.pane.width() == side.width()  # over the table, which keeps its width
    demo_window.resize(720, 450)
    assert side.panel.width() == side.width()  # instead of the table
    assert not side.pane.tabs.isVisible()
    side.panel.head.close_.click()
    assert not side.panel.isVisible()
    demo_window.resize(1440, 900)
    assert side.pane.tabs.isVisible()


def test_regions_for_f6_are_visible(page: ContactsPage) -> None:
    regions = page.regions()
    assert page.side.pane.table in regions
    assert page.side.panel in regions
    assert all(region.isVisible() for region in regions)

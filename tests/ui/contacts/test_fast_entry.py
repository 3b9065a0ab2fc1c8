"""Typing and pasting many customers with real keys, and saving them as one step."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.fast_entry import EntryRow, OnKnown, Saved
from crm_desktop.ui.contacts.fast_entry import FastEntryView, said
from crm_desktop.ui.contacts.fast_entry_model import NAME, PHONE, STATUS
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.navigation.shortcuts import overlay_open
from crm_desktop.ui.page import NewRecords
from crm_desktop.ui.search import commands
from crm_desktop.ui.widgets.dialogs import Dialog

ENTER, TAB, ESC = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
HARVEST, LEE = "13900000001", "13900000002"  # numbers of the shop's customers


@pytest.fixture
def page(open_window: Callable[[], MainWindow], qtbot: QtBot) -> ContactsPage:
    """The customers page of the corner shop, three customers in it."""
    window = open_window()
    window.go("contacts")
    shown = window.stack.page()
    assert isinstance(shown, ContactsPage)
    qtbot.waitUntil(lambda: shown.side.source is not None)
    return shown


@pytest.fixture
def view(page: ContactsPage) -> FastEntryView:
    """The grid on screen, opened by its key."""
    press(page, Qt.Key.Key_N, CTRL | SHIFT)
    assert page.entering()
    return page.many


def focus(host: QWidget) -> QWidget:
    found = host.window().focusWidget()
    assert found is not None
    return found


def press(host: QWidget, key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(host), key, held)


def write(host: QWidget, *steps: str | Qt.Key) -> None:
    """Keys one by one at whatever has the focus by then; Chinese as an input method commits it."""
    for step in steps:
        if isinstance(step, Qt.Key):
            press(host, step)
            continue
        for letter in step:
            if letter.isascii():
                QTest.keyClick(focus(host), letter)
            else:
                event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(focus(host), event)


def paste(host: QWidget, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    press(host, Qt.Key.Key_V, CTRL)


def where(view: FastEntryView) -> tuple[int, int]:
    index = view.grid.currentIndex()
    return index.row(), index.column()


def looked_up(view: FastEntryView, qtbot: QtBot) -> None:
    """Wait until the file has been asked about the rows as they are."""
    asked: list[object] = []
    learn = view.model.learn
    view.model.learn = lambda *told: (learn(*told), asked.append(1))  # type: ignore[method-assign]
    view.look_up()
    qtbot.waitUntil(lambda: bool(asked), timeout=5_000)
    view.model.learn = learn  # type: ignore[method-assign]


def names(page: ContactsPage) -> dict[str, int]:
    rows = page.shell.workspace.read(contact_list.page, ContactQuery(), 0, 500)
    return {row.name: row.id for row in rows}


def contacts_of(page: ContactsPage) -> list[int]:
    rows = page.shell.workspace.read(contact_list.page, ContactQuery(), 0, 500)
    return [row.id for row in rows]


def card(page: ContactsPage, name: str) -> ContactDraft:
    found: ContactDraft = page.shell.workspace.read(contacts.card, names(page)[name]).draft
    return found


def saved(view: FastEntryView, qtbot: QtBot) -> None:
    press(view, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not view.model.rows, timeout=20_000)


def test_fifty_customers_typed_are_in_the_file_as_one_step(
    page: ContactsPage, view: FastEntryView, qtbot: QtBot
) -> None:
    before = names(page)
    for number in range(50):
        assert where(view) == (number, NAME)
        name = f"王{'东南西北中'[number % 5]}" if number % 2 else "Kim"
        write(view, f"{name}{number}", TAB, f"1371234{number:04}", ENTER)
    assert view.save.text().strip() == "Save 50 customers"
    saved(view, qtbot)
    with sqlite3.connect(f"file:{page.shell.workspace.path}?mode=ro", uri=True) as file:
        rows = file.execute(
            "SELECT contact.name, contact_phone.key FROM contact JOIN contact_phone"
            " ON contact_phone.contact_id = contact.id WHERE contact_phone.key LIKE '+861371234%'"
            " ORDER BY contact_phone.key"
        ).fetchall()
    assert len(rows) == 50
    assert rows[0] == ("Kim0", "+8613712340000") and rows[49] == ("王中49", "+8613712340049")
    assert len(names(page)) == len(before) + 50
    page.shell.workspace.undo()
    assert names(page) == before


def test_what_is_typed_while_saving_stays(
    page: ContactsPage, view: FastEntryView, qtbot: QtBot
) -> None:
    paste(view, "\n".join(f"Kim {number}, 137123400{number:02}" for number in range(20)))
    press(view, Qt.Key.Key_S, CTRL)
    view.grid.go(20, NAME)
    write(view, "Late")
    qtbot.waitUntil(lambda: len(view.model.rows) == 1, timeout=20_000)
    assert view.model.rows == [EntryRow("Late")]
    assert "Kim 19" in names(page) and "Late" not in names(page)


def test_tab_goes_right_and_on_to_the_next_row(view: FastEntryView) -> None:
    write(view, "Anna", TAB, "1", TAB, "anna_w", TAB, "a@x.com", TAB, "Acme", TAB, "High St 1")
    write(view, TAB, "VIP, new", TAB, "tea", TAB, "Bob", Qt.Key.Key_Backtab)
    assert view.model.rows == [
        EntryRow("Anna", "1", "anna_w", "a@x.com", "Acme", "High St 1", "VIP, new", "tea"),
        EntryRow("Bob"),
    ]
    assert where(view)[0] == 0
    write(view, ENTER)
    assert where(view) == (1, NAME)


def test_a_block_is_understood_and_quoted_line_breaks_stay_in_their_cell(
    page: ContactsPage, view: FastEntryView, qtbot: QtBot
) -> None:
    paste(
        view,
        '姓名\t电话\t地址\t备注\n张三\t13800138000\t上海市徐汇区1号\t"周末送货\n先打电话"\n'
        "李四\t13900139000\t\t",
    )
    assert [row.name for row in view.model.rows] == ["张三", "李四"]
    assert where(view) == (2, NAME)
    write(view, "Kim", ENTER)
    assert view.model.row(0).notes == "周末送货\n先打电话"
    saved(view, qtbot)
    assert card(page, "张三").remark == "周末送货\n先打电话"
    assert card(page, "张三").addresses == ("上海市徐汇区1号",)
    assert "Kim" in names(page)


def test_lines_as_written_become_rows_and_a_word_stays_in_its_cell(view: FastEntryView) -> None:
    paste(view, "李四 13900139000 北京市朝阳区建国路88号")
    assert view.model.rows == [EntryRow("李四", "13900139000", address="北京市朝阳区建国路88号")]
    paste(view, "Anna Lee")
    write(view, TAB)
    paste(view, "13700000001")
    write(view, TAB)
    assert view.model.row(1) == EntryRow("Anna Lee", "13700000001")


def test_cells_pasted_beside_the_names_go_where_they_stand(view: FastEntryView) -> None:
    write(view, "Anna", ENTER, "Bob", ENTER)
    view.grid.go(0, PHONE)
    paste(view, "13700000001\tanna_w\n13700000002\tbob_w\n13700000003\tnew_w\n")
    assert [(row.name, row.phone, row.wechat) for row in view.model.rows] == [
        ("Anna", "13700000001", "anna_w"),
        ("Bob", "13700000002", "bob_w"),
        ("", "13700000003", "new_w"),
    ]


def test_somebody_there_already_is_filled_in_or_skipped_by_choice(
    page: ContactsPage, view: FastEntryView, qtbot: QtBot
) -> None:
    before = set(names(page))
    write(view, "Harvest Kitchen", TAB, HARVEST, ENTER)
    write(view, "Daniel Lee", TAB, LEE, ENTER)
    write(view, "Kim", TAB, LEE, ENTER)
    paste(view, "Someone Else\t13900000009\nSomeone Else\t13900000009")
    looked_up(view, qtbot)
    shown = [view.model.shown(number, STATUS) for number in range(5)]
    assert shown == [
        "fill in · phone of Harvest Kitchen",
        "fill in · phone of Daniel Lee",
        "new · phone of Daniel Lee",
        "new",
        "fill in · phone of row 4",
    ]
    view.model.change(0, tags="VIP")
    view.grid.go(1, NAME)
    press(view, Qt.Key.Key_Down, ALT)
    popup = view.grid.findChild(QMenu)
    assert popup is not None
    chosen = [action for action in popup.actions() if action.isChecked()]
    assert [action.text() for action in chosen] == ["Add what Daniel Lee lacks"]
    popup.actions()[1].trigger()
    popup.close()
    assert view.model.row(1).choice is OnKnown.SKIP
    assert view.model.shown(1, STATUS) == "skip · phone of Daniel Lee"
    saved(view, qtbot)
    assert card(page, "Harvest Kitchen").tags == ("VIP",)
    assert set(names(page)) - before == {"Kim", "Someone Else"}


def test_one_choice_for_all_who_are_there_by_the_mouse(
    page: ContactsPage, view: FastEntryView, qtbot: QtBot
) -> None:
    paste(view, f"Harvest Kitchen\t{HARVEST}\nDaniel Lee\t{LEE}\nDaniel Lee\t13900000009")
    looked_up(view, qtbot)
    spot = view.grid.visualRect(view.model.index(0, STATUS)).center()
    qtbot.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    popup = view.grid.findChild(QMenu)
    assert popup is not None
    popup.actions()[-1].trigger()
    popup.close()
    assert [row.choice for row in view.model.rows] == [OnKnown.SKIP, OnKnown.SKIP, None]
    before = len(contacts_of(page))
    saved(view, qtbot)
    assert len(contacts_of(page)) == before + 1  # a namesake is another customer


def test_the_input_is_left_alone_while_the_file_answers(view: FastEntryView, qtbot: QtBot) -> None:
    write(view, "Daniel Lee", TAB, LEE, ENTER, "An")
    looked_up(view, qtbot)
    write(view, "na", ENTER)
    assert view.model.row(1).name == "Anna"


def test_a_row_that_names_nobody_is_gone_to_and_nothing_is_saved(
    page: ContactsPage, view: FastEntryView
) -> None:
    before = names(page)
    write(view, "Anna", ENTER, TAB, TAB, TAB, TAB, TAB, "High St 1", ENTER)
    assert view.model.shown(1, STATUS) == "Needs a name"
    press(view, Qt.Key.Key_S, CTRL)
    assert where(view) == (1, NAME) and view.problem.isVisible()
    assert "Row 2" in view.problem.text() and names(page) == before
    write(view, "Bob", ENTER)
    assert not view.problem.isVisible()


def test_undo_in_the_grid_takes_the_last_change_back(view: FastEntryView) -> None:
    write(view, "Anna", ENTER)
    paste(view, "Bob\t13900000009\nKim\t13900000008")
    assert len(view.model.rows) == 3
    press(view, ESC)
    press(view, Qt.Key.Key_Z, CTRL)
    assert view.model.rows == [EntryRow("Anna")]
    press(view, Qt.Key.Key_Z, CTRL)
    assert view.model.rows == []


def test_above_is_repeated_and_rows_are_removed(view: FastEntryView) -> None:
    write(view, "Anna", ENTER, "Bob", ENTER)
    view.model.change(0, tags="VIP")
    view.grid.go(1, 7)
    press(view, Qt.Key.Key_D, CTRL)
    assert view.model.row(1) == EntryRow("Bob", tags="VIP")
    press(view, Qt.Key.Key_Up)
    press(view, Qt.Key.Key_Delete, CTRL)
    assert view.model.rows == [EntryRow("Bob", tags="VIP")]


def test_esc_restores_a_cell_and_then_goes_back_to_the_list(
    page: ContactsPage, view: FastEntryView
) -> None:
    write(view, "Anna", ENTER, "Bo", ESC)
    assert view.model.rows == [EntryRow("Anna")] and page.entering()
    assert page.narrow_rail
    write(view, ESC)
    assert not page.entering() and not page.narrow_rail
    press(page, Qt.Key.Key_N, CTRL | SHIFT)
    assert page.many is view and view.model.rows == [EntryRow("Anna")]


def test_closing_asks_while_rows_are_unsaved(
    page: ContactsPage, view: FastEntryView, qtbot: QtBot
) -> None:
    write(view, "Anna", TAB, "13900000009")  # the input still open
    window = page.window()
    page.shell.go("today")
    assert not window.close()
    assert page.entering() and overlay_open(window)
    assert "1 customer" in window.findChildren(Dialog)[-1].title.text()
    press(page, ESC)
    assert view.model.rows == [EntryRow("Anna", "13900000009")]
    assert not window.close()
    window.findChildren(Dialog)[-1].submit()  # drop
    assert view.model.rows == [] and page.leave()


def test_keys_of_a_customer_do_nothing_while_many_are_typed(
    page: ContactsPage, view: FastEntryView
) -> None:
    write(view, "Anna")
    for key in (Qt.Key.Key_R, Qt.Key.Key_U, Qt.Key.Key_L, Qt.Key.Key_T):
        press(view, key, CTRL)
    assert page.entering() and not overlay_open(page.window())
    press(view, Qt.Key.Key_N, CTRL)
    assert where(view) == (1, NAME) and view.model.rows == [EntryRow("Anna")]


def test_the_menu_beside_new_and_the_palette_lead_here(page: ContactsPage) -> None:
    page.side.pane.ways.click()
    popup = page.side.pane.ways.findChild(QMenu)
    assert popup is not None
    popup.actions()[1].trigger()
    popup.close()
    assert page.entering()
    page.go_back()
    window = page.window()
    assert isinstance(window, MainWindow)
    (found,) = [one for one in commands.everywhere(window) if one.key == "new.contacts"]
    found.run()
    assert page.entering()


def test_another_page_of_the_list_closes_the_grid(page: ContactsPage, view: FastEntryView) -> None:
    write(view, "Anna", ENTER)
    page.shell.go("contacts", NewRecords())
    assert page.entering()
    page.open_target(None)
    assert not page.entering() and view.unsaved() == 1


@pytest.mark.parametrize(
    ("saved", "words"),
    [
        (Saved((1, 2)), "2 customers saved"),
        (Saved((1,), (5,), 1, 2), "1 customer saved · 1 filled in · 3 left as they were"),
        (Saved(skipped=1), "1 left as it was"),
    ],
)
def test_what_was_done_is_said(saved: Saved, words: str) -> None:
    assert said(saved) == words

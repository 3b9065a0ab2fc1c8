"""Cleaning up in the window: duplicates judged by hand, and the recycle bin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.core.i18n import N_
from crm_desktop.services.care import duplicates
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.ui.care.duplicates import Duplicates
from crm_desktop.ui.care.page import CarePage
from crm_desktop.ui.care.recycle_bin import RecycleBin
from crm_desktop.ui.contacts.merge_dialog import ask_merge
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets.dialogs import Dialog


@pytest.fixture
def shop(open_window: Callable[[], MainWindow]) -> MainWindow:
    """Two pairs: one sure, one on the same number under another name."""
    window = open_window()
    for draft in (
        ContactDraft("Harvest Kitchen", phones=("139 0000 0001",), level="Gold"),
        ContactDraft("D. Lee", phones=("13900000002",)),
    ):
        window.workspace.execute(N_("New customer"), contacts.create, draft)
    return window


def names(window: MainWindow) -> list[str]:
    rows = window.workspace.read(contact_list.page, ContactQuery(sort="name"), 0, 50)
    return sorted(row.name for row in rows)


def part(window: MainWindow, key: str) -> Any:
    window.go("care", key)
    page = window.stack.page()
    assert isinstance(page, CarePage)
    return page.part(key)


@pytest.fixture
def pairs(shop: MainWindow, qtbot: QtBot) -> Duplicates:
    found = part(shop, "duplicates")
    assert isinstance(found, Duplicates)
    qtbot.waitUntil(lambda: len(found.list.rows) == 2, timeout=5_000)
    return found


def test_enter_merges_the_surest_pair_and_undo_brings_both_back(
    pairs: Duplicates, shop: MainWindow, qtbot: QtBot
) -> None:
    current = pairs.current()
    assert current is not None and current.first.name == "Harvest Kitchen"
    qtbot.keyClick(pairs.list, Qt.Key.Key_Return)
    assert names(shop) == ["D. Lee", "Daniel Lee", "Harvest Kitchen", "Yao Hui"]
    qtbot.waitUntil(lambda: len(pairs.list.rows) == 1, timeout=5_000)
    shop.undo()
    qtbot.waitUntil(lambda: len(pairs.list.rows) == 2, timeout=5_000)


def test_the_other_ones_fact_can_be_chosen(
    pairs: Duplicates, shop: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(pairs.list, Qt.Key.Key_Down)
    pairs.grid.choose("name")
    qtbot.mouseClick(pairs.merge_button, Qt.MouseButton.LeftButton)
    assert names(shop) == ["D. Lee", "Harvest Kitchen", "Harvest Kitchen", "Yao Hui"]


def test_two_different_customers_are_not_proposed_again(
    pairs: Duplicates, shop: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(pairs.list, Qt.Key.Key_Down)
    qtbot.keyClick(pairs.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(pairs.list.rows) == 1, timeout=5_000)
    assert len(shop.workspace.read(duplicates.scan)) == 1


def test_the_bin_puts_back_and_takes_a_merge_apart(
    pairs: Duplicates, shop: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(pairs.list, Qt.Key.Key_Return)
    first = shop.workspace.read(contact_list.all_ids, ContactQuery(text="Yao"))[0]
    shop.workspace.execute(N_("Delete customers"), contacts.remove, [first])
    bin_ = part(shop, "recycle_bin")
    assert isinstance(bin_, RecycleBin)
    qtbot.waitUntil(lambda: len(bin_.list.rows) == 2)
    assert {row.name for row in bin_.list.rows} == {"Harvest Kitchen", "Yao Hui"}
    for left in (1, 0):
        bin_.list.setFocus()
        qtbot.keyClick(bin_.list, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda n=left: len(bin_.list.rows) == n)
    assert names(shop) == ["D. Lee", "Daniel Lee", *["Harvest Kitchen"] * 2, "Yao Hui"]


def test_deleting_for_good_asks_for_the_words(shop: MainWindow, qtbot: QtBot) -> None:
    first = shop.workspace.read(contact_list.all_ids, ContactQuery(text="Yao"))[0]
    shop.workspace.execute(N_("Delete customers"), contacts.remove, [first])
    bin_ = part(shop, "recycle_bin")
    qtbot.waitUntil(lambda: len(bin_.list.rows) == 1)
    qtbot.mouseClick(bin_.card.link, Qt.MouseButton.LeftButton)
    dialog = shop.findChild(Dialog)
    assert dialog is not None and not dialog.action.isEnabled()
    typed = dialog.focusWidget()
    assert typed is not None
    qtbot.keyClicks(typed, "delete 1")
    qtbot.mouseClick(dialog.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not bin_.list.rows)
    assert "Yao Hui" not in names(shop)


def test_two_selected_customers_are_merged_in_a_dialog(shop: MainWindow, qtbot: QtBot) -> None:
    ids = shop.workspace.read(contact_list.all_ids, ContactQuery(text="Harvest"))
    dialog = ask_merge(shop, shop, *ids)
    qtbot.mouseClick(dialog.action, Qt.MouseButton.LeftButton)
    assert names(shop).count("Harvest Kitchen") == 1

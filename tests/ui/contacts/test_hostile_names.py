"""Hostile names in the list and on the page: shown as typed, breaking nothing."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.page import OpenRecord
from tests.e2e.test_hostile_names import NAMES, SHOWN, make_shop


def test_the_window_shows_them(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.workspace.open(make_shop(tmp_path / "shop.crm"))
    qtbot.waitUntil(lambda: window.workspace.is_open, timeout=10_000)
    window.go("contacts")
    page = window.stack.page()
    assert isinstance(page, ContactsPage)
    qtbot.waitUntil(lambda: page.side.source is not None)
    window.resize(1280, 720)
    for number in range(len(NAMES)):
        page.side.pane.table.select_number(number)
        row = page.side.current_row()
        window.go("contacts", OpenRecord(row.id))
        assert not window.grab().isNull()
        fact = page.profile.facts.row("name")
        assert fact is not None
        assert fact.fact.shown == row.name
        assert row.name in SHOWN
        page.go_back()

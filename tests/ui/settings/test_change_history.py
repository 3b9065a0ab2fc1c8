"""What was changed, and taking back any one of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.core.i18n import N_
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.settings import settings
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.settings.change_history import ChangeHistory
from crm_desktop.ui.settings.page import SettingsPage
from crm_desktop.ui.settings.setting_row import SettingRow
from crm_desktop.ui.widgets.buttons import Button


def lines(part: ChangeHistory) -> list[SettingRow]:
    return [row for row in part.findChildren(SettingRow) if not row.isHidden()]


@pytest.fixture
def part(page: SettingsPage, shown_window: MainWindow, qtbot: QtBot) -> ChangeHistory:
    workspace = shown_window.workspace
    first = workspace.read(contact_list.all_ids, ContactQuery())[0]
    workspace.execute(N_("Archive customers"), contacts.archive, [first])
    workspace.execute(N_("Change settings"), settings.put, settings.SHOP_NAME, "Elsewhere")
    page.show_part("history")
    found = page.part("history")
    assert isinstance(found, ChangeHistory)
    qtbot.waitUntil(lambda: len(lines(found)) >= 2)
    return found


def test_latest_first_with_when_and_how_much(part: ChangeHistory) -> None:
    assert [row.label.text() for row in lines(part)[:2]] == ["Change settings", "Archive customers"]
    assert lines(part)[1].below.text() == "Today 09:40 · 1 record"


def test_an_earlier_action_is_taken_back_alone(
    part: ChangeHistory, shown_window: MainWindow, qtbot: QtBot
) -> None:
    read = shown_window.workspace.read
    assert read(contact_list.count, ContactQuery()) == 2
    button = lines(part)[1].findChild(Button)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert read(contact_list.count, ContactQuery()) == 3
    assert read(settings.get, settings.SHOP_NAME) == "Elsewhere"
    qtbot.waitUntil(lambda: part.shown()[0].kind == "undo")
    qtbot.waitUntil(lambda: len(lines(part)) >= 3)
    assert lines(part)[0].label.text() == "Undone: Archive customers"
    undone = next(row for row in part.shown() if row.undone)
    assert undone.name == "Archive customers"

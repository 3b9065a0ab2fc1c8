"""Staff in the settings: added, changed, gone, and who sits here."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.core import preferences
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.records import staff
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.settings.page import SettingsPage
from crm_desktop.ui.settings.staff import StaffSettings
from crm_desktop.ui.settings.staff_dialog import StaffDialog

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def part(page: SettingsPage) -> StaffSettings:
    page.show_part("staff")
    found = page.part("staff")
    assert isinstance(found, StaffSettings)
    return found


def dialog_of(window: MainWindow) -> StaffDialog:
    return next(one for one in window.findChildren(StaffDialog) if one.isVisible())


def add(part: StaffSettings, window: MainWindow, qtbot: QtBot, name: str, boss: str = "") -> int:
    qtbot.mouseClick(part.add, LEFT)
    dialog = dialog_of(window)
    qtbot.keyClicks(dialog.name, name)
    dialog.manager.setCurrentText(boss or "Nobody")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    found: int = window.workspace.read(staff.by_name, name)
    return found


def press(part: StaffSettings, who: int, name: str, qtbot: QtBot) -> None:
    buttons = part.lines[who].findChildren(QPushButton)
    qtbot.mouseClick(next(one for one in buttons if one.accessibleName() == name), LEFT)


def test_somebody_is_added_changed_leaves_and_comes_back(
    part: StaffSettings, shown_window: MainWindow, qtbot: QtBot
) -> None:
    assert part.none.isVisible() and not part.former.isVisible()
    add(part, shown_window, qtbot, "Lin")
    chen = add(part, shown_window, qtbot, "Chen", "Lin")
    assert {one.name: one.manager for one in part.members} == {"Lin": "", "Chen": "Lin"}
    press(part, chen, "Edit", qtbot)
    dialog = dialog_of(shown_window)
    dialog.role.setText("sales")
    dialog.submit()
    assert next(one for one in part.members if one.id == chen).role == "sales"
    press(part, chen, "Works here no more", qtbot)
    assert part.former.isVisible()
    press(part, chen, "Works here again", qtbot)
    assert not part.former.isVisible()
    shown_window.undo()
    assert part.former.isVisible()


def test_a_name_taken_keeps_the_dialog_open(
    part: StaffSettings, shown_window: MainWindow, qtbot: QtBot
) -> None:
    add(part, shown_window, qtbot, "Lin")
    add(part, shown_window, qtbot, "lin")
    assert "already" in dialog_of(shown_window).name_field.below.text()
    assert len(part.members) == 1


def test_who_sits_here_is_kept_on_this_computer_and_owns_what_is_made(
    part: StaffSettings, shown_window: MainWindow, qtbot: QtBot
) -> None:
    lin = add(part, shown_window, qtbot, "Lin")
    part.sitting.set_value(str(lin))
    part.sitting.activated.emit(1)
    workspace = shown_window.workspace
    assert workspace.me == lin
    assert workspace.path is not None
    assert preferences.load().sitting(workspace.path) == lin
    workspace.execute("New", contacts.create, ContactDraft("Anna"))
    assert workspace.read(staff.member, lin).customers == 1
    press(part, lin, "Works here no more", qtbot)
    assert workspace.me is None
    assert preferences.load().sitting(workspace.path) is None

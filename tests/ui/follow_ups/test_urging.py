"""Urging somebody from the list; they see it first on Today."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.records import staff
from crm_desktop.services.records.staff import StaffDraft
from crm_desktop.ui.follow_ups.columns import describe
from crm_desktop.ui.follow_ups.list_view import FollowUpList
from crm_desktop.ui.follow_ups.page import FollowUpsPage
from crm_desktop.ui.follow_ups.urge_dialog import UrgeDialog
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.settings.page import SettingsPage
from crm_desktop.ui.settings.staff import StaffSettings
from crm_desktop.ui.today.follow_up_list import Heading
from crm_desktop.ui.today.page import TodayPage

SAMPLE = 3


@pytest.fixture
def lin(window: MainWindow, open_window: Callable[[], MainWindow]) -> int:
    """Lin and Chen work here; Chen is to send the sample; Lin sits here."""
    open_window()
    execute = window.workspace.execute
    chief: int = execute("Add", staff.add, StaffDraft("Lin"))
    chen: int = execute("Add", staff.add, StaffDraft("Chen", manager_id=chief))
    execute("Edit", follow_ups.edit, SAMPLE, owner_id=chen)
    window.workspace.sit_down(chief)
    return chief


def list_of(window: MainWindow) -> FollowUpList:
    page = window.stack.page()
    assert isinstance(page, FollowUpsPage)
    return page.list


def dialog_of(window: MainWindow) -> UrgeDialog:
    return next(one for one in window.findChildren(UrgeDialog) if one.isVisible())


def test_urged_twice_taken_back_once(window: MainWindow, lin: int, qtbot: QtBot) -> None:
    window.go("follow_ups")
    page = list_of(window)
    tabs = [one.key for one in page.tabs._choices]
    for message in ("before noon", ""):
        page.table.select_number(2)
        page.acting.urge()
        dialog = dialog_of(window)
        assert dialog.title.text() == "Urge Chen"
        qtbot.keyClicks(dialog.message, message)
        qtbot.keyClick(dialog.message, Qt.Key.Key_Return)
        assert window._toast.text() == "1 follow-up urged"
    row = page.table.row(2)
    assert describe(row).startswith("Urged ×2, Send a sample") and "urged by Lin" in describe(row)
    assert [one.key for one in page.tabs._choices] == ["urged", *tabs]
    page.acting.urge()
    said = [label.text() for label in dialog_of(window).before]
    assert said[0] == "Urged 2 times so far" and said[2].endswith("Lin · before noon")
    dialog_of(window).done()
    window.undo()
    page.show_when("urged")
    assert "Lin: before noon" in describe(page.table.row(0))


def test_nobody_urges_themselves_or_nobody(window: MainWindow, lin: int) -> None:
    window.go("follow_ups")
    page = list_of(window)
    window.workspace.execute("Edit", follow_ups.edit, 1, owner_id=lin)
    enabled = []
    for number in range(3):
        page.acting.menu(page.table.row(number), QPoint())
        menu = page.findChildren(QMenu)[-1]
        enabled += [one.isEnabled() for one in menu.actions() if one.text() == "Urge…"]
        menu.close()
    assert enabled == [False, False, True]


def test_the_owner_sees_it_first_once_they_sit_down(
    window: MainWindow, lin: int, qtbot: QtBot
) -> None:
    today = window.stack.page()
    assert isinstance(today, TodayPage)
    qtbot.waitUntil(lambda: len(today.tasks.list.rows) == 5, timeout=5000)
    task = next(one for one in today.tasks.list.rows if getattr(one, "id", 0) == SAMPLE)
    today.tasks.list.current = today.tasks.list.rows.index(task)
    qtbot.keyClick(today.tasks.list, Qt.Key.Key_U)
    qtbot.keyClicks(dialog_of(window).message, "today!")
    dialog_of(window).submit()

    def headings() -> list[str]:
        return [
            f"{one.text} {one.count}" for one in today.tasks.list.rows if isinstance(one, Heading)
        ]

    assert headings() == ["Overdue 1", "Today 2"]  # Lin urged, and is not urged
    window.go("settings", "staff")
    settings = window.stack.page()
    assert isinstance(settings, SettingsPage)
    part = settings.part("staff")
    assert isinstance(part, StaffSettings)
    part.sitting.setCurrentText("Chen")
    part.sitting.activated.emit(part.sitting.currentIndex())
    window.go("today")
    qtbot.waitUntil(lambda: headings() == ["Urged 1", "Overdue 1", "Today 1"], timeout=5000)
    today.tasks.list.current = 1
    today.tasks.list._announce()
    assert today.tasks.list.accessibleName().startswith("Urged, Send a sample")
    assert "Lin: today!" in today.tasks.list.accessibleName()


def test_who_leads_nobody_is_told_so_before_writing(
    window: MainWindow, lin: int, qtbot: QtBot
) -> None:
    chen = next(one.id for one in window.workspace.read(staff.members) if one.name == "Chen")
    window.workspace.execute("Edit", follow_ups.edit, 1, owner_id=lin)
    window.workspace.sit_down(chen)
    window.go("follow_ups")
    page = list_of(window)
    page.table.select_number(0)
    page.acting.urge()
    assert not [one for one in window.findChildren(UrgeDialog) if one.isVisible()]
    assert window._toast.text().startswith("Only managers urge here")

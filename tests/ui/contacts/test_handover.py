"""Handing customers over from the list and from the settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.services.contacts import contact_list
from crm_desktop.services.records import staff
from crm_desktop.services.records.staff import MemberRow, StaffDraft
from crm_desktop.services.timeline import timeline
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.handover import dialog as dialog_module
from crm_desktop.ui.handover.dialog import HandoverDialog
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.settings.page import SettingsPage
from crm_desktop.ui.settings.staff import StaffSettings

Ask = Callable[..., Any]
LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier


def dialog_of(window: MainWindow) -> HandoverDialog:
    return next(one for one in window.findChildren(HandoverDialog) if one.isVisible())


def named(ask: Ask, name: str) -> MemberRow:
    return next(one for one in ask(staff.members) if one.name == name)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.jobs.running(), timeout=10_000)


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    monkeypatch.setattr(
        dialog_module, "open_made", lambda made: made.with_suffix(".opened").touch()
    )
    return path


def test_selected_customers_go_to_one(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask, out: Path
) -> None:
    table = page.side.pane.table
    table.select_number(0)
    qtbot.keyClick(table, Qt.Key.Key_Down, SHIFT)
    ids = [row.id for row in table.selected_rows()]
    before = [row.owner for row in ask(contact_list.rows, ids)]
    page.selection.hand_over_selected()
    dialog = dialog_of(demo_window)
    assert dialog.title.text() == "Hand over 2 customers" and not dialog.which.isVisible()
    assert not dialog.action.isEnabled()
    wang = named(ask, "Tech Wang")
    dialog.people[wang.id].setChecked(True)
    qtbot.waitUntil(dialog.action.isEnabled)
    assert dialog.told_words().startswith("Tech Wang: 2 customers")
    dialog.reason.setText("his district")
    dialog.submit()
    settle(demo_window, qtbot)
    assert [row.owner for row in ask(contact_list.rows, ids)] == ["Tech Wang", "Tech Wang"]
    assert "his district" in ask(timeline.entries, ids[0], kinds=["handover"])[0].body
    assert out.read_bytes().startswith(b"%PDF")
    assert out.with_suffix(".opened").exists()  # to be printed and signed
    said = "2 customers handed to Tech Wang · sheet in sheet.pdf"
    assert demo_window._toast.text() == said
    demo_window.undo()
    assert [row.owner for row in ask(contact_list.rows, ids)] == before


def test_all_of_somebody_are_shared_from_the_settings(
    demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    demo_window.go("settings", "staff")
    settings = demo_window.stack.page()
    assert isinstance(settings, SettingsPage)
    part = settings.part("staff")
    assert isinstance(part, StaffSettings)
    lin = named(ask, "Lin Guodong")
    give = part.lines[lin.id].findChildren(QPushButton)[0]
    qtbot.mouseClick(give, LEFT)
    dialog = dialog_of(demo_window)
    assert lin.id not in dialog.people
    for name in ("Jane Xu", "Mina Zhou"):
        dialog.people[named(ask, name).id].setChecked(True)
    dialog.sheet.setChecked(False)
    dialog.deals.setChecked(False)
    qtbot.waitUntil(dialog.action.isEnabled)
    lines = dialog.told_words().split("\n")
    assert [line.split(":")[0] for line in lines] == ["Jane Xu", "Mina Zhou"]
    assert "deal" not in dialog.told_words()
    assert [" and " in one.text() for one in dialog.named] == [True, True]
    qtbot.waitUntil(lambda: all(one.isVisible() for one in dialog.named))  # Qt shows them later
    dialog.submit()
    settle(demo_window, qtbot)
    after = named(ask, "Lin Guodong")
    assert (after.customers, after.follow_ups) == (0, 0) and after.deals == lin.deals > 0


def test_long_names_stay_within_the_dialog_and_are_said_as_they_are(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine & Sons, the Elder"
    new = demo_window.workspace.execute("Add", staff.add, StaffDraft(long))
    given = named(ask, "Jane Xu")
    dialog = HandoverDialog(page, demo_window, given)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.people[new].text().endswith("…"))
    port = dialog._scroll.viewport()
    for box in dialog.people.values():
        right = box.mapTo(port, box.rect().bottomRight()).x()
        assert right <= port.width()
    assert dialog.people[new].toolTip()
    qtbot.mouseClick(dialog.people[new], LEFT, pos=QPoint(8, dialog.people[new].height() // 2))
    qtbot.waitUntil(dialog.action.isEnabled)
    dialog.sheet.setChecked(False)
    dialog.submit()
    settle(demo_window, qtbot)
    assert demo_window._toast.text().endswith(f" handed to {long}")


def test_a_view_of_nobody_cannot_be_handed_over(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    lin = named(ask, "Lin Guodong")
    dialog = HandoverDialog(page, demo_window, named(ask, "Tech Wang"))
    dialog.open()
    dialog.people[lin.id].setChecked(True)
    qtbot.waitUntil(lambda: dialog.told_words() == "Lin Guodong: nothing")
    assert not dialog.action.isEnabled()
    dialog.which.set_value(dialog.which.itemData(1))
    dialog.which.activated.emit(1)
    qtbot.waitUntil(lambda: "belong to others" in dialog.told_words())
    assert not dialog.action.isEnabled()


def test_without_a_place_for_the_sheet_nothing_is_handed_over(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: ("", ""))
    lin = named(ask, "Lin Guodong")
    dialog = HandoverDialog(page, demo_window, lin)
    dialog.open()
    dialog.people[named(ask, "Jane Xu").id].setChecked(True)
    qtbot.waitUntil(dialog.action.isEnabled)
    dialog.submit()
    assert dialog.isVisible()
    assert named(ask, "Lin Guodong") == lin

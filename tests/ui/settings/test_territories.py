"""Territories in the settings: rules counted while typed, previewed, assigned in one undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.core.i18n import N_
from crm_desktop.services.contacts import contact_list, territories
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.records import staff
from crm_desktop.services.records.staff import StaffDraft
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.settings.page import SettingsPage
from crm_desktop.ui.settings.territories import TerritorySettings
from crm_desktop.ui.settings.territory_dialog import TerritoryDialog

LEFT = Qt.MouseButton.LeftButton
NAMED_LEE = {"all": [{"field": "name", "op": "contains", "value": "Lee"}]}


@pytest.fixture
def part(page: SettingsPage, shown_window: MainWindow, qtbot: QtBot) -> TerritorySettings:
    """West, whose rule finds Daniel Lee and whom Lin looks after; Yao Hui is there by hand."""
    workspace = shown_window.workspace
    lin = workspace.execute(N_("New member"), staff.add, StaffDraft("Lin"))
    west = workspace.execute(N_("Add"), territories.add, "West", NAMED_LEE, lin)
    yao = workspace.read(contact_list.all_ids, ContactQuery(text="Yao"))
    workspace.execute(N_("Put there"), territories.set_by_hand, yao, west)
    page.show_part("territories")
    found = page.part("territories")
    assert isinstance(found, TerritorySettings)
    settled(found, shown_window, qtbot)
    return found


def settled(part: TerritorySettings, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: part.assigning.told is not None and not window.jobs.running())


def press(part: TerritorySettings, number: int, name: str, qtbot: QtBot) -> None:
    buttons = part.lines[part.rows[number].id].findChildren(QPushButton)
    qtbot.mouseClick(next(one for one in buttons if one.accessibleName() == name), LEFT)


def said(part: TerritorySettings) -> list[str]:
    return [label.text() for label in part.assigning.said]


def test_the_preview_is_what_assigning_does_and_one_undo_takes_it_back(
    part: TerritorySettings, shown_window: MainWindow, qtbot: QtBot
) -> None:
    assert said(part) == [
        "1  none → West", "1 customer would move", "1 put by hand stays", "1 meets no rule",
    ]  # fmt: skip
    qtbot.mouseClick(part.assigning.owners, LEFT)
    qtbot.waitUntil(lambda: "2 get an owner" in said(part))
    qtbot.mouseClick(part.assigning.act, LEFT)
    qtbot.waitUntil(lambda: part.rows[0].count == 2)
    settled(part, shown_window, qtbot)
    assert not part.assigning.act.isEnabled()
    owned = ContactQuery(conditions={"field": "owner", "op": "is", "value": "Lin"})
    assert shown_window.workspace.read(contact_list.count, owned) == 2
    shown_window.undo()
    assert part.rows[0].count == 1
    assert shown_window.workspace.read(contact_list.count, owned) == 0


def test_a_rule_is_counted_and_a_name_taken_is_refused(
    part: TerritorySettings, shown_window: MainWindow, qtbot: QtBot
) -> None:
    press(part, 0, "Edit", qtbot)
    dialog = shown_window.findChild(TerritoryDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.found.text() == "1 customer matches")
    dialog.done()
    qtbot.mouseClick(part.add, LEFT)
    fresh = next(one for one in part.window().findChildren(TerritoryDialog) if one.isVisible())
    assert fresh.found.text() == "By hand only"
    qtbot.keyClicks(fresh.name, "west")
    fresh.submit()
    assert "already" in fresh.name_field.below.text()
    fresh.name.setText("East")
    fresh.submit()
    assert [one.name for one in part.rows] == ["West", "East"]
    press(part, 1, "Earlier", qtbot)
    assert [one.name for one in part.rows] == ["East", "West"]
    press(part, 1, "Take away", qtbot)
    assert [one.name for one in part.rows] == ["East"]
    query = ContactQuery(conditions={"field": "territory", "op": "filled"})
    assert shown_window.workspace.read(contact_list.count, query) == 0


def test_the_list_of_a_territory_is_one_click_away(
    part: TerritorySettings, shown_window: MainWindow, qtbot: QtBot
) -> None:
    press(part, 0, "List its customers", qtbot)
    page = shown_window.stack.page()
    assert page is not None and page.name == "contacts"
    query = page.side.state.query()  # type: ignore[attr-defined]
    assert shown_window.workspace.read(contact_list.count, query) == 1

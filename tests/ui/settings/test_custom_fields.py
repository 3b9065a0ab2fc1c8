"""Fields of the shop's own, from the settings to the list, the profile and the filters."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.core.i18n import N_
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.fields import custom_fields
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.page import OpenRecord
from crm_desktop.ui.settings.custom_field_dialog import CustomFieldDialog
from crm_desktop.ui.settings.custom_fields import CustomFields
from crm_desktop.ui.settings.page import SettingsPage
from crm_desktop.ui.widgets.buttons import IconButton

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def part(page: SettingsPage) -> CustomFields:
    page.show_part("fields")
    found = page.part("fields")
    assert isinstance(found, CustomFields)
    return found


def dialog_of(window: MainWindow) -> CustomFieldDialog:
    return next(one for one in window.findChildren(CustomFieldDialog) if one.isVisible())


def add(part: CustomFields, window: MainWindow, qtbot: QtBot, label: str, kind: str) -> None:
    qtbot.mouseClick(part.add, LEFT)
    dialog = dialog_of(window)
    qtbot.keyClicks(dialog.name, label)
    dialog.kind.set_value(kind)
    dialog.kind.activated.emit(0)
    if dialog.options.isVisible():
        qtbot.keyClicks(dialog.options, "hard")
        qtbot.keyClick(dialog.options, Qt.Key.Key_Return)
        qtbot.keyClicks(dialog.options, "soft")
    dialog.submit()


def labels(window: MainWindow) -> list[str]:
    return [one.label for one in window.workspace.read(custom_fields.fields)]


def test_fields_are_added_ordered_and_taken_away(
    part: CustomFields, shown_window: MainWindow, qtbot: QtBot
) -> None:
    assert part.none.isVisible()
    add(part, shown_window, qtbot, "Water", "choice")
    add(part, shown_window, qtbot, "Area", "number")
    assert labels(shown_window) == ["Water", "Area"]
    assert part.fields[0].options == ("hard", "soft")
    up, _down, _edit, off = part.lines["area"].findChildren(IconButton)
    qtbot.mouseClick(up, LEFT)
    assert labels(shown_window) == ["Area", "Water"]
    off = part.lines["area"].findChildren(IconButton)[3]
    qtbot.mouseClick(off, LEFT)
    assert labels(shown_window) == ["Water"]
    shown_window.undo()
    assert labels(shown_window) == ["Area", "Water"]


def test_a_name_taken_keeps_the_dialog_open(
    part: CustomFields, shown_window: MainWindow, qtbot: QtBot
) -> None:
    add(part, shown_window, qtbot, "Water", "text")
    add(part, shown_window, qtbot, "water", "text")
    dialog = dialog_of(shown_window)
    assert "already" in dialog._name_field.below.text()


def test_another_type_says_what_it_does_before_it_does_it(
    part: CustomFields, shown_window: MainWindow, qtbot: QtBot
) -> None:
    workspace = shown_window.workspace
    add(part, shown_window, qtbot, "Rooms", "text")
    ids = workspace.read(contact_list.all_ids, ContactQuery())
    for contact_id, typed in zip(ids[:3], ("3", "4", "many"), strict=True):
        workspace.execute(N_("Fill"), custom_fields.set_value, [contact_id], "rooms", typed)
    dialog = part.edit(part.fields[0])
    dialog.kind.set_value("number")
    dialog.kind.activated.emit(0)
    assert "2 values fit. 1 does not" in dialog.preview.text()
    assert "many" in dialog.preview.text()
    dialog.submit()
    assert workspace.read(custom_fields.fields)[0].type == "number"
    shown_window.undo()
    assert workspace.read(custom_fields.fields)[0].type == "text"


def test_a_new_field_is_at_once_in_list_filters_and_profile(
    part: CustomFields, shown_window: MainWindow, qtbot: QtBot
) -> None:
    add(part, shown_window, qtbot, "Water", "choice")
    workspace: Any = shown_window.workspace
    ids = workspace.read(contact_list.all_ids, ContactQuery())
    workspace.execute(N_("Fill"), custom_fields.set_value, ids[:2], "water", "soft")
    shown_window.go("contacts")
    page = shown_window.stack.page()
    assert isinstance(page, ContactsPage)
    qtbot.waitUntil(lambda: page.side.source is not None and bool(page.side.offered.custom))
    page.side.layout_.keep(("name", "custom:water"))
    assert page.side.pane.table.columns.keys() == ["name", "custom:water"]
    page.side.sort_by("custom:water", True)
    shown = [page.side.pane.model.index(row, 1).data() for row in range(3)]
    assert shown[:2] == ["soft", "soft"]
    assert not shown[2]
    page.side.set_conditions([{"field": "custom:water", "op": "is", "value": "soft"}])
    assert page.side.pane.model.rowCount() == 2
    assert page.side.pane.filters.chips[0].accessibleName() == "Water is soft"
    shown_window.go("contacts", OpenRecord(ids[2]))
    row = page.profile.facts.row("custom:water")
    assert row is not None
    assert [label for _key, label in row.fact.choices] == ["None", "hard", "soft"]
    row._try_save("hard")
    assert workspace.read(custom_fields.of_contact, ids[2])[0].shown == "hard"


def test_a_number_is_typed_into_a_cell_of_the_list(
    part: CustomFields, shown_window: MainWindow, qtbot: QtBot
) -> None:
    add(part, shown_window, qtbot, "Area", "number")
    shown_window.go("contacts")
    page = shown_window.stack.page()
    assert isinstance(page, ContactsPage)
    qtbot.waitUntil(lambda: page.side.source is not None and bool(page.side.offered.custom))
    page.side.layout_.keep(("name", "custom:area"))
    table = page.side.pane.table
    table.select_number(0)
    table.setFocus()
    table.setCurrentIndex(page.side.pane.model.index(0, 1))
    table.editing.start_current()
    field = table.editing.input
    qtbot.keyClicks(field, "89.5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    row = table.row(0)
    assert shown_window.workspace.read(custom_fields.of_contact, row.id)[0].typed == "89.5"

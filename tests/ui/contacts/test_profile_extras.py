"""Relations, preferences, gifts, files and the missing fact, on the page of one customer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.core.i18n import N_
from crm_desktop.services.contacts import contact_list, contacts, gifts, preferences, relations
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.fields import ready_fields
from crm_desktop.services.records import attachments
from crm_desktop.services.timeline import timeline
from crm_desktop.ui.contacts.contact_picker import ContactPicker
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.contacts.profile import ProfileView
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox
from tests.conftest import NOW
from tests.ui.contacts.conftest import choose

Ask = Callable[..., Any]
LEFT = Qt.MouseButton.LeftButton
TODAY = NOW.date()


@pytest.fixture
def profile(page: ContactsPage) -> ProfileView:
    page.open_profile(choose(page, "Grace Chen"))
    return page.profile


def dialog_of(window: MainWindow) -> Dialog:
    return next(one for one in window.findChildren(Dialog) if one.isVisible())


def inputs(dialog: Dialog) -> list[QLineEdit]:
    return [one for one in dialog.content.findChildren(QLineEdit) if one.isVisible()]


def test_a_relation_to_another_customer_is_found_while_typing(
    profile: ProfileView, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    other = next(
        row for row in ask(contact_list.page, ContactQuery(sort="name"), 0, 60)
        if row.kind == "person" and row.id != profile.contact_id
    )  # fmt: skip
    qtbot.mouseClick(profile.extras.relations.add, LEFT)
    dialog = dialog_of(demo_window)
    picker = dialog.content.findChild(ContactPicker)
    assert isinstance(picker, ContactPicker)
    qtbot.keyClicks(picker, other.name)
    offered = [one.id for one in picker._found]
    assert other.id in offered and profile.contact_id not in offered
    picker.completer().activated.emit(f"{other.name} · {other.phone}")
    assert picker.contact_id == other.id
    dialog.submit()
    rows = ask(relations.of_contact, profile.contact_id, TODAY)
    assert (rows[0].kind, rows[0].other_id) == ("spouse", other.id)
    buttons = profile.extras.relations.lines[0].findChildren(Button)
    next(one for one in buttons if one.text() == other.name).click()
    assert profile.contact_id == other.id
    demo_window.undo()
    assert ask(relations.of_contact, other.id, TODAY) == []


def test_somebody_known_by_name_with_a_lunar_birthday(
    profile: ProfileView, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    qtbot.mouseClick(profile.extras.relations.add, LEFT)
    dialog = dialog_of(demo_window)
    who, born, _note = inputs(dialog)
    dialog.submit()
    assert dialog.isVisible(), "without anybody it stays open"
    qtbot.keyClicks(who, "Little Bao")
    qtbot.keyClicks(born, "lunar 5-10")
    dialog.submit()
    (row,) = [one for one in ask(relations.of_contact, profile.contact_id, TODAY) if one.id]
    assert (row.name, row.birthday, row.birth_lunar) == ("Little Bao", (None, 5, 10), True)


def test_a_preference_is_kept_confirmed_and_removed(
    profile: ProfileView, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    qtbot.mouseClick(profile.extras.preferences.add, LEFT)
    dialog = dialog_of(demo_window)
    topic, value = inputs(dialog)
    qtbot.keyClicks(topic, "Tea")
    qtbot.keyClicks(value, "Longjing")
    dialog.submit()
    (row,) = ask(preferences.of_contact, profile.contact_id)
    assert (row.topic, row.value, row.confirmed_on) == ("Tea", "Longjing", TODAY)
    _confirm, remove = profile.extras.preferences.lines[0].findChildren(IconButton)
    qtbot.mouseClick(remove, LEFT)
    assert ask(preferences.of_contact, profile.contact_id) == []
    demo_window.undo()
    assert len(profile.extras.preferences.lines) == 1


def test_a_gift(profile: ProfileView, demo_window: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    qtbot.mouseClick(profile.extras.gifts.add, LEFT)
    dialog = dialog_of(demo_window)
    what, _day, worth, occasion = inputs(dialog)
    qtbot.keyClicks(what, "Tea")
    qtbot.keyClicks(worth, "dear")
    dialog.submit()
    assert dialog.isVisible()
    worth.clear()
    qtbot.keyClicks(worth, "88")
    qtbot.keyClicks(occasion, "Birthday")
    dialog.submit()
    (row,) = ask(gifts.of_contact, profile.contact_id)
    assert (row.what, row.value_minor, row.given_on) == ("Tea", 8_800, TODAY)


def test_files_are_dropped_in_looked_at_and_taken_away(
    profile: ProfileView, demo_window: MainWindow, tmp_path: Path, ask: Ask
) -> None:
    picture = QImage(900, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    path = tmp_path / "photo.png"
    assert picture.save(str(path))
    profile.history.show_tab("files")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)), QUrl.fromLocalFile(str(tmp_path))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    tab = profile.history.files
    tab.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, Qt.KeyboardModifier.NoModifier))
    (row,) = ask(attachments.of_record, "contact", profile.contact_id)
    assert (row.name, row.size) == ("photo.png", path.stat().st_size)
    assert [item.title for item in tab.list.items()] == ["photo.png"]
    dialog = tab.viewer.look_at(tab, row)
    assert dialog is not None and dialog.isVisible()
    dialog.done()
    tab.save_to(row, tmp_path / "copy.png")
    assert (tmp_path / "copy.png").read_bytes() == path.read_bytes()
    tab.remove(row)
    assert tab.list.items() == []
    demo_window.undo()
    assert [choice.count for choice in profile.history.tabs._choices][-1] == 1


def test_the_missing_fact_is_one_click_away(
    profile: ProfileView, demo_window: MainWindow, ask: Ask
) -> None:
    contact_id = profile.contact_id
    workspace = demo_window.workspace
    workspace.execute(N_("Edit customer"), contacts.edit, contact_id, phones=())
    assert profile._card.link.text() == "Add: Phone"
    profile._card.link.click()
    row = profile.facts.row("phones")
    assert row is not None and row.editing


def test_the_timeline_shows_only_some_kinds(profile: ProfileView, ask: Ask) -> None:
    def kinds() -> set[str]:
        entries = ask(timeline.entries, profile.contact_id, 40, profile.history.kinds)
        return {row.kind for row in entries}

    before = len(profile.history.lists["timeline"].items())
    profile.history.kinds = {"sale", "payment"}
    profile.history.more_asked.emit()
    shown = profile.history.lists["timeline"].items()
    assert kinds() == {"sale", "payment"} and 0 < len(shown) < before
    profile.history.first_tab()
    assert profile.history.kinds == set()


def test_an_entry_is_changed_and_taken_away(
    profile: ProfileView, demo_window: MainWindow, ask: Ask
) -> None:
    made = demo_window.workspace.execute(
        N_("Add to the timeline"), timeline.add_note, profile.contact_id, "note", "Asks for price"
    )
    dialog = profile.history._entry.edit(ask(timeline.note, made))
    kind, direction = dialog.content.findChildren(ComboBox)
    kind.set_value("call")
    direction.set_value("in")
    dialog.submit()
    assert ask(timeline.note, made).body == "Asks for price"
    titles = [item.title for item in profile.history.lists["timeline"].items()]
    assert "Call · from them" in titles
    demo_window.workspace.execute(N_("Take an entry away"), timeline.remove_note, made)
    titles = [item.title for item in profile.history.lists["timeline"].items()]
    assert "Call · from them" not in titles


def test_a_dealer_has_fields_of_a_dealer(profile: ProfileView, demo_window: MainWindow) -> None:
    workspace = demo_window.workspace
    workspace.execute(N_("Switch on"), ready_fields.switch_on, ["dealer_area", "hobbies"])
    assert profile.facts.row("custom:ready_hobbies") is not None
    assert profile.facts.row("custom:ready_dealer_area") is None
    row = profile.facts.row("party")
    assert row is not None
    row._try_save("dealer")
    assert profile.facts.row("custom:ready_dealer_area") is not None

"""Settings of the file: built from their declarations, written when left, undone."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock
from crm_desktop.services.documents import shop_logo
from crm_desktop.services.settings import settings
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.settings import file_settings
from crm_desktop.ui.settings.file_settings import FileSettings
from crm_desktop.ui.settings.page import SettingsPage
from crm_desktop.ui.widgets.form import ComboBox, LineEdit
from tests.conftest import NOW


@pytest.fixture
def part(page: SettingsPage) -> FileSettings:
    found = page.part("shop")
    assert isinstance(found, FileSettings)
    return found


def field(part: FileSettings, key: str) -> LineEdit:
    editor = part.rows[key].editor
    assert isinstance(editor, LineEdit)
    return editor


def test_every_declared_setting_with_a_label_has_an_input(part: FileSettings) -> None:
    declared = {one.key for one in settings.DECLARED if one.label}
    assert set(part.rows) == declared
    for one in settings.DECLARED:
        if one.label:
            assert part.rows[one.key].label.text() == one.label


def test_a_setting_named_in_no_group_is_shown_on_the_last_card() -> None:
    fresh = settings.Declared("brand_new", "", "Brand new")
    cards = file_settings.grouped([*settings.DECLARED, fresh])
    assert fresh in cards[-1][1]


def test_enter_writes_and_undo_takes_back(
    part: FileSettings, shown_window: MainWindow, qtbot: QtBot
) -> None:
    editor = field(part, "shop_name")
    assert editor.text() == "Corner shop"
    editor.selectAll()
    qtbot.keyClicks(editor, "Corner shop North")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    read = shown_window.workspace.read
    assert read(settings.get, settings.SHOP_NAME) == "Corner shop North"
    assert shown_window._toast.text() == "Shop name saved"
    field(part, "shop_phone").setFocus()
    shown_window.undo()
    assert read(settings.get, settings.SHOP_NAME) == "Corner shop"
    assert editor.text() == "Corner shop"


def test_leaving_an_input_unchanged_writes_nothing(
    part: FileSettings, shown_window: MainWindow, qtbot: QtBot
) -> None:
    editor = field(part, "shop_name")
    editor.setFocus()
    field(part, "shop_phone").setFocus()
    assert shown_window._toast.text() == ""


def test_what_is_no_number_is_refused_with_a_sentence(
    part: FileSettings, shown_window: MainWindow, qtbot: QtBot
) -> None:
    editor = field(part, "payment_days")
    editor.selectAll()
    qtbot.keyClicks(editor, "a month")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    row = part.rows["payment_days"]
    assert row.below.text() == "Type a whole number from 0 to 3650."
    assert editor.property("error") is True
    assert shown_window.workspace.read(settings.get, settings.PAYMENT_DAYS) == 30
    editor.selectAll()
    qtbot.keyClicks(editor, "45")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert shown_window.workspace.read(settings.get, settings.PAYMENT_DAYS) == 45
    assert row.below.text() == "When a sale on credit falls due."


def test_a_choice_is_written_at_once(part: FileSettings, shown_window: MainWindow) -> None:
    editor = part.rows["currency"].editor
    assert isinstance(editor, ComboBox)
    editor.set_value("EUR")
    editor.activated.emit(editor.currentIndex())
    assert shown_window.workspace.read(settings.get, settings.CURRENCY) == "EUR"


@pytest.mark.parametrize(
    ("pattern", "made"),
    [("XS-{number:04}", "XS-0001"), ("{year}{month:02}-{number}", "202606-1")],
)
def test_sale_number_patterns(pattern: str, made: str) -> None:
    clock.freeze(NOW)
    assert file_settings.example_number(pattern) == made


@pytest.mark.parametrize("pattern", ["XS", "XS-{nr}", "{number", "{number:zz}", ""])
def test_patterns_without_a_running_number_are_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="number"):
        file_settings.example_number(pattern)


def test_a_logo_is_chosen_shown_and_taken_back(
    part: FileSettings, shown_window: MainWindow, tmp_path: Path
) -> None:
    wide = tmp_path / "logo.png"
    Image.new("RGBA", (900, 300), "red").save(wide)
    part.logo.picture.take(wide)
    kept = shown_window.workspace.read(shop_logo.read)
    assert Image.open(io.BytesIO(kept)).size == (480, 160)
    assert part.logo.picture.filled and not part.logo.drop.isHidden()
    wide.write_bytes(b"<svg onload=alert(1)>")
    part.logo.picture.take(wide)
    assert shown_window.workspace.read(shop_logo.read) == kept
    part.logo.drop.click()
    assert not part.logo.picture.filled
    shown_window.undo()
    assert shown_window.workspace.read(shop_logo.read) == kept

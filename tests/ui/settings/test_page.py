"""The settings page: its parts, in both languages, themes and sizes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.settings.page import SettingsPage
from tests.ui.conftest import LOOKS


def test_every_part_in_every_language_theme_and_size(
    page: SettingsPage, shown_window: MainWindow
) -> None:
    for key, *_rest in SettingsPage.parts:
        page.show_part(key)
    for language, mode, scale in LOOKS:
        shown_window.set_language(language)
        shown_window.set_look(mode=mode, scale=scale)
        for key, *_rest in SettingsPage.parts:
            page.show_part(key)
            assert not page.grab().isNull()
        assert page.minimumSizeHint().width() <= 1440


def test_arrow_keys_turn_the_tabs(page: SettingsPage, qtbot: QtBot) -> None:
    assert page.tabs.hasFocus()
    qtbot.keyClick(page.tabs, Qt.Key.Key_Right)
    assert page.part("fields").isVisible()


def test_go_opens_a_part(page: SettingsPage, shown_window: MainWindow) -> None:
    shown_window.go("settings", "about")
    assert page.part("about").isVisible()

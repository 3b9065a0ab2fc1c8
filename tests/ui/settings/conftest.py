"""The settings page over a small shop."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.settings.page import SettingsPage


@pytest.fixture
def page(open_window: Callable[[], MainWindow], qtbot: QtBot) -> SettingsPage:
    """The page on screen, its first part read."""
    window = open_window()
    window.go("settings")
    shown = window.stack.page()
    assert isinstance(shown, SettingsPage)
    return shown


@pytest.fixture
def shown_window(page: SettingsPage) -> MainWindow:
    """The window it is in."""
    window = page.window()
    assert isinstance(window, MainWindow)
    return window

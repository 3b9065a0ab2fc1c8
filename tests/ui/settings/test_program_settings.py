"""Settings of this computer: applied at once and remembered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.core import i18n
from crm_desktop.core import preferences as remembered
from crm_desktop.ui import theme
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.settings.page import SettingsPage
from crm_desktop.ui.settings.program_settings import DECLARED, ProgramSettings
from crm_desktop.ui.widgets.choices import SegControl


@pytest.fixture
def part(page: SettingsPage) -> ProgramSettings:
    page.show_part("program")
    found = page.part("program")
    assert isinstance(found, ProgramSettings)
    return found


def seg(part: ProgramSettings, key: str) -> SegControl:
    editor = part.rows[key].editor
    assert isinstance(editor, SegControl)
    return editor


def test_every_declared_setting_has_its_control(part: ProgramSettings) -> None:
    assert list(part.rows) == [setting.key for setting in DECLARED]


def test_language_switches_while_running(part: ProgramSettings, qtbot: QtBot) -> None:
    control = seg(part, "language")
    assert control.current() == "en"
    qtbot.keyClick(control, Qt.Key.Key_Left)
    assert i18n.language() == "zh_CN"
    assert part.rows["language"].label.text() == "语言"
    assert remembered.load().language == "zh_CN"


def test_theme_and_text_size(part: ProgramSettings, qtbot: QtBot) -> None:
    assert seg(part, "mode").current() == "system"
    for _press in range(2):
        qtbot.keyClick(seg(part, "mode"), Qt.Key.Key_Right)
    assert theme.is_dark()
    assert remembered.load().mode == "dark"
    qtbot.keyClick(seg(part, "scale"), Qt.Key.Key_Right)
    assert theme.scale() == theme.SCALES[1]
    assert remembered.load().scale == theme.SCALES[1]


def test_switches(part: ProgramSettings, shown_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(part.rows["contrast"].editor, Qt.MouseButton.LeftButton)
    assert theme.look.contrast
    qtbot.mouseClick(part.rows["compact_rows"].editor, Qt.MouseButton.LeftButton)
    assert shown_window.preferences.compact_rows
    assert remembered.load().compact_rows
    theme.look.use(contrast=False)

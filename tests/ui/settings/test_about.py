"""About: facts for a problem report and the licence of the shipped font."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

import crm_desktop
from crm_desktop.core import paths
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.settings.about import COMPONENTS, About
from crm_desktop.ui.settings.page import SettingsPage
from crm_desktop.ui.widgets.buttons import Button


def test_facts_are_copied(page: SettingsPage, shown_window: MainWindow) -> None:
    page.show_part("about")
    part = page.part("about")
    assert isinstance(part, About)
    part.copy_facts()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(f"CRM Desktop {crm_desktop.__version__}")
    assert shown_window._toast.text() == "Copied"


def test_licence_texts_are_shipped_and_shown(
    page: SettingsPage, shown_window: MainWindow, qtbot: QtBot
) -> None:
    for _name, _licence, file in COMPONENTS:
        assert not file or paths.resource(*file).is_file()
    page.show_part("about")
    read = next(b for b in page.part("about").findChildren(Button) if b.text() == "Read")
    qtbot.mouseClick(read, Qt.MouseButton.LeftButton)
    text = next(t for t in shown_window.findChildren(QPlainTextEdit) if t.isVisible())
    assert "SIL OPEN FONT LICENSE" in text.toPlainText().upper()

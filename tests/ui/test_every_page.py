"""What every page must stand: both languages, both themes, 200 % text, a small window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.navigation.destinations import DESTINATIONS
from crm_desktop.ui.widgets.text import Label

NAMES = [place.name for place in DESTINATIONS]


class Windows(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@pytest.mark.parametrize("name", NAMES)
def test_building_a_page_opens_no_stray_window(
    name: str, open_window: Callable[[], MainWindow], qapp: QApplication, qtbot: QtBot
) -> None:
    window = open_window()
    watcher = Windows()
    qapp.installEventFilter(watcher)
    window.go(name)
    qtbot.waitUntil(lambda: not window.jobs.running(), timeout=10_000)
    qapp.removeEventFilter(watcher)
    assert watcher.shown == []


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_page_stands_twice_the_text_in_a_small_window(
    name: str, language: str, open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = open_window()
    window.set_language(language)
    window.go(name)
    qtbot.waitUntil(lambda: not window.jobs.running(), timeout=10_000)
    window.set_look(mode="dark", scale=2.0)
    window.resize(1440, 900)
    qtbot.wait(1)
    page = window.stack.page()
    assert page is not None
    assert page.minimumSizeHint().width() <= page.width()
    outside = [
        child.text()
        for child in (*page.findChildren(QPushButton), *page.findChildren(Label))
        if child.isVisible()
        and child.text()
        and child.mapTo(page, QPoint(child.width(), 0)).x() > page.width() + 1
    ]
    assert outside == []

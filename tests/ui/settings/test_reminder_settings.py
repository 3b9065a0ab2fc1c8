"""Settings of reminders, starting with the system, and the test notification."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from crm_desktop.core.preferences import load
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.settings.page import SettingsPage
from crm_desktop.ui.settings.reminder_settings import ReminderSettings

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def part(page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReminderSettings:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "cfg"))
    monkeypatch.setenv("PATH", str(tmp_path))  # no notify-send
    page.show_part("reminders")
    found = page.part("reminders")
    assert isinstance(found, ReminderSettings)
    return found


def with_tray(monkeypatch: pytest.MonkeyPatch, *, messages: bool) -> list[tuple[str, str]]:
    """A desktop with a tray; what it is given to show."""
    shown: list[tuple[str, str]] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: messages))
    monkeypatch.setattr(
        QSystemTrayIcon, "showMessage", lambda _self, head, text, *_more: shown.append((head, text))
    )
    return shown


def test_lead_morning_and_off_are_kept(
    part: ReminderSettings, shown_window: MainWindow, qtbot: QtBot
) -> None:
    assert (part.lead.value(), part.hour.value()) == ("10", "9")
    part.lead.set_value("30")
    part.lead.activated.emit(0)
    part.hour.set_value("7")
    part.hour.activated.emit(0)
    assert (load().remind_lead, load().remind_hour) == (30, 7)
    assert shown_window.reminders.rule().lead_minutes == 30
    qtbot.mouseClick(part.on, LEFT)
    assert load().remind is False
    assert not part.lead.isEnabled() and not shown_window.rail.bell.isVisible()
    qtbot.mouseClick(part.on, LEFT)
    assert load().remind is True and shown_window.rail.bell.isVisible()
    # A value set by hand in the file of settings is shown as it is.
    shown_window.preferences.remind_lead, shown_window.preferences.remind_hour = 7, 99
    part.refresh()
    assert part.lead.currentText() == "7 minutes before"
    assert part.hour.currentText() == "23:00"


def test_starting_with_the_system_is_written_taken_away_or_refused(
    part: ReminderSettings, tmp_path: Path, qtbot: QtBot
) -> None:
    entry = tmp_path / "cfg" / "autostart" / "crm-desktop.desktop"
    assert not part.start.isChecked()
    qtbot.mouseClick(part.start, LEFT)
    assert entry.is_file() and part.start.isChecked()
    entry.unlink()  # by the system's own settings
    part.refresh()
    assert not part.start.isChecked()
    entry.parent.rmdir()
    entry.parent.parent.rmdir()
    (tmp_path / "cfg").write_text("in the way")
    qtbot.mouseClick(part.start, LEFT)
    assert not part.start.isChecked()
    assert "did not take the change" in part.rows["start"].below.text()


def test_the_test_shows_a_real_notification_or_says_why_not(
    part: ReminderSettings, shown_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not part.in_tray.isEnabled()

    def said() -> str:
        qtbot.mouseClick(part.test, LEFT)
        return part.rows["test"].below.text()

    assert said().startswith("This desktop has no tray")
    # Reminders come in the window then, and so does the test.
    assert shown_window._toast.text().startswith("This is what a reminder looks like")
    shown = with_tray(monkeypatch, messages=False)
    assert said().startswith("This desktop shows no") and shown == []
    shown = with_tray(monkeypatch, messages=True)
    assert said().startswith("The system took it")
    assert shown == [("This is what a reminder looks like", "A click on one opens the customer.")]


def test_minimised_into_the_tray_and_back(
    part: ReminderSettings, shown_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_tray(monkeypatch, messages=True)
    part.refresh()
    shown_window.showMinimized()
    qtbot.wait(1)
    assert shown_window.isVisible()  # off by default
    shown_window.reminders.tray.bring_back()
    qtbot.mouseClick(part.in_tray, LEFT)
    assert load().to_tray is True
    shown_window.showMinimized()
    qtbot.waitUntil(lambda: not shown_window.isVisible())
    icon = shown_window.reminders.tray.icon
    assert icon is not None
    icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert shown_window.isVisible() and not shown_window.isMinimized()
    shown_window.showMinimized()
    qtbot.waitUntil(lambda: not shown_window.isVisible())
    shown_window.preferences.to_tray = shown_window.preferences.remind = False
    shown_window.reminders.apply()  # there is no icon to come back by any more
    assert shown_window.isVisible() and not icon.isVisible()
    icon_menu = icon.contextMenu()
    assert icon_menu.actions()[0].text() == "Open the window"
    shown_window.set_language("zh_CN")
    assert icon.contextMenu().actions()[0].text() == "打开窗口"

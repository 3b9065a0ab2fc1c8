"""The regular export: written when due, said once when it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock
from crm_desktop.core.preferences import load
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.scheduled_export import ScheduledExport
from crm_desktop.ui.settings.data_file import DataFile
from crm_desktop.ui.settings.page import SettingsPage


def scheduled(window: MainWindow) -> ScheduledExport:
    found = window.findChild(ScheduledExport)
    assert isinstance(found, ScheduledExport)
    return found


@pytest.fixture
def part(shown_window: MainWindow) -> DataFile:
    shown_window.go("settings", "file")
    page = shown_window.stack.page()
    assert isinstance(page, SettingsPage)
    found = page.part("file")
    assert isinstance(found, DataFile)
    return found


def test_it_is_planned_in_the_settings_and_written_once_a_week(
    part: DataFile, shown_window: MainWindow, tmp_path: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "out"))
    part.plan.ask_folder()
    assert part.plan.every.value() == "week"
    scheduled(shown_window).look()
    day = clock.today().isoformat()
    file = shown_window.workspace.path
    assert file is not None
    written = tmp_path / "out" / f"{file.stem} {day}"
    qtbot.waitUntil(lambda: load().export_plan(file)["last"] == day, timeout=20_000)
    assert (written / "everything.xlsx").exists()
    (written / "everything.xlsx").unlink()
    scheduled(shown_window).look()
    qtbot.waitUntil(lambda: not shown_window.jobs.running())
    assert not (written / "everything.xlsx").exists()


def test_a_folder_that_is_away_is_said_once(
    shown_window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    file = shown_window.workspace.path
    assert file is not None
    shown_window.preferences.plan_export(file, folder=str(tmp_path / "file" / "x"), every="day")
    said: list[str] = []
    monkeypatch.setattr(shown_window, "toast", lambda words, *_rest, **_more: said.append(words))
    for _turn in range(2):
        scheduled(shown_window).look()
        qtbot.waitUntil(lambda: not shown_window.jobs.running(), timeout=20_000)
    assert len(said) == 1 and "cannot be written" in said[0]
    assert load().export_plan(file)["last"] == ""

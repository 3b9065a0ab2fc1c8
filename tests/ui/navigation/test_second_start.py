"""A second start on a file whose window is hidden brings that window to the front."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop import app
from crm_desktop.core import paths
from crm_desktop.core.preferences import Preferences
from crm_desktop.db.lock import WriterLock
from crm_desktop.ui.main_window import MainWindow


@pytest.fixture
def second(qtbot: QtBot) -> Iterator[MainWindow]:
    """Another window, as a second start would show it."""
    made = app.build_window(Preferences(), "en")
    qtbot.addWidget(made)
    made.show()
    made.complete()
    yield made
    made.close()


def places() -> list[Path]:
    folder = paths.config_folder() / "windows"
    return list(folder.iterdir()) if folder.is_dir() else []


def test_the_hidden_window_comes_back_and_the_second_goes(
    open_window: Callable[[], MainWindow], second: MainWindow, data_file: Path, qtbot: QtBot
) -> None:
    first = open_window()
    first.hide()
    second.start(data_file)
    qtbot.waitUntil(lambda: first.isVisible() and not second.isVisible(), timeout=10_000)
    assert second.messages.open_dialog() is None
    first.workspace.close()
    assert places() == []


def test_a_second_window_with_a_file_of_its_own_stays(
    open_window: Callable[[], MainWindow], second: MainWindow, data_file: Path, tmp_path: Path,
    qtbot: QtBot,
) -> None:  # fmt: skip
    first = open_window()
    second.new_file(tmp_path / "other.crm")
    qtbot.waitUntil(lambda: second.workspace.is_open, timeout=10_000)
    first.showMinimized()
    second.open_file(data_file)
    qtbot.waitUntil(lambda: "is now in front" in second._toast.text(), timeout=10_000)
    assert not first.isMinimized() and second.isVisible()
    assert second.workspace.path == tmp_path / "other.crm"


@pytest.mark.parametrize("left_behind", [True, False])
def test_without_a_window_that_answers_the_file_in_use_is_said(
    second: MainWindow, data_file: Path, qtbot: QtBot, left_behind: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from crm_desktop.ui.navigation import second_start

    monkeypatch.setattr(second_start, "_PATIENCE", 2)
    if left_behind:  # by a program that was killed
        place = second_start._place(data_file)
        place.parent.mkdir(parents=True)
        place.write_text("")
    lock = WriterLock(data_file)
    lock.acquire()
    try:
        second.start(data_file)
        qtbot.waitUntil(lambda: second.messages.open_dialog() is not None, timeout=10_000)
    finally:
        lock.release()
    assert second.isVisible()

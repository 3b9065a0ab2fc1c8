"""The data file's part: where it is, backups, going back to one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.db import backup
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.settings.data_file import DataFile, megabytes
from crm_desktop.ui.settings.page import SettingsPage
from crm_desktop.ui.widgets.dialogs import Dialog


@pytest.fixture
def part(page: SettingsPage) -> DataFile:
    page.show_part("file")
    found = page.part("file")
    assert isinstance(found, DataFile)
    return found


def test_says_where_it_is_and_what_it_holds(
    part: DataFile, shown_window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: "3 customers" in part.holds.below.text())
    assert part.where.below.text() == str(shown_window.workspace.path)


def test_back_up_and_go_back(part: DataFile, shown_window: MainWindow, qtbot: QtBot) -> None:
    workspace = shown_window.workspace
    path = workspace.path
    qtbot.mouseClick(part.backup, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Backed up to" in shown_window._toast.text(), timeout=10_000)
    folder = part.backup_folder()
    assert folder is not None
    copy = next(folder.iterdir())
    backup.verify(copy)
    qtbot.waitUntil(lambda: "Last backup" in part.last.text())
    workspace.execute("New customer", contacts.create, ContactDraft("Too late"))
    assert workspace.read(contact_list.count, ContactQuery()) == 4
    part.ask_restore(copy)
    dialog = next(one for one in shown_window.findChildren(Dialog) if one.isVisible())
    qtbot.mouseClick(dialog.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: workspace.is_open and workspace.path == path, timeout=10_000)
    assert workspace.read(contact_list.count, ContactQuery()) == 3
    qtbot.waitUntil(lambda: not shown_window.jobs.running(), timeout=10_000)
    kept = [one for one in folder.iterdir() if one != copy]
    assert len(kept) == 1  # what was there before can be had back


def test_open_another_file(
    part: DataFile, shown_window: MainWindow, qtbot: QtBot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert shown_window.workspace.path is not None
    other = tmp_path / "Other shop.crm"
    backup.back_up(shown_window.workspace.path, other)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(other), ""))
    part.open_other()
    qtbot.waitUntil(lambda: shown_window.workspace.path == other, timeout=10_000)
    qtbot.waitUntil(lambda: not shown_window.jobs.running(), timeout=10_000)


def test_new_file_gets_its_suffix(
    part: DataFile, shown_window: MainWindow, qtbot: QtBot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "Second"), "")
    )
    part.new_file()
    made = tmp_path / "Second.crm"
    qtbot.waitUntil(lambda: shown_window.workspace.path == made, timeout=10_000)
    assert shown_window.workspace.read(contact_list.count, ContactQuery()) == 0
    qtbot.waitUntil(lambda: not shown_window.jobs.running(), timeout=10_000)


def test_megabytes() -> None:
    assert megabytes(5_480_448) == "5.5 MB"

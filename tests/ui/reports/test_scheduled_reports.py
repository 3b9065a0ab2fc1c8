"""Reports made by themselves: chosen in the window, written in the background, told on Today."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.core.preferences import load
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.reports.page import ReportsPage
from crm_desktop.ui.reports.report_offers import ReportOffers
from crm_desktop.ui.reports.schedule_dialog import ScheduleDialog
from crm_desktop.ui.widgets.buttons import Button


def _offers(window: MainWindow) -> ReportOffers:
    window.go("today")
    found = window.stack.page().findChild(ReportOffers)
    assert isinstance(found, ReportOffers)
    return found


def _button(within: ReportOffers, words: str) -> Button:
    found = [one for one in within.findChildren(Button) if words in (one.text(), one.toolTip())]
    return found[-1]  # the rows before it are on their way out


def test_the_month_is_saved_and_offered_on_today(
    page: ReportsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "out"))
    qtbot.mouseClick(page.options.schedule.button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(ScheduleDialog)
    assert isinstance(dialog, ScheduleDialog)
    qtbot.mouseClick(dialog.action, Qt.MouseButton.LeftButton)
    assert not load().reports  # a folder is missing
    qtbot.mouseClick(dialog.choose, Qt.MouseButton.LeftButton)
    dialog.weeks["weekly"].setChecked(True)
    qtbot.mouseClick(dialog.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.report_maker.offers()) == 2, timeout=20_000)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"Monthly customer report 2026-05.pdf", "Weekly report 2026-W24.pdf"}
    assert page.options.schedule.where.text() == str(tmp_path / "out")
    window.report_maker.look()
    assert not window.report_maker.running  # nothing is due any more
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: bool(opened.append(QUrl(url).fileName())) or True
    )
    offers = _offers(window)
    assert offers.isVisible()
    assert offers._card.link.isVisible()
    qtbot.mouseClick(_button(offers, "Look at it"), Qt.MouseButton.LeftButton)
    assert len(opened) == 1 and opened[0] in names and not offers._card.link.isVisible()
    qtbot.mouseClick(_button(offers, "Take off the list"), Qt.MouseButton.LeftButton)
    assert not offers.isVisible() and not window.report_maker.offers()


def test_a_folder_that_cannot_be_written_is_said_on_today_and_tried_again(
    page: ReportsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    blocked = tmp_path / "out"
    blocked.write_text("")
    window.report_maker.keep(folder=str(blocked), month="birthdays")
    window.report_maker.look()
    qtbot.waitUntil(lambda: bool(window.report_maker.plan()["problem"]), timeout=20_000)
    offers = _offers(window)
    assert offers.isVisible()
    blocked.unlink()
    qtbot.mouseClick(_button(offers, "Try again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.report_maker.plan()["problem"], timeout=20_000)
    assert [path.name for path in blocked.iterdir()] == ["Birthday list 2026-05.pdf"]
    window.report_maker.keep(offered="a.pdf\nb.pdf")
    qtbot.mouseClick(offers._card.link, Qt.MouseButton.LeftButton)
    assert not window.report_maker.offers() and not offers.isVisible()

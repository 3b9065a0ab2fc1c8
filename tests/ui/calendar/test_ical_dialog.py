"""Calendars of other programs, in and out, from the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.ui.calendar.ical_dialog import IcalDialog, ask_calendar
from crm_desktop.ui.calendar.pane import CalendarPane
from crm_desktop.ui.page import ImportFile
from tests.ui.calendar.conftest import Opened, found, said, settle

EVENTS = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
DTSTART:20260619T080000
SUMMARY:{title}
END:VEVENT
BEGIN:VEVENT
UID:2
broken
SUMMARY:<b>No day</b>
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    path = tmp_path / "phone.ics"
    path.write_text(EVENTS.format(title="Fair"))
    return path


def looked_at(pane: CalendarPane, qtbot: QtBot) -> IcalDialog:
    dialog = pane.window().findChildren(IcalDialog)[-1]
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=10_000)
    return dialog


def test_counts_and_broken_lines_are_seen_before_and_nothing_comes_twice(
    opened: Opened, phone: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = opened("month")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(phone), ""))
    ask_calendar(pane, pane._shell)
    dialog = looked_at(pane, qtbot)
    assert dialog.counts.text() == "1 new follow-up."
    assert dialog.broken.text() == "2 lines could not be taken as they are:"
    assert dialog.lines.text().splitlines() == [
        "Line 9: The line is no property: broken", "Line 7: An event without a day: <b>No day</b>",
    ]  # fmt: skip
    assert dialog.lines.textFormat() == Qt.TextFormat.PlainText
    qtbot.mouseClick(dialog.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: said(pane) == "1 new follow-up.", timeout=10_000)
    settle(pane, qtbot)
    assert found(pane, "Fair")[1].time == "08:00"

    phone.write_text(EVENTS.format(title="Big fair"))
    pane._shell.go("exchange", ImportFile(phone))
    dialog = looked_at(pane, qtbot)
    assert dialog.counts.text() == "1 follow-up brought up to date."
    qtbot.mouseClick(dialog.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: said(pane) == "1 follow-up brought up to date.", timeout=10_000)
    pane._shell.go("follow_ups")
    settle(pane, qtbot)
    assert [one.what for _box, one in pane.current.placed() if "air" in one.what] == ["Big fair"]


def test_what_is_no_calendar_is_a_sentence_and_ours_is_written(
    opened: Opened, phone: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = opened("month")
    phone.write_bytes(b"PK\x03\x04")
    dialog = IcalDialog(pane, pane._shell, phone)
    dialog.open()
    told = []
    monkeypatch.setattr(pane.window(), "show_problem", told.append)
    settle(pane, qtbot)
    assert [str(one).split(".ics")[0] for one in told] == ["phone"] and dialog.file is None
    out = phone.with_name("out")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    qtbot.keyClick(pane.current, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: said(pane) == "3 follow-ups are in out.ics", timeout=10_000)
    assert out.with_suffix(".ics").read_bytes().count(b"\r\nUID:") == 3

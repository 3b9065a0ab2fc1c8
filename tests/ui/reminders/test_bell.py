"""The bell, what is told while the window is open, and acting on it from the keyboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock, told
from crm_desktop.core.i18n import N_
from crm_desktop.services.contacts import contacts
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.settings import settings
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.reminders import words
from crm_desktop.ui.reminders.bell_popover import BellPopover
from crm_desktop.ui.reminders.tray import Sent
from tests.conftest import NOW

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(
    open_window: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> MainWindow:
    """Today at 09:40 with one follow-up at 10:00; nothing was told yet. No notify-send here."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return open_window()


def pass_time(window: MainWindow, qtbot: QtBot, minutes: float) -> None:
    """Let the clock run on, and the program look at it."""
    clock.freeze(clock.now() + dt.timedelta(minutes=minutes))
    look(window, qtbot)


def look(window: MainWindow, qtbot: QtBot) -> None:
    window.reminders.look()
    qtbot.waitUntil(lambda: not window.jobs.running())


def titles(window: MainWindow) -> list[str]:
    return [one.title for one in window.reminders.waiting]


def bell_count(window: MainWindow) -> int:
    return window.rail.bell._count


def opened(window: MainWindow, qtbot: QtBot) -> BellPopover:
    qtbot.keyClick(window, Key.Key_R, Qt.KeyboardModifier.ControlModifier
                   | Qt.KeyboardModifier.ShiftModifier)  # fmt: skip
    return next(one for one in window.findChildren(BellPopover) if one.isVisible())


def plan(window: MainWindow, title: str, time: str, **more: Any) -> int:
    draft = FollowUpDraft(title, NOW.date(), time, **more)
    return int(window.workspace.execute(N_("Plan follow-up"), follow_ups.create, draft))


def test_it_is_told_ten_minutes_before_and_counted_on_the_bell(
    window: MainWindow, qtbot: QtBot
) -> None:
    look(window, qtbot)
    assert titles(window) == [] and bell_count(window) == 0 and window.rail.bell.isVisible()
    # It looks once a minute, and at the instant of the next one.
    assert window.reminders._timer.remainingTime() > 55_000
    pass_time(window, qtbot, 9 + 55 / 60)
    assert titles(window) == [] and window.reminders._timer.remainingTime() < 6_000
    pass_time(window, qtbot, 5 / 60)
    assert titles(window) == ["Call about the quote"] and bell_count(window) == 1
    # There is no tray here: the window says it.
    assert window._toast.text() == "Call about the quote · 10:00 · Yao Hui"
    window._toast.dismiss()
    pass_time(window, qtbot, 10)
    assert bell_count(window) == 1 and window._toast.text() == ""


def test_a_change_wakes_it(window: MainWindow, qtbot: QtBot) -> None:
    look(window, qtbot)
    clock.freeze(NOW + dt.timedelta(minutes=9))
    with qtbot.waitSignal(window.reminders.changed):
        clock.freeze(NOW + dt.timedelta(minutes=11))
        plan(window, "Water the plants", "18:00")
    assert titles(window) == ["Call about the quote"]


def test_what_fell_due_while_closed_is_told_together_at_the_next_start(
    window: MainWindow, qtbot: QtBot
) -> None:
    look(window, qtbot)
    for number, time in enumerate(("11:00", "12:00", "13:00")):
        plan(window, f"Closed {number}", time)
    path = window.workspace.path
    window.workspace.close()
    assert not window.rail.bell.isVisible()
    clock.freeze(NOW + dt.timedelta(days=7))
    assert path is not None
    window.open_file(path)
    qtbot.waitUntil(lambda: window.workspace.is_open, timeout=10_000)
    look(window, qtbot)
    assert len(titles(window)) == 4
    assert window._toast.text().startswith("4 while you were away")
    assert words.told(window.reminders.waiting * 300) == "1,200 reminders"
    look(window, qtbot)
    uuid = window.workspace.read(settings.get, settings.FILE_UUID)
    assert len(told.load(uuid).told) == 4


def test_put_off_from_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    look(window, qtbot)
    pass_time(window, qtbot, 10)
    popover = opened(window, qtbot)
    assert QApplication.focusWidget() is popover.list
    for key, again_at in ((Key.Key_1, "10:00"), (Key.Key_2, "10:50"), (Key.Key_Right, "Tomorrow")):
        qtbot.keyClick(popover.list, key)
        assert window._toast.text().startswith(f"Reminds again {again_at}")
        qtbot.waitUntil(lambda: bell_count(window) == 0)
        assert popover.nothing.isVisible() and not popover.hints.isVisible()
        focus = QApplication.focusWidget()
        qtbot.keyClick(focus, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: bell_count(window) == 1)
        assert popover.list.isVisible()


def test_done_from_the_keyboard_and_taken_back(window: MainWindow, qtbot: QtBot) -> None:
    look(window, qtbot)
    pass_time(window, qtbot, 10)
    popover = opened(window, qtbot)
    task = window.reminders.waiting[0].id
    qtbot.keyClick(popover.list, Key.Key_Space)
    assert window.workspace.read(follow_ups.get, task).state == "done"
    qtbot.waitUntil(lambda: bell_count(window) == 0)
    qtbot.keyClick(popover, Key.Key_Escape)
    assert not popover.isVisible()
    window.undo()
    qtbot.waitUntil(lambda: bell_count(window) == 1)


def test_enter_opens_the_customer(window: MainWindow, qtbot: QtBot) -> None:
    look(window, qtbot)
    pass_time(window, qtbot, 10)
    qtbot.keyClick(opened(window, qtbot).list, Key.Key_Return)
    assert window.stack.current_name == "contacts"


def test_buttons_and_letting_go(window: MainWindow, qtbot: QtBot) -> None:
    for number in range(3):
        plan(window, f"Ring {number}", "09:50")
    look(window, qtbot)
    pass_time(window, qtbot, 10)
    popover = opened(window, qtbot)
    assert len(popover.list.rows) == 4
    row = popover.list.box(0)
    snooze = popover.list._places(row)[1][1].center().toPoint()
    first = popover.list.rows[0].id
    qtbot.mouseClick(popover.list, LEFT, pos=snooze)
    qtbot.waitUntil(lambda: len(popover.list.rows) == 3)
    assert first not in [one.id for one in window.reminders.waiting]
    gone = popover.list.rows[popover.list.current].id
    window.reminders.look()  # what is let go while it looks is not lost
    qtbot.keyClick(popover.list, Key.Key_Delete)
    assert bell_count(window) == 2
    qtbot.waitUntil(lambda: not window.jobs.running() and not window.reminders._asking)
    look(window, qtbot)
    assert bell_count(window) == 2
    assert window.workspace.read(follow_ups.get, gone).state == "open"
    qtbot.mouseClick(popover.clear, LEFT)
    assert bell_count(window) == 0
    pass_time(window, qtbot, 1)
    assert bell_count(window) == 0


def test_switched_off_nothing_is_told_and_the_bell_is_gone(
    window: MainWindow, qtbot: QtBot
) -> None:
    look(window, qtbot)
    window.preferences.remind = False
    window.reminders.apply()
    pass_time(window, qtbot, 10)
    assert titles(window) == [] and not window.rail.bell.isVisible()
    assert window._toast.text() == ""
    window.preferences.remind = True
    window.reminders.apply()
    qtbot.waitUntil(lambda: bell_count(window) == 1)
    assert window.rail.bell.isVisible()


def test_a_notification_the_system_took_is_not_said_again_and_opens_its_customer(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, str]] = []

    def send(heading: str, lines: str) -> Sent:
        sent.append((heading, lines))
        return Sent.TAKEN

    monkeypatch.setattr(window.reminders.tray, "send", send)
    look(window, qtbot)
    pass_time(window, qtbot, 10)
    assert sent == [("Call about the quote", "10:00 · Yao Hui")]
    assert window._toast.text() == ""
    window.showMinimized()
    window.reminders.tray.clicked.emit()
    assert window.stack.current_name == "contacts" and not window.isMinimized()
    for number in range(5):
        plan(window, f"Ring {number}", "10:30")
    pass_time(window, qtbot, 31)
    assert sent[1][0] == "5 reminders"
    assert sent[1][1].splitlines()[-1] == "and 2 more"
    window.reminders.tray.clicked.emit()
    assert any(one.isVisible() for one in window.findChildren(BellPopover))


def test_a_hostile_title_stays_text(window: MainWindow, qtbot: QtBot) -> None:
    from crm_desktop.ui.reminders.desktop_message import unmarked

    assert unmarked('<img src="file:///x">&amp;') == '‹img src="file:///x"›＆amp;'
    plan(window, "<b>10% {title} %s</b>", "09:50")
    look(window, qtbot)
    window._toast.dismiss()
    pass_time(window, qtbot, 10)
    popover = opened(window, qtbot)
    popover.grab()
    assert "<b>10% {title} %s</b>" in [one.title for one in popover.list.rows]


def test_without_a_tray_the_desktops_own_command_tells_it(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    script, got = tmp_path / "notify-send", tmp_path / "got"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{got}"\n')
    script.chmod(0o755)
    plan(window, "--help <b>", "10:00")
    look(window, qtbot)
    window._toast.dismiss()
    pass_time(window, qtbot, 10)
    qtbot.waitUntil(got.exists)
    qtbot.waitUntil(lambda: not window.jobs.running())
    assert window._toast.text() == ""
    words = got.read_text("utf-8").splitlines()
    assert words[2:4] == ["--", "2 reminders"]
    assert words[4:] == ["10:00 · Call about the quote · Yao Hui", "10:00 · --help ‹b›"]
    script.write_text("#!/bin/sh\nexit 1\n")
    plan(window, "refused", "10:00")
    pass_time(window, qtbot, 11)
    qtbot.waitUntil(lambda: window._toast.text().startswith("refused"))


def test_a_file_that_cannot_be_read_is_said_once(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[BaseException] = []
    monkeypatch.setattr(window, "show_problem", said.append)
    broken = OSError("the stick was pulled out")

    def refuse(*_args: Any) -> None:
        raise broken

    look(window, qtbot)
    with monkeypatch.context() as patch:
        patch.setattr("crm_desktop.ui.reminders.watch._read", refuse)
        for _turn in range(2):
            pass_time(window, qtbot, 11)
    assert said == [broken]
    look(window, qtbot)
    assert bell_count(window) == 1


def test_while_nothing_falls_due_the_file_is_left_alone(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(window, qtbot)
    asked: list[str] = []
    monkeypatch.setattr(window.workspace, "ask", lambda *_args, **_more: asked.append("asked"))
    pass_time(window, qtbot, 5)
    assert asked == [] and window.reminders._memory.until == clock.now()
    pass_time(window, qtbot, -6)  # the clock was set back
    assert asked == ["asked"]


def test_ctrl_z_after_letting_go_brings_back_and_takes_nothing_else_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    look(window, qtbot)
    plan(window, "Water the plants", "09:50")
    pass_time(window, qtbot, 10)
    popover = opened(window, qtbot)
    assert sorted(titles(window)) == ["Call about the quote", "Water the plants"]
    popover.clear.click()
    assert titles(window) == []
    qtbot.keyClick(popover, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(titles(window)) == 2)
    assert window._toast.text() != "Undone: Plan follow-up"
    qtbot.keyClick(popover.list, Key.Key_Delete)
    qtbot.keyClick(popover.list, Key.Key_Space)
    qtbot.waitUntil(lambda: titles(window) == [])
    qtbot.keyClick(popover, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # what was done since
    qtbot.waitUntil(lambda: len(titles(window)) == 1)
    assert window._toast.text() == "Undone: Complete follow-up"


def test_a_deleted_customer_reminds_no_more_and_opens_no_empty_page(
    window: MainWindow, qtbot: QtBot
) -> None:
    look(window, qtbot)
    pass_time(window, qtbot, 10)
    one = window.reminders.waiting[0]
    window.workspace.execute("Delete", contacts.remove, [one.contact_id])
    qtbot.waitUntil(lambda: titles(window) == [])
    window.reminders.open(one)  # a notification of the system may still be there
    page = window.stack.page()
    assert isinstance(page, ContactsPage) and not page.profile.isVisible()
    assert window._toast.text().startswith("This customer was deleted")
    window.undo()
    qtbot.waitUntil(lambda: titles(window) == ["Call about the quote"])


def test_at_200_percent_the_list_leaves_room_for_its_keys(window: MainWindow, qtbot: QtBot) -> None:
    look(window, qtbot)
    for number in range(8):
        plan(window, f"Thing {number}", "09:50")
    pass_time(window, qtbot, 10)
    theme.look.use(scale=2.0)
    window.resize(1280, 720)
    popover = opened(window, qtbot)
    for _step in range(9):
        qtbot.keyClick(popover.list, Key.Key_Down)
    assert popover.list.current == 8
    low = popover.area.mapTo(popover, QPoint(0, popover.area.height())).y()
    assert low <= popover.hints.mapTo(popover, QPoint(0, 0)).y()
    row = popover.list.box(8).bottomLeft().toPoint()
    assert popover.list.mapTo(popover, row).y() <= low

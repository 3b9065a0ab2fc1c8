"""Today by keyboard: seen where it is, undone where it was done, nothing typed is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.core.i18n import N_
from crm_desktop.services.follow_ups import follow_up_list, follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft, FollowUpQuery
from crm_desktop.ui import theme
from crm_desktop.ui.page import Page
from crm_desktop.ui.today.page import TodayPage
from crm_desktop.ui.widgets.scroll import ScrollArea
from tests.ui.conftest import TODAY
from tests.ui.today.test_page import page, settle, task, titles, toast

__all__ = ["page"]
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def at(page: TodayPage) -> TodayPage:
    page.window().activateWindow()
    page.tasks.list.setFocus()
    return page


def go_to(page: TodayPage, title: str) -> int:
    page.tasks.list.current = page.tasks.list.rows.index(task(page, title))
    return int(task(page, title).id)


def seen(page: Page, y: int) -> bool:
    return 0 <= y <= page.height()


def test_the_row_and_the_line_asked_in_are_scrolled_to(at: TodayPage, qtbot: QtBot) -> None:
    tasks = at.tasks.list
    theme.look.use(scale=2.0)
    at.window().resize(720, 450)
    area = at.findChild(ScrollArea)
    assert area is not None
    area.verticalScrollBar().setValue(0)
    settle(at, qtbot)
    while True:
        before = tasks.current
        qtbot.keyClick(tasks, Key.Key_Down)
        box = tasks.box(tasks.current)
        assert seen(at, tasks.mapTo(at, box.bottomLeft().toPoint()).y())
        if tasks.current == before:
            break
    qtbot.keyClick(tasks, Key.Key_Space)
    line = at.tasks.result.line
    qtbot.waitUntil(lambda: seen(at, line.mapTo(at, QPoint(0, line.height())).y()))


def test_ctrl_z_takes_back_what_space_did_while_the_result_is_asked(
    at: TodayPage, qtbot: QtBot
) -> None:
    go_to(at, "Call about the quote")
    qtbot.keyClick(at.tasks.list, Key.Key_Space)
    line = at.tasks.result.line
    qtbot.keyClicks(line, "x")
    qtbot.keyClick(line, Key.Key_Z, CTRL)
    assert line.text() == "" and toast(at) == "Done: Call about the quote"
    qtbot.keyClick(line, Key.Key_Z, CTRL)
    assert toast(at) == "Undone: Complete follow-up"
    assert not at.tasks.result.isVisible() and QApplication.focusWidget() is at.tasks.list
    settle(at, qtbot)
    assert "Call about the quote" in titles(at)


def test_ctrl_z_takes_back_a_line_just_planned(at: TodayPage, qtbot: QtBot) -> None:
    quick = at.tasks.quick
    quick.setFocus()
    qtbot.keyClicks(quick, "order paper today")
    qtbot.keyClick(quick, Key.Key_Return)
    qtbot.keyClick(quick, Key.Key_Z, CTRL)
    assert toast(at) == "Undone: Plan follow-up" and quick.text() == ""


def test_what_was_typed_about_one_is_kept_when_the_next_is_ticked_off(
    at: TodayPage, qtbot: QtBot
) -> None:
    first = go_to(at, "Call about the quote")
    qtbot.keyClick(at.tasks.list, Key.Key_Space)
    qtbot.keyClicks(at.tasks.result.line, "wants three")
    settle(at, qtbot)
    go_to(at, "Collect the balance")
    qtbot.keyClick(at.tasks.list, Key.Key_Space)
    assert at.shell.workspace.read(follow_ups.get, first).result == "wants three"
    assert at.tasks.result.isVisible() and at.tasks.result.line.text() == ""


def test_an_offered_step_and_its_result_are_one_undo(at: TodayPage, qtbot: QtBot) -> None:
    one = go_to(at, "Call about the quote")
    qtbot.keyClick(at.tasks.list, Key.Key_Space)
    qtbot.keyClicks(at.tasks.result.line, "wants three")
    at.tasks.result.offered[0].click()
    workspace = at.shell.workspace
    open_ = FollowUpQuery("open", today=TODAY)
    assert workspace.read(follow_ups.get, one).result == "wants three"
    assert workspace.read(follow_up_list.count, open_) == 3
    workspace.undo()
    assert workspace.read(follow_ups.get, one).result == ""
    assert workspace.read(follow_up_list.count, open_) == 2


def test_keys_with_ctrl_are_no_acts_and_nobody_is_not_reached(at: TodayPage, qtbot: QtBot) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("mine")
    go_to(at, "Call about the quote")
    qtbot.keyClick(at.tasks.list, Key.Key_C, CTRL)
    assert clipboard.text() == "mine" and toast(at) == ""
    go_to(at, "Send a sample")
    qtbot.keyClick(at.tasks.list, Key.Key_C)
    assert toast(at) == "No customer is named here, so there is nobody to reach."


def test_the_question_goes_with_a_deleted_follow_up(at: TodayPage, qtbot: QtBot) -> None:
    draft = FollowUpDraft("Sweep the yard", TODAY)
    made = at.shell.workspace.execute(N_("Plan follow-up"), follow_ups.create, draft)
    settle(at, qtbot)
    go_to(at, "Sweep the yard")
    qtbot.keyClick(at.tasks.list, Key.Key_Space)
    at.shell.workspace.execute(N_("Delete follow-up"), follow_ups.remove, [made])
    assert not at.tasks.result.isVisible() and at.tasks.plan.isVisible()


def test_f6_goes_round_the_parts_that_are_there(at: TodayPage, qtbot: QtBot) -> None:
    window = at.window()
    parts = [part for part in at.regions() if part.isVisible()]
    assert not at.notes.list.isVisible() and len(parts) >= 3
    been = set()
    for _step in range(len(parts) + 1):  # the rail is one more
        qtbot.keyClick(window, Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None
        been |= {
            number for number, part in enumerate(parts) if part is focus or part.isAncestorOf(focus)
        }
    assert been == set(range(len(parts))) and QApplication.focusWidget() is at.tasks.list


def test_what_repeats_says_when_it_comes_again(at: TodayPage, qtbot: QtBot) -> None:
    draft = FollowUpDraft("Test the water", TODAY, recurrence="FREQ=WEEKLY")
    at.shell.workspace.execute(N_("Plan follow-up"), follow_ups.create, draft)
    settle(at, qtbot)
    go_to(at, "Test the water")
    qtbot.keyClick(at.tasks.list, Key.Key_Space)
    assert toast(at) == "Done: Test the water  Again 25 Jun."

"""What came of a follow-up: one line after it is done, and the keys that act in place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from crm_desktop.services.follow_ups import follow_up_list, follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpQuery
from crm_desktop.ui.today.page import TodayPage
from crm_desktop.ui.widgets.dialogs import Dialog
from tests.ui.conftest import TODAY
from tests.ui.today.test_page import page, settle, task, titles, toast

__all__ = ["page"]


def _press(page: TodayPage, qtbot: QtBot, title: str, key: Qt.Key) -> Any:
    tasks = page.tasks.list
    one = task(page, title)
    tasks.current = tasks.rows.index(one)
    tasks.setFocus()
    qtbot.keyClick(tasks, key)
    return one


def _open(page: TodayPage) -> list[Any]:
    query = FollowUpQuery("open", today=TODAY)
    return list(page.shell.workspace.read(follow_up_list.page, query, 0, 50))


def test_a_line_keeps_the_result_and_plans_the_next(page: TodayPage, qtbot: QtBot) -> None:
    one = _press(page, qtbot, "Call about the quote", Qt.Key.Key_Space)
    result = page.tasks.result
    assert result.isVisible() and result.line.hasFocus() and not page.tasks.plan.isVisible()
    qtbot.keyClicks(result.line, "wants three, call back friday 10:00")
    assert result.meant.text() == "Next, Tomorrow 10:00: Call back: wants three"
    qtbot.keyClick(result.line, Qt.Key.Key_Return)
    assert toast(page) == "Kept, with a follow-up"
    assert not result.isVisible() and page.tasks.plan.isVisible() and page.tasks.list.hasFocus()
    done = page.shell.workspace.read(follow_ups.get, one.id)
    assert (done.state, done.result) == ("done", "wants three, call back friday 10:00")
    following = next(row for row in _open(page) if row.title == "Call back: wants three")
    assert (following.contact_id, following.due_time) == (one.contact_id, "10:00")


def test_an_offered_step_is_one_click_and_escape_says_nothing(
    page: TodayPage, qtbot: QtBot
) -> None:
    _press(page, qtbot, "Call about the quote", Qt.Key.Key_Space)
    before = len(_open(page))
    qtbot.keyClick(page.tasks.result.line, Qt.Key.Key_Escape)
    assert not page.tasks.result.isVisible() and len(_open(page)) == before
    settle(page, qtbot)
    _press(page, qtbot, "Collect the balance", Qt.Key.Key_Space)
    page.tasks.result.offered[0].click()
    assert toast(page).startswith("Planned for")
    settle(page, qtbot)
    assert len(_open(page)) == before


def test_keys_call_write_edit_and_delete(page: TodayPage, qtbot: QtBot) -> None:
    one = _press(page, qtbot, "Call about the quote", Qt.Key.Key_C)
    assert QGuiApplication.clipboard().text() in toast(page)
    _press(page, qtbot, "Call about the quote", Qt.Key.Key_W)
    assert "copied" in toast(page) or "Nothing is known" in toast(page)
    _press(page, qtbot, "Call about the quote", Qt.Key.Key_E)
    dialog = page.window().findChildren(Dialog)[-1]
    form = dialog.content.layout().itemAt(0).widget()
    form.title.setText("Call about two quotes")
    form._unfold()
    form.more.minutes.setText("20")
    form.more.repeat.set_value("week 1")
    form.more.steps.setPlainText("price\nterms")
    dialog.submit()
    changed = page.shell.workspace.read(follow_ups.get, one.id)
    assert (changed.title, changed.minutes, changed.steps) == ("Call about two quotes", 20, 2)
    assert changed.recurrence == "FREQ=WEEKLY"
    qtbot.waitUntil(lambda: "Call about two quotes" in titles(page), timeout=5000)
    _press(page, qtbot, "Call about two quotes", Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "Call about two quotes" not in titles(page), timeout=5000)
    page.shell.workspace.undo()
    qtbot.waitUntil(lambda: "Call about two quotes" in titles(page), timeout=5000)

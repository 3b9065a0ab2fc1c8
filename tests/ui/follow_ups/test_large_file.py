"""Follow-ups in a file too large to be read at once, and where a list stands after an act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.ui.follow_ups.list_view import FollowUpList
from crm_desktop.ui.follow_ups.page import FollowUpsPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.row_loading import top_number
from tests.ui.conftest import TODAY


def _many(session: Any) -> None:
    for number in range(150):
        day = TODAY + dt.timedelta(days=number + 1)
        follow_ups.create(session, FollowUpDraft(f"Task {number:03}", day))


@pytest.fixture
def page(
    open_window: Callable[[], MainWindow], qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> FollowUpList:  # fmt: skip
    """The list of 153 follow-ups, read in the background."""
    monkeypatch.setattr("crm_desktop.ui.row_loading.INLINE_LIMIT", 0)
    window = open_window()
    window.workspace.execute("Seed", _many)
    window.go("follow_ups", "list")
    shown = window.stack.page()
    assert isinstance(shown, FollowUpsPage)
    settle(shown.list, qtbot)
    return shown.list


def settle(page: FollowUpList, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.shell.jobs.running(), timeout=10_000)


def current(page: FollowUpList) -> str:
    return str(page.table.current_row().title)


def test_the_list_stays_where_it_is_when_one_is_done(page: FollowUpList, qtbot: QtBot) -> None:
    page.table.select_number(120)
    page.table.select_number(115)
    top = top_number(page.table)
    assert (current(page), page.table.hasFocus()) == ("Task 112", True) and top > 100
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    qtbot.keyClick(page.result.line, Qt.Key.Key_Escape)
    settle(page, qtbot)
    assert (page.model.rowCount(), top_number(page.table)) == (152, top)
    assert current(page) == "Task 113"  # the next one, ready to be done
    page.shell.workspace.undo()
    settle(page, qtbot)
    assert (page.model.rowCount(), current(page)) == (
        153,
        "Task 113",
    )  # followed to where it is now


def test_what_several_were_chosen_for_reaches_those_alone(
    page: FollowUpList, qtbot: QtBot
) -> None:  # fmt: skip
    page.table.select_number(100)
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.table.bulk
    chosen = [page.shell.workspace.read(follow_ups.get, one).title for one in page.selected()]
    assert chosen == ["Task 097", "Task 098"]
    page.acting.cancel()
    settle(page, qtbot)
    assert not page.table.bulk and page.model.rowCount() == 151
    page.show_when("today")
    page.show_when("overdue")
    settle(page, qtbot)
    assert [page.table.row(n).title for n in range(page.model.rowCount())] == [
        "Collect the balance"
    ]
    assert "1 follow-up" in page.footer.text()

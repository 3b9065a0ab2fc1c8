"""Beside the calendar: today, what is overdue, and the tray that things are dragged from and to."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.ui.calendar.month_view import MonthView
from crm_desktop.ui.calendar.pane import CalendarPane
from crm_desktop.ui.follow_ups.page import FollowUpsPage
from tests.ui.calendar.conftest import Opened, drag, found, said, settle
from tests.ui.conftest import TODAY

IDEA = "Show the new model"


def with_idea(opened: Opened, qtbot: QtBot, view: str = "month") -> CalendarPane:
    pane = opened(view)
    pane._shell.workspace.execute("Plan", follow_ups.create, FollowUpDraft(IDEA, None))
    settle(pane, qtbot)
    return pane


def card(pane: CalendarPane, number: int = 0) -> QPointF:
    return pane.side.tray.box(number).center()


def due(pane: CalendarPane, follow_up_id: int) -> tuple[dt.date | None, str]:
    row = pane._shell.workspace.read(follow_ups.get, follow_up_id)
    return row.due_on, row.due_time


def test_from_the_tray_onto_a_day_and_back(opened: Opened, qtbot: QtBot) -> None:
    pane = with_idea(opened, qtbot)
    tray, month = pane.side.tray, pane.current
    assert isinstance(month, MonthView) and [one.what for one in tray.rows] == [IDEA]
    idea = tray.rows[0].record_id
    days = [head.day for head in month.heads]
    drag(tray, card(pane), month, month.cell(days.index(TODAY)).center())
    settle(pane, qtbot)
    assert due(pane, idea) == (TODAY, "") and tray.rows == []
    assert said(pane) == f"Moved to Today Thu: {IDEA}"

    box, _one = found(pane, "Call about the quote")
    drag(month, box.center(), tray, QPointF(60, 40))
    settle(pane, qtbot)
    assert said(pane) == "Without a day now: Yao Hui, Call about the quote"
    assert [one.what for one in tray.rows] == ["Call about the quote"]
    assert due(pane, tray.rows[0].record_id) == (None, "")
    pane._shell.workspace.undo()
    settle(pane, qtbot)
    assert found(pane, "Call about the quote")[1].time == "10:00"


def test_from_the_tray_to_an_hour_and_by_space(opened: Opened, qtbot: QtBot) -> None:
    pane = with_idea(opened, qtbot, "week")
    tray, week = pane.side.tray, pane.current
    idea = tray.rows[0].record_id
    grid = week.grid()  # type: ignore[attr-defined]
    drag(tray, card(pane), week, QPointF(grid.x(0) + 30, grid.y(9 * 60)))
    settle(pane, qtbot)
    monday = TODAY - dt.timedelta(days=3)
    assert due(pane, idea) == (monday, "09:00")
    pane._shell.workspace.undo()
    settle(pane, qtbot)
    qtbot.keyClick(tray, Qt.Key.Key_Space)
    settle(pane, qtbot)
    assert due(pane, idea) == (TODAY, "")


def test_what_is_overdue_is_moved_to_today_or_listed(opened: Opened, qtbot: QtBot) -> None:
    pane = opened("month")
    side = pane.side
    assert (side.late.text(), side.late_names.text()) == ("1 is overdue", "Harvest Kitchen")
    side.move_overdue_asked.emit()
    settle(pane, qtbot)
    assert said(pane) == "1 follow-up moved to today" and not side.overdue.isVisible()
    pane._shell.workspace.undo()
    settle(pane, qtbot)
    assert side.overdue.isVisible()
    side.list_asked.emit("overdue")
    page = pane.window().stack.page()  # type: ignore[attr-defined]
    assert isinstance(page, FollowUpsPage) and page.view == "list"
    assert page.list.query.when == "overdue" and page.list.model.rowCount() == 1


def test_in_a_narrow_window_it_lies_over_the_calendar(opened: Opened, qtbot: QtBot) -> None:
    pane = opened("month")
    assert pane.side.isVisible()
    pane.window().resize(1000, 700)
    assert not pane.side.isVisible() and pane.header.side.isVisible()
    pane.current.setFocus()
    qtbot.keyClick(pane.current, Qt.Key.Key_S)
    assert pane.side.isVisible() and pane.main.width() == pane.width()
    qtbot.keyClick(pane.current, Qt.Key.Key_Escape)
    assert not pane.side.isVisible()

"""The month: what stands on it, dragged with the mouse, moved by keys, switched on and off."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock, preferences
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.ui.calendar.month_view import MonthView
from crm_desktop.ui.calendar.pane import CalendarPane
from crm_desktop.ui.follow_ups.edit_dialog import FollowUpForm
from crm_desktop.ui.follow_ups.page import FollowUpsPage
from tests.conftest import NOW
from tests.ui.calendar.conftest import Opened, drag, found, said, settle
from tests.ui.conftest import TODAY

TASK = "Call about the quote"


def month(pane: CalendarPane) -> MonthView:
    view = pane.current
    assert isinstance(view, MonthView)
    return view


def cell(pane: CalendarPane, day: dt.date) -> QPointF:
    """The lower part of a day, where nothing stands."""
    view = month(pane)
    box = view.cell([head.day for head in view.heads].index(day))
    return QPointF(box.center().x(), box.bottom() - 6)


def due(pane: CalendarPane) -> tuple[dt.date | None, str]:
    one = found(pane, TASK)[1]
    row = pane._shell.workspace.read(follow_ups.get, one.record_id)
    return row.due_on, row.due_time


def form(pane: CalendarPane) -> FollowUpForm:
    return pane.window().findChildren(FollowUpForm)[-1]


def test_a_follow_up_is_dragged_to_another_day_and_back_by_undo(
    opened: Opened, qtbot: QtBot
) -> None:
    pane = opened("month")
    friday = TODAY + dt.timedelta(days=8)
    box, _one = found(pane, TASK)
    drag(month(pane), box.center(), month(pane), cell(pane, friday), drop=False)
    assert month(pane).slot is not None and month(pane).slot.day == friday
    assert pane.dragging._ghost.isVisible()
    QTest.keyClick(month(pane), Qt.Key.Key_Escape)
    QTest.mouseMove(month(pane), box.center().toPoint())
    QTest.mouseRelease(month(pane), Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    settle(pane, qtbot)
    assert due(pane) == (TODAY, "10:00") and month(pane).slot is None
    assert not pane.window().findChildren(FollowUpForm)

    drag(month(pane), box.center(), month(pane), cell(pane, friday))
    settle(pane, qtbot)
    assert due(pane) == (friday, "10:00")
    assert found(pane, TASK)[1].day == friday
    assert said(pane) == f"Moved to 26 Jun Fri 10:00: Yao Hui, {TASK}"
    pane.window()._toast.button.click()  # type: ignore[attr-defined]
    settle(pane, qtbot)
    assert due(pane) == (TODAY, "10:00")


def test_what_is_done_or_no_follow_up_stays_where_it_is(opened: Opened, qtbot: QtBot) -> None:
    pane = opened("month")
    _box, one = found(pane, TASK)
    pane._shell.workspace.execute("Done", follow_ups.complete, one.record_id)
    settle(pane, qtbot)
    box, _one = found(pane, TASK)
    drag(month(pane), box.center(), month(pane), cell(pane, TODAY + dt.timedelta(days=3)))
    settle(pane, qtbot)
    assert found(pane, TASK)[1].day == TODAY and pane.dragging.one is None
    assert said(pane) == f"Yao Hui, {TASK}: Done already; its day stays."


def test_the_whole_of_a_bar_is_told_under_the_pointer(opened: Opened, qtbot: QtBot) -> None:
    pane = opened("month")
    box, _one = found(pane, TASK)
    qtbot.mouseMove(month(pane), box.center().toPoint())
    assert month(pane).toolTip() == f"Calls: 10:00, Yao Hui, {TASK}"
    qtbot.mouseMove(month(pane), cell(pane, TODAY + dt.timedelta(days=8)).toPoint())
    assert month(pane).toolTip() == ""


def test_keys_move_the_day_and_what_is_picked(opened: Opened, qtbot: QtBot) -> None:
    pane = opened("month")
    assert month(pane).hasFocus()
    qtbot.keyClick(month(pane), Qt.Key.Key_Space)
    assert month(pane).picked is not None and month(pane).picked.what == TASK
    assert "Call about the quote" in month(pane).accessibleDescription()
    qtbot.keyClick(month(pane), Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(month(pane), Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    settle(pane, qtbot)
    assert due(pane)[0] == TODAY + dt.timedelta(days=8)
    assert month(pane).day == TODAY + dt.timedelta(days=8)
    qtbot.keyClick(month(pane), Qt.Key.Key_Return)
    assert form(pane).title.text() == TASK
    qtbot.keyClick(form(pane).title, Qt.Key.Key_Escape)

    month(pane).show_day(TODAY + dt.timedelta(days=12))
    qtbot.keyClick(month(pane), Qt.Key.Key_Down)
    settle(pane, qtbot)
    assert pane.header.title.text() == "July 2026"
    qtbot.keyClick(month(pane), Qt.Key.Key_PageDown)
    settle(pane, qtbot)
    assert pane.header.title.text() == "August 2026"
    qtbot.keyClick(month(pane), Qt.Key.Key_T)
    settle(pane, qtbot)
    assert (pane.header.title.text(), month(pane).day) == ("June 2026", TODAY)


def test_an_empty_day_plans_by_double_click_and_by_enter(opened: Opened, qtbot: QtBot) -> None:
    pane = opened("month")
    day = TODAY + dt.timedelta(days=5)
    QTest.mouseDClick(month(pane), Qt.MouseButton.LeftButton, pos=cell(pane, day).toPoint())
    assert form(pane).day.date() == day
    qtbot.keyClick(form(pane).title, Qt.Key.Key_Escape)
    month(pane).show_day(day)
    qtbot.keyClick(month(pane), Qt.Key.Key_Return)
    qtbot.keyClicks(form(pane).title, "Bring filters")
    qtbot.keyClick(form(pane).title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(pane, qtbot)
    assert found(pane, "Bring filters")[1].day == day


def test_the_legend_and_the_view_are_remembered(opened: Opened, qtbot: QtBot) -> None:
    pane = opened("month")
    calls = pane.legend.boxes[0]
    qtbot.mouseClick(calls, Qt.MouseButton.LeftButton)
    settle(pane, qtbot)
    assert TASK not in [one.what for _box, one in month(pane).placed()]
    kept = preferences.load()
    assert kept.calendar_hidden == ["call", "anniversary"]
    assert kept.follow_ups_view == "month"
    qtbot.keyClick(month(pane), Qt.Key.Key_L)
    page = pane.window().stack.page()  # type: ignore[attr-defined]
    assert isinstance(page, FollowUpsPage) and page.list.isVisible()
    assert preferences.load().follow_ups_view == "list"
    week = next(one for one in page.commands() if one.key == "follow_ups.week")
    assert week.label() == "Follow-ups: Week"  # type: ignore[operator]
    week.run()
    assert page.view == "week"


def test_at_midnight_today_is_another_day(opened: Opened, qtbot: QtBot) -> None:
    pane = opened("month")
    clock.freeze(NOW + dt.timedelta(days=1))
    pane._minute_passed()
    settle(pane, qtbot)
    assert month(pane).today == TODAY + dt.timedelta(days=1)
    assert found(pane, TASK)[1].state == "late"
    assert pane.side.title.text() == "Today 19 Jun"


def test_kinds_without_room_for_a_box_are_in_a_menu(opened: Opened, qtbot: QtBot) -> None:
    pane = opened("month")
    assert all(box.isVisible() for box in pane.legend.boxes[:5])
    pane.window().resize(720, 450)
    assert not pane.legend.boxes[4].isVisible() and pane.legend.more.isVisible()
    pane.legend.offer()
    menu = pane.legend.findChildren(QMenu)[-1]
    actions = {action.text(): action for action in menu.actions()}
    assert len(actions) == 13 and not actions["Customer since"].isChecked()
    actions["Tasks"].trigger()
    menu.close()
    settle(pane, qtbot)
    assert "task" in preferences.load().calendar_hidden
    assert [one.kind for one in month(pane).on(TODAY)] == ["call"]

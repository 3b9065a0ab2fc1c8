"""The week and the day: over hours by mouse and keys, longer and shorter, without a time."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpRow
from crm_desktop.ui.calendar.pane import CalendarPane
from crm_desktop.ui.calendar.time_view import TimeView
from crm_desktop.ui.follow_ups.edit_dialog import FollowUpForm
from tests.ui.calendar.conftest import Opened, drag, found, said, settle
from tests.ui.conftest import TODAY

TASK = "Call about the quote"
UNTIMED = "Send a sample"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def week(pane: CalendarPane) -> TimeView:
    view = pane.current
    assert isinstance(view, TimeView)
    return view


def place(pane: CalendarPane, day: dt.date, minute: int) -> QPointF:
    view = week(pane)
    number = [head.day for head in view.heads].index(day)
    grid = view.grid()
    return QPointF(grid.x(number) + grid.column / 2, grid.y(minute))


def row(pane: CalendarPane, what: str = TASK) -> FollowUpRow:
    one = found(pane, what)[1]
    found_row: FollowUpRow = pane._shell.workspace.read(follow_ups.get, one.record_id)
    return found_row


def test_dragged_over_days_and_hours_and_out_of_the_hours(opened: Opened, qtbot: QtBot) -> None:
    pane = opened("week")
    box, _one = found(pane, TASK)
    saturday = TODAY + dt.timedelta(days=2)
    held = QPointF(box.center().x(), box.y() + 12)
    target = place(pane, saturday, 14 * 60 + 25) + QPointF(0, 12)
    drag(week(pane), held, week(pane), target)
    settle(pane, qtbot)
    assert (row(pane).due_on, row(pane).due_time) == (saturday, "14:30")
    assert said(pane) == f"Moved to 20 Jun Sat 14:30: Yao Hui, {TASK}"

    box, _one = found(pane, TASK)
    above = QPointF(place(pane, TODAY, 0).x(), week(pane).grid().top - 10)
    drag(week(pane), box.center(), week(pane), above)
    settle(pane, qtbot)
    assert (row(pane).due_on, row(pane).due_time) == (TODAY, "")

    box, _one = found(pane, UNTIMED)
    drag(week(pane), box.center(), week(pane), place(pane, TODAY, 11 * 60))
    settle(pane, qtbot)
    assert (row(pane, UNTIMED).due_on, row(pane, UNTIMED).due_time) == (TODAY, "11:00")


def test_held_at_the_lower_edge_the_hours_go_on(opened: Opened, qtbot: QtBot) -> None:
    pane = opened("week")
    view = week(pane)
    box, _one = found(pane, TASK)
    low = QPointF(box.center().x(), view.grid().hours().bottom() - 8)
    drag(view, box.center(), view, low, drop=False)
    qtbot.waitUntil(lambda: view.bar.value() == view.bar.maximum())
    assert view.slot is not None and view.slot.time is not None and view.slot.time > "22"
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not pane.dragging._still.isActive()
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=low.toPoint())
    settle(pane, qtbot)
    assert row(pane).due_time == "10:00"


def test_edges_make_it_longer_and_shorter_with_undo(opened: Opened, qtbot: QtBot) -> None:
    pane = opened("week")
    box, _one = found(pane, TASK)
    edge = QPointF(box.center().x(), box.bottom() - 2)
    drag(week(pane), edge, week(pane), place(pane, TODAY, 11 * 60 + 20), drop=False)
    assert week(pane).sizing is not None and week(pane).sizing.minutes == 75
    QTest.keyClick(week(pane), Qt.Key.Key_Escape)
    QTest.mouseRelease(week(pane), Qt.MouseButton.LeftButton, pos=edge.toPoint())
    settle(pane, qtbot)
    assert row(pane).minutes is None

    drag(week(pane), edge, week(pane), place(pane, TODAY, 11 * 60 + 20))
    settle(pane, qtbot)
    assert (row(pane).due_time, row(pane).minutes) == ("10:00", 75)
    assert said(pane) == f"Now 10:00–11:15: Yao Hui, {TASK}"
    box, _one = found(pane, TASK)
    drag(week(pane), QPointF(box.center().x(), box.y() + 1), week(pane), place(pane, TODAY, 9 * 60))
    settle(pane, qtbot)
    assert (row(pane).due_time, row(pane).minutes) == ("09:00", 135)
    for _step in range(2):
        pane._shell.workspace.undo()
    assert (row(pane).due_time, row(pane).minutes) == ("10:00", None)


def test_keys_do_all_that_the_mouse_does(opened: Opened, qtbot: QtBot) -> None:
    pane = opened("day")
    view = week(pane)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    for _step in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Down, CTRL)
    settle(pane, qtbot)
    qtbot.keyClick(view, Qt.Key.Key_Down, CTRL | SHIFT)
    settle(pane, qtbot)
    assert (row(pane).due_time, row(pane).minutes) == ("10:30", 45)

    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    form = pane.window().findChildren(FollowUpForm)[-1]
    assert (form.day.date(), form.time.text()) == (TODAY, "11:30")
    qtbot.keyClick(form.title, Qt.Key.Key_Escape)
    where = place(pane, TODAY, 15 * 60 + 10)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=where.toPoint())
    assert pane.window().findChildren(FollowUpForm)[-1].time.text() == "15:00"


def test_a_heading_of_the_week_opens_its_day(opened: Opened, qtbot: QtBot) -> None:
    pane = opened("week")
    friday = QPointF(place(pane, TODAY + dt.timedelta(days=1), 0).x(), 12)
    qtbot.mouseClick(week(pane), Qt.MouseButton.LeftButton, pos=friday.toPoint())
    settle(pane, qtbot)
    assert pane.switch.seg.current() == "day"
    assert pane.header.title.text() == "19 Jun 2026, Fri"
    qtbot.keyClick(week(pane), Qt.Key.Key_Right)
    settle(pane, qtbot)
    assert pane.header.title.text() == "20 Jun 2026, Sat"
    pane.side.today_asked.emit()
    settle(pane, qtbot)
    assert pane.header.title.text() == "18 Jun 2026, Thu"

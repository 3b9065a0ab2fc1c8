"""The agenda: days with something on them, by keys and by mouse."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.ui.calendar.agenda_view import AgendaView
from crm_desktop.ui.calendar.pane import CalendarPane
from crm_desktop.ui.follow_ups.edit_dialog import FollowUpForm
from tests.ui.calendar.conftest import Opened, drag, found, settle
from tests.ui.conftest import TODAY


def agenda(pane: CalendarPane) -> AgendaView:
    view = pane.current
    assert isinstance(view, AgendaView)
    return view


def test_days_with_things_are_listed_and_dragged_onto(opened: Opened, qtbot: QtBot) -> None:
    pane = opened("agenda")
    later = TODAY + dt.timedelta(days=12)
    pane._shell.workspace.execute("Plan", _plan_30, later)
    settle(pane, qtbot)
    view = agenda(pane)
    assert [block.head.day for block in view.blocks] == [TODAY, later]
    assert [one.what for one in view.blocks[0].things] == ["Call about the quote", "Send a sample"]
    assert pane.header.title.text() == "18 Jun – 17 Jul 2026"

    box, _one = found(pane, "Send a sample")
    drag(view, box.center(), view, QPointF(300, view.box_of(view.blocks[1]).y() + 60))
    settle(pane, qtbot)
    assert found(pane, "Send a sample")[1].day == later
    pane._shell.workspace.undo()
    settle(pane, qtbot)

    for _step in range(12):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.picked is not None and (view.picked.what, view.day) == ("Visit 09", later)
    qtbot.keyClick(view, Qt.Key.Key_End)
    for _step in range(20):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.picked.what == "Visit 29"
    last = next(box for box, one in view.placed() if one.what == "Visit 29")
    assert view.bar.value() > 0 and last.bottom() <= view.height()
    qtbot.keyClick(view, Qt.Key.Key_X)
    settle(pane, qtbot)
    assert found(pane, "Visit 29")[1].day == TODAY and pane.result.isVisible()


def test_an_empty_stretch_says_so_and_plans(opened: Opened, qtbot: QtBot) -> None:
    pane = opened("agenda")
    pane.go_to(dt.date(2031, 1, 1))
    settle(pane, qtbot)
    assert agenda(pane).blocks == []
    qtbot.keyClick(agenda(pane), Qt.Key.Key_Return)
    form = pane.window().findChildren(FollowUpForm)[-1]
    assert form.day.date() == dt.date(2031, 1, 1)


def _plan_30(session: Any, day: dt.date) -> None:
    for n in range(30):
        draft = FollowUpDraft(f"Visit {n:02}", day, contact_id=1, kind="visit")
        follow_ups.create(session, draft)

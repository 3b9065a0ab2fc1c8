"""The list of follow-ups: found, ticked off, moved, deleted, many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from pytestqt.qtbot import QtBot

from crm_desktop.services.follow_ups import follow_up_list, follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpQuery
from crm_desktop.ui.calls.call_mode import CallMode
from crm_desktop.ui.follow_ups.edit_dialog import FollowUpForm
from crm_desktop.ui.follow_ups.list_view import FollowUpList
from crm_desktop.ui.follow_ups.page import FollowUpsPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.page import NewRecord
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.toast import MARGIN
from tests.ui.conftest import TODAY


@pytest.fixture
def page(open_window: Callable[[], MainWindow]) -> FollowUpList:
    window = open_window()
    window.go("follow_ups")
    shown = window.stack.page()
    assert isinstance(shown, FollowUpsPage)
    return shown.list


def titles(page: FollowUpList) -> list[str]:
    return [page.table.row(n).title for n in range(page.model.rowCount())]


def toast(page: FollowUpList) -> str:
    return str(page.window()._toast.text())  # type: ignore[attr-defined]


def _all(page: FollowUpList, when: str = "open") -> list[Any]:
    query = FollowUpQuery(when, today=TODAY)
    return list(page.shell.workspace.read(follow_up_list.page, query, 0, 50))


def test_tabs_search_and_kind_narrow_the_list(page: FollowUpList) -> None:
    assert titles(page) == ["Collect the balance", "Call about the quote", "Send a sample"]
    page.show_when("overdue")
    assert titles(page) == ["Collect the balance"]
    page.show_when("open")
    page.search.searched.emit("sample")
    assert titles(page) == ["Send a sample"]
    page.search.searched.emit("nothing like it")
    assert page.empty.isVisible()


def test_a_heading_sorts_until_another_tab_is_turned_to(page: FollowUpList, qtbot: QtBot) -> None:
    header = page.table.horizontalHeader()
    port = header.viewport()
    for order in (sorted, lambda found: sorted(found, reverse=True)):
        qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=QPoint(120, port.height() // 2))
        assert titles(page) == order(titles(page))
    assert page.model.sorted_key == "title" and page.model.sorted_descending
    page.show_when("open")
    assert titles(page)[0] == "Collect the balance" and page.model.sorted_key == ""


def test_space_ticks_off_and_asks_for_the_result(page: FollowUpList, qtbot: QtBot) -> None:
    page.table.select_number(1)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert toast(page) == "1 follow-up done"
    assert page.result.isVisible() and page.result.line.hasFocus()
    qtbot.keyClicks(page.result.line, "ok, visit 2026-07-01")
    qtbot.keyClick(page.result.line, Qt.Key.Key_Return)
    assert [one.result for one in _all(page, "done")] == ["ok, visit 2026-07-01"]
    assert any(one.due_on == dt.date(2026, 7, 1) for one in _all(page))
    page.show_when("done")
    page.table.select_number(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert _all(page, "done") == []


def test_several_are_moved_done_and_deleted_in_one_step(page: FollowUpList) -> None:
    page.table.selectAll()
    page.table.bulk = True
    page.acting.tomorrow()
    tomorrow = TODAY + dt.timedelta(days=1)
    assert {one.due_on for one in _all(page)} == {tomorrow}
    page.shell.workspace.undo()
    assert {one.due_on for one in _all(page)} != {tomorrow}
    for act, words in (
        (page.acting.finish, "3 follow-ups done"),
        (page.acting.cancel, "3 follow-ups cancelled"),
        (page.acting.remove, "3 follow-ups deleted"),
    ):
        page.refresh(None)
        page.table.selectAll()
        page.table.bulk = True
        act()
        assert toast(page) == words
        assert _all(page) == []
        page.shell.workspace.undo()
        assert len(_all(page)) == 3


def test_a_new_one_with_everything(page: FollowUpList) -> None:
    page.shell.go("follow_ups", NewRecord())
    dialog = page.window().findChildren(Dialog)[-1]
    form = dialog.findChildren(FollowUpForm)[0]
    form.title.setText("Trade fair")
    form.kind.set_value("*")
    form._kind_chosen()
    form.own_kind.setText("Fair")
    form.day.setText("2026-07-31")
    form.time.setText("9:30")
    form._unfold()
    form.more.repeat.set_value("month 1")
    dialog.submit()
    one = next(one for one in _all(page) if one.title == "Trade fair")
    assert (one.kind, one.due_time) == ("Fair", "09:30")
    assert one.recurrence == "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"


def test_what_is_missing_is_said_and_kept(page: FollowUpList) -> None:
    page.new_record()
    dialog = page.window().findChildren(Dialog)[-1]
    form = dialog.findChildren(FollowUpForm)[0]
    dialog.submit()
    form.title.setText("x")
    form.day.setText("some day")
    dialog.submit()
    assert dialog.isVisible() and len(_all(page)) == 3
    dialog.done()


def test_nothing_typed_is_lost_in_silence(page: FollowUpList, qtbot: QtBot) -> None:
    page.new_record()
    dialog = page.window().findChildren(Dialog)[-1]
    form = dialog.findChildren(FollowUpForm)[0]
    form.title.setText("Bring the filter")
    qtbot.keyClicks(form.contact, "Nobody we know")
    dialog.submit()
    assert form.contact_field.below.text() == "Choose a customer from the list below."
    form.contact.clear()
    qtbot.keyClicks(form.contact, "Yao")
    form.contact._pick(form.contact._words.stringList()[0])
    form._unfold()
    form.more.minutes.setText("soon")
    dialog.submit()
    assert form.contact_field.below.text() == "" and form.more.minutes_field.below.text()
    form.more.minutes.setText("1.5 h")
    dialog.submit()
    one = next(one for one in _all(page) if one.title == "Bring the filter")
    assert (one.contact_name, one.minutes) == ("Yao Hui", 90)


def test_what_is_said_keeps_off_the_result_being_typed(page: FollowUpList, qtbot: QtBot) -> None:
    page.table.select_number(1)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    said = page.window()._toast  # type: ignore[attr-defined]
    line = page.result.line
    assert line.hasFocus() and said.isVisible()
    typed = QRect(line.mapTo(said.parentWidget(), QPoint()), line.size())
    shown = said.geometry().adjusted(*(round(side * MARGIN) for side in (1, 1, -1, -1)))
    assert not shown.intersects(typed) and shown.bottom() < typed.top()
    below = said.y()
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert said.y() > below


def test_calling_through_what_is_due(page: FollowUpList, qtbot: QtBot) -> None:
    workspace = page.shell.workspace
    for one in _all(page):
        workspace.execute("Edit", follow_ups.edit, one.id, kind="call")
    page.call_due()
    mode = page.window().findChildren(CallMode)[-1]
    assert len(mode.ids) == 2
    assert mode.card is not None
    first = mode.card.contact_id
    qtbot.keyClick(mode, Qt.Key.Key_F2)
    qtbot.keyClicks(mode.note, "in a meeting")
    qtbot.keyClick(mode.note, Qt.Key.Key_Return)
    qtbot.keyClick(mode, Qt.Key.Key_3)
    assert mode.results == {first: "call_back"} and mode.at == 1
    mode.script.setPlainText("Hello, this is Corner shop")
    qtbot.keyClick(mode, Qt.Key.Key_7)
    assert toast(page) == "2 calls: Call back tomorrow 1 · No answer 1"
    tomorrow = TODAY + dt.timedelta(days=1)
    calls = [one for one in _all(page) if one.kind == "call" and one.due_on == tomorrow]
    assert len(calls) == 2
    page.call_due()
    assert toast(page) == "There is nobody to call."

"""Calling through a list: keys while writing, nothing written is lost, mistakes put right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.db.store import Store
from crm_desktop.services import call_list
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.follow_ups import follow_up_list
from crm_desktop.services.follow_ups.follow_ups import FollowUpQuery
from crm_desktop.services.timeline import timeline
from crm_desktop.ui import theme
from crm_desktop.ui.calls.call_mode import CallMode, call_through
from crm_desktop.ui.main_window import MainWindow
from tests.ui.conftest import TODAY

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def mode(window: MainWindow, open_window: Callable[[], MainWindow]) -> CallMode:
    """Three customers, over the list of customers."""
    open_window().go("contacts")
    window.activateWindow()
    made = call_through(window, window, [1, 2, 3])
    assert made is not None
    return made


def entries(window: MainWindow, contact_id: int) -> list[Any]:
    rows = window.workspace.read(timeline.entries, contact_id)
    return [(row.kind, row.body) for row in rows if row.kind in ("call", "note")]


def planned(window: MainWindow) -> list[tuple[str, int]]:
    """Open follow-ups of the first customer, who is to be called today, and in how many days."""
    query = FollowUpQuery("open", contact_id=1, today=TODAY)
    rows = window.workspace.read(follow_up_list.page, query, 0, 20)
    return [(row.title, (row.due_on - TODAY).days) for row in rows]


def test_keys_stay_in_the_calls_and_end_them_while_writing(
    window: MainWindow, mode: CallMode, qtbot: QtBot
) -> None:
    qtbot.keyClick(mode, Key.Key_F2)  # over the customers it used to edit the one behind
    assert mode.note.hasFocus()
    qtbot.keyClicks(mode.note, "wants 3")
    qtbot.keyClick(mode.note, Key.Key_Escape)
    assert mode.isVisible() and mode.hasFocus()
    qtbot.keyClick(mode, Key.Key_F2)
    qtbot.keyClick(mode.note, Key.Key_1, ALT)
    assert mode.results == {1: "ordered"} and entries(window, 1) == [("call", "Ordered\nwants 3")]
    mode.script.setFocus()
    qtbot.keyClick(mode.script, Key.Key_5, ALT)
    assert mode.results == {1: "ordered", 2: "content"} and mode.script.value() == ""


def test_another_number_stands_instead_of_the_first(
    window: MainWindow, mode: CallMode, qtbot: QtBot
) -> None:
    qtbot.keyClick(mode, Key.Key_2)
    assert planned(window) == [("Call about the quote", 3)]
    qtbot.keyClick(mode, Key.Key_Left)
    qtbot.keyClick(mode, Key.Key_7)
    assert planned(window) == [("Call about the quote", 1)]
    counted = window.workspace.read(call_list.counts, TODAY)
    assert {key: n for key, n in counted.items() if n} == {"no_answer": 1}
    assert mode.at == 1 and mode.bar.text() == "No answer 1"


def test_ctrl_z_takes_back_the_last_call_and_asks_again(
    window: MainWindow, mode: CallMode, qtbot: QtBot
) -> None:
    mode.note.setText("said yes")
    qtbot.keyClick(mode, Key.Key_2)
    qtbot.keyClick(mode, Key.Key_6)
    qtbot.keyClick(mode, Key.Key_Z, CTRL)
    qtbot.keyClick(mode, Key.Key_F2)
    qtbot.keyClick(mode.note, Key.Key_Z, CTRL)
    assert mode.at == 0 and mode.results == {} and mode.note.text() == "said yes"
    assert entries(window, 1) == [] == entries(window, 2)
    assert planned(window) == [("Call about the quote", 0)]
    qtbot.keyClick(mode, Key.Key_Z, CTRL)  # nothing is left to take back
    assert mode.isVisible() and window.workspace.can_undo()


def test_what_was_written_without_a_number_is_kept(
    window: MainWindow, mode: CallMode, qtbot: QtBot
) -> None:
    mode.note.setText("rings back")
    qtbot.keyClick(mode, Key.Key_Right)
    qtbot.keyClick(mode, Key.Key_Left)
    assert mode.note.text() == "rings back"
    qtbot.keyClick(mode, Key.Key_Escape)
    assert entries(window, 1) == [("note", "rings back")] and entries(window, 2) == []


def test_the_window_closed_in_the_middle_keeps_what_was_written(
    window: MainWindow, mode: CallMode, data_file: Path
) -> None:
    mode.note.setText("rings back")
    assert window.close()
    with Store.open(data_file, read_only=True) as store, store.read() as session:
        rows = timeline.entries(session, 1)
    assert [row.body for row in rows if row.kind == "note"] == ["rings back"]


def test_begun_again_it_goes_on_where_it_was_left(
    window: MainWindow, mode: CallMode, qtbot: QtBot
) -> None:
    qtbot.keyClick(mode, Key.Key_5)
    qtbot.keyClick(mode, Key.Key_Escape)
    again = call_through(window, window, [1, 2, 3])
    assert again is not None and again.at == 1 and again.results == {1: "content"}
    qtbot.keyClick(again, Key.Key_Left)
    assert again.outcomes.buttons[4].isChecked()
    for number in (Key.Key_6, Key.Key_5, Key.Key_5):  # all of them, the first once more
        qtbot.keyClick(again, number)
    assert window._toast.text() == "3 calls: All is well 2 · Not interested 1"
    last = call_through(window, window, [1, 2, 3])
    assert last is not None and last.at == 0


def test_somebody_deleted_meanwhile_is_left_out(
    window: MainWindow, mode: CallMode, qtbot: QtBot
) -> None:
    mode.note.setText("gone")
    window.workspace.execute("Delete", contacts.remove, [1])
    qtbot.keyClick(mode, Key.Key_1)
    assert mode.ids == [2, 3] and mode.results == {} and mode.card and mode.card.contact_id == 2
    qtbot.keyClick(mode, Key.Key_Escape)
    assert not mode.isVisible()


@pytest.mark.parametrize(("wide", "high", "scale"), [(1280, 720, 1.0), (1280, 720, 2.0)])
def test_outcomes_show_their_words_whole(
    window: MainWindow, open_window: Callable[[], MainWindow], wide: int, high: int, scale: float
) -> None:
    open_window()
    theme.look.use(scale=scale)
    window.resize(wide, high)
    long = ContactDraft("A very long name " * 20, remark="Ask for the owner. " * 9)
    made = window.workspace.execute("New", contacts.create, long)
    mode = call_through(window, window, [made])
    assert mode is not None
    for button in mode.outcomes.buttons:
        assert button.width() >= button.sizeHint().width()
    last = mode.outcomes.buttons[0]
    assert mode.panel.rect().contains(last.mapTo(mode.panel, last.rect().bottomRight()))


def test_a_whole_view_is_called_through(
    window: MainWindow, open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    open_window().go("contacts")
    page = window.stack.page()
    assert page is not None
    next(one for one in page.commands() if one.key == "contacts.calls").run()
    qtbot.waitUntil(lambda: bool(window.findChildren(CallMode)))
    assert sorted(window.findChildren(CallMode)[-1].ids) == [1, 2, 3]

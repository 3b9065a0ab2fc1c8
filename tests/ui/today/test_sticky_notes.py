"""Sticky notes on Today, by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from crm_desktop.services.timeline import timeline
from crm_desktop.services.today import sticky_notes
from crm_desktop.ui import theme
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.sticky_notes.dialog import StickyNoteDialog
from crm_desktop.ui.sticky_notes.note_list import wrapped
from crm_desktop.ui.today.page import TodayPage
from crm_desktop.ui.today.sticky_notes import StickyNotesCard
from tests.ui.conftest import TODAY

YAO = 1
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(open_window: Callable[[], MainWindow], qtbot: QtBot) -> TodayPage:
    shown = open_window().stack.page()
    assert isinstance(shown, TodayPage)
    qtbot.waitUntil(lambda: bool(shown.tasks.list.rows), timeout=5000)
    return shown


def texts(card: StickyNotesCard) -> list[str]:
    return [one.text for one in card.list.rows]


def write(page: TodayPage, qtbot: QtBot, *lines: str) -> StickyNotesCard:
    """Put up notes as one does: the button, the line, Enter."""
    card = page.notes
    qtbot.mouseClick(page.note, LEFT)
    for line in lines:
        qtbot.keyClicks(card.line, line)
        qtbot.keyClick(card.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(card.list.rows) == len(lines), timeout=5000)
    return card


def test_written_in_a_line_and_ticked_off_with_the_mouse(page: TodayPage, qtbot: QtBot) -> None:
    window, card = page.window(), page.notes
    assert isinstance(window, MainWindow) and not card.isVisible()
    write(page, qtbot, "buy paper", "Yao Hui forgot the key")
    assert texts(card) == ["Yao Hui forgot the key", "buy paper"]
    assert card.list.rows[0].contact_name == "Yao Hui" and card.line.text() == ""
    tick = QPoint(theme.m(26), card.list.box(0).center().toPoint().y())
    qtbot.mouseClick(card.list, LEFT, pos=tick)
    qtbot.waitUntil(lambda: texts(card) == ["buy paper"], timeout=5000)
    assert window._toast.text() == "Done, and kept with Yao Hui: Yao Hui forgot the key"
    read = page.shell.workspace.read
    assert read(timeline.entries, YAO)[0].body == "Yao Hui forgot the key"
    window.undo()
    qtbot.waitUntil(lambda: len(texts(card)) == 2, timeout=5000)
    assert read(timeline.entries, YAO, kinds=["note"]) == []


def test_the_keyboard_changes_plans_and_deletes(page: TodayPage, qtbot: QtBot) -> None:
    card = write(page, qtbot, "ring Yao Hui", "tidy up")
    card.list.setFocus()
    card.list.current = 1
    qtbot.keyClick(card.list, Qt.Key.Key_Return)
    (dialog,) = page.window().findChildren(StickyNoteDialog)
    assert dialog.contact.text() == "Yao Hui"
    qtbot.keyClicks(dialog.contact, "x")
    dialog.submit()
    assert dialog.isVisible()  # a name alone is nobody
    dialog.contact.clear()
    dialog.words.setPlainText("ring him\nat ten")
    dialog.colour.set_value("purple")
    dialog.submit()
    qtbot.waitUntil(lambda: card.list.rows[1].colour == "purple", timeout=5000)
    row = card.list.rows[1]
    assert (row.text, row.contact_id) == ("ring him\nat ten", None)
    assert card.list.row_height(1) > card.list.row_height(0)
    card.acting.plan(row, TODAY)
    qtbot.waitUntil(lambda: texts(card) == ["tidy up"], timeout=5000)
    qtbot.waitUntil(
        lambda: any(getattr(one, "title", "") == row.text for one in page.tasks.list.rows)
    )
    qtbot.keyClick(card.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: texts(card) == [], timeout=5000)
    qtbot.keyClick(card.line, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert page.shell.workspace.read(sticky_notes.notes) == []


def test_the_line_to_write_on_is_scrolled_to(page: TodayPage, qtbot: QtBot) -> None:
    theme.look.use(scale=2.0)
    page.window().resize(1280, 720)
    qtbot.mouseClick(page.note, LEFT)
    qtbot.waitUntil(lambda: not page.notes.line.visibleRegion().isEmpty(), timeout=2000)


def test_a_long_note_ends_in_an_ellipsis(page: TodayPage) -> None:
    lines = wrapped("词" * 400 + "\nx", 200.0, 4)
    assert len(lines) == 4 and lines[-1].endswith("…")
    assert all(theme.metrics("body").horizontalAdvance(line) <= 201 for line in lines)
    assert wrapped("one\n\ntwo", 200.0, 4) == ["one", "", "two"]

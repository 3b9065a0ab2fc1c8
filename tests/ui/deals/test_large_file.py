"""Deals in a file too large to be read at once: the answer comes later, and nothing is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from crm_desktop.services.deals import deals
from crm_desktop.services.deals.deals import DealDraft
from crm_desktop.ui.deals.page import DealsPage
from tests.ui.deals.conftest import board, rows
from tests.ui.deals.test_page import card, current, drag

_LEFT, _CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def large(page: DealsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> DealsPage:
    """The page as it is where every file counts as large."""
    for module in ("row_loading", "deals.board_reading"):
        monkeypatch.setattr(f"crm_desktop.ui.{module}.INLINE_LIMIT", 0)
    page.refresh(None)
    settle(page, qtbot)
    return page


def settle(page: DealsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.shell.jobs.running(), timeout=10_000)


def test_two_presses_move_a_card_two_stages(large: DealsPage, qtbot: QtBot) -> None:
    cards = current(large, "Guest rooms")
    qtbot.keyClick(cards, Qt.Key.Key_Right, _CTRL)
    assert "Guest rooms" in board(large)["Enquiry"]  # still, until the answer has come
    qtbot.keyClick(cards, Qt.Key.Key_Right, _CTRL)
    assert rows(large)["Guest rooms"].stage == "Site survey"
    settle(large, qtbot)
    assert board(large)["Site survey"] == ["Guest rooms"]
    assert large.board.columns[2].cards.hasFocus()


def test_an_answer_waits_for_the_card_in_the_air(large: DealsPage, qtbot: QtBot) -> None:
    port = card(large, "Guest rooms")[0].cards.viewport()
    large.shell.workspace.execute("New", deals.create, DealDraft("Lobby", 100))
    drag(large, qtbot, "Guest rooms", "Quoted")
    settle(large, qtbot)
    assert large.board.carrying and "Lobby" not in board(large)["Enquiry"]
    there = large.board.columns[3].cards.viewport().mapToGlobal(QPoint(40, 60))
    qtbot.mouseRelease(port, _LEFT, pos=port.mapFromGlobal(there))
    settle(large, qtbot)
    assert board(large)["Enquiry"] == ["Old kitchen", "Lobby"]
    assert "Guest rooms" in board(large)["Quoted"]

    large.shell.workspace.execute("New", deals.create, DealDraft("Annexe", 100))
    drag(large, qtbot, "Guest rooms", "Negotiation")
    settle(large, qtbot)
    qtbot.keyClick(card(large, "Guest rooms")[0].cards, Qt.Key.Key_Escape)
    assert "Annexe" in board(large)["Enquiry"]  # nothing was moved, so what came is shown


def test_a_deal_opened_before_its_board_has_come_gets_the_keyboard(
    large: DealsPage, qtbot: QtBot
) -> None:
    made = large.shell.workspace.execute("New", deals.create, DealDraft("Lobby", 100))
    large._reading.show_deal(made)
    settle(large, qtbot)
    place = card(large, "Lobby")[0].cards.current_place()
    assert getattr(place, "title", "") == "Lobby"


def test_the_table_shows_the_answer_to_the_latest_question(
    large: DealsPage, qtbot: QtBot
) -> None:  # fmt: skip
    large.show_state("open")
    settle(large, qtbot)
    table = large.table.table
    shown = [table.row(n).title for n in range(3)]
    assert sorted(shown) == ["Guest rooms", "Office", "Old kitchen"]
    large.show_state("won")
    assert table.model().rowCount() == 3  # the old rows stay
    large.show_state("open")
    table.select_number(1)
    settle(large, qtbot)
    assert [table.row(n).title for n in range(table.model().rowCount())] == shown
    large.shell.workspace.execute("New", deals.create, DealDraft("Lobby", 100))
    settle(large, qtbot)
    assert table.current_row().title == shown[1]
    assert large.table.total.text().startswith("4 deals")

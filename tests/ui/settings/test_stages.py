"""Stages in the settings: what they allow, their order, and the moves nobody makes by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock
from crm_desktop.core.i18n import N_
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.lifecycle import automatic_moves, lifecycle
from crm_desktop.services.settings import settings
from crm_desktop.services.summaries import stage_figures
from crm_desktop.ui.daily_moves import DailyMoves
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.settings.page import SettingsPage
from crm_desktop.ui.settings.stage_dialog import RemoveStageDialog, StageEditDialog
from crm_desktop.ui.settings.stages import StageSettings
from crm_desktop.ui.widgets.text import Label
from tests.conftest import NOW

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def part(page: SettingsPage) -> StageSettings:
    page.show_part("stages")
    found = page.part("stages")
    assert isinstance(found, StageSettings)
    return found


def press(part: StageSettings, number: int, name: str, qtbot: QtBot) -> None:
    line = part.lines[part.stages[number].id]
    buttons = line.findChildren(QPushButton)
    qtbot.mouseClick(next(one for one in buttons if one.accessibleName() == name), LEFT)


def names(part: StageSettings) -> list[str]:
    return [one.name for one in part.stages]


def test_what_a_stage_allows_is_checked_beside_each_input_and_kept(
    part: StageSettings, shown_window: MainWindow, qtbot: QtBot
) -> None:
    press(part, 1, "Edit", qtbot)
    dialog = shown_window.findChild(StageEditDialog)
    assert dialog is not None
    for line, typed in (
        (dialog.days, "14"), (dialog.pay, "x"), (dialog.price, "8.5折"), (dialog.season, "13"),
    ):  # fmt: skip
        line.setText(typed)
    dialog.submit()
    assert dialog.pay_field.below.text() == "A whole number"
    dialog.pay.setText("30")
    dialog.submit()
    assert dialog.season_field.below.text() == "“13” names no months."
    dialog.season.setText("3月到5月")
    qtbot.keyClick(dialog.season, Qt.Key.Key_Return)
    kept = part.stages[1]
    assert (kept.allowed_days, kept.payment_days, kept.lowest_price_bp) == (14, 30, 8_500)
    assert (kept.focus_season, kept.name) == ("3-5", "Interested")
    shown_window.set_language("zh_CN")
    assert shown_window.workspace.read(lifecycle.stages)[1].name == "意向"  # no name of its own
    shown_window.undo()
    assert part.stages[1].payment_days is None


def test_stages_are_added_ordered_and_taken_away_with_their_customers(
    part: StageSettings, shown_window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.mouseClick(part.add, LEFT)
    dialog = shown_window.findChild(StageEditDialog)
    assert dialog is not None
    qtbot.keyClicks(dialog.name, "Lead")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert "already" in dialog.name_field.below.text()
    dialog.name.setText("Trial")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert names(part) == ["Lead", "Interested", "New", "Repeat", "Loyal", "Trial", "Lost"]
    press(part, 5, "Earlier", qtbot)
    assert names(part)[4:6] == ["Trial", "Loyal"]
    press(part, 0, "Take away", qtbot)
    question = shown_window.findChild(RemoveStageDialog)
    assert question is not None
    assert "3 customers move to" in [one.text() for one in question.findChildren(Label)]
    question.into.setCurrentText("Trial")
    question.submit()
    qtbot.waitUntil(lambda: "Lead" not in names(part))
    counts = shown_window.workspace.read(stage_figures.counts, clock.today())
    assert {one.stage.name: one.count for one in counts if one.count} == {"Trial": 3}


def test_the_rules_of_sales_and_idle_months_are_set(
    part: StageSettings, shown_window: MainWindow, qtbot: QtBot
) -> None:
    moves = part.moves
    moves.first.setCurrentText("Nowhere")
    moves.first.activated.emit(moves.first.currentIndex())
    moves.months.setText("121")
    qtbot.keyClick(moves.months, Qt.Key.Key_Return)
    assert "121 months cannot be meant" in moves.rows["months"].below.text()
    moves.months.setText("6")
    qtbot.keyClick(moves.months, Qt.Key.Key_Return)
    chosen = shown_window.workspace.read(automatic_moves.chosen)
    assert (chosen.first_sale, chosen.idle_months) == (lifecycle.NO_STAGE, 6)


def test_the_idle_are_moved_when_asked_in_one_undo(
    part: StageSettings, shown_window: MainWindow, qtbot: QtBot
) -> None:
    clock.freeze(NOW + dt.timedelta(days=400))
    part.refresh(None)
    qtbot.waitUntil(lambda: part.moves.rows["now"].below.text() == "3 customers are idle")
    qtbot.mouseClick(part.moves.now, LEFT)
    qtbot.waitUntil(lambda: lost(shown_window) == 3)
    shown_window.undo()
    assert lost(shown_window) == 0


def test_a_day_is_looked_at_once_and_moves_whose_time_it_is(
    page: SettingsPage, shown_window: MainWindow, qtbot: QtBot
) -> None:
    workspace = shown_window.workspace
    workspace.execute(N_("Change the rules"), automatic_moves.set_idle_rule, 12, 0)
    daily = shown_window.findChild(DailyMoves)
    assert daily is not None
    daily.look()
    assert not daily.mover.running  # today the rule was set
    clock.freeze(NOW + dt.timedelta(days=367))
    daily.look()
    qtbot.waitUntil(lambda: lost(shown_window) == 3)
    qtbot.waitUntil(lambda: workspace.read(settings.get, settings.IDLE_LOOKED_ON) == "2027-06-20")
    shown_window.undo()
    daily.look()
    assert not daily.mover.running and lost(shown_window) == 0


def lost(window: MainWindow) -> int:
    query = ContactQuery(conditions={"field": "stage", "op": "is", "value": "lost"})
    return int(window.workspace.read(contact_list.count, query))

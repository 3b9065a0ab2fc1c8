"""Choosing a month by mouse and keys."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from crm_desktop.ui.reports.month_picker import MonthPicker
from crm_desktop.ui.reports.report_options import last_full_month

MAY = dt.date(2026, 5, 1)


@pytest.fixture
def picker(qtbot: QtBot) -> MonthPicker:
    made = MonthPicker(MAY)
    qtbot.addWidget(made)
    made.resize(240, 160)
    made.show()
    return made


def _at(picker: MonthPicker, number: int) -> QPoint:
    return picker._box(number).center().toPoint()


def test_a_click_chooses_a_month_of_the_year_shown(picker: MonthPicker, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picker.chosen) as heard:
        qtbot.mouseClick(picker, Qt.MouseButton.LeftButton, pos=_at(picker, 2))
    assert heard.args == [dt.date(2026, 2, 1)]
    assert picker.month() == dt.date(2026, 2, 1)
    assert picker.accessibleDescription() == "February 2026"


def test_the_year_before_can_be_turned_to(picker: MonthPicker, qtbot: QtBot) -> None:
    qtbot.mouseClick(picker, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    qtbot.mouseClick(picker, Qt.MouseButton.LeftButton, pos=_at(picker, 12))
    assert picker.month() == dt.date(2025, 12, 1)


def test_months_to_come_cannot_be_chosen(picker: MonthPicker, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(picker.chosen):
        qtbot.mouseClick(picker, Qt.MouseButton.LeftButton, pos=_at(picker, 7))
        qtbot.mouseClick(picker, Qt.MouseButton.LeftButton, pos=QPoint(230, 10))
        qtbot.keyClick(picker, Qt.Key.Key_PageDown)
        qtbot.keyClick(picker, Qt.Key.Key_Down)
    assert picker.month() == MAY


def test_a_report_of_days_to_come_offers_a_year_ahead(picker: MonthPicker, qtbot: QtBot) -> None:
    picker.offer_ahead(12)
    with qtbot.waitSignal(picker.chosen):
        qtbot.mouseClick(picker, Qt.MouseButton.LeftButton, pos=_at(picker, 7))
    qtbot.keyClick(picker, Qt.Key.Key_PageDown)
    assert picker.month() == dt.date(2026, 7, 1)  # July 2027 is too far
    qtbot.keyClick(picker, Qt.Key.Key_Up)
    qtbot.keyClick(picker, Qt.Key.Key_PageDown)
    assert picker.month() == dt.date(2027, 3, 1)
    picker.offer_ahead(0)
    assert picker.month() == dt.date(2026, 6, 1)


@pytest.mark.parametrize(
    ("key", "month"),
    [
        (Qt.Key.Key_Left, dt.date(2026, 4, 1)),
        (Qt.Key.Key_Right, dt.date(2026, 6, 1)),
        (Qt.Key.Key_Up, dt.date(2026, 1, 1)),
        (Qt.Key.Key_PageUp, dt.date(2025, 5, 1)),
    ],
)
def test_keys_move_by_month_row_and_year(
    picker: MonthPicker, qtbot: QtBot, key: Qt.Key, month: dt.date
) -> None:
    qtbot.keyClick(picker, key)
    assert picker.month() == month


def test_the_last_full_month_is_the_one_reported_on() -> None:
    assert last_full_month(dt.date(2026, 6, 18)) == MAY
    assert last_full_month(dt.date(2026, 1, 1)) == dt.date(2025, 12, 1)

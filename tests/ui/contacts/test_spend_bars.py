"""The bars of a customer's year say their values and go to the clipboard."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from crm_desktop.ui.contacts.spend_bars import SpendBars

MONTHS = [(dt.date(2026, month, 1), month * 1_000) for month in range(1, 7)]


@pytest.fixture
def bars(qtbot: QtBot) -> SpendBars:
    made = SpendBars()
    qtbot.addWidget(made)
    made.show_months(MONTHS, "CNY")
    made.resize(300, made.height())
    made.show()
    return made


def test_a_month_says_its_amount_under_the_mouse(bars: SpendBars, qtbot: QtBot) -> None:
    qtbot.mouseMove(bars, QPoint(75, 60))  # the second of six
    qtbot.waitUntil(lambda: QToolTip.text() == "February 2026 ¥20")


def test_the_menu_copies_the_bars(bars: SpendBars, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    where = QPoint(20, 20)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, bars.mapToGlobal(where))
    QApplication.sendEvent(bars, asked)
    offered = bars.findChild(QMenu)
    assert isinstance(offered, QMenu)
    qtbot.keyClick(offered, Qt.Key.Key_Down)
    qtbot.keyClick(offered, Qt.Key.Key_Return)
    picture = QGuiApplication.clipboard().image()
    assert picture.size() == bars.size()

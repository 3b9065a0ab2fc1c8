"""The calendar in a real window, and the mouse that drags on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.services.calendar.calendar_rows import Dated
from crm_desktop.ui.calendar.pane import CalendarPane
from crm_desktop.ui.follow_ups.page import FollowUpsPage
from crm_desktop.ui.main_window import MainWindow

Opened = Callable[[str], CalendarPane]


@pytest.fixture
def opened(open_window: Callable[[], MainWindow], qtbot: QtBot) -> Opened:
    """Open the shop's calendar in a view."""

    def show(view: str) -> CalendarPane:
        window = open_window()
        window.go("follow_ups", view)
        page = window.stack.page()
        assert isinstance(page, FollowUpsPage)
        settle(page.calendar, qtbot)
        return page.calendar

    return show


def settle(pane: CalendarPane, qtbot: QtBot) -> None:
    """Wait until what was asked has come."""
    qtbot.waitUntil(lambda: not pane._shell.jobs.running(), timeout=10_000)


def said(pane: CalendarPane) -> str:
    """What the toast says."""
    return str(pane.window()._toast.text())  # type: ignore[attr-defined]


def found(pane: CalendarPane, what: str) -> tuple[QRectF, Dated]:
    """Where something is painted, and what it is."""
    return next((box, one) for box, one in pane.current.placed() if one.what == what)


def drag(start: QWidget, at: QPointF, end: QWidget, to: QPointF, *, drop: bool = True) -> None:
    """Press on one widget, move over to another in steps, let go; as a hand would."""
    begin = at.toPoint()
    there = start.mapFromGlobal(end.mapToGlobal(to.toPoint()))
    QTest.mousePress(start, Qt.MouseButton.LeftButton, pos=begin)
    for part in (0.2, 0.5, 1.0):
        QTest.mouseMove(start, begin + QPoint(*[
            round(part * way) for way in (there - begin).toTuple()
        ]))  # fmt: skip
    if drop:
        QTest.mouseRelease(start, Qt.MouseButton.LeftButton, pos=there)

"""The lines between lead grades in the settings: counted while typed, changed by the button."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.core.i18n import N_
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.deals import lead_grade
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.settings.lead_grading import LeadGrading
from crm_desktop.ui.settings.page import SettingsPage

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def part(page: SettingsPage, shown_window: MainWindow, qtbot: QtBot) -> LeadGrading:
    """One lead of 9 points, and one who has no say."""
    workspace = shown_window.workspace
    ids = workspace.read(contact_list.all_ids, ContactQuery(sort="name", descending=False))
    for who, authority in ((ids[0], 3), (ids[1], 0)):
        workspace.execute(
            N_("Grade a lead"), lead_grade.answer, who, need=3, money=3, authority=authority
        )
    page.show_part("grading")
    found = page.part("grading")
    assert isinstance(found, LeadGrading)
    qtbot.waitUntil(lambda: bool(found.lines))
    return found


def said(part: LeadGrading) -> list[str]:
    return [label.text() for label in part.lines.values()]


def test_lines_are_counted_while_typed_and_drawn_by_the_button_in_one_undo(
    part: LeadGrading, shown_window: MainWindow, qtbot: QtBot
) -> None:
    assert said(part) == ["A  0", "B  1", "C  1", "D  0"]
    assert not part.use.isEnabled()
    part.points["A"].setFocus()
    part.points["A"].clear()
    qtbot.keyClicks(part.points["A"], "9")
    qtbot.mouseClick(part.needed["authority"], LEFT, pos=part.needed["authority"].rect().center())
    qtbot.waitUntil(lambda: said(part) == ["A  0 → 1", "B  1 → 0", "C  1 → 0", "D  0 → 1"])
    qtbot.mouseClick(part.use, LEFT)
    qtbot.waitUntil(lambda: said(part) == ["A  1", "B  0", "C  0", "D  1"])
    shown_window.undo()
    assert shown_window.workspace.read(lead_grade.scale) == lead_grade.SHIPPED


def test_lines_in_the_wrong_order_are_said_and_cannot_be_used(
    part: LeadGrading, qtbot: QtBot
) -> None:
    part.points["B"].setText("11")
    qtbot.waitUntil(part.wrong.isVisible)
    assert not part.use.isEnabled()
    qtbot.mouseClick(part.shipped, LEFT)
    qtbot.waitUntil(lambda: not part.wrong.isVisible())
    assert part.points["B"].text() == "7"

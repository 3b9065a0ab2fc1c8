"""Ticking and ordering the parts of a report."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.ui.reports.section_list import Section, SectionList


@pytest.fixture
def sections(qtbot: QtBot) -> SectionList:
    made = SectionList()
    qtbot.addWidget(made)
    made.show_sections(
        [Section("a", lambda: "Alpha"), Section("b", lambda: "Beta", on=False),
         Section("c", lambda: "Gamma")]
    )  # fmt: skip
    made.resize(200, made.height())
    made.show()
    return made


def test_ticked_parts_come_in_their_order(sections: SectionList) -> None:
    assert sections.ticked() == ("a", "c")


def test_a_click_anywhere_in_the_row_ticks(sections: SectionList, qtbot: QtBot) -> None:
    row = sections.visualItemRect(sections.item(1))
    with qtbot.waitSignal(sections.changed):
        qtbot.mouseClick(sections.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert sections.ticked() == ("a", "b", "c")


def test_space_ticks_and_alt_arrows_move(sections: SectionList, qtbot: QtBot) -> None:
    sections.setCurrentRow(2)
    qtbot.keyClick(sections, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(sections, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert sections.ticked() == ("c", "a")
    qtbot.keyClick(sections, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert sections.ticked() == ("c", "a")
    qtbot.keyClick(sections, Qt.Key.Key_Space)
    assert sections.ticked() == ("a",)


def test_the_last_ticked_part_stays(sections: SectionList, qtbot: QtBot) -> None:
    for row in (0, 2):
        sections.setCurrentRow(row)
        qtbot.keyClick(sections, Qt.Key.Key_Space)
    assert sections.ticked() == ("c",)

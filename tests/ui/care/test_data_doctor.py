"""The data doctor in the window: kinds, findings, ticks, one fix, one undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.core.i18n import N_
from crm_desktop.services.care import data_doctor
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.records import contact_record
from crm_desktop.ui.care.data_doctor import DataDoctor
from crm_desktop.ui.care.page import CarePage
from crm_desktop.ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window_(open_window: Callable[[], MainWindow]) -> MainWindow:
    window = open_window()
    for number in range(3):
        draft = ContactDraft(f"Slip {number}", emails=(f"slip{number}@gmial.com",))
        window.workspace.execute(N_("New"), contacts.create, draft)
    return window


@pytest.fixture
def part(window_: MainWindow, qtbot: QtBot) -> DataDoctor:
    window_.go("care", "data_doctor")
    page = window_.stack.page()
    assert isinstance(page, CarePage)
    found = page.part("data_doctor")
    assert isinstance(found, DataDoctor)
    qtbot.waitUntil(lambda: found.diagnosis is not None)
    return found


def slips(window: MainWindow) -> int:
    found: Any = window.workspace.read(data_doctor.examine)
    return int(found.counts.get("email_invalid", 0))


def choose(part: DataDoctor, kind: str, qtbot: QtBot) -> None:
    number = part.kinds.rows.index(kind)
    qtbot.mouseClick(part.kinds, LEFT, pos=part.kinds.box(number).center().toPoint())
    assert part.current() == kind


def test_slips_are_set_right_but_for_the_one_left_out(
    part: DataDoctor, window_: MainWindow, qtbot: QtBot
) -> None:
    choose(part, "email_invalid", qtbot)
    assert [one.after for one in part.list.rows] == [
        "slip0@gmail.com", "slip1@gmail.com", "slip2@gmail.com",
    ]  # fmt: skip
    assert part.fix.text() == "Set 3 right"
    part.list.setFocus()
    qtbot.keyClick(part.list, Qt.Key.Key_Space)
    assert part.fix.text() == "Set 2 right"
    qtbot.mouseClick(part.fix, LEFT)
    qtbot.waitUntil(lambda: slips(window_) == 1)
    qtbot.waitUntil(lambda: part.diagnosis is not None
                    and part.diagnosis.counts.get("email_invalid") == 1)  # fmt: skip
    assert (
        window_.workspace.read(contact_record.found, part.list.rows[0].contact_id).name == "Slip 0"
    )
    window_.undo()
    assert slips(window_) == 3


def test_validity_is_said_and_kept_for_the_day(
    part: DataDoctor, window_: MainWindow, qtbot: QtBot
) -> None:
    assert part.diagnosis is not None
    assert part.head.percent().endswith("%")
    kept = [(part.diagnosis.validity_bp)]
    qtbot.waitUntil(
        lambda: [value for _day, value in window_.workspace.read(data_doctor.history)] == kept
    )


def test_enter_opens_the_customer(part: DataDoctor, window_: MainWindow, qtbot: QtBot) -> None:
    choose(part, "email_invalid", qtbot)
    part.list.setFocus()
    qtbot.keyClick(part.list, Qt.Key.Key_Return)
    assert window_.stack.page().name == "contacts"

"""Keys of a part of the window act within it only; inputs leave Ctrl+Z to the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui.widgets import keys
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import LineEdit, TextArea
from crm_desktop.ui.widgets.keys import bind_within
from crm_desktop.ui.widgets.layout import column, plain
from crm_desktop.ui.widgets.toast import Toast

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


class Host(QWidget):
    """A page with an input, and a key of its own and one of the window's."""

    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []
        self.page = plain(column(None))
        self.input = LineEdit()
        self.area = TextArea()
        for part in (self.input, self.area):
            self.page.layout().addWidget(part)
        self.setLayout(column((self.page, 1), margins=10))
        bind_within(self.page, "Ctrl+Return", lambda: self.ran.append("page"))
        bind_within(self, "Ctrl+Z", lambda: self.ran.append("undo"))


@pytest.fixture
def host(qtbot: QtBot) -> Host:
    made = Host()
    qtbot.addWidget(made)
    made.resize(700, 500)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_a_key_of_the_page_does_not_reach_through_a_dialog(host: Host, qtbot: QtBot) -> None:
    host.input.setFocus()
    qtbot.keyClick(host.input, Key.Key_Return, CTRL)
    line = LineEdit()
    dialog = Dialog(host, "Ask", plain(column(line)), "Save", lambda: host.ran.append("dialog"))
    dialog.open()
    qtbot.keyClick(line, Key.Key_Return, CTRL)
    assert host.ran == ["page", "dialog"]


def test_ctrl_z_takes_back_typing_and_then_what_was_done(host: Host, qtbot: QtBot) -> None:
    for number, part in enumerate((host.input, host.area), start=1):
        part.setFocus()
        qtbot.keyClicks(part, "abc")
        qtbot.keyClick(part, Key.Key_Z, CTRL)
        assert part.value() == "" and len(host.ran) == number - 1
        qtbot.keyClick(part, Key.Key_Z, CTRL)
        assert host.ran == ["undo"] * number
    # A line that was entered and emptied by the program does not come back.
    qtbot.keyClicks(host.input, "call Anna")
    host.input.clear()
    host.input.setFocus()
    qtbot.keyClick(host.input, Key.Key_Z, CTRL)
    assert host.input.value() == "" and len(host.ran) == 3


def test_a_toast_stands_above_the_input_one_types_in(host: Host, qtbot: QtBot) -> None:
    toast = Toast(host, lambda: None)
    toast.say("Done: " + "very long words " * 30, undo=True)
    low = toast.y()
    host.area.setFocus()
    top = host.area.mapTo(host, QPoint(0, 0)).y()
    assert toast.y() < low and toast.label.mapTo(host, QPoint(0, toast.label.height())).y() < top
    host.page.setFocus()
    assert toast.y() == low


def test_no_key_is_bound_past_bind_within() -> None:
    """PySide ignores ``context=`` beside a callable: such a key acts in the whole window."""
    ui = Path(keys.__file__).parents[1]
    short = [
        path.name
        for path in ui.rglob("*.py")
        if path.name not in ("keys.py", "shortcuts.py") and "QShortcut(" in path.read_text("utf-8")
    ]
    assert short == []

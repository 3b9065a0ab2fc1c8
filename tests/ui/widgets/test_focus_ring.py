from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.form import LineEdit
from crm_desktop.ui.widgets.layout import plain, row


def test_only_the_keyboard_gets_a_ring(qtbot: QtBot) -> None:
    seg = SegControl([Choice("a", "A"), Choice("b", "B")])
    other = LineEdit()
    both = plain(row(other, seg))
    qtbot.addWidget(both)
    with qtbot.waitActive(both):
        both.show()
        both.activateWindow()
    seg.setFocus(Qt.FocusReason.OtherFocusReason)
    assert not seg.rings()
    qtbot.keyClick(seg, Qt.Key.Key_Right)
    assert seg.rings()
    other.setFocus()
    assert not seg.rings()
    qtbot.keyClick(other, Qt.Key.Key_Tab)
    assert seg.rings()

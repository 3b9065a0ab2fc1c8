from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui.widgets import toast as toasts
from crm_desktop.ui.widgets.dialogs import Dialog, confirm
from crm_desktop.ui.widgets.form import Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain
from crm_desktop.ui.widgets.toast import Toast


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def test_a_dialog_grows_with_what_is_added_to_it(host: QWidget, qtbot: QtBot) -> None:
    inside = column(LineEdit())
    dialog = Dialog(host, "Rule", plain(inside), "Save", lambda: None)
    dialog.open()
    before = dialog.panel.height()
    more = LineEdit()
    inside.addWidget(more)
    qtbot.waitUntil(lambda: dialog.panel.height() >= before + more.height())
    assert dialog.rect().contains(dialog.panel.geometry())


def test_a_click_beside_a_form_keeps_what_was_typed(host: QWidget, qtbot: QtBot) -> None:
    line = LineEdit("", "Rule")
    dialog = Dialog(host, "Rule", plain(column(line)), "Save", lambda: None)
    dialog.open()
    line.end(False)
    qtbot.keyClicks(line, "s")
    qtbot.mouseClick(dialog, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert dialog.isVisible() and line.text() == "Rules"
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    qtbot.mouseClick(dialog, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not dialog.isVisible()


def test_a_toast_says_it_and_offers_undo(host: QWidget, qtbot: QtBot) -> None:
    undone: list[int] = []
    toast = Toast(host, lambda: undone.append(toast.action_id))
    toast.say("3 customers archived", undo=True, action=42)
    assert toast.text() == "3 customers archived"
    assert not toast.hasFocus()
    assert abs(toast.geometry().center().x() - host.width() // 2) < 3
    toast.button.click()
    assert undone == [42]
    assert toast.text() == ""


def test_a_toast_without_undo_has_no_button(host: QWidget) -> None:
    toast = Toast(host, lambda: None)
    toast.say("Saved")
    assert not toast.button.isVisible()


def test_a_toast_goes_after_its_time(
    host: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toasts, "SECONDS", 0.15)
    toast = Toast(host, lambda: None)
    toast.say("Saved")
    qtbot.waitUntil(lambda: not toast.isVisible(), timeout=2000)


def test_a_focused_toast_stays(
    host: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toasts, "SECONDS", 0.15)
    toast = Toast(host, lambda: None)
    toast.say("Saved", undo=True)
    host.activateWindow()
    toast.button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.wait(400)
    assert toast.isVisible()


def test_a_long_toast_stays_inside_its_window(host: QWidget) -> None:
    host.resize(420, 300)
    toast = Toast(host, lambda: None)
    toast.say("A very long sentence about something that was done " * 3, undo=True)
    assert toast.width() - 2 * toasts.MARGIN <= host.width()


def form() -> tuple[QWidget, LineEdit]:
    edit = LineEdit()
    return plain(column(Field("Name", edit))), edit


def test_ctrl_enter_submits_and_false_keeps_open(host: QWidget, qtbot: QtBot) -> None:
    content, edit = form()
    tried: list[str] = []

    def accept() -> bool:
        tried.append(edit.text())
        return bool(edit.text())

    dialog = Dialog(host, "New customer", content, "Save", accept)
    dialog.open()
    assert edit.hasFocus() or host.focusWidget() is edit
    qtbot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert tried == [""]
    assert dialog.isVisible()
    edit.setText("Yao Hui")
    dialog.submit()
    assert not dialog.isVisible()


def test_escape_and_the_veil_close_a_dialog(host: QWidget, qtbot: QtBot) -> None:
    for close in (
        lambda d: qtbot.keyClick(d, Qt.Key.Key_Escape),
        lambda d: qtbot.mouseClick(d, Qt.MouseButton.LeftButton, pos=QPoint(5, 5)),
    ):
        dialog = Dialog(host, "Question", form()[0], "Save", lambda: True)
        dialog.open()
        close(dialog)
        assert not dialog.isVisible()


def test_tab_stays_inside_the_dialog(host: QWidget, qtbot: QtBot) -> None:
    outside = LineEdit()
    outside.setParent(host)
    outside.show()
    dialog = Dialog(host, "Question", form()[0], "Save", lambda: True)
    dialog.open()
    for _ in range(6):
        dialog.focusNextPrevChild(True)
        assert dialog.isAncestorOf(host.focusWidget())


def test_a_dialog_fits_a_small_window(host: QWidget) -> None:
    host.resize(420, 260)
    tall = plain(column(*[Field(f"Field {n}", LineEdit()) for n in range(12)]))
    dialog = Dialog(host, "Question", tall, "Save", lambda: True)
    dialog.open()
    assert host.rect().contains(dialog.panel.geometry())
    assert dialog.action.isVisible()


def test_deleting_for_good_must_be_typed(host: QWidget, qtbot: QtBot) -> None:
    gone: list[str] = []
    dialog = confirm(
        host,
        "Delete 3 customers for good?",
        "9 sales stay.",
        "Delete",
        lambda: gone.append("deleted"),
        type_to_confirm="delete 3",
        safer="Archive instead",
        on_safer=lambda: gone.append("archived"),
    )
    typed = dialog.content.findChild(LineEdit)
    dialog.submit()
    assert gone == []
    typed.setText("delete")
    assert not dialog.action.isEnabled()
    typed.setText("delete 3")
    dialog.action.click()
    assert gone == ["deleted"]


def test_the_safer_way_out(host: QWidget) -> None:
    chosen: list[str] = []
    dialog = confirm(
        host, "Delete?", "Facts.", "Delete", lambda: chosen.append("deleted"),
        safer="Archive instead", on_safer=lambda: chosen.append("archived"),
    )  # fmt: skip
    from crm_desktop.ui.widgets.buttons import Button

    way_out = next(b for b in dialog.findChildren(Button) if b.text() == "Archive instead")
    way_out.click()
    assert chosen == ["archived"]
    assert not dialog.isVisible()


def test_what_had_the_focus_may_be_gone_when_a_dialog_closes(host: QWidget, qtbot: QtBot) -> None:
    first = Dialog(host, "First", form()[0], "Save", lambda: True)
    first.open()
    second = Dialog(host, "Second", form()[0], "Save", lambda: True)
    second.open()
    first.done()
    qtbot.waitUntil(lambda: not shiboken6.isValid(first))
    second.done()
    assert not second.isVisible()


def test_what_gets_the_keyboard_in_a_long_dialog_comes_on_screen(
    host: QWidget, qtbot: QtBot
) -> None:
    host.activateWindow()
    lines = [LineEdit() for _number in range(40)]
    dialog = Dialog(host, "Rule", plain(column(*lines)), "Save", lambda: None)
    dialog.open()
    port = dialog._scroll.viewport()

    def seen(line: LineEdit) -> bool:
        return port.rect().contains(line.mapTo(port, QPoint(1, line.height() + 8)))

    assert not seen(lines[25])
    lines[25].setFocus()
    qtbot.waitUntil(lambda: seen(lines[25]))
    lines[25].clearFocus()
    lines[2].setFocus()
    qtbot.waitUntil(lambda: seen(lines[2]))

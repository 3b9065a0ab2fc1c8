from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.core.errors import Cancelled, UserError
from crm_desktop.ui.messages import Messages, report
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.text import Label


@pytest.fixture
def messages(qtbot: QtBot) -> Iterator[Messages]:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 700)
    host.show()
    made = Messages(host)
    yield made
    made.uninstall()


def boom(text: str = "boom") -> Exception:
    try:
        raise ValueError(text)
    except ValueError as problem:
        return problem


def dialog_of(messages: Messages) -> Dialog:
    dialog = messages.open_dialog()
    assert dialog is not None
    return dialog


def test_a_user_error_says_what_was_kept_and_what_to_do(messages: Messages) -> None:
    messages.show(UserError("The disk is full.", "Nothing was changed.", "Free some space."))
    dialog = dialog_of(messages)
    said = " ".join(label.text() for label in dialog.findChildren(Label))
    assert "The disk is full." in said
    assert "Nothing was changed. Free some space." in said
    assert dialog.findChild(QPlainTextEdit) is None


def test_a_bug_offers_its_report_to_copy(messages: Messages) -> None:
    messages.show(boom())
    dialog = dialog_of(messages)
    text = dialog.findChild(QPlainTextEdit).toPlainText()
    assert "ValueError: boom" in text
    assert "PySide6" in text
    next(b for b in dialog.findChildren(Button) if "Copy" in b.text()).click()
    assert QGuiApplication.clipboard().text() == text


def test_a_second_bug_joins_the_open_report(messages: Messages) -> None:
    messages.show(boom("first"))
    dialog = dialog_of(messages)
    messages.show(boom("second"))
    assert messages.open_dialog() is dialog
    text = dialog.findChild(QPlainTextEdit).toPlainText()
    assert "first" in text
    assert "second" in text


def test_after_closing_it_starts_anew(messages: Messages, qtbot: QtBot) -> None:
    messages.show(boom("first"))
    dialog_of(messages).action.click()
    qtbot.waitUntil(lambda: messages.open_dialog() is None)
    messages.show(boom("second"))
    assert "first" not in dialog_of(messages).findChild(QPlainTextEdit).toPlainText()


def test_a_cancelled_job_is_not_mentioned(messages: Messages) -> None:
    messages.show(Cancelled())
    assert messages.open_dialog() is None


def test_an_error_in_a_slot_is_caught(messages: Messages, qtbot: QtBot) -> None:
    messages.install()
    # The hook itself, since pytest-qt replaces it to fail the test.
    problem = boom("in a slot")
    sys.excepthook(ValueError, problem, problem.__traceback__)
    assert "in a slot" in dialog_of(messages).findChild(QPlainTextEdit).toPlainText()


def test_an_error_in_a_thread_is_shown_on_the_main_thread(messages: Messages, qtbot: QtBot) -> None:
    messages.install()

    def fail() -> None:
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=fail)
    QTimer.singleShot(0, thread.start)
    qtbot.waitUntil(lambda: messages.open_dialog() is not None)
    assert "in a thread" in dialog_of(messages).findChild(QPlainTextEdit).toPlainText()


def test_the_report_names_where_it_happened() -> None:
    assert "in boom" in report(boom())

"""Labels and letters from the customer list and from the reports, to the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.services.contacts import contacts
from crm_desktop.services.mailing import mail_texts
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.mailing import printed
from crm_desktop.ui.mailing.printed import Printed
from crm_desktop.ui.mailing.view import MailingView
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.reports.page import ReportsPage
from tests.reports import samples

Key = Qt.Key


def mail_of(window: MainWindow) -> MailingView:
    """The view, which is shown."""
    page = window.stack.page()
    assert isinstance(page, ReportsPage)
    view = page.views.mail()
    assert view is not None
    return view


def made_of(view: MailingView, qtbot: QtBot) -> Printed:
    """What is shown, once it is what was chosen last."""
    qtbot.waitUntil(
        lambda: view.made is not None and view.made.order == view.order(), timeout=20_000
    )
    assert isinstance(view.made, Printed)
    return view.made


def test_labels_for_the_chosen_customers_and_a_letter_of_ones_own(
    open_window: Callable[[], MainWindow],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_window()
    workspace = window.workspace
    workspace.execute("address", contacts.edit, 1, addresses=("310000 文三路 8 号",))
    window.go("contacts")
    page = window.stack.page()
    assert isinstance(page, ContactsPage)
    table = page.side.pane.table
    qtbot.waitUntil(lambda: page.side.source is not None and page.side.source.count() == 3)
    table.setFocus()
    qtbot.keyClick(table, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    action = next(one for one in page.side.pane.bulk.offered() if one.key == "mail")
    action.on()
    view = mail_of(window)
    made_of(view, qtbot)
    assert view.about.text() == (
        "1 customer\nA4, 2 pages\n2 without an address or wanting no advertising: last page"
    )
    asked: list[tuple[int, int]] = []

    def answer(dialog: QPrintDialog) -> int:
        asked.append((dialog.fromPage(), dialog.toPage()))
        return int(QDialog.DialogCode.Rejected)

    monkeypatch.setattr(QPrintDialog, "exec", answer)
    qtbot.mouseClick(view.print, Qt.MouseButton.LeftButton)
    assert asked == [(1, 1)]  # without the page that says who is left out
    view.start.selectAll()
    qtbot.keyClicks(view.start, "22")
    qtbot.waitUntil(lambda: view.desk.currentWidget() is view.problem)
    assert view.problem.title.text() == "This sheet has 21 labels."
    view.start.selectAll()
    qtbot.keyClicks(view.start, "x")
    assert view.order() is None and view.start.property("error")
    qtbot.keyClick(view.start, Key.Key_Backspace)
    qtbot.keyClicks(view.start, "5")
    qtbot.keyClick(view.frame, Key.Key_Space)
    assert made_of(view, qtbot).order.frame
    # A text of one's own, with a field put in, kept and taken away again.
    view.choose_kind("letters")
    editor = view.text
    editor.text.setPlainText("")
    qtbot.keyClicks(editor.text, "Hello ")
    editor.put_field("Customer name")
    assert editor.body() == "Hello {{Customer name}}"
    editor.save("Spring")
    assert editor.choice.currentText() == "Spring" and editor.drop.isVisible()
    made = made_of(view, qtbot)
    assert made.mail.printed == 3
    out = tmp_path / "out"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    qtbot.mouseClick(view.pdf, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(out.with_suffix(".pdf").exists)
    written = out.with_suffix(".pdf").read_bytes()
    assert samples.page_texts(written) == samples.page_texts(made.pdf)
    assert "Hello " in samples.page_texts(made.pdf)[0]
    qtbot.mouseClick(editor.drop, Qt.MouseButton.LeftButton)
    assert [one.own for one in workspace.read(mail_texts.texts, "letters")] == [False, False]
    view.left.emit()
    assert isinstance(window.stack.page(), ContactsPage)


def test_cards_for_the_birthdays_of_a_month_from_the_reports(
    open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = open_window()
    window.workspace.execute("born", contacts.edit, 2, birth_month=7, birth_day=3)
    window.go("reports", "mail")
    view = mail_of(window)
    view.choose_kind("cards")
    assert view.who.value() == "birthdays" and view.month.currentText() == "June 2026"
    qtbot.waitUntil(lambda: view.desk.currentWidget() is view.problem)
    assert not view.print.isEnabled()
    qtbot.keyClick(view.month, Key.Key_Down)
    assert view.month.currentText() == "July 2026"
    view.month.activated.emit(1)
    assert made_of(view, qtbot).mail.printed == 1
    page = window.stack.page()
    assert page.go_back() and not page.go_back()


def test_of_many_the_first_are_shown_and_all_are_printed(
    open_window: Callable[[], MainWindow],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(printed, "FIRST_LOOK", 2)
    window = open_window()
    window.go("reports", "mail")
    view = mail_of(window)
    view.choose_kind("letters")
    view.who.set_value("all")
    view.who.activated.emit(view.who.currentIndex())
    made = made_of(view, qtbot)
    assert (made.mail.shown, made.mail.printed, made.to_send) == (2, 3, 2)
    assert "The first 2 are shown; all are printed and saved." in view.about.text()
    asked: list[tuple[int, int]] = []

    def answer(dialog: QPrintDialog) -> int:
        asked.append((dialog.minPage(), dialog.maxPage()))
        return int(QDialog.DialogCode.Rejected)

    monkeypatch.setattr(QPrintDialog, "exec", answer)
    qtbot.mouseClick(view.print, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: asked == [(1, 3 + made.mail.last_pages)])
    out = tmp_path / "all.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    qtbot.mouseClick(view.pdf, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(out.exists)
    assert len(samples.page_texts(out.read_bytes())) == 3 + made.mail.last_pages

"""Another shop's file on the import page: foreseen, taken in, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.ui.exchange.join_dialog import JoinDialog
from crm_desktop.ui.exchange.page import ImportPage


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The file of a shop with two customers."""
    path = tmp_path / "城西店.crm"
    with Store.create(path) as store:
        store.write("Add", contacts.create, ContactDraft("周明", phones=("13900001111",)))
        store.write("Add", contacts.create, ContactDraft("吴娟", phones=("13900002222",)))
    return path


def _opened(page: ImportPage, path: Path, qtbot: QtBot) -> JoinDialog:
    page.read_files([path])
    dialog = page.window().findChildren(JoinDialog)[-1]
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=20_000)
    return dialog


def _customers(page: ImportPage) -> int:
    return int(page.shell.workspace.read(contact_list.count, ContactQuery()))


def test_a_shop_comes_in_whole_and_goes_again(page: ImportPage, other: Path, qtbot: QtBot) -> None:
    before = _customers(page)
    dialog = _opened(page, other, qtbot)
    assert dialog.report is not None and dialog.report.of("contact").new == 2
    dialog.branch.setText("城西店")
    qtbot.mouseClick(dialog.action, Qt.MouseButton.LeftButton)
    toast = page.window()._toast  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: toast.text() == "城西店.crm taken in", timeout=20_000)
    assert _customers(page) == before + 2
    again = _opened(page, other, qtbot)
    assert not again.action.isEnabled()
    assert again.note.text() == "Everything in there is known already."
    again.done()
    page.shell.workspace.undo()
    assert _customers(page) == before


def test_a_shop_among_sheets_is_a_sentence(page: ImportPage, other: Path, customers: Path) -> None:
    page.read_files([customers, other])
    assert page.choose_step.problem.text() == "城西店.crm is the file of another shop."
    assert not page.window().findChildren(JoinDialog)


def test_a_file_that_is_none_is_a_sentence(page: ImportPage, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "broken.crm"
    path.write_bytes(b"SQLite format 3\0" + b"x" * 4000)
    page.read_files([path])
    qtbot.waitUntil(lambda: not page.window().findChildren(JoinDialog), timeout=20_000)

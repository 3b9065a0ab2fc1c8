"""Templates and fields in the settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.services.documents.document_fields import FIELDS, FieldRow
from crm_desktop.services.fields import custom_fields
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.settings.documents import DocumentSettings
from crm_desktop.ui.settings.page import SettingsPage
from tests.exchange.office_files import docx, para


@pytest.fixture
def part(page: SettingsPage) -> DocumentSettings:
    page.show_part("documents")
    shown = page.part("documents")
    assert isinstance(shown, DocumentSettings)
    return shown


def test_a_copy_is_saved_changed_and_added_and_a_bad_one_is_said(
    part: DocumentSettings,
    shown_window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(part.lines) == 6
    copy = tmp_path / "mine.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(copy), ""))
    part.save_copy(part.templates[0])
    bad = tmp_path / "bad.docx"
    bad.write_bytes(docx(para("x"), {"word/vbaProject.bin": b"x"}))
    part.take([bad, copy, tmp_path / "gone.docx"])
    said = shown_window.messages.open_dialog()
    assert said is not None
    assert "bad.docx" in said.title.text() and "gone.docx" in said.title.text()
    said.done()
    qtbot.waitUntil(lambda: len(part.lines) == 7)
    assert part.templates[0].name == "mine.docx" and part.templates[0].id is not None
    part.remove(part.templates[0])
    qtbot.waitUntil(lambda: len(part.lines) == 6)
    shown_window.undo()
    qtbot.waitUntil(lambda: len(part.lines) == 7)


def fields_of(part: DocumentSettings) -> list[FieldRow]:
    return [row for row in part.fields.list.rows if isinstance(row, FieldRow)]


def test_a_field_is_found_and_copied_with_the_keyboard(
    part: DocumentSettings, shown_window: MainWindow, qtbot: QtBot
) -> None:
    assert len(fields_of(part)) == len(FIELDS)
    part.fields.search.setText("total in words")
    qtbot.waitUntil(lambda: len(fields_of(part)) == 1)
    part.fields.list.setFocus()
    qtbot.keyClick(part.fields.list, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "{{Order total in words}}"
    part.fields.search.setText("zzz")
    qtbot.waitUntil(part.fields.none.isVisible)
    shown_window.set_language("zh_CN")
    part.fields.search.setText("")
    qtbot.waitUntil(lambda: fields_of(part)[0].label == "客户名称")


def test_a_field_of_the_shop_appears(
    part: DocumentSettings, shown_window: MainWindow, qtbot: QtBot
) -> None:
    shown_window.workspace.execute("Add", custom_fields.define, "Pool volume")
    qtbot.waitUntil(lambda: fields_of(part)[-1].label == "Pool volume")

"""Printing and saving what the calendar shows."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.ui.reports import pdf_pages
from tests.ui.calendar.conftest import Opened, said, settle


def test_the_days_on_screen_are_printed_and_saved(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = tmp_path / "paper.pdf"

    def accept(dialog: QPrintDialog) -> QDialog.DialogCode:
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(paper))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    pane = opened("month")
    pane.legend.boxes[0].click()
    settle(pane, qtbot)
    qtbot.keyClick(pane.current, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: said(pane) == "1 page sent to the printer", timeout=20_000)
    assert pdf_pages.facts(paper.read_bytes()).pages == 1

    out = tmp_path / "june"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    pane.files.save_pdf()
    qtbot.waitUntil(lambda: said(pane).startswith("june.pdf saved"), timeout=20_000)
    document = pypdfium2.PdfDocument(tmp_path / "june.pdf")
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "June 2026" in text and "Send a sample" in text
    assert "Call about the quote" not in text  # calls are switched off

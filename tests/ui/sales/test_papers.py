"""Printing a sale from the panel beside the list."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytest import MonkeyPatch
from pytestqt.qtbot import QtBot

from crm_desktop.ui.sales import papers
from crm_desktop.ui.sales.page import SalesPage
from tests.ui.sales.conftest import all_sales


def test_the_panel_saves_a_receipt_as_pdf(
    page: SalesPage, qtbot: QtBot, tmp_path: Path, monkeypatch: MonkeyPatch
) -> None:
    page.list.show_sale(all_sales(page)[0].id)
    shown = []
    monkeypatch.setattr(papers.menu, "popup_below", lambda _host, items: shown.extend(items))
    QTest.mouseClick(page.list.panel.paper, Qt.MouseButton.LeftButton)
    target = tmp_path / "receipt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    save = [item for item in shown if item is not None][4]
    save.on()
    written = target.with_suffix(".pdf")
    qtbot.waitUntil(written.exists, timeout=10_000)
    assert written.read_bytes().startswith(b"%PDF")

"""What the list shows, as a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.ui.contacts import list_export
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.main_window import MainWindow
from tests.ui.contacts.conftest import choose

Ask = Callable[..., Any]


def test_written_as_the_list_orders_it(ask: Ask, tmp_path: Path) -> None:
    query = ContactQuery(sort="spent")
    path = tmp_path / "list.xlsx"
    count = ask(list_export.write, query, None, path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = list(sheet.iter_rows(values_only=True))
    rows = ask(contact_list.page, query, 0, 1000)
    assert count == len(rows) == len(cells) - 1
    assert [line[0] for line in cells[1:]] == [row.name for row in rows]
    heading = list(cells[0]).index("Total spend")
    assert [round(float(line[heading]) * 100) for line in cells[1:]] == [
        row.spent_minor for row in rows
    ]


def test_only_the_chosen_ones_as_csv(ask: Ask, tmp_path: Path) -> None:
    ids = ask(contact_list.all_ids, ContactQuery())[3:6]
    path = tmp_path / "some.csv"
    assert ask(list_export.write, ContactQuery(), ids, path) == 3
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert [line[0] for line in lines[1:]] == [row.name for row in ask(contact_list.rows, ids)]


def test_export_from_the_page(
    page: ContactsPage,
    demo_window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "exported"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    opened: list[Any] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    choose(page, "Harvest Kitchen")
    page.export_page()
    made = path.with_name("exported.xlsx")
    qtbot.waitUntil(lambda: bool(opened), timeout=10_000)
    assert made.exists()
    assert "exported.xlsx" in demo_window._toast.text()

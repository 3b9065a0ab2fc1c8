"""A sheet of 200 customers by 10 products: typed, pasted, killed, taken up, saved, undone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.core import paths
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.products import products
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.ui.main_window import MainWindow
from tests.ui.sales.conftest import all_sales

ROWS, COLUMNS = 200, 10
ENTER, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier

KILLED = """
import os, sys, time
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from crm_desktop import app
from crm_desktop.core.preferences import Preferences

application = app.make_application()
window = app.build_window(Preferences(language="en"))
window.show(); window.complete(); window.start(Path(sys.argv[1]))
def until(true):
    while not true():
        application.processEvents(); time.sleep(0.01)
until(lambda: window.workspace.is_open and not window.jobs.running())
window.go("sales", "sheet")
sheet = window.stack.page().sheet
for key in (*"17", Qt.Key.Key_Return, *"0.5", Qt.Key.Key_Return):
    QTest.keyClick(window.focusWidget(), key)
until(lambda: sheet.draft.kept.text())
print("typed", flush=True)
time.sleep(60)
"""


@pytest.fixture
def data_file(shop_template: Path, tmp_path: Path) -> Path:
    """A shop of 200 more customers and 10 products, the dearest last."""
    path = tmp_path / "Big shop.crm"
    path.write_bytes(shop_template.read_bytes())

    def fill(session: Any) -> None:
        for number in range(ROWS):
            contacts.create(session, ContactDraft(f"Customer {number:03}"))
        for number in range(COLUMNS):
            price = (number + 1) * 105
            products.create(session, ProductDraft(f"Product {number}", price_minor=price))

    with Store.open(path) as store:
        store.write("fill", fill)
    return path


def test_two_thousand_cells_survive_a_kill_and_are_one_step_of_undo(
    data_file: Path, open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    environment = dict(
        os.environ, CRM_DESKTOP_CONFIG=str(paths.config_folder()), QT_QPA_PLATFORM="offscreen"
    )
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(data_file)],
        env=environment, stdout=subprocess.PIPE, text=True,
    ) as program:  # fmt: skip
        assert program.stdout is not None
        assert program.stdout.readline() == "typed\n"
        program.send_signal(signal.SIGKILL)

    window = open_window()
    window.go("sales", "sheet")
    page = window.stack.page()
    sheet = page.sheet  # type: ignore[attr-defined]
    model = sheet.model
    assert [model.index(row, 0).data() for row in range(3)] == ["17", "0.5", ""]

    names = [f"Customer {number:03}" for number in range(ROWS)]
    goods = [f"Product {number}" for number in range(COLUMNS)]
    sheet.take_table([["", *goods], *([name] for name in names)])
    first = next(at for at, row in enumerate(model.rows) if row.name == "Customer 000")
    column = next(at for at, one in enumerate(model.columns) if one.name == "Product 0")
    typed = [[(row * column) % 7 + 1 for column in range(COLUMNS)] for row in range(ROWS)]
    model.clear()
    # A column of 200 by keys, the other 1,800 cells by paste.
    sheet.table.go(first, column)
    for row in typed:
        for key in str(row[0]):
            QTest.keyClick(window.focusWidget(), key)
        QTest.keyClick(window.focusWidget(), ENTER)
    block = "\n".join("\t".join(map(str, row[1:])) for row in typed)
    QGuiApplication.clipboard().setText(block)
    sheet.table.go(first, column + 1)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_V, CTRL)
    assert len(model.quantities()) == ROWS * COLUMNS and sheet.problem.isHidden()
    total = sum(many * (at + 1) * 105 for row in typed for at, many in enumerate(row))
    assert model.total() == total

    before = all_sales(page)  # type: ignore[arg-type]
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not model.typed(), timeout=120_000)
    rows = page.shell.workspace.read(_totals)
    assert len(rows) == len(before) + ROWS and sum(rows) == total
    page.shell.workspace.undo()
    assert page.shell.workspace.read(_totals) == [sale.total_minor for sale in before]


def _totals(session: Any) -> list[int]:
    from crm_desktop.services.sales import sale_list
    from crm_desktop.services.sales.sale_list import SaleQuery

    return [row.total_minor for row in sale_list.page(session, SaleQuery(), 0, 1_000)]

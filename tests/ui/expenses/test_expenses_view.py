"""Expenses in the window: entered, marked, deleted with undo, put on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.services import expenses
from crm_desktop.ui.expenses.expense_form import ExpenseForm
from crm_desktop.ui.insight.expenses import Expenses
from crm_desktop.ui.insight.page import InsightPage
from crm_desktop.ui.main_window import MainWindow


def test_an_expense_from_the_keyboard_to_the_sheet(
    open_window: Callable[[], MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    shop = open_window()
    shop.go("insight", "expenses")
    page = shop.stack.page()
    assert isinstance(page, InsightPage)
    view = page.part("expenses")
    assert isinstance(view, Expenses) and not view.sheet.isEnabled()
    qtbot.mouseClick(view.new, Qt.MouseButton.LeftButton)
    form = shop.findChildren(ExpenseForm)[-1]
    qtbot.keyClick(form.amount, Qt.Key.Key_Return)
    assert form.amount_field.below.text()
    qtbot.keyClicks(form.amount, "85.5")
    qtbot.keyClicks(form.note, "taxi")
    receipt = tmp_path / "receipt.pdf"
    receipt.write_bytes(b"%PDF-1.4 a receipt")
    form.take(receipt)
    qtbot.keyClick(form.note, Qt.Key.Key_Return)
    (row,) = view.list.rows
    assert (row.amount_minor, row.note, row.receipts) == (8_550, "taxi", 1)
    view.list.setFocus()
    qtbot.keyClick(view.list, Qt.Key.Key_P)
    assert view.list.rows[0].reimbursed
    out = tmp_path / "sheet.pdf"
    view.write_sheet(out)
    qtbot.waitUntil(lambda: out.exists() and not shop.jobs.running(), timeout=10_000)
    qtbot.keyClick(view.list, Qt.Key.Key_Delete)
    assert view.list.rows == [] and shop.workspace.read(expenses.rows) == []
    shop.workspace.undo()
    assert len(view.list.rows) == 1
    view.turn(1)
    assert view.list.rows == []

"""Expenses in the window: entered, marked, deleted with undo, put on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.services import expenses
from crm_desktop.services.records import staff
from crm_desktop.services.records.staff import StaffDraft
from crm_desktop.ui.expenses.expense_form import ExpenseForm
from crm_desktop.ui.insight.expenses import Expenses
from crm_desktop.ui.insight.page import InsightPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.dialogs import Dialog


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
    form.receipts.take(receipt)
    qtbot.keyClick(form.note, Qt.Key.Key_Return)
    (row,) = view.list.rows
    assert (row.amount_minor, row.note, row.receipts) == (8_550, "taxi", 1)
    view.list.setFocus()
    qtbot.keyClick(view.list, Qt.Key.Key_P)
    assert view.list.rows[0].reimbursed
    out = tmp_path / "sheet.pdf"
    view.write_sheet(out, "CNY")
    qtbot.waitUntil(lambda: out.exists() and not shop.jobs.running(), timeout=10_000)
    qtbot.keyClick(view.list, Qt.Key.Key_Delete)
    assert view.list.rows == [] and shop.workspace.read(expenses.rows) == []
    shop.workspace.undo()
    assert len(view.list.rows) == 1
    view.turn(1)
    assert view.list.rows == []


def test_an_expense_abroad_is_entered_and_has_a_sheet_of_its_own(
    open_window: Callable[[], MainWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = open_window()
    shop.resize(900, 420)
    shop.go("insight", "expenses")
    view = shop.stack.page().part("expenses")  # type: ignore[attr-defined]
    for amount, currency in (("12.50", "usd"), ("80", "")):
        view.add()
        form = shop.findChildren(ExpenseForm)[-1]
        qtbot.keyClicks(form.amount, amount)
        form.currency.setText("dollars")
        form.submit()
        assert "is no currency" in form.trouble.text()
        qtbot.waitUntil(lambda: seen(form.trouble, form.content.parentWidget()))  # noqa: B023
        form.currency.setText(currency)
        form.submit()
    assert expenses.totals(view.list.rows) == {"USD": 1_250, "CNY": 8_000}
    offered: list[str] = []
    monkeypatch.setattr(
        menu, "popup_below", lambda _button, items: offered.extend(one.label for one in items)
    )
    view.save_sheet()
    assert offered == ["CNY", "USD"]


def photo(path: Path) -> Path:
    Image.new("RGB", (40, 60), "white").save(path)
    return path


def test_a_receipt_is_looked_at_and_taken_away_in_the_form(
    open_window: Callable[[], MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    shop = open_window()
    anna = shop.workspace.execute("New", staff.add, StaffDraft("Anna"))
    shop.go("insight", "expenses")
    view = shop.stack.page().part("expenses")  # type: ignore[attr-defined]
    view.add()
    form = shop.findChildren(ExpenseForm)[-1]
    qtbot.keyClicks(form.amount, "12")
    form.who.set_value(str(anna))
    no_picture = tmp_path / "no picture.png"
    no_picture.write_bytes(b"GIF89a")
    form.receipts.take(no_picture)
    form.submit()
    assert "no picture" in form.trouble.text() and not form.amount_field.below.text()
    form.receipts.take(photo(tmp_path / "taxi.png"))
    form.submit()
    (row,) = view.list.rows
    assert (row.receipts, row.staff) == (1, "Anna")
    view.edit(row)
    form = shop.findChildren(ExpenseForm)[-1]
    qtbot.mouseClick(button(form.receipts, "Look at it"), Qt.MouseButton.LeftButton)
    shown = shop.findChildren(Dialog)[-1]
    assert shown is not form and shown.title.text() == "taxi.jpg"
    shown.submit()
    qtbot.mouseClick(form.receipts.findChildren(IconButton)[0], Qt.MouseButton.LeftButton)
    assert view.list.rows[0].receipts == 1, "only saving takes it away"
    form.receipts.take(photo(tmp_path / "other.png"))
    form.submit()
    (file,) = shop.workspace.read(expenses.receipts, row.id)
    assert file.name == "other.jpg"
    shop.workspace.undo()
    (file,) = shop.workspace.read(expenses.receipts, row.id)
    assert file.name == "taxi.jpg"


def button(inside: QWidget, words: str) -> Button:
    return next(one for one in inside.findChildren(Button) if words in one.text())


def seen(widget: QWidget, within: QWidget) -> bool:
    place = QRect(widget.mapTo(within, widget.rect().topLeft()), widget.size())
    return within.rect().contains(place)

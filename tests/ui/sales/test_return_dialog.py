"""Taking goods back from the panel beside the list, with real keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.services.payments import payments
from crm_desktop.services.sales import sale_returns, sales
from crm_desktop.ui.sales.page import SalesPage
from crm_desktop.ui.sales.return_dialog import ReturnDialog
from tests.ui.sales.conftest import HARVEST, YAO, all_sales, type_keys


def test_a_part_of_a_sale_comes_back_and_is_undone(page: SalesPage) -> None:
    read = page.shell.workspace.read
    sale_id = next(row.id for row in all_sales(page) if row.contact_id == HARVEST)
    before = len(all_sales(page))
    page.list.show_sale(sale_id)
    QTest.mouseClick(page.list.panel.back, Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(ReturnDialog)
    assert dialog is not None
    ro, filters = dialog.quantities.values()
    assert (ro.text(), filters.text()) == ("1", "12")
    ro.setFocus()
    ro.selectAll()
    type_keys(dialog, "2", Qt.Key.Key_Return)
    assert not dialog.problem.isHidden() and len(all_sales(page)) == before
    ro.clear()
    filters.setFocus()
    filters.selectAll()
    type_keys(dialog, "5", Qt.Key.Key_Return)
    made = all_sales(page)[0]
    assert (made.kind, made.total_minor) == ("return", -9_000)
    left = read(sale_returns.returnable, sale_id)
    assert sorted(left.values()) == [1_000, 7_000]
    # 284.00 was owed of 484.00: the debt is lowered, no money goes back.
    assert read(sales.detail, sale_id).open_minor == 28_400 - 9_000
    page.shell.workspace.undo()
    assert len(all_sales(page)) == before


def test_an_exchange_carries_the_worth_into_the_order_of_what_is_taken_instead(
    page: SalesPage,
) -> None:
    read = page.shell.workspace.read
    sale_id = next(row.id for row in all_sales(page) if row.contact_id == YAO)
    page.list.show_sale(sale_id)
    QTest.mouseClick(page.list.panel.back, Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(ReturnDialog)
    assert dialog is not None
    dialog.exchange.click()
    assert dialog.method.value() == "credit"
    dialog.submit()
    assert page.recording() and read(payments.credit, YAO, "CNY") == 26_800
    type_keys(page, "pp", Qt.Key.Key_Return, "2", Qt.Key.Key_Return)
    order = page.entry.batch.orders()[0]
    assert (order.buyer.contact_id, order.due_minor, order.figures.change_minor) == (YAO, 4_000, 0)
    page.entry.save_batch()
    made = read(sales.detail, all_sales(page)[0].id)
    assert made.open_minor == 0 and read(payments.credit, YAO, "CNY") == 22_800

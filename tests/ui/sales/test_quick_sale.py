"""A scanner in any cell, prices by level, and what goes for a whole order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.services.products import product_prices, products
from crm_desktop.services.products.product_prices import Tier
from crm_desktop.services.sales import sales
from crm_desktop.ui.sales.entry_model import CUSTOMER, DISCOUNT, DUE, PRODUCT, QUANTITY, RECEIVED
from crm_desktop.ui.sales.entry_view import EntryView
from crm_desktop.ui.sales.order_dialog import OrderDialog
from crm_desktop.ui.sales.page import SalesPage
from tests.ui.sales.conftest import FILTER, RO, all_sales, type_keys

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
EAN_FILTER, EAN_RO, UNKNOWN = "6901234567892", "6900000000007", "4006381333931"
Keys = Callable[..., None]


@pytest.fixture(autouse=True)
def labelled(page: SalesPage) -> None:
    """Two products with bar codes, one cheaper from ten on."""

    def label(session: Any) -> None:
        products.edit(session, FILTER, barcode=EAN_FILTER)
        products.edit(session, RO, barcode=EAN_RO, tax_bp=1300)
        product_prices.set_tiers(session, FILTER, [Tier("", 10_000, 1_500)])

    page.shell.workspace.execute("label", label)


def test_a_scanner_alone_enters_a_walk_in_sale(entry: EntryView, keys: Keys) -> None:
    entry.grid.go(0, PRODUCT)
    keys(EAN_FILTER, ENTER, EAN_RO, ENTER, EAN_FILTER, ENTER, EAN_FILTER, ENTER)
    lines = [(line.product_id, line.quantity_milli) for line in entry.batch.lines]
    assert lines == [(FILTER, 3_000), (RO, 1_000)]
    assert entry.batch.orders()[0].due_minor == 3 * 2_000 + 28_000


@pytest.mark.parametrize("column", [QUANTITY, PRODUCT, DISCOUNT, DUE, RECEIVED, CUSTOMER])
def test_a_scan_into_the_wrong_cell_becomes_a_line_and_changes_nothing_else(
    entry: EntryView, keys: Keys, column: int
) -> None:
    keys("yao", ENTER, "pp", ENTER, "2", ENTER)
    before = entry.batch[0]
    entry.grid.go(0, column)
    keys(EAN_RO, ENTER)
    assert entry.batch[0] == before
    assert (entry.batch[1].product_id, entry.batch[1].buyer) == (RO, None)
    assert len(entry.batch.orders()) == 1


def test_a_scan_into_the_side_panel_is_no_payment(entry: EntryView, keys: Keys) -> None:
    keys("yao", ENTER, "pp", ENTER, ENTER)
    entry.side.paid.setFocus()
    entry.side.paid.selectAll()
    keys(EAN_RO, ENTER)
    assert [line.product_id for line in entry.batch.lines] == [FILTER, RO]
    assert entry.batch[0].received_minor is None


def test_a_bar_code_nobody_has_is_refused_until_it_is_made_a_product(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    keys("yao", ENTER, UNKNOWN, ENTER)
    assert UNKNOWN in entry.problem.text()
    assert not entry.batch[0].product
    QTest.keyClick(entry.window().focusWidget(), ENTER, SHIFT)
    assert (entry.batch[0].product, entry.batch[0].barcode) == (UNKNOWN, UNKNOWN)
    entry.grid.go(0, 4)
    keys("9", ENTER)
    QTest.keyClick(entry.window().focusWidget(), Qt.Key.Key_S, CTRL)
    made = page.shell.workspace.read(products.find, UNKNOWN)
    assert [row.barcode for row in made] == [UNKNOWN]


def test_an_amount_off_a_line_is_kept_with_the_sale(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    keys("yao", ENTER, "az", ENTER, ENTER)
    entry.grid.go(0, DISCOUNT)
    keys("-20.5", ENTER)
    QTest.keyClick(entry.window().focusWidget(), Qt.Key.Key_S, CTRL)
    sale = page.shell.workspace.read(sales.detail, all_sales(page)[0].id)
    assert (sale.total_minor, sale.lines[0].discount_minor) == (9_950, 2_050)


def test_discount_tax_and_two_ways_to_pay_of_an_order(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    keys("yao", ENTER, "ro", ENTER, "1", ENTER)
    QTest.keyClick(entry.window().focusWidget(), Qt.Key.Key_F4)
    dialog = entry.window().findChild(OrderDialog)
    assert dialog is not None
    dialog.discount.setFocus()
    type_keys(dialog, "10%")
    dialog.tax.set_value("top")
    way, amount = dialog.splits[0]
    way.set_value(entry.model.methods[1])
    amount.setFocus()
    type_keys(dialog, "100", ENTER)
    order = entry.batch.orders()[0]
    # 268.00 less 10 % is 241.20; 13 % tax on that, rounded half up, is 31.36.
    assert (order.due_minor, order.extra.discount_bp) == (27_256, 1_000)
    assert not entry.side.tax.isHidden() and not entry.side.splits[0].isHidden()
    QTest.keyClick(entry.window().focusWidget(), Qt.Key.Key_S, CTRL)
    sale = page.shell.workspace.read(sales.detail, all_sales(page)[0].id)
    assert (sale.total_minor, sale.tax_minor, sale.open_minor) == (27_256, 3_136, 0)
    assert sorted(one.amount_minor for one in sale.payments) == [10_000, 17_256]


def test_what_was_handed_over_beyond_the_sum_is_change(entry: EntryView, keys: Keys) -> None:
    keys("yao", ENTER, "pp", ENTER, ENTER)
    entry.grid.go(0, RECEIVED)
    keys("50", ENTER)
    order = entry.batch.orders()[0]
    assert (order.figures.change_minor, order.owed_minor) == (3_000, 0)
    assert not entry.side.change.isHidden() and "30.00" in entry.side.change.amount.text()


def test_a_part_off_the_order_is_off_what_is_added_later_too(entry: EntryView, keys: Keys) -> None:
    keys("yao", ENTER, "ro", ENTER, "1", ENTER)
    QTest.keyClick(entry.window().focusWidget(), Qt.Key.Key_F4)
    dialog = entry.window().findChild(OrderDialog)
    assert dialog is not None
    type_keys(dialog, "10%", ENTER)
    entry.grid.go(1, CUSTOMER)
    keys(ENTER, "pp", ENTER, ENTER)
    assert entry.batch.orders()[0].due_minor == 28_800 * 9 // 10
    entry.grid.go(0, PRODUCT)
    QTest.keyClick(entry.window().focusWidget(), Qt.Key.Key_F4)
    again = [one for one in entry.window().findChildren(OrderDialog) if one.isVisible()]
    assert again[0].discount.value() == "10%"


def test_a_scan_with_the_focus_on_a_button_becomes_a_line_too(entry: EntryView, keys: Keys) -> None:
    for at in (entry.date, entry.mode.seg, entry.side.seg, entry.sheet):
        at.setFocus()
        keys(EAN_FILTER, ENTER)
    assert [(one.product_id, one.quantity_milli) for one in entry.batch.lines] == [(FILTER, 4_000)]
    assert entry.mode.seg.current() == "many"


def test_a_scan_into_the_remark_of_an_order_is_refused(entry: EntryView, keys: Keys) -> None:
    keys("yao", ENTER, "ro", ENTER, ENTER)
    QTest.keyClick(entry.window().focusWidget(), Qt.Key.Key_F4)
    dialog = entry.window().findChild(OrderDialog)
    assert dialog is not None
    for edit in (dialog.discount, dialog.splits[0][1], dialog.remark):
        edit.setFocus()
        keys(EAN_FILTER, ENTER)
        assert dialog.isVisible()
        edit.clear()
    keys(Qt.Key.Key_Escape)
    assert entry.batch[0].extra.remark == ""

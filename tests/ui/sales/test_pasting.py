"""Rows pasted from Excel into the grid of sales."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from crm_desktop.ui.sales import entry_source, pasting
from crm_desktop.ui.sales.entry_model import CUSTOMER, METHOD, PRICE, PRODUCT, QUANTITY, RECEIVED
from crm_desktop.ui.sales.entry_view import EntryView
from crm_desktop.ui.sales.page import SalesPage
from tests.ui.sales.conftest import FILTER, HARVEST, YAO

CTRL = Qt.KeyboardModifier.ControlModifier


def _paste(entry: EntryView, block: str, column: int = CUSTOMER) -> None:
    QGuiApplication.clipboard().setText(block)
    entry.grid.go(0, column)
    QTest.keyClick(entry.grid, Qt.Key.Key_V, CTRL)


def test_a_pasted_block_is_one_step_of_undo_read_once_a_line(
    page: SalesPage, entry: EntryView, monkeypatch: object
) -> None:
    asked = []
    offer = entry_source.sale_entry.offer
    monkeypatch.setattr(  # type: ignore[attr-defined]
        entry_source.sale_entry, "offer", lambda *of: asked.append(of) or offer(*of)
    )
    edits = []
    entry.model.edited.connect(lambda: edits.append(1))
    rows = [f"{'' if at % 3 else 'Yao Hui'}\tPP10\t{at + 1}\t18\t9折" for at in range(30)]
    _paste(entry, "\r\n".join(rows))
    assert len(entry.batch) == 30 and len(entry.batch.orders()) == 10
    assert entry.batch.order_of(29) == entry.batch.orders()[-1]
    assert entry.batch[29].quantity_milli == 30_000 and entry.batch[29].discount_bp == 1000
    assert len(asked) == 30 and len(edits) == 1
    QTest.keyClick(entry.grid, Qt.Key.Key_Z, CTRL)
    assert len(entry.batch) == 0


def test_headings_say_which_column_is_which(entry: EntryView) -> None:
    _paste(
        entry,
        "日期\t商品\t客户\t单价\t数量\t金额\t实收\t付款方式\r\n"
        "2026-06-18\tPP filter\tYao Hui\t１８\t1,200\t21600\t100\tCash\r\n"
        '2026-06-18\tRO membrane 75G\t"Harvest\nKitchen"\t268\t两\t\t\t\r\n',
        RECEIVED,
    )
    first, second = entry.batch.lines
    assert first.buyer is not None and first.buyer.contact_id == YAO
    assert (first.product_id, first.price_minor, first.quantity_milli) == (FILTER, 1_800, 1_200_000)
    assert (first.received_minor, first.method) == (10_000, "Cash")
    assert second.buyer is not None and second.buyer.contact_id == HARVEST
    assert second.quantity_milli == 2_000


def test_a_row_that_only_looks_like_headings_is_a_sale() -> None:
    assert pasting.arranged([["Yao Hui", "价格标签", "2"]], CUSTOMER) == [
        {CUSTOMER: "Yao Hui", PRODUCT: "价格标签", QUANTITY: "2"}
    ]
    assert pasting.arranged([["商品", "3"], ["x", "4"]], PRODUCT)[0] == {
        PRODUCT: "商品",
        QUANTITY: "3",
    }
    assert pasting.arranged([["9", "x"]], METHOD) == [{METHOD: "9"}]
    assert pasting.arranged([["", "12"]], QUANTITY) == [{PRICE: "12"}]


def test_rows_pasted_while_a_cell_is_open_go_into_the_grid(entry: EntryView) -> None:
    QGuiApplication.clipboard().setText("Yao Hui\tPP10\t3\r\nHarvest Kitchen\tPP10\t4\r\n")
    entry.grid.go(0, CUSTOMER, edit=True)
    QTest.keyClick(entry.window().focusWidget(), Qt.Key.Key_V, CTRL)
    assert [order.buyer.contact_id for order in entry.batch.orders()] == [YAO, HARVEST]
    entry.grid.go(0, QUANTITY, edit=True)
    QGuiApplication.clipboard().setText("12\r\n")
    QTest.keyClick(entry.window().focusWidget(), Qt.Key.Key_V, CTRL)
    QTest.keyClick(entry.window().focusWidget(), Qt.Key.Key_Return)
    assert entry.batch[0].quantity_milli == 12_000  # one text is typed

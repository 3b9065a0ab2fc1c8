"""Typing sales into the grid with real keys, and saving them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.core.errors import UserError
from crm_desktop.services.contacts import contacts
from crm_desktop.services.lifecycle import stage_editing
from crm_desktop.services.payments import payment_list
from crm_desktop.services.products import product_prices, products
from crm_desktop.services.products.product_prices import Tier
from crm_desktop.services.sales import sales
from crm_desktop.ui.page import NewRecord
from crm_desktop.ui.sales.below_floor import ApprovalDialog
from crm_desktop.ui.sales.entry_model import (
    CUSTOMER,
    DISCOUNT,
    METHOD,
    PRICE,
    PRODUCT,
    QUANTITY,
    RECEIVED,
)
from crm_desktop.ui.sales.entry_view import EntryView
from crm_desktop.ui.sales.order import TERMS
from crm_desktop.ui.sales.page import SalesPage
from crm_desktop.ui.widgets.cell_editor import CellEditor
from tests.ui.sales.conftest import FILTER, HARVEST, RO, TODAY, YAO, all_sales, type_keys

ENTER, TAB, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down
Keys = Callable[..., None]
CTRL = Qt.KeyboardModifier.ControlModifier


def _where(entry: EntryView) -> tuple[int, int]:
    index = entry.grid.currentIndex()
    return index.row(), index.column()


def _press(entry: EntryView, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    QTest.keyClick(entry.window().focusWidget(), key, held)


def test_one_hand_enters_two_orders_and_saves_them_as_one_step(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    before = len(all_sales(page))
    keys("harv", ENTER, "ro", ENTER, "4", ENTER)
    assert _where(entry) == (1, CUSTOMER)  # the price was known, so the next line is next
    keys(ENTER, "pp", ENTER, "12", ENTER)  # blank customer: the same order
    keys(ENTER, ENTER)  # blank product: the order ends, its payment is next
    assert _where(entry) == (0, RECEIVED)
    keys("500", ENTER, "yao", ENTER, "pp", ENTER, ENTER)
    first, second = entry.batch.orders()
    assert (first.buyer.contact_id, len(first.lines)) == (HARVEST, 2)
    assert first.due_minor == 4 * 26_800 + 12 * 2_000
    assert first.received_minor == 50_000
    assert (second.buyer.contact_id, second.due_minor) == (YAO, 2_000)

    _press(entry, Qt.Key.Key_S, CTRL)

    made = all_sales(page)
    assert len(made) == before + 2
    assert entry.batch.orders() == []
    assert [(row.contact_id, row.total_minor, row.open_minor) for row in made[:2]] == [
        (YAO, 2_000, 0),
        (HARVEST, 131_200, 81_200),
    ]
    page.shell.workspace.undo()
    assert len(all_sales(page)) == before


def test_the_last_price_this_customer_paid_is_filled_in(entry: EntryView, keys: Keys) -> None:
    keys("yao", ENTER, "ro", ENTER)
    assert entry.batch[0].price_minor == 26_800
    keys(ENTER)
    _press(entry, DOWN, CTRL)
    keys("lee", ENTER, "ro", ENTER)
    assert entry.batch[1].price_minor == 28_000  # never bought it: the list price


def test_the_price_follows_the_quantity_until_one_is_typed(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    tiers = [Tier("", 10_000, 1_800), Tier("", 50_000, 1_500)]
    page.shell.workspace.execute("Prices", product_prices.set_tiers, FILTER, tiers)
    keys("lee", ENTER, "pp", ENTER)
    assert entry.batch[0].price_minor == 2_000

    def sell(typed: str) -> int | None:
        entry.grid.go(0, QUANTITY, edit=True)
        keys(typed, ENTER)
        return entry.batch[0].price_minor

    assert sell("10") == 1_800
    assert sell("60") == 1_500
    assert sell("9.5") == 2_000
    entry.grid.go(0, PRICE, edit=True)
    keys("19", ENTER)
    assert sell("60") == 1_900  # typed by hand: it stays


def test_suggestions_show_stock_and_last_price(entry: EntryView, keys: Keys) -> None:
    keys("yao", ENTER, "fst")
    offered = entry.grid.cell_input.popup().items()
    assert entry.grid.cell_input.popup().isVisible()
    assert offered[0].title == "RO membrane 75G"
    assert offered[0].code == "FSTM75"
    assert offered[0].second == "24 in stock"
    assert offered[0].note == "¥268.00 last time"
    assert offered[-1].adds


def test_arrows_choose_another_suggestion_and_esc_takes_none(entry: EntryView, keys: Keys) -> None:
    keys("yao", ENTER, "i")  # PP filter, Installation
    popup = entry.grid.cell_input.popup()
    second = popup.items()[1]
    keys(DOWN, ENTER)
    assert entry.batch[0].product == second.title
    keys(Qt.Key.Key_Escape)
    entry.grid.go(0, PRODUCT, edit=True)
    keys("ro", Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert entry.batch[0].product == second.title
    assert _where(entry) == (0, PRODUCT)


def test_a_click_on_a_suggestion_takes_it(entry: EntryView, keys: Keys, qtbot: QtBot) -> None:
    keys("harv")
    popup = entry.grid.cell_input.popup()
    qtbot.mouseClick(
        popup, Qt.MouseButton.LeftButton, pos=QPoint(popup.width() // 2, popup.height() // 3)
    )
    assert entry.batch[0].buyer is not None
    assert entry.batch[0].buyer.name == "Harvest Kitchen"
    assert _where(entry) == (0, PRODUCT)


def test_a_name_nobody_has_becomes_a_new_customer_and_product(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    keys("Zoe Novak", ENTER, "Garden hose", ENTER, "2", ENTER, "35.50", ENTER)
    entry.save_batch()
    newest = all_sales(page)[0]
    assert (newest.contact_name, newest.total_minor) == ("Zoe Novak", 7_100)
    assert newest.contact_id is not None
    workspace = page.shell.workspace
    found = workspace.read(products.find, "Garden hose")
    assert [row.price_minor for row in found] == [3_550]
    workspace.undo()
    assert workspace.read(products.find, "Garden hose") == []
    with pytest.raises(UserError):
        workspace.read(contacts.card, newest.contact_id)


def test_shift_enter_makes_a_new_one_though_others_match(entry: EntryView, keys: Keys) -> None:
    keys("yao")
    _press(entry, ENTER, Qt.KeyboardModifier.ShiftModifier)
    buyer = entry.batch[0].buyer
    assert buyer is not None
    assert (buyer.contact_id, buyer.name) == (None, "yao")


def test_a_walk_in_is_offered_for_a_new_order_left_blank(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    _press(entry, DOWN, CTRL)
    keys(ENTER, "pp", ENTER, ENTER)
    assert entry.batch[0].buyer is not None
    assert entry.batch[0].buyer.walk_in
    entry.save_batch()
    assert all_sales(page)[0].contact_id is None


def test_half_a_name_left_by_mouse_sells_to_nobody(
    entry: EntryView, keys: Keys, qtbot: QtBot
) -> None:
    keys("har")
    popup = entry.grid.cell_input.popup()
    assert popup.isVisible()
    qtbot.mouseClick(entry.side, Qt.MouseButton.LeftButton)
    entry.back.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not popup.isVisible()
    assert len(entry.batch) == 0


def test_a_discount_typed_in_chinese_lowers_the_amount(entry: EntryView, keys: Keys) -> None:
    keys("yao", ENTER, "pp", ENTER, "10", ENTER, Qt.Key.Key_Escape)
    entry.grid.go(0, DISCOUNT, edit=True)
    keys("0.9", ENTER)
    assert entry.batch[0].discount_bp == 1000
    assert entry.batch[0].due_minor == 18_000
    assert entry.model.index(0, DISCOUNT).data() == "10%"


def test_a_wrong_number_is_refused_and_stays_to_be_corrected(entry: EntryView, keys: Keys) -> None:
    keys("yao", ENTER, "pp", ENTER, "many", ENTER)
    assert _where(entry) == (0, QUANTITY)
    assert entry.problem.isVisible()
    assert "many" in entry.problem.text()
    assert isinstance(entry.window().focusWidget(), CellEditor)
    keys("3", ENTER)
    assert entry.batch[0].quantity_milli == 3000
    assert not entry.problem.isVisible()


def test_tab_walks_the_columns_and_ctrl_d_copies_the_line_above(
    entry: EntryView, keys: Keys
) -> None:
    keys("yao", TAB)
    assert _where(entry) == (0, PRODUCT)
    keys("pp", TAB, TAB)
    assert _where(entry) == (0, QUANTITY + 1)
    entry.grid.go(1, PRODUCT)
    _press(entry, Qt.Key.Key_D, CTRL)
    assert entry.batch[1].product == "PP filter"
    assert len(entry.batch.orders()) == 1


def test_ctrl_z_takes_back_typing_before_saved_actions(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    before = len(all_sales(page))
    keys("yao", ENTER, "pp", ENTER, Qt.Key.Key_Escape)
    assert entry.batch[0].product == "PP filter"
    _press(entry, Qt.Key.Key_Z, CTRL)
    assert entry.batch[0].product == ""
    assert len(all_sales(page)) == before


def test_on_account_leaves_the_whole_amount_owed(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    keys("lee", ENTER, "pp", ENTER, ENTER, Qt.Key.Key_Escape)
    entry.grid.go(0, METHOD, edit=True)
    keys("on acc", ENTER)
    assert entry.batch[0].method == TERMS
    entry.save_batch()
    newest = all_sales(page)[0]
    assert (newest.open_minor, newest.paid_minor) == (2_000, 0)
    assert newest.due_on is not None


def test_the_method_and_amount_of_the_side_panel_count(
    page: SalesPage, entry: EntryView, keys: Keys, qtbot: QtBot
) -> None:
    keys("yao", ENTER, "pp", ENTER, ENTER, Qt.Key.Key_Escape)
    entry.grid.go(0, PRODUCT)
    entry.side.paid.setFocus()
    entry.side.paid.selectAll()
    qtbot.keyClicks(entry.side.paid, "5")
    qtbot.keyClick(entry.side.paid, ENTER)
    assert entry.batch.orders()[0].received_minor == 500
    entry.save_batch()
    newest = all_sales(page)[0]
    assert newest.paid_minor == 500
    paid = page.shell.workspace.read(payment_list.of_contact, YAO)[0]
    assert paid.method == entry.model.methods[0]


def test_a_batch_with_a_gap_is_not_saved_and_the_gap_is_shown(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    before = len(all_sales(page))
    keys("yao", ENTER, Qt.Key.Key_Escape)
    entry.save_batch()
    assert _where(entry) == (0, PRODUCT)
    assert entry.problem.text() == "The order of Yao Hui has a line without a product."
    assert len(all_sales(page)) == before
    assert len(entry.batch) == 1


def test_what_cannot_be_recorded_is_said_and_nothing_is_lost(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    before = len(all_sales(page))
    keys("yao", ENTER, "pp", ENTER, ENTER)
    _press(entry, DOWN, CTRL)
    keys(ENTER, "ro", ENTER, ENTER, Qt.Key.Key_Escape)
    entry.batch.change(1, received_minor=0)
    with pytest.raises(UserError, match="Order 2, Walk-in"):
        entry.save_batch()
    assert len(all_sales(page)) == before
    assert len(entry.batch.orders()) == 2


def test_rows_pasted_from_a_spreadsheet_become_orders(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    QGuiApplication.clipboard().setText(
        "Yao Hui\tPP10\t3\t18\t9折\r\n\tInstallation\t1\r\nNew Cafe\tRO membrane 75G\t2\r\n"
    )
    entry.grid.go(0, CUSTOMER)
    _press(entry, Qt.Key.Key_V, CTRL)
    first, second = entry.batch.orders()
    assert (first.buyer.contact_id, [line.product for line in first.lines]) == (
        YAO,
        ["PP filter", "Installation"],
    )
    assert first.lines[0].due_minor == 4_860
    assert (second.buyer.contact_id, second.buyer.name) == (None, "New Cafe")
    assert second.lines[0].product_id == RO


def test_pasting_what_cannot_be_read_says_which_cells(entry: EntryView) -> None:
    with pytest.raises(UserError, match="lots"):
        entry.source.paste(0, CUSTOMER, [["Yao Hui", "PP filter", "lots"]])
    assert entry.batch[0].product == "PP filter"


def test_ctrl_del_removes_a_line(entry: EntryView, keys: Keys) -> None:
    keys("yao", ENTER, "pp", ENTER, ENTER, ENTER, "ro", ENTER, Qt.Key.Key_Escape)
    assert len(entry.batch) == 2
    entry.grid.go(0, PRODUCT)
    _press(entry, Qt.Key.Key_Delete, CTRL)
    assert [line.product for line in entry.batch.lines] == ["RO membrane 75G"]
    assert entry.batch[0].buyer is not None


def test_a_long_batch_is_saved_in_the_background_as_one_step(
    page: SalesPage, entry: EntryView, qtbot: QtBot
) -> None:
    before = len(all_sales(page))
    for number in range(5):
        entry.source.paste(number, CUSTOMER, [["Yao Hui", "PP filter", "2"]])
    entry.save_batch()
    assert len(entry.batch.orders()) == 5  # until it is written
    qtbot.waitUntil(lambda: len(entry.batch) == 0, timeout=20_000)
    assert len(all_sales(page)) == before + 5
    page.shell.workspace.undo()
    assert len(all_sales(page)) == before


def test_a_customer_page_opens_an_order_for_its_customer(page: SalesPage) -> None:
    page.shell.go("sales", NewRecord(HARVEST))
    entry = page.entry
    assert entry.batch[0].buyer is not None
    assert entry.batch[0].buyer.contact_id == HARVEST
    type_keys(entry, "pp", ENTER, ENTER)
    assert entry.batch.orders()[0].due_minor == 2_000


def test_the_rail_folds_while_recording_and_unfolds_after(
    page: SalesPage, entry: EntryView
) -> None:
    rail = page.window().rail  # type: ignore[attr-defined]
    assert rail.narrow
    assert page.go_back()
    assert not page.recording()
    assert not rail.narrow


def test_orders_stay_when_the_list_is_visited_in_between(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    keys("yao", ENTER, "pp", ENTER, ENTER, Qt.Key.Key_Escape)
    page.go_back()
    page.shell.go("sales", NewRecord())
    assert len(entry.batch.orders()) == 1


def test_leaving_with_unsaved_orders_is_asked_about(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    assert page.leave()
    keys("yao", ENTER, "pp", ENTER, ENTER, Qt.Key.Key_Escape)
    assert not page.leave()
    entry.drop()
    assert page.leave()


def test_leaving_the_page_closes_what_floats_over_it(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    keys("har")
    popup = entry.grid.cell_input.popup()
    assert popup.isVisible()
    page.shell.go("reports")
    assert not popup.isVisible()


def test_sales_are_recorded_for_the_day_chosen(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    entry.set_day(TODAY.replace(day=1))
    keys("yao", ENTER, "pp", ENTER, ENTER)
    entry.save_batch()
    detail = page.shell.workspace.read(sales.detail, all_sales(page)[0].id)
    assert detail.sold_on == TODAY.replace(day=1)


def test_a_sale_below_the_stages_lowest_price_asks_why_and_keeps_it(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    workspace, before = page.shell.workspace, len(all_sales(page))
    stage = workspace.read(contacts.card, YAO).draft.stage_id
    workspace.execute("Policy", stage_editing.edit, stage, lowest_price_bp=9_900)
    keys("yao", ENTER, "ro", ENTER, ENTER)
    assert entry.batch[0].price_minor == 28_000  # not again at 268, which is below the lowest
    entry.grid.go(0, PRICE)
    keys("268", ENTER)
    _press(entry, Qt.Key.Key_S, CTRL)
    dialog = page.window().findChild(ApprovalDialog)
    assert dialog is not None
    keys(ENTER)
    assert dialog.reason_field.below.text().startswith("Write why")
    assert len(all_sales(page)) == before
    keys("last one", ENTER)
    assert len(all_sales(page)) == before + 1
    made = workspace.read(sales.detail, all_sales(page)[0].id)
    assert made.below_floor_reason == "last one"
    assert entry.batch.orders() == []


def test_going_elsewhere_with_an_input_open_enters_it_where_it_was_typed(
    entry: EntryView, keys: Keys
) -> None:
    keys("yao", ENTER, "pp", ENTER, "7")
    entry.grid.go(1, CUSTOMER)  # as a click on the list of held orders does
    assert entry.batch[0].quantity_milli == 7_000
    assert len(entry.batch) == 1 and entry.grid.currentIndex().row() == 1
    keys("har", ENTER)
    assert entry.batch[1].buyer is not None and entry.batch[1].buyer.name == "Harvest Kitchen"

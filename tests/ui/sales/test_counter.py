"""At the counter: one order by itself, its keystrokes, options of a product, the receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_up_list import FollowUpQuery
from crm_desktop.services.payments import payments
from crm_desktop.services.products import product_record, products
from crm_desktop.services.products.product_record import Option
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.records import staff
from crm_desktop.services.sales import sales
from crm_desktop.ui.reports import pdf_pages
from crm_desktop.ui.sales import papers
from crm_desktop.ui.sales.below_floor import ApprovalDialog
from crm_desktop.ui.sales.entry_model import CUSTOMER, PRICE, QUANTITY
from crm_desktop.ui.sales.entry_view import EntryView
from crm_desktop.ui.sales.option_dialog import OptionDialog
from crm_desktop.ui.sales.page import SalesPage
from crm_desktop.ui.sales.payment_dialog import PaymentDialog
from tests.ui.sales.conftest import FILTER, HARVEST, RO, TODAY, YAO, all_sales, type_keys

ENTER, DOWN, TAB = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Tab
CTRL = Qt.KeyboardModifier.ControlModifier
Keys = Callable[..., None]


def _counted(entry: EntryView, *steps: str | Qt.Key) -> int:
    type_keys(entry, *steps)
    return sum(len(step) if isinstance(step, str) else 1 for step in steps)


def test_a_sale_of_five_lines_takes_so_many_keys_as_the_page_says(
    page: SalesPage, entry: EntryView
) -> None:
    for name, code in (("Carbon block", "C1"), ("Salt", "S1")):
        page.shell.workspace.execute(
            "p", products.create, ProductDraft(name, code=code, price_minor=500)
        )
    before = len(all_sales(page))
    entry.mode.choose("one")
    pressed = _counted(entry, "yao", ENTER)
    for code in ("ro", "pp", "az", "c1", "s1"):
        pressed += _counted(entry, code, ENTER, "2", ENTER)
    pressed += _counted(entry, ENTER, ENTER)  # no more lines; paid in full as usual: saved
    made = all_sales(page)
    assert len(made) == before + 1 and not len(entry.batch)
    detail = page.shell.workspace.read(sales.detail, made[0].id)
    assert len(detail.lines) == 5 and detail.contact_id == YAO and detail.open_minor == 0
    assert pressed == 31


def test_one_order_has_one_customer_and_is_left_before_there_are_two(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    keys("yao", ENTER, "pp", ENTER, ENTER)
    QTest.keyClick(page.window().focusWidget(), DOWN, CTRL)
    keys("har", ENTER, "ro", ENTER, ENTER)
    entry.mode.choose("one")
    assert entry.mode.seg.current() == "many" and "Save the other orders" in entry.problem.text()
    entry.save_batch()
    entry.mode.turn()
    assert page.shell.preferences.one_order
    entry.grid.go(0, 1)
    keys("yao", ENTER, "pp", ENTER, ENTER)
    assert entry.grid.currentIndex().row() == 1 and entry.grid.currentIndex().column() == 2
    entry.mode.turn()
    entry.grid.go(1, CUSTOMER, edit=True)
    entry.mode.turn()  # an input open for a second customer is left
    assert entry.grid.currentIndex().column() == 2
    entry.source.paste(1, 1, [["Harvest Kitchen", "RO membrane 75G", "3"]])
    assert len(entry.batch.orders()) == 1 and entry.batch[1].quantity_milli == 3_000


def test_options_are_asked_for_priced_and_kept(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    workspace = page.shell.workspace
    offered = [Option("Colour", "White"), Option("Colour", "Gold", 3_000), Option("Size", "L")]
    workspace.execute("o", product_record.set_options, FILTER, offered)
    keys("yao", ENTER, "pp", ENTER)
    dialog = page.window().findChild(OptionDialog)
    assert dialog is not None
    keys(DOWN)  # Gold
    keys(ENTER)
    assert entry.batch[0].options == "Colour: Gold · Size: L"
    assert entry.batch[0].price_minor == 5_000
    assert entry.grid.currentIndex().column() == QUANTITY
    keys("3", ENTER)
    assert entry.batch[0].price_minor == 5_000
    keys(ENTER, "pp", ENTER)
    again = [one for one in page.window().findChildren(OptionDialog) if one.isVisible()]
    keys(Qt.Key.Key_Escape)  # none of them
    assert again and (entry.batch[1].options, entry.batch[1].price_minor) == ("", 2_000)
    entry.save_batch()
    lines = workspace.read(sales.detail, all_sales(page)[0].id).lines
    assert [one.name for one in lines] == ["PP filter (Colour: Gold · Size: L)", "PP filter"]


def test_receipts_of_ticked_orders_are_printed_after_saving(
    page: SalesPage, entry: EntryView, keys: Keys, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    printed: list[bytes] = []
    monkeypatch.setattr(papers, "print_pdf", lambda *given: printed.append(given[3]))
    keys("yao", ENTER, "pp", ENTER, ENTER)
    entry.side.prints.click()
    assert entry.batch[0].extra.receipt and page.shell.preferences.print_receipt
    QTest.keyClick(entry.grid, DOWN, CTRL)
    keys("har", ENTER, "ro", ENTER, ENTER)
    assert entry.batch.orders()[1].extra.receipt  # as the one before
    entry.grid.setFocus()
    entry.save_batch()
    qtbot.waitUntil(lambda: len(printed) == 1)
    found = pdf_pages.facts(printed[0])
    assert found.pages == 2 and round(found.width) == round(80 / 25.4 * 72)


def test_below_the_products_own_lowest_price_who_agreed_is_asked_too(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    workspace = page.shell.workspace
    boss = workspace.execute("s", staff.add, staff.StaffDraft("Lin"))
    workspace.execute("f", lambda session: products.edit(session, RO, floor_price_minor=26_000))
    keys("0", ENTER, "ro", ENTER, ENTER)
    entry.grid.go(0, PRICE)
    keys("259", ENTER)
    entry.save_batch()
    dialog = page.window().findChild(ApprovalDialog)
    assert dialog is not None
    keys("last one", ENTER)
    assert "Choose who agreed" in dialog.approver_field.below.text()
    dialog.approver.set_value(str(boss))
    dialog.submit()
    detail = workspace.read(sales.detail, all_sales(page)[0].id)
    assert (detail.below_floor_reason, detail.approver) == ("last one", "Lin")


def test_saved_twice_in_haste_is_recorded_once(
    page: SalesPage, entry: EntryView, keys: Keys, qtbot: QtBot
) -> None:
    before = len(all_sales(page))
    for name in ("yao", "har", "lee"):  # three are saved in the background
        keys(name, ENTER, "pp", ENTER, ENTER)
        QTest.keyClick(entry.window().focusWidget(), DOWN, CTRL)
    for _again in range(2):
        QTest.keyClick(entry.window().focusWidget(), Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not page.shell.jobs.running() and not len(entry.batch), timeout=60_000)
    assert len(all_sales(page)) == before + 3
    page.shell.go("sales", "sheet")
    sheet = page.sheet
    sheet.table.go(0, 0)
    type_keys(sheet, "2", ENTER)
    for _again in range(2):
        QTest.keyClick(sheet.window().focusWidget(), Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(
        lambda: not page.shell.jobs.running() and not sheet.model.typed(), timeout=60_000
    )
    assert len(all_sales(page)) == before + 4


def test_a_scan_into_a_payment_is_refused_and_too_much_is_asked_about(page: SalesPage) -> None:
    workspace = page.shell.workspace
    sale = next(row for row in all_sales(page) if row.contact_id == HARVEST)
    dialog = PaymentDialog(page, page.shell, workspace.read(sales.detail, sale.id))
    dialog.open()
    for typed, said in (("40170725", "bar code"), ("1e30", "above zero"), ("300", "16.00 more")):
        dialog.amount.setText(typed)
        dialog.submit()
        assert said in dialog.amount_field.below.text()
    assert workspace.read(payments.credit, HARVEST, "CNY") == 0
    dialog.submit()
    assert workspace.read(payments.credit, HARVEST, "CNY") == 1_600


def test_the_tick_plans_a_follow_up_with_the_sale_as_one_step(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    workspace = page.shell.workspace
    workspace.execute("d", lambda session: products.edit(session, FILTER, days_of_use=180))
    before = workspace.read(follow_ups.count, FollowUpQuery(contact_id=HARVEST))
    keys("har", ENTER)
    assert entry.reminder.isHidden()
    keys("pp", ENTER, ENTER)
    assert not entry.reminder.isHidden() and "6 months" in entry.reminder.tick.text()
    assert entry.reminder.what.text() == "PP filter"
    entry.reminder.tick.click()
    assert entry.batch[0].extra.remind and page.shell.preferences.remind_sold
    entry.grid.setFocus()
    entry.save_batch()
    rows = workspace.read(follow_ups.page, FollowUpQuery(contact_id=HARVEST), 0, 50)
    made = next(row for row in rows if row.title == "Offer new PP filter")
    assert made.due_on == TODAY + dt.timedelta(180)
    assert len(rows) == before + 1
    workspace.undo()
    assert workspace.read(follow_ups.count, FollowUpQuery(contact_id=HARVEST)) == before


def test_what_is_used_up_at_the_customer_is_told_beside_the_order(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    edit = lambda session: products.edit(session, FILTER, days_of_use=50)  # noqa: E731
    page.shell.workspace.execute("d", edit)
    keys("lee", ENTER)  # bought filters 60 days ago
    assert entry.reminder.hint.label.text() == "PP filter is 2 months old. Replace it?"
    keys("pp", ENTER, ENTER)
    assert entry.reminder.hint.isHidden()  # it is being replaced

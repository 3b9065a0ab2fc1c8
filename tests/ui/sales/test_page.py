"""The list of sales: tabs, sums, one sale, payment, cancelling."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.core import i18n
from crm_desktop.services.payments import payment_list
from crm_desktop.services.sales import sale_list, sales
from crm_desktop.services.sales.sale_list import SaleQuery
from crm_desktop.ui.documents.make_dialog import DocumentDialog
from crm_desktop.ui.page import OpenRecord
from crm_desktop.ui.sales import sale_columns
from crm_desktop.ui.sales.page import SalesPage
from crm_desktop.ui.sales.payment_dialog import PaymentDialog
from crm_desktop.ui.sales.sales_list import query_of
from tests.ui.sales.conftest import HARVEST, LEE, TODAY, all_sales


def _row(page: SalesPage, contact_id: int | None) -> sale_list.SaleRow:
    return next(row for row in all_sales(page) if row.contact_id == contact_id)


def test_the_list_shows_every_sale_with_its_sum(page: SalesPage, qtbot: QtBot) -> None:
    assert page.list.model.rowCount() == 4
    qtbot.waitUntil(lambda: page.list.footer.text() != "")
    found = page.shell.workspace.read(sale_list.summary, SaleQuery())
    assert page.list.footer.text().startswith("4 sales")
    assert f"{found.open_minor // 100:,}" in page.list.footer.text()


def test_tabs_narrow_the_list(page: SalesPage) -> None:
    page.list.show_view("unpaid")
    assert {page.list.table.row(n).contact_id for n in range(2)} == {HARVEST, LEE}
    assert page.list.model.rowCount() == 2
    page.list.show_view("late")
    assert [page.list.table.row(0).contact_id] == [LEE]
    page.list.show_view("last_month")
    assert page.list.model.rowCount() == 0
    assert page.list.empty.isVisible()
    assert page.list.empty.title.text() == "No sales match"


def test_the_periods_are_whole_months_and_the_year() -> None:
    assert query_of("month", TODAY).first == TODAY.replace(day=1)
    before = query_of("last_month", TODAY.replace(month=1))
    assert (before.first, before.last) == (
        TODAY.replace(year=TODAY.year - 1, month=12, day=1),
        TODAY.replace(year=TODAY.year - 1, month=12, day=31),
    )
    assert query_of("year", TODAY).first == TODAY.replace(month=1, day=1)


def test_typing_in_the_list_searches(page: SalesPage, qtbot: QtBot) -> None:
    page.list.table.setFocus()
    qtbot.keyClicks(page.list.table, "D")
    assert page.list.search.hasFocus()
    qtbot.keyClicks(page.list.search, "aniel")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 1)
    assert page.list.table.row(0).contact_id == LEE


def test_a_header_click_sorts(page: SalesPage) -> None:
    keys = [column.key for column in page.list.model.columns]
    page.list.table.horizontalHeader().sectionClicked.emit(keys.index("total"))
    totals = [page.list.table.row(n).total_minor for n in range(4)]
    assert totals == sorted(totals, reverse=True)


def test_enter_shows_the_sale_and_esc_closes_it(page: SalesPage, qtbot: QtBot) -> None:
    table = page.list.table
    table.setFocus()
    table.select_number(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert page.list.panel.isVisible()
    assert page.list.panel.sale == page.shell.workspace.read(sales.detail, table.row(0).id)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert page.list.panel.sale.id == table.row(1).id
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert not page.list.panel.isVisible()


def test_a_payment_is_recorded_and_can_be_undone(page: SalesPage, qtbot: QtBot) -> None:
    sale = _row(page, HARVEST)
    page.list.show_sale(sale.id)
    qtbot.mouseClick(page.list.panel.pay, Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(PaymentDialog)
    assert dialog is not None
    assert dialog.amount.minor() == sale.open_minor
    dialog.amount.setText("100")
    qtbot.keyClick(dialog.amount, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    shown = page.list.panel.sale
    assert shown is not None
    assert shown.open_minor == sale.open_minor - 10_000
    assert shown.payments[-1].amount_minor == 10_000
    assert page.shell.workspace.read(payment_list.of_contact, HARVEST)[0].paid_on == TODAY
    page.shell.workspace.undo()
    assert page.list.panel.sale.open_minor == sale.open_minor


def test_an_impossible_payment_is_refused_in_the_field(page: SalesPage) -> None:
    sale = page.shell.workspace.read(sales.detail, _row(page, HARVEST).id)
    dialog = PaymentDialog(page, page.shell, sale)
    dialog.open()
    for wrong in ("", "abc", "0", "-3"):
        dialog.amount.setText(wrong)
        dialog.submit()
        assert dialog.amount_field.below.text().startswith("Type an amount above zero")
    dialog.amount.setText("5")
    dialog.day.setText("soon")
    dialog.submit()
    assert dialog.day_field.below.text().startswith("Type a date")
    assert page.shell.workspace.read(sales.detail, sale.id) == sale
    dialog.done()


def test_cancelling_says_what_becomes_of_the_money_and_is_undone(
    page: SalesPage, qtbot: QtBot
) -> None:
    sale = _row(page, HARVEST)
    page.list.show_sale(sale.id)
    qtbot.mouseClick(page.list.panel.cancel, Qt.MouseButton.LeftButton)
    toast = page.window()._toast  # type: ignore[attr-defined]
    assert toast.text() == f"Sale {sale.number} cancelled; ¥200.00 stays as credit"
    assert page.list.model.rowCount() == 3
    qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert page.list.model.rowCount() == 4
    again = page.shell.workspace.read(sales.detail, sale.id)
    assert (again.status, again.paid_minor) == ("confirmed", 20_000)


def test_a_target_opens_a_sale_or_a_tab(page: SalesPage) -> None:
    sale = _row(page, LEE)
    page.shell.go("sales", OpenRecord(sale.id))
    assert page.list.panel.sale.id == sale.id
    page.shell.go("sales", "unpaid")
    assert page.list.tabs.current() == "unpaid"


def test_on_a_narrow_window_the_sale_takes_the_place_of_the_list(page: SalesPage) -> None:
    page.window().resize(900, 600)
    page.list.show_sale(_row(page, LEE).id)
    assert page.list.panel.isVisible()
    assert not page.list.main.isVisible()
    assert page.go_back()
    assert page.list.main.isVisible()


def test_a_sale_in_words(page: SalesPage) -> None:
    late = _row(page, LEE)
    assert sale_columns.state_words(late) == ("30 days late", "redText", "warning-circle")
    assert sale_columns.describe(late).endswith("30 days late, ¥216")
    walk_in = _row(page, None)
    assert sale_columns.customer(walk_in) == "Walk-in"
    assert sale_columns.state_words(walk_in)[0] == "Paid"
    with i18n.using("zh_CN"):
        assert sale_columns.state_words(late)[0] == "逾期 30 天"


def test_a_sale_offers_it(page: SalesPage, qtbot: QtBot) -> None:
    page.list.show_sale(all_sales(page)[0].id)
    qtbot.mouseClick(page.list.panel.document, Qt.MouseButton.LeftButton)
    (dialog,) = page.window().findChildren(DocumentDialog)
    assert dialog.template.value() == "contract"

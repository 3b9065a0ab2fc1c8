"""Quotes in the window: written, below the floor, replaced, accepted, on paper, from a deal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.services.contacts import contacts
from crm_desktop.services.deals import deal_list, deals
from crm_desktop.services.deals.deals import DealDraft
from crm_desktop.services.products import product_record, products
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.quotes import quote_record
from crm_desktop.services.records import staff
from crm_desktop.services.sales import sale_draft, sales
from crm_desktop.ui.deals.actions import DealActions
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.quotes.accept_dialog import AcceptDialog
from crm_desktop.ui.quotes.parts import ShowPart
from crm_desktop.ui.quotes.quote_form import Begun, QuoteForm
from crm_desktop.ui.quotes.quote_view import QuoteView
from crm_desktop.ui.reports import pdf_pages
from crm_desktop.ui.sales.below_floor import ApprovalDialog
from crm_desktop.ui.sales.option_dialog import OptionDialog
from crm_desktop.ui.sales.page import SalesPage

Key = Qt.Key
HARVEST = 2


@pytest.fixture
def page(open_window: Callable[[], MainWindow], qtbot: QtBot) -> SalesPage:
    window = open_window()
    draft = ProductDraft("RO membrane", "FSTM75", price_minor=280_00, floor_price_minor=250_00,
                         unit="pc")  # fmt: skip
    window.workspace.execute("seed", products.create, draft)
    window.workspace.execute("seed", staff.add, staff.StaffDraft("Lin"))
    window.go("sales")
    shown = window.stack.page()
    assert isinstance(shown, SalesPage)
    return shown


def view(page: SalesPage) -> QuoteView:
    part = page.parts.current()
    assert isinstance(part, QuoteView)
    return part


def dialog(page: SalesPage, kind: type[Any]) -> Any:
    return [one for one in page.window().findChildren(kind) if one.isVisible()][-1]


def write(page: SalesPage, qtbot: QtBot, quantity: str = "2") -> None:
    """A quote for Harvest Kitchen, from the keyboard."""
    qtbot.keyClick(view(page), Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = dialog(page, QuoteForm)
    qtbot.keyClicks(form.customer, "harvest")
    form.customer.completer().activated[str].emit(form.customer.completer().currentCompletion())
    line = form.lines.rows[0]
    line.product.setFocus()
    qtbot.keyClicks(line.product, "FSTM75")
    line.product.completer().popup().hide()
    qtbot.keyClick(line.product, Key.Key_Tab)
    line.quantity.selectAll()
    qtbot.keyClicks(line.quantity, quantity)


def test_a_quote_is_written_sent_replaced_and_accepted(page: SalesPage, qtbot: QtBot) -> None:
    seg = page.list.parts.seg
    (left, wide), high = seg.spans()[1], seg.height() // 2
    qtbot.mouseClick(seg, Qt.MouseButton.LeftButton, pos=QPoint(int(left + wide / 2), high))
    quotes = view(page)
    assert quotes.empty.isVisible()
    write(page, qtbot)
    form = dialog(page, QuoteForm)
    assert form.lines.rows[0].price.text() == "280.00"
    assert form.total.text() == "¥560.00"
    qtbot.keyClick(form, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    panel = quotes.panel
    assert (panel.name.text(), panel.total.text()) == ("Harvest Kitchen", "¥560.00")
    qtbot.mouseClick(panel.sent, Qt.MouseButton.LeftButton)
    assert panel.chip.accessibleName() == "Sent"
    # a sent one gets a version; below the lowest price it asks why and who agreed
    qtbot.mouseClick(panel.edit, Qt.MouseButton.LeftButton)
    form = dialog(page, QuoteForm)
    price = form.lines.rows[0].price
    price.selectAll()
    qtbot.keyClicks(price, "240")
    qtbot.mouseClick(form.action, Qt.MouseButton.LeftButton)
    asked = dialog(page, ApprovalDialog)
    qtbot.keyClicks(asked.reason, "old stock")
    qtbot.keyClick(asked.reason, Key.Key_Return)
    assert asked.isVisible()  # nobody agreed yet
    asked.approver.setCurrentIndex(1)
    qtbot.mouseClick(asked.action, Qt.MouseButton.LeftButton)
    assert not form.isVisible()
    assert panel.quote is not None
    assert (panel.quote.version, panel.total.text()) == (2, "¥480.00")
    assert "old stock (Lin)" in panel.about.text()
    assert quotes.model.rowCount() == 1
    panel.version_asked.emit(panel.quote.versions[1].id)
    assert not panel.accept.isVisibleTo(panel)
    panel.version_asked.emit(panel.quote.versions[0].id)
    qtbot.mouseClick(panel.accept, Qt.MouseButton.LeftButton)
    accept = dialog(page, AcceptDialog)
    accept.deposit.setText("1000")
    qtbot.mouseClick(accept.action, Qt.MouseButton.LeftButton)
    assert accept.isVisible()  # more than the quote
    accept.deposit.setText("100")
    qtbot.mouseClick(accept.action, Qt.MouseButton.LeftButton)
    sale_id = panel.quote.sale_id
    assert sale_id is not None
    sold = page.shell.workspace.read(sales.detail, sale_id)
    assert (sold.total_minor, sold.paid_minor) == (480_00, 100_00)
    qtbot.mouseClick(panel.sale, Qt.MouseButton.LeftButton)
    assert page.list.panel.sale == sold
    page.shell.go("sales", ShowPart("quotes"))
    quotes.parts.chosen.emit("sales")
    assert page.list.isVisible()


def test_a_line_takes_options_words_tax_and_wants_a_price(page: SalesPage, qtbot: QtBot) -> None:
    workspace = page.shell.workspace
    left = product_record.Option("Door", "left", 50_00)
    machine = product_record.ProductEdit(ProductDraft("Machine", "ZYJ"), options=(left,))
    workspace.execute("seed", product_record.save, None, machine)
    page.list.parts.chosen.emit("quotes")
    qtbot.keyClick(view(page), Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = dialog(page, QuoteForm)
    form.customer.choose(HARVEST, "Harvest Kitchen")
    line = form.lines.rows[0]
    line.product.setFocus()
    qtbot.keyClicks(line.product, "ZYJ")
    line.product.completer().popup().hide()
    qtbot.keyClick(line.product, Key.Key_Tab)
    qtbot.keyClick(dialog(page, OptionDialog), Key.Key_Return)
    assert line.product.text() == "Machine (Door: left)"
    assert (line.price.text(), line.amount.text()) == ("", "—")  # it has no price
    form.submit()
    assert form.isVisible() and "has no price yet" in form.lines_field.below.text()
    qtbot.keyClicks(line.price, "100")
    line.quantity.setFocus()
    line.product.setFocus()
    line.product.end(False)
    qtbot.keyClicks(line.product, ", white")
    line.product.completer().popup().hide()
    form.tax.set_value("top")
    form.tax.activated.emit(2)
    assert form.total.text() == "¥113.00"
    form.submit()
    assert view(page).panel.quote is not None
    made = workspace.read(quote_record.detail, view(page).panel.quote.id)
    typed = made.draft.lines[0]
    assert typed.product_id == workspace.read(products.named, "ZYJ")
    assert (typed.name, made.tax_minor) == ("Machine (Door: left), white", 13_00)


def test_a_quote_is_for_somebody_at_the_company_and_another_customer_drops_the_deal(
    page: SalesPage, qtbot: QtBot
) -> None:
    workspace = page.shell.workspace
    lee = workspace.execute("seed", contacts.add_person, HARVEST, contacts.PersonDraft("Lee"))
    deal = workspace.execute("seed", deals.create, DealDraft("Kitchen", 500_00, HARVEST))
    begun = Begun(HARVEST, "Harvest Kitchen", deal, lee)
    page.shell.go("sales", ShowPart("quotes", begun=begun))
    form = dialog(page, QuoteForm)
    assert (form.person.isVisible(), form.person.currentText()) == (True, "Lee")
    qtbot.keyClicks(form.lines.rows[0].product, "Installation")
    qtbot.keyClicks(form.lines.rows[0].price, "500")
    form.submit()
    panel = view(page).panel
    assert panel.quote is not None and panel.quote.person_name == "Lee"
    qtbot.mouseClick(panel.edit, Qt.MouseButton.LeftButton)
    form = dialog(page, QuoteForm)
    assert form.person.currentText() == "Lee"
    form.customer.choose(3, "Yao Hui")
    assert not form.person.isVisible()
    form.submit()
    assert panel.quote is not None
    assert (panel.quote.draft.contact_id, panel.quote.draft.deal_id) == (3, None)
    assert panel.quote.draft.person_id is None


def test_what_was_taken_back_meanwhile_deletes_nothing(page: SalesPage, qtbot: QtBot) -> None:
    page.list.parts.chosen.emit("quotes")
    write(page, qtbot)
    dialog(page, QuoteForm).submit()
    quotes = view(page)
    assert quotes.panel.quote is not None
    quotes.acting.do("sale", quotes.panel.quote.id)  # asked for as its sale was undone
    assert quotes.model.rowCount() == 1


def test_the_paper_is_seen_and_saved_in_both_languages(
    page: SalesPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.list.parts.chosen.emit("quotes")
    write(page, qtbot)
    dialog(page, QuoteForm).submit()
    quotes = view(page)
    qtbot.mouseClick(quotes.panel.paper, Qt.MouseButton.LeftButton)
    paper = quotes.paper
    assert paper is not None
    qtbot.waitUntil(lambda: paper.made is not None)
    assert paper.title.text() == "Quote BJ-0001 Harvest Kitchen"
    paper.language.set_value("zh_CN")
    paper.language.activated.emit(0)
    qtbot.waitUntil(lambda: paper.made is not None and paper.made.order.language == "zh_CN")
    assert paper.title.text().startswith("报价单")
    paper.page.paper.set_value("a5")
    paper.page.paper.activated.emit(1)
    qtbot.waitUntil(lambda: paper.made is not None and paper.made.order.page.paper == "a5")
    asked: list[str] = []

    def where(_host: object, _title: str, proposal: str, _kinds: str) -> tuple[str, str]:
        asked.append(proposal)
        return str(tmp_path / "a"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", where)
    page.export_page()
    qtbot.waitUntil((tmp_path / "a.pdf").exists)
    assert Path(asked[0]).name == "报价单 BJ-0001 Harvest Kitchen.pdf"
    assert pdf_pages.paper_name(pdf_pages.facts((tmp_path / "a.pdf").read_bytes())) == "A5"
    assert page.go_back()
    assert quotes.views.currentIndex() == 0


def test_a_deal_makes_a_quote_and_its_acceptance_wins_the_deal(
    page: SalesPage, qtbot: QtBot
) -> None:
    workspace = page.shell.workspace
    deal = workspace.execute("seed", deals.create, DealDraft("Kitchen", 500_00, HARVEST))
    row = workspace.read(deal_list.get, deal)
    items = DealActions(page, page.shell).menu(row)
    next(one for one in items if one is not None and one.icon == "file-text").on()
    form = dialog(page, QuoteForm)
    assert form.customer.text() == "Harvest Kitchen"
    qtbot.keyClicks(form.lines.rows[0].product, "Installation of everything")
    qtbot.keyClicks(form.lines.rows[0].price, "500")
    form.submit()
    quotes = view(page)
    assert quotes.panel.quote is not None
    quote = workspace.read(quote_record.detail, quotes.panel.quote.id)
    assert (quote.draft.deal_id, quote.total_minor) == (deal, 500_00)
    quotes.acting.do("accept", quote.id)
    accept = dialog(page, AcceptDialog)
    assert accept.win.isChecked()
    accept.submit()
    assert workspace.read(deal_list.get, deal).state == "won"
    workspace.undo()
    assert workspace.read(deal_list.get, deal).state == "open"
    quotes.table.select_number(0)
    qtbot.keyClick(quotes.table, Key.Key_Delete)
    assert quotes.model.rowCount() == 0


def test_discounts_of_a_quote_are_parts_or_amounts(page: SalesPage, qtbot: QtBot) -> None:
    page.shell.go("sales", ShowPart("quotes"))
    write(page, qtbot)
    form = dialog(page, QuoteForm)
    line = form.lines.rows[0]

    def retype(field: QLineEdit, text: str) -> None:
        field.setText(text)
        field.textEdited.emit(text)

    retype(line.price, "100")
    retype(line.discount, "-50")
    made = line.value()
    assert made is not None and sale_draft.line_total(made) == 15_000
    retype(line.discount, "9折")
    retype(form.discount, "10%")
    assert form.total.text() == "¥162.00"

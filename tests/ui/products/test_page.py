"""The page of products: found, changed, moved, counted, taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.core.errors import UserError
from crm_desktop.services.products import (
    product_categories,
    product_list,
    product_prices,
    product_record,
    products,
    stock,
)
from crm_desktop.services.products.product_list import ProductQuery
from crm_desktop.services.products.product_prices import Tier
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.sales import sales
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.page import NewRecord, OpenRecord
from crm_desktop.ui.products.page import ProductsPage
from crm_desktop.ui.products.price_change_dialog import PriceChangeDialog
from crm_desktop.ui.products.product_form import ProductForm
from crm_desktop.ui.products.stock_dialog import StockDialog
from crm_desktop.ui.search import records
from crm_desktop.ui.widgets.dialogs import Dialog

Key = Qt.Key
DRAFTS = (
    ProductDraft("PP filter", "PP10", category="Filters", unit="pc", price_minor=2_000),
    ProductDraft("RO membrane", "FSTM75", "6901234567892", "75G", "pc", "Filters / RO", 28_000,
                 11_800, low_stock_milli=5_000),
    ProductDraft("Visit", "AZ01", price_minor=None, is_service=True),
)  # fmt: skip


@pytest.fixture
def page(open_window: Callable[[], MainWindow], qtbot: QtBot) -> ProductsPage:
    window = open_window()
    for draft in DRAFTS:
        window.workspace.execute("seed", products.create, draft)
    window.go("products")
    shown = window.stack.page()
    assert isinstance(shown, ProductsPage)
    qtbot.waitUntil(lambda: not window.jobs.running())
    return shown


def names(page: ProductsPage) -> list[str]:
    return [page.shelf.model.row_at(number).name for number in range(page.shelf.model.rowCount())]  # type: ignore[union-attr]


def toast(page: ProductsPage) -> str:
    return str(page.window()._toast.text())  # type: ignore[attr-defined]


def dialog(page: ProductsPage) -> Any:
    return [one for one in page.window().findChildren(Dialog) if one.isVisible()][-1]


def read(page: ProductsPage, service: Callable[..., Any], *args: Any) -> Any:
    return page.shell.workspace.read(service, *args)


def named(page: ProductsPage, name: str) -> int:
    return int(read(page, products.named, name))


def test_search_tree_and_tabs_narrow_the_list(page: ProductsPage, qtbot: QtBot) -> None:
    assert names(page) == ["PP filter", "RO membrane", "Visit"]
    qtbot.keyClick(page.shelf.table, "r")
    qtbot.keyClicks(page.shelf.search, "o m")
    qtbot.waitUntil(lambda: names(page) == ["RO membrane"])
    page.shelf.search.clear()
    page.shelf.tree.setFocus()
    qtbot.keyClick(page.shelf.tree, Key.Key_Down)
    qtbot.keyClick(page.shelf.tree, Key.Key_Return)
    assert names(page) == ["PP filter", "RO membrane"]
    page.shelf.tree.choose(None)
    page.shelf.search.setFocus()
    qtbot.keyClicks(page.shelf.search, "6901234567892\r")
    assert page.shelf.panel.name.text() == "RO membrane"
    page.shelf.search.clear()
    page.shelf.close_panel()
    page.shelf.show_view("priceless")
    assert names(page) == ["Visit"]
    page.shelf.show_view("hidden")
    assert page.shelf.empty.isVisible()
    page.shelf.show_view("sold")
    page.shelf.table.sort_asked.emit("price", True)
    assert names(page) == ["RO membrane", "PP filter", "Visit"]


def test_space_shows_one_with_its_prices_and_stock(page: ProductsPage, qtbot: QtBot) -> None:
    page.shelf.table.setFocus()
    page.shelf.table.select_number(1)
    qtbot.keyClick(page.shelf.table, Key.Key_Space)
    panel = page.shelf.panel
    assert (panel.name.text(), panel.price.text()) == ("RO membrane", "¥280.00")
    facts = {}
    qtbot.waitUntil(lambda: panel._figures is not None)
    for place in range(panel.facts.count()):
        line = panel.facts.itemAt(place).layout()
        facts[line.itemAt(0).widget().text()] = line.itemAt(1).widget().text()
    assert facts["Cost"] == "¥118.00 · margin 58%"
    assert facts["Sold in 12 months"] == "nothing"
    qtbot.keyClick(page.shelf.table, Key.Key_Up)
    assert panel.name.text() == "PP filter"
    qtbot.keyClick(page.shelf.table, Key.Key_Escape)
    assert panel.isHidden()
    found = read(page, records.find, "6901234567892", 6, 3)
    assert [row.name for row in found.products] == ["RO membrane"]
    page.shell.go("products", OpenRecord(named(page, "Visit")))
    assert panel.name.text() == "Visit"


def test_a_new_product_with_everything(page: ProductsPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.open_target(NewRecord())
    form = dialog(page).content
    assert isinstance(form, ProductForm)
    for name, typed in {
        "name": "RO machine", "code": "ZYJ", "category": "Machines / RO", "unit": "set",
        "price_minor": "5600", "cost_minor": "3,450", "floor_price_minor": "5000",
        "tax_bp": "13 %", "warranty_months": "36", "service_hours": "4000",
        "low_stock_milli": "1.5",
    }.items():  # fmt: skip
        qtbot.keyClicks(form.input(name), typed)
    photo = tmp_path / "photo.png"
    Image.new("RGB", (1300, 10), "red").save(photo)
    form.picture.take(photo)
    form.tiers.add_button.click()
    qtbot.keyClicks(form.tiers.rows[0].start, "10")
    qtbot.keyClicks(form.tiers.rows[0].price, "5200")
    form.options.add_button.click()
    qtbot.keyClicks(form.options.rows[0].name, "left door")
    form.parts.add_button.click()
    qtbot.keyClicks(form.parts.rows[0].product, "PP filter")
    qtbot.keyClicks(form.parts.rows[0].months, "6")
    form.parts.add_button.click()
    qtbot.keyClick(form, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert toast(page) == "Made: RO machine"
    found = read(page, product_record.record, named(page, "ZYJ"))
    draft = found.edit.draft
    assert (draft.price_minor, draft.cost_minor, draft.tax_bp) == (560_000, 345_000, 1_300)
    assert (draft.service_hours, draft.low_stock_milli) == (4_000, 1_500)
    assert draft.category == "Machines / RO"
    assert found.edit.tiers == (Tier("", 10_000, 520_000),)
    assert [one.name for one in found.edit.options + found.edit.parts] == ["left door", "PP filter"]
    assert found.picture_id is not None
    page.shelf.acting.edit(found.id)
    form = dialog(page).content
    assert form.value() == found.edit
    assert form.picture.filled
    form.no_picture.click()
    form.tiers._lines[0].findChildren(type(page.shelf.prices))[-1].click()
    dialog(page).submit()
    now = read(page, product_record.record, found.id)
    assert (now.picture_id, now.edit.tiers) == (None, ())
    page.shell.workspace.undo()
    assert read(page, product_record.record, found.id) == found


def test_what_cannot_be_read_is_told_where_it_stands(page: ProductsPage) -> None:
    page.shelf.acting.edit(named(page, "PP filter"))
    form = dialog(page).content
    for name, typed, tab in (
        ("name", "", "what"), ("price_minor", "-5", "price"), ("price_minor", "1e12", "price"),
        ("tax_bp", "x", "price"), ("days_of_use", "1.5", "after"),
        ("low_stock_milli", "x", "stock"),
    ):  # fmt: skip
        line = form.input(name)
        before = line.text()
        line.setText(typed)
        dialog(page).submit()
        assert form.isVisible()
        assert form.tabs.current() == tab
        assert line.property("error")
        line.setText(before)
    assert read(page, products.get, named(page, "PP filter")).price_minor == 2_000


def test_a_refused_form_keeps_what_was_typed(page: ProductsPage) -> None:
    page.shelf.acting.edit(named(page, "PP filter"))
    form = dialog(page).content
    form.parts.add_empty()
    form.parts.rows[0].product.setText("no such thing")
    with pytest.raises(UserError, match="no product"):
        dialog(page).submit()
    assert form.tabs.current() == "after"
    form.parts.rows[0].product.clear()
    form.input("code").setText("FSTM75")
    with pytest.raises(UserError, match="the code of “RO membrane”"):
        dialog(page).submit()
    with pytest.raises(UserError, match="no picture"):
        form._take_picture("x.png", b"x")
    assert form.input("code").text() == "FSTM75"


def test_a_copy_has_everything_but_the_codes(page: ProductsPage) -> None:
    product = named(page, "RO membrane")
    page.shell.workspace.execute("p", product_prices.set_tiers, product, [Tier("Gold", 0, 26_000)])
    page.shelf.acting.copy(product)
    form = dialog(page).content
    form.input("name").setText("RO membrane 100G")
    dialog(page).submit()
    edit = read(page, product_record.record, named(page, "RO membrane 100G")).edit
    assert (edit.draft.code, edit.draft.barcode, edit.draft.price_minor) == ("", "", 28_000)
    assert edit.tiers == (Tier("Gold", 0, 26_000),)


def test_a_price_is_edited_in_the_list(page: ProductsPage, qtbot: QtBot) -> None:
    page.shelf.table.setFocus()
    page.shelf.table.select_number(0)
    price = [one.key for one in page.shelf.model.columns].index("price")
    assert page.shelf.table.editing.start(0, price)
    page.shelf.table.editing.input.setText("25.50")  # type: ignore[union-attr]
    qtbot.keyClick(page.shelf.table.editing.input, Key.Key_Return)
    assert read(page, products.get, named(page, "PP10")).price_minor == 2_550
    for key, typed, words in (("price", "-1", "no amount"), ("stock", "x", "no quantity"),
                              ("code", "FSTM75", "the code of")):  # fmt: skip
        page.shelf.acting.save_cell(page.shelf.model.row_at(0), key, typed)
        assert words in toast(page)
    page.shell.workspace.undo()
    column = [one.key for one in page.shelf.model.columns].index("stock")
    for typed, left in (("12.5", 12_500), ("0", 0)):
        assert page.shelf.table.editing.start(0, column)
        page.shelf.table.editing.input.setText(typed)  # type: ignore[union-attr]
        qtbot.keyClick(page.shelf.table.editing.input, Key.Key_Return)
        assert read(page, products.get, named(page, "PP10")).stock_milli == left
    assert read(page, products.get, named(page, "PP10")).price_minor == 2_000


def test_goods_come_go_and_are_counted(page: ProductsPage, qtbot: QtBot) -> None:
    product = named(page, "RO membrane")
    page.shelf.show_product(product)
    page.shelf.panel.show_tab("stock")
    page.shelf.panel.stock_buttons[0].click()
    form = dialog(page)
    assert isinstance(form, StockDialog)
    qtbot.keyClicks(form.quantity, "6")
    assert form.told.text() == "Now: 0 pc → then: 6 pc"
    qtbot.keyClick(form.quantity, Key.Key_Return)
    assert toast(page) == "RO membrane: 6 in stock"
    assert page.shelf.panel.stock_now.text() == "6 pc"
    page.shelf.acting.move_stock(product, "out")
    form = dialog(page)
    form.quantity.setText("9")
    form.submit()
    assert form.isVisible() and "Only 6" in form.quantity_field.below.text()
    form.quantity.setText("2")
    form.reason.set_value("*")
    form._reason_chosen()
    form.own_reason.setText("exhibition")
    form.submit()
    page.shelf.acting.move_stock(product, "count")
    form = dialog(page)
    form.quantity.setText("x")
    form.submit()
    assert form.quantity.property("error")
    form.quantity.setText("0")
    form.submit()
    rows = read(page, stock.movements, product)
    assert [(one.quantity_milli, one.reason) for one in rows] == [
        (-4_000, "count"), (-2_000, "exhibition"), (6_000, "bought"),
    ]  # fmt: skip
    page.shelf.show_view("low")
    assert names(page) == ["RO membrane"]
    page.shelf.panel.movements.remove(rows[0])
    assert read(page, stock.level, product) == 4_000
    page.shell.workspace.undo()
    assert read(page, stock.level, product) == 0


def test_many_prices_are_seen_first_and_undone_at_once(page: ProductsPage, qtbot: QtBot) -> None:
    product = named(page, "RO membrane")
    page.shell.workspace.execute(
        "seed", product_prices.set_tiers, product, [Tier("Gold", 0, 26_000)]
    )
    page.shelf.prices.click()
    form = dialog(page)
    assert isinstance(form, PriceChangeDialog)
    assert not form.action.isEnabled()
    qtbot.keyClicks(form.typed, "5")
    qtbot.waitUntil(form.action.isEnabled)
    assert form.told.text() == "2 prices change · 1 stays as it is"
    shown = [form.model.row_at(number) for number in range(form.model.rowCount())]
    assert [(one.name, one.after_minor) for one in shown] == [
        ("Visit", None), ("PP filter", 2_100), ("RO membrane", 29_400),
    ]  # fmt: skip
    for typed, words in (("-5", "no number above zero"), ("x", "no percentage")):
        form.typed.setText(typed)
        assert words in form.value_field.below.text()
    form.way.set_value("percent-")
    form.typed.setText("100")
    qtbot.waitUntil(lambda: "nothing of the price" in form.value_field.below.text())
    form.typed.setText("10")
    qtbot.waitUntil(form.action.isEnabled)
    form.submit()
    qtbot.waitUntil(lambda: toast(page) == "2 prices changed")
    assert read(page, products.get, product).price_minor == 25_200
    assert read(page, product_prices.tiers, product) == [Tier("Gold", 0, 23_400)]
    page.shell.workspace.undo()
    assert read(page, products.get, product).price_minor == 28_000
    assert read(page, product_prices.tiers, product) == [Tier("Gold", 0, 26_000)]


def test_several_are_put_away_hidden_and_deleted(page: ProductsPage, qtbot: QtBot) -> None:
    sold = named(page, "PP filter")
    line = sales.LineDraft(sold, unit_price_minor=2_000)
    paid = (sales.PaymentDraft(2_000),)
    page.shell.workspace.execute("s", sales.record, sales.SaleDraft((line,), payments=paid))
    page.shelf.table.setFocus()
    QTest.keyClick(page.shelf.table, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.shelf.bulk.isVisible()
    tree = {one.name: one.id for one in read(page, product_categories.tree)}
    page.shelf.acting.categories.put(page.shelf.selected(), tree["RO"], "RO")
    assert toast(page) == "2 products moved to RO"
    qtbot.keyClick(page.shelf.table, Key.Key_Delete)
    assert toast(page) == "2 products deleted · 1 was sold before and is hidden instead"
    assert names(page) == []
    page.shelf.show_view("hidden")
    page.shelf.table.select_number(0)
    page.shelf.acting.show()
    assert read(page, product_list.count, ProductQuery()) == 1
    for _once in range(2):
        page.shell.workspace.undo()
    page.shelf.show_view("sold")
    assert len(names(page)) == 3


def test_categories_are_made_moved_and_deleted(page: ProductsPage) -> None:
    acting = page.shelf.acting.categories
    page.shelf.add_category.click()
    form = dialog(page)
    form.content.editor.setText("Machines")
    form.submit()
    assert [one.name for one in page.shelf.tree.rows] == [
        "All products", "Filters", "RO", "Machines", "Without category",
    ]  # fmt: skip
    place = page.shelf.tree.rows[2]
    acting.move(place)
    form = dialog(page)
    form.content.editor.setCurrentText("Machines")
    form.submit()
    assert [one.depth for one in page.shelf.tree.rows] == [0, 0, 0, 1, 0]
    acting.shift(page.shelf.tree.rows[2], -1)
    assert page.shelf.tree.rows[1].name == "Machines"
    page.shelf.tree.choose(page.shelf.tree.rows[2].id)
    acting.remove(page.shelf.tree.rows[2])
    assert page.shelf.tree.shown == page.shelf.tree.rows[1].id or page.shelf.tree.shown is None
    assert names(page) == ["PP filter", "RO membrane", "Visit"]


def test_what_is_listed_is_seen_on_paper_and_saved(
    page: ProductsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.shelf.show_view("priceless")
    page.print_page()
    view = page.price_list
    assert view is not None
    qtbot.waitUntil(lambda: view.made is not None)
    assert view.title.text() == "Price list"
    assert view.about.text() == "A4, 1 page"
    assert view.made.order.query.view == "priceless"  # type: ignore[union-attr]
    qtbot.mouseClick(view.quantities, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(view.note, "Until July")
    qtbot.waitUntil(lambda: view.made.order.note == "Until July")  # type: ignore[union-attr]
    assert not view.made.order.quantities  # type: ignore[union-attr]
    out = tmp_path / "list.xlsx"
    monkeypatch.setattr(
        "crm_desktop.ui.reports.saving.QFileDialog.getSaveFileName",
        lambda *_args: (str(out.with_suffix("")), ""),
    )
    view.export("xlsx")
    qtbot.waitUntil(out.exists)
    assert page.go_back()
    assert page.shelf.isVisible()
    page.shelf.search.setText("nothing like it")
    page.shelf.search.searched.emit("nothing like it")
    page.show_price_list("stock")
    qtbot.waitUntil(lambda: view.desk.currentWidget() is view.problem)
    assert view.problem.title.text() == "There is no product to list."
    assert not view.print.isEnabled()


def test_what_is_selected_is_let_go_when_the_list_moves(page: ProductsPage, qtbot: QtBot) -> None:
    table = page.shelf.table
    table.setFocus()
    table.select_number(0)
    qtbot.keyClick(table, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(page.shelf.selected()) == 2
    page.shelf.acting.hide()
    assert toast(page) == "2 products hidden"
    assert names(page) == ["Visit"]
    assert not table.bulk
    assert page.shelf.selected() in ([], [named(page, "Visit")])


def test_the_menu_beside_the_list_means_the_product_shown(page: ProductsPage) -> None:
    hidden = named(page, "RO membrane")
    page.shelf.acting.hide([hidden])
    page.shelf.table.select_number(0)
    page.shell.go("products", OpenRecord(hidden))
    page.shelf.panel.more.click()
    menus = [one for one in page.shelf.findChildren(QMenu) if one.isVisible()]
    menus[-1].actions()[-1].trigger()
    menus[-1].close()
    assert names(page) == ["PP filter", "Visit"]
    with pytest.raises(UserError):
        read(page, products.get, hidden)

"""Equipment in the window: what is due, the card, and the customer's page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.db.store import Store
from crm_desktop.services.assets import asset_service, assets, sold_assets
from crm_desktop.services.assets.assets import AssetDraft
from crm_desktop.services.products import products
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft
from crm_desktop.ui.assets.asset_form import AssetForm
from crm_desktop.ui.assets.card import AssetCardDialog
from crm_desktop.ui.assets.entry_forms import ReadingForm, RenewForm, ServiceForm
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.follow_ups.edit_dialog import FollowUpForm
from crm_desktop.ui.follow_ups.page import FollowUpsPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.page import OpenRecord
from crm_desktop.ui.service.page import ServicePage
from crm_desktop.ui.service.services_due import ServicesDue
from crm_desktop.ui.widgets.dialogs import Dialog
from tests.ui.conftest import TODAY

D = TypeVar("D", bound=Dialog)


@pytest.fixture
def shop(window: MainWindow, data_file: Path, qtbot: QtBot) -> MainWindow:
    """Yao Hui's machine is ten days late, Harvest Kitchen's pump comes in forty days."""
    with Store.open(data_file) as store:
        draft = ProductDraft("RO-800 water purifier", warranty_months=12, service_months=6)
        product = store.write("New", products.create, draft).value
        began = dt.date(2025, 12, 8)
        store.write(
            "Add", assets.add, 1,
            AssetDraft(product_id=product, serial="RO-0012", place="Kitchen", installed_on=began),
        )  # fmt: skip
        pump = AssetDraft("Booster pump", next_service_on=TODAY + dt.timedelta(days=40))
        store.write("Add", assets.add, 2, pump)
    window.start(data_file)
    qtbot.waitUntil(lambda: window.workspace.is_open, timeout=10_000)
    return window


def _dialog(shop: MainWindow, kind: type[D]) -> D:
    return [one for one in shop.findChildren(kind) if one.isVisible()][-1]


def test_a_late_service_is_done_from_the_list_and_undone(shop: MainWindow, qtbot: QtBot) -> None:
    shop.go("service")
    page = shop.stack.page()
    assert isinstance(page, ServicePage)
    part = page.part("services_due")
    assert isinstance(part, ServicesDue)
    assert [(one.contact_name, one.days_left) for one in part.list.rows] == [("Yao Hui", -10)]
    part.span.chosen.emit("")
    part.list.setFocus()
    qtbot.keyClick(part.list, Qt.Key.Key_D)
    form = _dialog(shop, ServiceForm)
    qtbot.keyClicks(form.note, "new filter")
    qtbot.keyClick(form.note, Qt.Key.Key_Return)
    assert [row.words for row in shop.workspace.read(asset_service.history, 1)] == ["new filter"]
    assert part.list.rows == []
    shop.workspace.undo()
    assert len(part.list.rows) == 1


def test_what_is_out_of_use_is_listed_apart(shop: MainWindow, qtbot: QtBot) -> None:
    shop.go("service")
    page = shop.stack.page()
    assert isinstance(page, ServicePage)
    part = page.part("services_due")
    assert isinstance(part, ServicesDue)
    part.span.set_current("retired")
    part.refresh(None)
    assert part.nothing.title.text() == "No equipment is out of use."
    shop.workspace.execute("Retire", assets.retire, 2)
    assert [(one.name, one.due_on) for one in part.list.rows] == [("Booster pump", None)]
    assert part.card.title.text() == "Out of use"


def test_the_card_takes_readings_and_renewals(shop: MainWindow, qtbot: QtBot) -> None:
    shop.go("service")
    page = shop.stack.page()
    assert isinstance(page, ServicePage)
    part = page.part("services_due")
    assert isinstance(part, ServicesDue)
    qtbot.keyClick(part.list, Qt.Key.Key_Return)
    card = _dialog(shop, AssetCardDialog)
    assert "every 6 months" in card.why.text() and "RO-0012" in card.facts.text()
    card.read()
    reading = _dialog(shop, ReadingForm)
    qtbot.keyClicks(reading.value, "abc")
    qtbot.keyClick(reading.value, Qt.Key.Key_Return)
    assert reading.value_field.below.text() and reading.isVisible()
    reading.value.clear()
    qtbot.keyClicks(reading.value, "1250")
    qtbot.keyClick(reading.value, Qt.Key.Key_Return)
    assert [row.value_milli for row in card.history.rows] == [1_250_000]
    card.renew()
    qtbot.keyClick(_dialog(shop, RenewForm).months, Qt.Key.Key_Return)
    assert "8 December 2027" in card.facts.text() or "8 Dec 2027" in card.facts.text()
    card.forget(card.history.rows[-1])
    assert len(card.history.rows) == 1
    card.submit()


@pytest.mark.parametrize("wide", [1440, 1000])
def test_equipment_is_added_on_the_customers_page(
    shop: MainWindow, qtbot: QtBot, wide: int
) -> None:
    shop.resize(wide, 800)
    shop.go("contacts", OpenRecord(3))
    page = shop.stack.page()
    assert isinstance(page, ContactsPage)
    qtbot.waitUntil(lambda: not shop.jobs.running())
    profile = page.profile
    beside = profile.side.isVisible()
    assert profile.extras.equipment.isVisible() is not beside
    add = profile.side.assets_card.link if beside else profile.extras.equipment.add
    qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    form = _dialog(shop, AssetForm)
    qtbot.keyClicks(form.name, "Ice maker")
    form.warranty.setText("no day")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    assert form.warranty_field.below.text() and form.isVisible()
    form.warranty.setText("2027-01-31")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    (row,) = shop.workspace.read(assets.all_of, TODAY, 3)
    assert (row.name, row.warranty_until) == ("Ice maker", dt.date(2027, 1, 31))
    qtbot.waitUntil(lambda: [one.name for one in profile.side.assets.rows] == ["Ice maker"])
    assert len(profile.extras.equipment.lines) == 1


def test_pieces_of_a_sale_are_entered_one_by_one_and_deleted(
    shop: MainWindow, qtbot: QtBot
) -> None:
    product = shop.workspace.execute("seed", products.create, ProductDraft("RO-800"))
    line = LineDraft(product, quantity_milli=3_000, unit_price_minor=1)
    shop.workspace.execute("seed", sales.record, SaleDraft((line,), 3))
    form = AssetForm(shop, shop, 3)
    form.open()
    form.sold.setCurrentIndex(0)
    form.sold.activated.emit(0)
    assert form.quantity.text() == "3"
    qtbot.keyClicks(form.serial, "SN-1")
    assert form.quantity.text() == "1"  # a serial number is that of one piece
    form.quantity.selectAll()
    qtbot.keyClicks(form.quantity, "4")
    qtbot.keyClick(form.serial, Qt.Key.Key_Return)
    assert form.isVisible() and form.quantity_field.below.text()
    form.quantity.selectAll()
    qtbot.keyClicks(form.quantity, "1")
    qtbot.keyClick(form.serial, Qt.Key.Key_Return)
    (left,) = shop.workspace.read(sold_assets.sold_lines, 3)
    assert left.quantity_milli == 2_000
    (row,) = shop.workspace.read(assets.all_of, TODAY, 3)
    card = AssetCardDialog(shop, shop, row.id)
    card.open()
    card.remove()
    assert not card.isVisible()
    assert shop.workspace.read(assets.all_of, TODAY, 3) == []


def test_equipment_on_the_calendar_opens_its_card_and_is_planned_for(
    shop: MainWindow, qtbot: QtBot
) -> None:
    shop.go("follow_ups", "agenda")
    page = shop.stack.page()
    assert isinstance(page, FollowUpsPage)
    page.calendar.go_to(TODAY + dt.timedelta(days=40))
    view = page.calendar.current
    qtbot.waitUntil(lambda: [one.what for _box, one in view.placed()] == ["Booster pump"])
    qtbot.mouseClick(
        view, Qt.MouseButton.LeftButton, pos=view.placed()[0][0].center().toPoint()
    )  # fmt: skip
    card = _dialog(shop, AssetCardDialog)
    assert card.shown.name == "Booster pump" and isinstance(shop.stack.page(), ServicePage)
    card.done()
    part = shop.stack.page().part("services_due")
    assert isinstance(part, ServicesDue)
    part.plan(part.list.rows[0])
    form = shop.findChildren(FollowUpForm)[-1]
    assert form.contact.value() == "Yao Hui"  # the one form that plans, wherever it is opened

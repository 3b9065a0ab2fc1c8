"""The small cards of Today act in place: buttons on the row, keys, and one undo each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.deals import deals
from crm_desktop.services.deals.deals import DealDraft
from crm_desktop.services.products import products
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sales import LineDraft, SaleDraft
from crm_desktop.services.timeline import timeline
from crm_desktop.ui.deals.stalled_dialog import StalledDialog
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.page import OpenRecord
from crm_desktop.ui.sales.payment_dialog import PaymentDialog
from crm_desktop.ui.today.cards import ListCard
from crm_desktop.ui.today.page import TodayPage
from tests.conftest import NOW
from tests.ui.conftest import TODAY
from tests.ui.today.test_page import titles, toast


@pytest.fixture
def page(data_file: Path, open_window: Callable[[], MainWindow], qtbot: QtBot) -> TodayPage:
    clock.freeze(NOW - dt.timedelta(days=40))
    with Store.open(data_file) as store:
        draft = ContactDraft("Anna Weiss", birthday=(None, TODAY.month, TODAY.day),
                             phones=("13900000077",))  # fmt: skip
        anna = store.write("seed", contacts.create, draft).value
        line = LineDraft(description="Filter", unit_price_minor=12_000)
        sale = SaleDraft((line,), anna, TODAY - dt.timedelta(days=40))
        store.write("seed", sales.record, sale)
        store.write("seed", deals.create, DealDraft("Big plant", contact_id=anna))
    clock.freeze(NOW)
    shown = open_window().stack.page()
    assert isinstance(shown, TodayPage)
    qtbot.waitUntil(lambda: bool(shown.stalled.list.rows), timeout=5000)
    return shown


def click(card: ListCard, qtbot: QtBot, label: str) -> None:
    rows = card.list
    box = rows.box(0)
    places = {act.label(): place for act, place in rows.buttons(box)}  # type: ignore[operator]
    qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=places[label].center().toPoint())


def press(card: ListCard, qtbot: QtBot, key: Qt.Key) -> None:
    card.list.setFocus()
    card.list.current = 0
    qtbot.keyClick(card.list, key)


def test_a_debt_is_planned_for_and_says_so(page: TodayPage, qtbot: QtBot) -> None:
    click(page.owed, qtbot, "Plan")
    assert toast(page) == "Planned: Today"
    qtbot.waitUntil(lambda: "Collect ¥120" in titles(page), timeout=5000)
    assert page._planned(page.owed.list.rows[0].contact_id) == "planned today"
    page.shell.workspace.undo()
    qtbot.waitUntil(lambda: "Collect ¥120" not in titles(page), timeout=5000)


def test_a_debt_is_paid_by_the_keyboard(page: TodayPage, qtbot: QtBot) -> None:
    press(page.owed, qtbot, Qt.Key.Key_Space)
    dialog = page.window().findChild(PaymentDialog)
    assert dialog is not None and dialog.amount.minor() == 12_000
    dialog.action.click()
    qtbot.waitUntil(lambda: not page.owed.list.rows, timeout=5000)


def test_wishes_are_noted_where_they_were_sent(page: TodayPage, qtbot: QtBot) -> None:
    anna = page.birthdays.list.rows[0]
    assert not anna.greeted
    press(page.birthdays, qtbot, Qt.Key.Key_Space)
    assert toast(page) == "Noted: Anna Weiss was greeted."
    qtbot.waitUntil(lambda: page.birthdays.list.rows[0].greeted, timeout=5000)
    rows: Any = page.shell.workspace.read(timeline.entries, anna.contact_id)
    assert "Wished Anna Weiss a happy birthday" in [row.body for row in rows]


def test_the_number_is_copied(page: TodayPage, qtbot: QtBot) -> None:
    press(page.birthdays, qtbot, Qt.Key.Key_C)
    assert QGuiApplication.clipboard().text() == "13900000077"
    assert toast(page) == "13900000077 of Anna Weiss copied."


def test_a_stalled_deal_asks_for_the_decision_whose_key_was_pressed(
    page: TodayPage, qtbot: QtBot
) -> None:
    press(page.stalled, qtbot, Qt.Key.Key_T)
    dialog = page.window().findChild(StalledDialog)
    assert dialog is not None and dialog.choice.current() == "extend"
    dialog.action.click()
    qtbot.waitUntil(lambda: not page.stalled.isVisible(), timeout=5000)
    page.shell.workspace.undo()
    qtbot.waitUntil(page.stalled.isVisible, timeout=5000)


def test_since_yesterday_leads_on(page: TodayPage, qtbot: QtBot) -> None:
    rows = page.yesterday.list
    qtbot.waitUntil(lambda: bool(rows.rows), timeout=5000)
    labels = [row.label for row in rows.rows]
    assert "Customers added" in labels
    rows.current = labels.index("Customers added")
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    window = page.window()
    assert isinstance(window, MainWindow)
    qtbot.waitUntil(lambda: window.stack.page().name == "contacts", timeout=5000)


def test_what_waits_in_the_shop_leads_to_its_page(
    page: TodayPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.waitUntil(lambda: not page.shell.jobs.running(), timeout=5000)
    assert page.watch.isHidden()  # nothing waits: no card
    draft = products.ProductDraft("Salt", stock_counted=True, low_stock_milli=2_000)
    made = page.shell.workspace.execute("New", products.create, draft)
    qtbot.waitUntil(lambda: bool(page.watch.list.rows), timeout=5000)
    assert not page.watch.isHidden()
    went: list[Any] = []
    monkeypatch.setattr(page.shell, "go", lambda *where: went.append(where))
    press(page.watch, qtbot, Qt.Key.Key_Return)
    assert went == [("products", OpenRecord(made))]

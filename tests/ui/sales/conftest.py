"""A small shop with products and sales, and the sales page over it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock
from crm_desktop.db.store import Store
from crm_desktop.services.products import products, stock
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.sales import sale_list, sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft
from crm_desktop.services.sales.sale_list import SaleQuery
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.page import NewRecord
from crm_desktop.ui.sales.entry_view import EntryView
from crm_desktop.ui.sales.page import SalesPage
from tests.conftest import NOW

TODAY = NOW.date()
YAO, HARVEST, LEE = 1, 2, 3
RO, FILTER, INSTALL = 1, 2, 3


def stock_shop(session: Any) -> None:
    """Three products and four sales: paid, part paid and due, late, walk-in."""
    for name, code, price in (
        ("RO membrane 75G", "FSTM75", 28_000),
        ("PP filter", "PP10", 2_000),
        ("Installation", "AZ", 12_000),
    ):
        products.create(session, ProductDraft(name, code=code, price_minor=price, unit="pc"))
    stock.move(session, RO, stock.MovementDraft(26_000, "bought"))
    one_ro = LineDraft(RO, quantity_milli=1000, unit_price_minor=26_800)
    filters = LineDraft(FILTER, quantity_milli=12_000, unit_price_minor=2_000, discount_bp=1000)
    for contact, days, lines, paid in (
        (YAO, 2, (one_ro,), 26_800),
        (HARVEST, 10, (one_ro, filters), 20_000),
        (LEE, 60, (filters,), 0),
        (None, 1, (LineDraft(FILTER, unit_price_minor=2_000),), 2_000),
    ):
        payments = (PaymentDraft(paid, "Cash"),) if paid else ()
        day = TODAY - dt.timedelta(days=days)
        sales.record(session, SaleDraft(lines, contact, day, payments=payments))


@pytest.fixture(scope="session")
def sales_template(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; tests work on copies."""
    path = Path(shutil.copy(shop_template, tmp_path_factory.mktemp("sales") / "template.crm"))
    clock.freeze(NOW)
    with Store.open(path) as store:
        store.write("stock", stock_shop)
    clock.freeze(None)
    return path


@pytest.fixture
def data_file(sales_template: Path, tmp_path: Path) -> Path:
    """A copy of the shop with sales."""
    return Path(shutil.copy(sales_template, tmp_path / "Corner shop.crm"))


@pytest.fixture
def page(open_window: Callable[[], MainWindow], qtbot: QtBot) -> SalesPage:
    """The list of sales on screen."""
    window = open_window()
    window.go("sales")
    shown = window.stack.page()
    assert isinstance(shown, SalesPage)
    qtbot.waitUntil(lambda: not window.jobs.running())
    return shown


@pytest.fixture
def entry(page: SalesPage) -> EntryView:
    """The entry grid on screen."""
    page.shell.go("sales", NewRecord())
    return page.entry


@pytest.fixture
def keys(entry: EntryView) -> Callable[..., None]:
    """``keys("text", Key_Return, ...)``: typed into whatever has the focus."""
    return lambda *steps: type_keys(entry, *steps)


def type_keys(host: QWidget, *steps: str | Qt.Key) -> None:
    """Letters are typed and keys pressed one by one, at whatever has the focus by then."""
    for step in steps:
        for key in step if isinstance(step, str) else (step,):
            focus = host.window().focusWidget()
            assert focus is not None
            QTest.keyClick(focus, key)


def all_sales(page: SalesPage) -> list[sale_list.SaleRow]:
    """Every sale of the file, the latest id first."""
    query = SaleQuery(cancelled=True)
    rows: list[sale_list.SaleRow] = page.shell.workspace.read(sale_list.page, query, 0, 100)
    return sorted(rows, key=lambda row: -row.id)

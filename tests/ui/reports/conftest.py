"""The reports page over a small shop with sales in May."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock
from crm_desktop.db.store import Store
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.reports.page import ReportsPage
from tests.conftest import NOW


def sell_in_may(session: Any) -> None:
    """Two sales last month, one of them not paid."""
    for contact, day, amount, paid in ((1, 5, 12_300, 12_300), (2, 20, 45_600, 0)):
        payments = (PaymentDraft(paid, "Cash"),) if paid else ()
        line = LineDraft(description="Filter", unit_price_minor=amount)
        draft = SaleDraft((line,), contact, dt.date(2026, 5, day), payments=payments)
        sales.record(session, draft)


@pytest.fixture(scope="session")
def may_template(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; tests work on copies."""
    path = Path(shutil.copy(shop_template, tmp_path_factory.mktemp("may") / "template.crm"))
    clock.freeze(NOW)
    with Store.open(path) as store:
        store.write("may", sell_in_may)
    clock.freeze(None)
    return path


@pytest.fixture
def data_file(may_template: Path, tmp_path: Path) -> Path:
    """A copy of the shop with sales in May."""
    return Path(shutil.copy(may_template, tmp_path / "Corner shop.crm"))


@pytest.fixture
def page(open_window: Callable[[], MainWindow], qtbot: QtBot) -> ReportsPage:
    """The page with its preview made and drawn."""
    window = open_window()
    window.go("reports")
    shown = window.stack.page()
    assert isinstance(shown, ReportsPage)
    wait_for_preview(shown, qtbot)
    return shown


def wait_for_preview(page: ReportsPage, qtbot: QtBot) -> None:
    """Until the present choices are previewed and the page is painted."""
    wanted = page.options.options()
    qtbot.waitUntil(lambda: page.made is not None and page.made.options == wanted, timeout=20_000)
    qtbot.waitUntil(lambda: not page.paper.sheet.image().isNull(), timeout=20_000)

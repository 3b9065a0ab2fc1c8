"""The customers page over the sample shop, cut to its story and a few people more."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock, i18n
from crm_desktop.db.store import Store
from crm_desktop.services.demo import demo
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.main_window import MainWindow
from tests.conftest import NOW

CUSTOMERS = 60


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, at Hangzhou time; tests work on copies."""
    path = tmp_path_factory.mktemp("demo") / "template.crm"
    os.environ["TZ"] = "Asia/Shanghai"
    if hasattr(time, "tzset"):
        time.tzset()
    clock.freeze(NOW)
    with i18n.using("en"), Store.create(path) as store:
        store.set_up(demo.fill, customers=CUSTOMERS, language="en", today=NOW.date())
    clock.freeze(None)
    return path


@pytest.fixture
def demo_window(
    window: MainWindow, demo_template: Path, tmp_path: Path, qtbot: QtBot
) -> MainWindow:
    """The window with its own copy of the sample shop, opened without showing Today first."""
    window._after_open = ("contacts", None)
    window.workspace.open(Path(shutil.copy(demo_template, tmp_path / "shop.crm")))
    qtbot.waitUntil(lambda: window.workspace.is_open, timeout=10_000)
    return window


@pytest.fixture
def page(demo_window: MainWindow, qtbot: QtBot) -> ContactsPage:
    """The customers page on screen, everything read."""
    demo_window.go("contacts")
    shown = demo_window.stack.page()
    assert isinstance(shown, ContactsPage)
    qtbot.waitUntil(lambda: shown.side.source is not None)
    return shown


@pytest.fixture
def ask(demo_window: MainWindow) -> Callable[..., Any]:
    """``ask(service, *args)``: what the file holds now."""
    return demo_window.workspace.read


def current_name(page: ContactsPage) -> str:
    """Name of the customer in the current row."""
    row = page.side.current_row()
    return row.name if row is not None else ""


def choose(page: ContactsPage, name: str) -> int:
    """Make a customer current; their id."""
    table = page.side.pane.table
    for number in range(table.table_model().rowCount()):
        row = table.row(number)
        if row.name == name:
            table.select_number(number)
            return int(row.id)
    raise AssertionError(name)

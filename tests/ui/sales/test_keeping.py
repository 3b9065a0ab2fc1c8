"""Orders put aside and taken up with F8; the draft outlives the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.core import paths
from crm_desktop.services.sales import sale_holds
from crm_desktop.services.sales.sale_draft import PaymentDraft
from crm_desktop.ui.sales import batch_text
from crm_desktop.ui.sales.entry_view import EntryView
from crm_desktop.ui.sales.order import Extra
from crm_desktop.ui.sales.page import SalesPage
from tests.ui.sales.conftest import TODAY, all_sales

ENTER = Qt.Key.Key_Return
Keys = Callable[..., None]


def test_an_order_is_put_aside_and_taken_up_as_it_was(
    page: SalesPage, entry: EntryView, keys: Keys
) -> None:
    before = len(all_sales(page))
    keys("yao", ENTER, "pp", ENTER, "3", ENTER)
    extra = Extra(100, "top", (PaymentDraft(500, "Cash"),), TODAY, "备注")
    entry.batch.change(0, extra=extra, discount_minor=50)
    lines = entry.batch.lines
    QTest.keyClick(entry.window().focusWidget(), Qt.Key.Key_F8)
    assert len(entry.batch) == 0 and len(all_sales(page)) == before
    held = page.shell.workspace.read(sale_holds.held)
    assert [row.name for row in held] == ["Yao Hui"]
    assert not entry.keeping.aside.isHidden() and "1" in entry.keeping.aside.text()
    entry.keeping.resume(held[0].id)
    assert entry.batch.lines == lines
    assert page.shell.workspace.read(sale_holds.held) == []
    entry.batch.undo()
    assert entry.batch.lines == lines  # never twice, never lost


def test_the_draft_is_there_again_in_another_window(
    page: SalesPage, entry: EntryView, keys: Keys, qtbot: QtBot
) -> None:
    keys("harv", ENTER, "ro", ENTER, "4", ENTER)
    entry.set_day(TODAY - dt.timedelta(days=3))
    entry.keeping.save()
    other = EntryView(page.shell)
    qtbot.addWidget(other)
    other.begin()
    assert other.batch.lines == entry.batch.lines
    assert other.day == entry.day  # not sold on the day it is taken up
    other.drop()
    assert not list((paths.config_folder() / "drafts").glob("*"))


def test_a_damaged_draft_is_no_draft() -> None:
    for plain in ([{"buyer": 1}], [{"extra": {}}], "x", None, [{"extra": {"splits": 3}}]):
        assert batch_text.from_plain(plain) == []

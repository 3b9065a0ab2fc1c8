"""Small workbooks as shops keep them, and the import page over a small shop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.ui.exchange.page import MATCH, ImportPage
from crm_desktop.ui.main_window import MainWindow

CUSTOMERS: Sequence[Sequence[Any]] = (
    ("清源净水客户台账",),
    ("序号", "客户姓名", "联系电话", "生日", "家庭地址", "换芯"),
    (1, "陈雅文", "13957168802", "1985-03-02", "西湖区文三路128号", "半年"),
    (2, "李建国", "13735480096", "1985年2月30日", "拱墅区莫干山路7号", "12个月"),
    (3, "Harvest Kitchen", "13900000001", "", "滨江区江南大道1号", "1年"),
    (4, "", "", "", "只有地址", ""),
    (5, "陈雅文", "13957168802", "", "", "半年"),
)
SALES: Sequence[Sequence[Any]] = (
    ("日期", "客户", "商品", "数量", "单价", "金额"),
    ("2026-05-03", "陈雅文", "PP棉滤芯", 2, 20, 40),
    ("2026-05-09", "李建国", "RO膜", 1, 280, 280),
)


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """``workbook(name, 客户=rows, 销售=rows)``: a real .xlsx file with these sheets."""

    def write(name: str, **sheets: Sequence[Sequence[Any]]) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def customers(workbook: Callable[..., Path]) -> Path:
    """A customer sheet with a title, a repeated customer, a bad date and a bad row."""
    return workbook("客户台账.xlsx", 客户登记=CUSTOMERS)


@pytest.fixture
def page(open_window: Callable[[], MainWindow]) -> ImportPage:
    """The import page, nothing chosen."""
    window = open_window()
    window.go("exchange")
    shown = window.stack.page()
    assert isinstance(shown, ImportPage)
    return shown


@pytest.fixture
def matching(page: ImportPage, customers: Path, qtbot: QtBot) -> ImportPage:
    """The customer sheet read, its columns on screen, the trial run done."""
    page.read_files([customers])
    wait_until_understood(page, qtbot)
    return page


def wait_until_understood(page: ImportPage, qtbot: QtBot) -> None:
    """Until the columns are on screen and it is known what the import would do."""
    qtbot.waitUntil(lambda: page.steps.current() == MATCH, timeout=20_000)
    qtbot.waitUntil(lambda: page.work.foreseen is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not page.shell.jobs.running(), timeout=20_000)

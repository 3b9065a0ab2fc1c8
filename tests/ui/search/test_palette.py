from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.ui import theme
from crm_desktop.ui.language import use_language
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.page import Command
from crm_desktop.ui.search.commands import matching
from crm_desktop.ui.search.palette import Palette

Key = Qt.Key
Ctrl = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(open_window: Callable[[], MainWindow]) -> MainWindow:
    return open_window()


@pytest.fixture
def palette(window: MainWindow, qtbot: QtBot) -> Palette:
    qtbot.keyClick(window, Key.Key_K, Ctrl)
    found = window.findChild(Palette)
    assert found is not None
    return found


def titles(palette: Palette) -> list[str]:
    return [entry.title for entry in palette.results.entries()]


def test_it_opens_with_pages_and_takes_the_keyboard(palette: Palette, window: MainWindow) -> None:
    assert "Customers" in titles(palette)
    assert window.focusWidget() is palette.field


def test_a_customer_is_found_by_name_and_by_digits(palette: Palette, qtbot: QtBot) -> None:
    palette.field.setText("yao")
    qtbot.waitUntil(lambda: "Yao Hui" in titles(palette), timeout=3000)
    palette.field.setText("13900000002")
    qtbot.waitUntil(lambda: "Daniel Lee" in titles(palette), timeout=3000)
    assert "Yao Hui" not in titles(palette)


def test_enter_opens_the_customer(
    palette: Palette, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[object] = []
    monkeypatch.setattr(window, "go", lambda *where: went.append(where))
    palette.field.setText("yao")
    qtbot.waitUntil(lambda: "Yao Hui" in titles(palette), timeout=3000)
    qtbot.keyClick(palette.field, Key.Key_Return)
    assert went
    assert went[0][0] == "contacts"  # type: ignore[index]
    assert not palette.isVisible()


def test_tab_shows_what_can_be_done_and_escape_goes_back(palette: Palette, qtbot: QtBot) -> None:
    palette.field.setText("yao")
    qtbot.waitUntil(lambda: "Yao Hui" in titles(palette), timeout=3000)
    qtbot.keyClick(palette.field, Key.Key_Tab)
    assert titles(palette)[0] == "With Yao Hui"
    assert "Record a sale" in titles(palette)
    qtbot.keyClick(palette.field, Key.Key_Escape)
    assert "Yao Hui" in titles(palette)
    qtbot.keyClick(palette.field, Key.Key_Escape)
    assert not palette.isVisible()


def test_a_greater_sign_searches_commands_only(palette: Palette, qtbot: QtBot) -> None:
    palette.field.setText(">dark")
    qtbot.waitUntil(lambda: "Dark colours" in titles(palette), timeout=3000)
    qtbot.keyClick(palette.field, Key.Key_Return)
    assert theme.is_dark()


def test_arrows_go_round_past_headings(palette: Palette, qtbot: QtBot) -> None:
    first = palette.results.current
    qtbot.keyClick(palette.field, Key.Key_Up)
    assert palette.results.current == len(palette.results.entries()) - 1
    qtbot.keyClick(palette.field, Key.Key_Down)
    assert palette.results.current == first


def test_nothing_found_is_said(palette: Palette, qtbot: QtBot) -> None:
    palette.field.setText("zzzzqq")
    qtbot.waitUntil(lambda: titles(palette) == ["Nothing found for “zzzzqq”"], timeout=3000)
    qtbot.keyClick(palette.field, Key.Key_Return)
    assert palette.isVisible()


@pytest.mark.parametrize("typed", ["客户", "kehu", "kh"])
def test_chinese_commands_are_found_by_characters_pinyin_and_initials(typed: str) -> None:
    use_language("zh_CN")
    commands = [Command("a", "客户", lambda: None), Command("b", "设置", lambda: None)]
    assert [command.key for command in matching(commands, typed)] == ["a"]

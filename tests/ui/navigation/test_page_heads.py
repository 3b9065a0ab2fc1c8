"""The heads of pages where text is twice as large: what they say can be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.ui import theme
from crm_desktop.ui.deals.page import DealsPage
from crm_desktop.ui.follow_ups.page import FollowUpsPage
from crm_desktop.ui.language import use_language
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets.text import Label

VIEWS = ("day", "week", "month", "agenda")


def whole(title: Label) -> bool:
    """True while nothing of a text is cut off."""
    return title.isVisible() and title.width() >= title.sizeHint().width()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_titles_are_whole_at_200_percent(
    open_window: Callable[[], MainWindow], qtbot: QtBot, language: str
) -> None:
    use_language(language)
    theme.look.use("light", 2.0, False)
    window = open_window()
    window.resize(1280, 720)
    window.go("deals")
    deals = window.stack.page()
    assert isinstance(deals, DealsPage)
    qtbot.waitUntil(lambda: whole(deals.header.title))
    window.go("follow_ups")
    page = window.stack.page()
    assert isinstance(page, FollowUpsPage)
    qtbot.waitUntil(lambda: whole(page.list.header.title))
    for view in VIEWS:
        page.show_view(view)
        qtbot.waitUntil(lambda: whole(page.calendar.header.title))
        assert page.calendar.header.new.accessibleName()


def test_the_search_opens_over_the_title_and_folds_again(
    open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    theme.look.use("light", 2.0, False)
    window = open_window()
    window.resize(1280, 720)
    window.go("deals")
    page = window.stack.page()
    assert isinstance(page, DealsPage)
    search, title = page.search, page.header.title
    qtbot.waitUntil(lambda: search.width() == theme.m(32) and whole(title))
    assert search.placeholderText() == "" and search.toolTip()
    qtbot.mouseClick(search, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: search.width() > theme.m(140))
    assert title.isHidden() and search.placeholderText()
    qtbot.keyClicks(search, "kit")
    page.shown()
    assert page.board.columns[0].cards.hasFocus()  # on “Add a deal” while there is none
    assert search.width() > theme.m(140)  # what is looked for stays to be seen
    search.clear()
    qtbot.waitUntil(lambda: search.width() == theme.m(32) and whole(title))


def test_where_there_is_room_nothing_folds(open_window: Callable[[], MainWindow]) -> None:
    window = open_window()
    window.go("follow_ups", "month")
    page = window.stack.page()
    assert isinstance(page, FollowUpsPage)
    head = page.calendar.header
    assert head.title.text() == "June 2026" and head.new.text().strip() == "New"
    assert not head.folded_side()
    page.show_view("list")
    assert page.list.search.width() == theme.m(220)

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from crm_desktop.core import i18n, paths
from crm_desktop.services.contacts import contact_list
from crm_desktop.ui import theme
from crm_desktop.ui.first_run import page as first_run
from crm_desktop.ui.first_run.page import FirstRunPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.page import ImportFile


@pytest.fixture
def welcome(window: MainWindow) -> FirstRunPage:
    window.start(None)
    shown = window.stack.currentWidget()
    assert isinstance(shown, FirstRunPage)
    return shown


def test_starting_empty_makes_a_file_in_the_documents(
    welcome: FirstRunPage, window: MainWindow, qtbot: QtBot
) -> None:
    welcome.empty.click()
    qtbot.waitUntil(lambda: window.workspace.is_open, timeout=10_000)
    assert window.workspace.path == paths.default_data_folder() / "My shop.crm"
    assert window.stack.current_name == "contacts"


def test_a_second_file_gets_another_name(
    welcome: FirstRunPage, window: MainWindow, qtbot: QtBot
) -> None:
    folder = paths.default_data_folder()
    folder.mkdir(parents=True)
    (folder / "My shop.crm").touch()
    welcome.start_empty()
    qtbot.waitUntil(lambda: window.workspace.is_open, timeout=10_000)
    assert window.workspace.path == folder / "My shop 2.crm"


def test_the_sample_is_a_file_of_its_own(
    welcome: FirstRunPage, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_run, "SAMPLE_CUSTOMERS", 30)
    welcome.sample.click()
    qtbot.waitUntil(lambda: window.workspace.is_open, timeout=20_000)
    assert window.workspace.path == paths.default_data_folder() / "Sample shop.crm"
    assert window.workspace.read(contact_list.count, contact_list.ContactQuery()) >= 30
    assert window.stack.current_name == "today"


def drop_on(card: object, path: Path) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(20, 20),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    card.dropEvent(event)  # type: ignore[attr-defined]
    return event


def test_a_dropped_workbook_is_imported(
    welcome: FirstRunPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(welcome, "_new_file", lambda *what: asked.append(what))
    drop_on(welcome._cards[0], tmp_path / "customers.xlsx")
    assert asked[0][2] == ("exchange", ImportFile(tmp_path / "customers.xlsx"))
    drop_on(welcome._cards[0], tmp_path / "photo.jpg")
    assert len(asked) == 1


def test_a_chosen_workbook_is_imported(
    welcome: FirstRunPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[tuple[object, ...]] = []
    source = tmp_path / "客户.xls"
    monkeypatch.setattr(welcome, "_new_file", lambda *what: asked.append(what))
    monkeypatch.setattr(first_run.QFileDialog, "getOpenFileName", lambda *a, **k: (str(source), ""))
    welcome.choose.click()
    assert asked[0][2] == ("exchange", ImportFile(source))


def test_the_language_switches_before_there_is_a_file(
    welcome: FirstRunPage, window: MainWindow, qtbot: QtBot
) -> None:
    window.set_language("zh_CN")
    assert i18n.language() == "zh_CN"
    assert welcome.choose.text() == "选择文件…"
    assert window.rail.buttons["today"].text() == "今天"


def test_the_cards_stand_below_each_other_in_a_small_window(
    welcome: FirstRunPage, window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(720, 450)
    theme.look.use(scale=1.5)
    qtbot.wait(1)
    tops = [card.y() for card in welcome._cards]
    assert tops == sorted(set(tops))

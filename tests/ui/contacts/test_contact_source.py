"""Reading the list at once and from the background."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.ui.contacts import contact_source
from crm_desktop.ui.contacts.contact_source import ContactLoader, ContactSource, Reader
from crm_desktop.ui.main_window import MainWindow
from tests.ui.contacts.conftest import CUSTOMERS


@pytest.fixture
def background(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat the small file as a large one."""
    monkeypatch.setattr(contact_source, "INLINE_LIMIT", 10)
    monkeypatch.setattr(contact_source, "_ORDER_LIMIT", 10)


def loader_of(window: MainWindow, taken: list[ContactSource]) -> ContactLoader:
    return ContactLoader(Reader(window.workspace, window), taken.append)


def test_a_small_file_is_answered_at_once(demo_window: MainWindow) -> None:
    taken: list[ContactSource] = []
    loader = loader_of(demo_window, taken)
    loader.ask(ContactQuery(sort="name", descending=False))
    assert [source.count() for source in taken] == [CUSTOMERS]
    names = [row.name for row in taken[0].fetch(0, CUSTOMERS)]
    assert len(names) == CUSTOMERS
    assert taken[0].number_of(taken[0].fetch(7, 1)[0].id) == 7


def test_a_large_one_from_the_background_and_only_the_latest(
    background: None, demo_window: MainWindow, qtbot: QtBot
) -> None:
    taken: list[ContactSource] = []
    loader = loader_of(demo_window, taken)
    loader.ask(ContactQuery(sort="spent"))
    loader.ask(ContactQuery(sort="name", descending=False))
    assert taken == []
    qtbot.waitUntil(lambda: len(taken) == 1, timeout=5_000)
    source = taken[0]
    assert source.query.sort == "name"
    page = source.fetch(50, 20)
    qtbot.waitUntil(lambda: source.ids_at(0, 0) is not None, timeout=5_000)
    assert source.fetch(50, 20) == page
    order = demo_window.workspace.read(contact_list.all_ids, source.query)
    assert source.ids_at(3, 5) == order[3:6]
    qtbot.waitUntil(lambda: not demo_window.jobs.running())
    assert len(taken) == 1


def test_the_best_hits_come_at_once_and_the_rest_joins_them(
    background: None, demo_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contact_source, "_FIRST_HITS", 2)
    query = ContactQuery(text="e", sort="best")
    everybody = demo_window.workspace.read(contact_list.best_ids, query)
    assert len(everybody) > 2
    seen: list[tuple[str, int]] = []
    loader = ContactLoader(
        Reader(demo_window.workspace, demo_window),
        lambda source: seen.append(("ready", source.count())),
        lambda source: seen.append(("grown", source.count())),
    )
    loader.ask(query)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == [("ready", 2), ("grown", len(everybody))]


def test_the_page_works_from_the_background(
    background: None, demo_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    demo_window.go("contacts")
    page = demo_window.stack.page()
    pane = page.side.pane  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: pane.model.rowCount() == CUSTOMERS, timeout=5_000)
    qtbot.keyClicks(pane.table, "harvest")
    qtbot.waitUntil(lambda: pane.model.rowCount() == 1, timeout=5_000)
    qtbot.waitUntil(lambda: "1 customer" in pane.left.text(), timeout=5_000)

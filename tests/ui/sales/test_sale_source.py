"""Reading the list of sales: at once in a small file, in the background in a large one."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.services.sales import sale_list
from crm_desktop.services.sales.sale_list import SaleQuery
from crm_desktop.ui.sales import sale_source
from crm_desktop.ui.sales.page import SalesPage
from crm_desktop.ui.sales.sale_source import SaleLoader, SaleSource


@pytest.fixture
def ids(page: SalesPage) -> list[int]:
    """Every sale in the order of the list."""
    rows = page.shell.workspace.read(sale_list.page, SaleQuery(), 0, 100)
    return [row.id for row in rows]


def test_a_small_file_answers_at_once(page: SalesPage, ids: list[int]) -> None:
    source = SaleSource(page.shell.workspace)
    ready: list[int] = []
    SaleLoader(page.shell.workspace, source).ask(SaleQuery(), lambda: ready.append(source.count()))
    assert ready == [len(ids)]
    assert [row.id for row in source.fetch(0, 100)] == ids


def test_a_large_file_is_read_in_the_background_and_then_by_id(
    page: SalesPage, ids: list[int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sale_source, "INLINE_LIMIT", 2)
    monkeypatch.setattr(sale_source, "PAGE", 2)
    source = SaleSource(page.shell.workspace)
    loader = SaleLoader(page.shell.workspace, source)
    ready: list[int] = []
    loader.ask(SaleQuery(), lambda: ready.append(source.count()))
    assert ready == []
    qtbot.waitUntil(lambda: ready == [len(ids)])
    assert [row.id for row in source.fetch(2, 2)] == ids[2:4]  # before the order is known
    qtbot.waitUntil(lambda: not page.shell.jobs.running())
    assert [row.id for row in source.fetch(2, 2)] == ids[2:4]
    assert [row.id for row in source.fetch(0, 2)] == ids[:2]


def test_only_the_latest_question_is_answered(
    page: SalesPage, ids: list[int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sale_source, "INLINE_LIMIT", 2)
    source = SaleSource(page.shell.workspace)
    loader = SaleLoader(page.shell.workspace, source)
    ready: list[str] = []
    loader.ask(SaleQuery(), lambda: ready.append("all"))
    loader.ask(SaleQuery(unpaid=True), lambda: ready.append("unpaid"))
    qtbot.waitUntil(lambda: not page.shell.jobs.running(), timeout=20_000)
    assert ready == ["unpaid"]
    assert source.count() == 2


def test_an_order_read_before_a_change_is_dropped(page: SalesPage, ids: list[int]) -> None:
    source = SaleSource(page.shell.workspace)
    source.take(page.shell.workspace.read(sale_source.load, SaleQuery()))
    source.take_order(SaleQuery(), [*ids, 99])  # one more than was counted
    source.take_order(SaleQuery(unpaid=True), ids)  # of another question
    assert source._loaded.ids is None
    source.take_order(SaleQuery(), ids)
    assert source._loaded.ids == ids

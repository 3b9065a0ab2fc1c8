"""The deals page over three open deals, one of them long stalled, and one won."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core import clock
from crm_desktop.services.deals import deal_list, deal_stages, deals
from crm_desktop.services.deals.deal_list import DealQuery, DealRow
from crm_desktop.services.deals.deals import DealDraft
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.ui.deals.page import DealsPage
from crm_desktop.ui.main_window import MainWindow
from tests.conftest import NOW
from tests.ui.conftest import TODAY


def stage(page: DealsPage, code: str) -> int:
    """The id of the stage with this code."""
    found: int = page.shell.workspace.read(deal_stages.by_name, code).id
    return found


def rows(page: DealsPage, state: str = "") -> dict[str, DealRow]:
    """Every deal in the file by its title."""
    query = DealQuery(state, today=TODAY)
    found: list[DealRow] = page.shell.workspace.read(deal_list.page, query, 0, 50)
    return {row.title: row for row in found}


def board(page: DealsPage) -> dict[str, list[str]]:
    """The titles of the cards by the code-less name of their column."""
    return {
        one.stage.name: [card.title for card in one.model.cards()] for one in page.board.columns
    }


def toast(page: DealsPage) -> str:
    """What the window said last."""
    return str(page.window()._toast.text())  # type: ignore[attr-defined]


@pytest.fixture
def page(open_window: Callable[[], MainWindow]) -> DealsPage:
    window = open_window()
    run = window.workspace.execute
    new = deals.CREATE_ACTION
    clock.freeze(NOW - dt.timedelta(days=40))
    run(new, deals.create, DealDraft("Old kitchen", 500_000))
    clock.freeze(NOW)
    step = FollowUpDraft("Measure", TODAY, "10:00", kind="visit")
    run(new, deals.create, DealDraft("Guest rooms", 1_200_000), step)
    run(new, deals.create, DealDraft("Office", 90_000, stage_id=_stage(window, "quote")))
    won = run(new, deals.create, DealDraft("Pre-filter", 300_000))
    run(deals.WON_ACTION, deals.won, won)
    window.go("deals")
    shown: Any = window.stack.page()
    assert isinstance(shown, DealsPage)
    return shown


def _stage(window: MainWindow, code: str) -> int:
    found: int = window.workspace.read(deal_stages.by_name, code).id
    return found

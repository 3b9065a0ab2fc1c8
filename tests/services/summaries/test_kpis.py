"""The figures at the top of Today; those of sales are in test_dashboard.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from crm_desktop.db.models import Deal, DealStage
from crm_desktop.db.store import Store
from crm_desktop.services.summaries import kpis
from crm_desktop.services.today import dashboard

DAY = dt.date(2026, 6, 18)


def test_deals_open_stalled_and_at_each_months_end(store: Store, read: Callable[..., Any]) -> None:
    def deals(session: Any) -> None:
        stage = session.scalars(select(DealStage).where(DealStage.code == "quote")).one()

        def deal(amount: int, since: int, state: str = "open", **more: Any) -> Deal:
            day = DAY - dt.timedelta(since)
            return Deal(
                title="x", amount_minor=amount, stage_id=stage.id, stage_since=day, state=state,
                created_at=dt.datetime.combine(day, dt.time(12), dt.UTC), **more,
            )  # fmt: skip

        session.add_all(
            [
                deal(100, 14),
                deal(200, 15),  # one day over the 14 allowed in this stage
                deal(400, 60, extended_until=DAY),
                deal(800, 100, "won", closed_on=dt.date(2026, 6, 3)),
                deal(1600, 100, "lost", closed_on=dt.date(2026, 5, 3)),
            ]
        )

    store.write("Deals", deals)
    found = read(dashboard.today, DAY).kpis
    assert (found.deals.value, found.deal_count, found.deals_stalled) == (700, 3, 1)
    assert found.deals.points[-2:] == (400 + 800, 700)
    assert found.deals.points[-3] == 400 + 800 + 1600


@pytest.mark.parametrize(
    ("now", "then", "growth"),
    [(112, 100, 1200), (0, 100, -10_000), (100, 0, None), (100, -5, None), (100, 3, 323_333)],
)
def test_growth_in_basis_points(now: int, then: int, growth: int | None) -> None:
    assert kpis.growth_bp(now, then) == growth

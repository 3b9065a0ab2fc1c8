"""The repurchase rate, counted in the database and in one pass, against the report's."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

from crm_desktop.db import bulk
from crm_desktop.db.models import Contact, Sale
from crm_desktop.db.store import Store
from crm_desktop.services.figures.purchase_days import purchase_days
from crm_desktop.services.figures.repeat_rate import repeat_rates

DAY = dt.date(2024, 2, 29)


def test_both_ways_give_the_figure_of_the_report(store: Store, read: Callable[..., Any]) -> None:
    def fill(session: Any) -> None:
        chance = random.Random(8)
        bulk.insert_rows(session, Contact, ["name"], [("x",)] * 40)
        bulk.insert_rows(
            session,
            Sale,
            ["contact_id", "sold_on", "kind", "status"],
            [
                (
                    chance.choice([*range(1, 41), None]),
                    str(DAY - dt.timedelta(chance.randrange(800))),
                    chance.choice(["sale"] * 5 + ["return"]),
                    chance.choice(["confirmed"] * 5 + ["cancelled"]),
                )
                for _sale in range(150)
            ],
        )

    store.write("Fill", fill)
    days = [DAY - dt.timedelta(60 * back) for back in range(6)]
    report = read(purchase_days, DAY, "CNY")
    expected = [report.repurchase_bp(day) for day in days]
    assert len(set(expected)) > 3
    assert read(repeat_rates, days, "CNY") == expected
    assert [read(repeat_rates, [day], "CNY")[0] for day in days] == expected
    assert read(repeat_rates, days, "USD") == [None] * 6

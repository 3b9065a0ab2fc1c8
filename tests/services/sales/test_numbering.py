"""Document numbers by pattern."""

from __future__ import annotations

import datetime as dt

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.models import Setting
from crm_desktop.db.store import Store
from crm_desktop.services.sales import numbering
from crm_desktop.services.settings import settings

DAY = dt.date(2026, 6, 18)


def test_a_pattern_with_a_date_counts_anew(store: Store) -> None:
    store.write("Numbers", settings.put, settings.SALE_NUMBER, "{year}{month}-{number:03}")

    def number(day: dt.date) -> str:
        return store.write("n", numbering.take, "sale", day).value

    assert [number(DAY), number(DAY), number(dt.date(2026, 7, 1))] == [
        "202606-001", "202606-002", "202607-001",
    ]  # fmt: skip


def test_a_bad_pattern_in_the_file_stops_the_sale_not_the_program(store: Store) -> None:
    spoilt = Setting(key=settings.SALE_NUMBER.key, value='"{nothing}"')
    store.write("Numbers", lambda session: session.add(spoilt))
    with pytest.raises(UserError, match="cannot number"):
        store.write("n", numbering.take, "sale", DAY)

"""Document numbers by pattern."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.store import Store
from crm_desktop.services import numbering, settings

DAY = dt.date(2026, 6, 18)


def test_a_pattern_with_a_date_counts_anew(store: Store, read: Callable[..., Any]) -> None:
    store.write("Numbers", settings.put, settings.SALE_NUMBER, "{year}{month}-{number:03}")

    def number(day: dt.date) -> str:
        return store.write("n", numbering.take, "sale", day).value

    assert [number(DAY), number(DAY), number(dt.date(2026, 7, 1))] == [
        "202606-001", "202606-002", "202607-001",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "pattern", ["XS", "{number", "{0}", "{number.__class__}", "{number}{secret}", "{number:x z}"]
)
def test_a_pattern_that_cannot_number_is_refused(pattern: str) -> None:
    with pytest.raises(UserError, match="cannot number"):
        numbering.checked(pattern)


def test_a_bad_pattern_in_the_file_stops_the_sale_not_the_program(store: Store) -> None:
    store.write("Numbers", settings.put, settings.SALE_NUMBER, "{nothing}")
    with pytest.raises(UserError, match="cannot number"):
        store.write("n", numbering.take, "sale", DAY)

"""Periods and what is compared with what. The sums are recomputed in test_monthly."""

from __future__ import annotations

import datetime as dt

import pytest

from crm_desktop.services.figures import sales_figures
from crm_desktop.services.figures.sales_figures import Period, SalesFigures


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def period(first: str, last: str) -> Period:
    return Period(day(first), day(last))


@pytest.mark.parametrize(
    ("now", "months", "then"),
    [
        (("2026-05-01", "2026-05-31"), 1, ("2026-04-01", "2026-04-30")),
        (("2026-02-01", "2026-02-28"), 1, ("2026-01-01", "2026-01-31")),
        (("2024-02-01", "2024-02-29"), 12, ("2023-02-01", "2023-02-28")),
        (("2026-06-01", "2026-06-18"), 1, ("2026-05-01", "2026-05-18")),
        (("2026-03-01", "2026-03-30"), 1, ("2026-02-01", "2026-02-28")),
        (("2026-01-01", "2026-01-01"), 1, ("2025-12-01", "2025-12-01")),
    ],
)
def test_the_same_days_of_an_earlier_month(
    now: tuple[str, str], months: int, then: tuple[str, str]
) -> None:
    assert sales_figures.same_days(period(*now), months) == period(*then)


def test_months_before_and_after() -> None:
    assert sales_figures.month_before(day("2026-01-31"), 1) == day("2025-12-01")
    assert sales_figures.month_before(day("2026-05-31"), 24) == day("2024-05-01")
    assert sales_figures.next_month(day("2026-12-31")) == day("2027-01-01")
    assert sales_figures.month_of(day("2024-02-10")) == period("2024-02-01", "2024-02-29")


@pytest.mark.parametrize(
    ("amount", "orders", "average"), [(1_000, 3, 333), (500, 8, 63), (-500, 8, -63), (700, 0, None)]
)
def test_the_average_order_is_rounded_half_up(
    amount: int, orders: int, average: int | None
) -> None:
    assert SalesFigures(amount, orders, 0).average_ticket_minor == average

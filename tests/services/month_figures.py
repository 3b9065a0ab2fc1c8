"""The figures of a month written by hand, for what is made of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crm_desktop.services.figures.sales_figures import (
    MonthSales,
    Period,
    SalesFigures,
    TopCustomer,
    TypeSales,
    month_before,
    month_of,
)
from crm_desktop.services.figures.supplies import SupplyOutlook
from crm_desktop.services.payments.receivables import OpenSale, Receivables
from crm_desktop.services.summaries.lapsed import Lapsed, LapsedCustomer, Move, Suggestion
from crm_desktop.services.summaries.monthly import MonthlyFigures, Snapshot

MAY = Period(dt.date(2026, 5, 1), dt.date(2026, 5, 31))


def snapshot(
    amount: int, orders: int = 10, new: int = 2, repurchase: int | None = 4100
) -> Snapshot:
    return Snapshot(MAY, SalesFigures(amount, orders, new), repurchase)


def earlier(amount: int, months: int) -> Snapshot:
    period = month_of(month_before(MAY.first, months))
    return Snapshot(period, SalesFigures(amount, 9, 1), 3900)


def months(this: int, walk_in: int = 0, others: int = 5_000_00) -> tuple[MonthSales, ...]:
    """Twelve months up to May; ``this`` of May, seven tenths by returning customers."""
    firsts = [month_before(MAY.first, back) for back in range(11, 0, -1)]
    rows = [MonthSales(first, others, 0, 0) for first in firsts]
    returning = this * 7 // 10
    return (*rows, MonthSales(MAY.first, returning, this - returning - walk_in, walk_in))


def open_sale(number: int, name: str, amount: int, late: int) -> OpenSale:
    due = MAY.last - dt.timedelta(late)
    return OpenSale(number, f"XS-{number}", number, name, due - dt.timedelta(30), due, amount, late)


def owed(*sales: OpenSale, returns: int = 0) -> Receivables:
    ages = [0, 0, 0, 0, 0]
    for sale in sales:
        ages[sum(sale.days_late > limit for limit in (0, 30, 60, 90))] += sale.open_minor
    return Receivables(MAY.last, sum(ages), tuple(ages), sales, returns)


def lapsed_customer(number: int, name: str, past: int = 12, **suggested: Any) -> LapsedCustomer:
    given = Suggestion(**suggested) if suggested else Suggestion(Move.CALL, "RO 膜")
    last_on = MAY.last - dt.timedelta(past + 40)
    return LapsedCustomer(number, name, last_on, 40, past, 5, 1_000_00 * number, given)


NO_SUPPLIES = SupplyOutlook(0, 0, "", 0, "")


def figures(**changes: Any) -> MonthlyFigures:
    """A plain good May: 6,000.00 against 5,000.00 in April, nothing late, nobody lapsed."""
    given: dict[str, Any] = {
        "now": snapshot(6_000_00),
        "month_ago": earlier(5_000_00, 1),
        "year_ago": earlier(4_000_00, 12),
        "complete": True,
        "currency": "CNY",
        "months": months(6_000_00),
        "last_year": (4_000_00,) * 12,
        "types": (TypeSales("餐饮", 4_000_00), TypeSales("", 2_000_00)),
        "top": (TopCustomer(1, "悦禾餐饮", 3_000_00, 2_000_00, 9_000_00, False),),
        "lapsed": Lapsed(0, ()),
        "owed": owed(),
        "supplies": NO_SUPPLIES,
        "other_currency_sales": 0,
    } | changes
    return MonthlyFigures(**given)

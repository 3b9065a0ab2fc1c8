"""What one customer buys again and again, how often, and when it is due next."""

from __future__ import annotations

import datetime as dt
import statistics
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Product, Sale, SaleLine
from crm_desktop.services.figures.sales_figures import counted

_FOR_A_RHYTHM = 3
"""Days of purchase from which the gaps between them say something."""


@dataclass(frozen=True, slots=True)
class Habit:
    """One product as a customer buys it: on so many ``days``, ``quantity_milli`` thousandths of
    its unit for ``amount_minor`` minor units, returns taken off.

    ``usual_days`` is how long it lasts by its days of use, else the median gap between purchases
    from the third one on; ``next_on`` is when it ends by that, ``None`` when nothing is known.
    """

    name: str
    unit: str
    days: int
    quantity_milli: int
    amount_minor: int
    last_on: dt.date
    usual_days: int | None
    next_on: dt.date | None


def habits(
    session: Session, contact_id: int, today: dt.date, currency: str, limit: int
) -> tuple[Habit, ...]:
    """The ``limit`` products this customer spent most on up to ``today``."""
    found = session.execute(_query(contact_id, today, currency).limit(limit)).all()
    days = _days(session, contact_id, today, currency)
    return tuple(_habit(row, days.get((row.product_id, row.name), [])) for row in found)


def _query(contact_id: int, today: dt.date, currency: str) -> Any:
    name = func.coalesce(Product.name, SaleLine.description)
    unit = func.coalesce(Product.unit, SaleLine.unit)
    amount = func.sum(SaleLine.amount_minor)
    bought = SaleLine.quantity_milli > 0
    return (
        select(
            SaleLine.product_id.label("product_id"),
            name.label("name"),
            unit.label("unit"),
            Product.days_of_use.label("days_of_use"),
            func.count(distinct(Sale.sold_on)).filter(bought).label("days"),
            func.sum(SaleLine.quantity_milli).label("quantity"),
            amount.label("amount"),
            func.max(Sale.sold_on).filter(bought).label("last_on"),
        )
        .select_from(Sale)
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .outerjoin(Product, Product.id == SaleLine.product_id)
        .where(Sale.contact_id == contact_id, Sale.sold_on <= today, counted(currency))
        .group_by(SaleLine.product_id, name, unit, Product.days_of_use)
        .having(func.max(SaleLine.quantity_milli) > 0, amount > 0)
        .order_by(amount.desc(), name)
    )


def _habit(row: Any, days: list[dt.date]) -> Habit:
    usual = row.days_of_use or None
    if usual is None and len(days) >= _FOR_A_RHYTHM:
        gaps = [(later - earlier).days for earlier, later in pairwise(days)]
        usual = int(statistics.median(gaps) + 0.5)
    return Habit(
        row.name,
        row.unit,
        row.days,
        row.quantity,
        row.amount,
        row.last_on,
        usual,
        row.last_on + dt.timedelta(days=usual) if usual else None,
    )


def _days(
    session: Session, contact_id: int, today: dt.date, currency: str
) -> dict[tuple[int | None, str], list[dt.date]]:
    """The days on which each product was bought, in order.

    Read for all products at once: asked for one of them SQLite would go through its lines at
    every customer's, for each of this customer's sales.
    """
    name = func.coalesce(Product.name, SaleLine.description)
    query = (
        select(SaleLine.product_id, name, Sale.sold_on)
        .select_from(Sale)
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .outerjoin(Product, Product.id == SaleLine.product_id)
        .where(
            Sale.contact_id == contact_id,
            Sale.sold_on <= today,
            SaleLine.quantity_milli > 0,
            counted(currency),
        )
        .distinct()
        .order_by(Sale.sold_on)
    )
    found: dict[tuple[int | None, str], list[dt.date]] = {}
    for product_id, called, day in session.execute(query):
        found.setdefault((product_id, called), []).append(day)
    return found

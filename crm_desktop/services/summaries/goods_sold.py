"""What was sold in a period by product and by category: lines less what came back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, distinct, func, select
from sqlalchemy.orm import Session

from crm_desktop.core.money import divide_half_up
from crm_desktop.db.models import Product, Sale, SaleLine
from crm_desktop.services.figures.sales_figures import Period, counted, sales_in
from crm_desktop.services.products import product_categories
from crm_desktop.services.settings import settings


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """A product, or a description sold without one, in a period.

    Returns are taken off quantity (thousandths) and amount (minor units); ``orders`` counts
    sales, ``customers`` who bought, walk-ins left out. ``share_bp`` is its part of all lines.
    """

    name: str
    category: str
    unit: str
    quantity_milli: int
    amount_minor: int
    orders: int
    customers: int
    share_bp: int | None


@dataclass(frozen=True, slots=True)
class CategoryPart:
    """A category's lines, its own without those below it; ``name`` is empty for none."""

    name: str
    products: int
    amount_minor: int
    share_bp: int | None


@dataclass(frozen=True, slots=True)
class GoodsSold:
    """The period, largest first. ``other_minor`` is what sales come to beside their lines:
    discounts on a whole sale, and taxes on top."""

    period: Period
    currency: str
    rows: tuple[GoodsRow, ...]
    categories: tuple[CategoryPart, ...]
    lines_minor: int
    other_minor: int

    @property
    def total_minor(self) -> int:
        """The sales of the period, as everywhere else."""
        return self.lines_minor + self.other_minor


def goods_sold(session: Session, first: dt.date, last: dt.date) -> GoodsSold:
    """Lines of confirmed sales and returns from ``first`` to ``last``, both included."""
    period = Period(first, last)
    currency = settings.get(session, settings.CURRENCY)
    found = session.execute(_query(period, currency)).all()
    total = sum(row.amount for row in found)
    paths = {one.id: one.path for one in product_categories.tree(session)}
    rows = tuple(
        GoodsRow(
            name=row.name,
            category=paths.get(row.category_id, ""),
            unit=row.unit,
            quantity_milli=row.quantity,
            amount_minor=row.amount,
            orders=row.orders,
            customers=row.customers,
            share_bp=_share(row.amount, total),
        )
        for row in found
    )
    sold = sales_in(session, period, currency).amount_minor
    return GoodsSold(period, currency, rows, _parts(rows, total), total, sold - total)


def _query(period: Period, currency: str) -> Any:
    name = func.coalesce(Product.name, SaleLine.description)
    unit = func.coalesce(Product.unit, SaleLine.unit)
    amount = func.sum(SaleLine.amount_minor)
    is_sale = Sale.kind == "sale"
    return (
        select(
            name.label("name"),
            unit.label("unit"),
            Product.category_id.label("category_id"),
            func.sum(SaleLine.quantity_milli).label("quantity"),
            amount.label("amount"),
            func.count(distinct(case((is_sale, Sale.id)))).label("orders"),
            func.count(distinct(case((is_sale, Sale.contact_id)))).label("customers"),
        )
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .outerjoin(Product, Product.id == SaleLine.product_id)
        .where(Sale.sold_on.between(period.first, period.last), counted(currency))
        .group_by(SaleLine.product_id, name, unit, Product.category_id)
        .order_by(amount.desc(), name)
    )


def _parts(rows: tuple[GoodsRow, ...], total: int) -> tuple[CategoryPart, ...]:
    amounts: dict[str, int] = defaultdict(int)
    products: dict[str, int] = defaultdict(int)
    for row in rows:
        amounts[row.category] += row.amount_minor
        products[row.category] += 1
    parts = [
        CategoryPart(name, products[name], amount, _share(amount, total))
        for name, amount in amounts.items()
    ]
    return tuple(sorted(parts, key=lambda part: (-part.amount_minor, part.name)))


def _share(amount: int, total: int) -> int | None:
    return divide_half_up(amount * 10_000, total) if total > 0 else None

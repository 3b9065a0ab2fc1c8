"""When what one customer bought is used up, by the days of use of the products."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Product, Sale, SaleLine
from crm_desktop.services.settings import settings


@dataclass(frozen=True, slots=True)
class SupplyEnd:
    """A product, the last day it was bought, and the day it is used up."""

    ends_on: dt.date
    name: str
    product_id: int
    bought_on: dt.date


def first(
    session: Session, contact_id: int, today: dt.date, but: Collection[int] = ()
) -> SupplyEnd | None:
    """What is used up first, if that is over or near; products of ``but`` are left out."""
    query = (
        select(Product.id, Product.name, Product.days_of_use, func.max(Sale.sold_on))
        .join(SaleLine, SaleLine.product_id == Product.id)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(
            Sale.contact_id == contact_id,
            Sale.kind == "sale",
            Sale.status == "confirmed",
            Sale.deleted_at.is_(None),
            Product.days_of_use > 0,
            Product.deleted_at.is_(None),
            Product.id.not_in(but),
        )
        .group_by(Product.id)
    )
    ahead = settings.get(session, settings.REORDER_DAYS)
    ends = []
    for product_id, name, lasting, last_on in session.execute(query):
        days = lasting or 0
        ends_on = last_on + dt.timedelta(days)
        # What lasts a month is not near its end on the day it was bought.
        if ends_on - dt.timedelta(min(ahead, days // 3)) <= today:
            ends.append((ends_on, name, product_id, last_on))
    return SupplyEnd(*min(ends)) if ends else None

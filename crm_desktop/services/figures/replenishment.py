"""Who will soon run out of what they bought, from each product's days of use.

A customer's supply of a product lasts ``product.days_of_use`` from the last day it was bought.
It counts as due from ``ahead`` days before that end until ``GRACE_DAYS`` after it; whoever has
not bought it again by then has gone elsewhere or stopped using it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    false,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from crm_desktop.db.models import Contact, Product, Sale, SaleLine
from crm_desktop.services.records.listed import hidden_ids
from crm_desktop.services.settings import settings

GRACE_DAYS = 60


@dataclass(frozen=True, slots=True)
class ReplenishmentRow:
    """One customer's things that run out, the first to do so deciding.

    ``what`` joins the product names; ``used_bp`` is the part of its life gone by, 0 to 10,000.
    """

    contact_id: int
    name: str
    kind: str
    what: str
    due_on: dt.date
    days_left: int
    used_bp: int


def days_ahead(session: Session) -> int:
    """How many days before the end goods count as due."""
    return settings.get(session, settings.REORDER_DAYS)


def due_contact_ids(session: Session, today: dt.date, ahead: int) -> CompoundSelect[int | None]:
    """The ids of the contacts with at least one thing due, as a query to select from."""
    nobody = select(Sale.contact_id).where(false())
    parts = [
        query.with_only_columns(Sale.contact_id).group_by(None)
        for _days, query in _queries(session, today, ahead)
    ]
    return union_all(nobody, *parts)


def due(
    session: Session, today: dt.date, ahead: int, limit: int | None = None
) -> list[ReplenishmentRow]:
    """The contacts whose supplies end within ``ahead`` days, soonest first."""
    supplies: dict[int, list[tuple[dt.date, int, int]]] = {}
    for days, query in _queries(session, today, ahead):
        for contact_id, product_id, last_on in session.execute(query):
            if contact_id is None or product_id is None:
                continue
            end = last_on + dt.timedelta(days=days)
            supplies.setdefault(contact_id, []).append((end, product_id, days))
    first = sorted((min(things), contact_id) for contact_id, things in supplies.items())[:limit]
    names = _contact_names(session, [contact_id for _end, contact_id in first])
    products = {
        product_id for _e, contact_id in first for _end, product_id, _d in supplies[contact_id]
    }
    named = select(Product.id, Product.name).where(Product.id.in_(products))
    called = dict(session.execute(named).all())
    rows = []
    for (end, _product, days), contact_id in first:
        name, kind = names[contact_id]
        what = " + ".join(called[product_id] for _e, product_id, _d in sorted(supplies[contact_id]))
        left = (end - today).days
        used = max(0, min(10_000, (days - left) * 10_000 // days))
        rows.append(ReplenishmentRow(contact_id, name, kind, what, end, left, used))
    return rows


def _queries(
    session: Session, today: dt.date, ahead: int
) -> Iterator[tuple[int, Select[int | None, int | None, dt.date]]]:
    """One query per distinct days of use, so that its bounds are plain dates an index serves."""
    lasting: dict[int, list[int]] = {}
    for product_id, days in session.execute(
        select(Product.id, Product.days_of_use).where(
            Product.days_of_use > 0, Product.deleted_at.is_(None)
        )
    ):
        lasting.setdefault(days or 0, []).append(product_id)
    for days, products in sorted(lasting.items()):
        first = today - dt.timedelta(days=days + GRACE_DAYS)
        last = min(today, today - dt.timedelta(days=days - ahead))
        yield (
            days,
            select(Sale.contact_id, SaleLine.product_id, func.max(Sale.sold_on))
            .join(SaleLine, SaleLine.sale_id == Sale.id)
            .where(
                Sale.contact_id.is_not(None),
                Sale.contact_id.not_in(hidden_ids()),
                Sale.sold_on.between(first, last),
                _unindexed(SaleLine.product_id).in_(products),
                SaleLine.quantity_milli > 0,
                Sale.kind == "sale",
                Sale.status == literal_column("'confirmed'"),
                Sale.deleted_at.is_(None),
                ~_bought_again(last),
            )
            .group_by(Sale.contact_id, SaleLine.product_id),
        )


def _bought_again(last: dt.date) -> ColumnElement[bool]:
    """True when the same customer bought the same product after ``last``."""
    later, line = aliased(Sale), aliased(SaleLine)
    return (
        select(later.id)
        .join(line, line.sale_id == later.id)
        .where(
            later.contact_id == Sale.contact_id,
            later.sold_on > last,
            later.kind == "sale",
            later.status == literal_column("'confirmed'"),
            later.deleted_at.is_(None),
            _unindexed(line.product_id) == SaleLine.product_id,
            line.quantity_milli > 0,
        )
        .exists()
    )


def _unindexed(product_id: Any) -> ColumnElement[int]:
    """A product has thousands of lines, a sale a few: the lines are to be found by their sale."""
    found: ColumnElement[int] = product_id + 0
    return found


def _contact_names(session: Session, ids: list[int]) -> dict[int, tuple[str, str]]:
    return {
        contact_id: (name, kind)
        for contact_id, name, kind in session.execute(
            select(Contact.id, Contact.name, Contact.kind).where(Contact.id.in_(ids))
        )
    }

"""Warranties about to end at customers': the moment to offer a service plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import formats
from crm_desktop.db.models import Asset, Contact, Product


@dataclass(frozen=True, slots=True)
class WarrantyRow:
    """Things of one customer under one warranty; ``what`` is the name with the number of them."""

    contact_id: int
    name: str
    kind: str
    what: str
    until: dt.date
    days_left: int


def ending(
    session: Session, today: dt.date, days: int = 30, limit: int | None = 50
) -> list[WarrantyRow]:
    """Warranties ending from today to ``days`` days ahead, soonest first."""
    what = func.coalesce(func.nullif(Asset.name, ""), Product.name, "")
    query = (
        select(
            Contact.id,
            Contact.name,
            Contact.kind,
            what,
            Asset.warranty_until,
            func.count(),
            func.sum(Asset.quantity_milli),
        )
        .join(Contact, Contact.id == Asset.contact_id)
        .outerjoin(Product, Product.id == Asset.product_id)
        .where(
            Asset.warranty_until.between(today, today + dt.timedelta(days=days)),
            Asset.retired_on.is_(None),
            Asset.deleted_at.is_(None),
            Contact.deleted_at.is_(None),
            Contact.archived_at.is_(None),
        )
        .group_by(Contact.id, what, Asset.warranty_until)
        .order_by(Asset.warranty_until, Contact.id)
        .limit(limit)
    )
    return [
        WarrantyRow(contact_id, name, kind, _several(called, number, milli), until,
                    (until - today).days)
        for contact_id, name, kind, called, until, number, milli in session.execute(query)
    ]  # fmt: skip


def _several(name: str, number: int, quantity_milli: int) -> str:
    """``Dispenser ×6``: rows without a quantity stand for one thing each."""
    many = max(number * 1000, quantity_milli)
    return name if many <= 1000 else f"{name} ×{formats.quantity(many)}"

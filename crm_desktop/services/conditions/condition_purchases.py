"""Conditions on what customers bought: goods, spending over a time, and their own rhythm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Contact, ContactStats, Product, ProductCategory, Sale, SaleLine
from crm_desktop.services.conditions.condition_kinds import WHO, Asked, Clause
from crm_desktop.services.figures import replenishment
from crm_desktop.services.figures.purchase_days import (
    FEWEST_PURCHASES,
    LOST_AFTER_DAYS,
    LOST_AFTER_GAPS,
)


def bought(asked: Asked) -> Clause:
    """``value``: ``{"product": name, "category": name, "days": n, "times": n}``, all optional.

    A category means its subcategories too. ``times`` counts sales, not pieces.
    """
    wanted = asked.value if isinstance(asked.value, Mapping) else {"product": asked.value}
    sales = _sales(wanted, asked.today)
    if wanted.get("product") or wanted.get("category"):
        sales = sales.join(SaleLine, SaleLine.sale_id == Sale.id).join(
            Product, Product.id == SaleLine.product_id
        )
    if wanted.get("product"):
        sales = sales.where(Product.name == str(wanted["product"]))
    if wanted.get("category"):
        named = str(wanted["category"])
        sales = sales.where(Product.category_id.in_(_with_children(asked.session, named)))
    times = int(wanted.get("times") or 1)
    if times > 1:
        sales = sales.group_by(Sale.contact_id).having(func.count(Sale.id.distinct()) >= times)
    member = WHO.in_(sales)
    return not_(member) if asked.op == "not_bought" else member


def _sales(wanted: Mapping[str, Any], today: dt.date) -> Select[Any]:
    sales = select(Sale.contact_id).where(
        Sale.contact_id.is_not(None),
        Sale.status == "confirmed",
        Sale.kind == "sale",
        Sale.deleted_at.is_(None),
    )
    if wanted.get("days"):
        since = today - dt.timedelta(days=int(wanted["days"]))
        sales = sales.where(Sale.sold_on.between(since, today))
    return sales


def _with_children(session: Session, name: str) -> list[int]:
    rows = session.execute(
        select(ProductCategory.id, ProductCategory.parent_id, ProductCategory.name)
    ).all()
    chosen = {row.id for row in rows if row.name == name}
    grown = True
    while grown:
        more = {row.id for row in rows if row.parent_id in chosen} - chosen
        chosen |= more
        grown = bool(more)
    return sorted(chosen)


def spent_within(asked: Asked) -> Clause:
    """``value``: ``{"days": n, "amount": minor}``; returns are taken off, none counts as 0."""
    days, amount = int(asked.value["days"]), int(asked.value["amount"])
    since = asked.today - dt.timedelta(days=days)
    totals = (
        select(Sale.contact_id)
        .where(
            Sale.contact_id.is_not(None),
            Sale.status == "confirmed",
            Sale.kind != "opening",
            Sale.deleted_at.is_(None),
            Sale.sold_on.between(since, asked.today),
        )
        .group_by(Sale.contact_id)
    )
    total = func.sum(Sale.total_minor)
    if asked.op == "at_least":
        enough = WHO.in_(totals.having(total >= amount))
        return enough if amount > 0 else or_(enough, WHO.not_in(totals))
    return WHO.not_in(totals.having(total > amount))


def past_rhythm(asked: Asked) -> Clause:
    """Silent for longer than ``value`` per cent of their own mean interval between purchases.

    Counts like ``purchase_days.PurchaseDays.overdue`` who is not lost yet, but by the mean of
    all intervals, which the figures of every customer hold, instead of the median of three
    years.
    """
    share = int(asked.value or 100)
    first = func.julianday(ContactStats.first_sale_on)
    last = func.julianday(ContactStats.last_sale_on)
    recorded = ContactStats.sale_count - Contact.opening_sale_count
    mean = (last - first) / (recorded - 1)
    silent = func.julianday(asked.today.isoformat()) - last
    return and_(
        recorded >= FEWEST_PURCHASES,
        last > first,
        silent * 100 > mean * share,
        or_(silent <= LOST_AFTER_DAYS, silent <= mean * LOST_AFTER_GAPS),
    )


def due_to_reorder(asked: Asked) -> Clause:
    """What they bought runs out within ``value`` days, or the days of the settings."""
    ahead = int(asked.value or replenishment.days_ahead(asked.session))
    return WHO.in_(replenishment.due_contact_ids(asked.session, asked.today, ahead))


def overdue(asked: Asked) -> Clause:
    """Something unpaid was due more than ``value`` days ago."""
    late = asked.today - dt.timedelta(days=int(asked.value or 0))
    return WHO.in_(
        select(Sale.contact_id).where(
            Sale.contact_id.is_not(None),
            Sale.status == "confirmed",
            Sale.deleted_at.is_(None),
            Sale.total_minor > Sale.paid_minor,
            Sale.due_on < late,
        )
    )

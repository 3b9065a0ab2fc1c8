"""What runs out at customers' in a coming month: whom to remind and what to have in stock."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.orm import Session, aliased

from crm_desktop.db.models import Contact, Product, Sale, SaleLine
from crm_desktop.services.figures.sales_figures import Period, counted


@dataclass(frozen=True, slots=True)
class SupplyOutlook:
    """``customers`` whose goods run out, ``amount_minor`` what they paid for them last time.

    ``product`` is the one needed by most of them, ``quantity_milli`` how much of it they bought
    last time, in thousandths of ``unit``; empty and 0 when nothing runs out.
    """

    customers: int
    amount_minor: int
    product: str
    quantity_milli: int
    unit: str


@dataclass(frozen=True, slots=True)
class _Ending:
    contact_id: int
    product: tuple[str, str]  # name and unit
    quantity_milli: int
    amount_minor: int


def supplies_ending(
    session: Session, month: Period, known_on: dt.date, currency: str
) -> SupplyOutlook:
    """Goods that run out in ``month``, as the sales up to ``known_on`` tell.

    What a customer bought lasts the product's days of use, counted from the sale; what they
    have bought again since is left out, and so are archived and deleted contacts.
    """
    endings = list(_endings(session, month, known_on, currency))
    quantities: Counter[tuple[str, str]] = Counter()
    buyers: dict[tuple[str, str], set[int]] = {}
    for ending in endings:
        quantities[ending.product] += ending.quantity_milli
        buyers.setdefault(ending.product, set()).add(ending.contact_id)
    name, unit = max(buyers, key=lambda product: (len(buyers[product]), product), default=("", ""))
    return SupplyOutlook(
        customers=len({ending.contact_id for ending in endings}),
        amount_minor=sum(ending.amount_minor for ending in endings),
        product=name,
        quantity_milli=quantities[name, unit],
        unit=unit,
    )


def _endings(
    session: Session, month: Period, known_on: dt.date, currency: str
) -> Iterator[_Ending]:
    """One row per sale line that runs out; one query per distinct days of use, so that its
    bounds are plain dates which an index serves."""
    for days, products in _lasting(session).items():
        bought = Period(month.first - dt.timedelta(days), month.last - dt.timedelta(days))
        rows = session.execute(
            select(
                Sale.contact_id,
                SaleLine.product_id,
                SaleLine.quantity_milli,
                SaleLine.amount_minor,
            )
            .join(SaleLine, SaleLine.sale_id == Sale.id)
            .join(Contact, Contact.id == Sale.contact_id)
            .where(
                Sale.sold_on.between(bought.first, min(bought.last, known_on)),
                Sale.kind == "sale",
                counted(currency),
                _by_sale(SaleLine.product_id).in_(products),
                SaleLine.quantity_milli > 0,
                Contact.deleted_at.is_(None),
                Contact.archived_at.is_(None),
                ~_bought_again(known_on),
            )
        )
        yield from (
            _Ending(contact_id, products[product_id], quantity, amount)
            for contact_id, product_id, quantity, amount in rows
            if contact_id is not None and product_id is not None
        )


def _lasting(session: Session) -> dict[int, dict[int, tuple[str, str]]]:
    """By days of use, the products that last so long: their names and units by id."""
    lasting: dict[int, dict[int, tuple[str, str]]] = {}
    rows = session.execute(
        select(Product.id, Product.name, Product.unit, Product.days_of_use).where(
            Product.days_of_use > 0, Product.deleted_at.is_(None)
        )
    )
    for product_id, name, unit, days in rows:
        lasting.setdefault(days or 0, {})[product_id] = (name, unit)
    return lasting


def _by_sale(product_id: Any) -> Any:
    """The same number in words that no index over products answers: a line has to be reached
    through its sale, of which there are few, and not through its product, of which a database
    without statistics expects few lines."""
    return product_id + 0


def _bought_again(known_on: dt.date) -> ColumnElement[bool]:
    later, line = aliased(Sale), aliased(SaleLine)
    return (
        select(later.id)
        .join(line, line.sale_id == later.id)
        .where(
            later.contact_id == Sale.contact_id,
            later.sold_on > Sale.sold_on,
            later.sold_on <= known_on,
            later.kind == "sale",
            later.status == literal_column("'confirmed'"),
            later.deleted_at.is_(None),
            _by_sale(line.product_id) == SaleLine.product_id,
            line.quantity_milli > 0,
        )
        .exists()
    )

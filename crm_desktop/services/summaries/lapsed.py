"""Old customers who have not come back, each with what to do about it and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Contact, ContactStats, Product, Sale, SaleLine
from crm_desktop.services.figures.purchase_days import FEWEST_PURCHASES, PurchaseDays, Rhythm
from crm_desktop.services.figures.sales_figures import counted
from crm_desktop.services.payments.receivables import OpenSale, Receivables


class Move(Enum):
    """What to do about a lapsed customer, the first that applies."""

    SETTLE = "settle"  # they owe us money that is late
    REPLACE = "replace"  # something they bought has reached the end of its use
    CALL = "call"  # silent for twice the usual interval
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A move with its reason. ``product`` may be empty: then nothing is known of the goods.

    For ``SETTLE``: ``amount_minor`` is late by ``days``. For ``REPLACE``: ``product``, bought
    on ``bought_on``, lasts ``days``.
    """

    move: Move
    product: str = ""
    bought_on: dt.date | None = None
    days: int = 0
    amount_minor: int = 0


@dataclass(frozen=True, slots=True)
class LapsedCustomer:
    """A customer past the usual interval; ``spent_minor`` is all they ever spent up to
    the day the list is of."""

    contact_id: int
    name: str
    last_on: dt.date
    usual_days: int
    days_past: int
    purchases: int
    spent_minor: int
    suggestion: Suggestion


@dataclass(frozen=True, slots=True)
class Lapsed:
    """How many have lapsed, and the first of them by what they have spent."""

    count: int
    customers: tuple[LapsedCustomer, ...]


@dataclass(frozen=True, slots=True)
class _Bought:
    """The last time a customer bought one product."""

    product: str
    days_of_use: int | None
    on: dt.date


def lapsed_customers(
    session: Session, days: PurchaseDays, owed: Receivables, currency: str, limit: int
) -> Lapsed:
    """The customers overdue against their own rhythm (``PurchaseDays.overdue``).

    Archived, merged and deleted contacts are left out. Those who spent most come first;
    ``limit`` caps how many are described.
    """
    spent = _spent_by_active(session, days.last, currency)
    overdue = [rhythm for rhythm in days.overdue() if rhythm.contact_id in spent]
    overdue.sort(key=lambda rhythm: (-spent[rhythm.contact_id], rhythm.contact_id))
    first = overdue[:limit]
    ids = [rhythm.contact_id for rhythm in first]
    names = _names(session, ids)
    bought = _last_bought(session, ids, days.last, currency)
    late = _late_by_contact(owed.late)
    customers = tuple(
        LapsedCustomer(
            contact_id=rhythm.contact_id,
            name=names[rhythm.contact_id],
            last_on=rhythm.last_on,
            usual_days=rhythm.usual_days,
            days_past=rhythm.days_past,
            purchases=rhythm.purchases,
            spent_minor=spent[rhythm.contact_id],
            suggestion=_suggest(
                rhythm,
                late.get(rhythm.contact_id),
                bought.get(rhythm.contact_id, []),
                days.last,
            ),
        )
        for rhythm in first
    )
    return Lapsed(len(overdue), customers)


def _spent_by_active(session: Session, last: dt.date, currency: str) -> dict[int, int]:
    """All they ever spent up to ``last``, by contact that is still worked with, is kept in
    ``currency`` and may have a rhythm."""
    put_away = session.scalars(
        select(Contact.id).where(
            or_(
                Contact.deleted_at.is_not(None),
                Contact.archived_at.is_not(None),
                Contact.merged_into_id.is_not(None),
                Contact.currency != currency,
            )
        )
    )
    rows = session.execute(
        select(ContactStats.contact_id, ContactStats.spent_minor).where(
            ContactStats.sale_count >= FEWEST_PURCHASES
        )
    )
    spent = {contact_id: int(amount) for contact_id, amount in rows}
    later = session.execute(
        select(Sale.contact_id, func.sum(Sale.total_minor))
        .where(Sale.sold_on > last, counted(currency))
        .group_by(Sale.contact_id)
    )
    for contact_id, amount in later:
        if contact_id in spent:
            spent[contact_id] -= int(amount)
    for contact_id in put_away:
        spent.pop(contact_id, None)
    return spent


def _names(session: Session, ids: list[int]) -> dict[int, str]:
    rows = session.execute(select(Contact.id, Contact.name).where(Contact.id.in_(ids)))
    return {contact_id: str(name) for contact_id, name in rows}


def _last_bought(
    session: Session, ids: list[int], last: dt.date, currency: str
) -> dict[int, list[_Bought]]:
    """For each contact the last purchase of each thing, most recent first; services are none."""
    on = func.max(Sale.sold_on)
    name = func.coalesce(func.nullif(SaleLine.description, ""), Product.name, "")
    rows = session.execute(
        select(Sale.contact_id, name, Product.days_of_use, on)
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .outerjoin(Product, Product.id == SaleLine.product_id)
        .where(
            Sale.contact_id.in_(ids),
            Sale.kind == "sale",
            Sale.sold_on <= last,
            SaleLine.quantity_milli > 0,
            SaleLine.gift.is_(False),
            or_(Product.id.is_(None), Product.is_service.is_(False)),
            counted(currency),
        )
        .group_by(Sale.contact_id, name, Product.days_of_use)
        .order_by(on.desc(), func.sum(SaleLine.amount_minor).desc(), name)
    )
    bought: dict[int, list[_Bought]] = {}
    for contact_id, product, days_of_use, day in rows:
        if contact_id is not None and product:
            bought.setdefault(contact_id, []).append(_Bought(product, days_of_use, day))
    return bought


def _late_by_contact(late: Iterable[OpenSale]) -> dict[int, tuple[int, int]]:
    """By contact: minor units late in all, and days late of the oldest."""
    found: dict[int, tuple[int, int]] = {}
    for sale in late:
        if sale.contact_id is not None:
            amount, days = found.get(sale.contact_id, (0, 0))
            found[sale.contact_id] = (amount + sale.open_minor, max(days, sale.days_late))
    return found


def _suggest(
    rhythm: Rhythm, late: tuple[int, int] | None, bought: list[_Bought], today: dt.date
) -> Suggestion:
    if late is not None:
        return Suggestion(Move.SETTLE, amount_minor=late[0], days=late[1])
    for thing in bought:
        if thing.days_of_use and thing.on + dt.timedelta(days=thing.days_of_use) <= today:
            return Suggestion(
                Move.REPLACE, thing.product, bought_on=thing.on, days=thing.days_of_use
            )
    product = bought[0].product if bought else ""
    move = Move.CALL if rhythm.silent_days >= 2 * rhythm.usual_days else Move.MESSAGE
    return Suggestion(move, product)

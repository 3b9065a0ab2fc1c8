"""Who came, who was lost and who came back in a period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Contact, Sale
from crm_desktop.services.figures.purchase_days import LOST_AFTER_DAYS
from crm_desktop.services.figures.sales_figures import Period, counted, may_be_new, spent_by
from crm_desktop.services.settings import settings

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Moved:
    """A customer that moved. ``on`` is the first purchase of the period, or for a lost one the
    last ever; ``before_on`` the purchase before that, ``None`` for a new one. ``amount_minor``
    is the period's sales less returns, for a lost one all there was up to its end."""

    contact_id: int
    name: str
    on: dt.date
    before_on: dt.date | None
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Movement:
    """The customers of a period, the most money first; a silence of more than
    ``LOST_AFTER_DAYS`` makes a lost one, and the purchase that ends it a won-back one."""

    period: Period
    currency: str
    new: tuple[Moved, ...]
    lost: tuple[Moved, ...]
    won_back: tuple[Moved, ...]


def movement(session: Session, first: dt.date, last: dt.date) -> Movement:
    """The customers who moved from ``first`` to ``last``, both included.

    Deleted customers are left out, and among the lost the archived, who are not worked with.
    """
    period = Period(first, last)
    currency = settings.get(session, settings.CURRENCY)
    new, back = _came(session, period, currency)
    lost = _lost(session, period, currency)
    return Movement(period, currency, _by_amount(new), _by_amount(lost), _by_amount(back))


def newcomers(session: Session, first: dt.date, last: dt.date) -> tuple[Moved, ...]:
    """The new ones of ``movement`` alone, without looking through those who stay away."""
    currency = settings.get(session, settings.CURRENCY)
    return _by_amount(_came(session, Period(first, last), currency)[0])


def _came(session: Session, period: Period, currency: str) -> tuple[list[Moved], list[Moved]]:
    """Who is new, and who came back."""
    new, back = [], []
    for row in _bought(session, period, currency):
        moved = Moved(row.id, row.name, row.on, row.before_on, row.amount)
        if row.before_on is None and row.may_be_new:
            new.append(moved)
        elif row.before_on and (row.on - row.before_on).days > LOST_AFTER_DAYS:
            back.append(moved)
    return new, back


def _by_amount(rows: list[Moved]) -> tuple[Moved, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.amount_minor, row.contact_id)))


def _bought(session: Session, period: Period, currency: str) -> list[Row[tuple[object, ...]]]:
    """Who bought in the period, when first, and when last before it."""
    counts = counted(currency)
    bought = (
        select(Sale.contact_id, func.min(Sale.sold_on).label("on"))
        .where(Sale.sold_on.between(period.first, period.last), Sale.kind == "sale", counts)
        .group_by(Sale.contact_id)
        .subquery()
    )
    of_contact = Sale.contact_id == Contact.id
    before = (
        select(func.max(Sale.sold_on))
        .where(of_contact, Sale.sold_on < period.first, Sale.kind == "sale", counts)
        .scalar_subquery()
    )
    amount = (
        select(func.sum(Sale.total_minor))
        .where(of_contact, Sale.sold_on.between(period.first, period.last), counts)
        .scalar_subquery()
    )
    query = (
        select(
            Contact.id,
            Contact.name,
            bought.c.on.label("on"),
            before.label("before_on"),
            amount.label("amount"),
            may_be_new(currency).label("may_be_new"),
        )
        .join(bought, bought.c.contact_id == Contact.id)
        .where(Contact.deleted_at.is_(None))
    )
    return list(session.execute(query).all())


def _lost(session: Session, period: Period, currency: str) -> list[Moved]:
    """Whose silence became longer than ``LOST_AFTER_DAYS`` within the period."""
    silence = dt.timedelta(days=LOST_AFTER_DAYS + 1)
    last_on = func.max(Sale.sold_on)
    query = (
        select(Contact.id, Contact.name, last_on, Contact.opening_spent_minor)
        .join(Sale, Sale.contact_id == Contact.id)
        .where(
            Sale.kind == "sale",
            Sale.sold_on <= period.last,
            counted(currency),
            Contact.deleted_at.is_(None),
            Contact.archived_at.is_(None),
        )
        .group_by(Contact.id)
        .having(last_on.between(period.first - silence, period.last - silence))
    )
    rows = session.execute(query).all()
    found: dict[int, int] = {}
    ever = Period(dt.date.min, period.last)
    for start in range(0, len(rows), _AT_ONCE):
        ids = [row.id for row in rows[start : start + _AT_ONCE]]
        found |= spent_by(session, ids, ever, currency)
    return [
        Moved(contact_id, name, on, None, before + found.get(contact_id, 0))
        for contact_id, name, on, before in rows
    ]

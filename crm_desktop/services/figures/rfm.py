"""Buyers by how lately, how often and for how much they buy, in groups one can act on.

The three scores of 1 to 5 are those of a customer's health (health.py). The groups:

* ``best``: R and F from 4. ``regular``: both from 3. ``new``: R from 4, F below 3.
* ``risk``: F from 3, R up to 2. ``cooling``: R of 3, F below 3. ``asleep``: all others.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from crm_desktop.core.i18n import pgettext
from crm_desktop.db.models import Contact, Sale
from crm_desktop.services.figures import health
from crm_desktop.services.figures.sales_figures import counted
from crm_desktop.services.records.listed import hidden_ids
from crm_desktop.services.settings import settings

GROUPS = ("best", "regular", "new", "risk", "cooling", "asleep")


@dataclass(frozen=True, slots=True)
class Buyer:
    """One customer; ``spent_minor`` is all that was bought less what was given back."""

    contact_id: int
    name: str
    last_on: dt.date
    year_orders: int
    spent_minor: int
    recency: int
    frequency: int
    spend: int

    @property
    def group(self) -> str:
        """The group the scores make."""
        if self.recency >= 4:
            return "best" if self.frequency >= 4 else self._regular_or("new")
        if self.recency == 3:
            return self._regular_or("cooling")
        return "risk" if self.frequency >= 3 else "asleep"

    def _regular_or(self, otherwise: str) -> str:
        return "regular" if self.frequency >= 3 else otherwise


@dataclass(frozen=True, slots=True)
class Rfm:
    """All buyers on a day, who spent most first."""

    day: dt.date
    currency: str
    buyers: tuple[Buyer, ...]

    def of(self, group: str) -> tuple[Buyer, ...]:
        """The buyers of one group."""
        return tuple(one for one in self.buyers if one.group == group)

    def cells(self) -> Counter[tuple[int, int]]:
        """How many buyers have each pair of R and F."""
        return Counter((one.recency, one.frequency) for one in self.buyers)


def group_name(group: str) -> str:
    """What a group is called."""
    return {
        "best": pgettext("rfm", "Best"),
        "regular": pgettext("rfm", "Regular"),
        "new": pgettext("rfm", "New"),
        "risk": pgettext("rfm", "At risk"),
        "cooling": pgettext("rfm", "Cooling"),
        "asleep": pgettext("rfm", "Asleep"),
    }[group]


def rfm(session: Session, day: dt.date) -> Rfm:
    """Every listed customer who bought in the shop's currency up to ``day``."""
    currency = settings.get(session, settings.CURRENCY)
    year = dt.timedelta(days=health.YEAR_DAYS)
    sold, spent = Sale.kind == "sale", func.sum(Sale.total_minor)
    query = (
        select(
            Contact.id,
            Contact.name,
            func.max(case((sold, Sale.sold_on))),
            func.sum(case((sold & (Sale.sold_on > day - year), 1), else_=0)),
            spent,
        )
        .join(Sale, Sale.contact_id == Contact.id)
        .where(Sale.sold_on <= day, counted(currency), Contact.id.not_in(hidden_ids()))
        .group_by(Contact.id)
        .having(func.max(sold) > 0)
        .order_by(spent.desc(), Contact.id)
    )
    found = session.execute(query).all()
    buyers = tuple(
        Buyer(
            contact_id,
            name,
            last_on,
            orders,
            amount,
            health.recency_score((day - last_on).days),
            health.frequency_score(orders),
            5 - min(4, place * 5 // len(found)) if amount > 0 else 1,
        )
        for place, (contact_id, name, last_on, orders, amount) in enumerate(found)
    )
    return Rfm(day, currency, buyers)

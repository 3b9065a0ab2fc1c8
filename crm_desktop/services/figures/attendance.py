"""Events: who was asked, who said yes, who came, and who bought afterwards."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Campaign, CampaignMember, Contact, Sale
from crm_desktop.services.figures.sales_figures import Period, counted
from crm_desktop.services.settings import settings

BOUGHT_WITHIN = 30
"""Days after an event in which a purchase of who came is told with it."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody asked to an event; ``spent_minor`` was bought within ``BOUGHT_WITHIN`` days."""

    name: str
    role: str
    answered: bool
    came: bool
    response: str
    spent_minor: int


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a period."""

    name: str
    on: dt.date
    place: str
    cost_minor: int | None
    guests: tuple[Guest, ...]

    @property
    def came(self) -> int:
        """How many were there."""
        return sum(one.came for one in self.guests)

    @property
    def answered(self) -> int:
        """How many said something to the invitation."""
        return sum(one.answered for one in self.guests)

    @property
    def spent_minor(self) -> int:
        """What those who came bought soon after."""
        return sum(one.spent_minor for one in self.guests if one.came)


def events(session: Session, first: dt.date, last: dt.date) -> tuple[Event, ...]:
    """The events that began from ``first`` to ``last``, both included, the latest first."""
    query = (
        select(Campaign)
        .where(
            Campaign.kind == "event",
            Campaign.starts_on.between(first, last),
            Campaign.deleted_at.is_(None),
        )
        .order_by(Campaign.starts_on.desc(), Campaign.id)
    )
    currency = settings.get(session, settings.CURRENCY)
    return tuple(
        Event(
            one.name,
            one.starts_on,
            one.place,
            one.cost_minor if one.currency == currency else None,
            _guests(session, one.id, _after(one.starts_on, one.ends_on), currency),
        )
        for one in session.scalars(query)
        if one.starts_on is not None
    )


def _after(first: dt.date, last: dt.date | None) -> Period:
    end = max(first, last or first)
    return Period(first, end + min(dt.timedelta(days=BOUGHT_WITHIN), dt.date.max - end))


def _guests(session: Session, campaign_id: int, after: Period, currency: str) -> tuple[Guest, ...]:
    spent = (
        select(func.coalesce(func.sum(Sale.total_minor), 0))
        .where(
            Sale.contact_id == Contact.id,
            Sale.sold_on.between(after.first, after.last),
            counted(currency),
        )
        .scalar_subquery()
    )
    query = (
        select(CampaignMember, Contact.name, spent)
        .join(Contact, Contact.id == CampaignMember.contact_id)
        .where(CampaignMember.campaign_id == campaign_id, CampaignMember.group_name == "target")
        .order_by(CampaignMember.checked_in_at.is_(None), Contact.name, Contact.id)
    )
    return tuple(
        Guest(
            name,
            one.role,
            one.responded_at is not None,
            one.checked_in_at is not None,
            one.response,
            bought,
        )
        for one, name, bought in session.execute(query)
    )

"""What happened yesterday and today so far: the first question of whoever comes in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.db.models import Action, Change, Contact, Deal, FollowUp, Payment, Sale
from crm_desktop.services.figures import sales_figures
from crm_desktop.services.figures.sales_figures import Period
from crm_desktop.services.payments import bonus

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayActivity:
    """One local day's work. Money is in minor units of the file's currency.

    ``received_minor`` is what was paid less what was paid back; ``cancelled`` counts sales
    cancelled on the day, whenever they were made; ``added`` customers entered or imported.
    """

    day: dt.date
    sales_minor: int
    orders: int
    cancelled: int
    received_minor: int
    added: int
    done: int
    won: int
    won_minor: int
    lost: int


def since_yesterday(
    session: Session, today: dt.date, currency: str
) -> tuple[DayActivity, DayActivity]:
    """Yesterday and today so far."""
    return _activity(session, today - _DAY, currency), _activity(session, today, currency)


def _activity(session: Session, day: dt.date, currency: str) -> DayActivity:
    sales = sales_figures.sales_in(session, Period(day, day), currency)
    first, end = clock.start_of(day), clock.start_of(day + _DAY)
    won, won_minor = _deals(session, day, currency, "won")
    return DayActivity(
        day=day,
        sales_minor=sales.amount_minor,
        orders=sales.orders,
        cancelled=_cancelled(session, first, end),
        received_minor=_received(session, day, currency),
        added=_added(session, first, end),
        done=_done(session, first, end),
        won=won,
        won_minor=won_minor,
        lost=_deals(session, day, currency, "lost")[0],
    )


def _received(session: Session, day: dt.date, currency: str) -> int:
    query = select(func.coalesce(func.sum(Payment.amount_minor), 0)).where(
        Payment.paid_on == day,
        Payment.currency == currency,
        Payment.method != bonus.METHOD,
        Payment.deleted_at.is_(None),
    )
    return session.scalars(query).one()


def _added(session: Session, first: dt.datetime, end: dt.datetime) -> int:
    query = select(func.count()).where(
        Contact.created_at >= first,
        Contact.created_at < end,
        Contact.deleted_at.is_(None),
        Contact.merged_into_id.is_(None),
    )
    return session.scalars(query).one()


def _done(session: Session, first: dt.datetime, end: dt.datetime) -> int:
    query = select(func.count()).where(
        FollowUp.done_at >= first,
        FollowUp.done_at < end,
        FollowUp.state == "done",
        FollowUp.deleted_at.is_(None),
    )
    return session.scalars(query).one()


def _deals(session: Session, day: dt.date, currency: str, state: str) -> tuple[int, int]:
    """How many deals ended so on the day, and the amount of those in the file's currency."""
    own = func.sum(Deal.amount_minor).filter(Deal.currency == currency)
    query = select(func.count(), func.coalesce(own, 0)).where(
        Deal.closed_on == day, Deal.state == state, Deal.deleted_at.is_(None)
    )
    number, amount = session.execute(query).one()
    return number, amount


def _cancelled(session: Session, first: dt.datetime, end: dt.datetime) -> int:
    """From the log: a sale does not keep the day on which it was cancelled."""
    query = (
        select(func.count(func.distinct(Sale.id)))
        .select_from(Action)
        .join(Change, Change.action_id == Action.id)
        .join(Sale, Sale.id == Change.row_id)
        .where(
            Action.done_at >= first,
            Action.done_at < end,
            Action.kind == "do",
            Action.undone.is_(False),
            Change.table_name == "sale",
            Change.operation == "U",
            func.json_extract(Change.before, "$.status") == "confirmed",
            Sale.status == "cancelled",
        )
    )
    return session.scalars(query).one()

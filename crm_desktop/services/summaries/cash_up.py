"""The till at the end of a day: what was sold, and what came in and went out by method."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Contact, Payment
from crm_desktop.services.figures.sales_figures import Period, SalesFigures, sales_in
from crm_desktop.services.payments import bonus
from crm_desktop.services.settings import settings


@dataclass(frozen=True, slots=True)
class MethodSum:
    """A method of payment, empty when none was written down; amounts in minor units, what was
    given back (``out_minor``) as zero or less."""

    method: str
    payments: int
    in_minor: int
    out_minor: int

    @property
    def net_minor(self) -> int:
        """What there must be more of than in the morning."""
        return self.in_minor + self.out_minor


@dataclass(frozen=True, slots=True)
class Taken:
    """One payment of the day; ``name`` is empty for a walk-in."""

    name: str
    method: str
    kind: str
    amount_minor: int
    note: str


@dataclass(frozen=True, slots=True)
class CashUp:
    """A day in the shop's currency; payments of other currencies are only counted."""

    day: dt.date
    currency: str
    sales: SalesFigures
    methods: tuple[MethodSum, ...]
    payments: tuple[Taken, ...]
    other_currencies: int

    @property
    def net_minor(self) -> int:
        """All that came in less what was given back."""
        return sum(one.net_minor for one in self.methods)


def cash_up(session: Session, day: dt.date) -> CashUp:
    """The payments of ``day`` in the order they were entered, and what it sold."""
    currency = settings.get(session, settings.CURRENCY)
    of_day = (
        Payment.paid_on == day, Payment.deleted_at.is_(None), Payment.method != bonus.METHOD,
    )  # fmt: skip
    mine = (*of_day, Payment.currency == currency)
    amount = Payment.amount_minor
    methods = session.execute(
        select(
            Payment.method,
            func.count(),
            func.sum(case((amount > 0, amount), else_=0)),
            func.sum(case((amount < 0, amount), else_=0)),
        )
        .where(*mine)
        .group_by(Payment.method)
        .order_by(func.sum(amount).desc(), Payment.method)
    )
    payments = session.execute(
        select(func.coalesce(Contact.name, ""), Payment.method, Payment.kind, amount, Payment.note)
        .outerjoin(Contact, Contact.id == Payment.contact_id)
        .where(*mine)
        .order_by(Payment.id)
    )
    others = select(func.count()).where(*of_day, Payment.currency != currency)
    return CashUp(
        day=day,
        currency=currency,
        sales=sales_in(session, Period(day, day), currency),
        methods=tuple(MethodSum(*row) for row in methods),
        payments=tuple(Taken(*row) for row in payments),
        other_currencies=session.scalar(others) or 0,
    )

"""A customer's account: every sale, return and payment with the balance after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.db.models import Contact, Payment, Sale
from crm_desktop.services.figures.sale_goods import goods_of
from crm_desktop.services.records import contact_record
from crm_desktop.services.settings import settings

_BATCH = 500  # sales whose goods are asked for at once


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. ``kind``: ``sale``, ``return``, ``opening``, ``payment``, ``deposit``, ``refund``.

    ``charged_minor`` adds to what the customer owes, ``paid_minor`` takes from it; one of them
    is 0. ``text`` is the goods of a sale, the way and remark of a payment.
    """

    id: int
    kind: str
    record_id: int
    day: dt.date
    number: str
    text: str
    charged_minor: int
    paid_minor: int
    balance_minor: int


@dataclass(frozen=True, slots=True)
class Account:
    """The account from ``first`` to ``last``, both included, in minor units of ``currency``.

    A balance above 0 is owed by the customer, below 0 it is the customer's credit. ``others``
    are the other currencies the customer has sales or payments in.
    """

    contact_id: int
    name: str
    currency: str
    first: dt.date
    last: dt.date
    opening_minor: int
    entries: tuple[Entry, ...]
    others: tuple[str, ...] = ()

    @property
    def charged_minor(self) -> int:
        """What was bought, less returns."""
        return sum(entry.charged_minor for entry in self.entries)

    @property
    def paid_minor(self) -> int:
        """What was received, less refunds."""
        return sum(entry.paid_minor for entry in self.entries)

    @property
    def closing_minor(self) -> int:
        """The balance at the end of ``last``."""
        return self.opening_minor + self.charged_minor - self.paid_minor


def balance(session: Session, contact_id: int, day: dt.date, currency: str) -> int:
    """What a customer owed at the end of ``day``, in minor units; below 0 it is credit."""
    sold = session.scalar(
        select(func.coalesce(func.sum(Sale.total_minor), 0)).where(
            *_sales(contact_id, currency), Sale.sold_on <= day
        )
    )
    paid = session.scalar(
        select(func.coalesce(func.sum(Payment.amount_minor), 0)).where(
            *_payments(contact_id, currency), Payment.paid_on <= day
        )
    )
    return (sold or 0) - (paid or 0)


def balances(session: Session, contact_id: int, day: dt.date) -> dict[str, int]:
    """By currency, the shop's own first, what a customer owed at the end of ``day``.

    Raises ``NotFound``.
    """
    contact_record.found(session, contact_id)
    return {
        currency: balance(session, contact_id, day, currency)
        for currency in currencies(session, contact_id)
    }


def currencies(session: Session, contact_id: int) -> list[str]:
    """The shop's currency, then others the customer has sales or payments in, by name."""
    own = settings.get(session, settings.CURRENCY)
    found = {
        *session.scalars(
            select(Sale.currency).where(Sale.contact_id == contact_id, Sale.deleted_at.is_(None))
        ),
        *session.scalars(
            select(Payment.currency).where(
                Payment.contact_id == contact_id, Payment.deleted_at.is_(None)
            )
        ),
    }
    return [own, *sorted(found - {own})]


def account(
    session: Session,
    contact_id: int,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    currency: str = "",
) -> Account:
    """The account of a customer; without ``first`` from the first entry on, without ``last``
    up to today. Sales of a day stand before its payments. Raises ``NotFound``.
    """
    contact = contact_record.found(session, contact_id)
    known = currencies(session, contact_id)
    currency = currency or known[0]
    last = last or clock.today()
    rows = sorted(
        [*_sale_rows(session, contact, currency, first, last),
         *_payment_rows(session, contact_id, currency, first, last)],
        key=lambda row: (row[0], row[1], row[3]),
    )  # fmt: skip
    begin = first or (rows[0][0] if rows else last)
    opening = balance(session, contact_id, begin - dt.timedelta(days=1), currency)
    entries, stands = [], opening
    for place, (day, _rank, kind, record_id, number, words, charged, paid) in enumerate(rows, 1):
        stands += charged - paid
        entries.append(Entry(place, kind, record_id, day, number, words, charged, paid, stands))
    others = tuple(one for one in known if one != currency)
    return Account(contact_id, contact.name, currency, begin, last, opening, tuple(entries), others)


_Row = tuple[dt.date, int, str, int, str, str, int, int]


def _sale_rows(
    session: Session, contact: Contact, currency: str, first: dt.date | None, last: dt.date
) -> list[_Row]:
    found = session.execute(
        select(Sale.sold_on, Sale.kind, Sale.id, Sale.number, Sale.total_minor).where(
            *_sales(contact.id, currency),
            Sale.sold_on.between(first or dt.date.min, last),
        )
    ).all()
    ids = [row.id for row in found]
    goods: dict[int, str] = {}
    for start in range(0, len(ids), _BATCH):
        goods.update(goods_of(session, ids[start : start + _BATCH]))
    return [
        (day, 0, kind, sale_id, number, goods.get(sale_id, ""), total, 0)
        for day, kind, sale_id, number, total in found
    ]


def _payment_rows(
    session: Session, contact_id: int, currency: str, first: dt.date | None, last: dt.date
) -> list[_Row]:
    found = session.execute(
        select(
            Payment.paid_on, Payment.kind, Payment.id, Payment.number, Payment.method,
            Payment.note, Payment.amount_minor,
        ).where(
            *_payments(contact_id, currency),
            Payment.paid_on.between(first or dt.date.min, last),
        )
    )  # fmt: skip
    return [
        (day, 1, kind, payment_id, number, " · ".join(filter(None, (method, note))), 0, amount)
        for day, kind, payment_id, number, method, note, amount in found
    ]


def _sales(contact_id: int, currency: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Sale.contact_id == contact_id,
        Sale.status == literal_column("'confirmed'"),
        Sale.currency == currency,
        Sale.deleted_at.is_(None),
    )


def _payments(contact_id: int, currency: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Payment.contact_id == contact_id,
        Payment.currency == currency,
        Payment.deleted_at.is_(None),
    )

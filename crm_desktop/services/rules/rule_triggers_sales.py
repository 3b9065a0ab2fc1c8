"""Triggers over what customers bought and owe: care after a sale, quotes, payments, rhythm."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from crm_desktop.core.months import add_months
from crm_desktop.db.models import Contact, ContactStats, Product, Quote, Sale, SaleLine
from crm_desktop.services.figures.purchase_days import (
    FEWEST_PURCHASES,
    LOST_AFTER_DAYS,
    LOST_AFTER_GAPS,
)
from crm_desktop.services.figures.sales_figures import counted
from crm_desktop.services.rules.rule_asking import Asked, Fact, Occasion
from crm_desktop.services.settings import settings

_CONFIRMED: ColumnElement[bool] = and_(
    Sale.status == literal_column("'confirmed'"), Sale.deleted_at.is_(None)
)


def _goods() -> Any:
    """The name of a sale's dearest line."""
    return (
        select(func.coalesce(func.nullif(SaleLine.description, ""), Product.name, ""))
        .select_from(SaleLine)
        .outerjoin(Product, Product.id == SaleLine.product_id)
        .where(SaleLine.sale_id == Sale.id)
        .order_by(SaleLine.amount_minor.desc(), SaleLine.id)
        .limit(1)
        .scalar_subquery()
    )


def by_sale(asked: Asked) -> Iterator[Occasion]:
    """So many days after each sale; not when they bought again by then, if so wished: the later
    sale has its own day."""
    for off, first, last in asked.offsets():
        query = (
            select(Sale.id, Sale.contact_id, Sale.sold_on, Sale.staff_id, _goods())
            .where(
                Sale.sold_on.between(first, last),
                Sale.kind == "sale",
                _CONFIRMED,
                asked.among(Sale.contact_id),
            )
            .order_by(Sale.id)
        )
        if asked.numbers["unless_again"]:
            query = query.where(~_bought_again(off))
        for sale, contact_id, on, staff, what in asked.session.execute(query):
            facts = {"what": what or "", "day": on, "days": off}
            fires = on + dt.timedelta(off)
            yield Occasion(contact_id, f"{sale}:{off}", fires, facts, sale_id=sale, owner_id=staff)


@cache
def _later_sale() -> type[Sale]:
    """One alias for every day asked about: each is dear to make."""
    return aliased(Sale)


def _bought_again(days: int) -> ColumnElement[bool]:
    """Bought once more within so many days of the sale, or later on its very day."""
    later = _later_sale()
    until = func.date(Sale.sold_on, f"+{max(days, 0)} days")
    return (
        select(later.id)
        .where(
            later.contact_id == Sale.contact_id,
            later.sold_on.between(Sale.sold_on, until),
            or_(later.sold_on > Sale.sold_on, later.id > Sale.id),
            later.kind == "sale",
            later.status == literal_column("'confirmed'"),
            later.deleted_at.is_(None),
        )
        .exists()
    )


def by_quote(asked: Asked) -> Iterator[Occasion]:
    """Quotes sent and not answered, around the day they end."""
    for off, first, last in asked.offsets():
        query = (
            select(Quote)
            .where(
                Quote.valid_until.between(first, last),
                Quote.status == "sent",
                Quote.deleted_at.is_(None),
                asked.among(Quote.contact_id),
            )
            .order_by(Quote.id)
        )
        for quote in asked.session.scalars(query):
            assert quote.valid_until is not None
            yield Occasion(
                quote.contact_id,
                f"{quote.id}:{quote.valid_until}:{off}",
                quote.valid_until + dt.timedelta(off),
                {
                    "number": quote.number,
                    "day": quote.valid_until,
                    "amount": (quote.total_minor, quote.currency),
                },
                deal_id=quote.deal_id,
                owner_id=quote.staff_id,
            )


def by_payment(asked: Asked) -> Iterator[Occasion]:
    """Sales not paid in full, around the day they fall due: one without such a day, as in the
    receivables, the customer's days to pay or else the shop's after the sale."""
    days = func.coalesce(Contact.payment_days, settings.get(asked.session, settings.PAYMENT_DAYS))
    later = func.date(Sale.sold_on, cast(days, String).concat(" days"))
    yield from _unpaid(asked, func.coalesce(Sale.due_on, later))


def by_unpaid(asked: Asked) -> Iterator[Occasion]:
    """Sales not paid in full so many days after they were made, on credit or not."""
    yield from _unpaid(asked, Sale.sold_on)


def _unpaid(asked: Asked, counted_from: Any) -> Iterator[Occasion]:
    day = cast(counted_from, String)
    query = (
        select(Sale, day.label("counted_from"))
        .join(Contact, Contact.id == Sale.contact_id)
        .where(
            # In the words of the index over unpaid sales.
            Sale.paid_minor != Sale.total_minor,
            Sale.status == literal_column("'confirmed'"),
            Sale.total_minor > Sale.paid_minor,
            Sale.deleted_at.is_(None),
            asked.among(Sale.contact_id),
        )
        .order_by(Sale.id)
    )
    for off, first, last in asked.offsets():
        rows = query.where(day.between(first.isoformat(), last.isoformat()))
        for sale, on_text in asked.session.execute(rows):
            on = dt.date.fromisoformat(on_text)
            yield Occasion(
                sale.contact_id,
                f"{sale.id}:{on}:{off}",
                on + dt.timedelta(off),
                {
                    "number": sale.number,
                    "day": on,
                    "amount": (sale.total_minor - sale.paid_minor, sale.currency),
                    "days": off,
                },
                sale_id=sale.id,
                owner_id=sale.staff_id,
            )


def by_own_rhythm(asked: Asked) -> Iterator[Occasion]:
    """Customers silent for longer than ``percent`` of their own mean interval between purchases;
    who is lost already (``purchase_days``) is not chased."""
    percent = int(asked.numbers["percent"])
    first, last = (func.julianday(day) for day in (ContactStats.first_sale_on,
                                                   ContactStats.last_sale_on))  # fmt: skip
    gaps = ContactStats.sale_count - Contact.opening_sale_count - 1
    mean = (last - first) / gaps
    silent = func.julianday(asked.day.isoformat()) - last
    before = func.julianday(asked.first.isoformat()) - last
    query = (
        select(
            Contact.id, ContactStats.last_sale_on, cast(last - first, Integer), gaps,
        )
        .join(ContactStats, ContactStats.contact_id == Contact.id)
        .where(
            gaps >= FEWEST_PURCHASES - 1,
            last > first,
            silent * 100 >= mean * percent,
            or_(before <= LOST_AFTER_DAYS, before <= mean * LOST_AFTER_GAPS),
            asked.among(Contact.id),
            Contact.no_marketing.is_(False),
            asked.not_made(Contact.id, ":", ContactStats.last_sale_on),
        )
        .order_by(Contact.id)
    )  # fmt: skip
    for contact_id, last_on, span, number in asked.session.execute(query):
        assert last_on is not None  # only who bought has a rhythm
        fires = last_on + dt.timedelta(math.ceil(span * percent / (number * 100)))
        facts: dict[str, Fact] = {"last": last_on, "days": round(span / number)}
        yield Occasion(contact_id, f"{contact_id}:{last_on}", fires, facts)


def by_spend(asked: Asked) -> Iterator[Occasion]:
    """On the first of a month: customers whose spend of the last ``months`` fell under
    ``percent`` of the same time before, and had not yet done so a month ago."""
    currency = settings.get(asked.session, settings.CURRENCY)
    months, percent = int(asked.numbers["months"]), int(asked.numbers["percent"])
    month = asked.first.replace(day=1)
    if month < asked.first:
        month = add_months(month, 1)
    while month <= asked.day:
        yield from _fallen(asked, month, months, percent, currency)
        month = add_months(month, 1)


def _fallen(
    asked: Asked, month: dt.date, months: int, percent: int, currency: str
) -> Iterator[Occasion]:
    def spent(last: int) -> Any:
        """Of the ``months`` that ended ``last`` months ago."""
        first, end = add_months(month, -last - months), add_months(month, -last)
        amount = case((and_(Sale.sold_on >= first, Sale.sold_on < end), Sale.total_minor), else_=0)
        return func.sum(amount)

    def fell(ago: int) -> Any:
        return and_(spent(ago + months) > 0, spent(ago) * 100 < spent(ago + months) * percent)

    since = add_months(month, -2 * months - 1)
    query = (
        select(Sale.contact_id, spent(0), spent(months))
        .where(
            Sale.sold_on >= since, Sale.sold_on < month, counted(currency),
            asked.among(Sale.contact_id),
        )
        .group_by(Sale.contact_id)
        .having(and_(fell(0), ~fell(1)))
        .order_by(Sale.contact_id)
    )  # fmt: skip
    for contact_id, now, before in asked.session.execute(query):
        facts: dict[str, Fact] = {
            "amount": (now, currency),
            "before": (before, currency),
            "months": months,
        }
        yield Occasion(contact_id, f"{contact_id}:{month}", month, facts)

"""Triggers over dates: the customer's own, fields the shop added, and those of what is theirs."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal_column, null, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import (
    Asset,
    Contact,
    ContactStats,
    CustomField,
    CustomValue,
    Deal,
    Delivery,
    Membership,
    OrderMilestone,
    Product,
    Quote,
    Sale,
    Voucher,
)
from crm_desktop.services.conditions.condition_kinds import Clause
from crm_desktop.services.fields import custom_fields
from crm_desktop.services.rules.rule_asking import Asked, Fact, Occasion, allowed, days_between

_CUSTOM = "custom:"
_NONE = null()

_OWN: dict[str, tuple[str, InstrumentedAttribute[Any]]] = {
    "since": (N_("Customer since"), Contact.since),
    "first_sale": (N_("First purchase"), ContactStats.first_sale_on),
    "last_sale": (N_("Last purchase"), ContactStats.last_sale_on),
    "last_contact": (N_("Last contact"), ContactStats.last_contact_on),
}


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date of a record that belongs to a customer: which one, and what it is about."""

    label: str
    record: Any
    column: InstrumentedAttribute[Any]
    contact_id: InstrumentedAttribute[Any]
    what: Any
    where: tuple[Clause, ...]
    joined: tuple[tuple[Any, Any], ...] = ()
    deal_id: Any = _NONE
    sale_id: Any = _NONE
    owner_id: Any = _NONE


_CONFIRMED = (Sale.status == literal_column("'confirmed'"), Sale.deleted_at.is_(None))
_ON_ITS_WAY = (
    select(Delivery.id)
    .where(Delivery.sale_id == Sale.id, Delivery.shipped_on.is_not(None))
    .exists()
)


def _of_deal(label: str, column: InstrumentedAttribute[Any], state: str) -> _Dated:
    there = (Deal.state == state, Deal.deleted_at.is_(None))
    return _Dated(label, Deal.id, column, Deal.contact_id, Deal.title, there,
                  deal_id=Deal.id, owner_id=Deal.owner_id)  # fmt: skip


_RECORDS: dict[str, _Dated] = {
    "deal_expected": _of_deal(N_("Expected close of an open deal"), Deal.expected_on, "open"),
    "deal_lost": _of_deal(N_("A deal was lost"), Deal.closed_on, "lost"),
    "quote_sent": _Dated(
        N_("A quote was sent and not answered"), Quote.id, Quote.quoted_on, Quote.contact_id,
        Quote.number, (Quote.status == "sent", Quote.deleted_at.is_(None)),
        deal_id=Quote.deal_id, owner_id=Quote.staff_id,
    ),
    "promised": _Dated(
        N_("Promised delivery of an order"), Sale.id, Sale.promised_on, Sale.contact_id,
        Sale.number, (*_CONFIRMED, Sale.kind == "sale", ~_ON_ITS_WAY),
        sale_id=Sale.id, owner_id=Sale.staff_id,
    ),
    "milestone": _Dated(
        N_("A step of an order falls due"), OrderMilestone.id, OrderMilestone.due_on,
        Sale.contact_id, OrderMilestone.name, (*_CONFIRMED, OrderMilestone.done_on.is_(None)),
        joined=((Sale, Sale.id == OrderMilestone.sale_id),),
        sale_id=Sale.id, owner_id=func.coalesce(OrderMilestone.staff_id, Sale.staff_id),
    ),
    "installed": _Dated(
        N_("A thing was installed"), Asset.id, Asset.installed_on, Asset.contact_id,
        func.coalesce(func.nullif(Asset.name, ""), Product.name, ""),
        (Asset.retired_on.is_(None), Asset.deleted_at.is_(None)),
        joined=((Product, Product.id == Asset.product_id),),
    ),
    "card_ends": _Dated(
        N_("A member card ends"), Membership.id, Membership.expires_on, Membership.contact_id,
        Membership.card_no, (Membership.suspended.is_(False), Membership.deleted_at.is_(None)),
    ),
    "voucher_ends": _Dated(
        N_("A voucher ends unused"), Voucher.id, Voucher.valid_until, Voucher.contact_id,
        Voucher.code, (Voucher.used_on.is_(None),),
    ),
}  # fmt: skip


def customer_dates(session: Session) -> list[tuple[str, str]]:
    """Every date a customer has, with the fields the shop added: its name, what it is called."""
    own = [(key, _(label)) for key, (label, _column) in _OWN.items()]
    added = [one for one in custom_fields.fields(session) if one.type == "date"]
    return own + [(f"{_CUSTOM}{one.key}", one.label) for one in added]


def all_dates(session: Session) -> list[tuple[str, str]]:
    """The same, and the dates of deals, quotes, orders, things, cards and vouchers."""
    return customer_dates(session) + [(key, _(one.label)) for key, one in _RECORDS.items()]


def _label(asked: Asked, name: str) -> str:
    return dict(all_dates(asked.session)).get(name, "")


def by_date(asked: Asked) -> Iterator[Occasion]:
    """Around a date, once."""
    name = str(asked.numbers["field"])
    if name in _RECORDS:
        yield from _of_records(asked, _RECORDS[name])
        return
    column, query = _of_customers(asked, name)
    called = _label(asked, name)
    for off, first, last in asked.offsets():
        for contact_id, on in asked.session.execute(query.where(column.between(first, last))):
            facts: dict[str, Fact] = {"field": called, "day": on}
            fires = on + dt.timedelta(off)
            yield Occasion(contact_id, f"{contact_id}:{on}:{off}", fires, facts)


def _of_customers(asked: Asked, name: str) -> tuple[Any, Any]:
    """The date column a rule is about, and the query of contact ids and dates."""
    if name.startswith(_CUSTOM):
        query: Any = (
            select(CustomValue.record_id, CustomValue.date)
            .join(CustomField, CustomField.id == CustomValue.field_id)
            .where(
                CustomField.entity == "contact",
                CustomField.deleted_at.is_(None),
                CustomField.key == name.removeprefix(_CUSTOM),
                asked.among(CustomValue.record_id),
            )
            .order_by(CustomValue.record_id)
        )
        return CustomValue.date, query
    # What another program wrote into the rule is read as the first date there is.
    _named, column = _OWN.get(name, _OWN["since"])
    query = (
        select(Contact.id, column)
        .join(ContactStats, ContactStats.contact_id == Contact.id)
        .where(asked.among(Contact.id))
        .order_by(Contact.id)
    )
    return column, query


def _of_records(asked: Asked, dated: _Dated) -> Iterator[Occasion]:
    """What belongs to customers; a deal may have none."""
    whose = allowed if dated.record is Deal.id else Asked.among
    query: Any = select(
        dated.record, dated.contact_id, dated.column, dated.what, dated.deal_id, dated.sale_id,
        dated.owner_id,
    ).where(*dated.where, whose(asked, dated.contact_id))  # fmt: skip
    for other, on_ in dated.joined:
        query = query.outerjoin(other, on_)
    for off, first, last in asked.offsets():
        rows = query.where(dated.column.between(first, last)).order_by(dated.record)
        for record, contact_id, on, what, deal_id, sale_id, owner_id in asked.session.execute(rows):
            facts: dict[str, Fact] = {"field": _(dated.label), "what": what, "day": on}
            yield Occasion(
                contact_id, f"{record}:{on}:{off}", on + dt.timedelta(off), facts,
                deal_id=deal_id, sale_id=sale_id, owner_id=owner_id,
            )  # fmt: skip


def by_anniversary(asked: Asked) -> Iterator[Occasion]:
    """The same date of the customer in every later year."""
    name = str(asked.numbers["field"])
    column, query = _of_customers(asked, name)
    called = _label(asked, name)
    for off, first, last in asked.offsets():
        kept = _kept(days_between(first, last))
        same_day = func.strftime("%m-%d", column)
        rows = query.where(same_day.in_(list(kept)), column < last)
        for contact_id, begun in asked.session.execute(rows):
            for on in kept[f"{begun:%m-%d}"]:
                if on.year <= begun.year:
                    continue
                years = on.year - begun.year
                facts: dict[str, Fact] = {"field": called, "day": on, "years": years}
                fires = on + dt.timedelta(off)
                yield Occasion(contact_id, f"{contact_id}:{on}:{off}", fires, facts)


def _kept(days: list[dt.date]) -> dict[str, list[dt.date]]:
    """The days by the month and day they keep: 29 February on the 28th of a common year."""
    kept: dict[str, list[dt.date]] = {}
    for day in days:
        kept.setdefault(f"{day:%m-%d}", []).append(day)
        if (day.month, day.day) == (2, 28) and not calendar.isleap(day.year):
            kept.setdefault("02-29", []).append(day)
    return kept

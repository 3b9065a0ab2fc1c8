"""Writing the sample shop's customers and sales in bulk, with money that adds up exactly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from crm_desktop.core import money, names
from crm_desktop.db.models import (
    Contact,
    ContactAddress,
    ContactPhone,
    Payment,
    PaymentAllocation,
    Record,
    Sale,
    SaleLine,
)
from crm_desktop.services.demo.demo_products import ITEMS, Line, price_of


class Insert(Protocol):
    """``db.bulk.insert_rows`` on one session."""

    def __call__(
        self, model: type[Record], columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> range: ...


@dataclass(frozen=True, slots=True)
class NewContact:
    """A customer to write; ``opening_spent`` in whole yuan."""

    name: str
    company: bool
    phone: str
    type: str
    level: str
    stage_id: int | None
    owner_id: int | None
    source: str
    since: dt.date | None
    address: str = ""
    district: str = ""
    birthday: tuple[int | None, int, int] | None = None
    opening_spent: int = 0
    opening_orders: int = 0
    party: str = "customer"
    customer_no: str = ""
    payment_days: int | None = None
    remark: str = ""
    created: dt.date | None = None


@dataclass(frozen=True, slots=True)
class NewSale:
    """A sale to write: ``amount`` yuan for ``lines``, paid in full on ``paid_on`` if at all."""

    number: str
    contact_id: int | None
    day: dt.date
    amount: int
    lines: list[Line]
    staff_id: int
    due_on: dt.date | None
    paid_on: dt.date | None
    method: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Product ids and names by code, units by product code, and the currency."""

    ids: dict[str, int]
    called: dict[str, str]
    units: dict[str, str]
    currency: str


def stamp(day: dt.date, hour: int = 2, minute: int = 0) -> str:
    """An instant as the file holds it: naive UTC."""
    return f"{day.isoformat()} {hour:02}:{minute:02}:00.000000"


def phone_key(number: str) -> str:
    """E.164 of a mainland number typed with blanks."""
    return "+86" + number.replace(" ", "").lstrip("0")


_CONTACT = (
    "kind", "party", "name", "pinyin", "initials", "birth_year", "birth_month", "birth_day",
    "customer_no", "level", "customer_type", "source", "stage_id", "owner_id", "since",
    "opening_spent_minor", "opening_sale_count", "currency", "payment_days", "remark",
    "created_at",
)  # fmt: skip


def write_contacts(
    insert: Insert,
    contacts: Sequence[NewContact],
    *,
    labels: tuple[str, str],
    place: tuple[str, str],
    currency: str,
    today: dt.date,
) -> range:
    """Contacts with their phone and address; ``labels`` for mobile and landline, ``place``
    province and city. Returns the ids in order."""
    spoken = names.pinyin_batch([contact.name for contact in contacts])
    unit = money.to_minor(Decimal(1), currency)
    ids = insert(
        Contact,
        _CONTACT,
        [
            (
                "company" if c.company else "person", c.party, c.name, full, short,
                *(c.birthday or (None, None, None)), c.customer_no, c.level, c.type, c.source,
                c.stage_id, c.owner_id, c.since.isoformat() if c.since else None,
                c.opening_spent * unit, c.opening_orders, currency, c.payment_days, c.remark,
                stamp(c.created or c.since or today),
            )
            for c, (full, short) in zip(contacts, spoken, strict=True)
        ],
    )  # fmt: skip
    _write_parts(insert, list(zip(ids, contacts, strict=True)), labels, place)
    return ids


def _write_parts(
    insert: Insert,
    contacts: Sequence[tuple[int, NewContact]],
    labels: tuple[str, str],
    place: tuple[str, str],
) -> None:
    mobile, landline = labels
    insert(
        ContactPhone,
        ("contact_id", "label", "number", "key"),
        [
            (key, landline if c.phone.startswith("0") else mobile, c.phone, phone_key(c.phone))
            for key, c in contacts
            if c.phone
        ],
    )
    insert(
        ContactAddress,
        ("contact_id", "text", "province", "city", "district"),
        [(key, c.address, *place, c.district) for key, c in contacts if c.address],
    )


_SALE = (
    "number", "contact_id", "sold_on", "due_on", "staff_id", "currency", "subtotal_minor",
    "discount_minor", "total_minor", "paid_minor", "created_at",
)  # fmt: skip
_LINE = (
    "sale_id", "position", "product_id", "description", "unit", "quantity_milli",
    "unit_price_minor", "amount_minor", "cost_minor",
)  # fmt: skip


def write_sales(insert: Insert, sales: Sequence[NewSale], shelf: Shelf) -> tuple[range, range]:
    """Sales with lines and payments; returns the ids of the sales and of their lines.

    Line prices come to the sale's amount or a little more; the difference is its discount.
    """
    unit = money.to_minor(Decimal(1), shelf.currency)
    ids = insert(Sale, _SALE, [_sale_row(s, shelf, unit) for s in sales])
    lines = insert(
        SaleLine,
        _LINE,
        [
            (
                key, position, shelf.ids[code], shelf.called[code], shelf.units[code],
                quantity * 1000, ITEMS[code].price * unit, ITEMS[code].price * quantity * unit,
                ITEMS[code].cost * unit,
            )
            for key, sale in zip(ids, sales, strict=True)
            for position, (code, quantity) in enumerate(sale.lines)
        ],
    )  # fmt: skip
    _write_payments(insert, ids, sales, unit, shelf.currency)
    return ids, lines


def _sale_row(sale: NewSale, shelf: Shelf, unit: int) -> tuple[object, ...]:
    subtotal = price_of(sale.lines)
    return (
        sale.number, sale.contact_id, sale.day.isoformat(),
        sale.due_on.isoformat() if sale.due_on else None, sale.staff_id, shelf.currency,
        subtotal * unit, (subtotal - sale.amount) * unit, sale.amount * unit,
        sale.amount * unit if sale.paid_on else 0, stamp(sale.day),
    )  # fmt: skip


def _write_payments(
    insert: Insert, ids: range, sales: Sequence[NewSale], unit: int, currency: str
) -> None:
    paid = [(key, sale) for key, sale in zip(ids, sales, strict=True) if sale.paid_on]
    payments = insert(
        Payment,
        ("contact_id", "paid_on", "method", "amount_minor", "currency", "staff_id", "created_at"),
        [
            (
                sale.contact_id, sale.paid_on.isoformat(), sale.method, sale.amount * unit,
                currency, sale.staff_id, stamp(sale.paid_on),
            )
            for _key, sale in paid
            if sale.paid_on
        ],
    )  # fmt: skip
    insert(
        PaymentAllocation,
        ("payment_id", "sale_id", "amount_minor"),
        [
            (payment, key, sale.amount * unit)
            for payment, (key, sale) in zip(payments, paid, strict=True)
        ],
    )

"""What in the shop waits for somebody: late orders, quotes about to end, services, low stock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm_desktop.services.assets import assets
from crm_desktop.services.products import product_list
from crm_desktop.services.products.product_list import ProductQuery
from crm_desktop.services.quotes import order_list, quote_list
from crm_desktop.services.quotes.order_list import OrderQuery
from crm_desktop.services.quotes.quote_list import QuoteQuery

QUOTE_DAYS = 7
"""Open quotes are told so many days before they end."""

SERVICE_DAYS = 7
"""Services are told so many days before they are due."""


@dataclass(frozen=True, slots=True)
class WatchRow:
    """One thing. ``kind``: ``order``, ``quote``, ``service``, ``stock``; ``id`` is that record's.

    ``name`` is the customer, or the product that is short. ``what`` are the goods, the number or
    the thing. ``days`` are those left, below 0 late; ``None`` for stock, which has ``stock_milli``
    instead.
    """

    kind: str
    id: int
    name: str
    what: str
    days: int | None
    contact_id: int | None = None
    contact_kind: str = ""
    stock_milli: int = 0
    unit: str = ""


def waiting(session: Session, day: dt.date, limit: int = 20) -> list[WatchRow]:
    """At most ``limit`` of each kind, the most pressing first; promises before what is at home."""
    return [
        *_orders(session, day, limit),
        *_services(session, day, limit),
        *_quotes(session, day, limit),
        *_stock(session, limit),
    ]


def _orders(session: Session, day: dt.date, limit: int) -> list[WatchRow]:
    return [
        WatchRow(
            "order", one.id, one.contact_name, " ".join(filter(None, (one.number, one.goods))),
            -one.days_late, one.contact_id,
        )
        for one in order_list.page(session, OrderQuery("late", today=day), 0, limit)
    ]  # fmt: skip


def _quotes(session: Session, day: dt.date, limit: int) -> list[WatchRow]:
    query = QuoteQuery("open", sort="valid_until", descending=False, today=day)
    return [
        WatchRow(
            "quote", one.id, one.contact_name, one.number, one.days_left,
            one.contact_id, one.contact_kind,
        )
        for one in quote_list.page(session, query, 0, limit)
        if one.days_left is not None and one.days_left <= QUOTE_DAYS
    ]  # fmt: skip


def _services(session: Session, day: dt.date, limit: int) -> list[WatchRow]:
    return [
        WatchRow(
            "service", one.id, one.contact_name, one.name, one.days_left,
            one.contact_id, one.contact_kind,
        )
        for one in assets.due(session, day, SERVICE_DAYS, limit)
    ]  # fmt: skip


def _stock(session: Session, limit: int) -> list[WatchRow]:
    query = ProductQuery("low", sort="stock")
    return [
        WatchRow(
            "stock", one.id, one.name, one.code, None,
            stock_milli=one.stock_milli or 0, unit=one.unit,
        )
        for one in product_list.page(session, query, 0, limit)
    ]  # fmt: skip

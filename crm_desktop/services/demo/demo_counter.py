"""What the sample shop has going: targets of the month, quotes that are open, orders promised."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select, update

from crm_desktop.db.models import OrderMilestone, Quote, QuoteLine, Sale, Target
from crm_desktop.services.demo.demo_block import Block
from crm_desktop.services.demo.demo_calendar import stored
from crm_desktop.services.demo.demo_products import ITEMS
from crm_desktop.services.sales import numbering

_TARGETS = (60_000, 45_000, 30_000)
"""What the first of the staff are to sell a month, in whole yuan."""
_QUOTES = (("JSJ600", "AZ01", 3, 12), ("ZYJ800", "YJ01", 9, 21), ("RSJ15", "AZ01", 24, 5))
"""Two products, how many days ago it was written, in how many it ends."""
_PROMISED = (-1, 4, 9)
"""For when the last sales are promised, in days from today: one is late."""


def trade(block: Block) -> None:
    """Add it for the block of the story."""
    _aim(block)
    _offer(block)
    _promise(block)


def _aim(block: Block) -> None:
    month = block.calendar.today.replace(day=1).isoformat()
    people = list(block.premises.staff.values())
    aims = [*zip(people, _TARGETS, strict=False), (None, sum(_TARGETS))]
    rows = [(month, "sales", who, yuan * 100, block.premises.currency) for who, yuan in aims]
    block.insert(Target, ("month", "measure", "staff_id", "amount_minor", "currency"), rows)


def _offer(block: Block) -> None:
    today, shelf = block.calendar.today, block.premises.shelf
    buyers = [customer for customer in block.customers if customer.sales]
    seller = next(iter(block.premises.staff.values()))
    for buyer, (thing, work, ago, left) in zip(buyers, _QUOTES, strict=False):
        written = today - dt.timedelta(days=ago)
        total = (ITEMS[thing].price + ITEMS[work].price) * 100
        (quote,) = block.insert(
            Quote,
            ("number", "contact_id", "status", "quoted_on", "valid_until", "currency",
             "subtotal_minor", "total_minor", "staff_id", "created_at"),
            [(
                numbering.take(block.session, "quote", written), buyer.id, "sent",
                written.isoformat(), (today + dt.timedelta(days=left)).isoformat(),
                block.premises.currency, total, total, seller, stored(written, "10:00"),
            )],
        )  # fmt: skip
        block.insert(
            QuoteLine,
            ("quote_id", "position", "product_id", "description", "unit", "quantity_milli",
             "unit_price_minor", "amount_minor"),
            [
                (quote, place, shelf.ids[code], shelf.called[code], "", 1000,
                 ITEMS[code].price * 100, ITEMS[code].price * 100)
                for place, code in enumerate((thing, work))
            ],
        )  # fmt: skip


def _promise(block: Block) -> None:
    """The last sales are orders with a step still to do."""
    today, step = block.calendar.today, block.premises.shelf.called["AZ01"]
    last = select(Sale.id).where(
        Sale.contact_id.is_not(None), Sale.kind == "sale", Sale.sold_on < today
    )
    ids = block.session.scalars(last.order_by(Sale.sold_on.desc(), Sale.id.desc()).limit(3)).all()
    for sale, days in zip(ids, _PROMISED, strict=False):
        day = today + dt.timedelta(days=days)
        block.session.execute(update(Sale).where(Sale.id == sale).values(promised_on=day))
        block.insert(
            OrderMilestone, ("sale_id", "name", "due_on", "position"),
            [(sale, step, day.isoformat(), 0)],
        )  # fmt: skip

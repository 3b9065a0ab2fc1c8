"""After-sales of the sample shop: machines standing at customers', and their tickets."""

from __future__ import annotations

import datetime as dt

from crm_desktop.db.models import Asset, Ticket
from crm_desktop.services.demo.demo_block import Block
from crm_desktop.services.demo.demo_calendar import (
    STORY_DAY,
    day_in,
    instant,
    month_index,
    stored,
)
from crm_desktop.services.demo.demo_products import ITEMS
from crm_desktop.services.demo.demo_story import WARRANTIES, on

_SERVICED = frozenset({"ZYJ800", "CSJ800", "JSJ600", "RSJ15"})
_INTERVAL, _LATE = 182, 5  # days


def install_machines(block: Block) -> None:
    """An asset for every machine sold. No warranty ends soon but those the story tells of."""
    soon = (STORY_DAY, STORY_DAY + dt.timedelta(days=95))
    shelf, calendar = block.premises.shelf, block.calendar
    rows: list[tuple[object, ...]] = []
    for line, customer, sale, code, quantity in block.sale_lines:
        ends = day_in(month_index(sale.day) + ITEMS[code].warranty, sale.day.day)
        if calendar.near(soon[0]) <= ends <= calendar.near(soon[1]):
            ends += dt.timedelta(days=120)
        rows.append(
            (
                customer.id, shelf.ids[code], line, shelf.called[code],
                f"{code}-{sale.day:%y%m}-{line % 10_000:04}", quantity * 1000,
                sale.day.isoformat(), sale.day.isoformat(), ends.isoformat(),
                _next_service(code, sale.day, calendar.today),
            )
        )  # fmt: skip
    people = {c.person.key: c for c in block.customers if c.person is not None}
    for who, code, quantity, installed, until in WARRANTIES if people else ():
        day = calendar.near(on(installed)).isoformat()
        rows.append(
            (
                people[who].id, shelf.ids[code], None, shelf.called[code], "", quantity * 1000,
                day, day, calendar.near(on(until)).isoformat(), None,
            )
        )  # fmt: skip
    block.insert(
        Asset,
        ("contact_id", "product_id", "sale_line_id", "name", "serial", "quantity_milli",
         "sold_on", "installed_on", "warranty_until", "next_service_on"),
        rows,
    )  # fmt: skip


def _next_service(code: str, sold_on: dt.date, today: dt.date) -> str | None:
    """Purifiers and softeners are looked after every half year; some are a few days late."""
    if code not in _SERVICED:
        return None
    day = sold_on
    while day < today - dt.timedelta(days=_LATE):
        day += dt.timedelta(days=_INTERVAL)
    return day.isoformat()


def serve(block: Block, closed: int) -> None:
    """Tickets: the open ones of the story, and ``closed`` answered over the last year."""
    words = block.content["tickets"]
    buyers = [c for c in block.customers if c.sales and c.person is None]
    people = {c.person.key: c for c in block.customers if c.person is not None}
    if people and buyers:
        _open_tickets(block, words["open"], people["chunhe"].id, [c.id for c in buyers[:2]])
    rows = []
    for _ in range(closed if buyers else 0):
        customer = block.rng.choice(buyers)
        days = block.rng.randint(5, 360)
        day = block.calendar.today - dt.timedelta(days=days)
        solved = min(day + dt.timedelta(days=block.rng.randint(0, 4)), block.calendar.today)
        rows.append(
            (
                customer.id, "repair", block.rng.choice(words["subjects"]), "closed",
                stored(day, "10:15"), stored(solved, "16:40"),
                block.rng.choice(words["results"]), block.rng.choice((4, 5, 5, 5, 3)),
                block.premises.staff["wang"],
            )
        )  # fmt: skip
    block.insert(
        Ticket,
        ("contact_id", "kind", "subject", "status", "received_at", "solved_at", "result",
         "satisfaction", "owner_id"),
        rows,
    )  # fmt: skip


def _open_tickets(
    block: Block, words: list[tuple[str, str, str]], first: int, others: list[int]
) -> None:
    today = block.calendar.today
    for (_who, subject, kind), contact, days in zip(
        words, [first, *others], (12, 3, 1), strict=False
    ):
        received = today - dt.timedelta(days=days)
        block.session.add(
            Ticket(
                contact_id=contact, kind=kind, subject=subject, status="open",
                received_at=instant(received, "11:05"),
                promised_at=instant(received + dt.timedelta(days=5), "18:00"),
                owner_id=block.premises.staff["wang"],
            )
        )  # fmt: skip
    block.session.flush()

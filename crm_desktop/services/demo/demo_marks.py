"""Who in the sample shop is of which level, not heard of, due for filters, has a birthday."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from crm_desktop.services.demo import demo_sales
from crm_desktop.services.demo.demo_block import Block
from crm_desktop.services.demo.demo_calendar import STORY_DAY
from crm_desktop.services.demo.demo_plan import BLOCK
from crm_desktop.services.demo.demo_story import on


def grade(block: Block, named: int) -> None:
    """Levels by what was ever spent, for all but the ``named`` first."""
    words = block.content.words
    for customer in block.customers[named:]:
        spent = customer.contact.opening_spent + sum(amount for _day, amount in customer.sales)
        if not customer.sales:
            continue
        level = "gold" if spent >= 25_000 else "silver" if spent >= 8_000 else "basic"
        customer.contact = replace(customer.contact, level=words(level))


SILENT = 142
"""Customers nobody has been in touch with for a month."""


def choose_silent(block: Block) -> None:
    """Whom nobody will have been in touch with for a month; they are the owner's own."""
    month_ago = STORY_DAY - dt.timedelta(days=30)
    already = sum(
        on(c.person.last_contact) < month_ago for c in block.customers if c.person is not None
    )
    quiet = [
        c
        for c in block.customers
        if c.person is None and (c.last_sale is None or c.last_sale < month_ago)
    ]
    wanted = round(SILENT * len(block.customers) / BLOCK) - already
    for customer in block.rng.sample(quiet, max(0, min(wanted, len(quiet)))):
        customer.silent = True
        customer.contact = replace(customer.contact, owner_id=block.premises.staff["lin"])


DUE = 39
"""Customers whose filters are due."""


def choose_due(block: Block, named: int) -> None:
    """Who bought filters at the right time to need new ones three or four weeks from now."""
    wanted = round(DUE * len(block.customers) / BLOCK) - (5 if named else 0)
    for customer in block.customers:
        if wanted <= 0:
            return
        if customer.person is None and any(
            demo_sales.due_code(day, amount) for day, amount in customer.sales
        ):
            customer.due = True
            wanted -= 1


BIRTHDAYS = 17
"""Customers with a birthday in the story's month; three of them in its week."""


def celebrate(block: Block) -> None:
    """Give as many strangers a birthday this month as the story counts, none near today."""
    today = block.calendar.today
    days = [day for day in range(1, 29) if abs(day - today.day) > 7]
    month = today.month
    people = [c for c in block.customers if not c.contact.company and c.person is None]
    already = sum(
        c.contact.birthday is not None and c.contact.birthday[1] == month
        for c in block.customers
        if c.person is not None
    )
    wanted = round(BIRTHDAYS * len(block.customers) / BLOCK) - already
    for customer in block.rng.sample(people, max(0, min(wanted, len(people)))):
        birthday = block.rng.choice((None, 1962, 1975, 1988, 1994)), month, block.rng.choice(days)
        customer.contact = replace(customer.contact, birthday=birthday)

"""The sales of one block: who bought what on which day, with numbers, lines and payment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from crm_desktop.services.demo import demo_products, demo_rows
from crm_desktop.services.demo.demo_block import Block, Customer
from crm_desktop.services.demo.demo_calendar import STORY_DAY
from crm_desktop.services.demo.demo_numbers import number_sales
from crm_desktop.services.demo.demo_plan import Plan
from crm_desktop.services.demo.demo_rows import NewSale
from crm_desktop.services.demo.demo_story import Bought, on

_DUE_FROM = STORY_DAY + dt.timedelta(days=23)
_DUE_TO = STORY_DAY + dt.timedelta(days=30)
_KEEP_FREE = (dt.date(2026, 3, 28), dt.date(2026, 8, 8))
_DUE_CODES = ("PP10", "FSTM75")
_ON_ACCOUNT_UNTIL = dt.date(2026, 4, 20)
"""Companies paid some days later until here; all of it has come in by the end of May."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A sale before it has a number; no customer for a walk-in. Days are those of the story."""

    day: dt.date
    customer: Customer | None
    amount: int
    first: bool = False
    bought: Bought | None = None

    @property
    def by_company(self) -> bool:
        """True when a company bought."""
        return self.customer is not None and self.customer.contact.company

    @property
    def number(self) -> int:
        """The number the story fixes, or 0."""
        return self.bought.number if self.bought else 0


def write_sales(block: Block, plan: Plan, named: int, first_number: int) -> int:
    """Write the sales of the ``named`` first customers and of the plan, in order of days.

    Returns the next running receipt number.
    """
    drafts = _of_story(block, named)
    for order in plan.orders:
        who = block.customers[named + order.member] if order.member >= 0 else None
        drafts.append(Draft(order.day, who, order.amount, order.first))
    drafts.sort(key=lambda draft: draft.day)
    numbers, following = number_sales(
        [(draft.by_company, draft.number) for draft in drafts], first_number, accounts=named > 0
    )
    sales = [_sale(block, number, draft) for number, draft in zip(numbers, drafts, strict=True)]
    _ids, lines = demo_rows.write_sales(block.insert, sales, block.premises.shelf)
    key = lines.start
    for sale, draft in zip(sales, drafts, strict=True):
        for code, quantity in sale.lines:
            if draft.customer and demo_products.ITEMS[code].category == "machines":
                block.sale_lines.append((key, draft.customer, sale, code, quantity))
            key += 1
    return following


def _of_story(block: Block, named: int) -> list[Draft]:
    return [
        Draft(on(bought.day), customer, bought.amount, index == 0, bought)
        for customer in block.customers[:named]
        if customer.person
        for index, bought in enumerate(customer.person.sales)
    ]


def _sale(block: Block, number: str, draft: Draft) -> NewSale:
    rng, staff, customer = block.rng, block.premises.staff, draft.customer
    lines = list(draft.bought.basket) if draft.bought else []
    soon_due = customer is not None and customer.due and due_code(draft.day, draft.amount) != ""
    near = soon_due or (draft.bought is not None and draft.bought.near)
    day = block.calendar.near(draft.day) if near else block.calendar.past(draft.day)
    way = 3 if draft.by_company else rng.choice((0, 0, 0, 1, 1, 2))
    seller = "lin" if customer and customer.person else rng.choice(("xu", "xu", "zhou", "wang"))
    due, paid = _terms(block, draft, day)
    return NewSale(
        number=number,
        contact_id=customer.id if customer else None,
        day=day,
        amount=draft.amount,
        lines=lines or _lines(block, draft),
        staff_id=staff[seller],
        due_on=due,
        paid_on=paid,
        method=block.content.words("methods")[way],
    )


def _terms(block: Block, draft: Draft, sold_on: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """When the sale is due, if on credit, and when it was paid, if it was."""
    calendar, bought = block.calendar, draft.bought
    if bought and bought.due:
        due = on(bought.due)
        coming = due.replace(day=1) >= STORY_DAY.replace(day=1)
        return (
            calendar.near(due) if coming else calendar.past(due),
            calendar.past(on(bought.paid)) if bought.paid else None,
        )
    if draft.by_company and draft.day < _ON_ACCOUNT_UNTIL and not draft.first:
        wait = dt.timedelta(days=block.rng.randint(0, 20))
        return None, max(sold_on, calendar.past(draft.day + wait))
    return None, sold_on


def _lines(block: Block, draft: Draft) -> list[demo_products.Line]:
    customer, rng = draft.customer, block.rng
    if customer and customer.due and (code := due_code(draft.day, draft.amount)):
        rest = draft.amount - demo_products.ITEMS[code].price
        more = demo_products.basket(rest, customer.type, machine=False, lasting=(), rng=rng)
        return [(code, 1), *[line for line in more if line[0] != code]]
    known = customer is not None and (customer.due or customer.person is not None)
    return demo_products.basket(
        draft.amount,
        customer.type if customer else "home",
        machine=draft.first or draft.amount > 2_500,
        lasting=() if known else _safe_codes(draft.day),
        rng=rng,
    )


def due_code(day: dt.date, amount: int) -> str:
    """The filter that, bought on ``day``, falls due in the story's due days, or nothing."""
    for code in _DUE_CODES:
        item = demo_products.ITEMS[code]
        if _DUE_FROM <= day + dt.timedelta(days=item.days) <= _DUE_TO and amount >= item.price:
            return code
    return ""


def _safe_codes(day: dt.date) -> tuple[str, ...]:
    """Consumables that, bought on ``day``, fall due well before or after the story's weeks."""
    return tuple(
        code
        for code in demo_products.LASTING
        if not _KEEP_FREE[0]
        <= day + dt.timedelta(days=demo_products.ITEMS[code].days)
        <= _KEEP_FREE[1]
    )

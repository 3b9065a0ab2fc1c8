"""One block of the sample shop: the plan turned into customers and sales of the calendar."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from crm_desktop.services import demo_plan, demo_products, demo_quotas, demo_rows
from crm_desktop.services.demo_calendar import STORY_DAY, StoryCalendar
from crm_desktop.services.demo_content import Content
from crm_desktop.services.demo_numbers import number_sales
from crm_desktop.services.demo_plan import Member, Plan, Taken
from crm_desktop.services.demo_rows import NewContact, NewSale
from crm_desktop.services.demo_shop import Premises
from crm_desktop.services.demo_story import PEOPLE, Bought, Person, on

_DUE_AFTER = (STORY_DAY + dt.timedelta(days=23), STORY_DAY + dt.timedelta(days=30))
_KEEP_FREE = (dt.date(2026, 4, 1), dt.date(2026, 7, 20))


@dataclass(slots=True)
class Customer:
    """A customer while the block is made: ``sales`` are days of the story."""

    contact: NewContact
    type: str
    person: Person | None = None
    sales: list[tuple[dt.date, int]] = field(default_factory=list)
    id: int = 0
    due: bool = False
    silent: bool = False

    @property
    def last_sale(self) -> dt.date | None:
        """The latest day they bought."""
        return max((day for day, _amount in self.sales), default=None)


@dataclass(slots=True)
class Block:
    """Everything a block is made with, and the customers it has made."""

    session: Session
    content: Content
    calendar: StoryCalendar
    premises: Premises
    rng: random.Random
    customers: list[Customer] = field(default_factory=list)
    used_names: set[str] = field(default_factory=set)
    sale_lines: list[tuple[int, Customer, NewSale, str, int]] = field(default_factory=list)


def taken_by_story() -> Taken:
    """What the people of the story take of their block."""
    sales = tuple(
        (on(bought.day), bought.amount, person.type, not person.earlier_orders and not index)
        for person in PEOPLE
        for index, bought in enumerate(person.sales)
    )
    stages = [person.stage for person in PEOPLE]
    return Taken(
        leads=stages.count("prospect"),
        once=stages.count("first_purchase"),
        returning=stages.count("repeat"),
        loyal=stages.count("loyal"),
        spent=sum(person.total for person in PEOPLE),
        high=sum(person.total >= demo_plan.HIGH for person in PEOPLE),
        sales=sales,
    )


def fill_block(block: Block, size: int, *, story: bool, first_number: int) -> int:
    """Write ``size`` customers with their sales; returns the next running receipt number."""
    people = PEOPLE if story else ()
    plan = demo_plan.draw(
        block.rng, size / demo_plan.BLOCK, taken_by_story() if story else Taken(),
        size - len(people),
    )  # fmt: skip
    block.customers = [_person(block, person) for person in people]
    block.customers += [_member(block, member) for member in plan.members]
    for order in plan.orders:
        if order.member >= 0:
            block.customers[len(people) + order.member].sales.append((order.day, order.amount))
    leads = size - len(block.customers)
    block.customers += [_lead(block) for _ in range(leads)]
    _grade(block, len(people))
    _celebrate(block)
    _choose_silent(block)
    _choose_due(block, len(people))
    _write_contacts(block)
    return _write_sales(block, plan, len(people), first_number)


def _person(block: Block, person: Person) -> Customer:
    content, stages = block.content, block.premises.stages
    spent = sum(bought.amount for bought in person.sales)
    since = on(person.since) if person.since else None
    if since is None and person.sales:
        since = on(person.sales[0].day)
    harvest = person.key == "harvest"
    address, district = content.address(block.rng)
    birthday = person.birthday
    if birthday and birthday[1] == STORY_DAY.month:
        day = block.calendar.near(dt.date(2026, birthday[1], birthday[2]))
        birthday = (birthday[0], day.month, day.day)
    name = content["customers"][person.key]
    block.used_names.add(name)
    contact = NewContact(
        name=name, company=person.company, phone=person.phone,
        type=content.words("types")[person.type],
        level=content.words(person.level) if person.level else "",
        stage_id=stages[person.stage], owner_id=block.premises.staff["lin"],
        source=content.words("referrals") if harvest else content.words("sources")[1],
        since=block.calendar.past(since) if since else None,
        address=content["facts"]["harvest_address"] if harvest else address, district=district,
        birthday=birthday, opening_spent=person.total - spent,
        opening_orders=person.earlier_orders,
        payment_days=30 if "monthly" in person.tags else None,
        remark=content["facts"]["harvest_note"] if harvest else "",
        created=block.calendar.past(since or on(person.last_contact)),
    )  # fmt: skip
    return Customer(contact, person.type, person, [(on(b.day), b.amount) for b in person.sales])


def _member(block: Block, member: Member) -> Customer:
    rng = block.rng
    first = member.days[0]
    since = first if member.new else first - dt.timedelta(days=rng.randint(60, 700))
    contact = _stranger(block, member.type, block.calendar.past(since), member.opening_amount)
    stage = _stage_of(member.orders)
    return Customer(
        _with(contact, stage_id=block.premises.stages[stage],
              opening_orders=member.opening_orders if member.opening_amount else 0),
        member.type,
    )  # fmt: skip


def _stage_of(orders: int) -> str:
    if orders >= 5:
        return "loyal"
    return "repeat" if orders >= 2 else "first_purchase"


def _lead(block: Block) -> Customer:
    type_key = block.rng.choices(demo_quotas.TYPES, demo_quotas.TYPE_WEIGHTS)[0]
    asked = STORY_DAY - dt.timedelta(days=block.rng.randint(31, 700))
    contact = _stranger(block, type_key, None, 0)
    created = block.calendar.past(asked)
    stage = block.premises.stages["prospect"]
    return Customer(_with(contact, stage_id=stage, created=created), type_key)


def _stranger(block: Block, type_key: str, since: dt.date | None, spent: int) -> NewContact:
    rng, content = block.rng, block.content
    company = type_key != "home"
    for _ in range(12):
        name = content.company(rng, type_key) if company else content.person(rng)
        if name not in block.used_names:
            break
    block.used_names.add(name)
    address, district = content.address(rng)
    staff = block.premises.staff
    return NewContact(
        name=name, company=company, phone=_phone(rng, company=company),
        type=content.words("types")[type_key], level="", stage_id=None,
        owner_id=rng.choice((staff["xu"], staff["zhou"])),
        source=rng.choice(content.words("sources")), since=since, address=address,
        district=district, birthday=None if company else _birthday(block),
        opening_spent=spent,
    )  # fmt: skip


def _phone(rng: random.Random, *, company: bool) -> str:
    if company and rng.random() < 0.6:
        return f"0571 8{rng.randint(100, 999)} {rng.randint(0, 9999):04}"
    start = rng.choice(("135", "136", "137", "138", "139", "150", "151", "158", "159", "186"))
    return f"{start} {rng.randint(0, 9999):04} {rng.randint(0, 9999):04}"


def _birthday(block: Block) -> tuple[int | None, int, int] | None:
    """Not in this month: ``_celebrate`` says who has a birthday then."""
    rng = block.rng
    if rng.random() > 0.3:
        return None
    month = (block.calendar.today.month + rng.randint(0, 10)) % 12 + 1
    return rng.choice((None, rng.randint(1958, 2003))), month, rng.randint(8, 24)


BIRTHDAYS = 17
"""Customers with a birthday in the story's month; three of them in its week."""


def _celebrate(block: Block) -> None:
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
    wanted = round(BIRTHDAYS * len(block.customers) / demo_plan.BLOCK) - already
    for customer in block.rng.sample(people, max(0, min(wanted, len(people)))):
        birthday = block.rng.choice((None, 1962, 1975, 1988, 1994)), month, block.rng.choice(days)
        customer.contact = _with(customer.contact, birthday=birthday)


def _with(contact: NewContact, **changes: Any) -> NewContact:
    return replace(contact, **changes)


def _grade(block: Block, named: int) -> None:
    words = block.content.words
    for customer in block.customers[named:]:
        spent = customer.contact.opening_spent + sum(amount for _day, amount in customer.sales)
        if not customer.sales:
            continue
        level = "gold" if spent >= 25_000 else "silver" if spent >= 8_000 else "basic"
        customer.contact = _with(customer.contact, level=words(level))


SILENT = 142
"""Customers nobody has been in touch with for a month."""


def _choose_silent(block: Block) -> None:
    month_ago = STORY_DAY - dt.timedelta(days=30)
    already = sum(
        on(c.person.last_contact) < month_ago for c in block.customers if c.person is not None
    )
    quiet = [
        c
        for c in block.customers
        if c.person is None and (c.last_sale is None or c.last_sale < month_ago)
    ]
    wanted = round(SILENT * len(block.customers) / demo_plan.BLOCK) - already
    for customer in block.rng.sample(quiet, max(0, min(wanted, len(quiet)))):
        customer.silent = True
        customer.contact = _with(customer.contact, owner_id=block.premises.staff["lin"])


DUE = 39
"""Customers whose filters are due."""

_DUE_CODES = ("PP10", "FSTM75")


def _choose_due(block: Block, named: int) -> None:
    """Who bought filters at the right time to need new ones three or four weeks from now."""
    wanted = round(DUE * len(block.customers) / demo_plan.BLOCK) - (5 if named else 0)
    for customer in block.customers:
        if wanted <= 0:
            return
        if customer.person is None and any(
            _due_code(day, amount) for day, amount in customer.sales
        ):
            customer.due = True
            wanted -= 1


def _due_code(day: dt.date, amount: int) -> str:
    """The filter that, bought on ``day``, falls due in the story's due days."""
    for code in _DUE_CODES:
        item = demo_products.ITEMS[code]
        end = day + dt.timedelta(days=item.days)
        if _DUE_AFTER[0] <= end <= _DUE_AFTER[1] and amount >= item.price:
            return code
    return ""


def _write_contacts(block: Block) -> None:
    words = block.content.words
    # The people of the story last: the newest, found first.
    order = block.customers[::-1]
    ids = demo_rows.write_contacts(
        block.session, [c.contact for c in order],
        (words("mobile"), words("landline")), (words("province"), words("city")),
        block.premises.currency, block.calendar.today,
    )  # fmt: skip
    for key, customer in zip(ids, order, strict=True):
        customer.id = key


def _write_sales(block: Block, plan: Plan, named: int, first_number: int) -> int:
    drafts: list[tuple[dt.date, Customer | None, int, bool, Bought | None]] = []
    for customer in block.customers[:named]:
        if customer.person:
            drafts += [
                (on(b.day), customer, b.amount, index == 0, b)
                for index, b in enumerate(customer.person.sales)
            ]
    drafts += [
        (o.day, block.customers[named + o.member] if o.member >= 0 else None, o.amount,
         o.first, None)
        for o in plan.orders
    ]  # fmt: skip
    drafts.sort(key=lambda draft: draft[0])
    numbers, following = number_sales(
        [(day, c.contact.company if c else False, b.number if b else 0)
         for day, c, _a, _f, b in drafts],
        first_number,
        accounts=named > 0,
    )  # fmt: skip
    sales = [_sale(block, number, *draft) for number, draft in zip(numbers, drafts, strict=True)]
    _ids, lines = demo_rows.write_sales(block.session, sales, block.premises.shelf)
    key = lines.start
    for sale, (_day, who, _amount, _first, _bought) in zip(sales, drafts, strict=True):
        for code, quantity in sale.lines:
            if who is not None and demo_products.ITEMS[code].category == "machines":
                block.sale_lines.append((key, who, sale, code, quantity))
            key += 1
    return following


def _sale(
    block: Block, number: str, day: dt.date, customer: Customer | None, amount: int,
    first: bool, bought: Bought | None,
) -> NewSale:  # fmt: skip
    rng, calendar, staff = block.rng, block.calendar, block.premises.staff
    lines = list(bought.basket) if bought and bought.basket else []
    if not lines:
        lines = _lines(block, day, customer, amount, first=first)
    due = calendar.past(on(bought.due)) if bought and bought.due else None
    if bought and bought.due > 20260531:
        due = calendar.near(on(bought.due))
    paid: dt.date | None = calendar.past(day)
    if bought and bought.due:
        paid = calendar.past(on(bought.paid)) if bought.paid else None
    elif customer and customer.contact.company and day < dt.date(2026, 4, 20) and first is False:
        paid = calendar.past(day + dt.timedelta(days=rng.randint(0, 20)))
    company = customer is not None and customer.contact.company
    method = block.content.words("methods")[3 if company else rng.choice((0, 0, 0, 1, 1, 2))]
    who = staff["lin"] if customer and customer.person else rng.choice(
        (staff["xu"], staff["xu"], staff["zhou"], staff["wang"])
    )  # fmt: skip
    return NewSale(
        number, customer.id if customer else None, calendar.past(day), amount, lines, who, due,
        paid, method,
    )  # fmt: skip


def _lines(
    block: Block, day: dt.date, customer: Customer | None, amount: int, *, first: bool
) -> list[demo_products.Line]:
    code = _due_code(day, amount) if customer and customer.due else ""
    if code and customer:
        rest = amount - demo_products.ITEMS[code].price
        more = demo_products.basket(rest, customer.type, machine=False, lasting=(), rng=block.rng)
        return [(code, 1), *[line for line in more if line[0] != code]]
    type_key = customer.type if customer else "home"
    known = customer is not None and (customer.due or customer.person is not None)
    lasting = () if known else _safe_codes(day)
    return demo_products.basket(
        amount, type_key, machine=first or amount > 2_500, lasting=lasting, rng=block.rng
    )


def _safe_codes(day: dt.date) -> tuple[str, ...]:
    """Consumables that, bought on ``day``, fall due well before or after the story's weeks."""
    found = []
    for code in demo_products.LASTING:
        end = day + dt.timedelta(days=demo_products.ITEMS[code].days)
        if not _KEEP_FREE[0] <= end <= _KEEP_FREE[1]:
            found.append(code)
    return tuple(found)

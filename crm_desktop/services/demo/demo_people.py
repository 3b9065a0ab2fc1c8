"""The customers of the sample shop: those of the story, and strangers for the plan."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from crm_desktop.services.demo import demo_quotas
from crm_desktop.services.demo.demo_block import Block, Customer
from crm_desktop.services.demo.demo_calendar import STORY_DAY
from crm_desktop.services.demo.demo_plan import Member
from crm_desktop.services.demo.demo_rows import NewContact
from crm_desktop.services.demo.demo_story import Person, on


def person_of_story(block: Block, person: Person) -> Customer:
    """Somebody the story is about."""
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


def member(block: Block, planned: Member) -> Customer:
    """Somebody of the plan who buys, under a made-up name."""
    rng = block.rng
    first = planned.days[0]
    since = first if planned.new else first - dt.timedelta(days=rng.randint(60, 700))
    contact = _stranger(block, planned.type, block.calendar.past(since), planned.opening_amount)
    stage = _stage_of(planned.orders)
    return Customer(
        replace(contact, stage_id=block.premises.stages[stage],
              opening_orders=planned.opening_orders if planned.opening_amount else 0),
        planned.type,
    )  # fmt: skip


def _stage_of(orders: int) -> str:
    if orders >= 5:
        return "loyal"
    return "repeat" if orders >= 2 else "first_purchase"


def lead(block: Block) -> Customer:
    """Somebody who has asked and not bought."""
    type_key = block.rng.choices(demo_quotas.TYPES, demo_quotas.TYPE_WEIGHTS)[0]
    asked = STORY_DAY - dt.timedelta(days=block.rng.randint(31, 700))
    contact = _stranger(block, type_key, None, 0)
    created = block.calendar.past(asked)
    stage = block.premises.stages["prospect"]
    return Customer(replace(contact, stage_id=stage, created=created), type_key)


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
    """Not in this month: ``demo_marks.celebrate`` says who has a birthday then."""
    rng = block.rng
    if rng.random() > 0.3:
        return None
    month = (block.calendar.today.month + rng.randint(0, 10)) % 12 + 1
    return rng.choice((None, rng.randint(1958, 2003))), month, rng.randint(8, 24)

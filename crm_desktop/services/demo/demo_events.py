"""What happened with the customers of the sample shop besides sales, and what is to be done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crm_desktop.core import names
from crm_desktop.db.models import (
    CompanyPerson,
    Contact,
    ContactPhone,
    ContactTag,
    CustomField,
    CustomValue,
    FollowUp,
    TimelineEntry,
)
from crm_desktop.services.demo import demo_deals, demo_rows
from crm_desktop.services.demo.demo_block import Block, Customer
from crm_desktop.services.demo.demo_calendar import STORY_DAY, instant, stored
from crm_desktop.services.demo.demo_story import (
    DONE_FOLLOW_UPS,
    HARVEST_PEOPLE,
    OPEN_FOLLOW_UPS,
    TIMELINE,
    on,
)

CONTACT_PERSON = "contact_person"
"""``Contact.party`` of somebody known only as a person at a company."""


def tell_story(block: Block) -> None:
    """Everything about the people of the story that is not a sale."""
    people = {c.person.key: c for c in block.customers if c.person is not None}
    _harvest(block, people["harvest"].id)
    deals = demo_deals.negotiate(block, people)
    _follow_ups(block, people, deals)
    _story_timeline(block, people)
    _refer(block, people)


def _refer(block: Block, people: dict[str, Customer]) -> None:
    session = block.session
    session.get_one(Contact, people["harvest"].id).referred_by_id = people["chen"].id
    session.get_one(Contact, people["riverside"].id).referred_by_id = people["harvest"].id


def _harvest(block: Block, company: int) -> None:
    """The people and own fields of the customer whose profile is shown."""
    content, session = block.content, block.session
    for position, (key, phone, decides) in enumerate(HARVEST_PEOPLE):
        name = content["customers"][key]
        full, short = names.pinyin_of(name)
        person = Contact(
            name=name, pinyin=full, initials=short, kind="person", party=CONTACT_PERSON,
            owner_id=block.premises.staff["lin"],
        )  # fmt: skip
        if decides:
            person.birth_month, person.birth_day = 9, 3
        session.add(person)
        session.flush()
        number = demo_rows.phone_key(phone)
        session.add(ContactPhone(contact_id=person.id, number=phone, key=number))
        role, department = content["roles"][key]
        session.add(
            CompanyPerson(
                company_id=company, person_id=person.id, role=role, department=department,
                decides=decides, position=position,
            )
        )  # fmt: skip
    for position, (key, (label, value)) in enumerate(content["facts"]["fields"].items()):
        field = CustomField(entity="contact", key=key, label=label, type="text", position=position)
        session.add(field)
        session.flush()
        session.add(CustomValue(field_id=field.id, record_id=company, text=value))


def _follow_ups(block: Block, people: dict[str, Customer], deals: dict[str, int]) -> None:
    calendar, staff = block.calendar, block.premises.staff
    for words, who, kind, due, time, on_deal in OPEN_FOLLOW_UPS:
        title, note = block.content["followups"][words]
        block.session.add(
            FollowUp(
                contact_id=people[who].id, kind=kind, title=title, note=note,
                due_on=calendar.near(on(due)) if due else None, due_time=time,
                owner_id=staff["lin"], deal_id=deals.get(who) if on_deal else None,
                created_at=instant(calendar.today - dt.timedelta(days=9), "09:00"),
            )
        )  # fmt: skip
    for words, who, kind, day, time in DONE_FOLLOW_UPS:
        title, note = block.content["followups"][words]
        done = calendar.near(on(day))
        block.session.add(
            FollowUp(
                contact_id=people[who].id, kind=kind, title=title, note=note, due_on=done,
                due_time=time, owner_id=staff["lin"], state="done",
                done_at=instant(done, "09:06" if time == "09:00" else time),
                created_at=instant(done - dt.timedelta(days=5), "09:00"),
            )
        )  # fmt: skip
    block.session.flush()


def _story_timeline(block: Block, people: dict[str, Customer]) -> None:
    """The written entries, and one for each last contact that no sale stands for."""
    calendar, staff = block.calendar, block.premises.staff
    written = set()
    for who, words, kind, direction, day, time, minutes in TIMELINE:
        when = calendar.near(on(day))
        title, body = block.content["timeline"][words]
        written.add(who)
        block.session.add(
            TimelineEntry(
                contact_id=people[who].id, kind=kind, direction=direction, happened_on=when,
                happened_at=instant(when, time), title=title if kind == "note" else "",
                body=body, minutes=minutes or None, staff_id=staff["lin"],
            )
        )  # fmt: skip
    for who, customer in people.items():
        person = customer.person
        if person is None or who in written:
            continue
        last = on(person.last_contact)
        if customer.last_sale == last:
            continue
        entry = block.rng.choice(block.content["timeline"]["calls"])
        block.session.add(
            TimelineEntry(
                contact_id=customer.id, kind="call", direction="out", body=entry,
                happened_on=calendar.near(last), happened_at=instant(calendar.near(last), "15:20"),
                minutes=4, staff_id=staff["lin"],
            )
        )  # fmt: skip
    block.session.flush()


Row = tuple[Any, ...]


def live_on(block: Block) -> None:
    """Calls, visits and messages with everybody, as the plan says who was reached when."""
    rows: list[Row] = []
    tags: list[Row] = []
    due_tag = block.premises.tags["due"]
    for customer in block.customers:
        if customer.person is None:
            rows += _history(block, customer)
            if customer.due:
                tags.append((customer.id, due_tag))
        else:
            tags += [
                (customer.id, block.premises.tags[key])
                for key in dict.fromkeys(customer.person.tags)
            ]
    harvest = next((c for c in block.customers if c.person and c.person.key == "harvest"), None)
    if harvest is not None:
        rows += _long_history(block, harvest)
        for key in ("cloudrest", "may", "sunny"):
            person = next(c for c in block.customers if c.person and c.person.key == key)
            tags.append((person.id, due_tag))
    block.insert(
        TimelineEntry,
        ("contact_id", "kind", "direction", "happened_on", "happened_at", "title", "body",
         "minutes", "staff_id", "created_at"),
        rows,
    )  # fmt: skip
    block.insert(ContactTag, ("contact_id", "tag_id"), list(dict.fromkeys(tags)))


def _entry(block: Block, customer: Customer, kind: str, when: dt.date) -> Row:
    rng, words = block.rng, block.content["timeline"]
    body = rng.choice(words[{"call": "calls", "wechat": "wechat", "visit": "visits"}[kind]])
    time = f"{rng.randint(9, 17):02}:{rng.randint(0, 59):02}"
    minutes = rng.randint(2, 12) if kind == "call" else 45 if kind == "visit" else None
    at = stored(when, time)
    return (
        customer.id, kind, "out", when.isoformat(), at, "", body, minutes,
        customer.contact.owner_id, at,
    )  # fmt: skip


def _history(block: Block, customer: Customer) -> list[Row]:
    """A few words with one customer; the mass message reaches whoever was not seen lately."""
    rng, calendar = block.rng, block.calendar
    month_ago = STORY_DAY - dt.timedelta(days=30)
    rows = []
    for day, _amount in customer.sales[-3:]:
        after = day + dt.timedelta(days=rng.randint(5, 12))
        if rng.random() < 0.25 and after < (month_ago if customer.silent else STORY_DAY):
            kind = rng.choice(("call", "wechat", "visit"))
            rows.append(_entry(block, customer, kind, calendar.past(after)))
    recent = customer.last_sale is not None and customer.last_sale >= month_ago
    if customer.silent:
        if not customer.sales:
            asked = customer.contact.created or calendar.past(month_ago - dt.timedelta(days=40))
            rows.append(_entry(block, customer, "call", asked))
    elif not recent:
        rows.append(_mass(block, customer))
    return rows


def _mass(block: Block, customer: Customer) -> Row:
    when = block.calendar.near(dt.date(2026, 5, 20) + dt.timedelta(days=block.rng.randint(0, 21)))
    title, body = block.content["timeline"]["mass"]
    at = stored(when, f"{block.rng.randint(9, 17):02}:{block.rng.randint(0, 59):02}")
    return (
        customer.id, "wechat", "out", when.isoformat(), at, title, body, None,
        customer.contact.owner_id, at,
    )  # fmt: skip


def _long_history(block: Block, customer: Customer) -> list[Row]:
    """Years with the customer whose profile is shown."""
    rows = []
    for step in range(11):
        when = dt.date(2026, 5, 5) - dt.timedelta(days=step * 96 + block.rng.randint(0, 20))
        kind = block.rng.choice(("call", "wechat", "call", "visit"))
        rows.append(_entry(block, customer, kind, block.calendar.past(when)))
    return rows

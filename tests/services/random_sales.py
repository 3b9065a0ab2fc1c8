"""400 random sales over three years for the cross-tab: returns, walk-ins, drafts, namesakes,
another currency, goods typed by hand, customers of several tags."""

from __future__ import annotations

import datetime as dt
import random

from sqlalchemy.orm import Session

from crm_desktop.db.models import (
    Contact,
    ContactTag,
    CustomField,
    CustomValue,
    LifecycleStage,
    Product,
    ProductCategory,
    Sale,
    SaleLine,
    Shop,
    Staff,
    Tag,
    Territory,
)

HOSTILE = '=HYPERLINK("x")<b>'


def sell(session: Session, dice: random.Random) -> None:
    """Fill a file."""
    people, goods = _people(session, dice), _goods(session, dice)
    staff, shops = [Staff(name=name) for name in "ABA"], [Shop(name="North"), Shop(name="South")]
    session.add_all([*staff, *shops])
    session.flush()
    for n in range(400):
        back = dice.random() < 0.15
        lines = [_line(dice, goods, -1 if back else 1) for _ in range(dice.randint(1, 3))]
        whole = sum(line.amount_minor for line in lines)
        discount = 0 if back else dice.choice([0, 7])
        day = dt.date(2024, 1, 1) + dt.timedelta(dice.randrange(1000))
        sale = Sale(
            kind="return" if back else dice.choice(["sale"] * 9 + ["opening"]),
            status=dice.choice(["confirmed"] * 9 + ["draft"]),
            currency=dice.choice(["CNY"] * 9 + ["EUR"]),
            contact_id=dice.choice(people).id if n % 9 else None,
            staff_id=dice.choice([None, *(one.id for one in staff)]),
            promoter_id=dice.choice([None, staff[0].id]),
            shop_id=dice.choice([None, *(one.id for one in shops)]),
            sold_on=day,
            subtotal_minor=whole,
            discount_minor=discount,
            total_minor=whole - discount,
            created_at=dt.datetime(day.year, day.month, day.day, dice.randrange(24), tzinfo=dt.UTC),
        )
        session.add(sale)
        session.flush()
        for line in lines:
            line.sale_id = sale.id
            session.add(line)


def _people(session: Session, dice: random.Random) -> list[Contact]:
    areas, stages = [Territory(name="East"), Territory(name="East")], [LifecycleStage(name="s")]
    tags, field = (
        [Tag(name="vip"), Tag(name="new")],
        CustomField(entity="contact", key="pet", label="Pet", type="text"),
    )
    session.add_all([*areas, *stages, *tags, field])
    session.flush()
    people = [
        Contact(
            name=f"c{n % 10}",
            customer_no="K10" if n == 10 else "",
            source=dice.choice(["", "web", HOSTILE]),
            level=dice.choice(["", "A", "B"]),
            territory_id=dice.choice([None, *(one.id for one in areas)]),
            stage_id=dice.choice([None, stages[0].id]),
        )
        for n in range(12)
    ]
    session.add_all(people)
    session.flush()
    for n, one in enumerate(people):
        held = [tags[0]] * (n < 8) + [tags[1]] * (5 <= n < 10)
        session.add_all(ContactTag(contact_id=one.id, tag_id=tag.id) for tag in held)
        if pet := dice.choice(["", "cat", None]):
            session.add(CustomValue(field_id=field.id, record_id=one.id, text=pet))
    return people


def _goods(session: Session, dice: random.Random) -> list[Product]:
    kinds = [ProductCategory(name="Parts"), ProductCategory(name="Water")]
    session.add_all(kinds)
    session.flush()
    goods = [
        Product(name=f"p{n % 3}", category_id=dice.choice([None, *(one.id for one in kinds)]))
        for n in range(4)
    ]
    session.add_all(goods)
    session.flush()
    return goods


def _line(dice: random.Random, goods: list[Product], sign: int) -> SaleLine:
    by_hand = dice.random() < 0.1
    return SaleLine(
        product_id=None if by_hand else dice.choice(goods).id,
        description=dice.choice(["p0", ""]) if by_hand else "",
        quantity_milli=sign * dice.randint(1, 5000),
        amount_minor=sign * dice.randint(1, 90_000),
        cost_minor=dice.choice([None, dice.randint(0, 999)]),
    )

"""A small shop with every kind of record that figures can trip over, kept as plain rows too."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from crm_desktop.core import clock, money
from crm_desktop.db.models import Contact, Payment, PaymentAllocation, Product, Sale, SaleLine

FIRST = dt.date(2024, 3, 1)
LAST = dt.date(2026, 6, 18)
TYPES = ("Catering", "Homes", "Offices", "", "")
INDUSTRIES = ("", "Education", "")


@dataclass
class Person:
    id: int
    name: str
    type: str
    industry: str
    opening_spent: int
    opening_count: int
    payment_days: int | None
    archived: bool
    deleted: bool


@dataclass
class Receipt:
    id: int
    number: str
    kind: str
    status: str
    contact_id: int | None
    sold_on: dt.date
    due_on: dt.date | None
    currency: str
    total: int
    deleted: bool
    product_id: int
    quantity: int
    gift: bool
    payments: list[tuple[dt.date, int]] = field(default_factory=list)

    @property
    def counts(self) -> bool:
        return self.confirmed and self.kind != "opening"

    @property
    def confirmed(self) -> bool:
        return self.status == "confirmed" and not self.deleted and self.currency == "CNY"

    @property
    def purchase(self) -> bool:
        return self.counts and self.kind == "sale" and self.contact_id is not None


@dataclass
class Goods:
    id: int
    name: str
    unit: str
    days_of_use: int | None


@dataclass
class RandomShop:
    people: list[Person]
    receipts: list[Receipt]
    goods: list[Goods]

    def person(self, contact_id: int) -> Person:
        return self.people[contact_id - 1]

    def first_purchase(self, contact_id: int) -> dt.date | None:
        return min(
            (r.sold_on for r in self.receipts if r.purchase and r.contact_id == contact_id),
            default=None,
        )

    def bought_before(self, contact_id: int) -> bool:
        person = self.person(contact_id)
        return bool(person.opening_count or person.opening_spent)

    def spent(self, contact_id: int, until: dt.date | None = None) -> int:
        return self.person(contact_id).opening_spent + sum(
            r.total
            for r in self.receipts
            if r.counts and r.contact_id == contact_id and (until is None or r.sold_on <= until)
        )


def invent(seed: int = 7, people: int = 60, rounds: int = 9) -> RandomShop:
    """The rows of a shop, the same for one ``seed``."""
    rng = random.Random(seed)
    shop = RandomShop([], [], _goods())
    for number in range(1, people + 1):
        shop.people.append(_person(rng, number))
    days = []
    for person in shop.people:
        day = FIRST + dt.timedelta(rng.randrange(700))
        gap = rng.choice((7, 20, 35, 60, 120))
        for _ in range(rng.randrange(rounds)):
            days.append((day, person.id))
            day += dt.timedelta(max(0, round(rng.gauss(gap, gap / 4))))
    days += [(FIRST + dt.timedelta(rng.randrange(830)), None) for _ in range(people)]
    for day, contact_id in sorted(days, key=lambda pair: pair[0]):
        if day <= LAST:
            shop.receipts.append(_receipt(rng, len(shop.receipts) + 1, contact_id, day))
    return shop


def _goods() -> list[Goods]:
    return [
        Goods(1, "RO membrane", "pc", 365),
        Goods(2, "Carbon filter", "pc", 180),
        Goods(3, "Installation", "", None),
        Goods(4, "Softener salt", "bag", 30),
    ]


def _person(rng: random.Random, number: int) -> Person:
    old = rng.random() < 0.1
    return Person(
        id=number,
        name=f"客户 {number}",
        type=rng.choice(TYPES),
        industry=rng.choice(INDUSTRIES),
        opening_spent=rng.randrange(1, 90_000) if old else 0,
        opening_count=rng.randrange(3) if old else 0,
        payment_days=rng.choice((None, None, 0, 45)),
        archived=rng.random() < 0.05,
        deleted=rng.random() < 0.05,
    )


def _receipt(rng: random.Random, number: int, contact_id: int | None, day: dt.date) -> Receipt:
    kind = rng.choices(("sale", "return", "opening"), (20, 2, 1))[0]
    total = rng.randrange(500, 400_000) * (-1 if kind == "return" else 1)
    receipt = Receipt(
        id=number,
        number=f"XS-{number:04}",
        kind=kind,
        status=rng.choices(("confirmed", "draft", "held", "cancelled"), (30, 1, 1, 1))[0],
        contact_id=contact_id,
        sold_on=day,
        due_on=rng.choice((None, day, day + dt.timedelta(rng.randrange(60)))),
        currency=rng.choices(("CNY", "USD"), (40, 1))[0],
        total=total,
        deleted=rng.random() < 0.02,
        product_id=rng.randrange(1, 5),
        quantity=rng.randrange(1, 4) * 1000 * (-1 if kind == "return" else 1),
        gift=rng.random() < 0.05,
    )
    part = rng.choices((total, 0, total // 2), (12, 2, 1))[0]
    if part and receipt.status != "cancelled":
        paid_on = day + dt.timedelta(rng.choice((0, 0, 0, 20, 90)))
        if receipt.status == "confirmed":  # nothing is paid of what does not count
            receipt.payments.append((paid_on, part))
    return receipt


def store_rows(session: Session, shop: RandomShop) -> None:
    """Write the rows of ``shop`` into a new file."""
    for goods in shop.goods:
        session.add(
            Product(id=goods.id, name=goods.name, unit=goods.unit, days_of_use=goods.days_of_use)
        )
    for person in shop.people:
        session.add(
            Contact(
                id=person.id,
                name=person.name,
                customer_type=person.type,
                industry=person.industry,
                opening_spent_minor=person.opening_spent,
                opening_sale_count=person.opening_count,
                payment_days=person.payment_days,
                archived_at=clock.now() if person.archived else None,
                deleted_at=clock.now() if person.deleted else None,
            )
        )
    session.flush()
    for receipt in shop.receipts:
        _store_receipt(session, receipt)
    session.flush()


def _store_receipt(session: Session, receipt: Receipt) -> None:
    session.add(
        Sale(
            id=receipt.id,
            number=receipt.number,
            kind=receipt.kind,
            status=receipt.status,
            contact_id=receipt.contact_id,
            sold_on=receipt.sold_on,
            due_on=receipt.due_on,
            currency=receipt.currency,
            subtotal_minor=receipt.total,
            total_minor=receipt.total,
            paid_minor=sum(amount for _day, amount in receipt.payments),
            deleted_at=clock.now() if receipt.deleted else None,
        )
    )
    session.flush()
    session.add(
        SaleLine(
            sale_id=receipt.id,
            product_id=receipt.product_id,
            quantity_milli=receipt.quantity,
            unit_price_minor=receipt.total,
            discount_minor=money.line_amount(receipt.quantity, receipt.total) - receipt.total,
            amount_minor=receipt.total,
            gift=receipt.gift,
        )
    )
    for day, amount in receipt.payments:
        payment = Payment(
            contact_id=receipt.contact_id,
            paid_on=day,
            kind="payment" if amount > 0 else "refund",
            amount_minor=amount,
            currency=receipt.currency,
        )
        session.add(payment)
        session.flush()
        session.add(
            PaymentAllocation(payment_id=payment.id, sale_id=receipt.id, amount_minor=amount)
        )

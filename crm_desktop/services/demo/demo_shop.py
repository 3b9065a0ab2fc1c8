"""The sample shop itself: its name, staff, products, choices and tags."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crm_desktop.core import money, names
from crm_desktop.db.models import (
    Choice,
    DealStage,
    LifecycleStage,
    Product,
    ProductCategory,
    Shop,
    Staff,
    StockMovement,
    Tag,
)
from crm_desktop.services import new_file
from crm_desktop.services.demo.demo_content import Content
from crm_desktop.services.demo.demo_products import ITEMS
from crm_desktop.services.demo.demo_rows import Shelf
from crm_desktop.services.settings import settings


@dataclass(frozen=True, slots=True)
class Premises:
    """Ids of what the shop has, by the keys of the story."""

    staff: dict[str, int]
    stages: dict[str, int]
    deal_stages: dict[str, int]
    tags: dict[str, int]
    shelf: Shelf
    currency: str


def open_shop(session: Session, content: Content, language: str, day: dt.date) -> Premises:
    """Fill in what a new file lacks and give the shop its name, staff, goods and words."""
    if not settings.get(session, settings.FILE_UUID):
        new_file.seed(session, language)
    currency = settings.get(session, settings.CURRENCY)
    _introduce(session, content)
    staff = _staff(session, content)
    _choices(session, content)
    return Premises(
        staff,
        _by_code(session, LifecycleStage),
        _by_code(session, DealStage),
        _tags(session, content),
        _products(session, content, currency, day),
        currency,
    )


def _introduce(session: Session, content: Content) -> None:
    shop = content["shop"]
    settings.put(session, settings.SHOP_NAME, shop["name"])
    settings.put(session, settings.SHOP_ADDRESS, shop["address"])
    settings.put(session, settings.SHOP_PHONE, shop["phone"])
    settings.put(session, settings.OWNER_NAME, content["staff"]["lin"][0])
    settings.put(session, settings.AREA_CODE, "0571")
    session.add(Shop(name=shop["name"], address=shop["address"], phone=shop["phone"]))
    session.add(Shop(name=shop["second"], position=1))


def _staff(session: Session, content: Content) -> dict[str, int]:
    people = {key: Staff(name=name, role=role) for key, (name, role) in content["staff"].items()}
    session.add_all(people.values())
    session.flush()
    return {key: person.id for key, person in people.items()}


def _choices(session: Session, content: Content) -> None:
    """The shop's own pick-lists instead of those of a new file."""
    lists = {
        "level": [(content.words("gold"), "amber"), (content.words("silver"), "blue"),
                  (content.words("basic"), "gray")],
        "customer_type": [(value, "") for value in content.words("types").values()],
        "source": [(value, "") for value in content.words("sources")],
        "payment_method": [(value, "") for value in content.words("methods")],
    }  # fmt: skip
    session.execute(delete(Choice).where(Choice.list_key.in_(lists)))
    for key, values in lists.items():
        for position, (value, colour) in enumerate(values):
            session.add(Choice(list_key=key, value=value, colour=colour, position=position))


def _by_code(session: Session, model: type[LifecycleStage] | type[DealStage]) -> dict[str, int]:
    return {code: key for key, code in session.execute(select(model.id, model.code))}


def _tags(session: Session, content: Content) -> dict[str, int]:
    colours = {"due": "amber", "unpaid": "red"}
    tags: dict[str, Tag] = {}
    by_name: dict[str, Tag] = {}
    for position, (key, name) in enumerate(content["tags"].items()):
        if name not in by_name:
            by_name[name] = Tag(name=name, colour=colours.get(key, ""), position=position)
        tags[key] = by_name[name]
    session.add_all(by_name.values())
    session.flush()
    return {key: tag.id for key, tag in tags.items()}


def _products(session: Session, content: Content, currency: str, day: dt.date) -> Shelf:
    categories = {
        key: ProductCategory(name=name, position=position)
        for position, (key, name) in enumerate(content["categories"].items())
    }
    session.add_all(categories.values())
    session.flush()
    unit = money.to_minor(Decimal(1), currency)
    products = {}
    for code, item in ITEMS.items():
        name, spec = content["products"][code]
        full, short = names.pinyin_of(name)
        products[code] = Product(
            code=code, name=name, spec=spec, pinyin=full, initials=short,
            unit=content.words("units")[item.unit], category_id=categories[item.category].id,
            is_service=item.service, price_minor=item.price * unit, cost_minor=item.cost * unit,
            currency=currency, days_of_use=item.days or None,
            warranty_months=item.warranty or None, stock_counted=bool(item.left),
            low_stock_milli=item.low * 1000 or None,
        )  # fmt: skip
    session.add_all(products.values())
    session.flush()
    session.add_all(
        StockMovement(
            product_id=products[code].id,
            moved_on=day,
            quantity_milli=item.left * 1000,
            reason="opening",
        )
        for code, item in ITEMS.items()
        if item.left
    )
    return Shelf(
        {code: product.id for code, product in products.items()},
        {code: product.name for code, product in products.items()},
        {code: product.unit for code, product in products.items()},
        currency,
    )

"""What a cross-tab can be made of: its dimensions, and how each is read from the sales."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, String, and_, case, cast, func, literal, select
from sqlalchemy.orm import Session, aliased

from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import (
    Contact,
    ContactTag,
    CustomField,
    CustomValue,
    Product,
    Sale,
    SaleLine,
)

FIELD_PREFIX = "field:"

NAMES: dict[str, str] = {
    "customer": N_("Customer"),
    "product": N_("Product"),
    "category": N_("Category"),
    "shop": N_("Shop"),
    "area": N_("Area"),
    "salesperson": N_("Salesperson"),
    "promoter": N_("Promoter"),
    "source": N_("Source"),
    "level": N_("Level"),
    "stage": N_("Stage"),
    "tag": N_("Tag"),
    "day": N_("Day"),
    "week": N_("Week"),
    "month": N_("Month"),
    "quarter": N_("Quarter"),
    "year": N_("Year"),
    "weekday": N_("Weekday"),
    "hour": N_("Hour"),
}
OF_LINES = frozenset({"product", "category"})
OF_TIME = frozenset({"day", "week", "month", "quarter", "year", "weekday", "hour"})
_OF_CONTACT = frozenset({"customer", "source", "level", "area", "stage"})
WITH_ID = frozenset(
    {"customer", "product", "category", "shop", "area", "salesperson", "promoter", "stage", "tag"}
)
"""Their values are ids, so that two of one name stay apart; ``crosstab_values`` names them."""

TYPED = "="
"""Begins the value of goods that were typed into a line and are no product."""

_CONTACT = (Contact, Contact.id == Sale.contact_id)
_JOINS: dict[str, tuple[tuple[Any, Any], ...]] = {
    "category": ((Product, Product.id == SaleLine.product_id),),
    "source": (_CONTACT,),
    "level": (_CONTACT,),
    "area": (_CONTACT,),
    "stage": (_CONTACT,),
    "tag": ((ContactTag, ContactTag.contact_id == Sale.contact_id),),
}
_VALUES: dict[str, Any] = {
    "product": func.coalesce(
        SaleLine.product_id, literal(TYPED).concat(func.nullif(SaleLine.description, ""))
    ),
    "category": Product.category_id,
    "shop": Sale.shop_id,
    "salesperson": Sale.staff_id,
    "promoter": Sale.promoter_id,
    "customer": Sale.contact_id,
    "source": Contact.source,
    "level": Contact.level,
    "area": Contact.territory_id,
    "stage": Contact.stage_id,
    "tag": ContactTag.tag_id,
    "weekday": func.strftime("%w", Sale.sold_on),
    "hour": func.strftime("%H", Sale.created_at, "localtime"),
}


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension. ``label`` is in the language in force; ``value`` is SQL for its value, an id
    or a text, NULL or empty for none; ``later`` the same with the day put a year later, to compare
    with a year before."""

    key: str
    label: str
    value: Any
    later: Any
    joins: tuple[tuple[Any, Any], ...] = ()

    @property
    def of_contact(self) -> bool:
        """Whether a customer has one value of it, whatever they buy."""
        return self.key in _OF_CONTACT or self.key.startswith(FIELD_PREFIX)


def text_of(value: int | str | None) -> str:
    """A value as keys hold it, empty for none."""
    return "" if value is None else str(value)


def names(session: Session) -> dict[str, str]:
    """Every dimension of the file by key, with its label; sensitive fields are left out."""
    fields = session.execute(
        select(CustomField.key, CustomField.label)
        .where(*_usable_field())
        .order_by(CustomField.position, CustomField.id)
    )
    own = {FIELD_PREFIX + key: label for key, label in fields}
    return {key: _(name) for key, name in NAMES.items()} | own


def find(session: Session, key: str) -> Dimension:
    """The dimension called ``key``. Raises ``NotFound``."""
    if key.startswith(FIELD_PREFIX):
        return _own_field(session, key)
    if key not in NAMES:
        raise _unknown(session, key)
    plain = _VALUES[key] if key in _VALUES else _of_day(key, cast(Sale.sold_on, String))
    later = _VALUES[key] if key in _VALUES else _of_day(key, _a_year_later())
    return Dimension(key, _(NAMES[key]), plain, later, _JOINS.get(key, ()))


def joined(query: Any, dimensions: Iterable[Dimension], *, lines: bool) -> Any:
    """``query`` over sales with the tables that ``dimensions`` read, each once."""
    query = query.select_from(SaleLine).join(Sale) if lines else query.select_from(Sale)
    seen: list[Any] = []
    for one in dimensions:
        for target, condition in one.joins:
            if not any(target is there for there in seen):
                seen.append(target)
                query = query.outerjoin(target, condition)
    return query


def one_of(dimension: Dimension, values: tuple[str, ...]) -> Any:
    """The condition that a sale, or a line of it, has one of ``values``.

    It reads the dimension's own tables, so that a customer of two tags is not counted twice.
    """
    found = [_stored(dimension.key, value) for value in values if value]
    if dimension.key == "tag":
        tagged = select(ContactTag.contact_id)
        buyer = func.coalesce(Sale.contact_id, 0)
        chosen = buyer.in_(tagged.where(ContactTag.tag_id.in_(found)))
        return chosen | buyer.not_in(tagged) if "" in values else chosen
    chosen = dimension.value.in_(found)
    none = dimension.value.is_(None) | (dimension.value == "")
    return chosen | none if "" in values else chosen


def _stored(key: str, value: str) -> int | str:
    """A value of a key as the file holds it: ids are numbers."""
    number = key in WITH_ID and value.isascii() and value.isdecimal() and len(value) < 19
    return int(value) if number else value


def _a_year_later() -> Any:
    """The day as text with the next year's number; 29 February stays in its month."""
    day = cast(Sale.sold_on, String)
    year = cast(func.substr(day, 1, 4), Integer) + 1
    return func.printf("%04d", year).concat(func.substr(day, 5))


def _of_day(key: str, day: Any) -> Any:
    """``2026``, ``2026-Q2``, ``2026-05``, the Monday of a week, or the day itself."""
    if key == "year":
        return func.substr(day, 1, 4)
    if key == "month":
        return func.substr(day, 1, 7)
    if key == "week":
        return func.date(day, "weekday 0", "-6 days")
    if key == "day":
        return day
    month = func.substr(day, 6, 2)
    quarter = case((month < "04", "-Q1"), (month < "07", "-Q2"), (month < "10", "-Q3"), else_="-Q4")
    return func.substr(day, 1, 4).concat(quarter)


def _usable_field() -> tuple[Any, ...]:
    return (
        CustomField.entity == "contact",
        CustomField.deleted_at.is_(None),
        CustomField.sensitive.is_(False),
    )


def _own_field(session: Session, key: str) -> Dimension:
    found = session.execute(
        select(CustomField.id, CustomField.label).where(
            *_usable_field(), CustomField.key == key.removeprefix(FIELD_PREFIX)
        )
    ).first()
    if found is None:
        raise _unknown(session, key)
    held = aliased(CustomValue)
    condition = and_(held.field_id == found.id, held.record_id == Sale.contact_id)
    return Dimension(key, found.label, held.text, held.text, ((held, condition),))


def _unknown(session: Session, key: str) -> NotFound:
    return NotFound(
        _("A cross-tab knows no “{key}”.").format(key=key),
        "",
        _("Choose one of: {keys}.").format(keys=", ".join(names(session))),
    )

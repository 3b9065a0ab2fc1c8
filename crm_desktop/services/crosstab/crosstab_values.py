"""The values of a cross-tab's dimensions as people read and choose them.

Two customers or products of one name are two rows: whatever tells them apart stands behind the
name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.db.models import (
    Contact,
    ContactPhone,
    CustomField,
    LifecycleStage,
    Product,
    ProductCategory,
    SaleLine,
    Shop,
    Staff,
    Tag,
    Territory,
)
from crm_desktop.services.crosstab import crosstab_fields, crosstab_times
from crm_desktop.services.crosstab.crosstab_fields import (
    FIELD_PREFIX,
    OF_TIME,
    TYPED,
    WITH_ID,
    Dimension,
)
from crm_desktop.services.fields import custom_values
from crm_desktop.services.lifecycle import lifecycle
from crm_desktop.services.records import masking

MOST_CHOICES = 200
_MANY = 10_000
_LISTED = frozenset({"weekday", "hour", "stage"})
"""So few that a value can be told by how it reads."""

_MODELS: dict[str, Any] = {
    "customer": Contact,
    "product": Product,
    "category": ProductCategory,
    "shop": Shop,
    "area": Territory,
    "salesperson": Staff,
    "promoter": Staff,
    "stage": LifecycleStage,
    "tag": Tag,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value one may filter by, and how it reads."""

    value: str
    label: str


def shown(key: str, value: str) -> str:
    """A value without an id as people read it."""
    if not value:
        return _("Walk-in") if key == "customer" else _("None given")
    return crosstab_times.shown(key, value) if key in OF_TIME else value


def labels(session: Session, key: str, values: Collection[str]) -> dict[str, str]:
    """How each of ``values`` reads, no two alike."""
    if key.startswith(FIELD_PREFIX):
        return _own_labels(session, key, values)
    if key not in WITH_ID:
        return {value: shown(key, value) for value in values}
    plain = {value: value.removeprefix(TYPED) for value in values if value.startswith(TYPED)}
    names = plain | _names(session, key, [int(one) for one in values if one.isdecimal()])
    found = {value: names.get(value) or shown(key, "") for value in values}
    for marks in (_marks(session, key), _numbers):
        counts = Counter(found.values())
        doubled = [value for value, label in found.items() if counts[label] > 1 and value]
        if doubled:
            said = marks(doubled)
            found |= {one: f"{found[one]} · {said[one]}" for one in doubled if said.get(one)}
    return found


def _own_labels(session: Session, key: str, values: Collection[str]) -> dict[str, str]:
    """How values of a field of the shop's own read: yes and no in words, money as money."""
    kind = session.scalar(
        select(CustomField.type).where(
            CustomField.entity == "contact",
            CustomField.key == key.removeprefix(FIELD_PREFIX),
            CustomField.deleted_at.is_(None),
        )
    )

    def said(value: str) -> str:
        kept = custom_values.read(kind or "", value, custom_values.parts_of(value))
        return custom_values.shown(kind or "", kept) if value else shown(key, "")

    return {value: said(value) for value in values}


def choices(session: Session, key: str, typed: str = "") -> list[Choice]:
    """Values to filter by whose label begins with or contains what was ``typed``, at most
    ``MOST_CHOICES``; "none given" first where that can be."""
    none = [Choice("", shown(key, ""))] if key not in OF_TIME else []
    wanted = text.fold(typed)
    values = _stored(session, key, typed)
    named = labels(session, key, values)
    found = [Choice(value, named[value]) for value in values if value]
    both = [one for one in (*none, *found) if wanted in text.fold(one.label)]
    return both[:MOST_CHOICES]


def named(session: Session, key: str, typed: str) -> tuple[str, ...]:
    """The values of the dimension ``key`` that are called ``typed``, or have the number ``#12``.

    Raises ``NotFound`` when nothing is called so.
    """
    field = crosstab_fields.find(session, key)
    if not typed:
        return (typed,)
    if key in _LISTED or key.startswith(FIELD_PREFIX):
        return _read(session, field, typed)
    if key not in WITH_ID:
        return (typed,)
    model = _MODELS[key]
    number = typed.removeprefix("#")
    if typed.startswith("#") and number.isascii() and number.isdecimal() and len(number) < 19:
        query = select(model.id).where(model.id == int(number))
    else:
        query = select(model.id).where(model.name == typed)
    found = [str(one) for one in session.scalars(query)]
    if key == "product" and _was_typed(session, typed):
        found.append(TYPED + typed)
    if not found:
        raise _nothing(field, typed)
    return tuple(found)


def _read(session: Session, field: Dimension, typed: str) -> tuple[str, ...]:
    """Values that read as ``typed`` or are kept so; of few there are, only those."""
    stored = _stored(session, field.key, "")
    wanted = {text.fold(typed), text.fold(typed.removeprefix("#"))}
    said = labels(session, field.key, stored)
    if field.key == "hour":
        wanted.add(typed.removesuffix(":00").zfill(2))
    found = [value for value in stored if {text.fold(said[value]), value} & wanted]
    if not found:
        raise _nothing(field, typed)
    return tuple(found)


def _nothing(field: Dimension, typed: str) -> NotFound:
    return NotFound(_("{field}: there is no “{name}”.").format(field=field.label, name=typed), "")


def _was_typed(session: Session, name: str) -> bool:
    lines = select(SaleLine.id).where(SaleLine.product_id.is_(None), SaleLine.description == name)
    return session.scalar(lines.limit(1)) is not None


def _names(session: Session, key: str, ids: Sequence[int]) -> dict[str, str]:
    if key == "stage":
        kept = select(LifecycleStage.id, LifecycleStage.code, LifecycleStage.name)
        stages = _of(session, kept, LifecycleStage.id, ids)
        return {str(number): lifecycle.stage_name(code, name) for number, code, name in stages}
    model = _MODELS[key]
    found = _of(session, select(model.id, model.name), model.id, ids)
    return {str(number): name for number, name in found}


def _of(session: Session, query: Any, column: Any, ids: Sequence[int]) -> Iterable[Any]:
    """The rows of ``query`` about ``ids``, its first column; of very many, all are looked at."""
    if len(ids) > _MANY:
        wanted = set(ids)
        return (row for row in session.connection().execute(query) if row[0] in wanted)
    return session.connection().execute(query.where(column.in_(ids)))


def _numbers(values: Iterable[str]) -> dict[str, str]:
    """What tells anything apart at last: its number in the file."""
    return {one: _("typed by hand") if one.startswith(TYPED) else f"#{one}" for one in values}


def _marks(session: Session, key: str) -> Callable[[Iterable[str]], dict[str, str]]:
    """What people tell namesakes apart by: a customer's number or phone, a product's code."""

    def marks(values: Iterable[str]) -> dict[str, str]:
        ids = [int(one) for one in values if one.isdecimal()]
        if key == "customer":
            return _customers_marks(session, ids)
        if key == "product":
            rows = _of(session, select(Product.id, Product.code, Product.spec), Product.id, ids)
            return {str(number): code or spec for number, code, spec in rows}
        return {}

    return marks


def _customers_marks(session: Session, ids: Sequence[int]) -> dict[str, str]:
    phones = select(ContactPhone.contact_id, ContactPhone.number).order_by(ContactPhone.id.desc())
    found = {
        str(number): masking.masked(phone)
        for number, phone in _of(session, phones, ContactPhone.contact_id, ids)
    }
    numbers = select(Contact.id, Contact.customer_no).where(Contact.customer_no != "")
    return found | {str(one): own for one, own in _of(session, numbers, Contact.id, ids)}


def _stored(session: Session, key: str, typed: str) -> list[str]:
    """Values that may be meant, in their order: few at most, or all there are."""
    if key == "weekday":
        return list("1234560")
    if key == "hour":
        return [f"{hour:02}" for hour in range(24)]
    if key == "stage":
        return [str(one.id) for one in lifecycle.stages(session)]
    if key in WITH_ID:
        model = _MODELS[key]
        held = model.name.contains(typed.strip(), autoescape=True)
        order = getattr(model, "pinyin", model.name)
        query = select(model.id).where(held).order_by(order, model.id).limit(MOST_CHOICES)
        return [str(number) for number in session.scalars(query)]
    field = crosstab_fields.find(session, key)
    query = crosstab_fields.joined(select(field.value).distinct(), [field], lines=False)
    falling = field.value.desc() if key in OF_TIME else field.value
    return [str(value) for value in session.scalars(query.order_by(falling)) if value]

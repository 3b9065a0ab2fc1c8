"""What the customer list can be sorted by: every column it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crm_desktop.db.models import (
    Contact,
    ContactAddress,
    ContactEmail,
    ContactHandle,
    ContactPhone,
    ContactStats,
    ContactTag,
    CustomField,
    CustomValue,
    Tag,
)
from crm_desktop.services.contacts import territories
from crm_desktop.services.contacts.contact_rows import CUSTOM
from crm_desktop.services.deals import lead_grade
from crm_desktop.services.lifecycle import lifecycle
from crm_desktop.services.settings import choices


@dataclass(frozen=True, slots=True)
class Order:
    """A column to sort by; ``late`` ones are walked without reading the contacts. ``indexed`` ones
    give any page at once; for the others the whole order is made in the background."""

    column: Any
    nullable: bool = False
    late: bool = False
    indexed: bool = True


def _words(column: Any) -> Order:
    """Texts, of which the empty ones come last."""
    return Order(func.nullif(column, ""), nullable=True, indexed=False)


def _first(value: InstrumentedAttribute[str], part: Any, *conditions: Any) -> Order:
    """By the first of a contact's parts."""
    shown = (
        select(value)
        .where(part.contact_id == Contact.id, *conditions)
        .order_by(part.position, part.id)
        .limit(1)
        .correlate(Contact)
        .scalar_subquery()
    )
    return Order(shown, nullable=True, indexed=False)


_FIRST_TAG = (
    select(Tag.name)
    .join(ContactTag, ContactTag.tag_id == Tag.id)
    .where(ContactTag.contact_id == Contact.id)
    .order_by(Tag.position, ContactTag.id)
    .limit(1)
    .correlate(Contact)
    .scalar_subquery()
)

SORTS: dict[str, Order] = {
    "last_contact": Order(ContactStats.last_contact_on, nullable=True, late=True),
    "next_due": Order(ContactStats.next_due_on, nullable=True, late=True),
    "last_sale": Order(ContactStats.last_sale_on, nullable=True, late=True),
    "first_sale": Order(ContactStats.first_sale_on, nullable=True, late=True, indexed=False),
    "spent": Order(ContactStats.spent_minor, late=True),
    "owed": Order(ContactStats.owed_minor, late=True),
    "sale_count": Order(ContactStats.sale_count, late=True, indexed=False),
    "created": Order(ContactStats.contact_id, late=True),
    "name": Order(Contact.pinyin),
    "level": Order(Contact.level, nullable=True, indexed=False),
    "stage": Order(Contact.stage_id, nullable=True),
    "owner": Order(Contact.owner_id, nullable=True, indexed=False),
    "grade": _words(lead_grade.grade_column()),
    "territory": Order(Contact.territory_id, nullable=True, indexed=False),
    "since": Order(Contact.since, nullable=True, indexed=False),
    "birthday": Order(Contact.birth_month * 100 + Contact.birth_day, nullable=True, indexed=False),
    "source": _words(Contact.source),
    "customer_type": _words(Contact.customer_type),
    "industry": _words(Contact.industry),
    "customer_no": _words(Contact.customer_no),
    "remark": _words(Contact.remark),
    "phone": _first(ContactPhone.number, ContactPhone),
    "wechat": _first(ContactHandle.value, ContactHandle, ContactHandle.kind == "wechat"),
    "email": _first(ContactEmail.address, ContactEmail),
    "address": _first(ContactAddress.text, ContactAddress),
    "tags": Order(_FIRST_TAG, nullable=True, indexed=False),
}


def order_of(sort: str) -> Order:
    """How a sort works; ``custom:KEY`` are the fields the shop added. Raises ``KeyError``."""
    if sort.startswith(CUSTOM):
        return Order(_custom_value(sort, CustomValue.text), nullable=True, indexed=False)
    return SORTS[sort]


def _custom_value(sort: str, column: Any) -> Any:
    return (
        select(func.nullif(column, ""))
        .join(CustomField, CustomField.id == CustomValue.field_id)
        .where(
            CustomField.entity == "contact",
            CustomField.key == sort.removeprefix(CUSTOM),
            CustomField.deleted_at.is_(None),
            CustomValue.record_id == Contact.id,
        )
        .correlate(Contact)
        .scalar_subquery()
    )


def _custom_column(session: Session, sort: str) -> Any:
    """Numbers and dates in their order, everything else by its text."""
    kind = session.scalar(
        select(CustomField.type).where(
            CustomField.entity == "contact",
            CustomField.key == sort.removeprefix(CUSTOM),
            CustomField.deleted_at.is_(None),
        )
    )
    if kind in ("number", "money", "yes_no"):
        return _custom_value(sort, CustomValue.number_milli)
    return _custom_value(sort, CustomValue.date if kind == "date" else CustomValue.text)


def column_of(session: Session, sort: str) -> Any:
    """What is compared: levels and stages in the order of the shop, owners by their names."""
    if sort == "stage":
        ordered = [stage.id for stage in lifecycle.stages(session)]
        # As long as the shop has not moved stages their ids are in order, and indexed.
        return Contact.stage_id if ordered == sorted(ordered) else _at(Contact.stage_id, ordered)
    if sort == "level":
        known = [choice.value for choice in choices.choices(session, "level")]
        others = case((Contact.level == "", None), else_=len(known))
        return _at(Contact.level, known, others) if known else others
    if sort == "owner":
        ordered = [one.id for one in choices.staff(session)]
        return _at(Contact.owner_id, ordered, len(ordered)) if ordered else Contact.owner_id
    if sort == "territory":
        ordered = [one for one, _name in territories.names(session)]
        return _at(Contact.territory_id, ordered) if ordered else Contact.territory_id
    if sort.startswith(CUSTOM):
        return _custom_column(session, sort)
    return SORTS[sort].column


def _at(column: Any, values: list[Any], others: Any = None) -> Any:
    where = {value: number for number, value in enumerate(values)}
    return case(where, value=column, else_=case((column.is_(None), None), else_=others))

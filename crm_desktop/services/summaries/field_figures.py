"""A month's sales by the values of the shop's own fields: choices, several choices, yes or no."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Contact, CustomValue, Sale
from crm_desktop.services.conditions.condition_facts import CHOICE_SEPARATOR
from crm_desktop.services.fields import custom_fields, custom_values
from crm_desktop.services.fields.custom_fields import FieldRow
from crm_desktop.services.fields.custom_values import Value
from crm_desktop.services.figures.sales_figures import Period, counted

GROUPED = frozenset({"choice", "choices", "yes_no"})
"""Types whose values are few enough to be a line each."""


@dataclass(frozen=True, slots=True)
class ValueFigures:
    """One value: how many customers have it, how many of them bought, for how much."""

    value: str
    customers: int
    buyers: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """One field with its values, the most bought first. With several choices a customer counts
    under each, so that the lines add up to more than the month."""

    label: str
    values: tuple[ValueFigures, ...]


@dataclass(slots=True)
class _Sum:
    customers: int = 0
    buyers: int = 0
    amount: int = 0


def by_own_fields(session: Session, period: Period, currency: str) -> tuple[FieldFigures, ...]:
    """Every field of such a type that some customer has; sensitive ones are left out."""
    wanted = [
        one for one in custom_fields.fields(session) if one.type in GROUPED and not one.sensitive
    ]
    if not wanted:
        return ()
    bought = _bought(session, period, currency)
    found = (_of_field(session, one, bought) for one in wanted)
    return tuple(one for one in found if one.values)


def _bought(session: Session, period: Period, currency: str) -> dict[int, int]:
    query = (
        select(Sale.contact_id, func.sum(Sale.total_minor))
        .where(
            Sale.contact_id.is_not(None),
            Sale.sold_on.between(period.first, period.last),
            counted(currency),
        )
        .group_by(Sale.contact_id)
    )
    return {contact_id: int(total) for contact_id, total in session.execute(query) if contact_id}


def _of_field(session: Session, row: FieldRow, bought: dict[int, int]) -> FieldFigures:
    query = (
        select(CustomValue.record_id, CustomValue.text)
        .join(Contact, Contact.id == CustomValue.record_id)
        .where(CustomValue.field_id == row.id, Contact.deleted_at.is_(None))
    )
    sums: dict[str, _Sum] = defaultdict(_Sum)
    for contact_id, text in session.execute(query):
        for value in text.split(CHOICE_SEPARATOR) if row.type == "choices" else [text]:
            one = sums[value]
            one.customers += 1
            if contact_id in bought:
                one.buyers += 1
                one.amount += bought[contact_id]
    figures = [
        ValueFigures(_shown(row.type, value), one.customers, one.buyers, one.amount)
        for value, one in sums.items()
    ]
    figures.sort(key=lambda one: (-one.amount_minor, -one.customers, one.value))
    return FieldFigures(row.label, tuple(figures))


def _shown(kind: str, value: str) -> str:
    milli = {custom_values.YES: 1000, custom_values.NO: 0}.get(value)
    return custom_values.shown(kind, Value(value, milli))

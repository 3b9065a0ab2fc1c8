"""One evaluator for filters: AND/OR over known fields, answered in SQL.

A condition is JSON: ``{"field": ..., "op": ..., "value": ...}``, or a group
``{"all": [...]}`` (every one) or ``{"any": [...]}`` (at least one), nested at will. An empty
group matches everything. Money values are minor units, dates ISO text, days whole numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from crm_desktop.core import text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import (
    Contact,
    ContactAddress,
    ContactEmail,
    ContactPhone,
    ContactStats,
    ContactTag,
    CustomField,
    CustomValue,
    LifecycleStage,
    Product,
    ProductCategory,
    Sale,
    SaleLine,
    Staff,
    Tag,
)
from crm_desktop.services import replenishment

Condition = Mapping[str, Any]
Clause = ColumnElement[bool]

_ID = ContactStats.contact_id
"""What conditions compare: the figures alone answer most, without reading a contact."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One condition on one field, and the day it is asked."""

    session: Session
    op: str
    value: Any
    today: dt.date


def clause(session: Session, condition: Condition | None, today: dt.date) -> Clause:
    """The SQL of a condition over ``Contact`` joined with ``ContactStats``.

    Raises ``UserError`` for a field or operator this version does not know.
    """
    if not condition:
        return true()
    if "all" in condition:
        return and_(true(), *(clause(session, part, today) for part in condition["all"]))
    if "any" in condition:
        parts = [clause(session, part, today) for part in condition["any"]]
        return or_(*parts) if parts else true()
    name = str(condition.get("field", ""))
    asked = Asked(session, str(condition.get("op", "is")), condition.get("value"), today)
    if name.startswith("custom:"):
        return _custom(name.removeprefix("custom:"), asked)
    field = FIELDS.get(name)
    if field is None or asked.op not in field.ops:
        raise UserError(
            _("This filter uses “{field}”, which this version does not know.").format(field=name),
            "",
            _("Take that condition out of the filter."),
        )
    return field.clause(asked)


def needs_contact(condition: Condition | None) -> bool:
    """True when a column of the contact itself must be read for every row."""
    if not condition:
        return False
    parts = condition.get("all") or condition.get("any")
    if parts is not None:
        return any(needs_contact(part) for part in parts)
    field = FIELDS.get(str(condition.get("field", "")))
    return field is not None and field.own_column


@dataclass(frozen=True, slots=True)
class Field:
    """A field to filter by. ``kind`` tells the window which editor to show; ``label`` is a
    msgid; ``own_column`` is set when it compares a column of the contact itself."""

    label: str
    kind: str
    ops: frozenset[str]
    clause: Callable[[Asked], Clause]
    own_column: bool = False


_TEXT_OPS = frozenset({"is", "is_not", "contains", "empty", "filled", "any_of"})
_NUMBER_OPS = frozenset({"is", "at_least", "at_most", "between"})
_DATE_OPS = frozenset(
    {"before", "after", "days_ago_over", "days_ago_within", "empty", "filled", "between"}
)
_PART_OPS = frozenset({"is", "is_not", "contains", "empty", "filled", "any_of"})


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _like(column: Any, value: Any) -> Clause:
    return _as_clause(column.contains(str(value), autoescape=True))


def _as_clause(expression: Any) -> Clause:
    result: Clause = expression
    return result


def _text_field(column: InstrumentedAttribute[str]) -> Callable[[Asked], Clause]:
    def make(asked: Asked) -> Clause:
        match asked.op:
            case "is":
                return column == str(asked.value)
            case "is_not":
                return column != str(asked.value)
            case "any_of":
                return column.in_([str(value) for value in _list(asked.value)])
            case "empty":
                return column == ""
            case "filled":
                return column != ""
            case _:
                return _like(column, asked.value)

    return make


def _number_field(column: Any) -> Callable[[Asked], Clause]:
    def make(asked: Asked) -> Clause:
        match asked.op:
            case "is":
                return _as_clause(column == int(asked.value))
            case "at_least":
                return _as_clause(column >= int(asked.value))
            case "at_most":
                return _as_clause(column <= int(asked.value))
            case _:
                low, high = asked.value
                return _as_clause(column.between(int(low), int(high)))

    return make


def _date_field(column: Any, *, never_counts: bool = False) -> Callable[[Asked], Clause]:
    """``never_counts``: a date that is missing counts as longer ago than any."""

    def make(asked: Asked) -> Clause:
        if asked.op in ("days_ago_over", "days_ago_within"):
            since = asked.today - dt.timedelta(days=int(asked.value))
            if asked.op == "days_ago_within":
                return _as_clause(column >= since)
            late = _as_clause(column < since)
            return or_(late, column.is_(None)) if never_counts else late
        return _date_clause(column, asked)

    return make


def _date_clause(column: Any, asked: Asked) -> Clause:
    """A condition that names its days, or asks whether there is one."""
    match asked.op:
        case "empty":
            return _as_clause(column.is_(None))
        case "filled":
            return _as_clause(column.is_not(None))
        case "before":
            return _as_clause(column < dt.date.fromisoformat(asked.value))
        case "after":
            return _as_clause(column > dt.date.fromisoformat(asked.value))
        case _:
            low, high = (dt.date.fromisoformat(day) for day in asked.value)
            return _as_clause(column.between(low, high))


def _part_field(contact_id: Any, column: Any, *joined: Any) -> Callable[[Asked], Clause]:
    """A condition on any of the rows of a part: a phone, a tag."""

    def make(asked: Asked) -> Clause:
        rows = select(contact_id)
        if joined:
            rows = rows.join(*joined)
        match asked.op:
            case "empty":
                return _ID.not_in(rows)
            case "filled":
                return _ID.in_(rows)
            case "is":
                return _ID.in_(rows.where(column == str(asked.value)))
            case "is_not":
                return _ID.not_in(rows.where(column == str(asked.value)))
            case "any_of":
                return _ID.in_(rows.where(column.in_([str(v) for v in _list(asked.value)])))
            case _:
                return _ID.in_(rows.where(_like(column, asked.value)))

    return make


def _stage(asked: Asked) -> Clause:
    """By code, name or id of the stage; nobody's stage is any when none is set."""
    values = _list(asked.value)
    numbers = [value for value in values if isinstance(value, int)]
    words = [str(value) for value in values if not isinstance(value, int)]
    chosen = select(LifecycleStage.id).where(
        or_(
            LifecycleStage.id.in_(numbers),
            LifecycleStage.code.in_(words),
            LifecycleStage.name.in_(words),
        )
    )
    if asked.op in ("empty", "filled"):
        having = select(Contact.id).where(Contact.stage_id.is_not(None))
    else:
        having = select(Contact.id).where(Contact.stage_id.in_(chosen))
    return _ID.not_in(having) if asked.op in ("empty", "is_not") else _ID.in_(having)


def _owner(asked: Asked) -> Clause:
    chosen = select(Staff.id).where(
        Staff.id == asked.value if isinstance(asked.value, int) else Staff.name == str(asked.value)
    )
    if asked.op == "empty":
        having = select(Contact.id).where(Contact.owner_id.is_not(None))
    else:
        having = select(Contact.id).where(Contact.owner_id.in_(chosen))
    return _ID.in_(having) if asked.op == "is" else _ID.not_in(having)


def _birthday(asked: Asked) -> Clause:
    known = select(Contact.id).where(Contact.birth_month.is_not(None))
    if asked.op == "empty":
        return _ID.not_in(known)
    if asked.op == "within_days":
        days = [asked.today + dt.timedelta(days=n) for n in range(int(asked.value) + 1)]
        when = or_(*(birthday_on(day) for day in days))
    else:
        month = asked.today.month if asked.op == "this_month" else int(asked.value)
        when = Contact.birth_month == month
    return _ID.in_(known.where(when, Contact.birth_lunar.is_(False)))


def birthday_on(day: dt.date) -> Clause:
    """Solar birthdays kept on ``day``; 29 February is kept on the 28th of a common year."""
    on_day = and_(Contact.birth_month == day.month, Contact.birth_day == day.day)
    if (day.month, day.day) == (2, 28) and not _leap(day.year):
        return or_(on_day, and_(Contact.birth_month == 2, Contact.birth_day == 29))
    return on_day


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _replenishment(asked: Asked) -> Clause:
    ahead = int(asked.value or replenishment.days_ahead(asked.session))
    return _ID.in_(replenishment.due_contact_ids(asked.session, asked.today, ahead))


def _bought(asked: Asked) -> Clause:
    """``value``: ``{"product": name, "category": name, "days": n, "times": n}``, all optional."""
    wanted = asked.value if isinstance(asked.value, Mapping) else {"product": asked.value}
    sales = (
        select(Sale.contact_id)
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .join(Product, Product.id == SaleLine.product_id)
        .where(
            Sale.contact_id.is_not(None),
            Sale.status == "confirmed",
            Sale.kind == "sale",
            Sale.deleted_at.is_(None),
        )
    )
    if wanted.get("product"):
        sales = sales.where(Product.name == str(wanted["product"]))
    if wanted.get("category"):
        sales = sales.join(ProductCategory, ProductCategory.id == Product.category_id).where(
            ProductCategory.name == str(wanted["category"])
        )
    if wanted.get("days"):
        since = asked.today - dt.timedelta(days=int(wanted["days"]))
        sales = sales.where(Sale.sold_on >= since)
    if int(wanted.get("times", 1)) > 1:
        sales = sales.group_by(Sale.contact_id).having(
            func.count(Sale.id.distinct()) >= int(wanted["times"])
        )
    member = _ID.in_(sales)
    return not_(member) if asked.op == "not_bought" else member


def _custom(key: str, asked: Asked) -> Clause:
    """A field the shop added: text by its words, numbers and dates by what sorts."""
    rows = (
        select(CustomValue.record_id)
        .join(CustomField, CustomField.id == CustomValue.field_id)
        .where(CustomField.entity == "contact", CustomField.key == key)
    )
    if asked.op in ("empty", "is_not"):
        value = CustomValue.text != "" if asked.op == "empty" else _is(CustomValue.text, asked)
        return _ID.not_in(rows.where(value))
    return _ID.in_(rows.where(_custom_clause(asked)))


def _custom_clause(asked: Asked) -> Clause:
    if asked.op in ("at_least", "at_most"):
        return _number_field(CustomValue.number_milli)(asked)
    if asked.op in ("before", "after", "between"):
        return _date_clause(CustomValue.date, asked)
    return _text_field(CustomValue.text)(asked)


def _is(column: InstrumentedAttribute[str], asked: Asked) -> Clause:
    return column == str(asked.value)


def _name(asked: Asked) -> Clause:
    if asked.op != "contains":
        return _text_field(Contact.name)(asked)
    folded = text.fold(str(asked.value))
    return or_(_like(Contact.name, asked.value), _like(Contact.pinyin, folded))


def _words(label: str, column: InstrumentedAttribute[str]) -> Field:
    return Field(label, "text", _TEXT_OPS, _text_field(column), own_column=True)


def _choice(label: str, column: InstrumentedAttribute[str]) -> Field:
    return Field(label, "choice", _TEXT_OPS, _text_field(column), own_column=True)


def _figure(label: str, column: InstrumentedAttribute[int], kind: str) -> Field:
    return Field(label, kind, _NUMBER_OPS, _number_field(column))


def _day(label: str, column: Any, *, never_counts: bool = False) -> Field:
    make = _date_field(column, never_counts=never_counts)
    return Field(label, "date", _DATE_OPS, make, own_column=column is Contact.since)


def _part(label: str, contact_id: Any, column: Any, *joined: Any) -> Field:
    return Field(label, "text", _PART_OPS, _part_field(contact_id, column, *joined))


FIELDS: dict[str, Field] = {
    "name": Field(N_("Name"), "text", _TEXT_OPS, _name, own_column=True),
    "kind": _choice(N_("Person or company"), Contact.kind),
    "party": _choice(N_("Party"), Contact.party),
    "level": _choice(N_("Level"), Contact.level),
    "stage": Field(N_("Stage"), "stage", _TEXT_OPS - {"contains"}, _stage),
    "owner": Field(N_("Owner"), "staff", frozenset({"is", "is_not", "empty"}), _owner),
    "customer_type": _choice(N_("Type"), Contact.customer_type),
    "industry": _choice(N_("Industry"), Contact.industry),
    "source": _choice(N_("Source"), Contact.source),
    "customer_no": _words(N_("Customer number"), Contact.customer_no),
    "remark": _words(N_("Remark"), Contact.remark),
    "gender": _choice(N_("Gender"), Contact.gender),
    "since": _day(N_("Customer since"), Contact.since),
    "birthday": Field(
        N_("Birthday"),
        "birthday",
        frozenset({"this_month", "month", "within_days", "empty"}),
        _birthday,
    ),
    "tag": _part(N_("Tag"), ContactTag.contact_id, Tag.name, Tag, Tag.id == ContactTag.tag_id),
    "phone": _part(N_("Phone"), ContactPhone.contact_id, ContactPhone.number),
    "phone_problem": _part(N_("Phone problem"), ContactPhone.contact_id, ContactPhone.problem),
    "email": _part(N_("E-mail"), ContactEmail.contact_id, ContactEmail.address),
    "address": _part(N_("Address"), ContactAddress.contact_id, ContactAddress.text),
    "city": _part(N_("City"), ContactAddress.contact_id, ContactAddress.city),
    "last_contact": _day(N_("Last contact"), ContactStats.last_contact_on, never_counts=True),
    "last_sale": _day(N_("Last purchase"), ContactStats.last_sale_on),
    "first_sale": _day(N_("First purchase"), ContactStats.first_sale_on),
    "next_due": _day(N_("Next follow-up"), ContactStats.next_due_on),
    "spent": _figure(N_("Total spend"), ContactStats.spent_minor, "money"),
    "owed": _figure(N_("Owed"), ContactStats.owed_minor, "money"),
    "sale_count": _figure(N_("Number of orders"), ContactStats.sale_count, "number"),
    "replenishment": Field(N_("Due to reorder"), "days", frozenset({"due"}), _replenishment),
    "bought": Field(N_("Bought"), "bought", frozenset({"bought", "not_bought"}), _bought),
}

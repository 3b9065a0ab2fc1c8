"""Conditions on facts that are more than a column: stage, owner, birthday, work that is open."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Select, func, or_, select

from crm_desktop.core import text
from crm_desktop.db.models import (
    Contact,
    CustomField,
    CustomValue,
    Deal,
    DealStage,
    Membership,
    PointsEntry,
    SavedViewMember,
    Staff,
    Territory,
)
from crm_desktop.services.conditions.condition_kinds import (
    DATE_OPS,
    WHO,
    Asked,
    Clause,
    date_field,
    like,
    listed,
    number_field,
    text_field,
)
from crm_desktop.services.lifecycle import lifecycle
from crm_desktop.services.records import birthdays

CHOICE_SEPARATOR = "; "
"""Between the choices of a custom field that takes several."""


def name(asked: Asked) -> Clause:
    """A name by its characters or by its pinyin."""
    if asked.op != "contains":
        return text_field(Contact.name)(asked)
    folded = text.fold(str(asked.value))
    return or_(like(Contact.name, asked.value), like(Contact.pinyin, folded))


def stage(asked: Asked) -> Clause:
    """By code, name or id of the stage; nobody's stage is any when none is set."""
    chosen = lifecycle.matching(asked.session, listed(asked.value))
    if asked.op in ("empty", "filled"):
        having = select(Contact.id).where(Contact.stage_id.is_not(None))
    else:
        having = select(Contact.id).where(Contact.stage_id.in_(chosen))
    return WHO.not_in(having) if asked.op in ("empty", "is_not") else WHO.in_(having)


def owner(asked: Asked) -> Clause:
    """By name or id of who looks after the customer."""
    chosen = select(Staff.id).where(
        Staff.id == asked.value if isinstance(asked.value, int) else Staff.name == str(asked.value)
    )
    if asked.op == "empty":
        having = select(Contact.id).where(Contact.owner_id.is_not(None))
    else:
        having = select(Contact.id).where(Contact.owner_id.in_(chosen))
    return WHO.in_(having) if asked.op == "is" else WHO.not_in(having)


def territory(asked: Asked) -> Clause:
    """By name or id of the area they belong to."""
    values = listed(asked.value)
    numbers = [value for value in values if isinstance(value, int)]
    words = [str(value) for value in values if not isinstance(value, int)]
    chosen = select(Territory.id).where(
        or_(Territory.id.in_(numbers), Territory.name.in_(words)), Territory.deleted_at.is_(None)
    )
    if asked.op in ("empty", "filled"):
        having = select(Contact.id).where(Contact.territory_id.is_not(None))
    else:
        having = select(Contact.id).where(Contact.territory_id.in_(chosen))
    return WHO.not_in(having) if asked.op in ("empty", "is_not") else WHO.in_(having)


def birthday(asked: Asked) -> Clause:
    """When it is kept, of either calendar: a lunar one on its solar day of this year."""
    known = select(Contact.id).where(Contact.birth_month.is_not(None))
    if asked.op == "empty":
        return WHO.not_in(known)
    return WHO.in_(known.where(birthdays.kept_on(Contact, _birthdays_asked(asked))))


def _birthdays_asked(asked: Asked) -> list[dt.date]:
    if asked.op == "within_days":
        return [asked.today + dt.timedelta(days=n) for n in range(int(asked.value) + 1)]
    month = asked.today.month if asked.op == "this_month" else int(asked.value)
    first = dt.date(asked.today.year, month, 1)
    days = [first + dt.timedelta(days=n) for n in range(31)]
    return [day for day in days if day.month == month]


def open_deal(asked: Asked) -> Clause:
    """An open deal, or one at a stage (its code or name)."""
    deals = select(Deal.contact_id).where(
        Deal.contact_id.is_not(None), Deal.state == "open", Deal.deleted_at.is_(None)
    )
    if asked.op == "is":
        words = str(asked.value)
        at = select(DealStage.id).where(or_(DealStage.code == words, DealStage.name == words))
        deals = deals.where(Deal.stage_id.in_(at))
    return WHO.not_in(deals) if asked.op == "empty" else WHO.in_(deals)


def points(asked: Asked) -> Clause:
    """The balance of their points; who has no card has none."""
    balance = func.sum(PointsEntry.points)
    cards: Select[int] = (
        select(Membership.contact_id)
        .join(PointsEntry, PointsEntry.membership_id == Membership.id)
        .where(Membership.deleted_at.is_(None))
        .group_by(Membership.contact_id)
    )
    return WHO.in_(cards.having(number_field(balance)(asked)))


def in_list(asked: Asked) -> Clause:
    """Kept in a fixed list; ``value`` is the id of its view."""
    members = select(SavedViewMember.contact_id).where(
        SavedViewMember.saved_view_id == int(asked.value)
    )
    return WHO.not_in(members) if asked.op == "is_not" else WHO.in_(members)


def custom(key: str, asked: Asked) -> Clause:
    """A field the shop added: text by its words, numbers and dates by what sorts."""
    rows = (
        select(CustomValue.record_id)
        .join(CustomField, CustomField.id == CustomValue.field_id)
        .where(CustomField.entity == "contact", CustomField.key == key)
    )
    match asked.op:
        case "empty":
            return WHO.not_in(rows.where(CustomValue.text != ""))
        case "is_not":
            return WHO.not_in(rows.where(CustomValue.text == str(asked.value)))
        case "has_not":
            return WHO.not_in(rows.where(_has(asked.value)))
        case _:
            return WHO.in_(rows.where(_custom_clause(asked)))


def _custom_clause(asked: Asked) -> Clause:
    if asked.op == "has":
        return _has(asked.value)
    if asked.op in ("at_least", "at_most"):
        return number_field(CustomValue.number_milli)(asked)
    if asked.op in DATE_OPS - {"filled"}:
        return date_field(CustomValue.date)(asked)
    return text_field(CustomValue.text)(asked)


def _has(choice: object) -> Clause:
    """One of several choices, which stand joined in the text."""
    edge = CHOICE_SEPARATOR
    return like(edge + CustomValue.text + edge, f"{edge}{choice}{edge}")

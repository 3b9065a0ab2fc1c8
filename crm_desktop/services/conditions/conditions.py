"""One evaluator for filters: AND/OR over known fields, answered in SQL.

A condition is JSON: ``{"field": ..., "op": ..., "value": ...}``, or a group
``{"all": [...]}`` (every one) or ``{"any": [...]}`` (at least one), nested at will. An empty
group matches everything. Money values are minor units, dates ISO text, days whole numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, or_, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import (
    Contact,
    ContactAddress,
    ContactEmail,
    ContactHandle,
    ContactPhone,
    ContactStats,
    ContactTag,
    Membership,
    Quote,
    Tag,
    Ticket,
)
from crm_desktop.services.conditions import condition_facts as facts
from crm_desktop.services.conditions import condition_purchases as purchases
from crm_desktop.services.conditions import condition_stages as staying
from crm_desktop.services.conditions.condition_kinds import (
    DATE_OPS,
    INSTANT_OPS,
    NUMBER_OPS,
    TEXT_OPS,
    Asked,
    Clause,
    Field,
    date_field,
    instant_field,
    number_field,
    part_field,
    text_field,
)
from crm_desktop.services.deals import lead_grade

Condition = Mapping[str, Any]

CUSTOM_OPS: dict[str, frozenset[str]] = {
    "text": TEXT_OPS,
    "number": frozenset({"at_least", "at_most", "empty", "filled"}),
    "money": frozenset({"at_least", "at_most", "empty", "filled"}),
    "date": DATE_OPS,
    "yes_no": frozenset({"is", "empty", "filled"}),
    "choice": TEXT_OPS - {"contains"},
    "choices": frozenset({"has", "has_not", "empty", "filled"}),
}
"""The relations of a field the shop added, by its type."""


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
        return facts.custom(name.removeprefix("custom:"), asked)
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


def _words(label: str, column: InstrumentedAttribute[str]) -> Field:
    return Field(label, "text", TEXT_OPS, text_field(column), own_column=True)


def _choice(label: str, column: InstrumentedAttribute[str]) -> Field:
    return Field(label, "choice", TEXT_OPS, text_field(column), own_column=True)


def _figure(label: str, column: InstrumentedAttribute[int], kind: str) -> Field:
    return Field(label, kind, NUMBER_OPS, number_field(column))


def _day(label: str, column: Any, *, never_counts: bool = False) -> Field:
    make = date_field(column, never_counts=never_counts)
    return Field(label, "date", DATE_OPS, make, own_column=column is Contact.since)


def _part(label: str, contact_id: Any, column: Any, *joined: Any, where: Any = None) -> Field:
    return Field(label, "text", TEXT_OPS, part_field(contact_id, column, *joined, where=where))


def _open(label: str, contact_id: Any, column: Any, where: Clause) -> Field:
    """Whether there is any such record at all."""
    make = part_field(contact_id, column, where=where)
    return Field(label, "open", frozenset({"empty", "filled"}), make)


FIELDS: dict[str, Field] = {
    "name": Field(N_("Name"), "text", TEXT_OPS, facts.name, own_column=True),
    "kind": _choice(N_("Person or company"), Contact.kind),
    "party": _choice(N_("Party"), Contact.party),
    "level": _choice(N_("Level"), Contact.level),
    "grade": _choice(N_("Lead grade"), lead_grade.grade_column()),
    "stage": Field(N_("Stage"), "stage", TEXT_OPS - {"contains"}, facts.stage),
    "stage_since": Field(
        N_("In stage since"),
        "date",
        frozenset({"days_ago_over", "days_ago_within"}),
        staying.stage_since,
        own_column=True,
    ),
    "stalled": Field(
        N_("Too long in stage"), "days", frozenset({"late_over"}), staying.stalled, own_column=True
    ),
    "moved": Field(N_("Moved between stages"), "moved", frozenset({"moved"}), staying.moved),
    "in_season": Field(
        N_("Season of the stage"),
        "season",
        frozenset({"filled", "empty"}),
        staying.in_season,
        own_column=True,
    ),
    "owner": Field(N_("Owner"), "staff", frozenset({"is", "is_not", "empty"}), facts.owner),
    "territory": Field(N_("Territory"), "territory", TEXT_OPS - {"contains"}, facts.territory),
    "customer_type": _choice(N_("Type"), Contact.customer_type),
    "industry": _choice(N_("Industry"), Contact.industry),
    "source": _choice(N_("Source"), Contact.source),
    "customer_no": _words(N_("Customer number"), Contact.customer_no),
    "remark": _words(N_("Remark"), Contact.remark),
    "gender": _choice(N_("Gender"), Contact.gender),
    "since": _day(N_("Customer since"), Contact.since),
    "created": Field(
        N_("Entered"), "date", INSTANT_OPS, instant_field(Contact.created_at), own_column=True
    ),
    "birthday": Field(
        N_("Birthday"),
        "birthday",
        frozenset({"this_month", "month", "within_days", "empty"}),
        facts.birthday,
    ),
    "tag": _part(N_("Tag"), ContactTag.contact_id, Tag.name, Tag, Tag.id == ContactTag.tag_id),
    "in_list": Field(N_("Fixed list"), "list", frozenset({"is", "is_not"}), facts.in_list),
    "phone": _part(N_("Phone"), ContactPhone.contact_id, ContactPhone.number),
    "phone_problem": _part(N_("Phone problem"), ContactPhone.contact_id, ContactPhone.problem),
    "email": _part(N_("E-mail"), ContactEmail.contact_id, ContactEmail.address),
    "wechat": _part(
        N_("WeChat"),
        ContactHandle.contact_id,
        ContactHandle.value,
        where=ContactHandle.kind == "wechat",
    ),
    "address": _part(N_("Address"), ContactAddress.contact_id, ContactAddress.text),
    "province": _part(N_("Province"), ContactAddress.contact_id, ContactAddress.province),
    "city": _part(N_("City"), ContactAddress.contact_id, ContactAddress.city),
    "district": _part(N_("District"), ContactAddress.contact_id, ContactAddress.district),
    "last_contact": _day(N_("Last contact"), ContactStats.last_contact_on, never_counts=True),
    "last_sale": _day(N_("Last purchase"), ContactStats.last_sale_on),
    "first_sale": _day(N_("First purchase"), ContactStats.first_sale_on),
    "next_due": _day(N_("Next follow-up"), ContactStats.next_due_on),
    "spent": _figure(N_("Total spend"), ContactStats.spent_minor, "money"),
    "spent_within": Field(
        N_("Spend over a time"),
        "spent_within",
        frozenset({"at_least", "at_most"}),
        purchases.spent_within,
    ),
    "owed": _figure(N_("Owed"), ContactStats.owed_minor, "money"),
    "overdue": Field(N_("Payment late"), "days", frozenset({"late_over"}), purchases.overdue),
    "sale_count": _figure(N_("Number of orders"), ContactStats.sale_count, "number"),
    "replenishment": Field(
        N_("Due to reorder"), "days", frozenset({"due"}), purchases.due_to_reorder
    ),
    "bought": Field(
        N_("Purchases"), "bought", frozenset({"bought", "not_bought"}), purchases.bought
    ),
    "rhythm": Field(
        N_("Own rhythm"),
        "percent",
        frozenset({"past"}),
        purchases.past_rhythm,
        own_column=True,
    ),
    "deal": Field(
        N_("Open deal"), "deal_stage", frozenset({"is", "empty", "filled"}), facts.open_deal
    ),
    "quote": _open(
        N_("Open quote"),
        Quote.contact_id,
        Quote.status,
        (Quote.status == "sent") & Quote.deleted_at.is_(None),
    ),
    "ticket": _open(
        N_("Open ticket"),
        Ticket.contact_id,
        Ticket.status,
        Ticket.status.not_in(["solved", "closed"]) & Ticket.deleted_at.is_(None),
    ),
    "member_level": _part(
        N_("Member level"),
        Membership.contact_id,
        Membership.level,
        where=Membership.deleted_at.is_(None),
    ),
    "points": Field(N_("Points"), "number", NUMBER_OPS, facts.points),
}

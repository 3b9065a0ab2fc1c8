"""Every customer as one row of a table, with everything a cell can hold about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session, aliased

from crm_desktop.core.i18n import _, pgettext
from crm_desktop.db.models import (
    CompanyPerson,
    Contact,
    ContactAddress,
    ContactEmail,
    ContactHandle,
    ContactPhone,
    ContactStats,
    ContactTag,
    CustomField,
    CustomValue,
    LifecycleStage,
    Membership,
    PointsEntry,
    Shop,
    Staff,
    StoredValueEntry,
    Tag,
)
from crm_desktop.services.exports import export_words
from crm_desktop.services.exports.export_table import Column, ExportTable, Kind
from crm_desktop.services.exports.export_walk import Beside, Query, Value, count, major, walk
from crm_desktop.services.fields import custom_values
from crm_desktop.services.lifecycle.lifecycle import stage_name
from crm_desktop.services.records import masking

_CELLS: dict[str, Kind] = {"number": "number", "money": "money", "date": "date"}


def customer_columns(own_fields: Sequence[Column]) -> tuple[Column, ...]:
    """Columns of customers, the shop's own fields last."""
    c = Column
    return (
        c(pgettext("column", "Customer number")),
        c(pgettext("column", "Customer")),
        c(pgettext("column", "Legal form")),
        c(pgettext("column", "Contact person")),
        c(pgettext("column", "Phone")),
        c(pgettext("column", "WeChat")),
        c(pgettext("column", "QQ")),
        c(pgettext("column", "E-mail")),
        c(pgettext("column", "Gender")),
        c(pgettext("column", "Birthday"), "date"),
        c(pgettext("column", "Level")),
        c(pgettext("column", "Customer type")),
        c(pgettext("column", "Stage")),
        c(pgettext("column", "Source")),
        c(pgettext("column", "Industry")),
        c(pgettext("column", "Owner")),
        c(pgettext("column", "Store")),
        c(pgettext("column", "Address")),
        c(pgettext("column", "Tags")),
        c(pgettext("column", "Customer since"), "date"),
        c(pgettext("column", "Introduced by")),
        c(pgettext("column", "Tax ID")),
        c(pgettext("column", "Bank name")),
        c(pgettext("column", "Bank account")),
        c(pgettext("column", "Credit limit"), "money"),
        c(pgettext("column", "Credit days"), "number"),
        c(pgettext("column", "Remark")),
        c(pgettext("column", "Bought in all (computed)"), "money"),
        c(pgettext("column", "Bought how often (computed)"), "number"),
        c(pgettext("column", "Bought last (computed)"), "date"),
        c(pgettext("column", "Still open (computed)"), "money"),
        c(pgettext("column", "Spent before"), "money"),
        c(pgettext("column", "Purchases before"), "number"),
        c(pgettext("column", "Card number")),
        c(pgettext("column", "Points"), "number"),
        c(pgettext("column", "Balance on the card"), "money"),
        *own_fields,
        c(pgettext("column", "Key in this file"), "number"),
    )


def keys() -> Subquery:
    """A number for every exported customer, from 1 on: what other tables name them by.

    It only means something within one export; names and phones may be shared, this is not.
    """
    return (
        select(
            Contact.id.label("contact_id"),
            func.row_number().over(order_by=Contact.id).label("key"),
        )
        .where(Contact.deleted_at.is_(None), Contact.party != "contact_person")
        .subquery()
    )


_WHO = (
    Contact.customer_no, Contact.name, Contact.kind, Contact.currency, Contact.gender,
    Contact.birth_year, Contact.birth_month, Contact.birth_day, Contact.birth_lunar,
    Contact.birth_leap, Contact.level, Contact.customer_type,
)  # fmt: skip
_TERMS = (
    Contact.tax_no, Contact.bank, Contact.bank_account, Contact.credit_limit_minor,
    Contact.payment_days, Contact.remark, Contact.opening_spent_minor, Contact.opening_sale_count,
)  # fmt: skip


def _card_figures() -> tuple[Any, Any, Any]:
    """Card number, points and stored value of a customer, as columns."""
    own = Membership.contact_id == Contact.id, Membership.deleted_at.is_(None)
    points = (
        select(func.sum(PointsEntry.points))
        .join(Membership, Membership.id == PointsEntry.membership_id)
        .where(*own)
    )
    balance = (
        select(func.sum(StoredValueEntry.amount_minor))
        .join(Membership, Membership.id == StoredValueEntry.membership_id)
        .where(*own)
    )
    card = select(func.min(Membership.card_no)).where(*own)
    return card.scalar_subquery(), points.scalar_subquery(), balance.scalar_subquery()


def _customer_query() -> Query:
    introducer = aliased(Contact)
    card, points, balance = _card_figures()
    return (
        select(
            Contact.id,
            *_WHO,
            LifecycleStage.code,
            LifecycleStage.name.label("stage_name"),
            Contact.source,
            Contact.industry,
            Staff.name.label("owner"),
            Shop.name.label("shop"),
            Contact.since,
            introducer.name.label("introducer"),
            *_TERMS,
            card.label("card_no"),
            points.label("points"),
            balance.label("balance_minor"),
            ContactStats.spent_minor,
            ContactStats.sale_count,
            ContactStats.last_sale_on,
            ContactStats.owed_minor,
        )
        .outerjoin(ContactStats, ContactStats.contact_id == Contact.id)
        .outerjoin(LifecycleStage, LifecycleStage.id == Contact.stage_id)
        .outerjoin(Staff, Staff.id == Contact.owner_id)
        .outerjoin(Shop, Shop.id == Contact.shop_id)
        .outerjoin(introducer, introducer.id == Contact.referred_by_id)
        .where(Contact.deleted_at.is_(None), Contact.party != "contact_person")
        .order_by(Contact.id)
    )


def birthday(
    year: int | None, month: int | None, day: int | None, lunar: bool, leap: bool
) -> Value:
    """A date when the year is known; ``08-15`` without one; a lunar one as ``农历1980-8-15``."""
    if month is None:
        return None
    day = day or 1
    if lunar:
        return f"农历{f'{year}-' if year else ''}{'闰' if leap else ''}{month}-{day}"
    if year is None:
        return f"{month:02}-{day:02}"
    try:
        return dt.date(year, month, day)
    except ValueError:  # 29 February of a year that has none, as it was typed
        return f"{year}-{month:02}-{day:02}"


def _own_query(field_ids: Iterable[int]) -> Query:
    value = CustomValue
    return (
        select(value.record_id, value.field_id, value.text, value.number_milli, value.date)
        .where(value.field_id.in_(list(field_ids)))
        .order_by(value.record_id)
    )


class _CustomerParts:
    """Phones, addresses, tags and the like, walked beside the customers."""

    def __init__(self, session: Session, own_fields: Mapping[int, tuple[str, bool]]) -> None:
        def beside(part: Any, *columns: Any) -> Beside:
            order = (part.contact_id, part.position, part.id)
            return Beside(session, select(part.contact_id, *columns).order_by(*order))

        self._phones = beside(ContactPhone, ContactPhone.number)
        self._emails = beside(ContactEmail, ContactEmail.address)
        self._handles = beside(ContactHandle, ContactHandle.kind, ContactHandle.value)
        self._addresses = beside(ContactAddress, ContactAddress.text)
        self._tags = Beside(
            session,
            select(ContactTag.contact_id, Tag.name)
            .join(Tag, Tag.id == ContactTag.tag_id)
            .order_by(ContactTag.contact_id, Tag.position, ContactTag.id),
        )
        person = aliased(Contact)
        self._people = Beside(
            session,
            select(CompanyPerson.company_id, person.name)
            .join(person, person.id == CompanyPerson.person_id)
            .where(person.deleted_at.is_(None), CompanyPerson.left_on.is_(None))
            .order_by(CompanyPerson.company_id, CompanyPerson.position, CompanyPerson.id),
        )
        self._fields = own_fields
        self._key = 0
        self._own = Beside(session, _own_query(own_fields))

        self._shown = masking.shown_by(session)
        self._words = {
            **export_words.legal_forms(),
            "male": pgettext("cell", "male"),
            "female": pgettext("cell", "female"),
        }
        self._stages = {
            (stage.code, stage.name): stage_name(stage.code, stage.name)
            for stage in session.scalars(select(LifecycleStage))
        }

    def _own_cell(self, found: Sequence[Any]) -> tuple[int, Value]:
        """A value of an own field as a spreadsheet keeps it."""
        _record, field, words, milli, date = found
        kind, sensitive = self._fields[field]
        value: Value = custom_values.shown(kind, custom_values.Value(words, milli, date))
        if sensitive and self._shown is masking.masked:
            return field, masking.masked(str(value))
        if kind in ("number", "money") and milli is not None:
            value = Decimal(milli) / 1000
        elif kind == "date" and date is not None:
            value = date
        return field, value

    def row(self, found: Any) -> tuple[Value, ...]:
        """The finished row of one customer, given as ``_customer_query`` selects it."""
        contact, number, name, form, currency, gender, *rest = found
        born, (level, customer_type, code, own_name, *middle) = rest[:5], rest[5:]
        source, industry, owner, shop, since, introducer, *last = middle
        tax_no, bank, account, credit, days, remark, *figures = last
        self._key += 1
        handles: dict[str, str] = {}
        for _id, kind, value in self._handles.of(contact):
            handles.setdefault(kind, value)
        own = dict(map(self._own_cell, self._own.of(contact))) if self._fields else {}
        return (
            number,
            name,
            self._words[form],
            self._people.joined(contact, "、"),
            self._shown(self._phones.joined(contact, " / ")),
            handles.get("wechat", ""),
            handles.get("qq", ""),
            self._emails.joined(contact, " / "),
            self._words.get(gender, gender),
            birthday(*born),
            level,
            customer_type,
            self._stages.get((code, own_name), ""),
            source,
            industry,
            owner,
            shop,
            self._shown(self._addresses.joined(contact, " / ")),
            self._tags.joined(contact, "、"),
            since,
            introducer,
            tax_no,
            bank,
            account,
            major(credit, currency),
            days,
            remark,
            *_figure_cells(currency, *figures),
            *(own.get(field, "") for field in self._fields),
            self._key,
        )


def _figure_cells(currency: str, *figures: Any) -> tuple[Value, ...]:
    """What the file works out, then what was true before it, where 0 is nothing."""
    before, purchases, card, points, balance, spent, times, bought_on, owed = figures
    return (
        major(spent, currency),
        times,
        bought_on,
        major(owed, currency),
        major(before or None, currency),
        purchases or None,
        card or "",
        points or None,
        major(balance or None, currency),
    )


def customers(session: Session) -> ExportTable:
    """Every customer who is not deleted, by id, with the shop's own fields."""
    own = session.execute(
        select(CustomField.id, CustomField.label, CustomField.type, CustomField.sensitive)
        .where(CustomField.entity == "contact", CustomField.deleted_at.is_(None))
        .order_by(CustomField.position, CustomField.id)
    ).all()
    query = _customer_query()
    parts = _CustomerParts(session, {one.id: (one.type, one.sensitive) for one in own})
    return ExportTable(
        _("Customers"),
        customer_columns([Column(one.label, _CELLS.get(one.type, "text")) for one in own]),
        count(session, query),
        map(parts.row, walk(session, query)),
    )

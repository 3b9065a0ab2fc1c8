"""Contacts: people and companies, how to reach them, and how they relate."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.db.models.base import (
    Count,
    Created,
    Currency,
    Flag,
    Minor,
    OptionalMinor,
    Record,
    Removable,
    Words,
    link,
    owner,
    partial_index,
)


class Contact(Record, Created, Removable):
    """A person or a company: customer, dealer, supplier, or any other party.

    ``kind`` is ``person`` or ``company``; ``party`` is ``customer``, ``dealer``, ``supplier``,
    ``media``, ``government`` or ``partner``, or ``contact_person`` for somebody known only as a
    person at a company, whom lists leave out. A birthday may lack its year, and may be lunar
    (``birth_month``/``birth_day`` are then lunar, ``birth_leap`` marks a leap month).
    ``opening_*`` are figures a sheet stated that no sale lines stand behind.
    """

    __tablename__ = "contact"

    kind: Mapped[str] = mapped_column(default="person")
    party: Mapped[str] = mapped_column(default="customer")
    name: Mapped[str]
    short_name: Mapped[Words]
    pinyin: Mapped[Words]
    initials: Mapped[Words]
    title: Mapped[Words]
    gender: Mapped[Words]
    birth_year: Mapped[int | None]
    birth_month: Mapped[int | None]
    birth_day: Mapped[int | None]
    birth_lunar: Mapped[Flag]
    birth_leap: Mapped[Flag]
    customer_no: Mapped[Words]
    level: Mapped[Words]
    customer_type: Mapped[Words]
    industry: Mapped[Words]
    source: Mapped[Words]
    source_detail: Mapped[Words]
    stage_id: Mapped[int | None] = link("lifecycle_stage.id")
    owner_id: Mapped[int | None] = link("staff.id")
    shop_id: Mapped[int | None] = link("shop.id")
    territory_id: Mapped[int | None] = link("territory.id")
    parent_id: Mapped[int | None] = link("contact.id")
    referred_by_id: Mapped[int | None] = link("contact.id")
    via_dealer_id: Mapped[int | None] = link("contact.id")
    since: Mapped[dt.date | None]
    tax_no: Mapped[Words]
    bank: Mapped[Words]
    bank_account: Mapped[Words]
    credit_limit_minor: Mapped[OptionalMinor]
    payment_days: Mapped[int | None]
    opening_spent_minor: Mapped[Minor]
    opening_sale_count: Mapped[Count]
    currency: Mapped[Currency]
    need: Mapped[int | None]
    money: Mapped[int | None]
    authority: Mapped[int | None]
    timing: Mapped[int | None]
    low_touch: Mapped[Flag]
    no_marketing: Mapped[Flag]
    remark: Mapped[Words]
    import_batch_id: Mapped[int | None] = link("import_batch.id")
    archived_at: Mapped[dt.datetime | None]
    merged_into_id: Mapped[int | None] = link("contact.id")

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """Valid kinds and birthdays; the indexes lists and matching use."""
        return (
            CheckConstraint("kind IN ('person', 'company')", "kind"),
            CheckConstraint("birth_month IS NULL OR birth_month BETWEEN 1 AND 12", "birth_month"),
            CheckConstraint("birth_day IS NULL OR birth_day BETWEEN 1 AND 31", "birth_day"),
            Index("ix_contact_name", "name"),
            Index("ix_contact_pinyin", "pinyin"),
            partial_index(
                "ix_contact_hidden",
                "id",
                where="deleted_at IS NOT NULL OR archived_at IS NOT NULL"
                " OR party = 'contact_person'",
            ),
            partial_index("ix_contact_customer_no", "customer_no", where="customer_no <> ''"),
            partial_index("ix_contact_tax_no", "tax_no", where="tax_no <> ''"),
            partial_index(
                "ix_contact_birthday",
                "birth_month",
                "birth_day",
                where="birth_month IS NOT NULL",
            ),
        )


class ContactPhone(Record):
    """One phone: the text as typed and the key by which it is found and matched.

    ``key`` is E.164-like (``+8613800138000``) or empty when the number is unusable;
    ``problem`` then says why (``digits_lost``, ``too_short``, ``placeholder`` ...).
    """

    __tablename__ = "contact_phone"

    contact_id: Mapped[int] = owner("contact.id")
    label: Mapped[Words]
    number: Mapped[str]
    key: Mapped[Words]
    extension: Mapped[Words]
    problem: Mapped[Words]
    position: Mapped[Count]

    @classmethod
    def extra_args(cls) -> tuple[Index, ...]:
        """Matching looks numbers up by key."""
        return (partial_index("ix_contact_phone_key", "key", where="key <> ''"),)


class ContactEmail(Record):
    """One e-mail address."""

    __tablename__ = "contact_email"

    contact_id: Mapped[int] = owner("contact.id")
    label: Mapped[Words]
    address: Mapped[str]
    key: Mapped[Words] = mapped_column(index=True)
    problem: Mapped[Words]
    position: Mapped[Count]


class ContactHandle(Record):
    """An account elsewhere: ``kind`` is ``wechat``, ``qq``, ``dingtalk``, ``whatsapp``, ``web``."""

    __tablename__ = "contact_handle"

    contact_id: Mapped[int] = owner("contact.id")
    kind: Mapped[str]
    value: Mapped[str]
    label: Mapped[Words]
    position: Mapped[Count]


class ContactAddress(Record):
    """One address: the text as typed, split as far as it could be understood."""

    __tablename__ = "contact_address"

    contact_id: Mapped[int] = owner("contact.id")
    label: Mapped[Words]
    text: Mapped[str]
    country: Mapped[Words]
    province: Mapped[Words]
    city: Mapped[Words]
    district: Mapped[Words]
    street: Mapped[Words]
    postcode: Mapped[Words]
    position: Mapped[Count]


class CompanyPerson(Record):
    """A person at a company, with the role that tells whom to ask for what."""

    __tablename__ = "company_person"

    company_id: Mapped[int] = owner("contact.id")
    person_id: Mapped[int] = owner("contact.id")
    role: Mapped[Words]
    department: Mapped[Words]
    decides: Mapped[Flag]
    left_on: Mapped[dt.date | None]
    position: Mapped[Count]

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """One link per pair; nobody is their own company."""
        return (
            UniqueConstraint("company_id", "person_id"),
            CheckConstraint("company_id <> person_id", "two_contacts"),
        )


class Relation(Record):
    """Family and other ties; the other side may be a contact or just a name and birthday."""

    __tablename__ = "relation"

    contact_id: Mapped[int] = owner("contact.id")
    other_id: Mapped[int | None] = link("contact.id")
    kind: Mapped[str]
    name: Mapped[Words]
    birth_year: Mapped[int | None]
    birth_month: Mapped[int | None]
    birth_day: Mapped[int | None]
    birth_lunar: Mapped[Flag]
    birth_leap: Mapped[Flag]
    note: Mapped[Words]


class AccountTeam(Record):
    """Specialists beside the owner of an important customer."""

    __tablename__ = "account_team"

    contact_id: Mapped[int] = owner("contact.id")
    staff_id: Mapped[int] = owner("staff.id")
    role: Mapped[Words]

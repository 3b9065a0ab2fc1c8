"""The fields a template may hold: what each is called, in both languages, and an example.

A name is taken in any of three spellings: the key (``customer.name``), the English label
(``Customer name``) or the Chinese one (``客户名称``). Labels are therefore part of the format of
templates: they may be added, never renamed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm_desktop.core import i18n, text
from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.services.documents import document_values
from crm_desktop.services.documents.document_values import FieldValue
from crm_desktop.services.fields import custom_fields

LINE_PREFIX = "line."
"""Keys of the fields that come once for each of the goods."""

OWN_PREFIX = "own."
"""Keys of the fields the shop added to its customers itself."""

_TEXT, _MONEY, _DATE, _WHOLE, _MILLI, _BP, _WORDS = range(7)


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field as listed: ``group`` is a key of ``GROUPS``."""

    key: str
    group: str
    label: str
    example: str


@dataclass(frozen=True, slots=True)
class _Field:
    key: str
    label: str
    kind: int = _TEXT
    example: str | int = ""


_F = _Field
FIELDS: tuple[_Field, ...] = (
    _F("customer.name", N_("Customer name"), example=N_("Yunxi Guesthouse")),
    _F("customer.short_name", N_("Customer short name"), example=N_("Yunxi")),
    _F("customer.number", N_("Customer number"), example="K-0012"),
    _F("customer.contact", N_("Customer contact"), example=N_("Zhou Min")),
    _F("customer.addressee", N_("Customer addressee"), example=N_("Zhou Min")),
    _F("customer.contact_role", N_("Customer contact role"), example=N_("Manager")),
    _F("customer.contact_phone", N_("Customer contact phone"), example="138 0013 8000"),
    _F("customer.phone", N_("Customer phone"), example="0571 8600 1234"),
    _F("customer.phones", N_("Customer phones"), example="0571 8600 1234, 138 0013 8000"),
    _F("customer.email", N_("Customer email"), example="zhou@example.com"),
    _F("customer.wechat", N_("Customer WeChat"), example="yunxi2020"),
    _F("customer.address", N_("Customer address"), example=N_("12 Lakeside Road, Hangzhou")),
    _F("customer.postcode", N_("Customer postcode"), example="310000"),
    _F("customer.tax_no", N_("Customer tax number"), example="91330106MA2XXXXX0X"),
    _F("customer.bank", N_("Customer bank"), example=N_("Bank of China, Hangzhou")),
    _F("customer.bank_account", N_("Customer bank account"), example="6217 0000 1234 5678"),
    _F("customer.level", N_("Customer level"), example="A"),
    _F("customer.type", N_("Customer type"), example=N_("Guesthouse")),
    _F("customer.industry", N_("Customer industry"), example=N_("Hotels")),
    _F("customer.source", N_("Customer source"), example=N_("Referral")),
    _F("customer.stage", N_("Customer stage"), example=N_("Regular")),
    _F("customer.owner", N_("Customer owner"), example=N_("Lin Yue")),
    _F("customer.tags", N_("Customer tags"), example=N_("water filter, lake")),
    _F("customer.since", N_("Customer since"), _DATE),
    _F("customer.birthday", N_("Customer birthday"), example="5-20"),
    _F("customer.payment_days", N_("Customer days to pay"), _WHOLE, 30),
    _F("customer.spent", N_("Customer total spent"), _MONEY, 2_486_000),
    _F("customer.owed", N_("Customer owes"), _MONEY, 128_000),
    _F("customer.last_sale", N_("Customer last purchase"), _DATE),
    _F("customer.days_since_sale", N_("Days since last purchase"), _WHOLE, 46),
    _F("customer.last_contact", N_("Customer last contact"), _DATE),
    _F("customer.remark", N_("Customer remark"), example=N_("Prefers mornings")),
    _F("deal.title", N_("Deal title"), example=N_("Whole-house water filter")),
    _F("deal.amount", N_("Deal amount"), _MONEY, 1_680_000),
    _F("deal.amount_words", N_("Deal amount in words"), _WORDS, 1_680_000),
    _F("deal.stage", N_("Deal stage"), example=N_("Quote sent")),
    _F("deal.expected", N_("Deal expected date"), _DATE),
    _F("deal.owner", N_("Deal owner"), example=N_("Lin Yue")),
    _F("deal.note", N_("Deal note"), example=N_("Wants it before the holidays")),
    _F("order.number", N_("Order number"), example="XS-0045"),
    _F("order.date", N_("Order date"), _DATE),
    _F("order.due", N_("Order due date"), _DATE),
    _F("order.promised", N_("Order delivery date"), _DATE),
    _F("order.valid_until", N_("Quote valid until"), _DATE),
    _F("order.currency", N_("Order currency"), example="CNY"),
    _F("order.subtotal", N_("Order subtotal"), _MONEY, 1_720_000),
    _F("order.discount", N_("Order discount"), _MONEY, 40_000),
    _F("order.tax", N_("Order tax"), _MONEY, 0),
    _F("order.total", N_("Order total"), _MONEY, 1_680_000),
    _F("order.total_words", N_("Order total in words"), _WORDS, 1_680_000),
    _F("order.paid", N_("Order paid"), _MONEY, 500_000),
    _F("order.open", N_("Order still to pay"), _MONEY, 1_180_000),
    _F("order.staff", N_("Order salesperson"), example=N_("Lin Yue")),
    _F("order.remark", N_("Order remark"), example=N_("Deliver after 14:00")),
    _F("order.terms", N_("Quote terms"), example=N_("Half in advance")),
    _F("line.number", N_("Line number"), _WHOLE, 1),
    _F("line.name", N_("Line goods"), example=N_("Filter cartridge")),
    _F("line.spec", N_("Line specification"), example=N_("10 inch")),
    _F("line.quantity", N_("Line quantity"), _MILLI, 2_000),
    _F("line.unit", N_("Line unit"), example=N_("pcs")),
    _F("line.price", N_("Line price"), _MONEY, 12_800),
    _F("line.discount", N_("Line discount"), _BP, 1_000),
    _F("line.amount", N_("Line amount"), _MONEY, 23_040),
    _F("line.remark", N_("Line remark"), example=N_("spare")),
    _F("shop.name", N_("Our shop name"), example=N_("Clearspring Water")),
    _F("shop.address", N_("Our shop address"), example=N_("8 Spring Street, Hangzhou")),
    _F("shop.phone", N_("Our shop phone"), example="0571 8888 6666"),
    _F("staff.name", N_("Our staff name"), example=N_("Lin Yue")),
    _F("staff.phone", N_("Our staff phone"), example="139 0013 9000"),
    _F("staff.email", N_("Our staff email"), example="lin@example.com"),
    _F("staff.role", N_("Our staff role"), example=N_("Sales")),
    _F("today.date", N_("Date of document"), _DATE),
    _F("today.year", N_("Year of document"), _WHOLE, 2026),
    _F("today.month", N_("Month of document"), _WHOLE, 6),
    _F("today.day", N_("Day of document"), _WHOLE, 18),
)  # fmt: skip
_EXAMPLE_DAY = dt.date(2026, 6, 18)
_ALIASES = {"order": ("sale", "quote"), "line": ("item",)}
"""Words that are taken for a group as well."""

_NOT_IN_NAMES = re.compile(r"[\s_.:：·・\-/]+")


def fields(session: Session) -> list[FieldRow]:
    """Every field in the language in force, those the shop added to its customers at the end."""
    own = [
        FieldRow(OWN_PREFIX + field.key, "own", field.label, "")
        for field in custom_fields.fields(session)
    ]
    return [
        *(FieldRow(f.key, f.key.partition(".")[0], _(f.label), _example(f)) for f in FIELDS),
        *own,
    ]


def group_name(group: str) -> str:
    """What a group of fields is called, in the language in force."""
    return {
        "customer": pgettext("documents", "Customer"),
        "deal": pgettext("documents", "Deal"),
        "order": pgettext("documents", "Sale or quote"),
        "line": pgettext("documents", "Goods, one row each"),
        "shop": pgettext("documents", "Our shop"),
        "staff": pgettext("documents", "Our staff"),
        "today": pgettext("documents", "Day of writing"),
        "own": pgettext("documents", "Fields of your own"),
    }[group]


def names(session: Session) -> dict[str, str]:
    """Every spelling of a field, as ``plain_name`` makes it, and the key it leads to."""
    found: dict[str, str] = {}
    for own in custom_fields.fields(session):
        found[plain_name(own.label)] = OWN_PREFIX + own.key
        found[plain_name(OWN_PREFIX + own.key)] = OWN_PREFIX + own.key
    for language in i18n.LANGUAGES:
        with i18n.using(language):
            found |= {plain_name(_(field.label)): field.key for field in FIELDS}
    found |= {plain_name(field.key): field.key for field in FIELDS}
    for field in FIELDS:
        group, _dot, rest = field.key.partition(".")
        for other in _ALIASES.get(group, ()):
            found.setdefault(plain_name(other + rest), field.key)
    return found


def plain_name(name: str) -> str:
    """A field's name without case, blanks, dots and dashes."""
    return _NOT_IN_NAMES.sub("", text.fold(name))


def _example(field: _Field) -> str:
    if field.kind == _TEXT:
        return _(str(field.example))
    if field.kind == _DATE:
        return document_values.day(_EXAMPLE_DAY).text
    return _SHOWN[field.kind](int(field.example)).text


_SHOWN: Mapping[int, Callable[[int], FieldValue]] = {
    _MONEY: document_values.amount,
    _WHOLE: document_values.whole,
    _MILLI: document_values.quantity,
    _BP: document_values.share,
    _WORDS: document_values.amount_in_words,
}

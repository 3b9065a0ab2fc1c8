"""What headings mean: the words of Chinese (either script) and English sheets, by field.

Matching is done on ``core.text.fold`` forms without blanks, brackets and units, so one spelling
stands for many. Fields are the names that the cleaned tables and services use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from crm_desktop.core import paths, text
from crm_desktop.core.i18n import N_

CUSTOMERS = "customers"
SALES = "sales"
PRODUCTS = "products"
FOLLOW_UPS = "follow_ups"

# Field and its label in the mapping table.
_LABELS: dict[str, str] = {
    "ignore": N_("Ignore"),
    "name": N_("Name"),
    "customer": N_("Customer"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "contact_person": N_("Contact person"),
    "title": N_("Title"),
    "department": N_("Department"),
    "mobile": N_("Mobile"),
    "phone": N_("Phone"),
    "fax": N_("Fax"),
    "wechat": N_("WeChat"),
    "qq": N_("QQ"),
    "email": N_("E-mail"),
    "gender": N_("Gender"),
    "birthday": N_("Birthday"),
    "birthday_kind": N_("Calendar of the birthday"),
    "age": N_("Age"),
    "id_card": N_("Identity card"),
    "country": N_("Country"),
    "province": N_("Province"),
    "city": N_("City"),
    "district": N_("District"),
    "address": N_("Address"),
    "postcode": N_("Postcode"),
    "source": N_("Source"),
    "referrer": N_("Introduced by"),
    "level": N_("Level"),
    "stage": N_("Stage"),
    "industry": N_("Industry"),
    "customer_type": N_("Type"),
    "member_no": N_("Customer number"),
    "card_no": N_("Member card"),
    "since": N_("Customer since"),
    "points": N_("Points"),
    "balance": N_("Balance on the card"),
    "owner": N_("Owner"),
    "last_contact": N_("Last contact"),
    "next_contact": N_("Next follow-up"),
    "follow_up_text": N_("Follow-up notes"),
    "tags": N_("Tags"),
    "family": N_("Family"),
    "tax_no": N_("Tax number"),
    "bank": N_("Bank"),
    "bank_account": N_("Bank account"),
    "credit_limit": N_("Credit limit"),
    "payment_days": N_("Days to pay"),
    "debt": N_("Owed so far"),
    "spent": N_("Spent so far"),
    "visits": N_("Purchases so far"),
    "serial": N_("Key in this file"),
    "link": N_("Customer key"),
    "order_link": N_("Sale key"),
    "legal_form": N_("Person or company"),
    "order_discount": N_("Off the whole order"),
    "currency": N_("Currency"),
    "way": N_("Way of contact"),
    "direction": N_("In or out"),
    "due_time": N_("Hour"),
    "task_state": N_("Progress"),
    "done_on": N_("Finished on"),
    "outcome": N_("Outcome"),
    "across": N_("One sale for each cell"),
    "date": N_("Date"),
    "order_no": N_("Order number"),
    "product": N_("Product"),
    "code": N_("Product code"),
    "barcode": N_("Barcode"),
    "spec": N_("Specification"),
    "options": N_("Options"),
    "unit": N_("Unit"),
    "category": N_("Category"),
    "quantity": N_("Quantity"),
    "price": N_("Unit price"),
    "discount": N_("Discount"),
    "amount": N_("Amount"),
    "received": N_("Received"),
    "owed": N_("Owed"),
    "pay_method": N_("Payment method"),
    "cost": N_("Cost"),
    "profit": N_("Profit"),
    "salesperson": N_("Salesperson"),
    "shop": N_("Shop"),
    "delivery": N_("Delivery"),
    "order_status": N_("Order status"),
    "line_kind": N_("Kind of sale"),
    "invoice": N_("Invoice"),
    "stock": N_("Stock"),
    "remark": N_("Remark"),
}

FIELDS_OF: dict[str, tuple[str, ...]] = {
    CUSTOMERS: (
        "ignore", "name", "customer", "first_name", "last_name", "contact_person", "title",
        "department", "mobile", "phone", "fax", "wechat", "qq", "email", "gender",
        "birthday", "birthday_kind", "age", "id_card", "country", "province", "city",
        "district", "address", "postcode", "source", "referrer", "level", "stage",
        "industry", "customer_type", "member_no", "card_no", "since", "points", "balance",
        "owner", "last_contact", "next_contact", "follow_up_text", "tags", "family",
        "tax_no", "bank", "bank_account", "credit_limit", "payment_days", "debt", "spent",
        "visits", "shop", "remark", "serial", "legal_form",
    ),
    SALES: (
        "ignore", "across", "date", "order_no", "customer", "member_no", "card_no", "mobile",
        "phone",
        "wechat", "contact_person", "address", "city", "province", "country", "product",
        "code", "barcode", "spec", "options", "unit", "category", "quantity", "price", "discount",
        "amount", "received", "owed", "pay_method", "cost", "profit", "salesperson", "shop",
        "delivery", "order_status", "line_kind", "invoice", "source", "remark",
        "link", "order_link", "order_discount", "currency",
    ),
    PRODUCTS: (
        "ignore", "product", "code", "barcode", "spec", "unit", "category", "price", "cost",
        "profit", "stock", "remark", "currency",
    ),
    FOLLOW_UPS: (
        "ignore", "date", "customer", "mobile", "phone", "member_no", "card_no",
        "contact_person", "follow_up_text", "next_contact", "salesperson", "stage",
        "remark", "link", "way", "direction", "due_time", "task_state", "done_on", "outcome",
    ),
}  # fmt: skip

_BRACKETS = re.compile(r"[(（\[【〔<《][^)）\]】〕>》]*[)）\]】〕>》]")
_DROPPED = re.compile(r"[\s*:：·。.,，、_\-‐–—?？!！\"'`]+")


def normal(heading: str) -> str:
    """The form headings are compared in: folded, without blanks, marks, brackets and units."""
    folded = _BRACKETS.sub("", text.fold(heading))
    return _DROPPED.sub("", folded)


def plain(heading: str) -> str:
    """A heading folded, without what it says in brackets."""
    return _BRACKETS.sub("", text.fold(heading)).strip()


def hint(heading: str) -> str:
    """What a heading says in brackets: ``元`` of ``金额（元）``, ``万元``, ``必填``."""
    match = _BRACKETS.search(text.fold(heading))
    return match[0][1:-1].strip() if match else ""


@cache
def _by_heading() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    field = ""
    for line in paths.resource("data", "headings.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            field = line.strip("[]")
        elif line and not line.startswith("#"):
            for word in line.split():
                found.setdefault(normal(word) or word, []).append(field)
    return {heading: tuple(dict.fromkeys(fields)) for heading, fields in found.items()}


@lru_cache(maxsize=8192)
def fields_of(heading: str) -> tuple[tuple[str, ...], float]:
    """Fields a heading may mean, likeliest first, and how surely (0 to 1)."""
    word = normal(heading)
    if not word:
        return (), 0.0
    known = _by_heading()
    if word in known:
        return known[word], 0.95
    if word.isascii():
        return _english(text.fold(heading), known)
    stripped = re.sub(r"\d+$|^(?:我的|本店|主要|其它|其他)", "", word)
    if stripped in known:
        return known[stripped], 0.9
    return _parts(word, known) if len(word) <= 9 else ((), 0.0)


def _parts(word: str, known: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], float]:
    """The heart of a Chinese heading stands at its end: 客户联系电话 is a 联系电话."""
    ends = [word[at:] for at in range(1, len(word) - 1)]
    found = [known[part] for part in ends if part in known]
    if not found:
        starts = [word[:at] for at in range(len(word) - 1, 1, -1)]
        found = [known[part] for part in starts if part in known][:1]
    fields = tuple(dict.fromkeys(field for one in found for field in one))
    return fields, 0.7 if fields else 0.0


_ABOUT_PHONE = re.compile(r"label|type")  # Google: "Phone 1 - Label" stands beside its value


def _english(heading: str, known: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], float]:
    """By whole words: ``E-mail 2 Address``, ``Phone 1 - Value``, ``Billing Phone``."""
    words = re.findall(r"[a-z]+|#", heading)
    numbered = re.search(r"\d", heading) is not None
    if numbered and words and _ABOUT_PHONE.fullmatch(words[-1]):
        return ("ignore",), 0.9
    if words and words[-1] in ("value", "formatted") and len(words) > 1:
        words = words[:-1]
    if "".join(words) in known:
        return known["".join(words)], 0.9
    if len(words) > 5 or "phonetic" in words:
        return (), 0.0
    ends = ["".join(words[at:]) for at in range(1, len(words))]
    starts = ["".join(words[:at]) for at in range(len(words) - 1, 0, -1)]
    for parts in (ends, starts):
        found = [known[part] for part in parts if part in known and len(part) > 2]
        if found:
            return tuple(dict.fromkeys(field for one in found for field in one)), 0.7
    return (), 0.0


def is_heading(cell: object) -> bool:
    """True when a cell reads like a heading we know."""
    return isinstance(cell, str) and len(cell) <= 30 and bool(fields_of(cell)[0])


def label(field: str) -> str:
    """English label of a field, for the mapping table; pass it through ``_``."""
    return _LABELS[field]

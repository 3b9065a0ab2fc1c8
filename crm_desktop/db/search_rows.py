"""What is shown of the records a search found: name, and the detail that matched as stored."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm_desktop.db import search_query, search_text
from crm_desktop.db.engine import raw
from crm_desktop.db.search_query import Match
from crm_desktop.db.search_text import (
    ADDRESS,
    EMAIL,
    EMPLOYER,
    HANDLE,
    NAME,
    NUMBER,
    PERSON,
    PHONE,
    REMARK,
    SHORT_NAME,
    SPOKEN,
    TAG,
)

_FIELD_NAMES = {
    NAME: "name",
    SHORT_NAME: "name",
    SPOKEN: "pinyin",
    PHONE: "phone",
    NUMBER: "number",
    PERSON: "person",
    EMAIL: "email",
    HANDLE: "handle",
    TAG: "tag",
    ADDRESS: "address",
    REMARK: "remark",
    EMPLOYER: "company",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A record found, as it is shown. ``kind``: ``person``, ``company`` or ``product``."""

    id: int
    kind: str
    name: str
    detail: str
    field: str
    archived: bool


def found_rows(session: Session, query: str, limit: int) -> list[Found]:
    """The first ``limit`` records found, best first."""
    file = raw(session.connection())
    matches = search_query.find(file, query, limit)
    contacts = _contacts(file, [match.id for match in matches if not match.is_product])
    phones = _phones(file, list(contacts))
    products = _products(file, [match.id for match in matches if match.is_product])
    rows = []
    for match in matches:
        field = _FIELD_NAMES[match.field]
        if match.is_product:
            if match.id in products:
                name, code = products[match.id]
                rows.append(Found(match.id, "product", name, code, field, archived=False))
        elif match.id in contacts:
            name, kind, archived = contacts[match.id]
            detail = _detail(file, match, phones.get(match.id, ()))
            rows.append(Found(match.id, kind, name, detail, field, bool(archived)))
    return rows


def count(session: Session, query: str, cap: int) -> int:
    """How many records are found, up to ``cap``."""
    return search_query.count(raw(session.connection()), query, cap)


def contact_ids(session: Session, query: str, limit: int) -> list[int]:
    """Ids of the contacts among the first ``limit`` records found, best first."""
    matches = search_query.find(raw(session.connection()), query, limit)
    return [match.id for match in matches if not match.is_product]


def _contacts(file: sqlite3.Connection, ids: Sequence[int]) -> dict[int, tuple[str, str, int]]:
    rows = file.execute(
        "SELECT c.id, c.name, c.kind, c.archived_at IS NOT NULL"
        " FROM json_each(?) j CROSS JOIN contact c ON c.id = j.value",
        (json.dumps(ids),),
    )
    return {row[0]: row[1:] for row in rows}


Phones = Sequence[tuple[str, str]]
"""Number as typed and key, the first one being the one to show."""


def _phones(file: sqlite3.Connection, ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    rows = file.execute(
        "SELECT p.contact_id, p.number, p.key FROM json_each(?) j"
        " CROSS JOIN contact_phone p ON p.contact_id = j.value ORDER BY p.position, p.id",
        (json.dumps(ids),),
    )
    phones: dict[int, list[tuple[str, str]]] = {}
    for contact, number, key in rows:
        phones.setdefault(contact, []).append((number, key or number))
    return phones


def _products(file: sqlite3.Connection, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    rows = file.execute(
        "SELECT p.id, p.name, p.code FROM json_each(?) j CROSS JOIN product p ON p.id = j.value",
        (json.dumps(ids),),
    )
    return {row[0]: row[1:] for row in rows}


_DETAILS = {
    EMAIL: "SELECT address, address FROM contact_email WHERE contact_id = ?",
    HANDLE: "SELECT value, value FROM contact_handle WHERE contact_id = ?",
    TAG: "SELECT tag.name, tag.name FROM contact_tag JOIN tag ON tag.id = contact_tag.tag_id"
    " WHERE contact_tag.contact_id = ?",
    ADDRESS: "SELECT text, text FROM contact_address WHERE contact_id = ?",
    PERSON: "SELECT person.name, person.name FROM company_person"
    " JOIN contact person ON person.id = company_person.person_id"
    " WHERE company_person.company_id = ?",
    NUMBER: "SELECT customer_no, customer_no FROM contact WHERE id = ?1"
    " UNION ALL SELECT card_no, card_no FROM membership WHERE contact_id = ?1",
    EMPLOYER: "SELECT company.name, company.name FROM company_person"
    " JOIN contact company ON company.id = company_person.company_id"
    " WHERE company_person.person_id = ?",
    REMARK: "SELECT remark, remark FROM contact WHERE id = ?",
    SHORT_NAME: "SELECT short_name, short_name FROM contact WHERE id = ?",
}


def _detail(file: sqlite3.Connection, match: Match, phones: Phones) -> str:
    """The stored text of the value that matched: the number as typed, the tag as written.

    The first phone when the name itself matched.
    """
    usual = phones[0][0] if phones else ""
    if match.field in (NAME, SPOKEN):
        return usual
    if match.field == PHONE:
        held = (n for n, key in phones if match.value in search_text.phone_digits(key))
        return next(held, usual)
    for shown, value in file.execute(_DETAILS[match.field], (match.id,)):
        folded = search_text.folded_word(value)
        if match.value in folded or match.value in search_text.squeezed(folded):
            return str(shown)
    return usual

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
    products = _products(file, [match.id for match in matches if match.is_product])
    rows = []
    for match in matches:
        known = (products if match.is_product else contacts).get(match.id)
        if known is None:
            continue
        name, kind, archived, usual = known
        detail = usual
        if not match.is_product and match.field not in (NAME, SPOKEN):
            detail = _detail(file, match) or usual
        rows.append(Found(match.id, kind, name, detail, _FIELD_NAMES[match.field], archived))
    return rows


def count(session: Session, query: str, cap: int) -> int:
    """How many records are found, up to ``cap``."""
    return search_query.count(raw(session.connection()), query, cap)


def contact_ids(session: Session, query: str, limit: int) -> list[int]:
    """Ids of the contacts among the first ``limit`` records found, best first."""
    matches = search_query.find(raw(session.connection()), query, limit)
    return [match.id for match in matches if not match.is_product]


Known = tuple[str, str, bool, str]


def _contacts(file: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Known]:
    if not ids:
        return {}
    rows = file.execute(
        "SELECT c.id, c.name, c.kind, c.archived_at IS NOT NULL, COALESCE((SELECT p.number"
        " FROM contact_phone p WHERE p.contact_id = c.id ORDER BY p.position, p.id LIMIT 1), '')"
        " FROM json_each(?) j JOIN contact c ON c.id = j.value",
        (json.dumps(ids),),
    )
    return {row[0]: (row[1], row[2], bool(row[3]), row[4]) for row in rows}


def _products(file: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Known]:
    if not ids:
        return {}
    rows = file.execute(
        "SELECT p.id, p.name, p.code FROM json_each(?) j JOIN product p ON p.id = j.value",
        (json.dumps(ids),),
    )
    return {row[0]: (row[1], "product", False, row[2]) for row in rows}


_DETAILS = {
    PHONE: "SELECT number, COALESCE(NULLIF(key, ''), number) FROM contact_phone"
    " WHERE contact_id = ? ORDER BY position, id",
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
    REMARK: "SELECT remark, remark FROM contact WHERE id = ?",
    SHORT_NAME: "SELECT short_name, short_name FROM contact WHERE id = ?",
}


def _detail(file: sqlite3.Connection, match: Match) -> str:
    """The stored text of the value that matched: the number as typed, the tag as written."""
    for shown, value in file.execute(_DETAILS[match.field], (match.id,)):
        if match.field == PHONE:
            folded = search_text.phone_digits(value)
        else:
            folded = search_text.folded_word(value)
        if match.value in folded or match.value in search_text.squeezed(folded):
            return str(shown)
    return ""

"""The search index over contacts and products: how it is made and kept.

Three tables: ``search_document`` holds what of a record is searched (search_text.py),
``search_key`` its names, readings, numbers for exact and prefix look-ups, and the contentless
FTS5 table ``search_inside`` the characters, pairs and words within. All are derived: nothing
here is logged, and ``rebuild`` makes them anew.

Documents are numbered so that the newest comes first in descending order: a contact by its id,
an archived one below all of these, products below the archived.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from operator import itemgetter

from sqlalchemy import Connection

from crm_desktop.core import garbage, jobs, names, text
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _
from crm_desktop.db import search_text
from crm_desktop.db.engine import raw
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

ARCHIVED = 1 << 40
"""Taken from the id of an archived contact to number its document."""

PRODUCT = 1 << 41
"""Taken from the id of a product to number its document."""

_BATCH = 10_000

_TABLES = (
    "CREATE TABLE IF NOT EXISTS search_document (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
    # ``id`` is the document's number negated, so that among equals the newest comes first.
    "CREATE TABLE IF NOT EXISTS search_key (key TEXT NOT NULL, rank INTEGER NOT NULL,"
    " id INTEGER NOT NULL, PRIMARY KEY (key, rank, id)) WITHOUT ROWID",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_inside USING fts5(words, content='', detail=none,"
    " columnsize=0, tokenize=\"ascii tokenchars '#'\")",
    # Merging while somebody waits for a save would show; sixteen small pieces merge at once.
    "INSERT INTO search_inside (search_inside, rank) VALUES ('automerge', 0)",
)


def install(connection: Connection) -> None:
    """Create the index tables where they are missing."""
    for statement in _TABLES:
        connection.exec_driver_sql(statement)


def refresh(connection: Connection, touched: str, changes: Changes) -> None:
    """Index anew the contacts whose ids stand in the temporary table ``touched``, and the
    products and company people among ``changes``."""
    file = raw(connection)
    if "contact" in changes.tables():
        # A company is found by its people and they by it: the new name of one is the other's too.
        file.execute(
            f"INSERT OR IGNORE INTO {touched} (id) SELECT company_id FROM company_person"
            f" WHERE person_id IN (SELECT id FROM {touched})"
            f" UNION SELECT person_id FROM company_person"
            f" WHERE company_id IN (SELECT id FROM {touched})"
        )
    (total,) = file.execute(f"SELECT COUNT(*) FROM {touched}").fetchone()
    last = done = 0
    while True:
        jobs.report(done, total, _("Making it findable"))
        (end,) = file.execute(
            f"SELECT MAX(id) FROM (SELECT id FROM {touched} WHERE id > ? ORDER BY id"
            f" LIMIT {_BATCH})",
            (last,),
        ).fetchone()
        if end is None:
            break
        with garbage.paused():
            _refresh_contacts(file, touched, last, end)
        last = end
        done = min(total, done + _BATCH)
    if changes.touches("product"):
        _refresh_products(file, list(changes.each_id("product")))


def rebuild(connection: Connection) -> None:
    """Index everything anew."""
    install(connection)
    file = raw(connection)
    file.execute("INSERT INTO search_inside (search_inside) VALUES ('delete-all')")
    file.execute("DELETE FROM search_key")
    file.execute("DELETE FROM search_document")
    (highest,) = file.execute("SELECT COALESCE(MAX(id), 0) FROM contact").fetchone()
    for first in range(0, highest, _BATCH):
        with garbage.paused():
            _add(file, _contact_documents(file, "contact", first, first + _BATCH))
    products = [row[0] for row in file.execute("SELECT id FROM product")]
    _add(file, _product_documents(file, products))


def _refresh_contacts(file: sqlite3.Connection, touched: str, after: int, last: int) -> None:
    between = f"FROM {touched} WHERE id > ? AND id <= ?"
    old = file.execute(
        "SELECT id, text FROM search_document"
        f" WHERE id IN (SELECT id {between} UNION ALL SELECT id - {ARCHIVED} {between})",
        (after, last, after, last),
    ).fetchall()
    _replace(file, old, _contact_documents(file, touched, after, last))


def _refresh_products(file: sqlite3.Connection, ids: list[int]) -> None:
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        old = [
            row
            for product in some
            for row in file.execute(
                "SELECT id, text FROM search_document WHERE id = ?", (product - PRODUCT,)
            )
        ]
        _replace(file, old, _product_documents(file, some))


Document = tuple[int, str]


def _replace(file: sqlite3.Connection, old: list[Document], new: list[Document]) -> None:
    """Take ``old`` documents out and put ``new`` ones in, leaving alone what stays the same."""
    if old:
        same = set(old).intersection(new)
        _remove(file, [document for document in old if document not in same])
        new = [document for document in new if document not in same]
    _add(file, new)


def _remove(file: sqlite3.Connection, documents: list[Document]) -> None:
    key_rows, word_rows = _entries(documents)
    file.executemany("DELETE FROM search_key WHERE key = ? AND rank = ? AND id = ?", key_rows)
    file.executemany(
        "INSERT INTO search_inside (search_inside, rowid, words) VALUES ('delete', ?, ?)",
        word_rows,
    )
    file.executemany(
        "DELETE FROM search_document WHERE id = ?", [(number,) for number, _stored in documents]
    )


def _add(file: sqlite3.Connection, documents: list[Document]) -> None:
    if not documents:
        return
    documents.sort()
    key_rows, word_rows = _entries(documents)
    file.executemany("INSERT INTO search_document (id, text) VALUES (?, ?)", documents)
    key_rows.sort(key=itemgetter(0))
    file.executemany("INSERT OR IGNORE INTO search_key (key, rank, id) VALUES (?, ?, ?)", key_rows)
    file.executemany("INSERT INTO search_inside (rowid, words) VALUES (?, ?)", word_rows)


def _entries(
    documents: list[Document],
) -> tuple[list[tuple[str, int, int]], list[tuple[int, str]]]:
    """Rows of ``search_key`` and of ``search_inside`` for the documents."""
    key_rows = []
    word_rows = []
    for number, stored in documents:
        keys, words = search_text.entries(stored)
        key_rows += [(key, rank, -number) for key, rank in keys if key]
        word_rows.append((number, words))
    return key_rows, word_rows


# CROSS JOIN keeps SQLite from scanning a whole table for the few rows asked for.
_CONTACTS = """
SELECT c.id, c.archived_at IS NOT NULL, c.name, c.short_name, c.customer_no, c.remark
FROM {source} t CROSS JOIN contact c ON c.id = t.id
WHERE t.id > ? AND t.id <= ? AND c.deleted_at IS NULL AND c.merged_into_id IS NULL
    AND c.party <> 'contact_person'
"""

_PHONES = """
SELECT p.contact_id, CASE p.key WHEN '' THEN p.number ELSE p.key END
FROM {source} t CROSS JOIN contact_phone p ON p.contact_id = t.id WHERE t.id > ? AND t.id <= ?
"""

_PARTS = f"""
SELECT p.contact_id, '{ADDRESS}', p.text
    FROM {{source}} t CROSS JOIN contact_address p ON p.contact_id = t.id
    WHERE t.id > ?1 AND t.id <= ?2
UNION ALL SELECT p.contact_id, '{EMAIL}', p.address
    FROM {{source}} t CROSS JOIN contact_email p ON p.contact_id = t.id
    WHERE t.id > ?1 AND t.id <= ?2
UNION ALL SELECT p.contact_id, '{HANDLE}', p.value
    FROM {{source}} t CROSS JOIN contact_handle p ON p.contact_id = t.id
    WHERE t.id > ?1 AND t.id <= ?2
UNION ALL SELECT p.contact_id, '{TAG}', tag.name
    FROM {{source}} t CROSS JOIN contact_tag p ON p.contact_id = t.id
    JOIN tag ON tag.id = p.tag_id
    WHERE t.id > ?1 AND t.id <= ?2
UNION ALL SELECT p.contact_id, '{NUMBER}', p.card_no
    FROM {{source}} t CROSS JOIN membership p ON p.contact_id = t.id
    WHERE t.id > ?1 AND t.id <= ?2 AND p.deleted_at IS NULL
UNION ALL SELECT p.company_id, '{PERSON}', person.name
    FROM {{source}} t CROSS JOIN company_person p ON p.company_id = t.id
    JOIN contact person ON person.id = p.person_id
    WHERE t.id > ?1 AND t.id <= ?2 AND person.deleted_at IS NULL
UNION ALL SELECT p.person_id, '{EMPLOYER}', company.name
    FROM {{source}} t CROSS JOIN company_person p ON p.person_id = t.id
    JOIN contact company ON company.id = p.company_id
    WHERE t.id > ?1 AND t.id <= ?2 AND company.deleted_at IS NULL
"""


def _contact_documents(
    file: sqlite3.Connection, source: str, after: int, last: int
) -> list[Document]:
    """Documents of the contacts whose ids stand in the table ``source``, after < id <= last."""
    contacts = file.execute(_CONTACTS.format(source=source), (after, last)).fetchall()
    if not contacts:
        return []
    parts: dict[int, list[str]] = {}
    phones = _PHONES.format(source=source)
    for contact, number in file.execute(phones, (after, last)):
        digits = search_text.phone_digits(number)
        if digits:
            parts.setdefault(contact, []).append(PHONE + digits)
    rows = file.execute(_PARTS.format(source=source), (after, last)).fetchall()
    folded = search_text.fold_column([row[2] for row in rows])
    for (contact, field, _value), value in zip(rows, folded, strict=True):
        if value:
            parts.setdefault(contact, []).append(field + value)
    spoken = names.pinyin_batch([row[2] for row in contacts])
    folded_names = search_text.fold_column([row[2] for row in contacts])
    return [
        (
            contact - ARCHIVED if archived else contact,
            "\n".join(
                (
                    NAME + name,
                    f"{SPOKEN}{full}\t{initials}",
                    *parts.get(contact, ()),
                    *_rest(((SHORT_NAME, short_name), (NUMBER, number), (REMARK, remark))),
                )
            ),
        )
        for (contact, archived, _name, short_name, number, remark), name, (full, initials) in zip(
            contacts, folded_names, spoken, strict=True
        )
    ]


def _rest(values: Iterable[tuple[str, str]]) -> list[str]:
    """Lines of a document for the fields most contacts leave empty."""
    return [field + text.fold(value) for field, value in values if value]


def _product_documents(file: sqlite3.Connection, ids: list[int]) -> list[Document]:
    documents = []
    for product in ids:
        row = file.execute(
            "SELECT name, code, barcode, spec, remark FROM product"
            " WHERE id = ? AND deleted_at IS NULL",
            (product,),
        ).fetchone()
        if row is None:
            continue
        name, code, barcode, spec, remark = row
        full, short = names.pinyin_of(name)
        values = ((NUMBER, code), (NUMBER, barcode), (ADDRESS, spec), (REMARK, remark))
        lines = (NAME + text.fold(name), f"{SPOKEN}{full}\t{short}", *_rest(values))
        documents.append((product - PRODUCT, "\n".join(lines)))
    return documents

"""What is derived from the records follows every write: figures and the search index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from sqlalchemy.orm import Session

from crm_desktop.core.changes import Changes
from crm_desktop.db import change_log, contact_stats, search
from crm_desktop.db.engine import raw

TOUCHED = "temp.touched_contact"

# Tables whose rows count towards what is derived.
_PARTS: dict[str, tuple[str, ...]] = {
    "contact_phone": ("contact_id",),
    "contact_email": ("contact_id",),
    "contact_handle": ("contact_id",),
    "contact_address": ("contact_id",),
    "contact_tag": ("contact_id",),
    "company_person": ("company_id", "person_id"),
    "membership": ("contact_id",),
    "timeline_entry": ("contact_id",),
    "follow_up": ("contact_id",),
    "sale": ("contact_id",),
}
# The index is made of these; the rest change figures only.
_WORDS = frozenset(
    {
        "contact",
        "contact_phone",
        "contact_email",
        "contact_handle",
        "contact_address",
        "contact_tag",
        "tag",
        "company_person",
        "membership",
        "product",
    }
)


def refresh(session: Session, changes: Changes) -> None:
    """Bring figures and search index up to date with what one action changed."""
    if not changes:
        return
    connection = session.connection()
    file = raw(connection)
    file.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS {TOUCHED.split('.')[1]} (id INTEGER PRIMARY KEY)"
    )
    file.execute(f"DELETE FROM {TOUCHED}")
    _collect(file, changes)
    (touched,) = file.execute(f"SELECT EXISTS (SELECT 1 FROM {TOUCHED})").fetchone()
    if touched:
        contact_stats.refresh(connection, TOUCHED)
    if not _WORDS.isdisjoint(changes.tables()):
        search.refresh(connection, TOUCHED, changes)


def rebuild(session: Session) -> None:
    """Derive everything anew from the records."""
    connection = session.connection()
    contact_stats.rebuild(connection)
    search.rebuild(connection)


# Each finds contacts by a run of row ids, first and last: one row is a run of one.
_PART_SQL = "SELECT {column} FROM {table} WHERE id BETWEEN ? AND ? AND {column} IS NOT NULL"
_CONTACT_SQL = "SELECT id FROM contact WHERE id BETWEEN ? AND ?"
_ALLOCATION_SQL = """
SELECT sale.contact_id FROM payment_allocation part JOIN sale ON sale.id = part.sale_id
WHERE part.id BETWEEN ? AND ? AND sale.contact_id IS NOT NULL
"""
_TAG_SQL = "SELECT contact_id FROM contact_tag WHERE tag_id BETWEEN ? AND ?"
_OTHERS = {"contact": _CONTACT_SQL, "payment_allocation": _ALLOCATION_SQL, "tag": _TAG_SQL}


def _collect(file: sqlite3.Connection, changes: Changes) -> None:
    """Fill the temporary table with the ids of the contacts the action touched."""
    tables = changes.tables()
    for table, columns in _PARTS.items():
        if table in tables:
            for column in columns:
                _add(file, changes, table, _PART_SQL.format(table=table, column=column))
            _add_former(file, changes, table, columns)
    for table, source in _OTHERS.items():
        if table in tables:
            _add(file, changes, table, source)
    # A contact that is gone for good must leave the index too.
    _add_ids(file, changes.ids.get("contact", ()))


def _add(file: sqlite3.Connection, changes: Changes, table: str, source: str) -> None:
    runs = [(row, row) for row in changes.ids.get(table, ())]
    runs += changes.ranges.get(table, ())
    file.executemany(f"INSERT OR IGNORE INTO {TOUCHED} (id) {source}", runs)


def _add_ids(file: sqlite3.Connection, ids: Iterable[int]) -> None:
    file.executemany(
        f"INSERT OR IGNORE INTO {TOUCHED} (id) VALUES (?)", [(contact,) for contact in ids]
    )


def _add_former(
    file: sqlite3.Connection, changes: Changes, table: str, columns: tuple[str, ...]
) -> None:
    """Contacts that parts belonged to before they were moved or removed."""
    images = file.execute(
        "SELECT before FROM change WHERE action_id = ? AND table_name = ? AND before IS NOT NULL",
        (changes.action_id, table),
    )
    former = {
        image[column]
        for (before,) in images
        for image in (change_log.before_image(before),)
        for column in columns
        if image.get(column)
    }
    _add_ids(file, former)

"""What is derived from the records follows every write: figures and the search index."""

from __future__ import annotations

import sqlite3

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


_CHANGED = """
WITH changed AS (
    SELECT row_id, COALESCE(last_row_id, row_id) AS last_id
    FROM change WHERE action_id = ? AND table_name = ?
)
INSERT OR IGNORE INTO {touched} (id)
SELECT id FROM ({source}) WHERE id IS NOT NULL
"""

# The ids themselves as well: a removed contact must leave the index too.
_CONTACT_SQL = """
SELECT contact.id AS id FROM changed
    JOIN contact ON contact.id BETWEEN changed.row_id AND changed.last_id
UNION ALL
SELECT row_id FROM changed
"""
_PART_SQL = """
SELECT part.{column} AS id FROM changed
    JOIN {table} part ON part.id BETWEEN changed.row_id AND changed.last_id
"""
_ALLOCATION_SQL = """
SELECT sale.contact_id AS id FROM changed
    JOIN payment_allocation part ON part.id BETWEEN changed.row_id AND changed.last_id
    JOIN sale ON sale.id = part.sale_id
"""
_TAG_SQL = """
SELECT contact_tag.contact_id AS id FROM changed
    JOIN contact_tag ON contact_tag.tag_id BETWEEN changed.row_id AND changed.last_id
"""


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


_OTHERS = {"contact": _CONTACT_SQL, "payment_allocation": _ALLOCATION_SQL, "tag": _TAG_SQL}


def _add(file: sqlite3.Connection, changes: Changes, table: str, source: str) -> None:
    file.execute(_CHANGED.format(touched=TOUCHED, source=source), (changes.action_id, table))


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
    file.executemany(
        f"INSERT OR IGNORE INTO {TOUCHED} (id) VALUES (?)", [(contact,) for contact in former]
    )

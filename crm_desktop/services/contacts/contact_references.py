"""Moving everything that hangs on one contact to another: no table may be forgotten.

The tables are read off the models: every foreign key to a contact, and the pairs of columns that
name a record of any table. What the other contact has already stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Table,
    UniqueConstraint,
    and_,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from crm_desktop.db.models import Base, CustomField
from crm_desktop.services.today import sticky_notes

DERIVED = frozenset({"contact_stats"})
"""Follows from the rest by itself."""

STAYING = frozenset({("contact", "merged_into_id"), ("duplicate_verdict", "first_id"),
                     ("duplicate_verdict", "second_id")})  # fmt: skip
"""References that say something about the very contact that goes."""

NAMED = frozenset({"attachment", "import_row"})
"""Tables whose ``record_table`` and ``record_id`` may name a contact."""

CUSTOM_VALUES = "custom_value"
"""Its ``record_id`` is a contact's where the field belongs to contacts."""


def references() -> Iterator[tuple[Table, str]]:
    """Every ``(table, column)`` that refers to a contact by a foreign key, but for ``DERIVED``."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == "contact" and table.name not in DERIVED:
                yield table, key.parent.name


def move(session: Session, source: int, target: int) -> dict[str, int]:
    """Hang on ``target`` what hangs on ``source``; how many rows moved, by table."""
    moved: dict[str, int] = {}
    for table, column in references():
        if (table.name, column) not in STAYING:
            where = table.c[column] == source
            _count(moved, table, _move(session, table, column, where, target))
    for name in NAMED:
        table = Base.metadata.tables[name]
        where = and_(table.c.record_table == "contact", table.c.record_id == source)
        _count(moved, table, _move(session, table, "record_id", where, target))
    table = Base.metadata.tables[CUSTOM_VALUES]
    ours = select(CustomField.id).where(CustomField.entity == "contact")
    where = and_(table.c.record_id == source, table.c.field_id.in_(ours))
    _count(moved, table, _move(session, table, "record_id", where, target))
    notes = Base.metadata.tables["sticky_note"]
    _count(moved, notes, sticky_notes.move_pins(session, source, target))
    return moved


def _count(moved: dict[str, int], table: Table, number: int) -> None:
    if number:
        moved[table.name] = moved.get(table.name, 0) + number


def _move(
    session: Session, table: Table, column: str, where: ColumnElement[bool], target: int
) -> int:
    """Set ``column`` to ``target`` wherever that makes no second row of what is once only."""
    found = session.execute(select(table).where(where)).mappings().all()
    ids = [
        row["id"]
        for row in found
        if target not in _others(table, column, row)
        and not _taken(session, table, column, row, target)
    ]
    for start in range(0, len(ids), 500):
        some = table.c.id.in_(ids[start : start + 500])
        session.execute(update(table).where(some).values({column: target}))
    return len(ids)


def _others(table: Table, column: str, row: RowMapping) -> set[object]:
    """What else the row says of contacts: nobody may become related to themselves."""
    if table.name == "contact":
        return {row["id"]}
    return {
        row[key.parent.name]
        for key in table.foreign_keys
        if key.column.table.name == "contact" and key.parent.name != column
    }


def _taken(session: Session, table: Table, column: str, row: RowMapping, target: int) -> bool:
    """True when ``target`` has a row of its own that a unique constraint allows but once."""
    clauses = []
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint) and column in constraint.columns:
            wanted = {one.name: row[one.name] for one in constraint.columns} | {column: target}
            same: list[ColumnElement[bool]] = [table.c[k] == value for k, value in wanted.items()]
            clauses.append(and_(*same))
    if not clauses:
        return False
    return session.execute(select(table.c.id).where(or_(*clauses)).limit(1)).first() is not None


def hanging(session: Session, contact_id: int) -> dict[str, int]:
    """How many live rows hang on a contact, by table."""
    found: dict[str, int] = {}
    for table, column in references():
        if (table.name, column) in STAYING or table.name == "contact":
            continue
        query = select(func.count()).select_from(table).where(table.c[column] == contact_id)
        if "deleted_at" in table.c:
            query = query.where(table.c.deleted_at.is_(None))
        _count(found, table, session.scalar(query) or 0)
    return found

"""The change log: triggers that note every row an action touches.

Each logged table gets three generated triggers. They read the running action from the one row of
``change_context`` and write ``change`` rows in the same transaction, so cascades, link tables and
bulk SQL are seen as well. A bulk insert switches the insert trigger off and notes one run of ids
instead, which keeps an import of 100,000 rows cheap.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, text
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.changes import Changes
from crm_desktop.db.engine import raw
from crm_desktop.db.models import Base, Change, ChangeContext, Record


def logged_tables() -> list[Table]:
    """Every table whose rows the log keeps, in dependency order."""
    tables = {
        mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, Record)
    }
    return [table for table in Base.metadata.sorted_tables if table in tables]


def install(connection: Connection) -> None:
    """Drop and make anew the triggers of all logged tables, and the context row."""
    old = connection.execute(
        text(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 4) = 'log_'"
        )
    ).scalars()
    for name in old.all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    for table in logged_tables():
        for statement in _triggers(table):
            connection.exec_driver_sql(statement)
    connection.execute(delete(ChangeContext))
    connection.execute(insert(ChangeContext).values(id=1, action_id=None, bulk=False))


_ACTION = "(SELECT action_id FROM change_context)"

# JSON by core functions alone: SQLite 3.40 holds its JSON functions unsafe for triggers while
# trusted_schema is off. Rarer control characters stay raw, so readers parse with strict=False.
_ESCAPES = (("'\\'", "'\\\\'"), ("'\"'", "'\\\"'"), ("char(10)", "'\\n'"), ("char(13)", "'\\r'"))


def _json_value(column: str) -> str:
    escaped = column
    for plain, written in _ESCAPES:
        escaped = f"replace({escaped}, {plain}, {written})"
    return (
        f"CASE typeof({column}) WHEN 'text' THEN '\"' || {escaped} || '\"' "
        f"WHEN 'null' THEN 'null' ELSE {column} END"
    )


def _json_object(columns: list[str], *, changed_only: bool) -> str:
    parts = []
    for column in columns:
        part = f"',\"{column}\":' || {_json_value(f'OLD.{column}')}"
        if changed_only:
            part = f"CASE WHEN OLD.{column} IS NOT NEW.{column} THEN {part} ELSE '' END"
        parts.append(part)
    return f"'{{' || substr({' || '.join(parts)}, 2) || '}}'"


def _triggers(table: Table) -> tuple[str, str, str]:
    name = table.name
    note = "INSERT INTO change (action_id, table_name, row_id, operation, before) VALUES"
    columns = [column.name for column in table.columns if column.name != "id"]
    differs = " OR ".join(f"OLD.{c} IS NOT NEW.{c}" for c in columns)
    return (
        f"CREATE TRIGGER log_{name}_insert AFTER INSERT ON {name} "
        f"WHEN (SELECT bulk FROM change_context) = 0 BEGIN "
        f"{note} ({_ACTION}, '{name}', NEW.id, 'I', NULL); END",
        f"CREATE TRIGGER log_{name}_update AFTER UPDATE ON {name} WHEN {differs} BEGIN "
        f"{note} ({_ACTION}, '{name}', OLD.id, 'U', "
        f"{_json_object(columns, changed_only=True)}); END",
        f"CREATE TRIGGER log_{name}_delete AFTER DELETE ON {name} BEGIN "
        f"{note} ({_ACTION}, '{name}', OLD.id, 'D', "
        f"{_json_object(columns, changed_only=False)}); END",
    )


def before_image(before: str | None) -> dict[str, Any]:
    """The logged old values of a row: column name -> value as the file holds it."""
    values: dict[str, Any] = json.loads(before or "{}", strict=False)
    return values


_DRIVER_TIME = "%Y-%m-%d %H:%M:%S.%f"


def begin_action(
    session: Session, name: str, actor: str = "", kind: str = "do", reverses: int | None = None
) -> int:
    """Open a named action: every change from here on belongs to it. Returns its id."""
    file = raw(session.connection())
    now = clock.now().astimezone(dt.UTC).strftime(_DRIVER_TIME)
    action_id = file.execute(
        "INSERT INTO action (name, kind, done_at, actor, reverses_id) VALUES (?, ?, ?, ?, ?)",
        (name, kind, now, actor, reverses),
    ).lastrowid
    assert action_id is not None
    file.execute("UPDATE change_context SET action_id = ?, bulk = 0", (action_id,))
    return action_id


def end_action(session: Session, action_id: int) -> Changes:
    """Close the action and tell what it touched."""
    session.flush()
    raw(session.connection()).execute("UPDATE change_context SET action_id = NULL, bulk = 0")
    return changes_of(session, action_id)


def changes_of(session: Session, action_id: int) -> Changes:
    """The tables and ids one action touched."""
    ids: dict[str, set[int]] = {}
    ranges: dict[str, list[tuple[int, int]]] = {}
    rows = raw(session.connection()).execute(
        "SELECT table_name, row_id, last_row_id FROM change WHERE action_id = ?", (action_id,)
    )
    for table, first, last in rows:
        if last is None:
            ids.setdefault(table, set()).add(first)
        else:
            ranges.setdefault(table, []).append((first, last))
    return Changes(
        action_id,
        {table: frozenset(rows) for table, rows in ids.items()},
        {table: tuple(runs) for table, runs in ranges.items()},
    )


_WORTH_DROPPING = 2_000


@contextmanager
def bulk_inserts(session: Session, table: str, rows: int) -> Iterator[None]:
    """Inside, inserts into ``table`` are not noted row by row; note their run with ``note_run``.

    For many rows the trigger is taken away meanwhile: even one that does nothing costs a third
    of an insert.
    """
    file = raw(session.connection())
    if rows < _WORTH_DROPPING:
        file.execute("UPDATE change_context SET bulk = 1")
        try:
            yield
        finally:
            file.execute("UPDATE change_context SET bulk = 0")
        return
    (trigger,) = file.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?",
        (f"log_{table}_insert",),
    ).fetchone()
    file.execute(f"DROP TRIGGER log_{table}_insert")
    try:
        yield
    except BaseException:
        # Usually all is rolled back now, the dropped trigger included; then it stands already.
        with suppress(sqlite3.Error):
            file.execute(trigger)
        raise
    file.execute(trigger)


def note_run(session: Session, table: str, first: int, last: int) -> None:
    """Note that rows ``first`` to ``last`` of ``table`` were inserted by the running action."""
    running = select(ChangeContext.action_id).scalar_subquery()
    session.execute(
        insert(Change).values(
            action_id=running, table_name=table, row_id=first, last_row_id=last, operation="I"
        )
    )

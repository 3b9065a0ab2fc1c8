"""SQLite engines: pragmas, explicit transactions, and SQLite's failures as our own."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool, QueuePool, StaticPool

from crm_desktop.core.errors import (
    DamagedFile,
    DiskFull,
    FileInUse,
    FileProblem,
    NotOurFile,
    ReadOnlyFile,
    UserError,
)
from crm_desktop.core.i18n import _

APPLICATION_ID = 0x43524D44
"""``CRMD``, at byte 68 of every data file."""

BUSY_TIMEOUT_MS = 5_000


def make_engine(path: Path, *, writer: bool) -> Engine:
    """An engine on the data file at ``path``.

    A writer keeps one connection for its life and begins with ``BEGIN IMMEDIATE``; a reader
    opens the file query-only. Python's own transaction handling is off, so that DDL and
    ``user_version`` roll back with everything else.
    """
    mode = "rw" if writer else "ro"
    uri = f"{path.resolve().as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            uri,
            uri=True,
            timeout=BUSY_TIMEOUT_MS / 1000,
            isolation_level=None,
            check_same_thread=False,
        )

    engine = create_engine(
        "sqlite+pysqlite://",
        creator=connect,
        poolclass=StaticPool if writer else QueuePool,
    )
    event.listen(engine, "connect", _set_pragmas_writer if writer else _set_pragmas_reader)
    event.listen(engine, "begin", _begin_immediate if writer else _begin)
    return engine


def open_to_look(path: Path) -> sqlite3.Connection:
    """A plain connection that can only read, for checks and copies."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def bare_engine(connection: sqlite3.Connection) -> Engine:
    """An engine around one open connection, for Alembic."""
    engine = create_engine("sqlite+pysqlite://", creator=lambda: connection, poolclass=NullPool)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def raw(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection within the running transaction.

    For the few statements that follow every write or keystroke: without SQLAlchemy between, they
    cost a fifth. Whoever uses it writes SQLite's SQL and plain values.
    """
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _set_pragmas(cursor: sqlite3.Cursor) -> None:
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA trusted_schema = OFF")
    cursor.execute("PRAGMA cache_size = -32768")
    cursor.execute("PRAGMA temp_store = MEMORY")


def _set_pragmas_reader(connection: sqlite3.Connection, _record: Any) -> None:
    cursor = connection.cursor()
    _set_pragmas(cursor)
    cursor.execute("PRAGMA query_only = ON")
    cursor.close()


def _set_pragmas_writer(connection: sqlite3.Connection, _record: Any) -> None:
    cursor = connection.cursor()
    _set_pragmas(cursor)
    # On a network folder SQLite cannot share WAL's memory and stays with a rollback journal.
    (mode,) = cursor.execute("PRAGMA journal_mode = WAL").fetchone()
    cursor.execute(f"PRAGMA synchronous = {'NORMAL' if mode == 'wal' else 'FULL'}")
    # Nobody waits for the log to be copied back: ``Store.make_durable`` does that soon after.
    cursor.execute("PRAGMA wal_autocheckpoint = 16384")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def explain(error: sqlite3.Error, path: Path) -> UserError | None:
    """The sentence for a failure of the world around us; ``None`` when the bug is ours."""
    code = getattr(error, "sqlite_errorcode", None) or 0
    kind = _KINDS.get(code & 0xFF)
    if kind is None:
        return None
    return file_problem(kind, path)


_KINDS: dict[int, type[FileProblem]] = {
    sqlite3.SQLITE_BUSY: FileInUse,
    sqlite3.SQLITE_LOCKED: FileInUse,
    sqlite3.SQLITE_READONLY: ReadOnlyFile,
    sqlite3.SQLITE_PERM: ReadOnlyFile,
    sqlite3.SQLITE_CANTOPEN: ReadOnlyFile,
    sqlite3.SQLITE_IOERR: DiskFull,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_CORRUPT: DamagedFile,
    sqlite3.SQLITE_NOTADB: NotOurFile,
}


def file_problem(kind: type[FileProblem], path: Path) -> FileProblem:
    """A ``kind`` of trouble with ``path`` in words: what happened, what was kept, what to do."""
    name = path.name
    if kind is FileInUse:
        return FileInUse(
            _("{name} is open in another window.").format(name=name),
            _("Nothing was changed."),
            _("Use that window, or close it and try again."),
        )
    if kind is ReadOnlyFile:
        return ReadOnlyFile(
            _("{name} cannot be written here.").format(name=name),
            _("Nothing was changed."),
            _("Copy it to a folder of your own, or ask for permission to write."),
        )
    if kind is DiskFull:
        return DiskFull(
            _("The disk is full or cannot be written."),
            _("{name} is as it was before.").format(name=name),
            _("Free some space and try again."),
        )
    if kind is DamagedFile:
        return DamagedFile(
            _("{name} is damaged.").format(name=name),
            _("It was not changed."),
            _("Restore the newest backup; keep the damaged file for rescue."),
        )
    return NotOurFile(
        _("{name} is not a CRM Desktop file.").format(name=name),
        _("It was not changed."),
        _("Choose a file ending in .crm, or import this one into a new file."),
    )

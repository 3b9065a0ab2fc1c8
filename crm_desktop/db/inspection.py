"""What a file is, before it is opened for work: ours, sound, of which schema."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from crm_desktop.core.errors import DamagedFile, NewerFile, NotFound, NotOurFile, ReadOnlyFile
from crm_desktop.core.i18n import _
from crm_desktop.db import migrate
from crm_desktop.db.engine import APPLICATION_ID, explain, file_problem, open_to_look

SMALL = 32 * 1024 * 1024
"""Bytes up to which every page is checked before opening; about 0.2 s. A larger file is checked
for its length at once and page by page once it is open."""


def recognise(path: Path) -> None:
    """Look at the first bytes before anything is opened, locked or created."""
    if not path.is_file():
        raise NotFound(
            _("{name} does not exist.").format(name=path.name),
            "",
            _("Check the name, or make a new file."),
        )
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise file_problem(ReadOnlyFile, path) from error
    if head[:16] != b"SQLite format 3\0" or len(head) < 100:
        raise file_problem(NotOurFile, path)
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise file_problem(NotOurFile, path)
    page_size, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
    if path.stat().st_size < page_size * pages:
        raise file_problem(DamagedFile, path)


def looks_ours(path: Path) -> bool:
    """Whether the first bytes are those of a data file, whatever its name; never raises."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError:
        return False
    ours = int.from_bytes(head[68:72], "big") == APPLICATION_ID
    return head[:16] == b"SQLite format 3\0" and ours


def schema_version(path: Path) -> int:
    """The schema number of a file of ours; raises ``NewerFile`` for one we cannot read."""
    with contextlib.closing(open_to_look(path)) as file:
        return version_of(file, path)


def version_of(file: sqlite3.Connection, path: Path) -> int:
    """The same for a file that is being looked at."""
    (version,) = file.execute("PRAGMA user_version").fetchone()
    if version > migrate.SCHEMA_VERSION:
        raise NewerFile(
            _("{name} was written by a newer version of CRM Desktop.").format(name=path.name),
            _("It was not changed."),
            _("Update the program, then open it again."),
        )
    return int(version)


def is_small(path: Path) -> bool:
    """Whether the file is checked whole before it is opened."""
    return path.stat().st_size <= SMALL


def verify(path: Path) -> None:
    """Check every page; raises ``DamagedFile``."""
    with contextlib.closing(open_to_look(path)) as file:
        verify_pages(file, path)


def verify_pages(file: sqlite3.Connection, path: Path) -> None:
    """The same for a file that is being looked at."""
    (verdict,) = file.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise file_problem(DamagedFile, path)


def check_integrity(path: Path) -> list[str]:
    """Every fault SQLite finds in the file and its references; empty when sound.

    Raises ``DamagedFile`` when not even that can be looked for.
    """
    try:
        with contextlib.closing(open_to_look(path)) as file:
            faults = [str(row[0]) for row in file.execute("PRAGMA integrity_check(20)")]
            broken = file.execute("PRAGMA foreign_key_check").fetchmany(20)
    except sqlite3.DatabaseError as error:
        raise explain(error, path) or error from error
    faults = [fault for fault in faults if fault != "ok"]
    return faults + [f"{table} {row}: {parent}" for table, row, parent, _ in broken]

"""Another data file, opened to be read beside the one that is open; never changed."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, LargeBinary, Table
from sqlalchemy.orm import Session

from crm_desktop.core.errors import DamagedFile, FileInUse, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db import change_log, inspection, migrate
from crm_desktop.db.engine import explain, file_problem, open_to_look, raw
from crm_desktop.db.models import AttachmentContent
from crm_desktop.db.models.base import UtcDateTime

Row = tuple[Any, ...]


class Rows:
    """The rows of one file as the driver gives them: days and instants are text, flags 0 or 1."""

    def __init__(self, file: sqlite3.Connection, path: Path | None = None) -> None:
        self._file = file
        self._path = path

    def read(
        self, table: str, columns: Sequence[str], where: str = "", values: Sequence[Any] = ()
    ) -> Iterator[Row]:
        """Rows of ``table`` by id; raises ``DamagedFile`` when the file cannot be read."""
        condition = f" WHERE {where}" if where else ""
        yield from self.ask(
            f"SELECT {', '.join(columns)} FROM {table}{condition} ORDER BY 1", values
        )

    def ask(self, statement: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """The rows of one statement."""
        try:
            yield from self._file.execute(statement, values)
        except sqlite3.Error as error:
            if self._path is None:
                raise
            raise explain(error, self._path) or file_problem(DamagedFile, self._path) from error

    def one(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """The first value of the first row; ``None`` when there is none."""
        return next(self.ask(statement, values), (None,))[0]


def own_rows(session: Session) -> Rows:
    """The rows of the open file as the running transaction sees them."""
    return Rows(raw(session.connection()))


@contextmanager
def open_other(session: Session, path: Path, progress: Progress = no_progress) -> Iterator[Rows]:
    """The rows of the file at ``path`` as they are at this moment.

    A file of an older schema is brought up to date in a copy of its own. Raises ``NotFound``,
    ``NotOurFile``, ``DamagedFile``, ``NewerFile``, ``FileInUse``, and ``UserError`` for the open
    file itself.
    """
    inspection.recognise(path)
    _refuse_itself(session, path)
    with tempfile.TemporaryDirectory() as folder:
        before, quiet = _state(path), not _log_of(path).exists()
        try:
            file = _sound(path, Path(folder), progress)
        except sqlite3.Error as error:
            raise explain(error, path) or file_problem(DamagedFile, path) from error
        with contextlib.closing(file):
            file.execute("PRAGMA trusted_schema = OFF")
            file.execute("PRAGMA temp_store = MEMORY")
            # All statements then see one state, whatever its own window writes meanwhile.
            file.execute("BEGIN")
            found = Rows(file, path)
            _check_shape(found, path, progress)
            yield found
            if quiet and _state(path) != before:
                raise file_problem(FileInUse, path)


def _refuse_itself(session: Session, path: Path) -> None:
    here = own_rows(session).one("SELECT file FROM pragma_database_list WHERE name = 'main'")
    if here and path.samefile(here):
        raise UserError(
            _("{name} is the file that is open.").format(name=path.name),
            _("Nothing was changed."),
            _("Choose the file of another shop."),
        )


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _sound(path: Path, folder: Path, progress: Progress) -> sqlite3.Connection:
    """The file, or a copy brought up to date where it is older."""
    file = _opened(path, folder)
    version = inspection.version_of(file, path)
    inspection.verify_pages(file, path)
    if version == migrate.SCHEMA_VERSION:
        return file
    copy = folder / "older.crm"
    with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as newer:
        with contextlib.closing(file):
            file.backup(newer)
        progress(0, 0, _("Checking {name}").format(name=path.name))
        newer.execute("PRAGMA trusted_schema = OFF")
        migrate.upgrade(newer, rebuild=False)
    return open_to_look(copy)


def _opened(path: Path, folder: Path) -> sqlite3.Connection:
    """A connection that leaves nothing beside the file."""
    if not _log_of(path).exists():
        # Nobody works in it. Looked at in the usual way, SQLite would lay its log beside it, and
        # could not where the folder is write-protected, as on a stick.
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, isolation_level=None)
    file = open_to_look(path)
    try:
        file.execute("PRAGMA schema_version")
        return file
    except sqlite3.OperationalError:
        file.close()
        for source in (path, _log_of(path)):
            shutil.copyfile(source, folder / source.name)
        return open_to_look(folder / path.name)


def _check_shape(found: Rows, path: Path, progress: Progress) -> None:
    """Every table and value is of the kind ours are: what comes in must not break what reads it."""
    for table in (*change_log.logged_tables(), AttachmentContent.__table__):
        assert isinstance(table, Table)
        progress(0, 0, _("Checking {name}").format(name=path.name))
        kind = found.one("SELECT type FROM sqlite_master WHERE name = ?", (table.name,))
        there = {
            row[0] for row in found.ask("SELECT name FROM pragma_table_info(?)", (table.name,))
        }
        if kind != "table" or not there.issuperset(column.name for column in table.columns):
            raise file_problem(DamagedFile, path)
        strange = " OR ".join(f"({_strange(column)})" for column in table.columns)
        if found.one(f"SELECT 1 FROM {table.name} WHERE {strange} LIMIT 1"):
            raise file_problem(DamagedFile, path)


def _strange(column: Column[Any]) -> str:
    """The condition under which a value is not of its column's kind."""
    name = column.name
    if isinstance(column.type, Integer | BigInteger | Boolean):
        wrong = f"typeof({name}) <> 'integer'"
    elif isinstance(column.type, LargeBinary):
        wrong = f"typeof({name}) <> 'blob'"
    elif isinstance(column.type, Date):
        wrong = f"typeof({name}) <> 'text' OR {name} < '0001' OR {name} IS NOT date({name})"
    elif isinstance(column.type, UtcDateTime):
        wrong = (
            f"typeof({name}) <> 'text' OR {name} < '0001'"
            f" OR substr({name}, 1, 19) IS NOT datetime(substr({name}, 1, 19))"
        )
    else:
        wrong = f"typeof({name}) <> 'text'"
    return f"{name} IS NOT NULL AND ({wrong})" if column.nullable else wrong

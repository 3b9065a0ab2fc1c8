"""The open data file: one writer, many readers, every write a named action."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from crm_desktop.core.changes import Changes
from crm_desktop.core.errors import (
    Conflict,
    FileProblem,
    ReadOnlyFile,
)
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db import (
    backup,
    change_log,
    derived,
    inspection,
    migrate,
    money_guard,
    month_guard,
)
from crm_desktop.db import undo as undoing
from crm_desktop.db.engine import explain, file_problem, make_engine, raw
from crm_desktop.db.lock import WriterLock

T = TypeVar("T")
P = ParamSpec("P")

ME = "staff_id"
"""Where ``Session.info`` says who of the staff sits at this computer; absent when nobody said."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a write returned and touched. ``action_id`` is 0 when nothing changed."""

    value: T
    changes: Changes
    action_id: int
    name: str


class Store:
    """One open data file. Make one with ``create`` or ``open``; ``close`` it at the end."""

    def __init__(self, path: Path, lock: WriterLock | None) -> None:
        self.path = path
        self.actor = ""
        self.verified = True
        self._info: dict[str, int] = {}
        self._lock = lock
        self._writing = threading.RLock()
        self._reader = make_engine(path, writer=False)
        self._writer = make_engine(path, writer=True) if lock else None
        if self._writer is not None:
            # Connect now: readers then find the write-ahead log already switched on.
            self._writer.connect().close()

    def sit_down(self, staff_id: int | None, name: str = "") -> None:
        """Say who sits at this computer: ``name`` stands in the log, sessions know ``staff_id``."""
        self.actor = name
        self._info = {} if staff_id is None else {ME: staff_id}

    @property
    def read_only(self) -> bool:
        """True when the file was opened only to look at it."""
        return self._writer is None

    @classmethod
    def create(cls, path: Path) -> Store:
        """Make a new, empty data file; raises ``FileProblem``, never overwrites a file."""
        if path.exists():
            raise FileProblem(
                _("{name} exists already.").format(name=path.name),
                _("It was not changed."),
                _("Choose another name, or open it."),
            )
        lock = _locked(path)
        unfinished = path.with_name(path.name + ".part")
        try:
            unfinished.unlink(missing_ok=True)
            with contextlib.closing(sqlite3.connect(unfinished, isolation_level=None)) as file:
                migrate.upgrade(file, rebuild=False)
            unfinished.rename(path)
            return cls(path, lock)
        except BaseException as error:
            lock.release()
            raise _sentence(error, path) from error
        finally:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)

    @classmethod
    def open(
        cls, path: Path, *, read_only: bool = False, progress: Progress = no_progress
    ) -> Store:
        """Open a data file, upgrading an older schema after a verified backup.

        Raises ``NotFound``, ``NotOurFile``, ``DamagedFile``, ``NewerFile``, ``ReadOnlyFile`` or
        ``FileInUse``; the file is then as it was.
        """
        inspection.recognise(path)
        lock = None if read_only else _locked(path)
        try:
            version = inspection.schema_version(path)
            verified = inspection.is_small(path)
            if verified:
                inspection.verify(path)
            if version < migrate.SCHEMA_VERSION:
                _upgrade(path, lock, progress)
            store = cls(path, lock)
            store.verified = verified
            return store
        except BaseException as error:
            if lock:
                lock.release()
            raise _sentence(error, path) from error

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees the file as it is now and cannot change it."""
        with Session(self._reader, info=self._info) as session, self._explained():
            yield session

    def write(
        self,
        name: str,
        service: Callable[Concatenate[Session, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Outcome[T]:
        """Run one service call as one named action: one transaction, one undo step.

        A call that changes nothing leaves no action behind. Anything raised rolls all back.
        """
        with self._transaction() as session:
            action = change_log.begin_action(session, name, self.actor)
            value = service(session, *args, **kwargs)
            return self._finish(session, action, name, value)

    def set_up(
        self, service: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Like ``write`` for what a new file is born with: kept in the log, not undoable."""
        with self._transaction() as session:
            action = change_log.begin_action(session, N_("New file"), self.actor, "setup")
            value = service(session, *args, **kwargs)
            return self._finish(session, action, "", value).value

    def record(
        self,
        name: str,
        service: Callable[Concatenate[Session, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Like ``write`` for what is to be found in the log but is no change one takes back."""
        with self._transaction() as session:
            action = change_log.begin_action(session, name, self.actor, "setup")
            value = service(session, *args, **kwargs)
            return self._finish(session, action, name, value).value

    def undo(self, action_id: int | None = None) -> Outcome[undoing.Reversal] | None:
        """Take back the latest action, or any one by id; ``None`` when there is nothing."""
        with self._transaction() as session:
            found = undoing.next_undo(session) if action_id is None else None
            target = action_id if action_id is not None else found.id if found else None
            return self._reverse(session, target)

    def redo(self) -> Outcome[undoing.Reversal] | None:
        """Do again what was undone last; ``None`` when there is nothing."""
        with self._transaction() as session:
            found = undoing.next_redo(session)
            return self._reverse(session, found.id if found else None)

    def next_undo(self) -> str | None:
        """Name of the action ``undo`` would take back."""
        with self.read() as session:
            action = undoing.next_undo(session)
            return action.name if action else None

    def next_redo(self) -> str | None:
        """Name of the action ``redo`` would do again."""
        with self.read() as session:
            action = undoing.next_redo(session)
            return action.name if action else None

    def back_up(self, destination: Path | None = None, progress: Progress = no_progress) -> Path:
        """Make a verified copy while working; returns where it is."""
        return backup.back_up(
            self.path, destination or backup.default_destination(self.path), progress
        )

    def verify(self) -> None:
        """Check every page; ``open`` leaves that to a quiet moment (``verified`` is then false)
        when the file is large. Raises ``DamagedFile``."""
        inspection.verify(self.path)
        self.verified = True

    def back_up_daily(self, progress: Progress = no_progress) -> Path | None:
        """The first backup of the day, ``None`` when there is one; old ones are cleared away."""
        if backup.made_today(self.path):
            return None
        made = self.back_up(progress=progress)
        backup.prune(self.path)
        return made

    @staticmethod
    def put_back(copy: Path, path: Path, progress: Progress = no_progress) -> Path | None:
        """Put the backup ``copy`` in the place of the file at ``path``, which nobody has open.

        Returns where the replaced file was kept, ``None`` when there was none. Raises
        ``FileProblem`` and then leaves ``path`` as it was.
        """
        lock = _locked(path)
        try:
            return backup.restore(copy, path, progress)
        finally:
            lock.release()

    def make_durable(self) -> None:
        """Flush what was written to the disk; called shortly after edits and at the end."""
        if self._writer is not None:
            with self._writing, self._writer.connect() as connection:
                raw = connection.connection.dbapi_connection
                assert raw is not None
                raw.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Flush, close every connection and give the lock back."""
        try:
            self.make_durable()
        finally:
            self._reader.dispose()
            if self._writer is not None:
                self._writer.dispose()
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def _reverse(self, session: Session, target: int | None) -> Outcome[undoing.Reversal] | None:
        if target is None:
            return None
        known = money_guard.before(session, target)
        try:
            reversal = undoing.reverse(session, target, self.actor)
            money_guard.check(session, reversal.action_id, known)
            return self._finish(session, reversal.action_id, reversal.name, reversal)
        except IntegrityError as error:
            raise Conflict(
                _("Later work stands in the way of this."),
                _("Nothing was changed."),
                _("Take that back first."),
            ) from error

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        if self._writer is None:
            raise file_problem(ReadOnlyFile, self.path)
        with (
            self._writing,
            Session(self._writer, expire_on_commit=False, info=self._info) as session,
            self._explained(),
        ):
            yield session

    def _finish(self, session: Session, action: int, name: str, value: T) -> Outcome[T]:
        changes = change_log.end_action(session, action)
        if not changes and not isinstance(value, undoing.Reversal):
            # An undo that had to leave everything as it is counts as done: the one before is next.
            session.rollback()
            return Outcome(value, changes, 0, name)
        month_guard.check(session, action)
        derived.refresh(session, changes)
        _commit(session)
        return Outcome(value, changes, action, name)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            raise _sentence(error, self.path) from error


def _commit(session: Session) -> None:
    file = raw(session.connection())
    try:
        session.commit()
    except DBAPIError:
        # SQLite keeps a transaction open whose commit failed, and no other could ever begin.
        file.rollback()
        raise


def _sentence(error: BaseException, path: Path) -> BaseException:
    """The user's sentence for a failure, or the failure itself when it is a bug of ours."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return explain(cause, path) or error
    return file_problem(ReadOnlyFile, path) if isinstance(cause, OSError) else error


def _locked(path: Path) -> WriterLock:
    lock = WriterLock(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_problem(ReadOnlyFile, path) from error
    lock.acquire()
    return lock


def _upgrade(path: Path, lock: WriterLock | None, progress: Progress) -> None:
    if lock is None:
        raise file_problem(ReadOnlyFile, path)
    backup.back_up(path, backup.default_destination(path), progress)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as file:
        migrate.upgrade(file, rebuild=True)


def engine_version() -> dict[str, Any]:
    """What the file is written with, for a problem report."""
    return {"sqlite": sqlite3.sqlite_version, "schema": migrate.SCHEMA_VERSION}

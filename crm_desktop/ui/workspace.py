"""The open data file as the window sees it: the only bridge from the user interface to ``db``.

Pages read with ``read`` (quick, inline) or ``ask`` (a job) and write with ``execute`` (inline) or
``execute_job``. After every write ``changed`` tells all pages what was touched. SQLAlchemy is
imported in the worker that opens the file, after the window has been painted.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.core import i18n
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress
from crm_desktop.ui.jobs import READ, WRITE, Job, Jobs
from crm_desktop.ui.theme import Text

if TYPE_CHECKING:
    from crm_desktop.db.store import Outcome, Store

DURABLE_MS = 500  # after the last edit, what was written is flushed to the disk


class Workspace(QObject):
    """One data file at a time."""

    opened = Signal(object)  # Path
    closed = Signal()
    changed = Signal(object)  # Changes, after every write, undo and redo
    failed = Signal(object)  # UserError or a bug, when a file could not be opened

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.path: Path | None = None
        self._store: Store | None = None
        self._opening = False
        self._durable = QTimer(self, singleShot=True, interval=DURABLE_MS)
        self._durable.timeout.connect(self._make_durable)
        self.last_action = 0  # id of the latest action written here, 0 for none

    # the file

    @property
    def is_open(self) -> bool:
        """True while a data file is open."""
        return self._store is not None

    @property
    def is_opening(self) -> bool:
        """True between asking for a file and its ``opened`` or ``failed``."""
        return self._opening

    def open(self, path: Path) -> None:
        """Open an existing file in the background; ``opened`` or ``failed`` follows.

        The present file stays open until the other one is.
        """
        self._start(path, create=False)

    def create(self, path: Path, fill: Callable[..., Any] | None = None) -> None:
        """Make a new file in the background; ``fill(session, progress=...)`` puts data into it."""
        self._start(path, create=True, fill=fill)

    def _start(self, path: Path, create: bool, fill: Callable[..., Any] | None = None) -> None:
        language = i18n.language()

        def make(progress: Callable[..., None]) -> Store:
            from crm_desktop.db.store import Store
            from crm_desktop.services import new_file

            if not create:
                return Store.open(path, progress=progress)
            path.parent.mkdir(parents=True, exist_ok=True)
            store = Store.create(path)
            try:
                store.set_up(new_file.seed, language)
                if fill is not None:
                    store.set_up(fill, progress=progress)
            except BaseException:
                store.close()
                for leftover in ("", "-wal", "-shm"):
                    path.with_name(path.name + leftover).unlink(missing_ok=True)
                raise
            return store

        self._opening = True
        self.jobs.run(
            make,
            owner=self,
            done=lambda store: self._made(path, store),
            failed=self._not_made,
            progress=True,
            title=lambda: _("Opening {name}").format(name=path.stem),
            lane=WRITE,
        )

    def _made(self, path: Path, store: Store) -> None:
        self.close()
        self._opening = False
        self._store = store
        self.path = path
        self.opened.emit(path)

    def _not_made(self, problem: BaseException) -> None:
        self._opening = False
        self.failed.emit(problem)

    def close(self) -> None:
        """Close the file, if one is open."""
        if self._store is not None:
            self._durable.stop()
            self._store.close()
            self._store = None
            self.path = None
            self.closed.emit()

    def _open_store(self) -> Store:
        if self._store is None:
            raise RuntimeError("no data file is open")
        return self._store

    # reading

    def read(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """``function(session, *args, **kwargs)`` at once, on this thread: under 50 ms only."""
        with self._open_store().read() as session:
            return function(session, *args, **kwargs)

    def ask(
        self,
        function: Callable[..., Any],
        *args: Any,
        owner: QObject | None,
        done: Callable[[Any], object],
        failed: Callable[[BaseException], object] | None = None,
        progress: bool = False,
        title: Text = "",
        **kwargs: Any,
    ) -> Job:
        """Read in the reader worker and call ``done(result)`` on the main thread."""
        store = self._open_store()

        def call(*args: Any, **kwargs: Any) -> Any:
            with store.read() as session:
                return function(session, *args, **kwargs)

        return self.jobs.run(
            call,
            *args,
            owner=owner,
            done=done,
            failed=failed,
            progress=progress,
            title=title,
            lane=READ,
            **kwargs,
        )

    # writing

    def execute(self, name: str, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """One user action, inline: ``function(session, ...)`` in one transaction, one undo step.

        ``name`` is the action's name in the change log (``_("Complete follow-up")``). Raises
        ``UserError`` when nothing was written.
        """
        outcome = self._open_store().write(name, function, *args, **kwargs)
        return self._tell(outcome)

    def execute_job(
        self,
        name: str,
        function: Callable[..., Any],
        /,
        *args: Any,
        owner: QObject | None,
        done: Callable[[Any], object],
        failed: Callable[[BaseException], object] | None = None,
        progress: bool = True,
        title: Text = "",
        **kwargs: Any,
    ) -> Job:
        """The same for long writes, in the writer worker; ``done`` gets the service's value."""
        store = self._open_store()

        def call(*args: Any, **kwargs: Any) -> Outcome:
            return store.write(name, function, *args, **kwargs)

        return self.jobs.run(
            call,
            *args,
            owner=owner,
            done=lambda outcome: done(self._tell(outcome)),
            failed=failed,
            progress=progress,
            title=title or name,
            lane=WRITE,
            **kwargs,
        )

    def _tell(self, outcome: Outcome) -> Any:
        if outcome.changes:
            self.last_action = outcome.action_id
            self._durable.start()
            self.changed.emit(outcome.changes)
        return outcome.value

    def _make_durable(self) -> None:
        if self._store is not None:
            self.jobs.run(self._store.make_durable, owner=self, lane=WRITE)

    # undo

    def can_undo(self) -> bool:
        """True when there is an action to take back."""
        return self._store is not None and self._store.next_undo() is not None

    def undo(self, action_id: int | None = None) -> Outcome | None:
        """Take back the last action, or a given one; ``None`` when there is none."""
        return self._replayed(self._store.undo(action_id) if self._store else None)

    def redo(self) -> Outcome | None:
        """Do the action taken back last again; ``None`` when there is none."""
        return self._replayed(self._store.redo() if self._store else None)

    def _replayed(self, outcome: Outcome | None) -> Outcome | None:
        if outcome is not None:
            self.last_action = 0
            self._durable.start()
            self.changed.emit(outcome.changes)
        return outcome

    # copies

    def back_up(
        self,
        destination: Path | None,
        *,
        owner: QObject | None,
        done: Callable[[Path], object],
        failed: Callable[[BaseException], object] | None = None,
    ) -> Job:
        """Make a verified copy while working goes on; ``done`` gets where it is.

        Without ``destination`` it gets a dated name in the folder of backups beside the file.
        """
        store = self._open_store()

        def copy(progress: Progress) -> Path:
            from crm_desktop.services import file_facts

            made = store.back_up(destination, progress)
            store.set_up(file_facts.note_backup)
            return made

        def copied(made: Path) -> None:
            self.changed.emit(Changes(ids={"setting": frozenset({0})}))
            done(made)

        return self.jobs.run(
            copy,
            owner=owner,
            done=copied,
            failed=failed,
            progress=True,
            title=lambda: _("Backing up"),
        )

    def restore(self, copy: Path, *, done: Callable[[Path | None], object]) -> None:
        """Put a backup in the place of the open file and open that; the present file is kept.

        ``done`` gets where it was kept. If the backup cannot be used, the file is opened again
        as it was and the reason is told by ``failed``.
        """
        path = self._open_store().path
        self.close()

        def put_back(progress: Progress) -> Path | None:
            from crm_desktop.db.store import Store

            return Store.put_back(copy, path, progress)

        def restored(kept: Path | None) -> None:
            self.open(path)
            done(kept)

        def not_restored(problem: BaseException) -> None:
            self.open(path)
            self.jobs.failed.emit(problem)

        self.jobs.run(
            put_back,
            owner=self,
            done=restored,
            failed=not_restored,
            progress=True,
            title=lambda: _("Restoring {name}").format(name=copy.name),
            lane=WRITE,
        )

    def everything_changed(self) -> None:
        """Make every page read again, after the file was replaced by a restore."""
        self.changed.emit(Changes(everything=True))

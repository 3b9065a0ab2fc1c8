"""The open data file as the window sees it: the only bridge from the user interface to ``db``.

SQLAlchemy is imported in the worker that opens the file, after the window has been painted.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.core import clock, i18n
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress
from crm_desktop.ui.jobs import WRITE, Job, Jobs
from crm_desktop.ui.open_file import OpenFile

if TYPE_CHECKING:
    from crm_desktop.db.store import Store

UPKEEP_MS = 15_000  # after opening, when the first page has long been painted


class Workspace(OpenFile):
    """One data file at a time: opening it, closing it, copying it."""

    opened = Signal(object)  # Path
    closing = Signal()  # the last moment to write what is on the way
    closed = Signal()
    failed = Signal(object)  # UserError or a bug, when a file could not be opened

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(jobs, parent)
        self._opening = False
        self.asked_for: Path | None = None  # the file opened or made last, or tried to
        self._upkeep = QTimer(self, singleShot=True, interval=UPKEEP_MS)
        self._upkeep.timeout.connect(self.look_after)

    # the file

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
        self.asked_for = path
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
        self._upkeep.start()
        self.opened.emit(path)

    def _not_made(self, problem: BaseException) -> None:
        self._opening = False
        self.failed.emit(problem)

    def close(self) -> None:
        """Close the file, if one is open."""
        if self._store is not None:
            self.closing.emit()
            self._durable.stop()
            self._upkeep.stop()
            self._store.close()
            self._store = None
            self.path = None
            self.closed.emit()

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
        return self._copy(
            lambda progress: store.back_up(destination, progress),
            owner=owner,
            done=done,
            failed=failed,
        )

    def look_after(self) -> None:
        """What a file needs once it is open: all its pages checked, the day's first backup."""
        if self._store is None:
            return
        if not self._store.verified:
            self.jobs.run(self._store.verify, owner=self)
        self._copy(self._store.back_up_daily, owner=self, done=self._empty_bin)

    def _empty_bin(self, made: Path | None) -> None:
        """Behind a backup made today, let go what has lain in the recycle bin for long enough."""
        if made is None:
            return
        from crm_desktop.services.care import recycle_bin

        self.execute_job(
            recycle_bin.EMPTY_ACTION,
            recycle_bin.empty_old,
            clock.today(),
            owner=self,
            done=lambda _count: None,
            progress=False,
        )

    def _copy(
        self,
        make: Callable[[Progress], Path | None],
        *,
        owner: QObject | None,
        done: Callable[[Any], object],
        failed: Callable[[BaseException], object] | None = None,
    ) -> Job:
        store = self._open_store()

        def copy(progress: Progress) -> Path | None:
            from crm_desktop.services.settings import file_facts

            if (made := make(progress)) is not None:
                store.set_up(file_facts.note_backup)
            return made

        def copied(made: Path | None) -> None:
            if made is not None:
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

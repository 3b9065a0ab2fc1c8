"""Reading and writing the open data file: what pages ask of it, one notice for all of them.

Pages read with ``read`` (quick, inline) or ``ask`` (a job) and write with ``execute`` (inline) or
``execute_job``. After every write ``changed`` tells all pages what was touched.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.ui.jobs import READ, WRITE, Job, Jobs
from crm_desktop.ui.theme import Text

if TYPE_CHECKING:
    from crm_desktop.db.store import Outcome, Store

DURABLE_MS = 500  # after the last edit, what was written is flushed to the disk


class OpenFile(QObject):
    """The data file that is open, if one is."""

    changed = Signal(object)  # Changes, after every write, undo and redo

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.path: Path | None = None
        self._store: Store | None = None
        self._me: int | None = None
        self._durable = QTimer(self, singleShot=True, interval=DURABLE_MS)
        self._durable.timeout.connect(self._make_durable)
        self.last_action = 0  # id of the latest action written here, 0 for none

    @property
    def is_open(self) -> bool:
        """True while a data file is open."""
        return self._store is not None

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
        """Read in the reader worker and call ``done(result)`` on the main thread.

        What comes after the file was closed is dropped: ``done`` may count on this file.
        """
        store = self._open_store()

        def call(*args: Any, **kwargs: Any) -> Any:
            with store.read() as session:
                return function(session, *args, **kwargs)

        return self.jobs.run(
            call,
            *args,
            owner=owner,
            done=self._while_open(store, done),
            failed=self._while_open(store, failed or self.jobs.failed.emit),
            progress=progress,
            title=title,
            lane=READ,
            **kwargs,
        )

    # who sits here

    @property
    def me(self) -> int | None:
        """The number of the member of staff who sits here, if somebody said so."""
        return self._me

    def sit_down(self, staff_id: int | None) -> None:
        """Say who sits here; somebody who no longer works here counts as nobody."""
        from crm_desktop.services.records import staff

        self._me, name = self.read(staff.seat, staff_id)
        self._open_store().sit_down(self._me, name)

    # writing

    def execute(self, name: str, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """One user action, inline: ``function(session, ...)`` in one transaction, one undo step.

        ``name`` is the action's name in the change log (``_("Complete follow-up")``). Raises
        ``UserError`` when nothing was written.
        """
        outcome = self._open_store().write(name, function, *args, **kwargs)
        return self._tell(outcome)

    def note(self, function: Callable[..., Any], *args: Any, owner: QObject) -> Job:
        """Keep something about the file that is no change one takes back (a measurement)."""
        return self.jobs.run(self._open_store().set_up, function, *args, owner=owner, lane=WRITE)

    def record(self, name: str, function: Callable[..., Any], /, *args: Any) -> Any:
        """Something for the log that is no change one takes back: who looked at what."""
        return self._open_store().record(name, function, *args)

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
            done=self._while_open(store, lambda outcome: done(self._tell(outcome))),
            failed=failed,
            progress=progress,
            title=title or name,
            lane=WRITE,
            **kwargs,
        )

    def _while_open(self, store: Store, answer: Callable[[Any], object]) -> Callable[[Any], object]:
        def take(result: Any) -> None:
            if self._store is store:
                answer(result)

        return take

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

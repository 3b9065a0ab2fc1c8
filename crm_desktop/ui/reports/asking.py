"""Asking the file in the background for what a page shows: what is asked later stops what was
asked before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.ui.jobs import Job
from crm_desktop.ui.page import Shell

_SETTLE_MS = 150
_BUSY_MS = 150


class Asking(QObject):
    """``due`` when what is wanted has settled; then ``ask`` for it. ``answered`` and ``failed``
    come for the last one asked alone, ``stopped`` when it was cancelled by hand; ``busy`` while one
    takes long."""

    due = Signal()
    answered = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    busy = Signal(bool)

    def __init__(
        self, parent: QObject, shell: Shell, title: Callable[[], str] | None = None
    ) -> None:
        super().__init__(parent)
        self._shell, self._title = shell, title
        self.job: Job | None = None
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.due)
        self._late = QTimer(self, singleShot=True, interval=_BUSY_MS)
        self._late.timeout.connect(lambda: self.busy.emit(True))

    def soon(self, *_what: object) -> None:
        """Something else is wanted: ask when it has settled."""
        self._settle.start()

    def waiting(self) -> bool:
        """Whether something has not been asked yet."""
        return self._settle.isActive()

    def give_up(self) -> None:
        """Drop what is being asked."""
        self._drop()
        self._idle()

    def ask(self, work: Callable[..., Any], *about: Any) -> None:
        """Have ``work(session, *about, progress=)`` done now, in place of what is being asked."""
        self._drop()
        self._late.start()
        title = {"title": self._title} if self._title is not None else {}
        job = self._shell.workspace.ask(
            work,
            *about,
            owner=self,
            done=lambda made: self._end(job, self.answered, made),
            failed=lambda problem: self._end(job, self.failed, problem),
            progress=True,
            **title,
        )
        self.job = job
        job.cancelled.connect(lambda: self._end(job, self.stopped))

    def _drop(self) -> None:
        self._settle.stop()
        before, self.job = self.job, None
        if before is not None:
            before.cancel()

    def _end(self, job: Job, signal: Any, *said: object) -> None:
        if job is self.job:
            self._idle()
            signal.emit(*said)

    def _idle(self) -> None:
        self.job = None
        self._late.stop()
        self.busy.emit(False)

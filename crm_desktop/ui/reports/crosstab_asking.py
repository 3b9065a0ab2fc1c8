"""Asking a cross-tab's question in the background: one that follows stops the one before."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.core.i18n import _
from crm_desktop.services.crosstab.crosstab import Crosstab, Question
from crm_desktop.ui.jobs import Job
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reports import crosstab_work

_SETTLE_MS = 150
_BUSY_MS = 150


class CrosstabAsking(QObject):
    """``due`` when the question has settled; then ``ask`` it. ``answered`` and ``failed`` come for
    the last one asked alone, ``stopped`` when it was cancelled by hand; ``busy`` while one takes
    long."""

    due = Signal()
    answered = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    busy = Signal(bool)

    def __init__(self, parent: QObject, shell: Shell) -> None:
        super().__init__(parent)
        self._shell = shell
        self.job: Job | None = None
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.due)
        self._late = QTimer(self, singleShot=True, interval=_BUSY_MS)
        self._late.timeout.connect(lambda: self.busy.emit(True))

    def soon(self) -> None:
        """The question is another: ask when it has settled."""
        self._settle.start()

    def waiting(self) -> bool:
        """Whether a question has not been asked yet."""
        return self._settle.isActive()

    def give_up(self) -> None:
        """Drop what is being asked."""
        self._settle.stop()
        before, self.job = self.job, None
        if before is not None:
            before.cancel()
        self._idle()

    def ask(self, question: Question) -> None:
        """Ask now, in place of what is being asked."""
        self._settle.stop()
        before, self.job = self.job, None
        if before is not None:
            before.cancel()
        self._late.start()
        job = self._shell.workspace.ask(
            crosstab_work.answer,
            question,
            owner=self,
            done=lambda made: self._done(job, made),
            failed=lambda problem: self._fail(job, problem),
            progress=True,
            title=lambda: _("Adding up the sales"),
        )
        self.job = job
        job.cancelled.connect(lambda: self._stop(job))

    def _done(self, job: Job, made: Crosstab) -> None:
        if job is self.job:
            self._idle()
            self.answered.emit(made)

    def _fail(self, job: Job, problem: BaseException) -> None:
        if job is self.job:
            self._idle()
            self.failed.emit(problem)

    def _stop(self, job: Job) -> None:
        if job is self.job:
            self._idle()
            self.stopped.emit()

    def _idle(self) -> None:
        self.job = None
        self._late.stop()
        self.busy.emit(False)

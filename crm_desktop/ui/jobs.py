"""Work off the GUI thread: one reader and one writer worker, results on the main thread.

A job is a plain function. With ``progress=True`` it also gets a ``progress`` keyword (see
``core.jobs.Progress``), which reports and raises ``Cancelled`` once the user has stopped it.

Python's collector rests while a job runs: it runs in whichever thread happens to allocate, and
widgets that it frees in a worker thread take the program down.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.core import garbage
from crm_desktop.core.errors import Cancelled
from crm_desktop.core.jobs import ThrottledProgress, watched_by
from crm_desktop.ui.theme import Text

READ = "read"
WRITE = "write"


class Job(QObject):
    """One run of a function. All signals arrive on the main thread."""

    progressed = Signal(int, int, str)  # done, total (0 unknown), text
    finished = Signal(object)  # result
    failed = Signal(object)  # exception
    cancelled = Signal()
    ended = Signal()  # after any of the three above

    _settled = Signal(str, object)

    def __init__(self, run: Callable[[], Any], title: Text, lane: str) -> None:
        super().__init__()
        self.title = title
        self.lane = lane
        self.running = True
        self._run = run
        self._stop = threading.Event()
        self._settled.connect(self._settle)

    def cancel(self) -> None:
        """Ask it to stop at its next report; the surrounding transaction rolls back."""
        self._stop.set()

    def reporter(self) -> ThrottledProgress:
        """The ``progress`` callable to hand to the function."""
        return ThrottledProgress(self.progressed.emit, self._stop.is_set)

    def watch(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call ``function`` with a ``progress`` that reports here, as does all it calls."""
        reporter = self.reporter()
        with watched_by(reporter):
            return function(*args, progress=reporter, **kwargs)

    def work(self) -> None:
        """Run in a worker thread."""
        if self._stop.is_set():
            self._tell("cancelled", None)
            return
        try:
            result = self._run()
        except Cancelled:
            self._tell("cancelled", None)
        except BaseException as problem:
            self._tell("failed", problem)
        else:
            self._tell("finished", result)

    def _tell(self, how: str, value: object) -> None:
        # A long read may end after the window it was for has closed.
        if shiboken6.isValid(self):
            self._settled.emit(how, value)

    def _settle(self, how: str, value: object) -> None:
        self.running = False
        if how == "finished":
            self.finished.emit(value)
        elif how == "failed":
            self.failed.emit(value)
        else:
            self.cancelled.emit()
        self.ended.emit()


class _Worker(threading.Thread):
    def __init__(self, name: str) -> None:
        super().__init__(name=f"crm-{name}", daemon=True)
        self.tasks: queue.SimpleQueue[Job | None] = queue.SimpleQueue()

    def run(self) -> None:
        while (job := self.tasks.get()) is not None:
            job.work()
            del job  # or the wait for the next one keeps it alive


class Jobs(QObject):
    """The two workers. ``started`` lets the window watch a job and show its progress.

    ``failed`` gets what no caller wanted to handle: a ``UserError`` to say, or a bug to report.
    """

    started = Signal(object)  # Job
    failed = Signal(object)  # exception
    idle = Signal()  # the last job has ended

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers: dict[str, _Worker] = {}
        self._running: list[Job] = []

    def run(
        self,
        function: Callable[..., Any],
        *args: Any,
        owner: QObject | None = None,
        done: Callable[[Any], object] | None = None,
        failed: Callable[[BaseException], object] | None = None,
        progress: bool = False,
        title: Text = "",
        lane: str = READ,
        **kwargs: Any,
    ) -> Job:
        """Run ``function(*args, **kwargs)`` in a worker and call ``done(result)`` afterwards.

        ``done`` and ``failed`` are not called once ``owner`` is destroyed. A failure nobody
        handles goes to the window. ``title`` names the work where progress is shown.
        """

        def call() -> Any:
            if progress:
                return job.watch(function, *args, **kwargs)
            return function(*args, **kwargs)

        def alive() -> bool:
            return owner is None or shiboken6.isValid(owner)

        def finished(result: Any) -> None:
            if done is not None and alive():
                done(result)

        def failed_(problem: BaseException) -> None:
            if failed is not None and alive():
                failed(problem)
            else:
                self.failed.emit(problem)

        job = Job(call, title, lane)
        job.finished.connect(finished)
        job.failed.connect(failed_)
        job.ended.connect(lambda: self._ended(job))
        self._hold(job)
        self._worker(lane).tasks.put(job)
        self.started.emit(job)
        return job

    def running(self, lane: str = "") -> list[Job]:
        """Jobs not ended yet, of one lane or of both."""
        return [job for job in self._running if not lane or job.lane == lane]

    def stop(self, wait: float = 5.0) -> None:
        """Cancel everything and let the workers end; used when the program closes."""
        for job in self._running:
            job.cancel()
        for worker in self._workers.values():
            worker.tasks.put(None)
        for worker in self._workers.values():
            worker.join(wait)
        self._workers.clear()

    def _worker(self, lane: str) -> _Worker:
        worker = self._workers.get(lane)
        if worker is None:
            worker = self._workers[lane] = _Worker(lane)
            worker.start()
        return worker

    def _hold(self, job: Job) -> None:
        if not self._running:
            garbage.hold()
        self._running.append(job)

    def _ended(self, job: Job) -> None:
        self._running.remove(job)
        if not self._running:
            garbage.release()
        # The end of a job may arrive after the window with these workers is gone.
        if not shiboken6.isValid(self):
            return
        # Deleted one turn later: this runs inside its own signal.
        QTimer.singleShot(0, self, job.deleteLater)
        if not self._running:
            self.idle.emit()

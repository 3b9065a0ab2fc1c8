"""Long work that reports progress and can be cancelled, without knowing who watches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from crm_desktop.core.errors import Cancelled


class Progress(Protocol):
    """What a job calls now and then: ``progress(done, total, text)``.

    ``total`` is 0 while unknown. Raises ``Cancelled`` when the user has stopped the job.
    """

    def __call__(self, done: int, total: int, text: str = "") -> None: ...


def no_progress(done: int, total: int, text: str = "") -> None:
    """Ignore progress: for callers that nobody watches."""


_watching: ContextVar[Progress] = ContextVar("watching", default=no_progress)


@contextmanager
def watched_by(progress: Progress) -> Iterator[None]:
    """Whatever runs inside reports to ``progress`` by ``report``, however deep it is."""
    token = _watching.set(progress)
    try:
        yield
    finally:
        _watching.reset(token)


def report(done: int, total: int, text: str = "") -> None:
    """Tell whoever watches how far things are; raises ``Cancelled`` when they have stopped it.

    For long loops below services, which have no ``progress`` of their own.
    """
    _watching.get()(done, total, text)


def check() -> None:
    """Raise ``Cancelled`` when whoever watches has stopped the job; says nothing otherwise."""
    watching = _watching.get()
    if isinstance(watching, ThrottledProgress):
        watching.check()


class ThrottledProgress:
    """Passes on at most one report per ``interval`` seconds, and checks for cancellation."""

    def __init__(
        self,
        report: Callable[[int, int, str], None],
        cancelled: Callable[[], bool] = lambda: False,
        interval: float = 0.05,
    ) -> None:
        self._report = report
        self._cancelled = cancelled
        self._interval = interval
        self._last = 0.0

    def check(self) -> None:
        """Raise ``Cancelled`` when the job was stopped."""
        if self._cancelled():
            raise Cancelled

    def __call__(self, done: int, total: int, text: str = "") -> None:
        self.check()
        now = time.monotonic()
        if now - self._last >= self._interval or (total and done >= total):
            self._last = now
            self._report(done, total, text)

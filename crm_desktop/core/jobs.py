"""Long work that reports progress and can be cancelled, without knowing who watches."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from crm_desktop.core.errors import Cancelled


class Progress(Protocol):
    """What a job calls now and then: ``progress(done, total, text)``.

    ``total`` is 0 while unknown. Raises ``Cancelled`` when the user has stopped the job.
    """

    def __call__(self, done: int, total: int, text: str = "") -> None: ...


def no_progress(done: int, total: int, text: str = "") -> None:
    """Ignore progress: for callers that nobody watches."""


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

    def __call__(self, done: int, total: int, text: str = "") -> None:
        if self._cancelled():
            raise Cancelled
        now = time.monotonic()
        if now - self._last >= self._interval or (total and done >= total):
            self._last = now
            self._report(done, total, text)

"""Stopping a long question to the file in the middle, when whoever waits for it has left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from crm_desktop.core import jobs
from crm_desktop.core.errors import Cancelled
from crm_desktop.db import engine

_STEPS = 20_000  # of SQLite's machine, between one look and the next: some milliseconds


@contextmanager
def stoppable(session: Session) -> Iterator[None]:
    """Queries inside end with ``Cancelled`` soon after the job they run in was stopped."""
    driver = engine.raw(session.connection())
    stopped = False

    def look() -> int:
        nonlocal stopped
        try:
            jobs.check()
        except Cancelled:
            stopped = True
        return int(stopped)

    driver.set_progress_handler(look, _STEPS)
    try:
        yield
    except OperationalError:
        if stopped:
            raise Cancelled from None
        raise
    finally:
        driver.set_progress_handler(None, 0)

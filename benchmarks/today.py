"""Today in the whole window at 100,000 customers and 1,000,000 entries of the timeline.

Measured are its first paint after the file is asked for - opening, reading, building, painting -,
the time until every figure with its twelve months stands, and the same when the page is read again
after a sale or a follow-up. The floor asks in plain SQL on one connection what stands on Today,
without its trends.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import comparing
from benchmarks.rules import CONFIRMED, shop
from crm_desktop.core import clock

_NAMED = "JOIN contact c ON c.id = f.contact_id LEFT JOIN contact_stats s ON s.contact_id = c.id"
_OPEN = "f.state = 'open' AND f.deleted_at IS NULL"
_SOLD = f"FROM sale WHERE {CONFIRMED} AND sold_on BETWEEN"

_FLOOR = (
    f"SELECT count(*) FROM follow_up f WHERE {_OPEN} AND due_on < '2026-06-18'",
    f"SELECT f.*, c.name FROM follow_up f {_NAMED} WHERE {_OPEN} AND due_on < '2026-06-18'"
    " ORDER BY due_on DESC LIMIT 50",
    f"SELECT f.*, c.name FROM follow_up f {_NAMED} WHERE {_OPEN} AND due_on = '2026-06-18'",
    f"SELECT sum(total_minor), count(*) {_SOLD} '2026-06-01' AND '2026-06-18'",
    f"SELECT sum(total_minor), count(*) {_SOLD} '2026-05-01' AND '2026-05-18'",
    "SELECT count(*) FROM contact_stats WHERE first_sale_on BETWEEN '2026-06-01' AND '2026-06-18'",
    "SELECT count(*), sum(low <> high) FROM (SELECT min(sold_on) low, max(sold_on) high"
    f" {_SOLD} '2025-06-19' AND '2026-06-18' GROUP BY contact_id)",
    "SELECT id, total_minor - paid_minor FROM sale WHERE paid_minor <> total_minor"
    " AND status = 'confirmed'",
    "SELECT contact_id, max(sold_on) FROM sale JOIN sale_line l ON l.sale_id = sale.id"
    " JOIN product p ON p.id = l.product_id AND p.days_of_use > 0"
    " WHERE status = 'confirmed' AND kind = 'sale' AND sale.deleted_at IS NULL"
    " AND sold_on BETWEEN '2026-01-20' AND '2026-03-25' GROUP BY 1",
    "SELECT id, name FROM contact WHERE birth_month = 6 AND birth_day BETWEEN 18 AND 25",
    "SELECT id, name FROM asset WHERE warranty_until BETWEEN '2026-06-18' AND '2026-07-18'",
    "SELECT sum(amount_minor), count(*) FROM deal WHERE state = 'open' AND deleted_at IS NULL",
)


def floor(path: Path) -> Callable[[], None]:
    """Everything on Today in plain SQL, the file opened anew."""

    def run() -> None:
        with contextlib.closing(sqlite3.connect(path)) as file:
            for statement in _FLOOR:
                file.execute(statement).fetchall()

    return run


def main() -> None:
    options = comparing.arguments(__doc__ or "", rows=100_000, rounds=5)
    clock.freeze(dt.datetime(2026, 6, 18, 1, tzinfo=dt.UTC))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["CRM_DESKTOP_CONFIG"] = tempfile.mkdtemp(prefix="crm-benchmark-")
    path = shop(options.rows)
    plain, window = floor(path), _Window(path)
    plain()
    first = window.opened()
    for what, took in zip(("first rows", "all figures"), first, strict=True):
        say(f"file opened for the first time, {what}", [(comparing.timed(plain), took)], "once")
    for name, ask in (
        ("opened again", window.opened),
        ("after a sale", partial(window.read_again, "sale")),
        ("after a follow-up", partial(window.read_again, "follow_up")),
    ):
        rounds = [(comparing.timed(plain), *ask()) for _round in range(options.rounds)]
        say(f"{name}, first rows", [(bare, rows) for bare, rows, _all in rounds], "150 ms")
        say(f"{name}, all figures", [(bare, whole) for bare, _rows, whole in rounds], "1.5 s")
    window.close()


def say(what: str, pairs: list[tuple[float, float]], target: str) -> None:
    """One line about seconds of floor and of ours."""
    timings = comparing.Timings(tuple(p[0] for p in pairs), tuple(p[1] for p in pairs))
    comparing.say(what, timings, target)


class _Window:
    """The program's window, driven by its own signals."""

    def __init__(self, path: Path) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        from crm_desktop import app
        from crm_desktop.core.preferences import Preferences

        self._path = path
        self._wait = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        self._application = app.make_application()
        self._pulse = QTimer(interval=2)  # or a wait for nothing would never end
        self._pulse.start()
        self._window: Any = app.build_window(Preferences(language="zh_CN"))
        self._window.resize(1440, 900)
        self._window.show()
        self._window.complete()
        self._until(lambda: not self._window.jobs.running())

    def _until(self, reached: Callable[[], bool]) -> None:
        # Waits as the program does, so that the worker is not kept from the interpreter's lock.
        end = time.perf_counter() + 60
        while not reached() and time.perf_counter() < end:
            self._application.processEvents(self._wait)

    def _arrived(self, start: float, before: object) -> tuple[float, float]:
        """Seconds until the first rows are painted, and until nothing is read any more."""
        page = self._window.stack.page
        self._until(lambda: getattr(page(), "_today", None) is not before)
        page().repaint()
        rows = time.perf_counter() - start
        self._until(lambda: not self._window.jobs.running())
        page().repaint()
        return rows, time.perf_counter() - start

    def opened(self) -> tuple[float, float]:
        """From the call to open the file."""
        if self._window.workspace.is_open:
            self._window.workspace.close()
            self._until(lambda: not self._window.jobs.running())
        before = getattr(self._window.stack.page(), "_today", None)
        start = time.perf_counter()
        self._window.start(self._path)
        self._until(lambda: self._window.workspace.is_open)
        return self._arrived(start, before)

    def read_again(self, table: str) -> tuple[float, float]:
        """From the moment the page is told of a change to ``table``."""
        from crm_desktop.core.changes import Changes

        page = self._window.stack.page()
        before = page._today
        start = time.perf_counter()
        page.refresh(Changes(ids={table: frozenset({1})}))
        return self._arrived(start, before)

    def close(self) -> None:
        """End the workers and the file."""
        self._window.let_go()
        self._window.jobs.stop()
        self._window.workspace.close()


if __name__ == "__main__":
    main()

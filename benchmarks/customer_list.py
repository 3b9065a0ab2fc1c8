"""The customer list as a hand uses it, in the whole window, on files of three sizes.

Measured are the first paint after the page is called, each keystroke of a search until its first
hits are painted (without the pause the search box grants to a hand that goes on typing), the jump
to the end, sorting by another column with and without an index, and the memory above a window
without a file. The floor of each is the same question in plain SQL on one connection: count and
one page, the keys of a prefix and fifty rows, the last page, the page by another column. Each
size runs in a process of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import comparing, files

SIZES = (10_000, 100_000, 1_000_000)
_PAGE = 128


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=SIZES)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--in-process", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.in_process:
        measure(options.rows[0], options.rounds)
        return
    for rows in options.rows:
        files.contacts(rows)
        command = [sys.executable, "-m", "benchmarks.customer_list", "--in-process"]
        subprocess.run([*command, "--rows", str(rows), "--rounds", str(options.rounds)], check=True)


def measure(rows: int, rounds: int) -> None:
    """All of it on a file of ``rows`` customers; prints a line for each."""
    source = files.contacts(rows)
    copy = files.scratch() / f"window-{rows}.crm"
    shutil.copyfile(source, copy)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["CRM_DESKTOP_CONFIG"] = tempfile.mkdtemp(prefix="crm-benchmark-")
    window = _Window(copy)
    typed = _typed(rounds)
    with contextlib.closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as plain:
        floors = _Floors(plain, rows)
        _say(rows, "first paint", floors.timed(floors.first, 5), [window.first_paint()])
        _say(
            rows,
            "keystroke",
            [comparing.timed(lambda q=query: floors.keys(q)) for query in typed],
            [window.keystroke(query) for query in typed],
        )
        window.search("")
        ends = [window.jump_to_end() for _round in range(rounds)]
        _say(rows, "jump to the end", floors.timed(floors.last, rounds), ends)
        for column in ("name", "spent", "remark"):
            asked = [window.sort(column) for _round in range(3)]
            _say(rows, f"sort by {column}", floors.timed(lambda c=column: floors.by(c), 3), asked)
    print(f"{rows:>9,}  memory above an empty window: {window.memory():.0f} MB", flush=True)
    window.close()


def _typed(rounds: int) -> list[str]:
    """Words as they grow: each character is a keystroke."""
    rng = random.Random(5)
    names = [name for name, _phone, _address in islice(files.people(3), rounds)]
    words = [name[: rng.randint(1, 3)] for name in names]
    words += ["zhang", "lw", "8001", "138"]
    return [word[: number + 1] for word in words for number in range(len(word))]


def _say(rows: int, what: str, floor: list[float], ours: list[float]) -> None:
    p50, p95 = comparing.percentile(ours, 50), comparing.percentile(ours, 95)
    least = comparing.percentile(floor, 50)
    print(
        f"{rows:>9,}  {what}: floor {comparing.shown(least)}, ours {comparing.shown(p50)},"
        f" p95 {comparing.shown(p95)}, x{p50 / least:.1f}",
        flush=True,
    )


class _Floors:
    """The same questions in plain SQL."""

    def __init__(self, plain: sqlite3.Connection, rows: int) -> None:
        self._plain, self._rows = plain, rows

    def timed(self, ask: Callable[[], object], rounds: int) -> list[float]:
        ask()
        return [comparing.timed(ask) for _round in range(rounds)]

    def first(self) -> None:
        self._plain.execute("SELECT count(*) FROM contact_stats").fetchone()
        self._page("ORDER BY s.last_contact_on DESC, s.contact_id DESC", 0)

    def last(self) -> None:
        self._page("ORDER BY s.last_contact_on, s.contact_id", 0)

    def by(self, column: str) -> None:
        order = {
            "name": "c.pinyin, c.id",
            "spent": "s.spent_minor DESC, s.contact_id DESC",
            "remark": "nullif(c.remark, ''), c.id",
        }[column]
        self._page(f"ORDER BY {order}", 0)

    def _page(self, order: str, offset: int) -> None:
        self._plain.execute(
            "SELECT c.id, c.name, c.level, s.spent_minor, s.last_contact_on FROM contact_stats s"
            f" JOIN contact c ON c.id = s.contact_id {order} LIMIT {_PAGE} OFFSET {offset}"
        ).fetchall()

    def keys(self, query: str) -> None:
        ids = self._plain.execute(
            "SELECT id FROM search_key WHERE key >= ? AND key < ? LIMIT 50",
            (query, query + "\U0010ffff"),
        ).fetchall()
        marks = ", ".join("?" * len(ids))
        found = f"SELECT id, name, kind FROM contact WHERE id IN ({marks})"
        self._plain.execute(found, [-row[0] for row in ids]).fetchall()


class _Window:
    """The program's window with the file open, driven by its own signals."""

    def __init__(self, path: Path) -> None:
        import psutil
        from PySide6.QtCore import QEventLoop, QTimer

        from crm_desktop import app, self_test
        from crm_desktop.core.preferences import Preferences

        self._wait = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        self._test = self_test
        self._application = app.make_application()
        self._pulse = QTimer(interval=20)  # or a wait for nothing would never end
        self._pulse.start()
        self._process = psutil.Process()
        self._window: Any = app.build_window(Preferences(language="zh_CN"))
        self._window.resize(1440, 900)
        self._window.show()
        self._window.complete()
        self._settle()
        self._empty = self._process.memory_info().rss
        self._window.start(path)
        self._test.wait(self._application, lambda: self._window.workspace.is_open, 60)
        self._window.go("today")
        self._settle()

    def _settle(self) -> None:
        self._test.settle(self._application, self._window)

    def _until(self, reached: Callable[[], bool]) -> None:
        # Waits as the program does, so that the worker is not kept from the interpreter's lock.
        end = time.perf_counter() + 60
        while not reached() and time.perf_counter() < end:
            self._application.processEvents(self._wait)

    @property
    def _side(self) -> Any:
        return self._window.stack.page().side

    def _painted(self) -> None:
        self._side.pane.table.viewport().repaint()

    def first_paint(self) -> float:
        """From the call of the page to its first rows on screen."""
        start = time.perf_counter()
        self._window.go("contacts")
        self._until(lambda: self._side.source is not None)
        self._painted()
        taken = time.perf_counter() - start
        self._settle()
        return taken

    def search(self, text: str) -> float:
        """From a changed text to its first hits on screen."""
        before = self._side.source
        start = time.perf_counter()
        self._side._search(text)
        self._until(lambda: self._side.source is not before)
        self._painted()
        return time.perf_counter() - start

    def keystroke(self, text: str) -> float:
        """The same, with the work behind it ended before the next one."""
        taken = self.search(text)
        self._settle()
        return taken

    def jump_to_end(self) -> float:
        """Ctrl+End: the last rows on screen."""
        table = self._side.pane.table
        table.scrollToTop()
        self._side.pane.model.forget_rows()
        self._painted()
        start = time.perf_counter()
        table.scrollToBottom()
        self._painted()
        return time.perf_counter() - start

    def sort(self, column: str) -> float:
        """From a click on a heading to the first rows in the other order."""
        self._side.sort_by("created", True)
        self._settle()
        before = self._side.source
        start = time.perf_counter()
        self._side.sort_by(column, column == "spent")
        self._until(lambda: self._side.source is not before)
        self._painted()
        taken = time.perf_counter() - start
        self._settle()
        return taken

    def memory(self) -> float:
        """MB more than the window had before the file was opened."""
        return float(self._process.memory_info().rss - self._empty) / 1_000_000

    def close(self) -> None:
        """End the workers and the file."""
        self._window.let_go()
        self._window.jobs.stop()
        self._window.workspace.close()


if __name__ == "__main__":
    main()

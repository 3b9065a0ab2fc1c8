"""Reading spreadsheets in a process of their own, within bounds of time and memory.

A few hundred bytes of a doctored .xls make a reader allocate without end, and others make it
panic. The process that does so is ended; this one says in a sentence what happened. Readers back
each other up, since each opens files that the others cannot.
"""

from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import tempfile
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

from crm_desktop.core import child
from crm_desktop.exchange import reading_child
from crm_desktop.exchange.sheets import Sheet, Workbook

READERS = {
    "xlsx": ("calamine", "openpyxl"),
    "xls": ("calamine", "xlrd"),
    "xlsb": ("calamine",),
    "ods": ("calamine",),
}
"""Who is asked to read a kind of file, in this order."""

SECONDS = 9.0
SECONDS_PER_MB = 10.0
BYTES = 768 * 1024**2
BYTES_PER_BYTE = 150
_SHARE_OF_MEMORY = 0.7
_LOOK_EVERY = 0.05


class Why(StrEnum):
    """Why a file could not be read."""

    PASSWORD = "password"
    DAMAGED = "damaged"
    TOO_MUCH = "too_much"


class UnreadableError(Exception):
    """No reader could read the file, for this reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def read_apart(path: Path, kind: str, waiting: Callable[[], object] = lambda: None) -> Workbook:
    """What the file of ``kind`` holds. Raises ``UnreadableError``.

    ``waiting`` is called many times a second; what it raises stops the reading.
    """
    why = Why.DAMAGED
    for number, reader in enumerate(READERS[kind]):
        said, found = _ask(reader, path, kind, waiting)
        if said == reading_child.READ:
            return _workbook(path, found)
        if said == reading_child.PASSWORD:
            raise UnreadableError(Why.PASSWORD)
        if not number:
            why = Why(said)
    raise UnreadableError(why)


def _ask(reader: str, path: Path, kind: str, waiting: Callable[[], object]) -> tuple[str, Any]:
    """What one reader says of the file, and what it found in it."""
    megabytes = path.stat().st_size / 1024**2
    seconds = SECONDS + SECONDS_PER_MB * megabytes
    with tempfile.TemporaryDirectory(prefix="crm-desktop-") as folder:
        target = Path(folder) / "cells"
        arguments = (reader, kind, str(path), str(target), str(int(seconds) + 1))
        ended = _run(arguments, seconds, _most_bytes(path), waiting)
        if not ended:
            return Why.TOO_MUCH, None
        if not target.exists():
            return Why.DAMAGED, None  # it ended before it could say anything
        with target.open("rb") as file:
            try:
                said, found = _CellsOnly(file).load()
            except (pickle.UnpicklingError, EOFError, ValueError, TypeError):
                return Why.DAMAGED, None
    return str(said), found


def _most_bytes(path: Path) -> float:
    import psutil

    wanted = BYTES + BYTES_PER_BYTE * path.stat().st_size
    return min(wanted, _SHARE_OF_MEMORY * psutil.virtual_memory().total)


def _run(
    arguments: tuple[str, ...], seconds: float, most_bytes: float, waiting: Callable[[], object]
) -> bool:
    """Run the reader; False when it was ended for taking too long or too much."""
    import psutil

    process = subprocess.Popen(
        child.command(reading_child.__name__, *arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    until = time.monotonic() + seconds
    try:
        watched = psutil.Process(process.pid)
        while True:
            try:
                process.wait(_LOOK_EVERY)
                return True
            except subprocess.TimeoutExpired:
                waiting()
            if time.monotonic() > until or watched.memory_info().rss > most_bytes:
                return False
    except psutil.NoSuchProcess:
        return True
    finally:
        process.kill()
        process.wait()


_CELL_TYPES = {kind.__name__: kind for kind in (dt.date, dt.datetime, dt.time, dt.timedelta)}


class _CellsOnly(pickle.Unpickler):
    """Unpickles what cells are made of and nothing else: the reader may have been taken over."""

    def find_class(self, module: str, name: str) -> Any:
        """A type of the ``datetime`` module; anything else ends the reading."""
        if module == "datetime" and name in _CELL_TYPES:
            return _CELL_TYPES[name]
        raise pickle.UnpicklingError(f"{module}.{name}")


def _workbook(path: Path, found: Any) -> Workbook:
    kind, date_1904, sheets = found
    return Workbook(path, kind, [_sheet(one) for one in sheets], date_1904=date_1904)


def _sheet(values: dict[str, Any]) -> Sheet:
    sets = ("hidden_rows", "hidden_columns", "computed")
    given: dict[str, Any] = {n: frozenset(v) if n in sets else v for n, v in values.items()}
    return Sheet(**given)

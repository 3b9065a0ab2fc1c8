"""The process that reads a spreadsheet: what goes wrong in here ends with it.

``main([reader, kind, source, target, seconds])`` reads ``source`` and leaves what it holds in
``target``, for ``reading`` to take up.
"""

from __future__ import annotations

import gc
import pickle
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from crm_desktop.exchange.sheets import Sheet, Workbook

PASSWORD = "password"
DAMAGED = "damaged"
READ = "read"


def main(arguments: Sequence[str]) -> int:
    """Read and leave; also a reader's error is left as a word, so the status is always 0."""
    reader, kind, source, target, seconds = arguments
    _stop_after(int(seconds))
    gc.disable()  # millions of cells, none of them garbage
    try:
        found: tuple[str, Any] = (READ, _plain(_readers()[reader](Path(source), kind)))
    except Exception as error:
        # Whatever a reader raises, the file is to blame: the parent says so and tries another.
        found = (PASSWORD if _asks_password(error) else DAMAGED, "")
    with Path(target).open("wb") as file:
        pickler = pickle.Pickler(file, protocol=5)
        # Cells refer to nothing; remembering each of them would take five times as long.
        pickler.fast = True
        pickler.dump(found)
    return 0


def _readers() -> dict[str, Callable[[Path, str], Workbook]]:
    from crm_desktop.exchange import other_readers, spreadsheets

    return {
        "calamine": spreadsheets.read,
        "openpyxl": other_readers.read_openpyxl,
        "xlrd": other_readers.read_xlrd,
    }


def _asks_password(error: Exception) -> bool:
    words = f"{type(error).__name__} {error}".casefold()
    return "password" in words or "encrypted" in words


def _stop_after(seconds: int) -> None:
    """Should the parent die meanwhile, this process must not read on for ever."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def _plain(book: Workbook) -> tuple[Any, ...]:
    """Lists and plain values alone: the parent unpickles nothing else but dates."""
    return book.kind, book.date_1904, [_plain_sheet(sheet) for sheet in book.sheets]


def _plain_sheet(sheet: Sheet) -> dict[str, Any]:
    values = {field.name: getattr(sheet, field.name) for field in fields(sheet)}
    return {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in values.items()
    }

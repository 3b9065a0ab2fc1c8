"""Tables as CSV: UTF-8 with a byte order mark, CRLF, nothing a spreadsheet would run.

A text that a spreadsheet would take for a formula gets an apostrophe before it; one that looks
protected already gets another, so that ``unprotected`` gives every text back as it was.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

from crm_desktop.core.errors import FileProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.exchange.write_target import writing_to
from crm_desktop.services.exports.export_table import ExportTable
from crm_desktop.services.exports.export_walk import Value

_STARTS_A_FORMULA = frozenset("=+-@\t\r")
_SUSPICIOUS = _STARTS_A_FORMULA | {"'"}
_STEP = 1_000


def protected(text: str) -> str:
    """``text`` as no spreadsheet runs it."""
    return "'" + text if text.lstrip("'")[:1] in _STARTS_A_FORMULA and text else text


def unprotected(text: str) -> str:
    """What ``protected`` was given; other texts are returned as they are."""
    if text[:1] == "'" and text.lstrip("'")[:1] in _STARTS_A_FORMULA:
        return text[1:]
    return text


@cache
def _may_run(delimiter: str) -> re.Pattern[str]:
    """Where a cell may begin that has to be looked at; a negative number looks like one."""
    tab = "" if delimiter == "\t" else "|\t"
    return re.compile(rf"(?:^|{re.escape(delimiter)}|\n)(?:\"?[=+\-@']|\"[\t\r]{tab})")


def _lines(rows: Sequence[Sequence[Value]], delimiter: str) -> str:
    """Rows as CSV. Looking at each cell costs more than writing it: most batches need no look."""
    written = _written(rows, delimiter)
    if not _may_run(delimiter).search(written):
        return written
    return _written([_protected_row(row) for row in rows], delimiter)


def _written(rows: Iterable[Iterable[Value]], delimiter: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _protected_row(row: Iterable[Value]) -> list[Value]:
    return [
        protected(value) if isinstance(value, str) and value[:1] in _SUSPICIOUS else value
        for value in row
    ]


def write(
    table: ExportTable,
    path: Path,
    progress: Progress = no_progress,
    *,
    delimiter: str = ",",
    encoding: str = "utf-8-sig",
) -> int:
    """Write one table to ``path``; returns the number of rows.

    Raises ``FileProblem``, also for a character that ``encoding`` (``big5``) lacks; ``path`` is
    then as it was.
    """
    done = 0
    try:
        with writing_to(path) as file:
            text = io.TextIOWrapper(file, encoding=encoding, newline="")
            text.write(_lines([[column.heading for column in table.columns]], delimiter))
            while batch := list(islice(table.rows, _STEP)):
                text.write(_lines(batch, delimiter))
                done += len(batch)
                progress(done, table.count)
            text.detach()  # flushes, and leaves the file to its owner
    except UnicodeEncodeError as error:
        raise FileProblem(
            _("The character “{character}” does not exist in {encoding}.").format(
                character=error.object[error.start], encoding=encoding
            ),
            _("{name} was not written.").format(name=path.name),
            _("Choose Unicode or GB 18030, which have every character."),
        ) from error
    return done

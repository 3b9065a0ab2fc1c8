"""What a source file holds once it is open: sheets of plain cells, nothing interpreted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""One cell; an empty one is ``""``. Numbers of spreadsheets are floats."""

Row = Sequence[Cell]

Span = tuple[int, int, int, int]
"""Merged cells: first row, first column, last row, last column; 0-based, inclusive."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``rows[0]`` is row 1 of the sheet; rows may differ in length.

    Positions are 0-based. ``computed`` are formula cells whose value the file did not hold and
    that were worked out here; ``errors`` are cells that showed ``#N/A`` and the like.
    """

    name: str
    rows: Sequence[Row]
    merged: Sequence[Span] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    computed: frozenset[tuple[int, int]] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """Cells in the longest row."""
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open source file. ``kind`` is what the bytes are: xlsx, xls, ods, csv, html, ...

    ``encoding`` and ``delimiter`` are set for text files; ``date_1904`` when day 0 is 1904-01-01.
    """

    path: Path
    kind: str
    sheets: Sequence[Sheet]
    encoding: str = ""
    delimiter: str = ""
    date_1904: bool = False


def letter(position: int) -> str:
    """Spreadsheet name of a 0-based column: A, Z, AA."""
    name, number = "", position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name

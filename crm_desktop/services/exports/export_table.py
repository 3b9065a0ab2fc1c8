"""What an export hands to a writer: headings, a count, and rows that come as they are read.

Headings are words our own import knows, where it should take the column, and words it leaves
alone where a figure is computed (``Bought in all``): a file exported and imported again must not
turn sums into opening balances. Values are ready for a cell: text, ``int``, ``Decimal`` (money in
major units, quantities), ``date`` or ``None``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from crm_desktop.services.exports.export_walk import Value

Kind = Literal["text", "number", "money", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading in the language in force, and what its cells hold."""

    heading: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table to write. ``rows`` can be read once, while the session is open."""

    title: str
    columns: tuple[Column, ...]
    count: int
    rows: Iterator[tuple[Value, ...]]

"""Cells copied from a spreadsheet: texts between tabs, rows between line breaks."""

from __future__ import annotations

import csv
import re

_NUMBER = re.compile(r"^[\s\d.,，．０-９+-]*$")


def split(text: str) -> list[list[str]]:
    """The rows of cells; a cell with a line break is in quotes, as spreadsheets copy it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    if not lines:
        return []
    rows = csv.reader(lines.split("\n") if '"' not in lines else lines.splitlines(keepends=True),
                      delimiter="\t")  # fmt: skip
    return [[cell.strip() for cell in row] for row in rows]


def has_headings(block: list[list[str]]) -> bool:
    """True when names stand in the first row and the first column, not numbers."""
    top = [cell for cell in block[0][1:] if cell]
    left = [row[0] for row in block[1:] if row and row[0]]
    return bool(top and left) and not any(_NUMBER.match(one) for one in (*top, *left))

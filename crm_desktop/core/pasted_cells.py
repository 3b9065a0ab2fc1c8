"""Cells copied from a spreadsheet: texts between tabs, rows between line breaks."""

from __future__ import annotations

import re

_CELL = re.compile(r'(?:"((?:[^"\t]|"")*)"(?=[\t\n]|\Z)|([^\t\n]*))(\t|\n|\Z)')
_NUMBER = re.compile(r"^[\s\d.,，．０-９+-]*$")


def split(text: str) -> list[list[str]]:
    """The rows of cells; a cell with a line break is in quotes, as spreadsheets copy it.

    A quotation mark that opens no such cell (5", or one alone for "as above") is a letter: it must
    not swallow the cells after it.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    if not lines:
        return []
    rows: list[list[str]] = [[]]
    for found in _CELL.finditer(lines):
        quoted, plain, mark = found.groups()
        rows[-1].append((plain if quoted is None else quoted.replace('""', '"')).strip())
        if mark == "\n":
            rows.append([])
        elif not mark:
            break
    return rows


def has_headings(block: list[list[str]]) -> bool:
    """True when names stand in the first row and the first column, not numbers."""
    top = [cell for cell in block[0][1:] if cell]
    left = [row[0] for row in block[1:] if row and row[0]]
    return bool(top and left) and not any(_NUMBER.match(one) for one in (*top, *left))

"""Text tables: comma, semicolon, tab or bar between cells, quotes around the difficult ones."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from crm_desktop.exchange.sheets import Cell, Row
from crm_desktop.exchange.write_csv import unprotected

DELIMITERS = "\t,;|"
_SAMPLE_ROWS = 200
_WRAPPED = re.compile(r'^=\s*"(.*)"$', re.DOTALL)


def rows_of(text: str, delimiter: str = "") -> tuple[list[Row], str]:
    """Rows of a delimited text and the delimiter, found by itself unless given."""
    text = text.replace("\x00", "")
    chosen = delimiter or find_delimiter(text)
    # A field may be as long as the whole text; the bound only guards against hostile lengths.
    csv.field_size_limit(max(131_072, min(len(text) + 1, 2**31 - 1)))
    if chosen == " ":
        return [line.split() for line in text.splitlines()], chosen
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=chosen, strict=False)
    rows: list[Row] = [[_unwrapped(cell) for cell in row] for row in reader]
    return rows, chosen


def _unwrapped(cell: str) -> Cell:
    """``="0138"``, by which programs keep Excel from eating zeros, as ``0138``; and a text that
    an export kept from being run as a formula as it was."""
    if cell[:1] == "'":
        return unprotected(cell)
    if cell[:1] == "=":
        match = _WRAPPED.match(cell)
        if match:
            return match[1]
    return cell


def find_delimiter(text: str) -> str:
    """The delimiter that cuts most rows into the same number of cells, two or more."""
    sample = text[:100_000]
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        csv.field_size_limit(max(131_072, len(sample) + 1))
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths = [len(row) for _, row in zip(range(_SAMPLE_ROWS), reader, strict=False) if row]
        width, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
        if width < 2:
            width, count = max(widths, default=1), sum(1 for one in widths if one > 1) // 2
        score = count / max(1, len(widths)) * (1 + min(width, 20) / 20) if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best if best_score else _blank_or_comma(sample)


def _blank_or_comma(sample: str) -> str:
    """Columns of numbers set apart by blanks only: every line has as many, three or more."""
    widths = {len(line.split()) for line in sample.splitlines()[:_SAMPLE_ROWS] if line.strip()}
    return " " if len(widths) == 1 and min(widths) >= 3 else ","

"""A pasted block of text as customers: cells copied from a spreadsheet, or lines as written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from crm_desktop.exchange import headings, pasted_table
from crm_desktop.exchange import pasted_shapes as shapes
from crm_desktop.exchange.pasted_words import Facts, facts_of, row_of
from crm_desktop.services.fast_entry import EntryRow


def read(block: str) -> list[EntryRow]:
    """One row per customer of a block, in order.

    Cells set apart by tabs are a table, with or without headings; so are lines set apart by
    commas or semicolons under headings, and columns of words under ``姓名 电话 地址``. Anything
    else is read line by line; lines that only go on about the customer above join that one.
    """
    block = _plain(block)
    if not block.strip():
        return []
    table = _table(block)
    if table is not None:
        return pasted_table.rows_of(table)
    return lines(_quoted(block) or [[line] for line in block.split("\n")])


def is_table(block: str) -> bool:
    """True for cells set apart by tabs, or by other marks under headings."""
    return _table(_plain(block)) is not None


def cells_of(block: str) -> list[list[str]]:
    """Cells as a spreadsheet copies them: tabs between, quotes around those with line breaks."""
    return _split(_plain(block), "\t")


def _plain(block: str) -> str:
    """With plain line breaks and without what programs put around a copy."""
    return block.replace("\r\n", "\n").replace("\r", "\n").strip("\n\x00\ufeff")


def _split(block: str, mark: str) -> list[list[str]]:
    if block.count('"') % 2:  # a lone quotation mark is a letter, not the start of a long cell
        return [line.split(mark) for line in block.split("\n")]
    csv.field_size_limit(max(131_072, len(block) + 1))
    reader = csv.reader(io.StringIO(block, newline=""), delimiter=mark, strict=False)
    return [list(row) for row in reader]


def _quoted(block: str) -> list[list[str]] | None:
    """The cells of one column, if some of them have line breaks inside quotes."""
    cells = cells_of(block) if '"' in block else []
    return cells if cells and len(cells) <= block.count("\n") else None


def _table(block: str) -> list[list[str]] | None:
    if "\t" in block:
        return cells_of(block)
    first = block.split("\n", 1)[0]
    for mark in ",;|，；｜":
        if _heads(first.split(mark)):
            return _split(block, mark)
    words = first.split()
    if _heads(words):
        rest = [line.split() for line in block.split("\n")[1:] if line.strip()]
        if rest and all(len(line) == len(words) for line in rest):
            return [words, *rest]
    return None


def _heads(words: Sequence[str]) -> bool:
    """True for a line that is nothing but two headings or more."""
    return len(words) > 1 and all(headings.fields_of(word)[1] >= 0.9 for word in words)


def lines(cells: Sequence[Sequence[str]]) -> list[EntryRow]:
    """Rows of lines as written."""
    records: list[Facts] = []
    open_record = False
    for number, line in enumerate(one for row in cells for words in row for one in _people(words)):
        if not line.strip():
            open_record = False
        elif number or not _heads(line.split()):
            found = facts_of(line)
            if open_record and _goes_on(records[-1], found):
                _join(records[-1], found)
            else:
                records.append(found)
            open_record = True
    return [row for row in map(row_of, records) if not row.blank]


def _people(line: str) -> list[str]:
    """A line of addressees of a mail (``Anna <a@x.com>, Bob <b@x.com>``) as one line each."""
    if len(shapes.IN_BRACKETS.findall(line)) < 2:
        return [line]
    return [part.strip(" ,;，；") for part in re.split(r"(?<=>)", line) if part.strip(" ,;，；")]


def _goes_on(before: Facts, found: Facts) -> bool:
    """True when a line is about the customer of the line above: it says no name of its own."""
    if before.of("name") and found.of("name"):
        return False
    if before.labels and found.labels:
        return not before.labels & found.labels
    return before.named and not found.named and not found.rest


def _join(before: Facts, found: Facts) -> None:
    for cell, words in found.cells.items():
        for one in words:
            before.add(cell, one)
    before.rest += found.rest
    before.labels |= found.labels

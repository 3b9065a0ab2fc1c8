"""Several tables on one sheet: below each other or side by side, each becomes a sheet of its own.

Cells keep their places: what does not belong to a table is empty in its sheet, so that everything
said about a row still points at the row of the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from crm_desktop.core import text
from crm_desktop.exchange import forms, headings
from crm_desktop.exchange.sheets import Cell, Row, Sheet, letter
from crm_desktop.exchange.understand import (
    KEYS,
    Layout,
    RowKind,
    is_footer,
    is_total,
    understand,
)

_MOST_TABLES = 40
_SURE = 2
_GAP_EMPTY = 0.97
_PERIOD = re.compile(r"(?:19|20)\d\d|\d{1,2}\s*月|[一二三四五六七八九十]+月|[上下]半年|第.季度")


def tables_of(sheet: Sheet, file_name: str = "") -> list[tuple[Sheet, Layout]]:
    """Every table of a sheet with its layout; the sheet as it is when it holds but one."""
    form = forms.as_table(sheet)
    if form is not None:
        return [(form, understand(form, file_name))]
    layout = understand(sheet, file_name)
    if not layout.header_rows:
        return [(sheet, layout)]
    blocks = _blocks(sheet, layout)
    if len(blocks) > _MOST_TABLES:
        return [(sheet, layout)]
    found = []
    for block in blocks:
        # Judging every row is the most of the work; a whole sheet has been judged already.
        one = layout if block is sheet else understand(block, file_name)
        beside = _side_by_side(block, one)
        found += [(part, understand(part, file_name)) for part in beside] or [(block, one)]
    found = [(part, one) for part, one in found if one.header_rows and one.data_rows()]
    return found if len(found) > 1 else [(sheet, layout)]


def _blocks(sheet: Sheet, layout: Layout) -> list[Sheet]:
    """The tables below each other, cut where another heading row begins another table."""
    head = layout.header_rows
    starts = [0]
    earlier = next((n for n in range(head[0]) if _heads_a_table(sheet, n, head[0])), None)
    if earlier is not None:
        starts.append(_title_start(sheet, head[0], earlier + 1))
    for number in range(head[-1] + 2, len(sheet.rows)):
        if layout.kinds[number] is RowKind.DATA and _heads_others(sheet, layout, number):
            starts.append(_title_start(sheet, number, head[-1] + 1))
        elif layout.kinds[number] is RowKind.REPEATED_HEADER:
            start = _title_start(sheet, number, head[-1] + 1)
            if _states_period(sheet.rows[start:number]):
                starts.append(start)
    if len(starts) == 1:
        return [sheet]
    ends = [*starts[1:], len(sheet.rows)]
    return [
        _rows_only(sheet, start, end)
        for start, end in zip(starts, ends, strict=True)
        if end > start
    ]


def _heads_others(sheet: Sheet, layout: Layout, number: int) -> bool:
    """True for a row of headings of another table: nearly all its cells are known headings, and
    what stands before it is no record."""
    if layout.kinds[number - 1] is RowKind.DATA and not _is_title(sheet.rows[number - 1]):
        return False
    return _heads_a_table(sheet, number, len(sheet.rows))


def _heads_a_table(sheet: Sheet, number: int, end: int) -> bool:
    """True for a row of headings with rows of a table below it, before ``end``."""
    cells = [cell for cell in sheet.rows[number] if cell != ""]
    if len(cells) < _SURE or not all(isinstance(cell, str) and len(cell) <= 20 for cell in cells):
        return False
    known = [set(headings.fields_of(str(cell))[0]) for cell in cells if _surely(str(cell))]
    if len(known) < max(_SURE, 0.75 * len(cells)) or not any(fields & KEYS for fields in known):
        return False
    after = sheet.rows[number + 1 : min(end, number + 3)]
    return any(sum(cell != "" for cell in row) >= _SURE for row in after)


def _surely(cell: str) -> bool:
    return headings.fields_of(cell)[1] >= 0.9


def _is_title(row: Row) -> bool:
    """True for a row with one filled cell; looks no further than the second."""
    found = False
    for cell in row:
        if cell != "":
            if found:
                return False
            found = True
    return found


def _title_start(sheet: Sheet, number: int, least: int) -> int:
    """The first row of what stands above a heading row: titles and blank rows, from ``least`` on.

    A total or a signature belongs to the table above it.
    """
    start = number
    while start > least:
        row = sheet.rows[start - 1]
        cells = [str(cell) for cell in row if cell != ""]
        if len(cells) > 1 or (cells and (is_total(cells[0]) or is_footer(cells[0]))):
            break
        start -= 1
    return start


def _states_period(rows: Sequence[Row]) -> bool:
    return any(
        _PERIOD.search(text.halfwidth(str(cell))) for row in rows for cell in row if cell != ""
    )


def _rows_only(sheet: Sheet, start: int, end: int) -> Sheet:
    rows: list[Row] = [()] * start
    rows += sheet.rows[start:end]
    name = _named(sheet.name, f"{start + 1}–{end}")
    merged = [span for span in sheet.merged if start <= span[0] < end]
    hidden = frozenset(row for row in sheet.hidden_rows if start <= row < end)
    return replace(sheet, name=name, rows=rows, merged=merged, hidden_rows=hidden)


def _named(name: str, part: str) -> str:
    return f"{name} · {part}" if name else part


# side by side


def _side_by_side(sheet: Sheet, layout: Layout) -> list[Sheet]:
    """The tables beside each other: the same headings again, or others behind an empty column.

    None when there is but one.
    """
    if len(layout.header_rows) != 1:
        return []
    row = sheet.rows[layout.header_rows[0]]
    spans = _repeated(row) or _behind_gaps(sheet, layout, row)
    if len(spans) < 2:
        return []
    return [_columns_only(sheet, layout, left, right) for left, right in spans]


def _repeated(row: Row) -> list[tuple[int, int]]:
    """Where the same headings begin again: 姓名 电话 姓名 电话 are two tables."""
    filled = [column for column, cell in enumerate(row) if cell != ""]
    words = [headings.normal(str(row[column])) for column in filled]
    for period in range(2, len(words) // 2 + 1):
        times, rest = divmod(len(words), period)
        if rest or words != words[:period] * times or not _has_key(words[:period]):
            continue
        starts = [filled[number * period] for number in range(times)]
        ends = [*(start - 1 for start in starts[1:]), len(row) - 1]
        return list(zip(starts, ends, strict=True))
    return []


def _has_key(words: Sequence[str]) -> bool:
    return any(set(headings.fields_of(word)[0]) & KEYS for word in words)


def _behind_gaps(sheet: Sheet, layout: Layout, row: Row) -> list[tuple[int, int]]:
    """Groups of headings with an empty column between, each a table with a key of its own."""
    spans: list[tuple[int, int]] = []
    start = -1
    for column in range(sheet.width + 1):
        cell = row[column] if column < len(row) else ""
        if cell != "" and start < 0:
            start = column
        elif cell == "" and start >= 0:
            spans.append((start, column - 1))
            start = -1
    if len(spans) < 2:
        return []
    groups = [[str(row[column]) for column in range(left, right + 1)] for left, right in spans]
    whole = all(len(group) >= _SURE and _has_key(group) for group in groups)
    if whole and not _each_names(sheet, layout, spans, groups):
        return []
    known = all(sum(map(_surely, group)) >= 0.7 * len(group) for group in groups)
    if not whole or not known or not _gaps_empty(sheet, layout, spans):
        return []
    return spans


_NAMES = frozenset({"name", "customer", "first_name", "product"})


def _each_names(
    sheet: Sheet,
    layout: Layout,
    spans: Sequence[tuple[int, int]],
    groups: Sequence[Sequence[str]],
) -> bool:
    """True when every group says whom or what its rows are about, as one table need not do twice.

    Customers at the left and products at the right, filled in the same rows, are lines of sales.
    """
    named = [
        {field for word in group for field in headings.fields_of(word)[0] if field in _NAMES}
        for group in groups
    ]
    if not all(named):
        return False
    if set.intersection(*named):
        return True
    rows = [sheet.rows[number] for number in layout.data_rows()]
    return any(
        len({any(cell != "" for cell in row[left : right + 1]) for left, right in spans}) > 1
        for row in rows
    )


def _gaps_empty(sheet: Sheet, layout: Layout, spans: Sequence[tuple[int, int]]) -> bool:
    gaps = [
        column for (_l, right), (left, _r) in pairwise(spans) for column in range(right + 1, left)
    ]
    rows = [sheet.rows[number] for number in layout.data_rows()]
    for column in gaps:
        empty = sum(1 for row in rows if column >= len(row) or row[column] == "")
        if empty < _GAP_EMPTY * len(rows):
            return False
    return True


def _columns_only(sheet: Sheet, layout: Layout, left: int, right: int) -> Sheet:
    """The columns of one table below its titles, which all tables share."""
    head = layout.header_rows[0]

    def part(row: Row) -> list[Cell]:
        cells: list[Cell] = [""] * left
        return cells + list(row[left : right + 1])

    rows: list[Row] = [*sheet.rows[:head], *map(part, sheet.rows[head:])]
    inside = [span for span in sheet.merged if left <= span[1] <= right]
    name = _named(sheet.name, f"{letter(left)}:{letter(right)}")
    comments = {at: words for at, words in sheet.comments.items() if left <= at[1] <= right}
    return replace(sheet, name=name, rows=rows, merged=inside, comments=comments)

"""Tables on paper: one strip a row, hairlines between, headings again on every page."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.reports import fonts, typeset, values
from crm_desktop.reports.document import Column, Row, Styled, Table, Tone, Value
from crm_desktop.reports.paper import BODY, PAPER, SMALL
from crm_desktop.reports.pen import Pen
from crm_desktop.reports.strips import Strip

_GAP = 8.0  # between columns
_DETAIL = 10.2
_LINE = 10.6
_BASELINE = 3.0  # below the middle of a one-line row
_HEADER = 16.5
_MOST_LINES = 40  # keeps a single absurd text from being taller than a page


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a column stands in the table, in points from its left edge."""

    column: Column
    left: float
    width: float

    def draw(self, pen: Pen, x: float, baseline: float, line: _Line) -> None:
        """Draw one line of text at the column's stacking edge."""
        at = x + self.left + (self.width if self.column.right else 0)
        pen.text(
            at,
            baseline,
            line.text,
            line.size,
            colour=line.colour,
            strong=line.strong,
            align="right" if self.column.right else "left",
        )


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float
    colour: str
    strong: bool = False


def table_strips(table: Table, width: float, currency: str, row_height: float) -> list[Strip]:
    """``table`` set in ``width`` points: its heading strip and one strip a row."""
    texts = [
        [
            values.shown(value, column.kind, currency)
            for value, column in zip(row.values, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    places = _places(table, texts, width)
    heading = _heading(places, width) if table.header else None
    strips = [
        _row(row, words, places, width=width, one_line=row_height, heading=heading)
        for row, words in zip(table.rows, texts, strict=True)
    ]
    if heading is not None:
        strips.insert(0, Strip(heading.height, heading.draw, keep=True))
    return strips


def _places(table: Table, texts: list[list[str]], width: float) -> tuple[_Place, ...]:
    """Columns by their shares; a number column is never narrower than its widest number."""
    columns = table.columns
    room = width - _GAP * (len(columns) - 1)
    total = sum(column.share for column in columns)
    widths = [room * column.share / total for column in columns]
    needed = [_needed(table, texts, index) for index in range(len(columns))]
    places, left = [], 0.0
    for column, wide in zip(columns, _fair(widths, needed, columns), strict=True):
        places.append(_Place(column, left, wide))
        left += wide + _GAP
    return tuple(places)


def _fair(widths: list[float], needed: list[float], columns: tuple[Column, ...]) -> list[float]:
    """Widths in which every number fits: first other numbers give up what they do not need,
    then texts up to six tenths of theirs."""
    final: list[float] = [max(wide, need) for wide, need in zip(widths, needed, strict=True)]
    short = sum(final) - sum(widths)
    for right, most in ((True, 1.0), (False, 0.6)):
        spare = [
            (wide - need) * most if column.right is right else 0.0
            for wide, need, column in zip(final, needed, columns, strict=True)
        ]
        given = sum(spare)
        part = min(short / given, 1.0) if short > 0 and given else 0.0
        final = [wide - extra * part for wide, extra in zip(final, spare, strict=True)]
        short -= part * given
    return final


def _needed(table: Table, texts: list[list[str]], index: int) -> float:
    """Width that the longest number of a column takes; text columns can wrap instead."""
    column = table.columns[index]
    if not column.right:
        return 0.0
    widest = max((fonts.width(row[index], BODY, strong=True) for row in texts), default=0.0)
    return max(widest, fonts.width(column.title, SMALL)) if table.header else widest


def _heading(places: tuple[_Place, ...], width: float) -> Strip:
    def draw(pen: Pen, x: float, top: float) -> None:
        for place in places:
            title = typeset.shorten(place.column.title, SMALL, place.width)
            place.draw(pen, x, top + 9.5, _Line(title, SMALL, PAPER.text3))
        pen.rule(x, top + _HEADER - 0.75, width, 0.75, PAPER.rule)

    return Strip(_HEADER, draw)


def _row(
    row: Row,
    words: list[str],
    places: tuple[_Place, ...],
    *,
    width: float,
    one_line: float,
    heading: Strip | None,
) -> Strip:
    cells = [
        _cell(value, text, place)
        for value, text, place in zip(row.values, words, places, strict=True)
    ]
    count = max(len(cell) for cell in cells)
    detail = typeset.wrap(row.detail, SMALL, width, lines=_MOST_LINES) if row.detail else ()
    body = one_line + (count - 1) * _LINE
    height = body + (len(detail) * _DETAIL if detail else 0)

    def draw(pen: Pen, x: float, top: float) -> None:
        for place, cell in zip(places, cells, strict=True):
            for number, line in enumerate(cell):
                place.draw(pen, x, top + one_line / 2 + _BASELINE + number * _LINE, line)
        for number, text in enumerate(detail):
            baseline = top + body + 4.6 + number * _DETAIL
            pen.text(x, baseline, text, SMALL, colour=PAPER.text3)
        pen.rule(x, top + height - 0.5, width)

    return Strip(height, draw, heading=heading)


def _cell(value: Value | Styled, text: str, place: _Place) -> tuple[_Line, ...]:
    column = place.column
    tone, strong = column.tone, column.strong
    if isinstance(value, Styled):
        tone = value.tone if value.tone is not Tone.PLAIN else tone
        strong = strong or value.strong
    lines = typeset.wrap(text, BODY, place.width, strong, column.lines or _MOST_LINES)
    return tuple(_Line(line, BODY, PAPER.tone(tone), strong) for line in lines)

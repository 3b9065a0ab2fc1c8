"""Tables on paper: one strip a row, hairlines between, headings again on every page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from crm_desktop.reports import fonts, typeset, values
from crm_desktop.reports.document import Column, Row, Styled, Table, Tone, Value
from crm_desktop.reports.paper import BODY, PAPER, SMALL
from crm_desktop.reports.pen import Pen
from crm_desktop.reports.strips import Strip

_GAP = 8.0  # between columns
_DETAIL = 10.2
_LINE = 10.6
_BASELINE = 3.0  # below the middle of a one-line row
_HEADER, _HEADER_LINE = 16.5, 9.2
_MOST_LINES = 40  # keeps a single absurd text from being taller than a page


class _Cell(NamedTuple):
    """A value as it is printed; ``wide`` is its width on one line, in points."""

    text: str
    wide: float
    colour: str
    strong: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a column stands in the table, in points from its left edge."""

    column: Column
    left: float
    width: float

    def draw(self, pen: Pen, x: float, baseline: float, text: str, cell: _Cell) -> None:
        """Draw one line of ``cell`` at the column's stacking edge."""
        left = x + self.left
        if self.column.right:
            wide = cell.wide if text is cell.text else fonts.width(text, BODY, cell.strong)
            left += self.width - wide
        pen.text(left, baseline, text, BODY, colour=cell.colour, strong=cell.strong)

    def lines(self, cell: _Cell) -> tuple[str, ...]:
        """``cell`` broken into lines of this column."""
        if cell.wide <= self.width:
            return (cell.text,)
        most = self.column.lines or _MOST_LINES
        return typeset.wrap(cell.text, BODY, self.width, cell.strong, most)


def table_strips(table: Table, width: float, currency: str, row_height: float) -> list[Strip]:
    """``table`` set in ``width`` points: its heading strip and one strip a row."""
    setters = [_Setter(column, currency) for column in table.columns]
    rows = [
        [setter.cell(value) for setter, value in zip(setters, row.values, strict=True)]
        for row in table.rows
    ]
    places = _places(table, rows, width)
    heading = _heading(places, width) if table.header else None
    strips = [
        _row(row, cells, places, width=width, one_line=row_height, heading=heading)
        for row, cells in zip(table.rows, rows, strict=True)
    ]
    if len(strips) > 1 and _sums_up(table):
        strips[-2] = replace(strips[-2], keep=True)  # no total alone on a page
    if heading is not None:
        strips.insert(0, Strip(heading.height, heading.draw, keep=True))
    return strips


def _sums_up(table: Table) -> bool:
    """Whether the last row is a total: its name is in bold, those of other rows are not."""
    name = table.rows[-1].values[0]
    return isinstance(name, Styled) and name.strong and not table.columns[0].strong


class _Setter:
    """Sets the values of one column; days and words that come again are measured once."""

    def __init__(self, column: Column, currency: str) -> None:
        self._column, self._currency = column, currency
        self._known: dict[object, _Cell] = {}

    def cell(self, value: Value | Styled) -> _Cell:
        """``value`` as it is printed."""
        key: object = value
        if isinstance(value, Styled):
            key = value.value, value.text, value.tone, value.strong
        cell = self._known.get(key)
        if cell is None:
            cell = self._known[key] = self._set(value)
        return cell

    def _set(self, value: Value | Styled) -> _Cell:
        tone, strong = self._column.tone, self._column.strong
        if isinstance(value, Styled):
            tone = value.tone if value.tone is not Tone.PLAIN else tone
            strong = strong or value.strong
        text = typeset.one_line(values.shown(value, self._column.kind, self._currency))
        return _Cell(text, fonts.width(text, BODY, strong), PAPER.tone(tone), strong)


def _places(table: Table, rows: Sequence[Sequence[_Cell]], width: float) -> tuple[_Place, ...]:
    """Columns by their shares; a number column is never narrower than its widest number, nor than
    its heading where there is room for all of them."""
    columns = table.columns
    room = width - _GAP * (len(columns) - 1)
    total = sum(column.share for column in columns)
    widths = [room * column.share / total for column in columns]
    for heads in (_whole, _words) if table.header else (_no_words,):
        wanted = [_wanted(column, rows, at, heads) for at, column in enumerate(columns)]
        pairs = zip(wanted, columns, strict=True)
        numbers = [want if column.right else 0.0 for want, column in pairs]
        fair = _fair_to_texts(_fair_to_numbers(widths, numbers, columns), wanted, columns)
        if sum(fair) <= room + 0.5:
            break
    places, left = [], 0.0
    for column, wide in zip(columns, fair, strict=True):
        places.append(_Place(column, left, wide))
        left += wide + _GAP
    return tuple(places)


def _whole(title: str) -> list[str]:
    return [title]


def _words(title: str) -> list[str]:
    return title.split()


def _no_words(_title: str) -> list[str]:
    return []


def _wanted(
    column: Column,
    rows: Sequence[Sequence[_Cell]],
    at: int,
    heads: Callable[[str], list[str]],
) -> float:
    """Width in which nothing of a column wraps but its heading, between what ``heads`` makes of it;
    0 for a column left empty to be written in."""
    widest = max((row[at].wide for row in rows), default=0.0)
    if not widest and not column.right:
        return 0.0
    return max([widest, *(fonts.width(part, SMALL) for part in heads(column.title))])


def _fair_to_numbers(
    widths: list[float], needed: list[float], columns: tuple[Column, ...]
) -> list[float]:
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


def _fair_to_texts(
    widths: list[float], wanted: list[float], columns: tuple[Column, ...]
) -> list[float]:
    """Texts that would wrap take what other texts leave over; an empty column stays as it is."""
    spare, lack = [], []
    for wide, want, column in zip(widths, wanted, columns, strict=True):
        text = not column.right and want > 0
        spare.append(max(wide - want, 0.0) if text else 0.0)
        lack.append(max(want - wide, 0.0) if text else 0.0)
    given = min(sum(spare), sum(lack))
    if not given:
        return widths
    give, take = given / sum(spare), given / sum(lack)
    return [
        wide - one * give + other * take
        for wide, one, other in zip(widths, spare, lack, strict=True)
    ]


def _heading(places: tuple[_Place, ...], width: float) -> Strip:
    titles = [typeset.wrap(place.column.title, SMALL, place.width) for place in places]
    height = _HEADER + (max(map(len, titles)) - 1) * _HEADER_LINE

    def draw(pen: Pen, x: float, top: float) -> None:
        for place, lines in zip(places, titles, strict=True):
            right = place.column.right
            at = x + place.left + (place.width if right else 0)
            baseline = top + height - 7 - (len(lines) - 1) * _HEADER_LINE
            for number, line in enumerate(lines):
                down = baseline + number * _HEADER_LINE
                align = "right" if right else "left"
                pen.text(at, down, line, SMALL, colour=PAPER.text3, align=align)
        pen.rule(x, top + height - 0.75, width, 0.75, PAPER.rule)

    return Strip(height, draw)


def _row(
    row: Row,
    cells: Sequence[_Cell],
    places: tuple[_Place, ...],
    *,
    width: float,
    one_line: float,
    heading: Strip | None,
) -> Strip:
    broken = [place.lines(cell) for place, cell in zip(places, cells, strict=True)]
    count = max(map(len, broken))
    detail = typeset.wrap(row.detail, SMALL, width, lines=_MOST_LINES) if row.detail else ()
    body = one_line + (count - 1) * _LINE
    height = body + (len(detail) * _DETAIL if detail else 0)

    def draw(pen: Pen, x: float, top: float) -> None:
        for place, cell, lines in zip(places, cells, broken, strict=True):
            for number, line in enumerate(lines):
                place.draw(pen, x, top + one_line / 2 + _BASELINE + number * _LINE, line, cell)
        for number, text in enumerate(detail):
            baseline = top + body + 4.6 + number * _DETAIL
            pen.text(x, baseline, text, SMALL, colour=PAPER.text3)
        pen.rule(x, top + height - 0.5, width)

    return Strip(height, draw, heading=heading)

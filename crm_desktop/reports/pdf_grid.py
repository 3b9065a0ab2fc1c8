"""A month on paper: weeks of seven days that fill the page, one strip a week."""

from __future__ import annotations

from crm_desktop.reports import fonts, typeset
from crm_desktop.reports.document import DayGrid, GridDay, Styled, Tone
from crm_desktop.reports.paper import BODY, PAPER, SMALL
from crm_desktop.reports.pen import Pen
from crm_desktop.reports.strips import Strip

_HEADS = 15.0
_TOP = 18.0  # of a day, for its number
_LINE = 9.4
_PAD = 3.0
_LEAST = 60.0  # of a week when they do not fit the page
_INDENT = 5.0  # of a thing, for the mark of its state
_LINES = 3  # of one thing
_Lines = list[tuple[str, Styled, bool]]  # words, what they belong to, whether it begins there


def grid_strips(block: DayGrid, width: float, room: float) -> list[Strip]:
    """``block`` in ``width`` points: each week as high as it needs, the rest of ``room`` given to
    those that need least. A day taller than the page says how many more there are."""
    heading = _heading(block.heads, width)
    most = int((room - _HEADS - _TOP - _PAD) / _LINE) - 1
    inner = width / 7 - 2 * _PAD - _INDENT
    cells = [[_cell(day, inner, most) for day in week] for week in block.weeks]
    needs = [_TOP + max(len(cell) for cell in week) * _LINE + _PAD for week in cells]
    level = _level(needs, room - _HEADS - 1)
    strips = [Strip(heading.height, heading.draw, keep=True)]
    for week, lines, need in zip(block.weeks, cells, needs, strict=True):
        strips.append(_week(week, lines, width, max(level, need), heading))
    return strips


def _level(needs: list[float], room: float) -> float:
    """The height that all lower weeks get so that all of them fill ``room``, if they fit."""
    left, count = room, len(needs)
    for need in sorted(needs, reverse=True):
        if need * count <= left:
            break
        left, count = left - need, count - 1
    return left / count if count else _LEAST


def _heading(heads: tuple[str, ...], width: float) -> Strip:
    each = width / 7

    def draw(pen: Pen, x: float, top: float) -> None:
        for number, text in enumerate(heads):
            words = typeset.shorten(text, SMALL, each - 6)
            pen.text(x + number * each + 4, top + 9, words, SMALL, colour=PAPER.text3)
        pen.rule(x, top + _HEADS - 0.75, width, 0.75, PAPER.text)

    return Strip(_HEADS, draw)


def _week(
    week: tuple[GridDay, ...], cells: list[_Lines], width: float, height: float, heading: Strip
) -> Strip:
    each = width / 7

    def draw(pen: Pen, x: float, top: float) -> None:
        for number, (day, cell) in enumerate(zip(week, cells, strict=True)):
            left = x + number * each
            if number:
                pen.box(left, top, 0.5, height, colour=PAPER.hairline)
            _number(pen, day, left + _PAD + 1, top, each - 2 * _PAD - 1)
            for place, (words, thing, begins) in enumerate(cell):
                baseline = top + _TOP + 7 + place * _LINE
                _thing(pen, words, thing, left + _PAD, baseline, begins=begins)
        pen.rule(x, top + height - 0.5, width, 0.5, PAPER.rule)

    return Strip(height, draw, heading=heading)


def _cell(day: GridDay, room: float, most: int) -> _Lines:
    """The lines of a day, at most ``most`` and one more that tells how many things are left."""
    lines: _Lines = []
    for number, thing in enumerate(day.things):
        words = typeset.wrap(thing.text or str(thing.value), SMALL, room, thing.strong, _LINES)
        if len(lines) + len(words) > most:
            more = Styled(f"+{len(day.things) - number}", tone=Tone.QUIET)
            return [*lines, (str(more.value), more, False)]
        lines += [(line, thing, not place) for place, line in enumerate(words)]
    return lines


def _number(pen: Pen, day: GridDay, x: float, top: float, room: float) -> None:
    text = str(day.day.day)
    colour = PAPER.text3 if day.outside else PAPER.text
    pen.text(x, top + 12, text, BODY, colour=colour, strong=not day.outside)
    used = fonts.width(text, BODY, strong=True) + 6
    name = typeset.shorten(day.name, SMALL, room - used) if day.name else ""
    pen.text(x + room - 1, top + 12, name, SMALL, colour=PAPER.text3, align="right")


def _thing(pen: Pen, words: str, thing: Styled, x: float, baseline: float, *, begins: bool) -> None:
    if begins:
        colour = PAPER.rule if thing.tone is Tone.QUIET else PAPER.tone(thing.tone)
        pen.box(x, baseline - 5.8, 1.5, 6.6, colour=colour)
    pen.text(
        x + _INDENT, baseline, words, SMALL, colour=PAPER.tone(thing.tone), strong=thing.strong
    )

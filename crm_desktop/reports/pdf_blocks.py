"""Laying out each kind of block as strips of a page."""

from __future__ import annotations

import math
from dataclasses import dataclass

from crm_desktop.core import formats, money
from crm_desktop.reports import chart_marks, charts, fonts, typeset, values
from crm_desktop.reports.document import (
    AgeBar,
    Bars,
    Block,
    Cards,
    DayGrid,
    Kpi,
    Kpis,
    Note,
    Numbered,
    RankedBars,
    Section,
    SideBySide,
    Signatures,
    StackedMonths,
    Summary,
    Table,
)
from crm_desktop.reports.paper import (
    BODY,
    FIGURE,
    HEADING,
    PAPER,
    REMARK,
    SMALL,
    SUMMARY,
    TODO,
)
from crm_desktop.reports.pdf_cards import card_strips
from crm_desktop.reports.pdf_grid import grid_strips
from crm_desktop.reports.pdf_table import table_strips
from crm_desktop.reports.pen import Pen
from crm_desktop.reports.strips import Strip, draw_stack, space, total_height

_SUMMARY_LINE = 15.6
_NOTE_LINE = 10.6
_TITLE_LINE = 13.0
_SIGN_ROOM = 34.0  # above the line, for a name written by hand
_SIGN_GAP = 18.0
_KPI_ROOM = 78.0  # that a figure needs
_BESIDE_FROM = 360.0  # width from which two blocks stand beside each other


@dataclass(frozen=True, slots=True)
class Setting:
    """What laying out needs to know.

    ``room`` is the height of the tallest strip the page can hold, ``between`` the space from
    one block of the page to the next and ``row`` the height of a table row, all in points.
    """

    currency: str
    room: float
    between: float
    row: float


def lay_out(blocks: tuple[Block, ...], width: float, setting: Setting) -> list[Strip]:
    """``blocks`` in ``width`` points, one below the other with space between."""
    strips: list[Strip] = []
    for block in blocks:
        if strips:
            strips.append(space(setting.between))
        strips.extend(_lay(block, width, setting))
    return strips


def _lay(block: Block, width: float, setting: Setting) -> list[Strip]:
    match block:
        case Summary():
            strips = _summary(block, width)
        case Kpis():
            strips = _kpis(block, width, setting.currency)
        case Table():
            strips = table_strips(block, width, setting.currency, setting.row)
        case Numbered():
            strips = _numbered(block, width)
        case Note():
            strips = _note(block, width)
        case Cards():
            strips = card_strips(block, width)
        case DayGrid():
            strips = grid_strips(block, width, setting.room)
        case Signatures():
            strips = [_signatures(block, width)]
        case Section() | SideBySide():
            strips = _nested(block, width, setting)
        case _:
            strips = _chart(block, width, setting.currency)
    return strips


def _nested(block: Section | SideBySide, width: float, setting: Setting) -> list[Strip]:
    if isinstance(block, Section):
        return _section(block, width, setting)
    return _side_by_side(block, width, setting)


def _summary(block: Summary, width: float) -> list[Strip]:
    # By the full stop: a Chinese name in an English sentence does not make it Chinese.
    joint = "" if block.sentences[0].endswith(("。", "！", "？")) else " "
    lines = typeset.wrap(joint.join(block.sentences), SUMMARY, width)

    def draw(pen: Pen, x: float, top: float) -> None:
        for number, line in enumerate(lines):
            pen.text(x, top + 11 + number * _SUMMARY_LINE, line, SUMMARY)

    return [Strip(_SUMMARY_LINE * len(lines) - 2, draw)]


def _kpis(block: Kpis, width: float, currency: str) -> list[Strip]:
    """One strip of figures, or several where the paper is narrow."""
    rows = math.ceil(len(block.items) / max(1, int(width / _KPI_ROOM)))
    across = math.ceil(len(block.items) / rows)
    starts = range(0, len(block.items), across)
    return [
        _kpi_row(block.items[at : at + across], width / across, block.earlier, currency)
        for at in starts
    ]


def _kpi_row(items: tuple[Kpi, ...], each: float, earlier: str, currency: str) -> Strip:
    rooms = [each - (20 if number else 10) for number in range(len(items))]
    changes = [
        typeset.wrap(values.kpi_changes(kpi, earlier), SMALL, room + 9)
        for kpi, room in zip(items, rooms, strict=True)
    ]
    more = (max(map(len, changes)) - 1) * _NOTE_LINE
    height, width = 62.0 + more, each * len(items)

    def draw(pen: Pen, x: float, top: float) -> None:
        pen.rule(x, top, width, 0.75, PAPER.rule)
        for number, kpi in enumerate(items):
            left = x + number * each + (10 if number else 0)
            if number:
                pen.box(x + number * each, top + 9, 0.75, 44 + more, colour=PAPER.hairline)
            _kpi(pen, kpi, left, top, room=rooms[number], currency=currency)
            for line, text in enumerate(changes[number]):
                at = top + 51.5 + line * _NOTE_LINE
                pen.text(left, at, text, SMALL, colour=PAPER.text3)
        pen.rule(x, top + height - 0.75, width, 0.75, PAPER.rule)

    return Strip(height, draw)


def _kpi(pen: Pen, kpi: Kpi, left: float, top: float, *, room: float, currency: str) -> None:
    pen.text(left, top + 15.5, fonts.printable(kpi.label), BODY, colour=PAPER.text2)
    figure, size = values.kpi_value(kpi, currency), FIGURE
    while size > 9 and fonts.width(figure, size, strong=True) > room:
        size -= 0.5
    pen.text(left, top + 36, figure, size, strong=True)


def _section(block: Section, width: float, setting: Setting) -> list[Strip]:
    first = block.blocks[0] if block.blocks else None
    months = first if isinstance(first, StackedMonths) else None
    room = width - (_keys_width(months) if months else 0.0)
    titles = typeset.wrap(block.title, HEADING, room, strong=True)
    beside = fonts.width(titles[-1], HEADING, strong=True) + 7
    remarks = typeset.wrap(block.remark, REMARK, room)
    below = fonts.width(remarks[0], REMARK) > room - beside or len(remarks) > 1
    last = top_of_last = 10.5 + (len(titles) - 1) * _TITLE_LINE
    if below and block.remark:
        beside, last = 0.0, last + len(remarks) * _NOTE_LINE

    def draw(pen: Pen, x: float, top: float) -> None:
        pen.bookmark(block.title, top)
        pen.heading(block.title, x, top)
        for number, line in enumerate(titles):
            pen.text(x, top + 10.5 + number * _TITLE_LINE, line, HEADING, strong=True)
        if block.remark:
            for number, line in enumerate(remarks, start=1 if below else 0):
                at = top + top_of_last + number * _NOTE_LINE
                pen.text(x + beside, at, line, REMARK, colour=PAPER.text3)
        if months:
            _keys(pen, months, x + width, top + 10.5)

    tight = isinstance(first, Table) and first.header
    under = last + (7.5 if tight else 10.5)
    return [Strip(under, draw, keep=True), *_stack(block.blocks, width, setting)]


def _stack(blocks: tuple[Block, ...], width: float, setting: Setting) -> list[Strip]:
    strips: list[Strip] = []
    for block in blocks:
        if strips:
            strips.append(space(7))
        strips.extend(_lay(block, width, setting))
    return strips


def _keys_width(chart: StackedMonths) -> float:
    names = (chart.upper_name, chart.lower_name, chart.marks_name)
    return sum(fonts.width(name, REMARK) + 20 for name in names)


def _keys(pen: Pen, chart: StackedMonths, right: float, baseline: float) -> None:
    """The legend of a month chart, its right end at ``right``."""
    for name, colour in ((chart.upper_name, PAPER.light), (chart.lower_name, PAPER.accent)):
        right -= fonts.width(name, REMARK)
        pen.text(right, baseline, name, REMARK, colour=PAPER.text2)
        pen.box(right - 10, baseline - 6.3, 6.5, 6.5, colour=colour, radius=1.5)
        right -= 19
    right -= fonts.width(chart.marks_name, REMARK)
    pen.text(right, baseline, chart.marks_name, REMARK, colour=PAPER.text2)
    pen.box(right - 11.5, baseline - 3.8, 8, 1.5, colour=PAPER.text3)


def _chart(
    block: StackedMonths | RankedBars | AgeBar | Bars, width: float, currency: str
) -> list[Strip]:
    height = charts.height_of(block)
    legend = _age_legend(block, width, currency) if isinstance(block, AgeBar) else []

    def draw(pen: Pen, x: float, top: float) -> None:
        drawn = charts.figure(block, width, height, currency)
        pen.figure(drawn, x, top, height)
        marks = chart_marks.marks(block, drawn, width, height, currency)
        pen.note_chart(x, top, width, height + total_height(legend), marks)

    return [Strip(height, draw, keep=bool(legend)), *legend]


def _age_legend(block: AgeBar, width: float, currency: str) -> list[Strip]:
    total = sum(block.amounts)
    strips = [space(8)]
    for place, (label, amount) in enumerate(zip(block.labels, block.amounts, strict=True)):
        if amount:
            share = money.divide_half_up(amount * 10_000, total)
            colour = PAPER.ages[min(place, len(PAPER.ages) - 1)]
            key = _age_key(label, amount, share, colour=colour, width=width, currency=currency)
            strips.append(key)
    return strips


def _age_key(
    label: str, amount: int, share: int, *, colour: str, width: float, currency: str
) -> Strip:
    def draw(pen: Pen, x: float, top: float) -> None:
        pen.box(x, top + 3.2, 6.5, 6.5, colour=colour, radius=1.5)
        pen.text(x + 12, top + 9.8, label, BODY, colour=PAPER.text2)
        figure = values.money_text(amount, currency)
        pen.text(x + width - 40, top + 9.8, figure, BODY, strong=True, align="right")
        percent = formats.percent(share)
        pen.text(x + width, top + 9.8, percent, REMARK, colour=PAPER.text3, align="right")

    return Strip(15.5, draw)


def _numbered(block: Numbered, width: float) -> list[Strip]:
    return [_item(n, sentence, width) for n, sentence in enumerate(block.sentences, start=1)]


def _item(number: int, sentence: str, width: float) -> Strip:
    lines = typeset.wrap(sentence, TODO, width - 20)

    def draw(pen: Pen, x: float, top: float) -> None:
        pen.box(x, top + 1, 13, 13, colour=PAPER.accent_soft, radius=6.5)
        pen.text(
            x + 6.5,
            top + 10.3,
            str(number),
            SMALL,
            colour=PAPER.accent_text,
            strong=True,
            align="center",
        )
        for place, line in enumerate(lines):
            pen.text(x + 20, top + 10.8 + place * 12.5, line, TODO)

    return Strip(16.8 + (len(lines) - 1) * 12.5, draw)


def _note(block: Note, width: float) -> list[Strip]:
    return [_note_line(line) for line in typeset.wrap(block.text, SMALL, width)]


def _signatures(block: Signatures, width: float) -> Strip:
    each = (width - _SIGN_GAP * (len(block.labels) - 1)) / len(block.labels)

    def draw(pen: Pen, x: float, top: float) -> None:
        for place, label in enumerate(block.labels):
            left = x + place * (each + _SIGN_GAP)
            pen.rule(left, top + _SIGN_ROOM, each, 0.75, PAPER.text)
            for number, line in enumerate(typeset.wrap(label, BODY, each, lines=2)):
                baseline = top + _SIGN_ROOM + 11 + number * _NOTE_LINE
                pen.text(left, baseline, line, BODY, colour=PAPER.text2)

    return Strip(_SIGN_ROOM + 16 + _NOTE_LINE, draw)


def _note_line(line: str) -> Strip:
    def draw(pen: Pen, x: float, top: float) -> None:
        pen.text(x, top + 8, line, SMALL, colour=PAPER.text3)

    return Strip(_NOTE_LINE, draw)


def _side_by_side(block: SideBySide, width: float, setting: Setting) -> list[Strip]:
    left_width = (width - block.gap) * block.share
    right_width = width - block.gap - left_width
    left = _stack(block.left, left_width, setting)
    right = _stack(block.right, right_width, setting)
    height = max(total_height(left), total_height(right))
    if height > setting.room or width < _BESIDE_FROM:
        return [
            *_stack(block.left, width, setting),
            space(setting.between),
            *_stack(block.right, width, setting),
        ]

    def draw(pen: Pen, x: float, top: float) -> None:
        draw_stack(pen, left, x, top)
        draw_stack(pen, right, x + left_width + block.gap, top)

    return [Strip(height, draw)]

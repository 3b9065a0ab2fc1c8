"""Cards on paper: pictures side by side, each over its title, its lines and its figure."""

from __future__ import annotations

from crm_desktop.reports import fonts, typeset
from crm_desktop.reports.document import Card, Cards
from crm_desktop.reports.paper import BODY, HEADING, PAPER, SMALL
from crm_desktop.reports.pen import Pen
from crm_desktop.reports.strips import Strip

_GAP = 14.0
_PICTURE = 118.0
_PAD = 8.0
_LINE = 11.4
_TITLE_LINES, _MOST_LINES = 2, 4
_BELOW = 16.0


def card_strips(block: Cards, width: float) -> list[Strip]:
    """One strip a row of cards; a row never breaks over two pages."""
    each = (width - _GAP * (block.across - 1)) / block.across
    return [
        _row(block.items[start : start + block.across], each)
        for start in range(0, len(block.items), block.across)
    ]


def _row(cards: tuple[Card, ...], each: float) -> Strip:
    texts = [_lines(card, each) for card in cards]
    most = max(len(title) + len(rest) for title, rest in texts)
    height = _PICTURE + _PAD + most * _LINE + HEADING + 8 + _BELOW

    def draw(pen: Pen, x: float, top: float) -> None:
        for place, (card, (title, rest)) in enumerate(zip(cards, texts, strict=True)):
            left = x + place * (each + _GAP)
            _picture(pen, card, left, top, each)
            baseline = top + _PICTURE + _PAD + 8
            for line in title:
                pen.text(left, baseline, line, BODY, strong=True)
                baseline += _LINE
            for line in rest:
                pen.text(left, baseline, line, SMALL, colour=PAPER.text3)
                baseline += _LINE
            figure = typeset.shorten(card.figure, HEADING, each, strong=True)
            pen.text(left, baseline + 3, figure, HEADING, colour=PAPER.accent_text, strong=True)

    return Strip(height, draw)


def _lines(card: Card, width: float) -> tuple[tuple[str, ...], list[str]]:
    title = typeset.wrap(card.title, BODY, width, strong=True, lines=_TITLE_LINES)
    rest = [typeset.shorten(line, SMALL, width) for line in card.lines[:_MOST_LINES]]
    return title, rest


def _picture(pen: Pen, card: Card, left: float, top: float, width: float) -> None:
    """The picture centred in its box; without one the first letter or digit stands for it."""
    pen.box(left, top, width, _PICTURE, colour=PAPER.hairline, radius=6)
    pen.box(left + 0.5, top + 0.5, width - 1, _PICTURE - 1, colour=PAPER.ground, radius=5.5)
    if card.picture:
        side = _PICTURE - 12
        pen.image(card.picture, left + (width - side) / 2, top + 6, side)
        return
    mark = fonts.printable(next(filter(str.isalnum, card.title), "").upper())
    pen.text(
        left + width / 2, top + _PICTURE / 2 + 12, mark, 34, colour=PAPER.rule, strong=True,
        align="center",
    )  # fmt: skip

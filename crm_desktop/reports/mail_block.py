"""Lines of an address or a greeting set into a box: wrapped, made smaller, never cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.reports import typeset
from crm_desktop.reports.paper import PAPER
from crm_desktop.reports.pen import Pen

_STEP = 0.94
_LEADING = 1.34


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text, ``size`` times as large as the block's type."""

    text: str
    size: float = 1.0
    strong: bool = False
    colour: str = PAPER.text


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is drawn; ``size`` in points."""

    text: str
    size: float
    strong: bool
    colour: str

    @property
    def height(self) -> float:
        """From this line to the next."""
        return self.size * _LEADING


def fit(
    parts: Sequence[Part], width: float, height: float, size: float, *, even: bool = False
) -> tuple[Line, ...]:
    """``parts`` in lines of type of ``size`` points, or as much smaller as ``width`` by ``height``
    points ask for. Nothing is shortened. ``even`` makes the lines of a part about as long."""
    while True:
        lines = tuple(_lines(parts, width, size, even=even))
        if sum(line.height for line in lines) <= height or size < 1:
            return lines
        size *= _STEP


def _lines(parts: Sequence[Part], width: float, size: float, *, even: bool) -> list[Line]:
    made: list[Line] = []
    for part in parts:
        points = size * part.size
        texts = typeset.wrap(part.text, points, width, part.strong)
        if even and len(texts) > 1:
            texts = _even(part, points, width, texts)
        made += [Line(text, points, part.strong, part.colour) for text in texts]
    return made


def _even(part: Part, points: float, width: float, texts: tuple[str, ...]) -> tuple[str, ...]:
    """The same number of lines in the narrowest box that holds them."""
    while True:
        width *= _STEP
        tried = typeset.wrap(part.text, points, width, part.strong)
        if len(tried) > len(texts):
            return texts
        texts = tried


def draw(pen: Pen, lines: Sequence[Line], x: float, top: float, align: str = "left") -> float:
    """Draw ``lines`` from ``top`` down at ``x``; returns where they end."""
    for line in lines:
        baseline = top + line.size * 0.98
        pen.text(
            x, baseline, line.text, line.size, colour=line.colour, strong=line.strong, align=align
        )
        top += line.height
    return top


def total(lines: Sequence[Line]) -> float:
    """Height of ``lines``."""
    return sum(line.height for line in lines)

"""Where charts stand on the pages of a PDF and what each of their marks says, for the preview."""

from __future__ import annotations

from dataclasses import dataclass, replace

HEADING_ROOM = 26.0
"""A heading stands at most so many points above its chart."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a chart that stands for a value, in points from the upper left corner."""

    left: float
    top: float
    width: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class ChartPlace:
    """A chart with its heading: ``page`` from 0, the rest in points from the page's upper left
    corner."""

    page: int
    title: str
    left: float
    top: float
    width: float
    height: float
    marks: tuple[Mark, ...]


def moved(mark: Mark, right: float, down: float) -> Mark:
    """``mark`` of a chart whose corner is at ``right``, ``down``."""
    return replace(mark, left=mark.left + right, top=mark.top + down)

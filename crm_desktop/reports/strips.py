"""Horizontal strips of a page: what layout makes of blocks, and how they fall onto pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from crm_desktop.reports.pen import Pen

Draw = Callable[[Pen, float, float], None]


@dataclass(frozen=True, slots=True)
class Strip:
    """Something ``height`` points high, drawn at (x, top).

    ``keep`` holds it on the page of the strip after it; ``air`` is space that vanishes at the
    top of a page; ``heading`` is drawn again above it when a page would begin with it.
    """

    height: float
    draw: Draw | None = None
    keep: bool = False
    heading: Strip | None = None

    @property
    def air(self) -> bool:
        """True for mere distance."""
        return self.draw is None


@dataclass(slots=True)
class Sheet:
    """One page's strips in order, and how much room is left below them."""

    room: float
    strips: list[Strip] = field(default_factory=list)

    def add(self, strip: Strip) -> None:
        """Put ``strip`` below the others."""
        self.strips.append(strip)
        self.room -= strip.height


def space(height: float) -> Strip:
    """Distance between blocks; kept with what follows so that none ends a page."""
    return Strip(height, keep=True)


def total_height(strips: Iterable[Strip]) -> float:
    """Height of ``strips`` stacked."""
    return sum(strip.height for strip in strips)


def draw_stack(pen: Pen, strips: Iterable[Strip], x: float, top: float) -> None:
    """Draw ``strips`` one below the other."""
    for strip in strips:
        if strip.draw is not None:
            strip.draw(pen, x, top)
        top += strip.height


def break_pages(strips: Iterable[Strip], first_room: float, room: float) -> list[Sheet]:
    """``strips`` on sheets with ``first_room`` and then ``room`` points of height."""
    sheets = [Sheet(first_room)]
    for group in _groups(strips):
        if total_height(group) > sheets[-1].room and sheets[-1].strips:
            sheets.append(Sheet(room))
            _begin(sheets[-1], group)
        else:
            for strip in group:
                sheets[-1].add(strip)
    return sheets


def _begin(sheet: Sheet, group: list[Strip]) -> None:
    while group and group[0].air:
        group = group[1:]
    if group and group[0].heading is not None:
        sheet.add(group[0].heading)
    for strip in group:
        sheet.add(strip)


def _groups(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.keep:
            yield group
            group = []
    if group:
        yield group

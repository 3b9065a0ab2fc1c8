"""Making a follow-up longer or shorter by its edge."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

from crm_desktop.services.calendar.calendar_rows import Dated
from crm_desktop.ui import theme
from crm_desktop.ui.calendar.time_grid import DAY, SNAP

_EDGE = 6


@dataclass(frozen=True, slots=True)
class Sizing:
    """A follow-up being resized: ``begin`` and ``end`` are minutes of its day."""

    one: Dated
    begin: int
    end: int
    by_top: bool = False

    def to(self, minute: int) -> Sizing:
        """With its edge at a minute; it stays at least ``SNAP`` long and within its day."""
        if self.by_top:
            return replace(self, begin=max(0, min(minute, self.end - SNAP)))
        return replace(self, end=min(DAY, max(minute, self.begin + SNAP)))

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.end - self.begin


def edge_at(box: QRectF, where: QPointF) -> str:
    """``top``, ``bottom`` or nothing: which edge of a box a point is at."""
    near = min(float(theme.m(_EDGE)), box.height() / 4)
    if not box.contains(where):
        return ""
    if where.y() >= box.bottom() - near:
        return "bottom"
    return "top" if where.y() <= box.top() + near / 2 else ""

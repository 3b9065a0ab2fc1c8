"""What the user changed of a sheet before it is imported; the file itself stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from crm_desktop.exchange.sheets import Cell, Sheet

Place = tuple[int, int]
"""Row and column of a cell, 0-based."""


@dataclass(frozen=True, slots=True)
class Changes:
    """``edited`` cells read as typed, those in ``as_text`` go into the remark alone."""

    edited: Mapping[Place, Cell] = field(default_factory=dict)
    as_text: frozenset[Place] = frozenset()

    def applied(self, sheet: Sheet) -> Sheet:
        """The sheet with the edited cells in it."""
        if not self.edited:
            return sheet
        rows = list(sheet.rows)
        for (row, position), cell in self.edited.items():
            cells = [*rows[row], *[""] * (position + 1 - len(rows[row]))]
            cells[position] = cell
            rows[row] = cells
        return replace(sheet, rows=rows)

    def with_cells(self, cells: Mapping[Place, Cell]) -> Changes:
        """The same with more edited cells."""
        return Changes({**self.edited, **cells}, self.as_text - cells.keys())

    def with_text(self, places: frozenset[Place]) -> Changes:
        """The same with more cells that are notes only."""
        return Changes(self.edited, self.as_text | places)


NO_CHANGES = Changes()

"""The columns of one table by field, and how their cells are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm_desktop.core import jobs
from crm_desktop.exchange import values
from crm_desktop.exchange.columns import Cells
from crm_desktop.exchange.mapping import Column
from crm_desktop.exchange.sheets import Cell
from crm_desktop.exchange.values import Notes


@dataclass(slots=True)
class Fields:
    """The columns of a table by field, and how to read them.

    ``currency``, ``default_area``, ``year``, ``month``, ``date_1904`` are what cells leave unsaid.
    """

    cells: Cells
    columns: Sequence[Column]
    notes: Notes
    currency: str
    default_area: str = ""
    year: int = 0
    month: int = 0
    date_1904: bool = False

    def __len__(self) -> int:
        return len(self.cells.rows)

    def has(self, field: str) -> bool:
        """True when a column goes to ``field``."""
        return any(column.field == field for column in self.columns)

    def of(self, field: str) -> tuple[list[Cell], str]:
        """Cells and heading of the first column of ``field``; empty cells without one."""
        jobs.check()  # each column is read by way of here, so a long sheet can be stopped
        for column in self.columns:
            if column.field == field:
                return self.cells.by_position[column.position], column.heading
        return [""] * len(self), ""

    def each(self, field: str) -> list[tuple[list[Cell], str]]:
        """Cells and heading of every column of ``field``."""
        return [
            (self.cells.by_position[column.position], column.heading)
            for column in self.columns
            if column.field == field
        ]

    def texts(self, field: str) -> list[str]:
        """Plain text of ``field``."""
        return values.texts(self.of(field)[0]) if self.has(field) else [""] * len(self)

    def codes(self, field: str) -> list[str]:
        """Numbers that are names."""
        return values.codes(*self.of(field), self.notes) if self.has(field) else [""] * len(self)

    def days(self, field: str) -> list[Any]:
        """Dates of ``field``; year and month of the sheet help only the dates of sales."""
        if not self.has(field):
            return [None] * len(self)
        year, month = (self.year, self.month) if field == "date" else (0, 0)
        order = next(column.order for column in self.columns if column.field == field)
        return values.days(
            *self.of(field), self.notes, year=year, month=month, date_1904=self.date_1904,
            order=order,
        )  # fmt: skip

    def money(self, field: str) -> values.Money:
        """Amounts of ``field`` in minor units."""
        cells, heading = self.of(field)
        if not self.has(field):
            return values.Money([None] * len(self))
        scale = next(column.scale for column in self.columns if column.field == field)
        return values.amounts(cells, heading, self.notes, self.currency, scale)

    def counts(self, field: str) -> list[int | None]:
        """Whole numbers of ``field``."""
        return values.counts(*self.of(field), self.notes) if self.has(field) else [None] * len(self)

"""One sheet as it was understood, and why it may be left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from crm_desktop.core.i18n import N_
from crm_desktop.exchange.cell_changes import NO_CHANGES, Changes
from crm_desktop.exchange.mapping import Column
from crm_desktop.exchange.sheets import Sheet
from crm_desktop.exchange.understand import Layout, RowKind
from crm_desktop.services.imports.import_recipes import Recipe
from crm_desktop.services.imports.imports_data import CleanTable


class LeftOut(StrEnum):
    """Why a sheet is not imported unless the user asks for it."""

    NO = ""
    HIDDEN = "hidden"
    SUMMARY = "summary"
    EMPTY = "empty"
    UNKNOWN = "unknown"
    LAST_TIME = "last_time"


WHY_LEFT_OUT: dict[LeftOut, str] = {
    LeftOut.HIDDEN: N_("The sheet is hidden."),
    LeftOut.SUMMARY: N_("It sums up the other sheets; importing it would count everything twice."),
    LeftOut.EMPTY: N_("The sheet is empty."),
    LeftOut.UNKNOWN: N_("It was not clear what its columns are."),
    LeftOut.LAST_TIME: N_("You left such a sheet out last time."),
}
"""Sentences for the preview, in English; pass them through ``_`` when shown."""


@dataclass(frozen=True, slots=True)
class PreparedSheet:
    """One sheet as understood. ``include`` says whether it will be imported; ``recipe`` is how
    such a sheet was read last time, where that served."""

    book: int
    file: str
    sheet: Sheet
    layout: Layout
    kind: str
    columns: tuple[Column, ...]
    include: bool
    left_out: LeftOut = LeftOut.NO
    table: CleanTable | None = None
    changes: Changes = NO_CHANGES
    recipe: Recipe | None = None

    @property
    def name(self) -> str:
        """Name of the sheet; empty for text files."""
        return self.sheet.name

    def skipped(self) -> Counter[RowKind]:
        """How many rows are no records, by reason."""
        return Counter(kind for kind in self.layout.kinds if kind is not RowKind.DATA)

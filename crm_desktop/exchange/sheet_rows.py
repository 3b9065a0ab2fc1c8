"""Repeating rows of a worksheet, with everything that refers to the rows below them.

openpyxl moves the cells; heights, merged cells, formulas, formats, pictures and print areas stay
behind unless they are moved as well. Rows are 1-based, as in Excel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

_AREA = re.compile(
    r"(?P<sheet>.*!)?(?P<c1>\$?[A-Z]{1,3}\$?)(?P<r1>\d+)(?::(?P<c2>\$?[A-Z]{1,3}\$?)(?P<r2>\d+))?"
)


@dataclass(frozen=True, slots=True)
class _Growth:
    """Rows ``first`` to ``last`` of a sheet come ``times`` times."""

    sheet: Any
    first: int
    last: int
    times: int

    @property
    def extra(self) -> int:
        return (self.last - self.first + 1) * (self.times - 1)

    def row(self, row: int) -> int:
        """Where a row stands afterwards."""
        return row if row <= self.last else row + self.extra

    def end(self, row: int) -> int:
        """Where the end of an area stands; one that reaches the last of the rows grows."""
        return row if row < self.last else row + self.extra

    def area(self, area: str, *, grow: bool = True) -> str:
        """``A9:C12`` or ``B9``, moved; anything else as it is."""
        match = _AREA.fullmatch(area)
        if match is None:
            return area
        first = int(match["r1"])
        sheet = match["sheet"] or ""
        if match["r2"] is None:
            return f"{sheet}{match['c1']}{self.row(first)}"
        last = int(match["r2"])
        inside = not grow and self.first <= first and last <= self.last
        end = last if inside else self.end(last)
        return f"{sheet}{match['c1']}{self.row(first)}:{match['c2']}{end}"

    def areas(self, areas: str) -> str:
        """Several areas with blanks between them."""
        return " ".join(self.area(one) for one in areas.split())


def repeat(book: Any, sheet: Any, first: int, last: int, times: int) -> None:
    """Let the rows ``first`` to ``last`` come ``times`` times, one below the other."""
    growth = _Growth(sheet, first, last, times)
    if growth.extra <= 0:
        return
    pattern = _pattern(sheet, first, last)
    sheet.insert_rows(last + 1, growth.extra)
    _move_formulas(book, growth)
    _move_heights(growth)
    inside = _move_merged(growth)
    for number in range(1, times):
        _copy(sheet, pattern, number * (last - first + 1))
    _merge_copies(growth, inside)
    _move_marks(growth)
    _move_pictures(growth)


def _pattern(sheet: Any, first: int, last: int) -> list[Any]:
    from openpyxl.cell.cell import MergedCell

    cells = [sheet._cells[place] for place in sorted(sheet._cells) if first <= place[0] <= last]
    return [cell for cell in cells if not isinstance(cell, MergedCell)]


def _copy(sheet: Any, pattern: list[Any], down: int) -> None:
    from openpyxl.formula.translate import Translator

    for cell in pattern:
        new = sheet.cell(cell.row + down, cell.column)
        new._style = copy(cell._style)
        if cell.data_type == "f" and isinstance(cell.value, str):
            new.value = Translator(cell.value, cell.coordinate).translate_formula(new.coordinate)
        elif cell.data_type != "f":
            new.value = copy(cell.value)
            new.data_type = cell.data_type


def _move_heights(growth: _Growth) -> None:
    heights = growth.sheet.row_dimensions
    moved = {row: heights.pop(row) for row in sorted(heights) if row > growth.last}
    for row, height in moved.items():
        height.index = growth.row(row)
        heights[growth.row(row)] = height
    size = growth.last - growth.first + 1
    for row in range(growth.first, growth.last + 1):
        if row in heights and heights[row].height is not None:
            for number in range(1, growth.times):
                heights[row + number * size].height = heights[row].height


def _move_merged(growth: _Growth) -> list[Any]:
    """Merged cells below move, those around grow; returns those inside the rows."""
    from openpyxl.worksheet.cell_range import MultiCellRange

    kept, inside = [], []
    for area in list(growth.sheet.merged_cells.ranges):
        if growth.first <= area.min_row and area.max_row <= growth.last:
            inside.append(area)
        elif area.min_row > growth.last:
            area.shift(row_shift=growth.extra)
        elif area.max_row >= growth.last:
            area.expand(down=growth.extra)
        kept.append(area)
    growth.sheet.merged_cells = MultiCellRange(kept)
    return inside


def _merge_copies(growth: _Growth, inside: list[Any]) -> None:
    size = growth.last - growth.first + 1
    for area in inside:
        for number in range(1, growth.times):
            growth.sheet.merge_cells(
                start_row=area.min_row + number * size,
                end_row=area.max_row + number * size,
                start_column=area.min_col,
                end_column=area.max_col,
            )


def _move_formulas(book: Any, growth: _Growth) -> None:
    for sheet in book.worksheets:
        for cell in list(sheet._cells.values()):
            if cell.data_type != "f":
                if cell.hyperlink is not None:
                    cell.hyperlink.ref = cell.coordinate
                continue
            inside = sheet is growth.sheet and growth.first <= cell.row <= growth.last
            if isinstance(cell.value, str):
                cell.value = _moved_formula(cell.value, sheet, growth, grow=not inside)
            elif hasattr(cell.value, "ref") and sheet is growth.sheet:
                cell.value.ref = growth.area(cell.value.ref)
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name in names.values():
            if name.attr_text:
                name.attr_text = _moved_formula(f"={name.attr_text}", None, growth)[1:]


def _moved_formula(formula: str, sheet: Any, growth: _Growth, *, grow: bool = True) -> str:
    """A formula of ``sheet`` with what it refers to moved."""
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import Token

    parts = ["="]
    for token in Tokenizer(formula).items:
        value = token.value
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            named, mark, _area = value.rpartition("!")
            title = named.strip("'").replace("''", "'")
            if title == growth.sheet.title if mark else sheet is growth.sheet:
                value = growth.area(value, grow=grow)
        parts.append(value)
    return "".join(parts)


def _move_marks(growth: _Growth) -> None:
    """Conditional formats, validations, filter, tables and page breaks."""
    from openpyxl.formatting.formatting import ConditionalFormattingList
    from openpyxl.worksheet.cell_range import MultiCellRange

    sheet = growth.sheet
    formats = ConditionalFormattingList()
    for one in sheet.conditional_formatting:
        for rule in one.rules:
            formats.add(growth.areas(str(one.sqref)), rule)
    sheet.conditional_formatting = formats
    for validation in sheet.data_validations.dataValidation:
        validation.sqref = MultiCellRange(growth.areas(str(validation.sqref)))
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = growth.area(sheet.auto_filter.ref)
    for table in sheet.tables.values():
        table.ref = growth.area(table.ref)
        if table.autoFilter is not None:
            table.autoFilter.ref = table.ref
    for page in sheet.row_breaks.brk:
        page.id = growth.row(page.id)
    if sheet.print_area:
        sheet.print_area = [
            growth.area(area.rpartition("!")[2]) for area in _areas(sheet.print_area)
        ]


def _areas(printed: Any) -> Iterator[str]:
    yield from (str(printed).split(",") if isinstance(printed, str) else map(str, printed))


def _move_pictures(growth: _Growth) -> None:
    for picture in (*growth.sheet._images, *growth.sheet._charts):
        for corner in ("_from", "to"):
            place = getattr(picture.anchor, corner, None)
            if place is not None:
                place.row = growth.row(place.row + 1) - 1

"""Birthdays of a column: with or without a year, of either calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.core import clock
from crm_desktop.exchange.dates import NOTHING, DateNote, decide_order, ordered, parse_all
from crm_desktop.exchange.sheets import Cell


@dataclass(frozen=True, slots=True)
class Birthday:
    """A birthday; ``year`` may be 0. Lunar ones count lunar months and days."""

    year: int
    month: int
    day: int
    lunar: bool = False
    leap: bool = False


@dataclass(frozen=True, slots=True)
class BirthdayColumn:
    """Birthdays of a column by row, with notes like ``DateColumn``."""

    birthdays: list[Birthday | None]
    notes: list[tuple[int, DateNote]]


def read_birthdays(cells: Sequence[Cell], *, date_1904: bool = False) -> BirthdayColumn:
    """Every cell as a birthday: without a year is fine, in the future means a century back."""
    parsed = parse_all(cells, date_1904)
    order, _unclear = decide_order(parsed)
    today = clock.today()
    found: list[Birthday | None] = []
    notes: list[tuple[int, DateNote]] = []
    for index, parts in enumerate(parsed):
        one = ordered(parts, order) if parts.triple else parts
        if one.problem or (one != NOTHING and not (one.month and one.day)):
            notes.append((index, one.problem or DateNote.NOT_A_DATE))
            found.append(None)
            continue
        if one == NOTHING:
            found.append(None)
            continue
        year = one.year
        if year and (year, one.month, one.day) > (today.year, today.month, today.day):
            if one.long_year:
                notes.append((index, DateNote.IN_FUTURE))
                year = 0
            else:
                year -= 100
        found.append(Birthday(year, one.month, one.day, one.lunar, one.leap))
    return BirthdayColumn(found, notes)

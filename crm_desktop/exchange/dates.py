"""Dates as sheets hold them, read column by column.

A cell alone often does not say enough: ``24/5/1``, ``05/06/2024``, ``5.1``, ``8日``. The order of
day and month is decided over all rows, missing years and months come from the title or the rows
around, and every such help is noted. A date that does not exist is never bent into one.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from crm_desktop.core import clock, text
from crm_desktop.exchange.lunar_words import lunar_day
from crm_desktop.exchange.sheets import Cell


class DateNote(StrEnum):
    """What had to be assumed for a date, or why there is none."""

    YEAR_ADDED = "year_added"
    MONTH_ADDED = "month_added"
    MONTH_START = "month_start"
    ORDER_ASSUMED = "order_assumed"
    NO_YEAR = "no_year"
    NO_SUCH_DAY = "no_such_day"
    NOT_A_DATE = "not_a_date"
    IN_FUTURE = "in_future"


LEFT_OUT = frozenset({DateNote.NO_YEAR, DateNote.NO_SUCH_DAY, DateNote.NOT_A_DATE})
"""Notes that mean the cell gave no date."""


class Parts(NamedTuple):
    """What one cell says. ``triple`` is set while day, month and year are not told apart."""

    year: int = 0
    month: int = 0
    day: int = 0
    triple: tuple[int, int, int] | None = None
    year_first: bool = True  # of a triple: the first part has the two digits a year is written in
    year_last: bool = True
    long_year: bool = False
    lunar: bool = False
    leap: bool = False
    tenth: bool = False  # the number 5.1, which a cell typed as 5.10 also becomes
    problem: DateNote | None = None


NOTHING = Parts()
_NOTHING = re.compile(
    r"无|没有|不详|未知|不明|空|未填|保密|[-/\\—.]*|0+|0000[-/]0?0[-/]0?0.*|1900[-/]0?1[-/]0?0.*"
    r"|1900/1/0|0/0/0+|n/?a|null|none|nan|nat|同上"
)
_TAIL = r"(?:\s*[日号])?(?:\s*$|[T\s(（,，周星].*$)"
_FULL = re.compile(r"(\d{4})\s*[-/.年·\s]\s*(\d{1,2})\s*[-/.月·\s]\s*(\d{1,2})" + _TAIL)
_TRIPLE = re.compile(r"(\d{1,2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2}|\d{4})" + _TAIL)
_SHORT_YEAR = re.compile(r"(\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})" + _TAIL)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{4}|\d{6})?(?:\s.*)?")
_SIX = re.compile(r"(\d\d)(\d\d)(\d\d)")
_YEAR_MONTH = re.compile(r"(\d{4}|\d{2}(?=年))\s*[-/.年]\s*(\d{1,2})\s*(?:月份?)?")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:\s*[(（周星].*)?")
_DAY = re.compile(r"(\d{1,2})\s*[日号]")
_DASHED = re.compile(r"--(\d\d)-?(\d\d)")
_YEAR_ONLY = re.compile(r"((?:19|20)\d\d)\s*年?")
_ROC = re.compile(r"(?:中华)?民国\s*(\d{1,3})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_NAMED_DMY = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s\-/.]*([a-z]{3,9})[\s\-/.,]*(\d{4}|\d{2})?(?:\s.*)?"
)
_NAMED_MDY = re.compile(
    r"([a-z]{3,9})[\s\-/.]*(\d{1,2})(?:st|nd|rd|th)?(?:[\s\-/.,]+(\d{4}|\d{2}))?(?:\s.*)?"
)
_NAMED_YMD = re.compile(r"(\d{4})[\s\-/.]*([a-z]{3,9})[\s\-/.]*(\d{1,2})(?:\s.*)?")
_HAN_MONTH_DAY = re.compile(r"([一二三四五六七八九十]{1,2})月([一二三四五六七八九十廿]{1,3})[日号]")
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_HAN_DATE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十廿]{1,3})[日号]?"
)
_EPOCHS = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}


def _from_number(value: float, date_1904: bool) -> Parts:
    """A serial day, ``20240501``, ``240501``, ``5.1`` (month and day), or a bare year."""
    whole = int(value)
    if 19_000_101 <= whole <= 21_001_231:
        return _checked(whole // 10_000, whole // 100 % 100, whole % 100)
    first, last = (8_000, 71_589) if date_1904 else (10_000, 73_051)
    if first <= value < last:
        day = _EPOCHS[date_1904] + dt.timedelta(days=whole)
        return Parts(day.year, day.month, day.day, long_year=True)
    if 100_101 <= whole <= 991_231 and value == whole:
        return _checked(2000 + whole // 10_000, whole // 100 % 100, whole % 100)
    if 1900 <= whole <= 2100 and value == whole:
        return Parts(whole)
    if 1 <= value < 13 and value != whole:
        match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", repr(value))
        if match:
            parts = _checked(0, int(match[1]), int(match[2]))
            return parts._replace(tenth=match[2] in "123")
    return NOTHING if value == 0 else Parts(problem=DateNote.NOT_A_DATE)


def _checked(year: int, month: int, day: int, *, long_year: bool = True) -> Parts:
    """Parts of a day that exists (in some year, when the year is not known)."""
    if year and not 1850 <= year <= 2150:
        return Parts(problem=DateNote.NO_SUCH_DAY)
    try:
        dt.date(year or 2024, month, day)
    except ValueError:
        return Parts(problem=DateNote.NO_SUCH_DAY)
    return Parts(year, month, day, long_year=long_year)


def _century(year: int) -> int:
    """A two-digit year: this century, unless that is well in the future."""
    this = clock.today().year
    return 2000 + year if 2000 + year <= this + 5 else 1900 + year


def parse_text(cell: str) -> Parts:
    """What a text cell says, without looking at its neighbours."""
    words = text.simplify(text.halfwidth(cell)).strip().strip("'\"")
    if _NOTHING.fullmatch(words.casefold()):
        return NOTHING
    if match := _FULL.match(words):
        return _checked(int(match[1]), int(match[2]), int(match[3]))
    if match := _SHORT_YEAR.match(words):
        return _checked(_century(int(match[1])), int(match[2]), int(match[3]))
    if match := _TRIPLE.match(words):
        first, second, third = match.groups()
        return Parts(
            triple=(int(first), int(second), int(third)),
            year_first=len(first) == 2,
            year_last=len(third) != 1,
            long_year=len(third) == 4,
        )
    if match := _COMPACT.fullmatch(words):
        return _checked(*(int(part) for part in match.groups()))
    return _parse_rarer(words)


def _parse_rarer(words: str) -> Parts:
    lunar = lunar_day(words)
    if lunar:
        return Parts(lunar.year, lunar.month, lunar.day, lunar=True, leap=lunar.leap)
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return _digits(words)
    for pattern, read in _RARER:
        match = pattern.fullmatch(words)
        if match:
            return read(match)
    return _english(words.casefold())


def _year_month(match: re.Match[str]) -> Parts:
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= 12:
        return Parts(problem=DateNote.NOT_A_DATE)
    return Parts(year if year > 99 else _century(year), month)


def _day_only(match: re.Match[str]) -> Parts:
    day = int(match[1])
    return Parts(day=day) if 1 <= day <= 31 else Parts(problem=DateNote.NO_SUCH_DAY)


_RARER: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Parts]], ...] = (
    (_ROC, lambda m: _checked(1911 + int(m[1]), int(m[2]), int(m[3]))),
    (
        _HAN_DATE,
        lambda m: _checked(int(m[1].translate(_HAN_DIGITS)), _han_number(m[2]), _han_number(m[3])),
    ),
    (_HAN_MONTH_DAY, lambda m: _checked(0, _han_number(m[1]), _han_number(m[2]))),
    (_YEAR_MONTH, _year_month),
    (_MONTH_DAY, lambda m: _checked(0, int(m[1]), int(m[2]))),
    (_DAY, _day_only),
    (_DASHED, lambda m: _checked(0, int(m[1]), int(m[2]))),
    (_YEAR_ONLY, lambda m: Parts(int(m[1]))),
)


def _digits(words: str) -> Parts:
    """Digits alone: a serial day saved as text, ``240501``, ``5.1``."""
    if match := _SIX.fullmatch(words):
        year, month, day = (int(part) for part in match.groups())
        return _checked(_century(year), month, day)
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})", words):
        return _checked(0, int(match[1]), int(match[2]))
    return (
        _from_number(float(words), date_1904=False)
        if len(words) < 14
        else Parts(problem=DateNote.NOT_A_DATE)
    )


def _han_number(words: str) -> int:
    """``十二`` as 12, ``廿三`` as 23, ``三十`` as 30."""
    words = words.replace("廿", "二十")
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return int(words.translate(_HAN_DIGITS))
    return int(tens.translate(_HAN_DIGITS) or 1) * 10 + int(ones.translate(_HAN_DIGITS) or 0)


def _english(words: str) -> Parts:
    for pattern, order in ((_NAMED_YMD, "ymd"), (_NAMED_DMY, "dmy"), (_NAMED_MDY, "mdy")):
        match = pattern.fullmatch(words)
        if match:
            values = dict(zip(order, match.groups(), strict=True))
            month = _MONTHS.find(values["m"][:3])
            if month >= 0 and month % 4 == 0:
                year = int(values["y"] or 0)
                long = year > 99
                return _checked(
                    year if long or not values["y"] else _century(year),
                    month // 4 + 1,
                    int(values["d"]),
                )
    return Parts(problem=DateNote.NOT_A_DATE)


def parse_cell(cell: Cell, date_1904: bool = False) -> Parts:
    """What any cell says, without looking at its neighbours."""
    if isinstance(cell, dt.date):  # also datetime: the time of day is not kept in a date
        return Parts(cell.year, cell.month, cell.day, long_year=True)
    if isinstance(cell, str):
        return parse_text(cell) if cell else NOTHING
    if isinstance(cell, bool):
        return Parts(problem=DateNote.NOT_A_DATE)
    # A spreadsheet may hold an infinity, from a division by nothing.
    if isinstance(cell, int | float) and math.isfinite(cell):
        return _from_number(float(cell), date_1904)
    return Parts(problem=DateNote.NOT_A_DATE)


def parse_all(cells: Sequence[Cell], date_1904: bool) -> list[Parts]:
    """``parse_cell`` of every cell; equal cells are read once."""
    known: dict[Cell, Parts] = {}
    parsed = []
    for cell in cells:
        parts = known.get(cell)
        if parts is None:
            parts = known[cell] = parse_cell(cell, date_1904)
        parsed.append(parts)
    return parsed


_ORDERS = {"ymd": (0, 1, 2), "dmy": (2, 1, 0), "mdy": (2, 0, 1)}


def ordered(parts: Parts, order: str) -> Parts:
    """The day a triple means in one order; one that cannot have its year there means none."""
    assert parts.triple is not None
    if not (parts.year_first if order == "ymd" else parts.year_last):
        return Parts(problem=DateNote.NOT_A_DATE)
    year, month, day = (parts.triple[place] for place in _ORDERS[order])
    return _checked(year if year > 99 else _century(year), month, day, long_year=year > 99)


def decide_order(parsed: Sequence[Parts]) -> tuple[str, bool]:
    """Order of ``24/5/1`` or ``05/06/2024`` in a column, and whether the rows left a choice."""
    triples = Counter(parts for parts in parsed if parts.triple)
    if not triples:
        return "ymd", False
    orders = ["dmy", "mdy"] if any(one.long_year for one in triples) else list(_ORDERS)
    good = {
        order: sum(n for one, n in triples.items() if not ordered(one, order).problem)
        for order in orders
    }
    most = max(good.values())
    possible = [order for order in orders if good[order] == most]
    if len(possible) == 1:
        return possible[0], False
    # Columns that also hold 2024-5-1 put the year first; sheets are mostly kept in date order.
    if "ymd" in possible and any(parts.long_year and not parts.triple for parts in parsed):
        return "ymd", False
    rising = {order: _rises(parsed, order) for order in possible}
    best = max(possible, key=lambda order: rising[order])
    clear = sum(1 for order in possible if rising[order] >= rising[best] - 0.2) == 1
    return best, not clear


def _rises(parsed: Sequence[Parts], order: str) -> float:
    """Share of neighbouring dates in rising order, less when they leap far."""
    days = [ordered(parts, order) for parts in parsed if parts.triple]
    dates = [dt.date(day.year, day.month, day.day) for day in days if not day.problem]
    steps = [(after - day).days for day, after in pairwise(dates) if day != after]
    if not steps:
        return 0.0
    return sum(1 for step in steps if 0 < step < 45) / len(steps)


@dataclass(frozen=True, slots=True)
class DateColumn:
    """Dates of a column by row, with ``(row index, note)`` for what was assumed or left out."""

    dates: list[dt.date | None]
    notes: list[tuple[int, DateNote]]
    order: str = "ymd"
    order_unclear: bool = False


def read_dates(
    cells: Sequence[Cell],
    *,
    year: int = 0,
    month: int = 0,
    date_1904: bool = False,
    order: str = "",
) -> DateColumn:
    """Every cell of a column as a date; ``year`` and ``month`` are those the sheet states.

    ``order`` (``dmy``, ``mdy``, ``ymd``) is decided over all rows unless it is given.
    """
    parsed = parse_all(cells, date_1904)
    order, unclear = (order, False) if order else decide_order(parsed)
    if not year:
        years = {parts.year for parts in parsed if parts.year and parts.month}
        year = years.pop() if len(years) == 1 else 0
    dates: list[dt.date | None] = []
    notes: list[tuple[int, DateNote]] = []
    before: dt.date | None = None
    for index, parts in enumerate(parsed):
        day, note = _dated(parts, order, year, month, before)
        if note is None and parts.triple and unclear:
            note = DateNote.ORDER_ASSUMED
        if note:
            notes.append((index, note))
        dates.append(day)
        before = day or before
    return DateColumn(dates, notes, order, unclear)


def _dated(
    parts: Parts, order: str, year: int, month: int, before: dt.date | None
) -> tuple[dt.date | None, DateNote | None]:
    if parts.triple:
        parts = ordered(parts, order)
    if parts.problem:
        return None, parts.problem
    if parts.year and parts.month and parts.day and not parts.lunar:
        return dt.date(parts.year, parts.month, parts.day), None
    if parts.lunar or parts == NOTHING:
        return None, DateNote.NOT_A_DATE if parts.lunar else None
    if parts.year and not parts.day:
        return dt.date(parts.year, parts.month or 1, 1), DateNote.MONTH_START
    return _completed(parts, year, month, before)


def _completed(
    parts: Parts, year: int, month: int, before: dt.date | None
) -> tuple[dt.date | None, DateNote | None]:
    """A day without its year, or without its month too."""
    note = DateNote.YEAR_ADDED if parts.month else DateNote.MONTH_ADDED
    if not parts.month and not month and before:
        year, month = before.year, before.month
    year = year or (before.year if before else 0)
    if not year or not (parts.month or month):
        return None, DateNote.NO_YEAR
    try:
        day = dt.date(year, parts.month or month, parts.day)
        # Sheets go on in time: after the 9th of May, 5.1 is the 10th.
        if parts.tenth and before and before > day and before.month == day.month:
            day = day.replace(day=parts.day * 10)
    except ValueError:
        return None, DateNote.NO_SUCH_DAY
    return day, note

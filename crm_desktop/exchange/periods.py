"""Headings that are months or days: ``1月``, ``2024年1月``, ``Jan-24``, ``3月5日``."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from crm_desktop.core import text
from crm_desktop.exchange import headings

_MEASURE = re.compile(
    r"\s*(?:的)?(?P<measure>销售额|销售金额|金额|消费额?|营业额|业绩|回款|销售|销量|数量|件数"
    r"|sales|amount|revenue|qty|quantity|units)\s*$"
)
_QUANTITY = re.compile(r"销量|数量|件数|qty|quantity|units")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_HAN = {han: number for number, han in enumerate("一二三四五六七八九十", 1)} | {
    "十一": 11,
    "十二": 12,
}
_FULL_DAY = re.compile(
    r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s*0?0:00(?::00)?)?"
)
_YEAR_MONTH = re.compile(r"((?:19|20)\d\d|\d\d(?=年))\s*[-/.年]\s*(1[0-2]|0?[1-9])\s*(?:月份?)?")
_MONTH = re.compile(r"(1[0-2]|0?[1-9])\s*月份?")
_HAN_MONTH = re.compile(r"(十[一二]?|[一二三四五六七八九])月份?")
_MONTH_DAY = re.compile(r"(1[0-2]|0?[1-9])\s*[月/]\s*(3[01]|[12]\d|0?[1-9])\s*[日号]?")
_DAY = re.compile(r"(3[01]|[12]\d|0?[1-9])\s*[日号]")
_QUARTER = re.compile(r"(?:第)?([一二三四1-4])季度?|q([1-4])")
_ENGLISH = re.compile(
    r"(?:(?P<y1>(?:19|20)\d\d)[\s\-/.]*)?(?P<month>[a-z]{3,9})\.?(?:[\s\-/.']*(?P<y2>(?:19|20)?\d\d))?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A month (``day`` is 0) or a day; ``measure`` is ``amount`` or ``quantity``, or not said."""

    year: int
    month: int
    day: int = 0
    measure: str = ""

    def first_day(self) -> dt.date:
        """The day its sales are booked on; raises ``ValueError`` for one that does not exist."""
        return dt.date(self.year, self.month, self.day or 1)


def measure_of(words: str) -> str:
    """``quantity`` or ``amount`` when a heading says so."""
    found = _MEASURE.search(text.fold(words))
    if found is None:
        return ""
    return "quantity" if _QUANTITY.search(found["measure"]) else "amount"


def period_of(heading: str, parent: str = "", year: int = 0, month: int = 0) -> Period | None:
    """The period a heading names, with what the heading above it or the sheet adds.

    ``year`` and ``month`` are those of the sheet. ``None`` when it names none, or no year is known.
    """
    plain = headings.plain(heading)
    measure = measure_of(plain)
    words = _MEASURE.sub("", plain).strip()
    if not words and parent:
        words, parent = text.fold(parent), ""
    stated = _YEAR.search(text.halfwidth(parent))
    found = _parsed(words, int(stated[1]) if stated else year, month)
    if found is None or not found[0]:
        return None
    try:
        period = Period(*found, measure)
        period.first_day()
    except ValueError:
        return None
    return period


def _parsed(words: str, year: int, month: int) -> tuple[int, int, int] | None:
    """Year (0 when unknown), month and day (0 for a whole month)."""
    if match := _FULL_DAY.fullmatch(words):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _YEAR_MONTH.fullmatch(words):
        stated = int(match[1])
        return stated if stated > 99 else 2000 + stated, int(match[2]), 0
    if match := _MONTH.fullmatch(words):
        return year, int(match[1]), 0
    if match := _HAN_MONTH.fullmatch(words):
        return year, _HAN[match[1]], 0
    if match := _MONTH_DAY.fullmatch(words):
        return year, int(match[1]), int(match[2])
    return _rarer(words, year, month)


def _rarer(words: str, year: int, month: int) -> tuple[int, int, int] | None:
    if (match := _DAY.fullmatch(words)) and month:
        return year, month, int(match[1])
    if match := _QUARTER.fullmatch(words):
        number = match[1] or match[2]
        return year, 3 * (_HAN.get(number) or int(number)) - 2, 0
    if match := _ENGLISH.fullmatch(words):
        at = _MONTHS.find(match["month"][:3])
        if at >= 0 and at % 4 == 0:
            stated = int(match["y1"] or match["y2"] or 0)
            full = stated if stated > 99 or not stated else 2000 + stated
            return full or year, at // 4 + 1, 0
    return None

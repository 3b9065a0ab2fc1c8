"""What the values of a column look like, when its heading does not say enough."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.core import names, text
from crm_desktop.exchange.sheets import Cell

_MOBILE = re.compile(r"(?:\+?86[-\s]?)?1[3-9]\d{9}(?:\.0)?")
_PHONE = re.compile(r"[\d\s()+\-转*x/、,;]{7,40}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DATE = re.compile(
    r"(?:\d{4}|\d{2})\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?.*|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}.*"
    r"|(?:19|20)\d{6}"
)
_NUMBER = re.compile(r"[-(]?\s*[￥¥$€]?\s*[-]?\d[\d,]*(?:\.\d+)?\s*[)元块%]?")
_UNIT = re.compile(
    r"[个只件箱瓶袋包盒桶台套条支片块把枚罐斤克吨米升次张双对本卷根份扎提筐听杯]|公斤|千克|毫升|kg|g|l|ml"
    r"|pcs?|box|bag|set|ea(?:ch)?"
)
_PLACE = re.compile(r"[\u4e00-\u9fff]{2}(?:路|街|道|巷|区|村|镇|大厦|小区|弄).*\d")
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Looks:
    """Shares (0 to 1) of the filled cells in a sample; ``distinct`` is the share of own values."""

    filled: int = 0
    mobile: float = 0.0
    phone: float = 0.0
    email: float = 0.0
    date: float = 0.0
    number: float = 0.0
    unit: float = 0.0
    company: float = 0.0
    han_name: float = 0.0
    place: float = 0.0
    long_text: float = 0.0
    distinct: float = 0.0


def look(cells: Sequence[Cell]) -> Looks:
    """Looks of the first filled cells of a column."""
    filled = [cell for cell in cells if cell != ""][:_SAMPLE]
    if not filled:
        return Looks()
    words = [_shown(cell) for cell in filled]
    dates = sum(1 for cell in filled if isinstance(cell, dt.date))
    texts = [word for word in words if word]

    def share(count: int) -> float:
        return count / len(filled)

    return Looks(
        len(filled),
        share(sum(1 for word in texts if _MOBILE.fullmatch(word))),
        share(sum(1 for word in texts if _PHONE.fullmatch(word) and _digits(word) >= 7)),
        share(sum(1 for word in texts if _EMAIL.fullmatch(word))),
        share(dates + sum(1 for word in texts if _DATE.fullmatch(word))),
        share(sum(1 for word in texts if _NUMBER.fullmatch(word))),
        share(sum(1 for word in texts if _UNIT.fullmatch(word.casefold()))),
        share(sum(1 for word in texts if names.looks_like_company(word))),
        share(sum(1 for word in texts if re.fullmatch(r"[\u3400-\u9fff]{2,4}", word))),
        share(sum(1 for word in texts if _PLACE.search(word))),
        share(sum(1 for word in texts if len(word) > 12)),
        share(len(set(texts))),
    )


def _shown(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        return ""
    return text.join_han(text.halfwidth(str(cell)))


def _digits(word: str) -> int:
    return sum(character.isdigit() for character in word)

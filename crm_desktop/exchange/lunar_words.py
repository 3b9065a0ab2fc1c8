"""Days of the lunar calendar as people write them: ``农历八月十五``, ``腊月廿三``, ``阴历8.15``."""

from __future__ import annotations

import re
from typing import NamedTuple


class LunarDay(NamedTuple):
    """Lunar month and day; ``year`` is 0 when not said, ``leap`` marks a leap month."""

    year: int
    month: int
    day: int
    leap: bool


_MARK = re.compile(r"^\s*[(（]?(?:农历?|阴历?|旧历|lunar)[)）]?\s*[:：]?", re.IGNORECASE)
_MARK_AFTER = re.compile(r"\s*[(（](?:农历?|阴历?|旧历|lunar)[)）]\s*$", re.IGNORECASE)
_MONTHS = {"正": 1, "冬": 11, "腊": 12, "臘": 12}
_ONES = {han: number for number, han in enumerate("一二三四五六七八九十", 1)}
_HAN = re.compile(
    r"(?:(\d{4})年)?(闰|閏)?(正|冬|腊|臘|十[一二]?|[一二三四五六七八九])月(.{1,3}?)[日号]?$"
)
_DIGITS = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(闰|閏)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$")
_EVE = re.compile(r"^(?:大年三十|除夕|年三十)")


def lunar_day(words: str) -> LunarDay | None:
    """The lunar day ``words`` say, or ``None`` when they say none.

    Chinese day names (初五, 廿三) and month names (正月, 腊月) are lunar by themselves; digits are
    only with 农历 or 阴历 before or after them.
    """
    marked = _MARK_AFTER.sub("", _MARK.sub("", words)).strip()
    if _EVE.match(marked):
        return LunarDay(0, 12, 30, False)
    said = marked != words.strip()
    match = _HAN.match(marked.rstrip("日号") if said else marked)
    if match and (said or match[3] in _MONTHS or match[2] or match[4][0] in "初廿卅"):
        day = _day(match[4])
        return LunarDay(int(match[1] or 0), _month(match[3]), day, bool(match[2])) if day else None
    # 八月十五 is lunar; 五月一日 is the first of May.
    if match and not match[1] and re.fullmatch(r"[一二三四五六七八九十]{2,3}", match[4]):
        day = _day(match[4])
        return LunarDay(0, _month(match[3]), day, False) if day else None
    digits = _DIGITS.match(marked) if said else None
    if digits and 1 <= int(digits[3]) <= 12 and 1 <= int(digits[4]) <= 30:
        return LunarDay(int(digits[1] or 0), int(digits[3]), int(digits[4]), bool(digits[2]))
    return None


def _month(word: str) -> int:
    if word in _MONTHS:
        return _MONTHS[word]
    return 10 + _ONES.get(word[1:], 0) if word[0] == "十" else _ONES[word]


def _day(word: str) -> int:
    """``初五`` 5, ``十五`` 15, ``廿三`` 23, ``三十`` 30; 0 when it is no day."""
    if word.isdigit():
        return int(word) if 1 <= int(word) <= 30 else 0
    word = word.replace("廿", "二十").replace("卅", "三十").removeprefix("初")
    tens, ten, ones = word.rpartition("十")
    if any(character not in _ONES for character in tens + ones):
        return 0
    if not ten:
        return _ONES.get(word, 0)
    day = _ONES.get(tens, 1) * 10 + _ONES.get(ones, 0)
    return day if day <= 30 else 0

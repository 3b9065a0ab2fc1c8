"""Times, spans and delays as people write them: ``下午3点半``, ``10:00-11:00``, ``in 2 hours``."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

HAN_NUMBER = "十[一二]?|[一二两三四五六七八九]"
_ENGLISH_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
NUMBERS = {
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "十": 10, "十一": 11, "十二": 12, "半": 0, "a": 1, "an": 1,
} | {word: number for number, word in enumerate(_ENGLISH_NUMBERS, 1)}  # fmt: skip
_WORD = "|".join(_ENGLISH_NUMBERS)
_PART = "凌晨|早上|上午|中午|下午|傍晚|晚上"
# A bare "at 8" is a time only where the line ends or goes on about something: "at 8 Mill Lane" is
# a place.
_GOES_ON = (
    r"(?=\s*(?:$|[,，.;；。!！]|[\u4e00-\u9fff]|(?:about|to|for|with|on|re|in|every|today|tomorrow|next"
    r"|mon|tue|wed|thu|fri|sat|sun|call|visit|meet)))"
)
_TIME = re.compile(
    rf"(?P<part>{_PART})?\s*"
    rf"(?:(?P<hour>\d{{1,2}})|(?P<han>{HAN_NUMBER}))\s*"
    r"(?:点钟?|时)\s*(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>\d{1,2})分?)?"
    rf"|(?P<part2>{_PART})?\s*(?P<h24>\d{{1,2}})[:：](?P<m24>\d{{2}})\s*(?P<ap24>am|pm)?"
    r"|\b(?P<h12>\d{1,2})\s*(?P<ap>am|pm)\b"
    rf"|\b(?P<side>half past|quarter past|quarter to)\s+(?P<of>\d{{1,2}}|{_WORD})\b"
    rf"|\b(?P<oclock>\d{{1,2}}|{_WORD})\s*o'?clock\b"
    r"|\b(?P<noon>noon|midday)\b"
    rf"|\bat\s+(?P<bare>\d{{1,2}}){_GOES_ON}",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\s*(?:-|–|—|~|～|至|到|\bto\b|\buntil\b|\btill\b)\s*", re.IGNORECASE)
_HOURS_TO = re.compile(
    r"\b(?P<from>\d{1,2})\s*(?:-|–|—|~|～|\bto\b)\s*(?=\d{1,2}(?::\d{2})?\s*(?P<ap>am|pm)\b)",
    re.IGNORECASE,
)
_DELAY = re.compile(
    rf"(?:(?P<n>\d{{1,3}}|{HAN_NUMBER})\s*个?(?P<halves>半)?\s*(?P<unit>小时|钟头|分钟)"
    r"|半个?(?:小时|钟头))"
    r"\s*(?:之?后|以后)"
    rf"|\bin\s+(?:(?P<en_n>\d{{1,3}}|an?|{_WORD})\s+(?P<en_unit>hour|minute|min)s?"
    r"|half an hour)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time taken out of a line: ``HH:MM`` or empty, the minutes it lasts if an end is named,
    and the text before and after it."""

    time: str
    minutes: int | None
    before: str
    after: str


def take_time(typed: str) -> Clock:
    """The first time in ``typed``, with its end if one follows (``10:00-11:00``, ``2-4pm``)."""
    typed = _HOURS_TO.sub(r"\g<from>\g<ap>-", typed)
    for found in _TIME.finditer(typed):
        if not (time := _time_of(found)):
            continue
        after = typed[found.end() :]
        minutes, taken = _lasting(found, time, after)
        return Clock(time, minutes, typed[: found.start()], after[taken:])
    return Clock("", None, typed, "")


def take_delay(typed: str, now: dt.datetime) -> tuple[dt.datetime | None, str]:
    """The minute that ``两小时后`` or ``in 30 minutes`` means from local ``now``, and the rest."""
    found = _DELAY.search(typed)
    if found is None:
        return None, typed
    number, unit = found["n"] or found["en_n"], (found["unit"] or found["en_unit"] or "").lower()
    count = 0.5 if number is None else _number(number) + (0.5 if found["halves"] else 0)
    minutes = count if unit in ("分钟", "minute", "min") else count * 60
    meant = (now + dt.timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    return meant, f"{typed[: found.start()]} {typed[found.end() :]}"


def _lasting(start: re.Match[str], time: str, after: str) -> tuple[int | None, int]:
    """Minutes until the end named right after a time, and how many characters name it."""
    until = _UNTIL.match(after)
    end = _TIME.match(after, until.end()) if until is not None else None
    if end is None or not (clock := _time_of(end)):
        return None, 0
    minutes = _minute_of(clock) - _minute_of(time)
    if minutes <= 0 and start["part"] and not end["part"]:
        minutes += 12 * 60  # 下午3点到4点: the end stands in the same half of the day
    return (minutes, end.end()) if minutes > 0 else (None, 0)


def _minute_of(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def _in_shop_hours(hour: int) -> int:
    """A bare hour as a shop means it: 1 to 6 is the afternoon."""
    return hour + 12 if 1 <= hour <= 6 else hour


def _time_of(found: re.Match[str]) -> str:
    hour, minute, part = _hour_minute_part(found)
    if part in ("pm", "下午", "傍晚", "晚上") and hour < 12:
        hour += 12
    if part == "am" and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def _hour_minute_part(found: re.Match[str]) -> tuple[int, int, str]:
    if found["noon"]:
        return 12, 0, ""
    if bare := found["bare"] or found["oclock"]:
        return _in_shop_hours(_number(bare)), 0, ""
    if found["side"]:
        hour, side = _in_shop_hours(_number(found["of"])), found["side"].lower()
        return (
            (hour - 1, 45, "") if side.endswith("to") else (hour, 30 if "half" in side else 15, "")
        )
    if found["h12"]:
        return int(found["h12"]), 0, found["ap"].lower()
    if found["h24"]:
        return int(found["h24"]), int(found["m24"]), (found["ap24"] or found["part2"] or "").lower()
    quarter = NUMBERS.get(found["quarter"], 0) * 15
    minute = 30 if found["half"] else quarter or int(found["minute"] or 0)
    return _number(found["hour"] or found["han"]), minute, found["part"] or ""

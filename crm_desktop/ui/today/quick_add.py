"""One typed line as a follow-up: ``周五下午 3 点 给云栖民宿 送滤芯``, ``Fri 3pm call Yao Hui``."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_HAN_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMED = {"今天": 0, "明天": 1, "后天": 2, "today": 0, "tomorrow": 1}
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
            "九": 9, "十": 10, "十一": 11, "十二": 12}  # fmt: skip

_DAY = re.compile(
    r"(?P<named>今天|明天|后天|\btoday\b|\btomorrow\b)"
    r"|(?P<next>下)?(?:周|星期|礼拜)(?P<han>[一二三四五六日天])"
    r"|\b(?P<en_next>next\s+)?(?P<en>mon|tue|wed|thu|fri|sat|sun)[a-z]*\b"
    r"|(?P<year>\d{4})[-/.年](?P<ymonth>\d{1,2})[-/.月](?P<yday>\d{1,2})[日号]?"
    r"|(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?P<part>早上|上午|中午|下午|晚上)?\s*"
    r"(?:(?P<hour>\d{1,2})|(?P<han>十[一二]?|[一二两三四五六七八九]))\s*"
    r"(?:点|时)\s*(?:(?P<half>半)|(?P<minute>\d{1,2})分?)?"
    r"|(?P<part2>早上|上午|中午|下午|晚上)?\s*(?P<h24>\d{1,2})[:：](?P<m24>\d{2})\s*(?P<ap24>am|pm)?"
    r"|\b(?P<h12>\d{1,2})\s*(?P<ap>am|pm)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class QuickFollowUp:
    """What a line means; ``due_time`` is ``HH:MM`` or empty. The day is today unless named."""

    title: str
    due_on: dt.date
    due_time: str


def parse(typed: str, today: dt.date) -> QuickFollowUp:
    """Take day and time out of ``typed``; what is left is the title (all of it if nothing is)."""
    rest, due_on, due_time = typed, today, ""
    day = _DAY.search(rest)
    if day is not None:
        meant = _day_of(day, today)
        if meant is not None:
            due_on = meant
            rest = rest[: day.start()] + " " + rest[day.end() :]
    time = _TIME.search(rest)
    if time is not None:
        clock = _time_of(time)
        if clock:
            due_time = clock
            rest = rest[: time.start()] + " " + rest[time.end() :]
    title = " ".join(rest.split()).strip(" ,，。")
    return QuickFollowUp(title or typed.strip(), due_on, due_time)


def _day_of(found: re.Match[str], today: dt.date) -> dt.date | None:
    if found["named"]:
        return today + dt.timedelta(days=_NAMED[found["named"].lower()])
    if found["han"] or found["en"]:
        wanted = _HAN_DAYS[found["han"]] if found["han"] else _DAYS.index(found["en"].lower())
        if found["next"] or found["en_next"]:
            monday = today - dt.timedelta(days=today.weekday()) + dt.timedelta(days=7)
            return monday + dt.timedelta(days=wanted)
        return today + dt.timedelta(days=(wanted - today.weekday()) % 7)
    try:
        if found["year"]:
            return dt.date(int(found["year"]), int(found["ymonth"]), int(found["yday"]))
        meant = dt.date(today.year, int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    # A day that has passed this year means next year's.
    return meant if meant >= today else meant.replace(year=today.year + 1)


def _time_of(found: re.Match[str]) -> str:
    if found["h12"]:
        hour, minute, part = int(found["h12"]), 0, found["ap"]
    elif found["h24"]:
        hour, minute = int(found["h24"]), int(found["m24"])
        part = found["ap24"] or found["part2"] or ""
    else:
        hour = int(found["hour"]) if found["hour"] else _NUMBERS[found["han"]]
        minute = 30 if found["half"] else int(found["minute"] or 0)
        part = found["part"] or ""
    if part.lower() in ("pm", "下午", "晚上") and hour < 12:
        hour += 12
    if part.lower() == "am" and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""

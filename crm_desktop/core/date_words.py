"""Days and times as people write them in a line: ``周五下午 3 点``, ``in 3 days``, ``Fri 3pm``."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from crm_desktop.core.time_words import HAN_NUMBER, NUMBERS, take_time

_HAN_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = {
    "前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2, "大后天": 3,
    "yesterday": -1, "today": 0, "tomorrow": 1, "day after tomorrow": 2,
}  # fmt: skip
_UNIT_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "day": 1, "week": 7}

_DAY = re.compile(
    r"(?P<named>大后天|前天|昨天|今天|明天|后天|\byesterday\b|\btoday\b|\btomorrow\b"
    r"|\bday after tomorrow\b)"
    r"|(?P<next>下{1,2})?个?(?:周|星期|礼拜)(?P<han>[一二三四五六日天])"
    rf"|(?P<count>\d{{1,3}}|半|{HAN_NUMBER})\s*个?(?P<unit>天|日|周|星期|礼拜|月)(?:之?后|以后)"
    r"|\bin\s+(?P<en_count>\d{1,3}|an?|one|two|three|four|five|six)\s+(?P<en_unit>day|week|month)s?\b"
    r"|(?P<next_month_end>下个?月(?:底|末|最后一天)"
    r"|\b(?:last day|end) of next month\b)"
    r"|(?P<month_end>月底|月末|(?:本|这个)?月最后一天|\b(?:last day|end) of (?:the |this )?month\b)"
    r"|(?P<next_week>下{1,2}(?:周|星期)|\bnext week\b)"
    r"|(?P<next_month>下个?月|\bnext month\b)(?:(?P<next_day>\d{1,2})[日号]|初)?"
    r"|(?<!\d)(?P<year>\d{4})[-/.年](?P<ymonth>\d{1,2})[-/.月](?P<yday>\d{1,2})[日号]?"
    r"|(?<![\d/.])(?P<first>\d{1,2})(?P<between>[/.])(?P<second>\d{1,2})(?P=between)(?P<lyear>\d{4})(?!\d)"
    r"|(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?"
    r"|(?<![\d/.])(?P<smonth>\d{1,2})/(?P<sday>\d{1,2})(?![\d/])"
    r"|(?<!\d)(?P<only_day>\d{1,2})号"
    r"|\b(?P<en_month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?P<en_day>\d{1,2})(?:st|nd|rd|th)?\b"
    r"|\b(?P<en_day2>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<en_month2>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
    r"|\b(?P<en_next>next\s+)?(?P<en>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b",
    re.IGNORECASE,
)
_SHORT = re.compile(r"([今明昨])天?([早晚])上?")
_LEADING = re.compile(r"(?:\b(?:on|by|at|the)\s+|本)+$", re.IGNORECASE)
_AFTER_A_NAME = re.compile(r"[A-Z][a-z]+\s+$")


@dataclass(frozen=True, slots=True)
class When:
    """``day`` is ``None`` when no day is named; ``time`` is ``HH:MM`` or empty.

    ``minutes`` is how long it lasts when an end is named. ``rest`` is the text without them,
    ``words`` what named the day.
    """

    day: dt.date | None
    time: str
    rest: str
    words: str = ""
    minutes: int | None = None


def take_when(typed: str, today: dt.date) -> When:
    """Take the first day and the first time out of ``typed``; what cannot be stays in it."""
    day, words, rest = _take_day(_SHORT.sub(r"\1天\2上", typed), today)
    clock = take_time(rest)
    if clock.time:
        rest = _LEADING.sub("", clock.before) + " " + clock.after
    return When(day, clock.time, _tidy(rest), words, clock.minutes)


def _take_day(typed: str, today: dt.date) -> tuple[dt.date | None, str, str]:
    """The day, the words that name it, and the rest."""
    for found in _in_question(typed):
        day = _day_of(found, today)
        if day is not None:
            return (
                day,
                found[0],
                _LEADING.sub("", typed[: found.start()]) + " " + typed[found.end() :],
            )
    return None, "", typed


def _tidy(rest: str) -> str:
    return " ".join(rest.split()).strip(" ,，。;；、")


def _in_question(typed: str) -> list[re.Match[str]]:
    """The matches in order, but ``Sun`` of ``Sunny Sun next Fri`` last: it is a surname there."""
    found = list(_DAY.finditer(typed))
    return sorted(
        found,
        key=lambda one: bool(
            one["en"] and one[0].istitle() and len(one[0]) == 3
            and _AFTER_A_NAME.search(typed[: one.start()])
        ),
    )  # fmt: skip


def _day_of(found: re.Match[str], today: dt.date) -> dt.date | None:
    """The day a match means; ``None`` for one there is not."""
    try:
        for group, meaning in _MEANINGS.items():
            if found[group]:
                return meaning(found, today)
    except ValueError:
        return None
    return None


def _named(found: re.Match[str], today: dt.date) -> dt.date:
    return today + dt.timedelta(days=_NAMED[found["named"].lower()])


def _weekday(found: re.Match[str], today: dt.date) -> dt.date:
    han, english = found["han"], found["en"]
    wanted = _HAN_DAYS[han] if han else _DAYS.index(english[:3].lower())
    weeks = len(found["next"] or "") or int(bool(found["en_next"]))
    if weeks:
        return _monday_after(today) + dt.timedelta(weeks=weeks - 1, days=wanted)
    return today + dt.timedelta(days=(wanted - today.weekday()) % 7)


def _monday_after(today: dt.date) -> dt.date:
    return today - dt.timedelta(days=today.weekday()) + dt.timedelta(days=7)


def _after(found: re.Match[str], today: dt.date) -> dt.date:
    number = (found["count"] or found["en_count"]).lower()
    unit = (found["unit"] or found["en_unit"]).lower()
    if number == "半":
        if unit != "月":
            raise ValueError(found[0])
        return today + dt.timedelta(days=15)
    count = int(number) if number.isdigit() else NUMBERS[number]
    if unit in _UNIT_DAYS:
        return today + dt.timedelta(days=count * _UNIT_DAYS[unit])
    return _months_on(today, count)


def _months_on(day: dt.date, count: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def _month_end(_found: re.Match[str], today: dt.date) -> dt.date:
    return today.replace(day=calendar.monthrange(today.year, today.month)[1])


def _next_month(found: re.Match[str], today: dt.date) -> dt.date:
    return _months_on(today.replace(day=1), 1).replace(day=int(found["next_day"] or 1))


def _next_month_end(_found: re.Match[str], today: dt.date) -> dt.date:
    return _month_end(_found, _months_on(today.replace(day=1), 1))


def _year_last(found: re.Match[str], _today: dt.date) -> dt.date:
    """``12/24/2026`` is the American order unless there is no such month; dots are day first."""
    first, second = int(found["first"]), int(found["second"])
    if found["between"] == "." or first > 12:
        first, second = second, first
    return dt.date(int(found["lyear"]), first, second)


def _full(found: re.Match[str], _today: dt.date) -> dt.date:
    return dt.date(int(found["year"]), int(found["ymonth"]), int(found["yday"]))


def _this_or_next_year(month: int, day: int, today: dt.date) -> dt.date:
    """A day that has passed this year means next year's."""
    if (month, day) == (2, 29):
        years = range(today.year, today.year + 9)
        leap = (dt.date(year, 2, 29) for year in years if calendar.isleap(year))
        return next(one for one in leap if one >= today)
    meant = dt.date(today.year, month, day)
    return meant if meant >= today else dt.date(today.year + 1, month, day)


def _month_day(month: str, day: str) -> Callable[[re.Match[str], dt.date], dt.date]:
    def meaning(found: re.Match[str], today: dt.date) -> dt.date:
        name = found[month].lower()
        number = int(name) if name.isdigit() else _MONTHS.index(name[:3]) + 1
        return _this_or_next_year(number, int(found[day]), today)

    return meaning


def _only_day(found: re.Match[str], today: dt.date) -> dt.date:
    meant = today.replace(day=int(found["only_day"]))
    return meant if meant >= today else _months_on(today.replace(day=1), 1).replace(day=meant.day)


_MEANINGS: dict[str, Callable[[re.Match[str], dt.date], dt.date]] = {
    "named": _named,
    "han": _weekday,
    "en": _weekday,
    "count": _after,
    "en_count": _after,
    "next_month_end": _next_month_end,
    "month_end": _month_end,
    "next_week": lambda found, today: (
        _monday_after(today) + dt.timedelta(weeks=found["next_week"].startswith("下下"))
    ),
    "next_month": _next_month,
    "year": _full,
    "lyear": _year_last,
    "month": _month_day("month", "day"),
    "smonth": _month_day("smonth", "sday"),
    "only_day": _only_day,
    "en_month": _month_day("en_month", "en_day"),
    "en_month2": _month_day("en_month2", "en_day2"),
}


def parse_date(text: str, today: dt.date) -> dt.date | None:
    """Read ``2026-06-18``, ``6-18``, ``6.18``, ``6月18日`` or ``18``; ``ValueError`` if unclear.

    A missing year or month is the present one; empty is ``None``.
    """
    if not text.strip():
        return None
    parts = [int(part) for part in re.findall(r"\d+", text)]
    if len(parts) == 1 and len(str(parts[0])) == 8:
        parts = [parts[0] // 10000, parts[0] // 100 % 100, parts[0] % 100]
    if not 1 <= len(parts) <= 3 or max(parts) > 9999:
        raise ValueError(text)
    year, month, day = ([today.year, today.month] + [0] * 3)[: 3 - len(parts)] + parts
    return dt.date(year + 2000 if year < 100 else year, month, day)

"""Repeating dates as RFC 5545 rules: made from a choice or from words, and counted on.

A rule is the value of an RRULE without its start: ``FREQ=MONTHLY;INTERVAL=3``. The start is the
day of the follow-up that carries it.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _, ngettext

if TYPE_CHECKING:
    from dateutil.rrule import rrule

UNITS = ("day", "workday", "week", "month", "year")
_FREQUENCIES = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
_MOST_INTERVAL = 999


def make(unit: str, start: dt.date, interval: int = 1) -> str:
    """The rule for every ``interval`` days, working days, weeks, months or years from ``start``,
    or for the last day of each month (``month_end``).

    A 31st falls on the last day of shorter months, a 29 February on the 28th of other years.
    """
    if unit == "workday":
        return _WORKDAYS
    if unit == "month_end":
        return "FREQ=MONTHLY;BYMONTHDAY=-1"
    parts = [f"FREQ={_FREQUENCIES[unit]}"]
    if interval > 1:
        parts.append(f"INTERVAL={interval}")
    if unit == "month" and start.day > 28:
        days = ",".join(str(day) for day in range(28, start.day + 1))
        parts += [f"BYMONTHDAY={days}", "BYSETPOS=-1"]
    if unit == "year" and (start.month, start.day) == (2, 29):
        parts += ["BYMONTH=2", "BYMONTHDAY=-1"]
    return ";".join(parts)


def valid(rule: str) -> bool:
    """Whether ``rule`` can be counted on."""
    return _read(rule, dt.date(2026, 1, 1)) is not None


def following(rule: str, due_on: dt.date, today: dt.date) -> tuple[dt.date, str] | None:
    """The first day after both ``due_on`` and ``today``, and the rule from there on.

    Days that passed meanwhile are left out and count against a ``COUNT``. ``None`` when the rule
    has ended, cannot be read, or leads out of the calendar.
    """
    read = _read(rule, due_on)
    if read is None:
        return None
    after = max(due_on, today)
    for passed, moment in enumerate(read):
        if moment.date() > after:
            return moment.date(), _with_count_less(rule, passed)
    return None


def _read(rule: str, start: dt.date) -> rrule | None:
    from dateutil.rrule import rrule, rrulestr

    text = re.sub(r"(UNTIL=\d{8})T\d{6}Z?", r"\1", rule.strip().removeprefix("RRULE:").upper())
    if not _may_occur(text):
        return None
    try:
        read = rrulestr(text, dtstart=dt.datetime.combine(start, dt.time()))
    except (ValueError, TypeError, KeyError, IndexError, OverflowError):
        return None
    return read if isinstance(read, rrule) else None


_PARTS = {
    # Rules of other programs may recur by the hour; a follow-up is of a day.
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d{0,2}",
    "COUNT": r"[1-9]\d{0,8}",
    "UNTIL": r"\d{8}",
    "WKST": r"[A-Z]{2}",
    "BYDAY": r"[+-]?[1-5]?[A-Z]{2}(?:,[+-]?[1-5]?[A-Z]{2})*",
    "BYMONTH": r"\d{1,2}(?:,\d{1,2})*",
    "BYMONTHDAY": r"-?\d{1,2}(?:,-?\d{1,2})*",
    "BYSETPOS": r"-?[1-5]",
}
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _may_occur(rule: str) -> bool:
    """Whether a rule is of known parts and can ever come true: dateutil would look for the 30th
    of February until the year 9999, and go on for ever with an interval of 0."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";") if part)
    if "FREQ" not in parts or not all(
        name in _PARTS and re.fullmatch(_PARTS[name], value) for name, value in parts.items()
    ):
        return False
    months = [int(one) for one in parts.get("BYMONTH", "1").split(",")]
    days = [abs(int(one)) for one in parts.get("BYMONTHDAY", "1").split(",")]
    if not all(1 <= month <= 12 for month in months) or 0 in days:
        return False
    ordinal = bool(re.search(r"\d", parts.get("BYDAY", "")))
    return min(days) <= max(_LONGEST[month - 1] for month in months) and not (
        ordinal and "BYMONTHDAY" in parts
    )


def _with_count_less(rule: str, passed: int) -> str:
    def less(found: re.Match[str]) -> str:
        return f"COUNT={int(found[1]) - passed}"

    return re.sub(r"COUNT=(\d+)", less, rule)


def words(rule: str) -> str:
    """The rule as people say it; empty for none."""
    if not rule:
        return ""
    if rule == _WORKDAYS:
        return _("every working day")
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    interval = parts.get("INTERVAL", "1")
    n = int(interval) if interval.isdigit() else 1
    said = {
        "DAILY": ngettext("every day", "every {n} days", n),
        "WEEKLY": ngettext("every week", "every {n} weeks", n),
        "MONTHLY": ngettext("every month", "every {n} months", n),
        "YEARLY": ngettext("every year", "every {n} years", n),
    }.get(parts.get("FREQ", ""))
    return said.format(n=n) if said else _("repeats")


_HAN = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "半": 6}
_SAID = re.compile(
    r"(?P<workday>每个?工作日|\bevery (?:working ?day|weekday|workday)\b)"
    r"|每个?(?=(?:周|星期|礼拜)(?P<han_day>[一二三四五六日天]))"
    r"|每个?(?P<han_month>月)(?=\d{1,2}[日号])"
    r"|(?P<month_end>每个?月(?:底|末|最后一天)|\bevery month[- ]end\b)"
    r"|(?P<quarter>每个?季度?|\bevery quarter\b|\bquarterly\b)"
    r"|(?P<half>每半年)"
    r"|每(?P<n>\d{1,3}|[两二三四五六])?个?(?P<unit>天|日|周|星期|礼拜|月|年)"
    r"|\bevery (?P<other>other |second )?"
    r"(?=(?P<en_day>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b)"
    r"|\b(?:every|each) (?:(?P<en_n>\d{1,3}|two|three|four|five|six|other) )?"
    r"(?P<en_unit>day|week|month|year)s?\b"
    r"|\b(?P<ly>daily|weekly|monthly|yearly)\b",
    re.IGNORECASE,
)
# Two days need a sign between them: ``每周一二楼`` is about a floor.
_DAY = "[一二三四五六日天]"
_SEVERAL = re.compile(
    rf"每个?(?:周|星期|礼拜)({_DAY}(?:{_DAY}{{2,}}|(?:[、,，和](?:周|星期)?{_DAY})+))"
)
_HAN_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month",
              "年": "year"}  # fmt: skip
_ENGLISH = {"two": 2, "other": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_FIXED = {
    "workday": ("workday", 1), "month_end": ("month_end", 1),
    "han_day": ("week", 1), "en_day": ("week", 1),
    "han_month": ("month", 1), "quarter": ("month", 3), "half": ("month", 6),
}  # fmt: skip
_LY = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}


def take_repeat(typed: str) -> tuple[str, int, str]:
    """Unit, interval and the rest of a line that says how often; no unit if it does not.

    What names the first day stays in the rest: ``每周一`` leaves ``周一``, ``every Friday`` leaves
    ``Friday``, ``每月15号`` leaves ``15号``, ``每月底`` leaves ``月底``.
    """
    found = _SAID.search(typed)
    if found is None:
        return "", 1, typed
    unit, interval = _unit_of(found)
    if not 1 <= interval <= _MOST_INTERVAL:
        return "", 1, typed
    first = " 月底 " if found["month_end"] else " "
    rest = typed[: found.start()] + first + typed[found.end() :]
    return unit, interval, " ".join(rest.split())


def take_weekdays(typed: str, today: dt.date) -> tuple[str, dt.date, str]:
    """Rule, first day and rest of a line that names several days of the week: ``每周一三五``,
    ``每周二、四``; no rule if it does not."""
    found = _SEVERAL.search(typed)
    if found is None:
        return "", today, typed
    days = sorted({"一二三四五六日".index(one) for one in found[1].replace("天", "日")
                   if one in "一二三四五六日"})  # fmt: skip
    rule = "FREQ=WEEKLY;BYDAY=" + ",".join(_WEEKDAYS[day] for day in days)
    first = min(today + dt.timedelta((day - today.weekday()) % 7) for day in days)
    return rule, first, f"{typed[: found.start()]} {typed[found.end() :]}".strip()


def _unit_of(found: re.Match[str]) -> tuple[str, int]:
    if found["other"]:
        return "week", 2
    for group, meant in _FIXED.items():
        if found[group]:
            return meant
    if found["ly"]:
        return _LY[found["ly"].lower()], 1
    number = found["n"] or (found["en_n"] or "").lower() or "1"
    unit = _HAN_UNITS[found["unit"]] if found["unit"] else found["en_unit"].lower()
    return unit, int(number) if number.isdigit() else _HAN.get(number) or _ENGLISH[number]

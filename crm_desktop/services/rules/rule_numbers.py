"""What is set about a trigger, read from what was typed and written back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from crm_desktop.core import date_words, text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.rules import rule_triggers_dates
from crm_desktop.services.rules.rule_asking import Number, Trigger
from crm_desktop.services.rules.rule_triggers_people import OTHER_LEVELS
from crm_desktop.services.settings import choices

FARTHEST = 3_660
"""How many days before or after an event a rule may fire: ten years."""

_MOST_DAYS = 24
DATE_KINDS = ("date_field", "any_date")


def dates(session: Session, number: Number) -> list[tuple[str, str]]:
    """The dates a number offers: their names and what they are called."""
    offered = rule_triggers_dates.customer_dates
    return (rule_triggers_dates.all_dates if number.kind == "any_date" else offered)(session)


def level_names(session: Session) -> list[str]:
    """The shop's customer levels, the best first, and ``*`` for all others."""
    return [*(one.value for one in choices.choices(session, "level")), OTHER_LEVELS]


def defaults(session: Session, trigger: Trigger) -> dict[str, Any]:
    """What a new rule starts with; the levels are the shop's: 7 days, 30, and 90 for the rest."""
    numbers = {one.key: one.default for one in trigger.numbers}
    if "levels" in numbers:
        days = (7, 30)
        named = level_names(session)[:-1]
        best = dict(zip(named, days, strict=False))
        numbers["levels"] = {**dict.fromkeys(named, 90), **best, OTHER_LEVELS: 90}
    return numbers


def shown(number: Number, value: Any) -> str:
    """A value as it is typed; what was typed already stays."""
    if isinstance(value, str):
        return value
    if number.kind == "days":
        return ", ".join(map(str, value))
    if number.kind == "levels":
        return ", ".join(f"{level}:{days}" for level, days in value.items())
    if number.kind == "yes_no":
        return "yes" if value else "no"
    return str(value)


def read(number: Number, typed: str) -> Any:
    """What was typed, as the rule keeps it. Raises ``UserError`` saying what is wrong."""
    return _READERS[number.kind](number, text.halfwidth(typed).strip())


def checked(session: Session, trigger: Trigger, numbers: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of a trigger, complete and sound; those it does not know are dropped."""
    known = defaults(session, trigger)
    for number in trigger.numbers:
        if number.key in numbers:
            value = numbers[number.key]
            if number.kind == "levels":
                # A level's name may hold a comma or a colon, so it is not typed again.
                known[number.key] = checked_levels(number, value)
            else:
                known[number.key] = read(number, shown(number, value))
        if number.kind in DATE_KINDS:
            offered = [name for name, _label in dates(session, number)]
            if known[number.key] not in offered:
                there_are = _("There are: {names}.").format(names=", ".join(offered))
                raise _wrong(number, str(known[number.key]), there_are)
    return known


def sound(trigger: Trigger, stored: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of a rule as the file holds them; what another program spoilt is as in a new
    rule."""
    kept: dict[str, Any] = {}
    for number in trigger.numbers:
        value = stored.get(number.key, number.default)
        try:
            kept[number.key] = (
                checked_levels(number, value)
                if number.kind == "levels"
                else read(number, shown(number, value))
            )
        except (UserError, AttributeError, TypeError):
            kept[number.key] = number.default
    return kept


def _wrong(number: Number, typed: str, hint: str = "") -> UserError:
    return UserError(
        _("“{typed}” does not fit “{number}”.").format(typed=typed, number=_(number.label)),
        _("Nothing was changed."),
        hint or _(_HINTS[number.kind]),
    )


_HINTS = {
    "days": N_("Write whole days separated by commas, like -60, -30, -7."),
    "count": N_("Write a whole number from 0 to 3660."),
    "percent": N_("Write a whole number from 1 to 1000."),
    "yes_no": N_("Write yes or no."),
    "levels": N_("Write levels and days, like A:7, B:30, *:90."),
    "choice": N_("Choose one of those offered."),
    "date_field": N_("Choose one of those offered."),
    "any_date": N_("Choose one of those offered."),
    "month_day": N_("Write month and day, like 02-29."),
}


def _days(number: Number, typed: str) -> list[int]:
    # A minus sign as the help shows it, and commas as Chinese keyboards write them.
    plain = typed.replace("−", "-").replace("、", ",").replace("D+", "")
    parts = [part for part in re.split(r"[,;\s]+", plain) if part]
    try:
        days = sorted({int(part) for part in parts})
    except ValueError:
        raise _wrong(number, typed) from None
    if not 0 < len(days) <= _MOST_DAYS or max(map(abs, days)) > FARTHEST:
        raise _wrong(number, typed)
    return days


def _whole(least: int, most: int) -> Callable[[Number, str], int]:
    def take(number: Number, typed: str) -> int:
        digits = typed.removesuffix("%").strip()
        if not digits.isdecimal() or len(digits) > 6 or not least <= int(digits) <= most:
            raise _wrong(number, typed)
        return int(digits)

    return take


def _yes_no(number: Number, typed: str) -> bool:
    words = {"yes": True, "true": True, "1": True, "是": True,
             "no": False, "false": False, "0": False, "否": False}  # fmt: skip
    if typed.casefold() not in words:
        raise _wrong(number, typed)
    return words[typed.casefold()]


def _levels(number: Number, typed: str) -> dict[str, int]:
    levels: dict[str, int] = {}
    for part in filter(None, re.split(r"[,;]+", typed.replace("、", ","))):
        level, colon, days = part.rpartition(":")
        if not colon or not level.strip():
            raise _wrong(number, typed)
        if days.strip():
            levels[level.strip()] = _whole(1, FARTHEST)(number, days.strip())
    if not levels:
        raise _wrong(number, typed)
    return levels


def checked_levels(number: Number, levels: Mapping[str, Any]) -> dict[str, int]:
    """Days by level, those without days left out. Raises ``UserError`` for what is no number."""
    days = {
        level: _whole(1, FARTHEST)(number, str(each).strip())
        for level, each in levels.items()
        if str(each).strip()
    }
    if not days:
        raise _wrong(number, "")
    return days


def _choice(number: Number, typed: str) -> str:
    if typed not in dict(number.choices):
        raise _wrong(number, typed)
    return typed


_WITH_NAME = re.compile(r"(?i:\d{1,2}[a-z]{0,2}\s+[a-z]{3,9}|[a-z]{3,9}\s+\d{1,2}[a-z]{0,2})")


def _month_day(number: Number, typed: str) -> str:
    found = re.fullmatch(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?", typed)
    if found is None:
        named = date_words.take_when(typed, dt.date(2000, 1, 1))
        if named.day is None or named.rest or not _WITH_NAME.fullmatch(typed):
            raise _wrong(number, typed)
        return f"{named.day:%m-%d}"
    try:
        # A leap year, so that 29 February may be named.
        day = dt.date(2000, int(found[1]), int(found[2]))
    except ValueError:
        raise _wrong(number, typed) from None
    return f"{day:%m-%d}"


_READERS: dict[str, Callable[[Number, str], Any]] = {
    "days": _days,
    "count": _whole(0, FARTHEST),
    "percent": _whole(1, 1000),
    "yes_no": _yes_no,
    "levels": _levels,
    "choice": _choice,
    "date_field": lambda _number, typed: typed,
    "any_date": lambda _number, typed: typed,
    "month_day": _month_day,
}

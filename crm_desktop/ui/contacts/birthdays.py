"""Birthdays as typed and as shown: the year may be missing, the calendar may be lunar."""

from __future__ import annotations

import datetime as dt
import re

from crm_desktop.core import formats
from crm_desktop.core.i18n import _

Birthday = tuple[int | None, int, int]

_LUNAR = ("农历", "農曆", "阴历", "陰曆", "lunar")


def parse(typed: str) -> tuple[Birthday | None, bool]:
    """Birthday and whether it is lunar, from ``1980-9-3``, ``9月3日``, ``农历8-15``.

    Empty is no birthday. Raises ``ValueError`` for what is no day of a year.
    """
    text = typed.strip().lower()
    if not text:
        return None, False
    lunar = any(word in text for word in _LUNAR)
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if len(numbers) == 1 and len(str(numbers[0])) == 8:
        numbers = [numbers[0] // 10000, numbers[0] // 100 % 100, numbers[0] % 100]
    if len(numbers) == 2:
        year, (month, day) = None, numbers
    elif len(numbers) == 3:
        year, month, day = numbers
        year = _whole_year(year)
    else:
        raise ValueError(typed)
    # A lunar month has up to 30 days; the leap year lets 29 February stand.
    if lunar:
        if not (1 <= month <= 12 and 1 <= day <= 30):
            raise ValueError(typed)
    else:
        dt.date(year or 2000, month, day)
    return (year, month, day), lunar


def _whole_year(year: int) -> int:
    if year >= 100:
        return year
    return year + (1900 if year > 30 else 2000)


def shown(birthday: Birthday | None, lunar: bool) -> str:
    """``3 Sep``, ``3 Sep 1980``, ``Lunar 8-15``; empty when unknown."""
    if birthday is None:
        return ""
    year, month, day = birthday
    if lunar:
        words = _("Lunar {month}-{day}").format(month=month, day=day)
        return f"{words} ({year})" if year else words
    if year:
        return formats.date_long(dt.date(year, month, day))
    return formats.day_month(dt.date(2000, month, day))


def typed(birthday: Birthday | None, lunar: bool) -> str:
    """The form that ``parse`` reads back."""
    if birthday is None:
        return ""
    year, month, day = birthday
    text = f"{year:04}-{month:02}-{day:02}" if year else f"{month:02}-{day:02}"
    return f"农历 {text}" if lunar else text

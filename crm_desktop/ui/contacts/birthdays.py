"""Birthdays as typed and as shown: the year may be missing, the calendar may be lunar."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from crm_desktop.core import formats, i18n, lunar
from crm_desktop.core.i18n import _
from crm_desktop.core.lunar import LunarKey
from crm_desktop.exchange import lunar_words
from crm_desktop.services.records import birthdays

Birthday = tuple[int | None, int, int]

_LUNAR = ("农历", "農曆", "阴历", "陰曆", "lunar")
_LEAP = ("闰", "閏", "leap")


class Born(NamedTuple):
    """A birthday as ``(year or None, month, day)``, of the lunar year when ``lunar``."""

    birthday: Birthday | None
    lunar: bool = False
    leap: bool = False


def parse(typed: str) -> Born:
    """A birthday from ``1980-9-3``, ``9月3日``, ``农历8-15``, ``八月十五``, ``lunar leap 6-1``.

    Empty is no birthday. A day there is not, like 30 February, is kept as it was said; raises
    ``ValueError`` for what is no month and day at all.
    """
    text = typed.strip().lower()
    if not text:
        return Born(None)
    said = lunar_words.lunar_day(text)
    if said is not None:
        return Born((said.year or None, said.month, said.day), True, said.leap)
    year, month, day = _numbers(text)
    if any(word in text for word in _LUNAR):
        # A lunar month has up to 30 days; which of them have 30 differs from year to year.
        if not (1 <= month <= 12 and 1 <= day <= 30):
            raise ValueError(typed)
        return Born((year, month, day), True, any(word in text for word in _LEAP))
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError(typed)
    return Born((year, month, day))


def is_impossible(born: Born) -> bool:
    """True for a solar day there is not, kept as it was said: 30 February."""
    if born.birthday is None or born.lunar:
        return False
    return not birthdays.exists(*born.birthday)


def _numbers(text: str) -> Birthday:
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if len(numbers) == 1 and len(str(numbers[0])) == 8:
        numbers = [numbers[0] // 10000, numbers[0] // 100 % 100, numbers[0] % 100]
    if len(numbers) == 2:
        return None, numbers[0], numbers[1]
    if len(numbers) == 3:
        return _whole_year(numbers[0]), numbers[1], numbers[2]
    raise ValueError(text)


def _whole_year(year: int) -> int:
    if year >= 100:
        return year
    return year + (1900 if year > 30 else 2000)


def shown(born: Born) -> str:
    """``3 Sep``, ``3 Sep 1980``, ``Lunar 8-15``, ``农历八月十五``; empty when unknown."""
    if born.birthday is None:
        return ""
    year, month, day = born.birthday
    if born.lunar:
        return _lunar_shown(year, LunarKey(month, day, born.leap))
    if is_impossible(born):
        return typed(born)
    if year:
        return formats.date_long(dt.date(year, month, day))
    return formats.day_month(dt.date(2000, month, day))


def _lunar_shown(year: int | None, key: LunarKey) -> str:
    if i18n.language().startswith("zh"):
        words = _("Lunar {day}").format(day=lunar.words(key))
    else:
        leap = _("leap") + " " if key.leap else ""
        words = _("Lunar {day}").format(day=f"{leap}{key.month}-{key.day}")
    return f"{words} ({year})" if year else words


def shown_with_next(born: Born, today: dt.date) -> str:
    """The same, and for a lunar birthday the solar day it is kept on next."""
    words = shown(born)
    if born.birthday is None or not born.lunar:
        return words
    on = birthdays.next_on(born.birthday, True, born.leap, today)
    return f"{words} · {formats.date_relative(on, today)}"


def typed(born: Born) -> str:
    """The form that ``parse`` reads back."""
    if born.birthday is None:
        return ""
    year, month, day = born.birthday
    text = f"{year:04}-{month:02}-{day:02}" if year else f"{month:02}-{day:02}"
    if not born.lunar:
        return text
    return f"{_('lunar')} {_('leap') + ' ' if born.leap else ''}{text}"

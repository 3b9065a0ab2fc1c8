"""Dates, numbers and money as people of each language write them, through Babel."""

from __future__ import annotations

import datetime as dt
from functools import cache

from babel import dates, numbers

from crm_desktop.core import i18n, money

# Chinese and English group digits alike, so numbers need no locale: lists paint thousands of them
# and Babel takes 0.4 ms for an amount of money. A third language would bring its separators here.


def integer(value: int) -> str:
    """``1284`` as ``1,284``."""
    return f"{value:,}"


def percent(basis_points: int, digits: int = 0) -> str:
    """Basis points as a percentage, rounded half up: 4150 as ``42%``."""
    return _decimal(money.divide_half_up(basis_points, 10 ** (2 - digits)), digits) + "%"


def quantity(milli: int) -> str:
    """Thousandths as a plain number without trailing zeros: 1700 as ``1.7``."""
    whole = _decimal(milli, 3)
    return whole.rstrip("0").rstrip(".")


def money_exact(minor: int, currency: str = "CNY") -> str:
    """Minor units with symbol and all decimals: ``¥1,234.50``."""
    return _with_symbol(amount_exact(minor, currency), currency)


def money_whole(minor: int, currency: str = "CNY") -> str:
    """Minor units with symbol, rounded half up to whole units: ``¥1,235``."""
    return _with_symbol(amount_whole(minor, currency), currency)


def amount_exact(minor: int, currency: str = "CNY") -> str:
    """Like ``money_exact`` without the symbol, for columns whose heading names the currency."""
    return _decimal(minor, money.exponent(currency))


def amount_whole(minor: int, currency: str = "CNY") -> str:
    """Like ``money_whole`` without the symbol."""
    scale: int = 10 ** money.exponent(currency)
    return integer(money.divide_half_up(minor, scale))


def _decimal(scaled: int, digits: int) -> str:
    """An integer of ``10**-digits`` units with grouping and all its decimals."""
    if not digits:
        return integer(scaled)
    whole, part = divmod(abs(scaled), 10**digits)
    return f"{'-' if scaled < 0 else ''}{whole:,}.{part:0{digits}}"


def _with_symbol(amount: str, currency: str) -> str:
    symbol = _symbol(currency, "zh_CN" if currency == "CNY" else i18n.language())
    return f"-{symbol}{amount[1:]}" if amount.startswith("-") else f"{symbol}{amount}"


@cache
def _symbol(currency: str, language: str) -> str:
    return numbers.get_currency_symbol(currency, language)


def day_month(day: dt.date) -> str:
    """``6月18日`` / ``18 Jun``."""
    if i18n.language() == "zh_CN":
        return f"{day.month}月{day.day}日"
    return f"{day.day} {_english_month(day.month)}"


@cache
def _english_month(month: int) -> str:
    """``Jun``. Babel takes 0.4 ms for a date, and lists have thousands of them."""
    return dates.format_date(dt.date(2026, month, 1), "MMM", locale="en")


def date_long(day: dt.date) -> str:
    """``2026年6月18日`` / ``18 Jun 2026``."""
    if i18n.language() == "zh_CN":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_english_month(day.month)} {day.year}"


def days_long(first: dt.date, last: dt.date) -> str:
    """``2026年6月15–21日`` / ``15–21 Jun 2026``; what both days share is said once."""
    if first == last:
        return date_long(first)
    if first.year != last.year:
        return f"{date_long(first)} – {date_long(last)}"
    if i18n.language() == "zh_CN":
        same = first.month == last.month
        end = f"{last.day}日" if same else day_month(last)
        return f"{date_long(first)[: -1 if same else None]}–{end}"
    begin = str(first.day) if first.month == last.month else f"{day_month(first)} "
    return f"{begin}–{'' if first.month == last.month else ' '}{date_long(last)}"


def days_short(first: dt.date, last: dt.date) -> str:
    """``6月15–21日`` / ``15–21 Jun``, in whatever year."""
    if first == last:
        return day_month(first)
    if (first.year, first.month) != (last.year, last.month):
        gap = "–" if i18n.language() == "zh_CN" else " – "
        return f"{day_month(first)}{gap}{day_month(last)}"
    if i18n.language() == "zh_CN":
        return f"{day_month(first)[:-1]}–{last.day}日"
    return f"{first.day}–{day_month(last)}"


def date_relative(day: dt.date, today: dt.date) -> str:
    """Short date seen from ``today``: today, yesterday, tomorrow, this year's day, or with year."""
    named = {
        0: i18n._("Today"),
        -1: i18n._("Yesterday"),
        1: i18n._("Tomorrow"),
    }.get((day - today).days)
    if named:
        return named
    return day_month(day) if day.year == today.year else date_long(day)


def weekday(day: dt.date) -> str:
    """``星期四`` / ``Thursday``."""
    return dates.format_date(day, "EEEE", locale=i18n.language())


def weekday_short(day: dt.date) -> str:
    """``周四`` / ``Thu``."""
    return dates.format_date(day, "EEE", locale=i18n.language())


def month_year(day: dt.date) -> str:
    """``2026 年 5 月`` / ``May 2026``."""
    if i18n.language() == "zh_CN":
        return f"{day.year} 年 {day.month} 月"
    return dates.format_date(day, "MMMM y", locale="en")


def month_short_year(day: dt.date) -> str:
    """``2026年5月`` / ``Nov 2026``, for headings and axes."""
    if i18n.language() == "zh_CN":
        return f"{day.year}年{day.month}月"
    return f"{_english_month(day.month)} {day.year}"


def quarter(year: int, number: int) -> str:
    """``2026年Q2`` / ``Q2 2026``."""
    return f"{year}年Q{number}" if i18n.language() == "zh_CN" else f"Q{number} {year}"


def month_name(day: dt.date) -> str:
    """``5 月`` / ``May``."""
    if i18n.language() == "zh_CN":
        return f"{day.month} 月"
    return dates.format_date(day, "LLLL", locale="en")


def month_short(day: dt.date) -> str:
    """``5 月`` / ``Nov``."""
    if i18n.language() == "zh_CN":
        return f"{day.month} 月"
    return dates.format_date(day, "LLL", locale="en")


def time_of_day(instant: dt.datetime) -> str:
    """Local wall-clock time ``09:12`` of an aware instant."""
    return instant.astimezone().strftime("%H:%M")

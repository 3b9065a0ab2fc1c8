"""Dates, numbers and money as people of each language write them, through Babel."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from babel import dates, numbers

from crm_desktop.core import i18n, money


def integer(value: int) -> str:
    """``1284`` as ``1,284``."""
    return numbers.format_decimal(value, format="#,##0", locale=i18n.language())


def percent(basis_points: int, digits: int = 0) -> str:
    """Basis points as a percentage: 4100 as ``41%``."""
    pattern = "#,##0." + "0" * digits + "%" if digits else "#,##0%"
    return numbers.format_percent(
        Decimal(basis_points) / 10_000, format=pattern, locale=i18n.language()
    )


def quantity(milli: int) -> str:
    """Thousandths as a plain number without trailing zeros: 1700 as ``1.7``."""
    return numbers.format_decimal(Decimal(milli) / 1000, format="#,##0.###", locale=i18n.language())


def money_exact(minor: int, currency: str = "CNY") -> str:
    """Minor units with symbol and all decimals: ``¥1,234.50``."""
    return _currency(money.to_major(minor, currency), currency, money.exponent(currency))


def money_whole(minor: int, currency: str = "CNY") -> str:
    """Minor units with symbol, rounded half up to whole units: ``¥1,235``."""
    scale: int = 10 ** money.exponent(currency)
    return _currency(Decimal(money.divide_half_up(minor, scale)), currency, 0)


def amount_exact(minor: int, currency: str = "CNY") -> str:
    """Like ``money_exact`` without the symbol, for columns whose heading names the currency."""
    digits = money.exponent(currency)
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return numbers.format_decimal(
        money.to_major(minor, currency), format=pattern, locale=i18n.language()
    )


def amount_whole(minor: int, currency: str = "CNY") -> str:
    """Like ``money_whole`` without the symbol."""
    scale: int = 10 ** money.exponent(currency)
    return integer(money.divide_half_up(minor, scale))


def _currency(value: Decimal, currency: str, digits: int) -> str:
    pattern = "¤#,##0" + ("." + "0" * digits if digits else "")
    return numbers.format_currency(
        value,
        currency,
        format=f"{pattern};-{pattern}",
        locale="zh_CN" if currency == "CNY" else i18n.language(),
        currency_digits=False,
    )


def day_month(day: dt.date) -> str:
    """``6月18日`` / ``18 Jun``."""
    if i18n.language() == "zh_CN":
        return f"{day.month}月{day.day}日"
    return dates.format_date(day, "d MMM", locale="en")


def date_long(day: dt.date) -> str:
    """``2026年6月18日`` / ``18 Jun 2026``."""
    pattern = "y年M月d日" if i18n.language() == "zh_CN" else "d MMM y"
    return dates.format_date(day, pattern, locale=i18n.language())


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


def month_name(day: dt.date) -> str:
    """``5 月`` / ``May``."""
    if i18n.language() == "zh_CN":
        return f"{day.month} 月"
    return dates.format_date(day, "LLLL", locale="en")


def time_of_day(instant: dt.datetime) -> str:
    """Local wall-clock time ``09:12`` of an aware instant."""
    return instant.astimezone().strftime("%H:%M")

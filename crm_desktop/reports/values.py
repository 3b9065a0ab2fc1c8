"""Writing a report's values for people: on paper, in charts, in sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from babel import numbers

from crm_desktop.core import formats, i18n, money
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.reports.document import Kind, Kpi, Styled, Value

NOTHING = "—"
MINUS = "−"


def shown(value: Value | Styled, kind: Kind, currency: str) -> str:
    """``value`` as printed in a column of ``kind``; an absent value is a dash."""
    if isinstance(value, Styled):
        if value.text:
            return value.text
        value = value.value
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        return formats.day_month(value)
    return _number(value, kind, currency).replace("-", MINUS)


def _number(value: int, kind: Kind, currency: str) -> str:
    if kind is Kind.MONEY:
        return formats.amount_whole(value, currency)
    if kind is Kind.MONEY_EXACT:
        return formats.amount_exact(value, currency)
    plain: dict[Kind, Callable[[int], str]] = {
        Kind.QUANTITY: formats.quantity,
        Kind.PERCENT: formats.percent,
        Kind.CHANGE: signed_percent,
        Kind.DAYS: days,
    }
    return plain.get(kind, formats.integer)(value)


def amount(minor: int, currency: str) -> str:
    """Whole units without a sign: ``34,210``."""
    return formats.amount_whole(minor, currency).replace("-", MINUS)


def days(count: int) -> str:
    """``55 天`` / ``55 d``."""
    return _("{count} d").format(count=formats.integer(count))


def money_text(minor: int, currency: str) -> str:
    """Whole units with the currency's sign, as sentences say it: ``¥118,640``."""
    return formats.money_whole(minor, currency).replace("-", MINUS)


def signed_percent(basis_points: int) -> str:
    """``+8%``, ``−2%``; a change that rounds to nothing is ``0%``."""
    rounded = money.divide_half_up(basis_points, 100)
    return _signed(rounded) + "%"


def _signed(number: int) -> str:
    sign = "+" if number > 0 else MINUS if number < 0 else ""
    return sign + formats.integer(abs(number))


def change_bp(now: int, before: int | None) -> int | None:
    """Change from ``before`` in basis points of it; ``None`` when there is nothing to divide by."""
    if before is None or before <= 0:
        return None
    return money.divide_half_up((now - before) * 10_000, before)


def kpi_value(kpi: Kpi, currency: str) -> str:
    """The figure itself: ``¥118,640``, ``164``, ``41%``."""
    if kpi.value is None:
        return NOTHING
    if kpi.kind is Kind.MONEY:
        return money_text(kpi.value, currency)
    return shown(kpi.value, kpi.kind, currency)


def kpi_change(kpi: Kpi, earlier: int | None) -> str:
    """How far the figure is from ``earlier``, in the way this figure is compared."""
    if kpi.value is None or earlier is None:
        return NOTHING
    if kpi.compare == "percent":
        change = change_bp(kpi.value, earlier)
        return NOTHING if change is None else signed_percent(change)
    if kpi.compare == "points":
        points = money.divide_half_up(kpi.value, 100) - money.divide_half_up(earlier, 100)
        return ngettext("{points} pt", "{points} pts", abs(points)).format(points=_signed(points))
    return _signed(kpi.value - earlier)


def kpi_changes(kpi: Kpi, earlier: str = "month") -> str:
    """``上月 +8% · 去年 +20%``; ``earlier`` is ``month`` or ``week``."""
    words = _("{week} w/w·{year} y/y") if earlier == "week" else _("{month} m/m·{year} y/y")
    before = kpi_change(kpi, kpi.month_ago)
    return words.format(month=before, week=before, year=kpi_change(kpi, kpi.year_ago))


@dataclass(frozen=True, slots=True)
class AxisUnit:
    """The unit of a money axis: amounts are divided by ``minor`` and named ``label``."""

    minor: int
    label: str
    digits: int

    def text(self, amount: int) -> str:
        """``amount`` (minor units) in this unit, e.g. ``118.6``."""
        scaled = money.divide_half_up(amount * 10**self.digits, self.minor)
        whole, rest = divmod(abs(scaled), 10**self.digits)
        decimals = f".{rest:0{self.digits}d}" if self.digits else ""
        return (MINUS if scaled < 0 else "") + formats.integer(whole) + decimals


def axis_unit(largest: int, currency: str) -> AxisUnit:
    """A unit in which ``largest`` (minor units) reads as a short number."""
    unit = 10 ** money.exponent(currency)
    major = abs(largest) // unit
    chinese = i18n.language() == "zh_CN"
    sign = currency_word(currency)
    if major < 10_000:
        return AxisUnit(unit, sign, 0)
    if major < 1_000_000:
        return AxisUnit(unit * 1_000, _("{currency}k").format(currency=sign), 1)
    if chinese:
        return AxisUnit(unit * 10_000, f"万{sign}", 1)
    return AxisUnit(unit * 1_000_000, f"{sign}m", 1)


def ages() -> tuple[str, ...]:
    """What the ages of ``receivables`` are called."""
    return (
        _("Not due"),
        _("1–30 days late"),
        _("31–60 days"),
        _("61–90 days"),
        _("Over 90 days"),
    )


def listed(count: int, shown: int) -> str:
    """``7``, or ``7, the first 6 listed``: beside the heading of a list."""
    if count == shown:
        return formats.integer(count)
    return _("{count}, the first {shown} listed").format(
        count=formats.integer(count), shown=formats.integer(shown)
    )


def currency_word(currency: str) -> str:
    """What stands for the currency beside a heading: ``元`` in Chinese, else its sign."""
    if currency == "CNY":
        return pgettext("report", "¥")
    return numbers.get_currency_symbol(currency, locale=i18n.language())

"""How a field's value is written in the language in force, and what it is in a cell of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from crm_desktop.core import amount_words, formats, i18n, money

FIRST_DAY = dt.date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was; earlier days are texts in a workbook."""

_DAY = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What a field holds: ``text`` as written in the language in force.

    ``plain`` is the number or the day for a cell of its own, ``format`` how Excel shows it.
    """

    text: str
    plain: Decimal | dt.date | None = None
    format: str = ""


Values = dict[str, FieldValue]
"""What fields hold, by their keys."""


def words(value: str) -> FieldValue:
    """A text."""
    return FieldValue(value)


def day(value: dt.date | None) -> FieldValue:
    """A day, written out; a real date in a cell of its own."""
    return FieldValue(formats.date_long(value), value, _DAY) if value else FieldValue("")


def amount(minor: int, currency: str = "CNY") -> FieldValue:
    """Money with its symbol; a number in a cell of its own."""
    digits = money.exponent(currency)
    shape = "#,##0" + ("." + "0" * digits if digits else "")
    return FieldValue(formats.money_exact(minor, currency), money.to_major(minor, currency), shape)


def amount_in_words(minor: int, currency: str = "CNY") -> FieldValue:
    """Capital numerals for yuan in Chinese, the plain amount with its code otherwise."""
    if currency == "CNY" and i18n.language() == "zh_CN":
        return FieldValue(amount_words.capitals(minor))
    return FieldValue(f"{currency} {formats.amount_exact(minor, currency)}")


def whole(value: int | None) -> FieldValue:
    """A whole number, written without grouping: a year stays a year."""
    return FieldValue("") if value is None else FieldValue(str(value), Decimal(value), "0")


def quantity(milli: int) -> FieldValue:
    """Thousandths of a unit."""
    return FieldValue(formats.quantity(milli), Decimal(milli).scaleb(-3), "General")


def share(basis_points: int) -> FieldValue:
    """Basis points as a percentage; nothing for none."""
    if not basis_points:
        return FieldValue("")
    digits = 0 if basis_points % 100 == 0 else 2
    shape = "0%" if not digits else "0.00%"
    return FieldValue(
        formats.percent(basis_points, digits), Decimal(basis_points).scaleb(-4), shape
    )

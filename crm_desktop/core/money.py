"""Exact money: integer minor units and a currency code, never floats."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

LARGEST_MINOR = 10**15
"""Amounts beyond this (ten million million yuan) are slips of the keyboard."""

# ISO 4217 currencies whose minor unit is not a hundredth, of those our users meet.
_EXPONENTS = {"JPY": 0, "KRW": 0, "VND": 0, "KWD": 3, "BHD": 3, "TND": 3}


def exponent(currency: str) -> int:
    """Digits after the decimal point of ``currency`` (2 for most)."""
    return _EXPONENTS.get(currency, 2)


def is_currency(code: str) -> bool:
    """True for what is written like an ISO 4217 code: three capital letters."""
    return len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()


def to_minor(amount: Decimal, currency: str = "CNY") -> int:
    """``amount`` in major units as integer minor units, rounded half up (away from zero)."""
    scaled = amount.scaleb(exponent(currency))
    return int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def to_major(minor: int, currency: str = "CNY") -> Decimal:
    """Integer minor units as an exact decimal amount in major units."""
    return Decimal(minor).scaleb(-exponent(currency))


def divide_half_up(numerator: int, denominator: int) -> int:
    """Integer division rounded half away from zero; exact for any size."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    quotient, remainder = divmod(abs(numerator), abs(denominator))
    return sign * (quotient + (2 * remainder >= abs(denominator)))


def line_amount(quantity_milli: int, unit_price_minor: int, discount_bp: int = 0) -> int:
    """Amount of a sale line in minor units, rounded half up once, at the end.

    ``quantity_milli`` is thousandths of the unit, ``discount_bp`` the part taken off in basis
    points (1000 = 10 % off, the Chinese 9折).
    """
    return divide_half_up(quantity_milli * unit_price_minor * (10_000 - discount_bp), 10_000_000)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in integer minor units of one currency; currencies never mix."""

    minor: int
    currency: str = "CNY"

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def _same(self, other: Money) -> None:
        if other.currency != self.currency:
            raise ValueError(f"cannot combine {self.currency} and {other.currency}")

"""Reading what is typed as quantity, price or discount, and writing it back."""

from __future__ import annotations

import re
from decimal import Decimal

from crm_desktop.core import formats, i18n, money
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.text import halfwidth
from crm_desktop.exchange.amounts import typed_number


def quantity(text: str) -> int:
    """Thousandths of a unit; ``UserError`` for anything but a number above zero."""
    value = typed_number(text, unit=True)
    if value is None or value <= 0 or value >= 10_000_000 or value * 1000 % 1:
        raise UserError(
            _("“{text}” is no quantity.").format(text=text), "", _("Type e.g. 2 or 1.5.")
        )
    return int(value * 1000)


def amount(text: str, currency: str = "CNY") -> int:
    """Minor units; ``UserError`` for anything but an amount of zero or more."""
    value = typed_number(text)
    if value is None or value < 0 or value >= 1_000_000_000:
        raise UserError(
            _("“{text}” is no amount.").format(text=text), "", _("Type e.g. 260 or 260.50.")
        )
    return money.to_minor(value, currency)


def discount(text: str) -> int:
    """Basis points taken off.

    ``9折``, ``打九折`` and ``0.9`` pay nine tenths, ``10%`` takes a tenth off, ``半价`` half. A
    bare ``9`` or ``95`` is read as the column is written in the language in force: 折 in
    Chinese, per cent off in English.
    """
    plain = halfwidth(text).replace(" ", "").replace("折扣", "折")
    plain = plain.removeprefix("打").replace("半价", "5折")
    if not plain or plain in ("—", "-", "无"):
        return 0
    paid = _paid_part(plain)
    if paid is None or not 0 < paid <= 1 or paid * 10_000 % 1:
        raise UserError(
            _("“{text}” is no discount.").format(text=text), "", _("Type 9折, 0.9 or 10%.")
        )
    return 10_000 - int(paid * 10_000)


def _paid_part(plain: str) -> Decimal | None:
    """The part of the price that is paid, 0 to 1; ``None`` when it cannot be read."""
    if plain.endswith("%"):
        off = typed_number(plain[:-1].lstrip("-"))
        return None if off is None else 1 - off / 100
    folds = plain.endswith("折") or i18n.language() == "zh_CN"
    value = typed_number(plain.removesuffix("折"))
    if value is None or (value <= 1 and not plain.endswith("折")):
        return value
    if not folds:
        return 1 - value / 100
    return value / (10 if value <= 10 else 100)


_AMOUNT_OFF = re.compile(r"^(?:[-−减¥￥]+)(\d+(?:\.\d+)?)元?$|^(\d+(?:\.\d+)?)元$")


def line_discount(text: str, currency: str = "CNY") -> tuple[int, int]:
    """What is taken off a line: basis points, and an amount in minor units.

    ``-50``, ``¥50``, ``减50`` and ``50元`` are amounts; anything else is read by ``discount``. Both
    may stand beside each other, as ``line_discount_text`` writes them: ``10% -5.00``.
    """
    part, mark, off = halfwidth(text).strip().partition("% -")
    if not mark:
        part, mark, off = part.partition("折 -")
    if mark:
        return discount(part + mark[0]), amount(off, currency)
    match = _AMOUNT_OFF.match(halfwidth(text).replace(" ", ""))
    if match is None:
        return discount(text), 0
    return 0, amount(match[1] or match[2], currency)


def order_discount(text: str, currency: str = "CNY") -> tuple[int, int]:
    """What is taken off a whole order: basis points (``9折``, ``10%``), or an amount in minor
    units; one of them is 0."""
    plain = halfwidth(text).strip()
    if plain.endswith(("%", "折", "半价")):
        return discount(plain), 0
    return 0, amount(plain.lstrip("-−减"), currency)


def off_whole(text: str, whole_minor: int, currency: str = "CNY") -> int:
    """What ``order_discount`` takes off ``whole_minor``, in minor units."""
    off_bp, off_minor = order_discount(text, currency)
    return off_minor + money.divide_half_up(whole_minor * off_bp, 10_000)


def line_discount_text(basis_points: int, minor: int, currency: str = "CNY") -> str:
    """``9 折``, ``10%``, ``-50.00`` or both; empty when nothing is taken off."""
    off = f"-{money.to_major(minor, currency)}" if minor else ""
    return " ".join(part for part in (discount_text(basis_points), off) if part)


def discount_text(basis_points: int) -> str:
    """``9 折`` / ``10%``; empty when nothing is taken off."""
    if not basis_points:
        return ""
    if i18n.language() == "zh_CN":
        return f"{Decimal(10_000 - basis_points) / 1000:f} 折".replace(".0 折", " 折")
    return f"{Decimal(basis_points) / 100:f}%".replace(".0%", "%")


def plain_quantity(milli: int | None) -> str:
    """A quantity as it is typed."""
    return "" if milli is None else formats.quantity(milli).replace(",", "")


def plain_amount(minor: int | None, currency: str = "CNY") -> str:
    """An amount as it is typed."""
    return "" if minor is None else str(money.to_major(minor, currency))

"""Amounts, quantities and counts as they are typed after an option."""

from __future__ import annotations

from decimal import Decimal

import typer

from crm_desktop.core import money
from crm_desktop.core.i18n import _


def read_amount(typed: str, currency: str) -> int:
    """``12.50`` in minor units; anything else, or a slip of the keyboard, is wrong usage."""
    value = _number(typed)
    if value is None:
        raise typer.BadParameter(_("{text} is no amount like 12.50.").format(text=typed))
    return money.to_minor(value, currency)


def read_quantity(typed: str) -> int:
    """``1.5`` in thousandths; anything else is wrong usage."""
    value = _number(typed, unit=True)
    if value is None or value * 1000 % 1:
        raise typer.BadParameter(_("{text} is no quantity like 1.5.").format(text=typed))
    return int(value * 1000)


def read_percent(typed: str) -> int:
    """``-7.5`` or ``5%`` in basis points; anything else is wrong usage."""
    value = _number(typed.removesuffix("%").removesuffix("％"))
    if value is None or value * 100 % 1:
        raise typer.BadParameter(_("{text} is no percentage like 5 or -7.5.").format(text=typed))
    return int(value * 100)


def read_count(typed: str) -> int | None:
    """``24`` as a number, nothing as ``None``; anything else is wrong usage."""
    if not typed.strip():
        return None
    value = _number(typed)
    if value is None or value % 1:
        raise typer.BadParameter(_("{text} is no whole number.").format(text=typed))
    return int(value)


def _number(typed: str, *, unit: bool = False) -> Decimal | None:
    from crm_desktop.exchange import amounts

    return amounts.typed_number(typed, unit=unit)

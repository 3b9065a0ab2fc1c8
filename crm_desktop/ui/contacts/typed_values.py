"""Numbers and amounts typed into a filter; a ``ValueError`` carries the sentence to show."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from crm_desktop.core import money
from crm_desktop.core.i18n import _


def whole(text: str) -> int:
    """A whole number from 0 up."""
    if not text.isdigit():
        raise ValueError(_("Type a whole number."))
    return int(text)


def minor(text: str, currency: str) -> int:
    """An amount in minor units, from what stands for it in major ones."""
    try:
        return money.to_minor(Decimal(text.replace(",", "").lstrip("¥￥$€£ ")), currency)
    except InvalidOperation:
        raise ValueError(_("Type an amount, e.g. 20000.")) from None


def milli(text: str) -> int:
    """A number in thousandths."""
    try:
        return int((Decimal(text.replace(",", "")) * 1000).to_integral_value())
    except InvalidOperation:
        raise ValueError(_("Type a number.")) from None

"""Phone numbers as people read them."""

from __future__ import annotations

import re


def shown_phone(number: str) -> str:
    """A mainland mobile in groups of 3, 4 and 4; anything else as it was typed."""
    if re.fullmatch(r"1\d{10}", number):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    return number

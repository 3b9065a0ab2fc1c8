"""What a setting may be: each check returns the value to keep, or raises ``UserError``."""

from __future__ import annotations

import string

from crm_desktop.core import text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

_FIELDS = frozenset({"number", "year", "month", "day"})


def number_pattern(pattern: str) -> str:
    """``pattern`` when it can number documents. Raises ``UserError`` otherwise."""
    try:
        names = {name for _text, name, _spec, _conversion in string.Formatter().parse(pattern)}
        pattern.format(number=1, year=2026, month="01", day="01")
    except (ValueError, KeyError, IndexError, AttributeError):
        names = set()
    if "number" not in names or not names - {None} <= _FIELDS:
        raise UserError(
            _("“{pattern}” cannot number sales.").format(pattern=pattern),
            _("Nothing was changed."),
            _("Write it like XS-{number:04} or {year}{month}-{number:03}."),
        )
    return pattern


def currency(code: str) -> str:
    """A three-letter ISO 4217 code in capitals."""
    code = code.strip().upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise UserError(
            _("“{code}” is no currency.").format(code=code),
            _("Nothing was changed."),
            _("Write three letters, like CNY or HKD."),
        )
    return code


def days(number: int) -> int:
    """A number of days from none to ten years."""
    if not 0 <= number <= 3_650:
        raise UserError(
            _("{number} days cannot be meant.").format(number=number),
            _("Nothing was changed."),
            _("Write a number from 0 to 3650."),
        )
    return number


def hours(number: int) -> int:
    """A number of hours from one to sixty days."""
    if not 1 <= number <= 1_440:
        raise UserError(
            _("{number} hours cannot be meant.").format(number=number),
            _("Nothing was changed."),
            _("Write a number from 1 to 1440."),
        )
    return number


def offers(typed: str) -> str:
    """Steps like ``1000=100, 2000=300`` in whole units of money, written evenly."""
    if not typed.strip():
        return ""
    try:
        steps = offer_steps(text.halfwidth(typed).replace("、", ","))
    except ValueError:
        steps = []
    if not steps or not all(0 < given <= least <= 10_000_000 for least, given in steps):
        raise UserError(
            _("“{text}” is no bonus on stored value.").format(text=typed),
            _("Nothing was changed."),
            _("Write it like 1000=100, 2000=300."),
        )
    return ", ".join(f"{least}={given}" for least, given in sorted(steps))


def offer_steps(typed: str) -> list[tuple[int, int]]:
    """From how much on, and the bonus; raises ``ValueError``."""
    found = []
    for part in filter(None, (one.strip() for one in typed.split(","))):
        least, _equals, given = part.partition("=")
        found.append((int(least), int(given)))
    return found


def percent(number: int) -> int:
    """A whole percentage from none to all."""
    if not 0 <= number <= 100:
        raise UserError(
            _("{number} per cent cannot be meant.").format(number=number),
            _("Nothing was changed."),
            _("Write a number from 0 to 100."),
        )
    return number


def months(number: int) -> int:
    """A number of months from none to ten years."""
    if not 0 <= number <= 120:
        raise UserError(
            _("{number} months cannot be meant.").format(number=number),
            _("Nothing was changed."),
            _("Write a number from 0 to 120."),
        )
    return number

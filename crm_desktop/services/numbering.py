"""Document numbers by pattern, without gaps: a number is taken in the sale's own transaction."""

from __future__ import annotations

import datetime as dt
import string

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.db.models import NumberSeries
from crm_desktop.services import settings

_FIELDS = frozenset({"number", "year", "month", "day"})


def take(session: Session, key: str, day: dt.date) -> str:
    """The next number of a series, e.g. ``XS-0603``; counting restarts with each new year, month
    or day that stands in the pattern."""
    series = session.scalar(select(NumberSeries).where(NumberSeries.key == key))
    if series is None:
        series = NumberSeries(key=key, pattern="", period="", next_value=1)
        session.add(series)
    pattern = checked(settings.get(session, settings.SALE_NUMBER))
    period = _period(pattern, day)
    if period != series.period:
        series.period = period
        series.next_value = 1
    series.pattern = pattern
    number = pattern.format(
        number=series.next_value, year=day.year, month=f"{day.month:02}", day=f"{day.day:02}"
    )
    series.next_value += 1
    session.flush()
    return number


def checked(pattern: str) -> str:
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


def _period(pattern: str, day: dt.date) -> str:
    parts = {"{year": f"{day:%Y}", "{month": f"{day:%m}", "{day": f"{day:%d}"}
    return "-".join(value for mark, value in parts.items() if mark in pattern)

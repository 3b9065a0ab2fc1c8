"""Document numbers by pattern, without gaps: a number is taken in the sale's own transaction."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.db.models import NumberSeries
from crm_desktop.services.settings import settings
from crm_desktop.services.settings.setting_checks import number_pattern

_PATTERNS = {"quote": settings.QUOTE_NUMBER}


def take(session: Session, key: str, day: dt.date) -> str:
    """The next number of a series, e.g. ``XS-0603``; counting restarts with each new year, month
    or day that stands in the pattern."""
    series = session.scalar(select(NumberSeries).where(NumberSeries.key == key))
    if series is None:
        series = NumberSeries(key=key, pattern="", period="", next_value=1)
        session.add(series)
    pattern = number_pattern(settings.get(session, _PATTERNS.get(key, settings.SALE_NUMBER)))
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


def _period(pattern: str, day: dt.date) -> str:
    parts = {"{year": f"{day:%Y}", "{month": f"{day:%m}", "{day": f"{day:%d}"}
    return "-".join(value for mark, value in parts.items() if mark in pattern)

"""Days and months as they are typed after an option."""

from __future__ import annotations

import datetime as dt

import typer

from crm_desktop.core.i18n import _


def read_day(text: str) -> dt.date:
    """``2026-06-18`` as a date; anything else is wrong usage."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            _("{text} is no date like 2026-06-18.").format(text=text)
        ) from None


def read_month(text: str) -> dt.date:
    """``2026-05`` as the first day of that month; anything else is wrong usage."""
    try:
        return dt.datetime.strptime(text, "%Y-%m").replace(tzinfo=dt.UTC).date()
    except ValueError:
        raise typer.BadParameter(_("{text} is no month like 2026-05.").format(text=text)) from None

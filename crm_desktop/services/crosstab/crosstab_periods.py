"""The periods a cross-tab is asked about by name, so that one kept under a name stays current."""

from __future__ import annotations

import datetime as dt

from crm_desktop.core.i18n import N_
from crm_desktop.services.figures.sales_figures import Period, month_before, month_of

USUAL = "months12"
OWN = "own"
NAMES: dict[str, str] = {
    "months12": N_("Last 12 months"),
    "month": N_("This month"),
    "last_month": N_("Last month"),
    "quarter": N_("This quarter"),
    "year": N_("This year"),
    "last_year": N_("Last year"),
    "years3": N_("Last 36 months"),
    OWN: N_("Chosen days"),
}
"""Msgids by key."""


def period(key: str, today: dt.date) -> Period:
    """The days meant by ``key``, the usual ones for a key that is not known."""
    if key == "last_month":
        return month_of(month_before(today, 1))
    if key == "last_year":
        return Period(dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31))
    begins = {
        "month": today.replace(day=1),
        "quarter": month_before(today, (today.month - 1) % 3),
        "year": today.replace(month=1, day=1),
        "years3": month_before(today, 35),
    }
    return Period(begins.get(key, month_before(today, 11)), today)

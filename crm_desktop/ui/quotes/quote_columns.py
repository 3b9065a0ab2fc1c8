"""The columns of the list of quotes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.quotes.quote_list import STATES, QuoteRow
from crm_desktop.ui.sales.sale_columns import money_short
from crm_desktop.ui.widgets.table_model import Column

TONES = {
    "draft": "gray", "sent": "blue", "accepted": "accent", "rejected": "red", "expired": "amber",
}  # fmt: skip
SOON_DAYS = 3


def number(row: QuoteRow) -> str:
    """The number with its version, from the second on."""
    return row.number if row.version == 1 else f"{row.number} v{row.version}"


def until_words(row: QuoteRow) -> str:
    """How long it is good: ``3 days left``; the day where that matters no more."""
    if row.days_left is None:
        return _day(row.valid_until)
    if row.days_left == 0:
        return _("ends today")
    words = ngettext("{n} day left", "{n} days left", row.days_left)
    return words.format(n=row.days_left)


def _day(day: dt.date | None) -> str:
    return formats.date_relative(day, clock.today()) if day is not None else ""


def _until_ink(row: QuoteRow) -> str:
    if row.state == "expired" and row.sale_id is None:
        return "redText"
    return "amberText" if row.days_left is not None and row.days_left <= SOON_DAYS else "text2"


def _state_ink(row: QuoteRow) -> str:
    return {"accepted": "accentText", "rejected": "redText", "expired": "amberText"}.get(
        row.state, "text"
    )


def _money(row: QuoteRow) -> str:
    return money_short(row.total_minor, row.currency)


def describe(row: QuoteRow) -> str:
    """A quote as one spoken sentence."""
    parts = (number(row), row.contact_name, _(STATES[row.state]), _money(row), until_words(row))
    return ", ".join(part for part in parts if part)


COLUMNS: Sequence[Column] = (
    Column("date", N_("Date"), lambda row: _day(row.quoted_on), width=118, least=104,
           sort="quoted_on", descending=True, rank=2),
    Column("number", N_("Number"), number, width=130, least=110, sort="number",
           descending=True, fg=lambda _row: "text2"),
    Column("customer", N_("Customer"), lambda row: row.contact_name, width=170, least=110,
           stretch=3, sort="customer", role="strong"),
    Column("total", N_("Total"), _money, width=110, least=90, align="right", sort="total",
           descending=True),
    Column("state", N_("State"), lambda row: _(STATES[row.state]), width=100, least=84,
           fg=_state_ink),
    Column("until", N_("Good until"), until_words, width=120, least=100, sort="valid_until",
           fg=_until_ink, rank=1),
    Column("staff", N_("Owner"), lambda row: row.staff, width=100, least=80,
           fg=lambda _row: "text2", rank=3),
)  # fmt: skip

"""The columns of the list of sales."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.sales.sale_list import SaleRow
from crm_desktop.ui import icons, theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.table_model import Column


def customer(row: SaleRow) -> str:
    """Who bought."""
    return row.contact_name or _("Walk-in")


def money_short(minor: int, currency: str) -> str:
    """Whole units in lists, all decimals where there are any."""
    whole = formats.money_exact(minor, currency).endswith((".00", ".000"))
    return (formats.money_whole if whole else formats.money_exact)(minor, currency)


def state_words(row: SaleRow) -> tuple[str, str, str]:
    """How a sale stands: text, colour token and icon."""
    if row.status == "cancelled":
        return _("Cancelled"), "text3", ""
    if row.open_minor <= 0:
        return (_("Return") if row.kind == "return" else _("Paid")), "text2", ""
    if row.days_late:
        late = ngettext("{n} day late", "{n} days late", row.days_late).format(n=row.days_late)
        return late, "redText", "warning-circle"
    if row.due_on is None:
        return _("Unpaid"), "amberText", ""
    return _("due {day}").format(day=formats.day_month(row.due_on)), "amberText", ""


def _owed(row: SaleRow) -> str:
    return money_short(row.open_minor, row.currency) if row.open_minor > 0 else ""


def _paint_state(painter: QPainter, box: QRectF, row: SaleRow) -> None:
    text, ink, icon = state_words(row)
    if icon:
        used = icons.draw(painter, box.x(), box.center().y(), icon, 14, token=ink) + theme.m(6)
        box = box.adjusted(used, 0, 0, 0)
    paint.txt(painter, box, text, "strong" if icon else "body", ink)


def _total_ink(row: SaleRow) -> str:
    return "text3" if row.status == "cancelled" else "text"


def describe(row: SaleRow) -> str:
    """A sale as one spoken sentence."""
    parts = (
        formats.date_long(row.sold_on),
        row.number,
        customer(row),
        row.goods,
        money_short(row.total_minor, row.currency),
        state_words(row)[0],
        _owed(row),
    )
    return ", ".join(part for part in parts if part)


COLUMNS: Sequence[Column] = (
    Column(
        "date",
        N_("Date"),
        lambda row: formats.date_relative(row.sold_on, clock.today()),
        width=118,
        least=104,
        sort="sold_on",
        descending=True,
        fg=_total_ink,
    ),
    Column(
        "number",
        N_("Number"),
        lambda row: row.number,
        width=110,
        least=96,
        sort="number",
        descending=True,
        fg=lambda _row: "text2",
        rank=2,
    ),
    Column("customer", N_("Customer"), customer, width=150, least=110, stretch=2, role="strong"),
    Column(
        "goods",
        N_("What was sold"),
        lambda row: row.goods,
        width=220,
        least=140,
        stretch=3,
        fg=lambda _row: "text2",
        rank=3,
    ),
    Column(
        "total",
        N_("Total"),
        lambda row: money_short(row.total_minor, row.currency),
        width=104,
        least=90,
        align="right",
        sort="total",
        descending=True,
        fg=_total_ink,
    ),
    Column(
        "owed",
        N_("Owed"),
        _owed,
        width=104,
        least=84,
        align="right",
        sort="open",
        descending=True,
        fg=lambda row: "redText" if row.days_late else "amberText",
        rank=4,
    ),
    Column(
        "state",
        N_("Payment"),
        lambda row: state_words(row)[0],
        width=136,
        least=110,
        sort="due_on",
        paint=_paint_state,
        rank=1,
    ),
)
"""Date and number give way last, goods first."""

"""The columns of the list of orders."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.quotes.order_list import OrderRow
from crm_desktop.ui import icons, theme
from crm_desktop.ui.sales.sale_columns import money_short
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.table_model import Column

_WHOLE = 10_000


def promise_words(row: OrderRow) -> str:
    """``3 days late``, or the day it is promised for."""
    if row.days_late:
        words = ngettext("{n} day late", "{n} days late", row.days_late)
        return words.format(n=row.days_late)
    if row.promised_on is None:
        return ""
    return formats.date_relative(row.promised_on, clock.today())


def sent_words(row: OrderRow) -> str:
    """How much of it went: ``not sent``, ``40% sent``, ``on the way``, ``received``; or that it
    was taken back."""
    if row.came_back:
        return _("came back")
    if row.received:
        return _("received")
    if row.sent_bp == _WHOLE:
        return _("on the way")
    if not row.sent_bp:
        return _("not sent")
    return _("{percent} sent").format(percent=formats.percent(row.sent_bp))


def _paint_promise(painter: QPainter, box: QRectF, row: OrderRow) -> None:
    late = bool(row.days_late)
    if late:
        used = icons.draw(painter, box.x(), box.center().y(), "warning-circle", 14, token="redText")
        box = box.adjusted(used + theme.m(6), 0, 0, 0)
    ink = "redText" if late else "text"
    paint.txt(painter, box, promise_words(row) or "—", "strong" if late else "body", ink)


def customer(row: OrderRow) -> str:
    """Who ordered."""
    return row.contact_name or _("Walk-in")


def _money(row: OrderRow) -> str:
    return money_short(row.total_minor, row.currency)


def describe(row: OrderRow) -> str:
    """An order as one spoken sentence."""
    parts = (row.number, customer(row), promise_words(row), sent_words(row), row.goods, row.step)
    return ", ".join(part for part in parts if part)


COLUMNS: Sequence[Column] = (
    Column("promised", N_("Promised"), promise_words, width=128, least=112, sort="promised_on",
           paint=_paint_promise),
    Column("number", N_("Number"), lambda row: row.number, width=110, least=96, sort="number",
           descending=True, fg=lambda _row: "text2", rank=2),
    Column("customer", N_("Customer"), customer, width=150, least=110, stretch=2,
           sort="customer", role="strong"),
    Column("goods", N_("What was sold"), lambda row: row.goods, width=200, least=130, stretch=3,
           fg=lambda _row: "text2", rank=3),
    Column("step", N_("Next milestone"), lambda row: row.step, width=130, least=90, stretch=1,
           fg=lambda row: "redText" if row.step_late else "text2", rank=4),
    Column("sent", N_("Goods sent"), sent_words, width=100, least=84,
           fg=lambda row: "text2" if row.received or row.came_back else "text"),
    Column("total", N_("Total"), _money, width=104, least=90, align="right", sort="total",
           descending=True, rank=1),
)  # fmt: skip

"""The columns of the list of deals."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core import formats
from crm_desktop.core.i18n import N_
from crm_desktop.services.deals import deal_list
from crm_desktop.services.deals.deal_list import DealRow
from crm_desktop.ui import icons, theme
from crm_desktop.ui.deals import deal_words
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.table_model import Column


def _paint_title(painter: QPainter, box: QRectF, row: DealRow) -> None:
    if row.stalled:
        icons.draw(painter, box.x(), box.center().y(), "hourglass", 15, token="amberText")
        box = box.adjusted(theme.m(22), 0, 0, 0)
    paint.txt(painter, box, row.title, "strong" if row.state == "open" else "body")


def _paint_next(painter: QPainter, box: QRectF, row: DealRow) -> None:
    text, ink, icon = deal_words.next_words(row)
    icons.draw(painter, box.x(), box.center().y(), icon, 15, token=ink)
    paint.txt(painter, box.adjusted(theme.m(22), 0, 0, 0), text, "body", ink)


def _next(row: DealRow) -> str:
    return deal_words.next_words(row)[0]


def _stage(row: DealRow) -> str:
    return row.stage if row.state in ("open", "won") else deal_list.state_name(row.state)


def _days(row: DealRow) -> str:
    return deal_words.days_short(row.days_in_stage) if row.state == "open" else ""


def _quiet(_row: DealRow) -> str:
    return "text2"


_TITLE = Column(
    "title", N_("What it is about"), lambda row: row.title, width=230, least=140, stretch=3,
    sort="title", paint=_paint_title,
)  # fmt: skip
_CUSTOMER = Column(
    "customer", N_("Customer"), lambda row: row.contact_name, width=150, least=96, stretch=1,
    sort="customer",
)  # fmt: skip
_AMOUNT = Column(
    "amount", N_("Amount"), lambda row: formats.money_whole(row.amount_minor, row.currency),
    width=104, least=84, align="right", sort="amount", descending=True, role="strong",
)  # fmt: skip
_STAGE = Column("stage", N_("Stage"), _stage, width=104, least=80, sort="stage", fg=_quiet)
_OWNER = Column(
    "owner", N_("Owner"), lambda row: row.owner, width=90, least=70, sort="owner", rank=4,
    fg=_quiet,
)  # fmt: skip

OPEN: Sequence[Column] = (
    _TITLE,
    _CUSTOMER,
    _AMOUNT,
    _STAGE,
    Column(
        "next", N_("Next step"), _next, width=200, least=130, stretch=2, sort="next",
        paint=_paint_next,
    ),
    Column(
        "days", N_("In stage"), _days, width=80, least=64, align="right", sort="days",
        descending=True, rank=2, fg=lambda row: "amberText" if row.stalled else "text2",
    ),
    Column(
        "expected", N_("Expected on"), lambda row: deal_words.day_words(row.expected_on),
        width=100, least=80, sort="expected", rank=3, fg=_quiet,
    ),
    _OWNER,
)  # fmt: skip
ENDED: Sequence[Column] = (
    _TITLE,
    _CUSTOMER,
    _AMOUNT,
    _STAGE,
    Column(
        "closed", N_("How it ended"), _next, width=240, least=150, stretch=3, sort="closed",
        descending=True, paint=_paint_next,
    ),
    Column(
        "competitor", N_("Who got it"), lambda row: row.competitor, width=110, least=80, rank=3,
        fg=_quiet,
    ),
    _OWNER,
)  # fmt: skip

"""The card of what waits in the shop: late orders, services, quotes about to end, low stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from crm_desktop.core import formats
from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.today import words
from crm_desktop.ui.today.acting_list import RowAct
from crm_desktop.ui.today.cards import CALL, WRITE, ListCard, face, two_texts
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import INSET

if TYPE_CHECKING:
    from crm_desktop.services.today.shop_watch import WatchRow

_OPEN = RowAct("open_watched", lambda: _("Open"), "arrow-right", Qt.Key.Key_Return)


def watch_card() -> ListCard:
    """Whose, what, and how late or how much is left. Hidden by the page when nothing waits."""

    def paint_row(painter: QPainter, box: QRectF, row: WatchRow, _hot: bool) -> None:
        face(painter, box, (row.contact_id, row.name, row.contact_kind))
        right = box.right() - theme.m(INSET)
        wide = paint.chip(painter, right, box.center().y(), state(row), tone(row), align="right")
        left = theme.m(58)
        line = QRectF(left, box.y(), right - wide - theme.m(12) - left, box.height())
        two_texts(painter, line, row.name, row.what)

    return ListCard(
        lambda: _("Waiting in the shop"),
        lambda: _("Nothing waits."),
        height=38,
        limit=4,
        paint_row=paint_row,
        describe=lambda row: ", ".join(part for part in (row.name, row.what, state(row)) if part),
        acts=(CALL, WRITE, _OPEN),
        link=lambda: _("Orders"),
    )


def state(row: WatchRow) -> str:
    """What is the matter, short enough for a chip."""
    if row.days is None:
        have = " ".join(part for part in (formats.quantity(row.stock_milli), row.unit) if part)
        return _("{quantity} left").format(quantity=have)
    when = words.late(-row.days) if row.days < 0 else words.in_days(row.days)
    if row.days == 0:
        when = _("Today")
    kind = {"order": _("To deliver"), "quote": _("Quote ends"), "service": _("Service")}[row.kind]
    return f"{kind} · {when}"


def tone(row: WatchRow) -> str:
    """Red for what is late or gone, amber for the rest."""
    late = row.stock_milli <= 0 if row.days is None else row.days < 0
    return "red" if late else "amber"


def open_watched(shell: Shell, row: WatchRow) -> None:
    """Go to the page where it is worked on."""
    if row.kind == "stock":
        shell.go("products", OpenRecord(row.id))
    elif row.kind == "service":
        shell.go("service", OpenRecord(row.id))
    else:
        from crm_desktop.ui.quotes.parts import ShowPart

        shell.go("sales", ShowPart("quotes" if row.kind == "quote" else "orders", row.id))

"""The card of stalled deals on Today, with the three decisions a stalled deal asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.today import words
from crm_desktop.ui.today.acting_list import RowAct
from crm_desktop.ui.today.cards import CALL, WRITE, ListCard, face, two_texts
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import INSET

if TYPE_CHECKING:
    from crm_desktop.services.deals.deal_list import DealRow

_DECISIONS = ("push", "extend", "give_up")
_PUSH = RowAct("push", lambda: _("Push it"), "arrow-right", Qt.Key.Key_Space)
_EXTEND = RowAct("extend", lambda: _("Give it time"), "clock", Qt.Key.Key_T)
_GIVE_UP = RowAct("give_up", lambda: _("Give it up"), "hourglass", Qt.Key.Key_G)
_OPEN = RowAct("open_deal", lambda: _("Open the deal"), "columns", Qt.Key.Key_Return)


def stalled_card() -> ListCard:
    """Open deals over the limit of their stage: whose, what, since when, how much."""

    def paint_row(painter: QPainter, box: QRectF, deal: DealRow, _hot: bool) -> None:
        face(painter, box, (deal.contact_id, deal.contact_name, deal.contact_kind))
        right = box.right() - theme.m(INSET)
        amount = QRectF(right - theme.m(90), box.y(), theme.m(90), box.height())
        text = formats.money_whole(deal.amount_minor, deal.currency)
        paint.txt(painter, amount, text, "strong", align="right")
        chip = amount.x() - theme.m(18)
        since = f"{deal.stage} · {words.days(deal.days_in_stage)}"
        wide = paint.chip(painter, chip, box.center().y(), since, "amber", align="right")
        left = theme.m(58)
        line = QRectF(left, box.y(), chip - wide - theme.m(12) - left, box.height())
        two_texts(painter, line, deal.contact_name or deal.title, _rest(deal))

    return ListCard(
        lambda: _("Stalled deals"),
        lambda: _("No deal is stalled."),
        height=38,
        limit=3,
        paint_row=paint_row,
        describe=lambda deal: ", ".join(
            (deal.title, deal.contact_name, deal.stage, words.days(deal.days_in_stage))
        ),
        acts=(_PUSH, _EXTEND, _GIVE_UP, CALL, WRITE, _OPEN),
        link=lambda: _("All deals"),
    )


def _rest(deal: DealRow) -> str:
    return deal.title if deal.contact_name else ""


def decide(host: QWidget, shell: Shell, deal: DealRow, name: str) -> bool:
    """Open a deal, or ask for what one decision needs; False for other acts."""
    if name in _DECISIONS:
        from crm_desktop.ui.deals.stalled_dialog import StalledDialog

        dialog = StalledDialog(host, shell, deal)
        dialog.show_part(name)
        dialog.open()
    elif name == "open_deal":
        from crm_desktop.ui.deals.actions import DealActions

        DealActions(host, shell).open(deal.id)
    return name in _DECISIONS or name == "open_deal"

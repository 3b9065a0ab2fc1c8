"""The right column of the profile: spend by month, deals under way, equipment, what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.contacts.contact_profile import AssetRow, ContactProfile, OpenDealRow
from crm_desktop.services.today.sticky_notes import StickyNoteRow
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.advice import Advice
from crm_desktop.ui.contacts.spend_bars import SpendBars
from crm_desktop.ui.sticky_notes.note_list import StickyNoteList
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.row_list import RowList
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

_SOON = 14
_YEAR = 365
_EDGE = 18


class ProfileSide(QWidget):
    """Cards without content are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.bars = SpendBars()
        self.total = Label("", "caption", "accentText")
        self.advice = Advice()
        self.notes = StickyNoteList(0, with_customer=False)
        self.deals = RowList(92, _paint_deal, _deal_words, lines=False)
        self.assets = RowList(54, _paint_asset, lambda one: one.name)
        spend = Card(lambda: _("Spend, 12 months"))
        bars = column(row(None, self.total), self.bars, margins=(18, 0, 18, 10), gap=2)
        spend.body.addLayout(bars)
        self.deals_card = Card(lambda: _("Deals under way"))
        self.deals_card.body.addLayout(column(self.deals, margins=(0, 2, 0, 10)))
        self.assets_card = Card(lambda: _("Equipment"), link=lambda: _("Add"))
        self.assets_card.body.addLayout(column(self.assets, margins=(0, 2, 0, 10)))
        whole = column(
            self.advice, self.notes, spend, self.deals_card, self.assets_card, None, gap=14
        )
        self.setLayout(column(ScrollArea(plain(whole))))

    def show_notes(self, notes: Sequence[StickyNoteRow]) -> None:
        """Show the sticky notes pinned to the customer."""
        self.notes.set_rows(notes)
        self.notes.setVisible(bool(notes))

    def show_profile(self, profile: ContactProfile, currency: str) -> None:
        """Show the figures of one customer."""
        self.bars.show_months(list(profile.months), currency)
        total = sum(amount for _month, amount in profile.months)
        self.total.say(formats.money_whole(total, currency))
        _show(self.deals_card, self.deals, profile.deals)
        self.assets.set_rows(profile.assets)


def _show(card: Card, listed: RowList, rows: Sequence[OpenDealRow]) -> None:
    listed.set_rows(rows)
    card.setVisible(bool(rows))


def _deal_words(deal: OpenDealRow) -> str:
    amount = formats.money_whole(deal.amount_minor, deal.currency)
    return f"{deal.title}, {amount}, {deal.stage}"


def _paint_deal(painter: QPainter, box: QRectF, deal: OpenDealRow, _hot: bool) -> None:
    edge = theme.m(_EDGE)
    well = box.adjusted(edge, theme.m(4), -edge, -theme.m(4))
    paint.rounded(painter, well, theme.m(8), "sunken", "line")
    left, right = well.x() + theme.m(12), well.right() - theme.m(12)
    amount = formats.money_whole(deal.amount_minor, deal.currency)
    wide = paint.width(amount, "strong")
    head = QRectF(left, well.y() + theme.m(8), right - left, theme.m(22))
    paint.txt(painter, head.adjusted(0, 0, -wide - theme.m(8), 0), deal.title, "strong")
    paint.txt(painter, head, amount, "strong", align="right")
    _paint_steps(painter, QRectF(left, head.bottom() + theme.m(6), right - left, theme.m(5)), deal)
    words = [deal.stage]
    if deal.days_in_stage is not None:
        days = ngettext("{n} day", "{n} days", deal.days_in_stage).format(n=deal.days_in_stage)
        words.append(days)
    foot = QRectF(left, head.bottom() + theme.m(16), right - left, theme.m(20))
    paint.txt(painter, foot, " · ".join(filter(None, words)), "caption", "text2")
    if deal.expected_on is not None:
        day = formats.date_relative(deal.expected_on, clock.today())
        late = deal.expected_on < clock.today()
        paint.txt(painter, foot, day, "caption", "redText" if late else "text2", align="right")


def _paint_steps(painter: QPainter, box: QRectF, deal: OpenDealRow) -> None:
    if not deal.steps:
        return
    gap = theme.m(4)
    wide = (box.width() - gap * (deal.steps - 1)) / deal.steps
    for step in range(deal.steps):
        part = QRectF(box.x() + step * (wide + gap), box.y(), wide, box.height())
        paint.rounded(painter, part, box.height() / 2, "accent" if step < deal.step else "line2")


def _paint_asset(painter: QPainter, box: QRectF, asset: AssetRow, _hot: bool) -> None:
    edge = theme.m(_EDGE)
    left, right = box.x() + edge, box.right() - edge
    head = QRectF(left, box.y() + theme.m(4), right - left, theme.m(20))
    words, ink = _service_words(asset)
    wide = paint.width(words, "caption")
    paint.txt(painter, head.adjusted(0, 0, -wide - theme.m(8), 0), asset.name, "body")
    paint.txt(painter, head, words, "caption", ink, align="right")
    foot = QRectF(left, head.bottom(), right - left, theme.m(16))
    paint.txt(painter, foot, _asset_facts(asset), "caption", "text3")
    if asset.days_left is not None:
        part = 1 - max(0.0, min(1.0, asset.days_left / _YEAR))
        token = "red" if asset.days_left <= _SOON else "accent"
        bar = QRectF(left, foot.bottom() + theme.m(4), right - left, theme.m(4))
        paint.bar(painter, bar, part, token)


def _service_words(asset: AssetRow) -> tuple[str, str]:
    days = asset.days_left
    if days is None:
        return "", "text3"
    if days < 0:
        late = ngettext("{n} day late", "{n} days late", -days).format(n=-days)
        return late, "redText"
    words = ngettext("service in {n} day", "service in {n} days", days).format(n=days)
    return words, "redText" if days <= _SOON else "text2"


def _asset_facts(asset: AssetRow) -> str:
    parts = [asset.place, asset.serial]
    if asset.warranty_until is not None:
        day = formats.date_long(asset.warranty_until)
        over = asset.warranty_until < clock.today()
        words = _("warranty ended {day}") if over else _("warranty until {day}")
        parts.append(words.format(day=day))
    return " · ".join(part for part in parts if part)

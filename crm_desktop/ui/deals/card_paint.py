"""How a deal's card looks, on the board and under the pointer while it is dragged."""

from __future__ import annotations

import logging

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.core import formats
from crm_desktop.core.i18n import _
from crm_desktop.services.deals.deal_list import DealRow
from crm_desktop.ui import icons, theme
from crm_desktop.ui.deals import deal_words
from crm_desktop.ui.deals.card_model import ADD, HOLE, MORE, CardRole, Place
from crm_desktop.ui.widgets import paint

CARD, STALLED, GAP = 98, 138, 10
_HOLE, _ADD = 70, 28
_RADIUS = 9

log = logging.getLogger(__name__)


def card_height(row: DealRow) -> int:
    """Height of a card in real pixels."""
    return theme.m(STALLED if row.stalled else CARD)


def stalled_strip(box: QRectF) -> QRectF:
    """The amber strip of a stalled card within its box."""
    side, high = theme.m(8), theme.m(28)
    return QRectF(box.x() + side, box.bottom() - side - high, box.width() - 2 * side, high)


def paint_card(
    painter: QPainter, box: QRectF, row: DealRow, *, hot: bool = False, ring: bool = False
) -> None:
    """A card: title, customer and amount, next step and days, the strip of a stalled one."""
    stroke, pen = ("focus", 2.0) if ring else ("line2" if hot else "line", 1.0)
    paint.rounded(painter, box, theme.m(_RADIUS), "raised" if hot else "surface", stroke, pen=pen)
    left, top = box.x() + theme.m(14), box.y() + theme.m(11)
    wide = box.width() - theme.m(28)
    paint.txt(painter, QRectF(left, top, wide, theme.m(20)), row.title, "strong")
    _paint_customer(painter, QRectF(left, top + theme.m(27), wide, theme.m(20)), row)
    line = QRectF(left, top + theme.m(58), wide, theme.m(18))
    text, ink, icon = deal_words.next_words(row)
    icons.draw(painter, line.x(), line.center().y(), icon, 15, token=ink)
    days = "" if row.stalled or row.state != "open" else deal_words.days_short(row.days_in_stage)
    room = paint.width(days, "caption") + theme.m(8) if days else 0
    paint.txt(painter, line.adjusted(theme.m(22), 0, -room, 0), text, "caption", ink)
    paint.txt(painter, line, days, "caption", "text3", align="right")
    if row.stalled:
        strip = stalled_strip(box)
        paint.rounded(painter, strip, theme.m(6), "amberSoft")
        middle = strip.center().y()
        icons.draw(painter, strip.x() + theme.m(8), middle, "hourglass", 14, token="amberText")
        words = strip.adjusted(theme.m(28), 0, -theme.m(8), 0)
        said = deal_words.stalled_words(row)
        if paint.width(said, "caption") > words.width():
            said = deal_words.stalled_days(row)
        paint.txt(painter, words, said, "caption", "amberText")


def _paint_customer(painter: QPainter, line: QRectF, row: DealRow) -> None:
    amount = formats.money_whole(row.amount_minor, row.currency)
    drawn = paint.txt(painter, line, amount, "card", align="right")
    if not row.contact_name:
        paint.txt(painter, line.adjusted(0, 0, -drawn, 0), paint.EMPTY, "caption", "text3")
        return
    side = theme.m(20)
    face = QRectF(line.x(), line.y(), side, side)
    company = row.contact_kind == "company"
    paint.avatar(painter, face, row.contact_name, row.contact_id or 0, company)
    name = line.adjusted(theme.m(28), 0, -drawn - theme.m(8), 0)
    paint.txt(painter, name, row.contact_name, "caption", "text2")


class CardDelegate(QStyledItemDelegate):
    """Paints the cards of one column, the hole a dragged card would fall into, and "add"."""

    def __init__(self, view: QListView, into: str) -> None:
        super().__init__(view)
        self._view = view
        self.into = into
        self.hovered = -1
        self.lifted = 0

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        place: Place = index.data(CardRole)
        if isinstance(place, DealRow):
            return QSize(theme.m(100), card_height(place) + theme.m(GAP))
        return QSize(theme.m(100), theme.m(_HOLE if place == HOLE else _ADD) + theme.m(GAP))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        try:
            self._paint(painter, QRectF(option.rect), index)
        except Exception:  # an error here would enter paint again and again
            log.exception("a card could not be painted")
        finally:
            painter.restore()

    def _paint(
        self, painter: QPainter, whole: QRectF, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        paint.smooth(painter)
        box = whole.adjusted(1, 0, -1, -theme.m(GAP))
        place: Place = index.data(CardRole)
        ring = self._view.hasFocus() and index.row() == self._view.currentIndex().row()
        hot = index.row() == self.hovered
        if place == HOLE:
            paint.rounded(painter, box, theme.m(_RADIUS), "accentSoft", "accent", pen=1.5,
                          dashed=True)  # fmt: skip
            words = _("Drop to move to {stage}").format(stage=self.into)
            paint.txt(painter, box, words, "caption", "accentText", align="center")
        elif place in (ADD, MORE):
            words = index.data(Qt.ItemDataRole.DisplayRole)
            self._paint_line(painter, box, words, "plus" if place == ADD else "rows", hot or ring)
            if ring:
                paint.rounded(painter, box, theme.m(6), None, "focus", pen=2)
        elif isinstance(place, DealRow):
            if place.id == self.lifted:
                painter.setOpacity(0.38)
            paint_card(painter, box, place, hot=hot, ring=ring)

    def _paint_line(self, painter: QPainter, box: QRectF, words: str, icon: str, hot: bool) -> None:
        ink = "accentText" if hot else "text3"
        icons.draw(painter, box.x() + theme.m(6), box.center().y(), icon, 14, token=ink)
        paint.txt(painter, box.adjusted(theme.m(27), 0, 0, 0), words, "caption", ink)


def card_box(view: QListView, index: QModelIndex) -> QRectF:
    """The box of a card in its list, without the gap below it."""
    return QRectF(view.visualRect(index)).adjusted(1, 0, -1, -theme.m(GAP))

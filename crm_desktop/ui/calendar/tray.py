"""Today in a few lines, and the tray of follow-ups without a day to drag onto the calendar."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent

from crm_desktop.core.i18n import _
from crm_desktop.services.calendar import calendar_words as words
from crm_desktop.services.calendar.calendar_rows import Dated
from crm_desktop.ui import icons, theme
from crm_desktop.ui.calendar import looks
from crm_desktop.ui.calendar.dragging import Dragging, Grip, Slot
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import RowList

_LINE, _CARD = 50, 55
_LEAST = 96  # of the tray, so that there is room to drop something


class TodayList(RowList):
    """When, who and what; a click opens."""

    def __init__(self) -> None:
        super().__init__(_LINE, self._row, looks.spoken, lines=False)

    def _row(self, painter: QPainter, box: QRectF, one: Dated, _hot: bool) -> None:
        left, top = theme.m(20), box.y() + theme.m(6)
        when = QRectF(left, top, theme.m(44), theme.m(18))
        paint.txt(painter, when, one.time or _("All day"), "caption", "text2")
        icon, solid, _tone = looks.look_of(one)
        if one.state == "done":
            icon, solid = "check", "line3"
        edge = QRectF(left + theme.m(48), top, theme.m(3), box.height() - theme.m(12))
        paint.rounded(painter, edge, theme.m(1.5), solid)
        inner = QRectF(edge.right() + theme.m(10), top, 0, theme.m(19))
        inner.setRight(box.right() - theme.m(46))
        ink = "text3" if one.state == "done" else "text"
        paint.txt(painter, inner, one.name or words.detail(one), "strong", ink)
        if one.name:
            paint.txt(painter, inner.translated(0, theme.m(19)), words.detail(one), "caption",
                      "text2")  # fmt: skip
        icons.draw(painter, box.right() - theme.m(36), top + theme.m(10), icon, 15, token="text3")


class Tray(RowList):
    """Cards to drag; what is dropped here loses its day. Space puts one on the current day."""

    planned = Signal(object)  # Dated

    def __init__(self, dragging: Dragging) -> None:
        super().__init__(_CARD, self._row, looks.spoken, lines=False)
        self._dragging = dragging
        self._grip = Grip(dragging)
        self._slot: Slot | None = None
        dragging.changed.connect(self.update)
        dragging.places.append(self)

    def fit(self) -> None:
        self.setFixedHeight(max(theme.m(_CARD) * len(self.rows), theme.m(_LEAST)))
        self.update()

    def slot_at(self, _where: QPoint, one: Dated, _lifted: int) -> Slot | None:
        """Without a day, unless it has none anyway."""
        return None if one.undated else Slot(None)

    def show_slot(self, slot: Slot | None) -> None:
        """Mark that it would fall here."""
        if slot != self._slot:
            self._slot = slot
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        paint.smooth(painter)
        inset = theme.m(20)
        box = QRectF(self.rect()).adjusted(inset, 1, -inset, -theme.m(6))
        if self._slot is not None:
            paint.rounded(painter, box, theme.m(8), theme.color("accentSoft", 0.6))
            looks.target(painter, box, _("Without a day"))
        elif not self.rows:
            paint.rounded(painter, box, theme.m(8), None, "line2", dashed=True)
            paint.txt(painter, box, _("Everything has a day"), "caption", "text3", align="center")
        painter.end()

    def paint_one(self, painter: QPainter, box: QRectF, number: int, row: Dated) -> None:
        focused = self.rings() and number == self.current
        inset = theme.m(20)
        card = box.adjusted(inset, 1, -inset, -theme.m(6))
        lifted = self._dragging.one
        painter.setOpacity(0.4 if lifted is not None and lifted == row else 1.0)
        paint.rounded(painter, card, theme.m(8), "hover" if number == self.hovered else "surface",
                      "focus" if focused else "line2", pen=2 if focused else 1)  # fmt: skip
        self._row(painter, card, row, number == self.hovered)
        painter.setOpacity(1.0)

    def _row(self, painter: QPainter, box: QRectF, one: Dated, _hot: bool) -> None:
        icon, _solid, tone = looks.look_of(one)
        ground, ink = paint.TONES[tone]
        side = theme.m(26)
        tile = QRectF(box.x() + theme.m(8), box.center().y() - side / 2, side, side)
        paint.rounded(painter, tile, theme.m(6), ground)
        icons.draw(painter, tile.x() + theme.m(6), tile.center().y(), icon, 14, token=ink)
        inner = QRectF(tile.right() + theme.m(10), box.y() + theme.m(4), 0, theme.m(19))
        inner.setRight(box.right() - theme.m(30))
        if one.name:
            paint.txt(painter, inner, one.name, "strong")
            paint.txt(painter, inner.translated(0, theme.m(19)), one.what, "caption", "text2")
        else:
            inner.moveTop(box.center().y() - inner.height() / 2)
            paint.txt(painter, inner, one.what, "strong")
        icons.draw(painter, box.right() - theme.m(26), box.center().y(), "dots-six-vertical", 16,
                   token="text3")  # fmt: skip

    # mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.at(event.position().y())
        self._grip.press(event, self.rows[at] if at >= 0 else None, theme.m(looks.BAR) // 2)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._grip.move(event):
            super().mouseMoveEvent(event)
            self.setCursor(
                Qt.CursorShape.OpenHandCursor if self.hovered >= 0 else Qt.CursorShape.ArrowCursor
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip.release(event):
            super().mouseReleaseEvent(event)

    def pressed(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Space and self.selectable(self.current):
            self.planned.emit(self.rows[self.current])
            return True
        return False

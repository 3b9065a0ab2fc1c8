"""Follow-ups on Today: acted on in place by circle, buttons, menu or keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.today import words
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import INSET, RowList

if TYPE_CHECKING:
    from crm_desktop.services.follow_ups.follow_ups import FollowUpRow

KIND_ICONS = {
    "call": "phone",
    "visit": "map-pin",
    "wechat": "chat-circle-dots",
    "email": "envelope-simple",
    "meeting": "users",
    "collect": "wallet",
    "service": "wrench",
    "task": "note",
}
ROW, HEAD = 48, 32
_ACTS = {
    Qt.Key.Key_C: "call",
    Qt.Key.Key_W: "write",
    Qt.Key.Key_E: "edit",
    Qt.Key.Key_U: "urge",
    Qt.Key.Key_Delete: "remove",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A line above a group of follow-ups."""

    text: str
    count: int
    late: bool = False


class FollowUpList(RowList):
    """Overdue, due today and done today. The page carries out what is asked."""

    done_asked = Signal(object)
    tomorrow_asked = Signal(object)
    day_asked = Signal(object)
    reopen_asked = Signal(object)
    act_asked = Signal(object, str)  # row, a name of ``_ACTS``

    def __init__(self) -> None:
        super().__init__(ROW, self._row, self._spoken, lines=False)
        self._pointer = -1.0

    @staticmethod
    def _spoken(row: Any) -> str:
        return "" if isinstance(row, Heading) else words.spoken(row)

    def show_groups(self, groups: Sequence[tuple[Heading, Sequence[FollowUpRow]]]) -> None:
        """Show groups under their headings; those without rows are left out."""
        rows: list[Any] = []
        for heading, members in groups:
            if members:
                rows += [heading, *members] if heading.text else list(members)
        self.set_rows(rows)

    def selectable(self, number: int) -> bool:
        return super().selectable(number) and not isinstance(self.rows[number], Heading)

    def row_height(self, number: int) -> int:
        return theme.m(HEAD if isinstance(self.rows[number], Heading) else ROW)

    # painting

    def _row(self, painter: QPainter, box: QRectF, row: Any, hot: bool) -> None:
        if isinstance(row, Heading):
            ink = "redText" if row.late else "text2"
            inner = box.adjusted(theme.m(INSET), theme.m(4), -theme.m(INSET), 0)
            used = paint.txt(painter, inner, row.text, "strong", ink)
            inner.setLeft(inner.x() + used + theme.m(7))
            paint.txt(painter, inner, str(row.count), "body", "text3")
            return
        middle = box.center().y()
        done = row.state == "done"
        self._circle(painter, self._circle_box(box), done)
        side = theme.m(32)
        face = QRectF(theme.m(52), middle - side / 2, side, side)
        if row.contact_id is not None:
            company = row.contact_kind == "company"
            paint.avatar(painter, face, row.contact_name, row.contact_id, company)
        else:
            paint.rounded(painter, face, theme.m(8), "graySoft")
            icons.draw(painter, face.x() + theme.m(8), middle, "note", 16, token="text3")
        right = self._right(painter, box, row, hot and not done)
        left = theme.m(98)
        room = max(0.0, right - theme.m(12) - left)
        line = QRectF(left, middle - theme.m(20), room, theme.m(20))
        badge = words.urged(row)
        if badge:
            line.setLeft(
                left + theme.m(6) + paint.chip(painter, left, line.center().y(), badge, "red")
            )
        self._title(painter, line, row, done)
        lower = QRectF(left, middle, room, theme.m(18))
        ink = "text3" if done else "text2"
        used = paint.txt(painter, lower, row.contact_name, "caption", ink)
        lower.setLeft(left + used + (theme.m(10) if used else 0))
        paint.txt(painter, lower, words.detail(row), "caption", "text3")

    @staticmethod
    def _title(painter: QPainter, line: QRectF, row: FollowUpRow, done: bool) -> None:
        if not done:
            paint.txt(painter, line, row.title, "strong")
            return
        font = QFont(theme.font("body"))
        font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(theme.color("text3"))
        elided = theme.metrics("body").elidedText(
            row.title, Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), elided)

    @staticmethod
    def _circle(painter: QPainter, box: QRectF, done: bool) -> None:
        if done:
            paint.rounded(painter, box, box.width() / 2, "accent")
            inner = box.adjusted(theme.m(4), theme.m(4), -theme.m(4), -theme.m(4))
            icons.paint(painter, inner, "check-bold", "onAccent")
        else:
            paint.rounded(painter, box, box.width() / 2, "surface", "line3", pen=1.5)

    def _right(self, painter: QPainter, box: QRectF, row: FollowUpRow, hot: bool) -> float:
        """Draw the time or the buttons; returns where they begin."""
        if hot:
            buttons = self._buttons(box)
            for label, place in buttons:
                over = place.contains(self._pointer, place.center().y())
                paint.rounded(painter, place, theme.m(6), "hover" if over else "surface", "line2")
                paint.txt(painter, place, label, "caption", align="center")
            return buttons[0][1].x()
        x = box.right() - theme.m(INSET) - theme.m(14)
        icons.draw(
            painter, x, box.center().y(), KIND_ICONS.get(row.kind, "note"), 14, token="text3"
        )
        text = words.when(row)
        late = row.days_late > 0 and row.state == "open"
        role, ink = ("caption_strong", "redText") if late else ("caption", "text2")
        wide = paint.width(text, role)
        line = QRectF(x - theme.m(10) - wide, box.y(), wide + 1, box.height())
        paint.txt(painter, line, text, role, ink)
        return line.x()

    def _buttons(self, box: QRectF) -> list[tuple[str, QRectF]]:
        labels = (_("Done"), _("Tomorrow"), _("Pick…"))
        high = theme.m(28)
        right = box.right() - theme.m(INSET)
        placed: list[tuple[str, QRectF]] = []
        for label in reversed(labels):
            wide = paint.width(label, "caption") + theme.m(24)
            place = QRectF(right - wide, box.center().y() - high / 2, wide, high)
            placed.insert(0, (label, place))
            right = place.x() - theme.m(6)
        return placed

    @staticmethod
    def _circle_box(box: QRectF) -> QRectF:
        side = theme.m(18)
        return QRectF(theme.m(INSET), box.center().y() - side / 2, side, side)

    # acting

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position().x()
        super().mouseMoveEvent(event)
        self.update()

    def clicked(self, number: int, x: float) -> None:
        row, box = self.rows[number], self.box(number)
        if x < theme.m(46):
            (self.reopen_asked if row.state == "done" else self.done_asked).emit(row)
            return
        if row.state != "done":
            asked = (self.done_asked, self.tomorrow_asked, self.day_asked)
            for signal, (_label, place) in zip(asked, self._buttons(box), strict=True):
                if place.left() <= x <= place.right():
                    signal.emit(row)
                    return
        self.opened.emit(row)

    def pressed(self, key: Qt.Key) -> bool:
        if not self.selectable(self.current):
            return False
        row = self.rows[self.current]
        if key == Qt.Key.Key_Space:
            (self.reopen_asked if row.state == "done" else self.done_asked).emit(row)
        elif key == Qt.Key.Key_Right and row.state != "done":
            self.tomorrow_asked.emit(row)
        elif key == Qt.Key.Key_F2 and row.state != "done":
            self.day_asked.emit(row)
        elif key in _ACTS:
            self.act_asked.emit(row, _ACTS[key])
        else:
            return False
        return True

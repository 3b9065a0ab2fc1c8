"""The reminders that wait, acted on by buttons, menu or keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter

from crm_desktop.core.i18n import N_, _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.reminders import words
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.menu import MenuItem, build
from crm_desktop.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from crm_desktop.services.follow_ups.reminders import Reminder

ROW = 52
_EDGE = 16
TOMORROW = "tomorrow"
SNOOZES: tuple[tuple[int | str, str, Qt.Key, str], ...] = (
    (10, N_("10 min"), Qt.Key.Key_1, "1"),
    (60, N_("1 hour"), Qt.Key.Key_2, "2"),
    (TOMORROW, N_("Tomorrow"), Qt.Key.Key_Right, "→"),
)
"""Put off by: minutes or ``tomorrow``, its words, its key and how that is shown."""

HINTS = (
    ("Space", N_("done")),
    ("1", N_("10 min")),
    ("2", N_("1 hour")),
    ("→", N_("tomorrow")),
    ("Enter", N_("open")),
    ("Del", N_("let go")),
)


class ReminderList(RowList):
    """``opened``, ``done_asked`` and ``let_go_asked`` carry a reminder; ``snooze_asked`` also for
    how long."""

    done_asked = Signal(object)
    snooze_asked = Signal(object, object)
    let_go_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(ROW, self._row, words.spoken)
        self._pointer = -1.0
        self.menu_asked.connect(self._menu)

    def _row(self, painter: QPainter, box: QRectF, row: Reminder, hot: bool) -> None:
        middle, left = box.center().y(), theme.m(_EDGE)
        right = self._buttons(painter, box) if hot else self._when(painter, box, row)
        room = max(0.0, right - theme.m(12) - left)
        if not row.contact_name:
            line = QRectF(left, middle - theme.m(10), room, theme.m(20))
            paint.txt(painter, line, row.title, "strong")
            return
        upper = QRectF(left, middle - theme.m(20), room, theme.m(20))
        paint.txt(painter, upper, row.title, "strong")
        lower = QRectF(left, middle, room, theme.m(18))
        paint.txt(painter, lower, row.contact_name, "caption", "text2")

    @staticmethod
    def _when(painter: QPainter, box: QRectF, row: Reminder) -> float:
        late, text = words.is_late(row), words.when(row)
        role, ink = ("caption_strong", "redText") if late else ("caption", "text2")
        wide = paint.width(text, role)
        line = QRectF(box.right() - theme.m(_EDGE) - wide, box.y(), wide + 1, box.height())
        paint.txt(painter, line, text, role, ink)
        if not late:
            return line.x()
        x = line.x() - theme.m(18)
        icons.draw(painter, x, box.center().y(), "warning-circle", 14, token="redText")
        return x

    def _buttons(self, painter: QPainter, box: QRectF) -> float:
        placed = self._places(box)
        for label, place in placed:
            over = place.contains(self._pointer, place.center().y())
            paint.rounded(painter, place, theme.m(6), "hover" if over else "surface", "line2")
            paint.txt(painter, place, label, "caption", align="center")
        return placed[0][1].x()

    @staticmethod
    def _places(box: QRectF) -> list[tuple[str, QRectF]]:
        labels = (_("Done"), *(_(label) for _by, label, _key, _shown in SNOOZES))
        high, right = theme.m(28), box.right() - theme.m(_EDGE)
        placed: list[tuple[str, QRectF]] = []
        for label in reversed(labels):
            wide = paint.width(label, "caption") + theme.m(16)
            placed.insert(0, (label, QRectF(right - wide, box.center().y() - high / 2, wide, high)))
            right -= wide + theme.m(4)
        return placed

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position().x()
        super().mouseMoveEvent(event)
        self.update()

    def clicked(self, number: int, x: float) -> None:
        row = self.rows[number]
        for at, (_label, place) in enumerate(self._places(self.box(number))):
            if place.left() <= x <= place.right():
                self._act(row, at)
                return
        self.opened.emit(row)

    def _act(self, row: Reminder, button: int) -> None:
        if button == 0:
            self.done_asked.emit(row)
        else:
            self.snooze_asked.emit(row, SNOOZES[button - 1][0])

    def pressed(self, key: Qt.Key) -> bool:
        if not self.selectable(self.current):
            return False
        row = self.rows[self.current]
        if key == Qt.Key.Key_Space:
            self.done_asked.emit(row)
            return True
        if key == Qt.Key.Key_Delete:
            self.let_go_asked.emit(row)
            return True
        for by, _label, its_key, _shown in SNOOZES:
            if key == its_key:
                self.snooze_asked.emit(row, by)
                return True
        return False

    def _menu(self, row: Reminder, where: QPoint) -> None:
        items: list[MenuItem | None] = [
            MenuItem(_("Done"), lambda: self.done_asked.emit(row), "check-circle", "Space")
        ]
        for by, label, _key, shown in SNOOZES:
            keys = "Right" if shown == "→" else shown
            later = partial(self.snooze_asked.emit, row, by)
            items.append(MenuItem(_(label), later, "clock", keys))
        if row.contact_id is not None:
            items.append(
                MenuItem(_("Open customer"), lambda: self.opened.emit(row), "user", "Enter")
            )
        items += [None, MenuItem(_("Let go"), lambda: self.let_go_asked.emit(row), "x", "Del")]
        build(self, items).popup(where)

"""What a half-typed customer or product may mean: a list floating below the cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.ui import icons, theme
from crm_desktop.ui.widgets import paint

MARGIN = 30  # room for the shadow
_ROW = 43
_FOOT = 40


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``value`` is what choosing it enters. ``tone`` colours ``second``, ``note`` is under
    ``right``. ``adds`` makes it the line below the rule that enters something new."""

    value: Any
    title: str
    code: str = ""
    second: str = ""
    right: str = ""
    note: str = ""
    tone: str = "text3"
    adds: bool = False
    keys: str = ""


class SuggestionPopup(QWidget):
    """A child of the window, so that it never takes the focus from the cell being typed in."""

    chosen = Signal(object)  # Suggestion

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._items: list[Suggestion] = []
        self._typed = ""
        self._current = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_items(self, items: Sequence[Suggestion], typed: str, cell: QRect) -> None:
        """Show ``items`` under ``cell`` (in the window's coordinates), above it if need be."""
        below = self._window.height() - cell.bottom() - theme.m(26)
        room = max(below, cell.top() - theme.m(26))
        self._items, self._typed, self._current = self._fitting(items, room), typed, 0
        if not items:
            self.hide()
            return
        margin = theme.m(MARGIN)
        high = theme.m(12) + sum(self._height(item) for item in self._items)
        wide = min(theme.m(402), self._window.width() - theme.m(16))
        self.resize(wide + 2 * margin, high + 2 * margin)
        area = self._window.rect()
        top = cell.bottom() + theme.m(6)
        if top + high > area.bottom() - 4 and cell.top() - theme.m(6) - high > 0:
            top = cell.top() - theme.m(6) - high
        left = min(cell.left(), area.right() - wide - theme.m(8))
        self.move(QPoint(max(theme.m(8), left) - margin, top - margin))
        self.show()
        self.raise_()
        self.update()

    def _fitting(self, items: Sequence[Suggestion], room: int) -> list[Suggestion]:
        """The best ones that fit; the line that enters something new always stays."""
        kept = list(items)
        while len(kept) > 2 and sum(map(self._height, kept)) > room:
            del kept[-2 if kept[-1].adds else -1]
        return kept

    def items(self) -> Sequence[Suggestion]:
        """What is offered."""
        return tuple(self._items)

    def current(self) -> Suggestion | None:
        """The highlighted one while the list is open."""
        if self.isHidden() or not self._items:
            return None
        return self._items[self._current]

    def new_entry(self) -> Suggestion | None:
        """The line that enters something new, if it is offered."""
        return next((item for item in self._items if item.adds), None)

    def move_current(self, step: int) -> None:
        """Highlight the next or previous one."""
        if self._items:
            self._current = (self._current + step) % len(self._items)
            self.update()

    @staticmethod
    def _height(item: Suggestion) -> int:
        return theme.m(_FOOT if item.adds else _ROW)

    def _boxes(self) -> list[QRectF]:
        margin, top = theme.m(MARGIN), theme.m(MARGIN) + theme.m(6)
        boxes = []
        for item in self._items:
            high = self._height(item)
            boxes.append(QRectF(margin, top, self.width() - 2 * margin, high))
            top += high
        return boxes

    def _at(self, event: QMouseEvent) -> int:
        found = (i for i, box in enumerate(self._boxes()) if box.contains(event.position()))
        return next(found, -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._at(event)
        if at >= 0 and at != self._current:
            self._current = at
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # or the grid below would end the editing

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._at(event)
        if at >= 0:
            self.chosen.emit(self._items[at])

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        margin = theme.m(MARGIN)
        whole = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        paint.shadow(painter, whole, theme.m(9), margin - 4, 7)
        paint.rounded(painter, whole, theme.m(9), "raised", "line2")
        for number, (item, box) in enumerate(zip(self._items, self._boxes(), strict=True)):
            if item.adds and number and not self._items[number - 1].adds:
                paint.hairline(painter, box.x() + 1, box.right() - 1, box.y())
            inner = box.adjusted(theme.m(6), theme.m(1), -theme.m(6), 0)
            if number == self._current:
                paint.rounded(painter, inner, theme.m(6), "selected")
            inner.adjust(theme.m(10), 0, -theme.m(10), 0)
            (self._new_line if item.adds else self._match)(painter, inner, item)
        painter.end()

    @staticmethod
    def _new_line(painter: QPainter, box: QRectF, item: Suggestion) -> None:
        middle = box.center().y()
        left = box.x() + icons.draw(painter, box.x(), middle, "plus", 14, token="accentText")
        keys = paint.keycap(painter, box.right(), middle, item.keys, "right") if item.keys else 0
        text = QRectF(left + theme.m(8), box.y(), 0, box.height())
        text.setRight(box.right() - keys - theme.m(8))
        paint.txt(painter, text, item.title, "body", "accentText")

    def _match(self, painter: QPainter, box: QRectF, item: Suggestion) -> None:
        upper = QRectF(box.x(), box.y() + theme.m(2), box.width(), theme.m(20))
        lower = QRectF(box.x(), box.y() + theme.m(21), box.width(), theme.m(18))
        used = (
            paint.txt(painter, upper, item.right, "strong", "text", align="right")
            if item.right
            else 0
        )
        self._title(painter, upper.adjusted(0, 0, -used - theme.m(8), 0), item.title)
        if item.note:
            paint.txt(painter, lower, item.note, "caption", "accentText", align="right")
            lower.adjust(0, 0, -paint.width(item.note, "caption") - theme.m(8), 0)
        left = lower.x()
        if item.code:
            code = QRectF(left, lower.y(), lower.width() * 0.6, lower.height())
            left += max(theme.m(78), paint.txt(painter, code, item.code, "caption", "text3"))
            left += theme.m(6)
        rest = QRectF(left, lower.y(), max(0.0, lower.right() - left), lower.height())
        paint.txt(painter, rest, item.second, "caption", item.tone)

    def _title(self, painter: QPainter, box: QRectF, title: str) -> None:
        """The title with what was typed in bold green."""
        at = title.casefold().find(self._typed.casefold()) if self._typed else -1
        if at < 0:
            paint.txt(painter, box, title)
            return
        end = at + len(self._typed)
        for part, role, ink in (
            (title[:at], "body", "text"),
            (title[at:end], "strong", "accentText"),
            (title[end:], "body", "text"),
        ):
            if part:
                paint.txt(painter, box, part, role, ink)
                box = box.adjusted(paint.width(part, role), 0, 0, 0)

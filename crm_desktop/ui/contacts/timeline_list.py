"""The painted timeline: a tinted icon, a bold title with its date, and what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.ui import icons, theme
from crm_desktop.ui.widgets import paint

_LEFT = 40  # where the words begin
_FACE = 28


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One entry as shown. ``tone`` is a key of ``paint.TONES``; ``when`` is already formatted."""

    key: str
    icon: str
    tone: str
    title: str
    when: str
    body: str = ""


class TimelineList(QWidget):
    """Items below each other, as high as they need; Up, Down and Enter work on them."""

    opened = Signal(str)  # key of an item

    def __init__(self) -> None:
        super().__init__()
        self._items: list[TimelineItem] = []
        self._heights: list[int] = []
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.live(self, self._measure)

    def show_items(self, items: Sequence[TimelineItem]) -> None:
        """Replace all items."""
        self._items = list(items)
        self._current = min(self._current, len(self._items) - 1)
        self.setAccessibleName(
            "; ".join(f"{item.when} {item.title} {item.body}".strip() for item in self._items[:20])
        )
        self._measure()

    def items(self) -> list[TimelineItem]:
        """What is shown."""
        return list(self._items)

    def _room(self) -> float:
        return max(theme.m(80), self.width() - theme.m(_LEFT))

    def _measure(self) -> None:
        metrics = theme.metrics("body")
        wrap = int(Qt.TextFlag.TextWordWrap)
        room = QRectF(0, 0, self._room(), 10_000)
        self._heights = [
            round(
                theme.m(26)
                + (metrics.boundingRect(room, wrap, item.body).height() if item.body else 0)
                + theme.m(18)
            )
            for item in self._items
        ]
        self.setFixedHeight(max(1, sum(self._heights)))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._measure()

    def sizeHint(self) -> QSize:
        return QSize(theme.m(300), max(1, sum(self._heights)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        top = 0
        for number, (item, high) in enumerate(zip(self._items, self._heights, strict=True)):
            if top + high >= event.rect().top() and top <= event.rect().bottom():
                self._paint_item(painter, item, number, top, high)
            top += high
        painter.end()

    def _paint_item(
        self, painter: QPainter, item: TimelineItem, number: int, top: int, high: int
    ) -> None:
        face = theme.m(_FACE)
        if number < len(self._items) - 1:
            line = QRectF(face / 2 - 0.5, top + face + theme.m(6), 1, high - face - theme.m(4))
            painter.fillRect(line, theme.color("line2"))
        ground, ink = paint.TONES[item.tone]
        circle = QRectF(0, top + theme.m(3), face, face)
        paint.rounded(painter, circle, face / 2, ground)
        left = circle.center().x() - theme.m(7)
        icons.draw(painter, left, circle.center().y(), item.icon, 14, token=ink)
        x, room = theme.m(_LEFT), self._room()
        when = paint.width(item.when, "caption") + theme.m(8)
        head = QRectF(x, top + theme.m(1), room - when, theme.m(20))
        paint.txt(painter, head, item.title, "strong")
        paint.txt(
            painter,
            QRectF(x, head.y(), room, head.height()),
            item.when,
            "caption",
            "text3",
            align="right",
        )
        if item.body:
            painter.setFont(theme.font("body"))
            painter.setPen(theme.color("text2"))
            painter.drawText(
                QRectF(x, top + theme.m(23), room, high), int(Qt.TextFlag.TextWordWrap), item.body
            )
        if number == self._current and self.hasFocus():
            ring = QRectF(x - theme.m(6), top - 1, room + theme.m(6), high - theme.m(12))
            paint.rounded(painter, ring, theme.m(5), None, "focus", pen=2)

    def item_at(self, y: float) -> int:
        """Number of the item at a height, -1 below the last."""
        top = 0
        for number, high in enumerate(self._heights):
            if top <= y < top + high:
                return number
            top += high
        return -1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self.item_at(event.position().y())
        if number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._current = number
            self.opened.emit(self._items[number].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step and self._items:
            self._current = max(0, min(len(self._items) - 1, self._current + step))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.opened.emit(self._items[self._current].key)
        else:
            super().keyPressEvent(event)

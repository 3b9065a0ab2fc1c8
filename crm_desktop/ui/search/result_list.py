"""The painted list of the palette: headings, customers, commands; one is current."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.ui import icons, theme
from crm_desktop.ui.widgets import paint

HEAD, ITEM = 30, 43


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. A heading has no ``run``; a customer has ``contact_id`` and ``company``."""

    title: str
    run: Callable[[], object] | None = None
    detail: str = ""
    icon: str = ""
    keys: str = ""
    contact_id: int = 0
    company: bool = False


class ResultList(QWidget):
    """Shows entries; the palette's field keeps the focus and moves ``current``."""

    activated = Signal(object)  # Entry
    moved = Signal(QRectF)  # the current line, to be scrolled into sight

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self.current = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.live(self, self._fit)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Replace all lines; the first that can be run becomes current."""
        self._entries = list(entries)
        self.current = next((i for i, entry in enumerate(entries) if entry.run), -1)
        self._fit()
        self._announce()

    def entry(self) -> Entry | None:
        """The current line."""
        return self._entries[self.current] if 0 <= self.current < len(self._entries) else None

    def entries(self) -> list[Entry]:
        """All lines."""
        return list(self._entries)

    def step(self, by: int) -> None:
        """Move to the next line that can be run, in either direction, around the end."""
        runnable = [i for i, entry in enumerate(self._entries) if entry.run]
        if not runnable:
            return
        here = runnable.index(self.current) if self.current in runnable else -1
        self.current = runnable[(here + by) % len(runnable)]
        self.update()
        self._announce()

    def _announce(self) -> None:
        entry = self.entry()
        if entry is not None:
            self.setAccessibleName(f"{entry.title} {entry.detail}".strip())
            self.moved.emit(self._boxes()[self.current])

    def _fit(self) -> None:
        self.setFixedHeight(max(1, sum(self._high(entry) for entry in self._entries)))
        self.update()

    @staticmethod
    def _high(entry: Entry) -> int:
        return theme.m(ITEM if entry.run else HEAD)

    def _boxes(self) -> list[QRectF]:
        top, boxes = 0, []
        for entry in self._entries:
            boxes.append(QRectF(0, top, self.width(), self._high(entry)))
            top += self._high(entry)
        return boxes

    def sizeHint(self) -> QSize:
        return QSize(theme.m(300), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        shown = QRectF(event.rect())
        for number, (entry, box) in enumerate(zip(self._entries, self._boxes(), strict=True)):
            if box.intersects(shown):
                self._paint_entry(painter, entry, box, number == self.current)
        painter.end()

    @staticmethod
    def _paint_entry(painter: QPainter, entry: Entry, box: QRectF, here: bool) -> None:
        if entry.run is None:
            inner = box.adjusted(theme.m(22), theme.m(4), -theme.m(22), 0)
            paint.txt(painter, inner, entry.title, "caption", "text3")
            return
        box = box.adjusted(theme.m(10), 0, -theme.m(10), -1)
        if here:
            paint.rounded(painter, box, theme.m(8), "selected")
        middle = box.center().y()
        if entry.contact_id:
            side = theme.m(26)
            face = QRectF(box.x() + theme.m(12), middle - side / 2, side, side)
            paint.avatar(painter, face, entry.title, entry.contact_id, entry.company)
        else:
            icons.draw(painter, box.x() + theme.m(16), middle, entry.icon, 18, token="text2")
        right = box.right() - theme.m(12)
        if here:
            right -= paint.keycap(painter, right, middle, "Enter", align="right") + theme.m(8)
        elif entry.keys:
            wide = paint.width(entry.keys, "caption")
            line = QRectF(right - wide, box.y(), wide + 1, box.height())
            paint.txt(painter, line, entry.keys, "caption", "text3")
            right -= wide + theme.m(8)
        left = box.x() + theme.m(50)
        role = "card" if here else "lead"
        line = QRectF(left, box.y(), max(0.0, right - left), box.height())
        used = paint.txt(painter, line, entry.title, role)
        line.setLeft(left + used + theme.m(10))
        if entry.detail and line.width() > theme.m(24):
            paint.txt(painter, line, entry.detail, "caption", "text3")

    def _at(self, y: float) -> int:
        for number, box in enumerate(self._boxes()):
            if box.top() <= y < box.bottom() and self._entries[number].run:
                return number
        return -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().y())
        if at >= 0 and at != self.current:
            self.current = at
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().y())
        if at >= 0:
            self.activated.emit(self._entries[at])

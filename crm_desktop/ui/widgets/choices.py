"""Segmented control (choices of one view) and tabs (parts of one thing)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.ui import icons, theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.focus_ring import FocusRing


@dataclass(frozen=True, slots=True)
class Choice:
    """One segment or tab; ``count`` is shown quietly behind the label, ``None`` for no count."""

    key: str
    label: Text
    count: int | None = None


class _Choices(FocusRing, QWidget):
    """What both share: one current choice, arrow keys, a click."""

    chosen = Signal(str)  # key, by the user

    def __init__(self, choices: Sequence[Choice], current: str = "") -> None:
        super().__init__()
        self._choices = list(choices)
        self._current = current or (choices[0].key if choices else "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def current(self) -> str:
        """Key of the current choice."""
        return self._current

    def set_current(self, key: str) -> None:
        """Make ``key`` current without telling anybody."""
        self._current = key
        self.fit()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Replace the choices (or their counts); the current key stays if it is still there."""
        self._choices = list(choices)
        if self._current not in [choice.key for choice in choices] and choices:
            self._current = choices[0].key
        self.fit()

    def fit(self) -> None:
        """Measure again and repaint."""
        label = next((theme.text_of(c.label) for c in self._choices if c.key == self._current), "")
        self.setAccessibleDescription(label)
        self.updateGeometry()
        self.update()

    def spans(self) -> list[tuple[float, float]]:
        """Left edge and width of each choice."""
        raise NotImplementedError

    def _choose(self, key: str) -> None:
        if key != self._current:
            self.set_current(key)
            self.chosen.emit(key)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        for choice, (left, wide) in zip(self._choices, self.spans(), strict=True):
            if left <= x <= left + wide:
                self._choose(choice.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.use_keyboard()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        keys = [choice.key for choice in self._choices]
        if step is None or self._current not in keys:
            super().keyPressEvent(event)
            return
        self._choose(keys[(keys.index(self._current) + step) % len(keys)])


class SegControl(_Choices):
    """Two to four choices of one view in one capsule."""

    def __init__(self, choices: Sequence[Choice], current: str = "", small: bool = False) -> None:
        super().__init__(choices, current)
        self._role = "caption" if small else "body"
        self._high = 28 if small else 32
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.live(self, self.fit)

    def spans(self) -> list[tuple[float, float]]:
        x = 2.0
        found: list[tuple[float, float]] = []
        for choice in self._choices:
            text = theme.text_of(choice.label)
            wide = math.ceil(paint.width(text, self._strong()) + theme.m(24))
            found.append((x, wide))
            x += wide
        return found

    def _strong(self) -> str:
        return "strong" if self._role == "body" else "caption_strong"

    def sizeHint(self) -> QSize:
        spans = self.spans()
        wide = spans[-1][0] + spans[-1][1] + 2 if spans else 4
        return QSize(round(wide), theme.m(self._high))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        box = QRectF(self.rect())
        ground = "sunken" if theme.is_dark() else "graySoft"
        stroke = "focus" if self.rings() else "line"
        paint.rounded(painter, box, theme.m(7), ground, stroke, pen=2 if self.rings() else 1)
        for choice, (left, wide) in zip(self._choices, self.spans(), strict=True):
            here = choice.key == self._current
            part = QRectF(left, 2, wide, box.height() - 4)
            if here:
                paint.rounded(painter, part, theme.m(5), "raised", "line2")
            role, ink = (self._strong(), "text") if here else (self._role, "text2")
            paint.txt(painter, part, theme.text_of(choice.label), role, ink, align="center")
        painter.end()


class Tabs(_Choices):
    """Underlined tabs with quiet counts; those that do not fit fold into "…" at the end.

    ``folded`` tells the keys behind "…" when it is pressed, so that the owner can show a menu.
    """

    folded = Signal(list)

    def __init__(self, choices: Sequence[Choice], current: str = "", gap: int = 22) -> None:
        super().__init__(choices, current)
        self._gap = gap
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, self.fit)

    def spans(self) -> list[tuple[float, float]]:
        x = 0.0
        found = []
        for choice in self._choices:
            role = "strong" if choice.key == self._current else "body"
            wide = paint.width(theme.text_of(choice.label), role)
            if choice.count is not None:
                wide += theme.m(6) + paint.width(self._count(choice), "caption")
            found.append((x, wide))
            x += wide + theme.m(self._gap)
        return found

    @staticmethod
    def _count(choice: Choice) -> str:
        return f"{choice.count:,}" if choice.count is not None else ""

    def _shown(self) -> int:
        spans = self.spans()
        if not spans or spans[-1][0] + spans[-1][1] <= self.width():
            return len(spans)
        room = self.width() - theme.m(28)
        return max(1, sum(left + wide <= room for left, wide in spans))

    def sizeHint(self) -> QSize:
        spans = self.spans()
        return QSize(round(spans[-1][0] + spans[-1][1]) if spans else 0, theme.m(38))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.m(60), theme.m(38))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        high, spans, shown = self.height(), self.spans(), self._shown()
        paint.hairline(painter, 0, self.width(), high - 1)
        for choice, (left, wide) in list(zip(self._choices, spans, strict=True))[:shown]:
            here = choice.key == self._current
            role, ink = ("strong", "text") if here else ("body", "text2")
            label = theme.text_of(choice.label)
            used = paint.txt(painter, QRectF(left, 0, wide + 2, high - 1), label, role, ink)
            count = QRectF(left + used + theme.m(6), 0, wide, high - 1)
            paint.txt(painter, count, self._count(choice), "caption", "text3")
            if here:
                line = theme.m(2)
                mark = QRectF(left, high - line, wide, line)
                paint.rounded(painter, mark, 1, "accent")
                if self.rings():
                    start = max(0.0, left - theme.m(5))
                    ring = QRectF(start, 3, left + wide + theme.m(5) - start, high - 8)
                    paint.rounded(painter, ring, theme.m(5), None, "focus", pen=2)
        if shown < len(spans):
            here = any(choice.key == self._current for choice in self._choices[shown:])
            left, ink = self.width() - theme.m(22), "text" if here else "text2"
            icons.draw(painter, left, high / 2, "dots-three", 18, token=ink)
            if here:
                mark = QRectF(left, high - theme.m(2), theme.m(18), theme.m(2))
                paint.rounded(painter, mark, 1, "accent")
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        shown = self._shown()
        if shown < len(self._choices) and event.position().x() > self.width() - theme.m(28):
            self.folded.emit([choice.key for choice in self._choices[shown:]])
            return
        super().mouseReleaseEvent(event)

"""The wizard's steps: done, here, to come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.widgets import paint


class StepHeader(QWidget):
    """``steps`` are msgids. When narrow only the present step is named."""

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__()
        self._steps = tuple(steps)
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def current(self) -> int:
        """Number of the present step, from 0."""
        return self._current

    def set_current(self, number: int) -> None:
        """Go to a step."""
        self._current = number
        self._fit()

    def _fit(self) -> None:
        name = _(self._steps[self._current])
        words = _("Step {n} of {count}: {name}")
        self.setAccessibleName(words.format(n=self._current + 1, count=len(self._steps), name=name))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.m(200), theme.m(40))

    def _width_of(self, number: int, named: bool) -> float:
        if not named:
            return theme.m(22)
        role = "strong" if number == self._current else "body"
        return theme.m(30) + paint.width(_(self._steps[number]), role)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        count = len(self._steps)
        gap = theme.m(60)
        all_named = sum(self._width_of(i, True) for i in range(count)) + gap * (count - 1)
        named = [all_named <= self.width() or i == self._current for i in range(count)]
        if all_named > self.width():
            gap = theme.m(28)
        x, middle = 0.0, self.height() / 2
        for number in range(count):
            self._paint_step(painter, x, number, named[number])
            x += self._width_of(number, named[number])
            if number < count - 1:
                line = QRectF(x + gap * 0.23, middle, gap * 0.54, 1)
                painter.fillRect(line, theme.color("line2"))
                x += gap
        painter.end()

    def _paint_step(self, painter: QPainter, x: float, number: int, named: bool) -> None:
        side, middle = theme.m(22), self.height() / 2
        ball = QRectF(x, middle - side / 2, side, side)
        here, done = number == self._current, number < self._current
        if done:
            paint.rounded(painter, ball, side / 2, "accentSoft")
            icons.draw(painter, x + theme.m(4), middle, "check-bold", 14, token="accentText")
        else:
            stroke = None if here else "line3"
            paint.rounded(painter, ball, side / 2, "accent" if here else None, stroke)
            ink = "onAccent" if here else "text3"
            paint.txt(painter, ball, str(number + 1), "caption_strong", ink, align="center")
        if named:
            box = QRectF(x + theme.m(30), 0, self.width() - x - theme.m(30), self.height())
            role, ink = ("strong", "text") if here else ("body", "text2" if done else "text3")
            paint.txt(painter, box, _(self._steps[number]), role, ink)

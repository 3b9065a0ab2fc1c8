"""How well the relation stands: a ring with the score, and recency, frequency and spend."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint

_PARTS = (("R", N_("Recency")), ("F", N_("Frequency")), ("M", N_("Spend")))
_STEPS = 5


class HealthStrip(QWidget):
    """Score 0 to 100 in a ring and three bars of 1 to 5; ``explained`` asks how it is scored."""

    explained = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._score: int | None = None
        self._note, self._tone = "", "gray"
        self._parts: Sequence[int] = (0, 0, 0)
        self._hover = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def show_health(self, score: int | None, note: str, tone: str, parts: Sequence[int]) -> None:
        """``score`` ``None`` means "not bought yet"; ``parts`` are R, F and M, 0 for unknown."""
        self._score, self._note, self._tone, self._parts = score, note, tone, parts
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(theme.m(70))
        words = [self._title(), self._note]
        words += [
            f"{_(name)} {n}/{_STEPS}" for (_k, name), n in zip(_PARTS, self._parts, strict=True)
        ]
        score = "" if self._score is None else _("Score {n} of 100").format(n=self._score)
        self.setAccessibleName(self._title())
        self.setAccessibleDescription(", ".join(word for word in [score, *words[1:]] if word))
        self.setToolTip(_("How it is scored"))
        self.update()

    def _title(self) -> str:
        if self._score is None:
            return _("No purchase yet")
        if self._score >= 70:
            return _("Healthy relation")
        return _("Needs care") if self._score >= 40 else _("At risk")

    def _token(self) -> str:
        if self._score is None:
            return "text3"
        return "accent" if self._score >= 70 else "amber" if self._score >= 40 else "red"

    def sizeHint(self) -> QSize:
        return QSize(theme.m(356), theme.m(70))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        side = theme.m(58)
        ring = QRectF(0, theme.m(4), side, side)
        track = "graySoft" if not theme.is_dark() else "line2"
        paint.ring(
            painter, ring, (self._score or 0) / 100, self._token(), track=track, pen=theme.m(6)
        )
        shown = paint.EMPTY if self._score is None else str(self._score)
        paint.txt(painter, ring, shown, "wizard", "text", align="center")
        right = self._paint_parts(painter)
        x = side + theme.m(18)
        room = right - theme.m(10) - x
        lines = (
            (self._title(), "card", "text", 2),
            (self._note, "caption", _INK.get(self._tone, "text3"), 23),
            (_("How it is scored"), "caption", "text" if self._hover else "text3", 42),
        )
        for text, role, ink, top in lines:
            paint.txt(painter, QRectF(x, theme.m(top), room, theme.m(20)), text, role, ink)
        if self.hasFocus():
            paint.rounded(painter, QRectF(self.rect()), theme.m(6), None, "focus", pen=2)
        painter.end()

    def _paint_parts(self, painter: QPainter) -> float:
        names = [_(name) for _key, name in _PARTS]
        widest = max(paint.width(name, "caption") for name in names)
        left = self.width() - widest - theme.m(86) - 1
        rest = "graySoft" if not theme.is_dark() else "line2"
        for line, ((key, _name), count) in enumerate(zip(_PARTS, self._parts, strict=True)):
            top = theme.m(3 + line * 21)
            high = theme.m(18)
            paint.txt(painter, QRectF(left, top, theme.m(16), high), key, "caption_strong")
            for step in range(_STEPS):
                box = QRectF(
                    left + theme.m(18 + step * 13), top + theme.m(5), theme.m(10), theme.m(8)
                )
                paint.rounded(painter, box, theme.m(2), "accent" if step < count else rest)
            word = QRectF(left + theme.m(86), top, widest + 2, high)
            paint.txt(painter, word, names[line], "caption", "text3")
        return left

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.explained.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.explained.emit()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = event.position().x() < self.width() * 0.6
        if over != self._hover:
            self._hover = over
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
            )
            self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover = False
        self.update()


_INK = {"accent": "accentText", "red": "redText", "amber": "amberText", "gray": "text3"}

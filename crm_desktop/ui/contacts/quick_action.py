"""One of the five quick actions of a customer: a square with an icon and its word below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from crm_desktop.ui import icons, theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import paint

_SIDE = 36


class QuickAction(QAbstractButton):
    """A painted button; ``strong`` fills it with the accent. ``keys`` is shown in the tooltip."""

    def __init__(
        self,
        icon: str,
        text: Text,
        on: Callable[[], object],
        *,
        strong: bool = False,
        keys: str = "",
    ) -> None:
        super().__init__()
        self._icon, self._text, self._strong, self._keys = icon, text, strong, keys
        self._hover = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: on())
        theme.live(self, self._dress)

    def _dress(self) -> None:
        text = theme.text_of(self._text)
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(f"{text}  {self._keys}" if self._keys else "")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        wide = max(theme.m(_SIDE), round(paint.width(self.text(), "caption")) + 4)
        return QSize(wide, theme.m(_SIDE + 24))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.m(_SIDE + 4), theme.m(_SIDE + 24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        side = theme.m(_SIDE)
        square = QRectF(round((self.width() - side) / 2), 1, side, side)
        ground, stroke, ink = self._colours()
        paint.rounded(painter, square, theme.m(10), ground, stroke)
        left = square.center().x() - theme.m(9)
        icons.draw(painter, left, square.center().y(), self._icon, 18, token=ink)
        if self.hasFocus():
            ring = (
                square.adjusted(-1, -1, 1, 1) if not self._strong else square.adjusted(3, 3, -3, -3)
            )
            stroke = "onAccent" if self._strong else "focus"
            paint.rounded(painter, ring, theme.m(8), None, stroke, pen=2)
        below = QRectF(0, side + theme.m(4), self.width(), theme.m(20))
        ink = "text2" if self.isEnabled() else "disabled"
        paint.txt(painter, below, self.text(), "caption", ink, align="center")
        painter.end()

    def _colours(self) -> tuple[str, str | None, str]:
        if not self.isEnabled():
            return "sunken", "line", "disabled"
        if self._strong:
            ground = "accentPress" if self.isDown() else "accentHover" if self._hover else "accent"
            return ground, None, "onAccent"
        plain = "raised" if theme.is_dark() else "surface"
        return ("pressed" if self.isDown() else "hover" if self._hover else plain), "line2", "text"

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        super().leaveEvent(event)
        self.update()

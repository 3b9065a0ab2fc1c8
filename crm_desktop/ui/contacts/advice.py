"""One suggestion with its reason, on a soft ground."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.ui import icons, theme
from crm_desktop.ui.widgets import paint


class Advice(QWidget):
    """What to do next, bold, and why, below; hidden when there is nothing to suggest."""

    def __init__(self) -> None:
        super().__init__()
        self._words, self._reason = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def say(self, words: str, reason: str) -> None:
        """Show a suggestion; empty words hide it."""
        self._words, self._reason = words, reason
        self.setVisible(bool(words))
        self._fit()

    def words(self) -> str:
        """What it suggests."""
        return self._words

    def _fit(self) -> None:
        self.setAccessibleName(self._words)
        self.setAccessibleDescription(self._reason)
        self.setFixedHeight(round(theme.m(14) + self._tall("strong") + self._tall("caption")))
        self.update()

    def _room(self) -> float:
        return max(theme.m(80), self.width() - theme.m(38 + 16))

    def _tall(self, role: str) -> float:
        text = self._words if role == "strong" else self._reason
        if not text:
            return 0
        wrap = int(Qt.TextFlag.TextWordWrap)
        box = theme.metrics(role).boundingRect(QRectF(0, 0, self._room(), 999), wrap, text)
        return box.height() + 2

    def sizeHint(self) -> QSize:
        return QSize(theme.m(300), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        box = QRectF(self.rect())
        paint.rounded(painter, box, theme.m(8), "accentSoft")
        icons.draw(painter, theme.m(12), box.center().y(), "lightbulb", 17, token="accentText")
        painter.setPen(theme.color("accentText"))
        y = float(theme.m(7))
        for role, text in (("strong", self._words), ("caption", self._reason)):
            painter.setFont(theme.font(role))
            line = QRectF(theme.m(38), y, self._room(), self._tall(role))
            painter.drawText(line, int(Qt.TextFlag.TextWordWrap), text)
            y += self._tall(role)
        painter.end()

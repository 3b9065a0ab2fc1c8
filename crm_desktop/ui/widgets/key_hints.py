"""The keys of a page along its lower edge; those that do not fit are left out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint


class KeyHints(QWidget):
    """``hints`` are (keys, msgid): ``("Ctrl D", N_("copy row above"))``."""

    def __init__(self, hints: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._hints = tuple(hints)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def _fit(self) -> None:
        spoken = ", ".join(f"{keys}: {_(words)}" for keys, words in self._hints)
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.m(200), theme.m(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        x, middle = 0.0, self.height() / 2
        for keys, words in self._hints:
            text = _(words)
            caps = sum(
                max(theme.m(18), paint.width(key, "small") + theme.m(10)) + theme.m(4)
                for key in keys.split()
            )
            wide = paint.width(text, "caption")
            if x + caps + wide > self.width():
                break
            for key in keys.split():
                x += paint.keycap(painter, x, middle, key) + theme.m(4)
            box = QRectF(x + theme.m(2), 0, wide + 2, self.height())
            paint.txt(painter, box, text, "caption", "text2")
            x += wide + theme.m(18)
        painter.end()

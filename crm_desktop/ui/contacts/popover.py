"""A small floating panel under the thing it edits; a click outside or Esc closes it."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.overlay import Overlay

_EDGE = 8


class Popover(Overlay):
    """Like an overlay without a veil, placed below ``anchor``; deletes itself when closed."""

    def __init__(self, anchor: QWidget, width: int = 300) -> None:
        self._anchor = anchor
        super().__init__(anchor.window(), width, radius=9)
        self.dismissed.connect(self.done)
        theme.live(self, self._space)

    def _space(self) -> None:
        self.body.setContentsMargins(*(theme.m(14),) * 4)
        self.body.setSpacing(theme.m(10))

    def done(self) -> None:
        """Close and delete."""
        self.close_overlay()
        self.deleteLater()

    def place(self) -> None:
        # The chip it belongs to may go with a refresh while the popover waits to be deleted.
        if not shiboken6.isValid(self._anchor):
            return
        self.setGeometry(self._host.rect())
        edge = theme.m(_EDGE)
        wide = min(theme.m(self._width), self.width() - 2 * edge)
        high = min(self.body.sizeHint().height(), self.height() - 2 * edge)
        at = self._anchor.mapTo(self._host, QPoint(0, self._anchor.height() + theme.m(4)))
        left = max(edge, min(at.x(), self.width() - wide - edge))
        top = at.y()
        if top + high > self.height() - edge:
            above = self._anchor.mapTo(self._host, QPoint(0, 0)).y() - theme.m(4) - high
            top = max(edge, above)
        self.panel.setGeometry(left, top, wide, max(high, 1))
        self.update()

    def first_input(self) -> None:
        """Put the cursor into the first input."""
        for child in self.panel.findChildren(QWidget):
            if child.focusPolicy() == Qt.FocusPolicy.StrongFocus and child.isVisibleTo(self):
                child.setFocus(Qt.FocusReason.PopupFocusReason)
                return

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        box = QRectF(self.panel.geometry())
        paint.shadow(painter, box, theme.m(9), theme.m(24), theme.m(6))
        paint.rounded(painter, box, theme.m(9), "raised", "line2")
        painter.end()

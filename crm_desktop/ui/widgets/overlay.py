"""A veil over the window with one floating panel in its middle."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint

EDGE = 24  # least distance of the panel from the window's edge


class Overlay(QWidget):
    """Covers ``host``, dims it and keeps the keyboard inside; a child widget, not a window.

    Put content into ``body``. ``dismissed`` when Esc is pressed or the veil is clicked, unless
    ``closable`` is False.
    """

    dismissed = Signal()

    def __init__(
        self, host: QWidget, width: int = 460, radius: int = 12, closable: bool = True
    ) -> None:
        super().__init__(host)
        self._host = host
        self._width = width
        self._radius = radius
        self.closable = closable
        self._before: QWidget | None = None
        self.panel = QWidget(self)
        self.panel.setProperty("scrolled", True)
        self.body = QVBoxLayout(self.panel)
        self.body.setSpacing(0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        host.installEventFilter(self)
        self.hide()
        theme.live(self, self.place)

    def open(self) -> None:
        """Show it over everything and remember where the focus was."""
        self._before = self.window().focusWidget()
        self.place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_overlay(self) -> None:
        """Hide it and give the focus back."""
        self.hide()
        before, self._before = self._before, None
        # What had the focus may have been deleted meanwhile, another dialog for example.
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def place(self) -> None:
        """Centre the panel, a little above the middle."""
        self.setGeometry(self._host.rect())
        edge = theme.m(EDGE)
        wide = min(theme.m(self._width), self.width() - 2 * edge)
        self.panel.setFixedWidth(max(wide, 1))
        hint = self.body.totalHeightForWidth(wide) if self.body.hasHeightForWidth() else -1
        high = hint if hint > 0 else self.body.sizeHint().height()
        high = min(high, self.height() - 2 * edge)
        top = max(edge, round((self.height() - high) * 0.42))
        self.panel.setGeometry(QRect((self.width() - wide) // 2, top, wide, max(high, 1)))
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        inside = [
            child
            for child in self.findChildren(QWidget)
            if child.isVisible()
            and child.isEnabled()
            and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        if not inside:
            return True
        focus = self.window().focusWidget()
        here = inside.index(focus) if focus in inside else (-1 if forward else 0)
        step = 1 if forward else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        inside[(here + step) % len(inside)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.closable:
            self.dismissed.emit()
        # Nothing else may reach the page behind the veil.
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.closable and not self.panel.geometry().contains(event.position().toPoint()):
            self.dismissed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        painter.fillRect(self.rect(), theme.color("veil", theme.look.tokens.veil_alpha))
        box = QRectF(self.panel.geometry())
        radius = theme.m(self._radius)
        paint.shadow(painter, box, radius, theme.m(40), theme.m(12))
        stroke = "line2" if theme.is_dark() else None
        paint.rounded(painter, box, radius, "raised", stroke)
        painter.end()

"""The sentence after an action, with Undo and a ring that counts 8 seconds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPoint, QRect, QRectF, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QEnterEvent,
    QGuiApplication,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.text import Label

SECONDS = 8.0
MARGIN = 30  # room for the shadow
_TICK_MS = 80


class Toast(QWidget):
    """Floats over the bottom centre of ``host``; one at a time, never takes the focus, and stands
    above the input that has it.

    Hovering it or focusing its button stops the clock.
    """

    def __init__(self, host: QWidget, undo: Callable[[], object]) -> None:
        super().__init__(host)
        self._host = host
        self._icon = "check-circle"
        self._left = SECONDS
        self._clock = QElapsedTimer()
        self.action_id = 0
        self.label = Label("", "body", "tipfg", elide=True, parent=self)
        self.button = Button(lambda: _("Undo") + "  Ctrl Z", small=True, parent=self)
        self.button.setProperty("tip", True)
        self.button.clicked.connect(lambda _checked=False: self._undo(undo))
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        host.installEventFilter(self)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusObjectChanged.connect(self._focus_moved)
        self.hide()

    def say(
        self, text: str, icon: str = "check-circle", undo: bool = False, action: int = 0
    ) -> None:
        """Show ``text``, replacing what is said now; ``action`` is what Undo would take back."""
        self._icon = icon
        self._left = SECONDS
        self.action_id = action
        self.label.say(text)
        self.button.setVisible(undo)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._clock.start()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def text(self) -> str:
        """What it says, empty while hidden."""
        return self.label.text() if self.isVisible() else ""

    def dismiss(self) -> None:
        """Take it away."""
        self._timer.stop()
        self.hide()

    def _undo(self, undo: Callable[[], object]) -> None:
        self.dismiss()
        undo()

    def _tick(self) -> None:
        passed = self._clock.restart() / 1000
        if self.underMouse() or self.button.hasFocus():
            return
        self._left -= passed
        if self._left <= 0:
            self.dismiss()
        else:
            self.update()

    def _place(self) -> None:
        margin = theme.m(MARGIN)
        high = theme.m(44)
        room = self._host.width() - 2 * theme.m(16) - theme.m(44 + 60)
        ends = theme.m(44) + theme.m(52)
        button = self.button.sizeHint() if not self.button.isHidden() else None
        if button:
            room -= button.width() + theme.m(16)
        wide = min(round(paint.width(self.label.text(), "body")) + 2, max(room, theme.m(80)))
        self.label.setGeometry(margin + theme.m(44), margin, wide, high)
        total = ends + wide
        if button:
            self.button.resize(button)
            self.button.move(
                margin + theme.m(44) + wide + theme.m(16),
                margin + (high - button.height()) // 2,
            )
            total += button.width() + theme.m(16)
        self.setFixedSize(total + 2 * margin, high + 2 * margin)
        left = (self._host.width() - self.width()) // 2
        top = self._host.height() - self.height() - theme.m(12)
        box = QRect(left + margin, top + margin, total, high)
        typing = self._typing()
        if typing.intersects(box):
            top -= box.bottom() - typing.top() + theme.m(8)
        self.move(left, max(top, -margin))

    def _typing(self) -> QRect:
        """Where in ``host`` one types now; empty when one does not."""
        focus = self._host.window().focusWidget()
        if not isinstance(focus, QLineEdit | QPlainTextEdit) or not self._host.isAncestorOf(focus):
            return QRect()
        return QRect(focus.mapTo(self._host, QPoint(0, 0)), focus.size())

    def _focus_moved(self) -> None:
        if self.isVisible():
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, _event: QEnterEvent) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        margin = theme.m(MARGIN)
        box = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        paint.shadow(painter, box, theme.m(10), margin - 4, 6)
        paint.rounded(painter, box, theme.m(10), "tipbg")
        icons.draw(painter, box.x() + theme.m(16), box.center().y(), self._icon, 17, token="tipfg")
        side = theme.m(18)
        ring = QRectF(box.right() - theme.m(34), box.center().y() - side / 2, side, side)
        paint.ring(painter, ring, self._left / SECONDS, "tipaccent", track="text2", pen=theme.m(2))
        painter.end()

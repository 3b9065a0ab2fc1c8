"""Chips: a badge that says a state, and a filter that can be edited or taken off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.focus_ring import FocusRing

_LEAST = 76  # design pixels a condition keeps: a word and the cross


class Chip(QWidget):
    """A badge on a soft ground; ``tone`` is gray, accent, amber, red, blue or violet."""

    def __init__(self, text: Text, tone: str = "gray", icon: str = "") -> None:
        super().__init__()
        self._text, self._tone, self._icon = text, tone, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def say(self, text: Text, tone: str | None = None, icon: str | None = None) -> None:
        """Change what it says."""
        self._text = text
        self._tone = self._tone if tone is None else tone
        self._icon = self._icon if icon is None else icon
        self._fit()

    def _fit(self) -> None:
        text = theme.text_of(self._text)
        self.setAccessibleName(text)
        self.setFixedSize(paint.chip_width(text, self._icon), theme.m(20))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        text = theme.text_of(self._text)
        paint.chip(painter, 0, self.height() / 2, text, self._tone, icon=self._icon)
        painter.end()


class FilterChip(FocusRing, QWidget):
    """An editable condition, field relation **value** ×; dashed with a plus when it adds one.

    ``edited`` on a click or Enter, ``removed`` on × or Del.
    """

    edited = Signal()
    removed = Signal()

    def __init__(self, field: Text, relation: Text = "", value: Text = "", adds: bool = False):
        super().__init__()
        self._parts = (field, relation, value)
        self._adds = adds
        self._hover = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # One that adds is never shortened; a condition is, where many stand in a narrow window.
        across = QSizePolicy.Policy.Fixed if adds else QSizePolicy.Policy.Maximum
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def say(self, field: Text, relation: Text, value: Text) -> None:
        """Change the condition shown."""
        self._parts = (field, relation, value)
        self._fit()

    def _words(self) -> tuple[str, str]:
        field, relation, value = (theme.text_of(part) for part in self._parts)
        return f"{field} {relation}".strip(), value

    def _fit(self) -> None:
        plain, value = self._words()
        spoken = f"{plain} {value}".strip()
        self.setAccessibleName(spoken)
        self.setToolTip(theme.tip(spoken) if value else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        plain, value = self._words()
        wide = paint.width(plain, "caption") + theme.m(9 + 22)
        if value:
            wide += paint.width(value + " ", "caption_strong")
        return QSize(round(min(wide + theme.m(4), theme.m(320))), theme.m(28))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return hint if self._adds else QSize(min(hint.width(), theme.m(_LEAST)), hint.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        box = QRectF(self.rect())
        ground = "hover" if self._hover else "surface"
        stroke = "focus" if self.rings() else "line3" if self._adds else "line2"
        pen = 2.0 if self.rings() else 1.0
        paint.rounded(painter, box, theme.m(6), ground, stroke, pen=pen, dashed=self._adds)
        plain, value = self._words()
        middle = box.center().y()
        x = box.x() + theme.m(9)
        if self._adds:
            x += icons.draw(painter, x - 1, middle, "plus", 12, token="text3") + theme.m(4)
            paint.txt(painter, QRectF(x, 0, box.right() - x, box.height()), plain, "caption")
        else:
            room = box.right() - theme.m(22) - x
            least = min(paint.width(value, "caption_strong"), theme.m(40))
            if value and paint.width(plain, "caption") + theme.m(4) + least > room:
                plain = ""  # what is asked for tells more than of what
            x += paint.txt(
                painter, QRectF(x, 0, room, box.height()), plain, "caption", "text2"
            ) + theme.m(4)
            rest = QRectF(x, 0, box.right() - theme.m(22) - x, box.height())
            paint.txt(painter, rest, value, "caption_strong")
            icons.draw(painter, box.right() - theme.m(20), middle, "x", 12, token="text3")
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self.rect().contains(
            event.position().toPoint()
        ):
            return
        on_cross = not self._adds and event.position().x() > self.width() - theme.m(24)
        (self.removed if on_cross else self.edited).emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.use_keyboard()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.edited.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self._adds:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, _event: QEnterEvent) -> None:
        self._hover = True
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover = False
        self.update()


def add_filter_chip() -> FilterChip:
    """The dashed "+ Filter" chip."""
    return FilterChip(lambda: _("Filter"), adds=True)

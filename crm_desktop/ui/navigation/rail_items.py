"""The painted buttons of the rail: pages, saved views, the search field, the shop."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.ui import icons, theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import paint


class RailButton(QAbstractButton):
    """What all rail buttons share: one text, a full or a narrow form, hover, focus ring."""

    high = 32
    high_narrow = 34

    def __init__(self, text: Text, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._keys = keys
        self.narrow = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.live(self, self.dress)

    def say(self, text: Text) -> None:
        """Change the text."""
        self._text = text
        self.dress()

    def set_narrow(self, narrow: bool) -> None:
        """Take the full or the narrow form."""
        self.narrow = narrow
        self.dress()

    def dress(self) -> None:
        """Set texts and size for language, text size and form."""
        text = theme.text_of(self._text)
        self.setText(text)
        self.setAccessibleName(text)
        tip = f"{text}  {self._keys}" if self._keys else text
        self.setToolTip(tip if self.narrow or self._keys else "")
        self.setFixedHeight(theme.m(self.high_narrow if self.narrow else self.high))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.m(36), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        box = QRectF(self.rect())
        if self.isChecked():
            paint.rounded(painter, box, theme.m(6), "navsel")
        elif self.isEnabled() and (self.underMouse() or self.isDown()):
            paint.rounded(painter, box, theme.m(6), "pressed" if self.isDown() else "navsel")
        self.draw(painter, box)
        if self.hasFocus():
            paint.rounded(painter, box, theme.m(6), None, "focus", pen=2)
        painter.end()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Draw what is on the button."""
        raise NotImplementedError


class PageButton(RailButton):
    """A page: icon, label, and a count; a red badge only where something is late or due."""

    def __init__(self, icon: str, text: Text, keys: str = "") -> None:
        self._icon = icon
        self._count = 0
        self._alert = False
        super().__init__(text, keys)
        self.setCheckable(True)

    def set_count(self, count: int, alert: bool = False) -> None:
        """Show a number behind the label; 0 shows nothing."""
        self._count, self._alert = count, alert
        label = theme.text_of(self._text)
        self.setAccessibleDescription(f"{label} {count}" if count else "")
        self.update()

    def nextCheckState(self) -> None:
        """A click asks for the page; the window decides what is current."""

    def draw(self, painter: QPainter, box: QRectF) -> None:
        here = self.isChecked()
        name = self._icon + ("-fill" if here else "")
        ink = "accentText" if here else "text2" if self.isEnabled() else "disabled"
        if self.narrow:
            left = (box.width() - theme.m(19)) / 2
            icons.draw(painter, left, box.center().y(), name, 19, token=ink)
            if self._count:
                side = theme.m(8)
                spot = QRectF(box.right() - theme.m(11), box.y() + theme.m(4), side, side)
                paint.rounded(painter, spot, side / 2, "red" if self._alert else "text3")
            return
        icons.draw(painter, theme.m(9), box.center().y(), name, 18, token=ink)
        label = "text" if here else "text2" if self.isEnabled() else "disabled"
        inner = box.adjusted(theme.m(37), 0, -theme.m(36), 0)
        paint.txt(painter, inner, self.text(), "strong" if here else "body", label)
        if self._count:
            self._draw_count(painter, box)

    def _draw_count(self, painter: QPainter, box: QRectF) -> None:
        text = f"{self._count:,}" if self._count < 1000 else "999+"
        role = "small_strong" if self._alert else "caption"
        wide = max(theme.m(20), paint.width(text, role) + theme.m(11))
        spot = QRectF(
            box.right() - theme.m(7) - wide, box.center().y() - theme.m(9), wide, theme.m(18)
        )
        if self._alert:
            paint.rounded(painter, spot, spot.height() / 2, "redSoft")
        paint.txt(painter, spot, text, role, "redText" if self._alert else "text3", align="center")


class ViewButton(RailButton):
    """A saved view: colour dot, name, count."""

    high = 28
    high_narrow = 28

    def __init__(self, text: str, color: str, count: int) -> None:
        self._color = color
        self._count = count
        super().__init__(text)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        middle = box.center().y()
        paint.dot(painter, theme.m(14), middle, self._color, 7)
        count = f"{self._count:,}"
        used = paint.width(count, "caption")
        inner = box.adjusted(theme.m(37), 0, -theme.m(17) - used, 0)
        paint.txt(painter, inner, self.text(), "body", "text2")
        right = box.adjusted(0, 0, -theme.m(9), 0)
        paint.txt(painter, right, count, "caption", "text3", align="right")


class SearchButton(RailButton):
    """Looks like a search field and opens the palette."""

    def draw(self, painter: QPainter, box: QRectF) -> None:
        if self.narrow:
            left = (box.width() - theme.m(18)) / 2
            icons.draw(painter, left, box.center().y(), "magnifying-glass", 18, token="text2")
            return
        paint.rounded(painter, box, theme.m(6), "surface", "line2")
        icons.draw(painter, theme.m(9), box.center().y(), "magnifying-glass", 15, token="text3")
        key = paint.keycap(
            painter, box.right() - theme.m(6), box.center().y(), self._keys, align="right"
        )
        inner = box.adjusted(theme.m(31), 0, -theme.m(10) - key, 0)
        paint.txt(painter, inner, self.text(), "body", "text3")


class ShopButton(RailButton):
    """The shop's mark and name; opens the menu of data files."""

    high = 34
    high_narrow = 34

    def draw(self, painter: QPainter, box: QRectF) -> None:
        side = theme.m(28 if self.narrow else 26)
        left = (box.width() - side) / 2 if self.narrow else theme.m(4)
        paint.shop_mark(painter, QRectF(left, box.center().y() - side / 2, side, side))
        if self.narrow:
            return
        inner = box.adjusted(theme.m(39), 0, -theme.m(24), 0)
        paint.txt(painter, inner, self.text(), "card")
        icons.draw(
            painter, box.right() - theme.m(18), box.center().y(), "caret-down", 12, token="text3"
        )


class BackupLine(RailButton):
    """Where the data is and when it was backed up last."""

    high = 36
    high_narrow = 34

    def draw(self, painter: QPainter, box: QRectF) -> None:
        middle = box.center().y()
        if self.narrow:
            left = (box.width() - theme.m(18)) / 2
            icons.draw(painter, left, middle, "shield-check", 18, token="accentText")
            return
        icons.draw(painter, theme.m(9), middle, "shield-check", 16, token="accentText")
        inner = box.adjusted(theme.m(33), 0, -theme.m(4), 0)
        paint.txt(painter, inner, self.text(), "small", "text3")

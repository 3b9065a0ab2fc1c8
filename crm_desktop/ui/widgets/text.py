"""Labels by font role and colour token."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from crm_desktop.ui import icons, theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import paint


class Label(QLabel):
    """A text in a font role and a colour token; spoken again after a language switch.

    ``Label(lambda: _("Customers"), "title")``. ``elide`` shortens one line to the room there is
    instead of widening the window; the full text is then the tooltip.
    """

    def __init__(
        self,
        text: Text = "",
        role: str = "body",
        fg: str = "text",
        *,
        wrap: bool = False,
        elide: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._role = role
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if fg != "text":
            self.setProperty("fg", fg)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.live(self, self._speak)

    def say(self, text: Text) -> None:
        """Replace the text."""
        self._text = text
        self._speak()

    def set_fg(self, token: str) -> None:
        """Change the colour token of a label that may be on screen already."""
        if self.property("fg") != token:
            self.setProperty("fg", token)
            self.style().unpolish(self)
            self.style().polish(self)

    def set_role(self, role: str) -> None:
        """Change the font role."""
        self._role = role
        self.setFont(theme.font(role))

    def _speak(self) -> None:
        self.setFont(theme.font(self._role))
        self.setText(theme.text_of(self._text))

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(0, hint.height()) if self._elide else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        room = float(self.contentsRect().width())
        whole = self.text()
        cut = self.fontMetrics().horizontalAdvance(whole) > room + 1
        self.setToolTip(theme.tip(whole) if cut else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(self.contentsRect(), int(self.alignment()), shown)
        painter.end()


class Icon(QLabel):
    """A still icon."""

    def __init__(self, name: str, size: float = 16, token: str = "text2") -> None:
        super().__init__()
        self._look = (name, size, token)
        theme.live(self, self._draw)

    def set_icon(self, name: str, token: str) -> None:
        """Show another icon or colour."""
        self._look = (name, self._look[1], token)
        self._draw()

    def _draw(self) -> None:
        name, size, token = self._look
        self.setPixmap(icons.pixmap(name, size, token))
        self.setFixedSize(theme.m(size), theme.m(size))


class Keycap(QWidget):
    """A painted key such as ``Ctrl N``."""

    def __init__(self, keys: str) -> None:
        super().__init__()
        self._keys = keys
        self.setAccessibleName(keys)
        theme.live(self, self._fit)

    def _fit(self) -> None:
        wide = max(theme.m(18), round(paint.width(self._keys, "small") + theme.m(10)) + 1)
        self.setFixedSize(wide, theme.m(20))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        paint.keycap(painter, 0, self.height() / 2, self._keys)
        painter.end()

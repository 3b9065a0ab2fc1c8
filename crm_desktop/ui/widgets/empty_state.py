"""What a list says when it has nothing to show."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.ui import icons, theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.layout import column, row, show_if
from crm_desktop.ui.widgets.text import Label


class IconTile(QWidget):
    """A 44 px tile with an icon; ``strong`` gives it the accent ground."""

    def __init__(self, icon: str, strong: bool = False) -> None:
        super().__init__()
        self._icon, self._strong = icon, strong
        theme.live(self, lambda: self.setFixedSize(theme.m(44), theme.m(44)))

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        box = QRectF(self.rect())
        ground, ink = ("accentSoft", "accentText") if self._strong else ("graySoft", "text2")
        paint.rounded(painter, box, theme.m(11), ground)
        left = (box.width() - theme.m(22)) / 2
        icons.draw(painter, left, box.center().y(), self._icon, 22, token=ink)
        painter.end()


class EmptyState(QWidget):
    """Icon tile, one bold line, one plain line, at most one button."""

    def __init__(
        self,
        icon: str,
        title: Text,
        line: Text = "",
        action: Text = "",
        on: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.tile = IconTile(icon)
        self.title = Label(title, "card", wrap=True)
        self.line = Label(line, "body", "text2", wrap=True)
        self.button = Button(action, on=on)
        for label in (self.title, self.line):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        show_if(self.button, bool(theme.text_of(action)))
        self.setLayout(
            column(
                None,
                row(None, self.tile, None),
                4,
                self.title,
                self.line,
                4,
                row(None, self.button, None),
                None,
                gap=6,
                margins=24,
            )
        )

    def say(self, icon: str, title: Text, line: Text = "", action: Text = "") -> None:
        """Say something else, e.g. "no match" instead of "nothing yet"."""
        self.tile.set_icon(icon)
        self.title.say(title)
        self.line.say(line)
        self.button.say(action)
        self.button.setVisible(bool(theme.text_of(action)))

"""Buttons: primary, default, soft, ghost, link, icon-only, danger."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from crm_desktop.ui import icons, theme
from crm_desktop.ui.theme import Text

_INK = {
    "primary": "onAccent",
    "danger": "onDanger",
    "soft": "accentText",
    "link": "accentText",
}
_STRONG = ("primary", "danger")


class Button(QPushButton):
    """A push button; ``kind`` is ``""``, primary, soft, ghost, link or danger.

    At most one primary per page; ``danger`` only where something is deleted for good. ``tip`` is
    the tooltip; ``keys`` (``"Ctrl+N"``) is shown in it. ``on`` is connected to ``clicked``.
    """

    def __init__(
        self,
        text: Text = "",
        icon: str = "",
        kind: str = "",
        *,
        small: bool = False,
        tip: Text = "",
        keys: str = "",
        on: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._icon, self._tip, self._keys = text, icon, tip, keys
        self._kind, self._small, self._folded = kind, small, False
        if kind:
            self.setProperty("kind", kind)
        if small:
            self.setProperty("small", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # Tab reaches it and shows the ring; a mouse click must not leave a ring behind.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if on is not None:
            self.clicked.connect(lambda _checked=False: on())
        theme.live(self, self._dress)

    def say(self, text: Text) -> None:
        """Replace the label."""
        self._text = text
        self._dress()

    def fold(self, folded: bool) -> None:
        """Show the icon alone, its label as the tooltip, where there is no room for both."""
        if folded != self._folded:
            self._folded = folded
            self._dress()

    def set_icon(self, name: str) -> None:
        """Replace the icon."""
        self._icon = name
        self._dress()

    def set_kind(self, kind: str) -> None:
        """Change the kind of a button that may be on screen already."""
        self._kind = kind
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self._dress()

    def _dress(self) -> None:
        text, tip = theme.text_of(self._text), theme.text_of(self._tip)
        strong = self._kind in _STRONG
        role = "caption" if self._small else "body"
        self.setFont(
            theme.font({"caption": "caption_strong"}.get(role, "strong") if strong else role)
        )
        shown = "" if self._folded else theme.as_typed(text)
        self.setText((" " + shown) if self._icon and shown else shown)
        if self._icon:
            self.setIcon(icons.icon(self._icon, 16, _INK.get(self._kind, "text2")))
            self.setIconSize(QSize(theme.m(16), theme.m(16)))
        if self._folded:
            tip = tip or text
        if self._keys:
            tip = f"{tip or text}  {self._keys}"
        self.setToolTip(theme.tip(tip))
        self.setAccessibleName(text or tip)


class IconButton(Button):
    """A 30 x 30 button with an icon only; the tooltip is its name and is required."""

    def __init__(
        self,
        icon: str,
        tip: Text,
        *,
        keys: str = "",
        on: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", icon, "icon", tip=tip, keys=keys, on=on, parent=parent)

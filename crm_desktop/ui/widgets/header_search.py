"""The search field in the head of a page: as wide as the head has room for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.search_box import SearchBox

_WIDE, _LEAST, _GLASS = 220, 116, 32


class HeaderSearch(SearchBox):
    """A ``SearchBox`` that is narrower where the title beside it needs the room, and only its glass
    where too little is left; it opens while it has the keyboard or holds words.

    ``used`` tells that it may want to open or close; the head then calls ``fit``.
    """

    used = Signal()

    def __init__(self, placeholder: Text, drives: QWidget | None = None) -> None:
        self._is_glass = False
        super().__init__(placeholder, drives)
        self.textChanged.connect(lambda _text: self.used.emit())
        self.fit(theme.m(_WIDE), 0)

    def fit(self, room: int, title: int) -> bool:
        """Take what is left of ``room`` beside a title of that width, in pixels; ``False`` while
        the title has to go so that words can be typed."""
        beside = room - title
        is_open = self.hasFocus() or bool(self.text())
        keeps = beside >= theme.m(_LEAST) or not is_open
        wide = beside if keeps else room
        self._is_glass = wide < theme.m(_LEAST) and not is_open
        self.setFixedWidth(theme.m(_GLASS) if self._is_glass else min(wide, theme.m(_WIDE)))
        self._dress()
        return keeps

    def _dress(self) -> None:
        super()._dress()
        self.setToolTip("")
        self.setCursor(Qt.CursorShape.IBeamCursor)
        if self._is_glass:
            self.setToolTip(theme.tip(self.placeholderText()))
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setPlaceholderText("")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.used.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.used.emit()

"""The search field of a page: typed letters, arrow keys that move the list behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.theme import Text

_PAUSE_MS = 120
_LIST_KEYS = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)


class SearchBox(QLineEdit):
    """A sunken field with a magnifying glass.

    ``searched`` carries the trimmed text a short pause after the last key (at once on Enter and
    when cleared); an input method's unfinished letters are not searched. Up, Down, PgUp and PgDn
    go to ``drives`` (a table) while the field keeps the focus; Enter on an unchanged text emits
    ``entered``; Esc clears, then emits ``left``.
    """

    searched = Signal(str)
    entered = Signal()
    left = Signal()

    def __init__(self, placeholder: Text, drives: QWidget | None = None) -> None:
        super().__init__()
        self._placeholder = placeholder
        self.drives = drives
        self._last = ""
        self.setProperty("search", True)
        self.setClearButtonEnabled(False)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._search)
        self.textChanged.connect(self._typed)
        theme.live(self, self._dress)

    def _dress(self) -> None:
        self.setFont(theme.font("body"))
        self.setPlaceholderText(theme.text_of(self._placeholder))
        self.setAccessibleName(_("Search"))

    def set_placeholder(self, text: Text) -> None:
        """Replace the hint inside the empty field."""
        self._placeholder = text
        self._dress()

    def take(self, typed: str) -> None:
        """Focus the field and put ``typed`` at its end: a list forwards its first key here."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.end(False)
        self.insert(typed)

    def _typed(self) -> None:
        if self.text():
            self._timer.start()
        else:
            self._search()

    def _search(self) -> None:
        self._timer.stop()
        text = self.text().strip()
        if text != self._last:
            self._last = text
            self.searched.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.text().strip() == self._last:
                self.entered.emit()
            self._search()
        elif key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif key in _LIST_KEYS and self.drives is not None:
            self.drives.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        icons.draw(painter, theme.m(10), self.height() / 2, "magnifying-glass", 15, token="text3")
        painter.end()

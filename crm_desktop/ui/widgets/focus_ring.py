"""The ring round what has the keyboard: only for those who use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent

# A class can have one Qt base only, so at run time this is a plain mix-in.
if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Base
else:
    _Base = object

_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class FocusRing(_Base):
    """Mix into a painted widget, before its Qt base, and ask ``rings()`` while painting.

    A focus given by the program or by a click shows no ring; Tab, a shortcut or a key does
    (call ``use_keyboard`` from ``keyPressEvent``).
    """

    _by_keyboard = False

    def rings(self) -> bool:
        """True when the ring is to be painted."""
        return self._by_keyboard and self.hasFocus()

    def use_keyboard(self) -> None:
        """A key was pressed: show where it goes."""
        if not self._by_keyboard:
            self._by_keyboard = True
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._by_keyboard = event.reason() in _BY_KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

"""The bell at the foot of the rail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.ui.reminders.bell_popover import BellPopover

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow


class Bell(QObject):
    """Keeps the number on the bell right and opens the list."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.reminders.changed.connect(self.show_state)
        window.reminders.list_asked.connect(self.open)
        window.rail.reminders_asked.connect(self.open)
        window.workspace.opened.connect(self.show_state)
        window.workspace.closed.connect(self.show_state)

    def show_state(self) -> None:
        """The bell is there while a file is open and reminders are wanted."""
        window = self._window
        wanted = window.workspace.is_open and window.preferences.remind
        window.rail.set_reminders(wanted, len(window.reminders.waiting))

    def open(self) -> None:
        """Show what waits."""
        window = self._window
        if window.workspace.is_open and not window.rail.bell.isHidden():
            BellPopover(window.rail.bell, window.reminders, window.undo).start()

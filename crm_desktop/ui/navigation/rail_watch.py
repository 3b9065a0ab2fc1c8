"""Keeps what the rail tells of the data file up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.navigation.rail_facts import RailFacts

_PAUSE_MS = 250


class RailWatch(QObject):
    """Reads shop name, counts, views and backup in the background and shows them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.ask)

    def soon(self) -> None:
        """Read again when nothing more has changed for a moment."""
        self._timer.start()

    def ask(self) -> None:
        """Read now, if a file is open."""
        from crm_desktop.ui.navigation.rail_facts import read

        if self._window.workspace.is_open:
            self._window.workspace.ask(read, owner=self, done=self._show)

    def _show(self, facts: RailFacts) -> None:
        path = self._window.workspace.path
        if path is None:
            return
        shop = facts.shop or path.stem
        rail = self._window.rail
        rail.set_shop(shop)
        rail.set_count("today", facts.due, alert=True)
        rail.set_views(facts.views)
        rail.backup.say(facts.backup)
        self._window.show_title(shop)

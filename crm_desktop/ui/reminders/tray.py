"""The icon in the system's tray: notifications, and the window kept there when minimised."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.preferences import Preferences
from crm_desktop.ui import theme
from crm_desktop.ui.reminders.desktop_message import unmarked
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.menu import MenuItem, build

_SHOWN_MS = 15_000


class Sent(Enum):
    """What became of a notification."""

    TAKEN = auto()  # handed to the system, which may still be set to show none
    NO_TRAY = auto()  # there is none on this desktop
    NO_MESSAGES = auto()  # there is one that shows no messages


class Tray(QObject):
    """Made when first needed: asking for a tray may take a moment. ``clicked`` on a message."""

    clicked = Signal()

    def __init__(self, window: QWidget, preferences: Preferences) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = preferences
        self.icon: QSystemTrayIcon | None = None
        window.installEventFilter(self)
        theme.live(self, self._speak)

    @staticmethod
    def is_there() -> bool:
        """True on a desktop with a tray."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> bool:
        """Put the icon there, if there is a tray; it may also have come or gone meanwhile."""
        if not self.is_there():
            return False
        if self.icon is None:
            self.icon = QSystemTrayIcon(paint.program_icon(), self)
            self.icon.messageClicked.connect(self.clicked)
            self.icon.activated.connect(self._activated)
            application = QCoreApplication.instance()
            if application is not None:
                # Or Windows keeps a dead icon until the pointer passes over it.
                application.aboutToQuit.connect(self.icon.hide)
            self._speak()
        self.icon.show()
        return True

    def hide(self) -> None:
        """Take the icon away; a window hidden there comes back."""
        if self.icon is not None:
            self.icon.hide()
        if not self._window.isVisible():
            self.bring_back()

    def send(self, heading: str, lines: str) -> Sent:
        """Show a notification of the system's."""
        if not self.show() or self.icon is None:
            return Sent.NO_TRAY
        if not QSystemTrayIcon.supportsMessages():
            return Sent.NO_MESSAGES
        self.icon.showMessage(
            heading, unmarked(lines), QSystemTrayIcon.MessageIcon.NoIcon, _SHOWN_MS
        )
        return Sent.TAKEN

    def say(self, tip: str) -> None:
        """What the icon tells when pointed at."""
        if self.icon is not None:
            self.icon.setToolTip(tip)

    def bring_back(self) -> None:
        """Show the window before all others, out of the tray too."""
        window = self._window
        if window.isMinimized():
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def quit(self) -> None:
        """Close the window, and with it the program."""
        # Qt ends the program with its last window that is seen, not with a hidden one; and what
        # the window may have to ask must be seen as well.
        if not self._window.isVisible():
            self.bring_back()
        self._window.close()

    def _speak(self) -> None:
        if self.icon is None:
            return
        items = (
            MenuItem(_("Open the window"), self.bring_back),
            None,
            MenuItem(_("Quit"), self.quit),
        )
        before, menu = self.icon.contextMenu(), build(self._window, items)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        self.icon.setContextMenu(menu)
        if before is not None:
            before.deleteLater()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason != QSystemTrayIcon.ActivationReason.Context:
            self.bring_back()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the window in the tray when it has been minimised."""
        if event.type() == QEvent.Type.WindowStateChange:
            self.keep()
        return super().eventFilter(watched, event)

    def keep(self) -> None:
        """Hide a minimised window, if that is wanted and there is a tray."""
        if self._preferences.to_tray and self._window.isMinimized() and self.show():
            # Hidden within an event about it, some window managers show it again.
            QTimer.singleShot(0, self._window, self._window.hide)

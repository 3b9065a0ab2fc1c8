"""The composition root of the window: the only place that builds and connects its parts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from crm_desktop import __version__
from crm_desktop.core import garbage, i18n
from crm_desktop.core import preferences as remembered
from crm_desktop.core.preferences import Preferences
from crm_desktop.ui import theme
from crm_desktop.ui.language import use_language
from crm_desktop.ui.main_window import MainWindow

_SIZE = (1440, 900)
_STARTED_MS = 4_000  # by then the first page has been read and painted


def run(path: Path | None = None, language: str = "", *, minimised: bool = False) -> int:
    """Open the window on ``path``, else on the file used last, else on the welcome.

    Returns the exit code once the window is closed. ``language`` overrides the user's choice for
    this run. ``minimised`` keeps out of the way: as a button of the task bar, or in the tray if
    the user keeps the window there.
    """
    garbage.start()
    app = make_application()
    settings = remembered.load()
    window = build_window(settings, language)
    place_window(window, settings)

    def begin() -> None:
        window.complete()
        window.messages.install()
        close_on_interrupt(window)
        window.start(path or _last_file(settings))
        window.reminders.tray.keep()
        QTimer.singleShot(_STARTED_MS, window, garbage.settle)

    if minimised:
        # A minimised window may never be painted.
        QTimer.singleShot(0, window, begin)
        window.showMinimized()
    else:
        _FirstPaint(window, begin)
        window.show()
    try:
        return app.exec()
    finally:
        window.let_go()
        garbage.settle()


def close_on_interrupt(window: MainWindow) -> None:
    """Let Ctrl+C in the terminal close the window as its own button does.

    Python handles a signal only when it next runs, which a waiting Qt loop may not do for long;
    the byte that arrives on the wake-up descriptor makes it.
    """
    import signal
    import socket

    ours, pythons = socket.socketpair()
    pythons.setblocking(False)
    signal.set_wakeup_fd(pythons.fileno())
    signal.signal(signal.SIGINT, lambda _number, _frame: window.reminders.tray.quit())
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, window)
    notifier.activated.connect(lambda _descriptor: ours.recv(64))

    def give_back() -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        pythons.close()
        ours.close()

    window.destroyed.connect(give_back)


class _FirstPaint(QObject):
    """Calls ``then`` once the shell has been painted: a timer alone may fire before that."""

    def __init__(self, window: MainWindow, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._then = then
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the paint happen, then begin in the next turn of the event loop."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, watched, self._then)
        return False


def make_application() -> QApplication:
    """The application object, with the style everything is drawn on."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    app.setApplicationName("CRM Desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("crm-desktop")
    return app


def build_window(settings: Preferences, language: str = "") -> MainWindow:
    """The window in the user's language and look, before ``complete``."""
    chosen = language or settings.language
    use_language(chosen if chosen in i18n.LANGUAGES else i18n.system_language())
    theme.look.use(settings.mode, settings.scale, settings.contrast)
    theme.look.follow_system()
    return MainWindow(settings)


def place_window(window: MainWindow, settings: Preferences) -> None:
    """Where it was last time if that is still on a screen, else a comfortable size."""
    screen = window.screen().availableGeometry()
    if len(settings.window) == 4:
        x, y, wide, high = settings.window
        window.resize(min(wide, screen.width()), min(high, screen.height()))
        if screen.contains(x + 40, y + 20):
            window.move(x, y)
    else:
        window.resize(min(_SIZE[0], screen.width()), min(_SIZE[1], screen.height()))
    if settings.maximised:
        window.showMaximized()


def _last_file(settings: Preferences) -> Path | None:
    recent = settings.recent_files()
    return recent[0] if recent else None

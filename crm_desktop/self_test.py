"""Proof that the window works here: ``crm-desktop open FILE --self-test``.

Opens the real window on a file, visits every page, waits for its work to end, and closes. Used on
the built program, where no test suite can reach.
"""

from __future__ import annotations

import faulthandler
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit

from crm_desktop import app
from crm_desktop.core import preferences
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.navigation.destinations import DESTINATIONS

_SECONDS = 60.0
_SETTLE = 0.05
_QUIET = 0.5


def run(file: Path | None) -> int:
    """Show ``file``, or the welcome without one; 0 when every page could be shown."""
    faulthandler.enable()
    application = app.make_application()
    window = app.build_window(preferences.load())
    window.show()
    wait(application, lambda: False, _SETTLE)
    window.complete()
    window.messages.install()
    try:
        window.start(file)
        shown = visit(application, window, file)
        sys.stderr.write(problem_of(window))
    finally:
        window.let_go()
    window.close()
    sys.stdout.write(" ".join(shown) + "\n")
    return 0 if len(shown) == (len(DESTINATIONS) if file else 1) else 1


def visit(application: QApplication, window: MainWindow, file: Path | None) -> list[str]:
    """Names of the pages that were shown without a problem."""
    if file is None:
        wait(application, lambda: False, _SETTLE)
        return [] if window.messages.open_dialog() else ["welcome"]
    wait(application, lambda: window.workspace.is_open or has_problem(window))
    shown = []
    for place in DESTINATIONS:
        if has_problem(window):
            break
        window.go(place.name)
        settle(application, window)
        if not has_problem(window) and not window.grab().isNull():
            shown.append(place.name)
    return shown


def has_problem(window: MainWindow) -> bool:
    """True while the window says that something went wrong."""
    return window.messages.open_dialog() is not None


def problem_of(window: MainWindow) -> str:
    """What the window says went wrong, with the report when there is one."""
    dialog = window.messages.open_dialog()
    if dialog is None:
        return ""
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    texts += [report.toPlainText() for report in dialog.findChildren(QPlainTextEdit)]
    return "\n".join(filter(None, texts))


def settle(application: QApplication, window: MainWindow) -> None:
    """Let all reading end, also what begins a moment later, and the last paint come."""
    end = time.monotonic() + _SECONDS
    quiet_since = time.monotonic()
    while time.monotonic() < end and time.monotonic() - quiet_since < _QUIET:
        application.processEvents()
        time.sleep(0.005)
        if window.jobs.running():
            quiet_since = time.monotonic()


def wait(application: QApplication, reached: Callable[[], bool], seconds: float = _SECONDS) -> None:
    """Keep the window alive until ``reached``, or for so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not reached():
        application.processEvents()
        time.sleep(0.005)

"""Work of each day: looked after when a file is open, and again so that no new day is missed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from crm_desktop.ui.page import Shell


def look_daily(
    parent: QObject, shell: Shell, look: Callable[[], object], *, after_ms: int, every_ms: int
) -> None:
    """Call ``look`` ``after_ms`` after a file was opened and every ``every_ms``, while ``parent``
    is there; also when no file is open."""
    first = QTimer(parent, singleShot=True, interval=after_ms)
    first.timeout.connect(look)
    again = QTimer(parent, interval=every_ms)
    again.timeout.connect(look)
    again.start()
    shell.workspace.opened.connect(first.start)

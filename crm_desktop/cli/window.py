"""From the command line to the window: the one place below ui that starts it."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _


def open_window(file: Path | None, *, self_test: bool = False, minimised: bool = False) -> int:
    """Show the window with ``file``, or with the file used last; returns when it is closed.

    With ``self_test`` it visits its pages by itself; 0 says that all is well. With ``minimised``
    it stays out of the way.
    """
    if not has_display():
        raise UserError(
            _("There is no display to show a window on."),
            "",
            _("Use the commands instead; crm-desktop --help names them."),
        )
    # By name: the window stands above the command line, which must not depend on it.
    if self_test:
        return int(import_module("crm_desktop.self_test").run(file))
    return int(import_module("crm_desktop.app").run(file, minimised=minimised))


def has_display() -> bool:
    """False on a Linux machine without a desktop, where Qt would abort."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))

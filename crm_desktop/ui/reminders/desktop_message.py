"""Notifications on Linux desktops without a tray (GNOME), by the desktop's own ``notify-send``."""

from __future__ import annotations

import shutil
import subprocess
import sys

from crm_desktop.core.paths import APP_NAME

_COMMAND = "notify-send"
_SECONDS = 3.0  # without a service that shows them, the bus may let us wait much longer


def is_there() -> bool:
    """True where the command is."""
    return sys.platform == "linux" and shutil.which(_COMMAND) is not None


def send(heading: str, lines: str) -> bool:
    """Show a notification; True when the desktop took it. May wait: not on the main thread."""
    words = [_COMMAND, f"--app-name={APP_NAME}", "--icon=appointment-soon", "--"]
    words += [heading.replace("\0", ""), unmarked(lines).replace("\0", "")]
    try:
        done = subprocess.run(words, check=False, timeout=_SECONDS, capture_output=True)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def unmarked(text: str) -> str:
    """Text of a notification that no desktop can take for markup: Linux desktops may read HTML in
    it, and titles come from imported files."""
    if sys.platform != "linux":
        return text
    return text.translate({ord("<"): "‹", ord(">"): "›", ord("&"): "＆"})

"""Starting the program with the system: an entry of this user's, written and taken away.

Linux: a desktop entry in the autostart folder (freedesktop.org, "Desktop Application Autostart
Specification"). macOS: a property list in ``~/Library/LaunchAgents``. Windows: a value under the
user's ``Run`` key. None of them needs the rights of an administrator.
"""

from __future__ import annotations

import os
import plistlib
import sys
from collections.abc import Sequence
from pathlib import Path

from crm_desktop.core.errors import FileProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.paths import APP_NAME

_ID = "crm-desktop"
_LABEL = "org.crm-desktop.start"
_ARGUMENTS = ("open", "--minimised")
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"


def command() -> list[str]:
    """What starts this program, out of the way: the built one, or Python with the package."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *_ARGUMENTS]
    python = Path(sys.executable)
    silent = python.with_name("pythonw.exe")  # Python without a console window, on Windows
    return [str(silent if silent.is_file() else python), "-m", "crm_desktop", *_ARGUMENTS]


def is_on() -> bool:
    """True when the program starts with the system."""
    if sys.platform == "win32":
        return _run_value() is not None
    return _file().is_file()


def switch(on: bool) -> None:
    """Write the entry, or take it away. Raises ``FileProblem`` when the system refuses."""
    try:
        if sys.platform == "win32":
            _set_run_value(windows_line(command()) if on else None)
        elif on:
            _write(_file(), _text(command()))
        else:
            _file().unlink(missing_ok=True)
    except OSError as problem:
        raise FileProblem(
            _("The system did not take the change: {reason}.").format(
                reason=problem.strerror or type(problem).__name__
            ),
            _("Starting with the system is as it was."),
            _("Look whether you may write there, or set it in the system's own settings."),
        ) from problem


def desktop_entry(words: Sequence[str]) -> str:
    """The entry for Linux that runs ``words``."""
    return (
        "[Desktop Entry]\n"
        "Type=Application\n"
        f"Name={APP_NAME}\n"
        f"Exec={' '.join(map(_exec_word, words))}\n"
        "Terminal=false\n"
        "X-GNOME-Autostart-enabled=true\n"
    )


def launch_agent(words: Sequence[str]) -> bytes:
    """The property list for macOS that runs ``words`` once after logging in."""
    return plistlib.dumps(
        {"Label": _LABEL, "ProgramArguments": list(words), "RunAtLoad": True, "KeepAlive": False}
    )


def windows_line(words: Sequence[str]) -> str:
    """The command line for Windows that runs ``words``, as the C runtime takes it apart."""
    import subprocess

    line = subprocess.list2cmdline(words)
    # Unquoted, a folder with a space in its name could start another program before it.
    return line if line.startswith('"') else f'"{words[0]}"' + line[len(words[0]) :]


def _exec_word(word: str) -> str:
    """One word of ``Exec``, quoted twice as the Desktop Entry Specification asks: the quoting of
    the key first, then that of any text value, where a backslash is doubled."""
    for special in ("\\", '"', "`", "$"):
        word = word.replace(special, "\\" + special)
    return '"' + word.replace("%", "%%").replace("\\", "\\\\") + '"'


def _file() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents" / f"{_LABEL}.plist"
    configured = os.environ.get("XDG_CONFIG_HOME", "")
    # A relative path there is to be ignored, says the Base Directory Specification.
    base = Path(configured) if configured.startswith("/") else Path.home() / ".config"
    return base / "autostart" / f"{_ID}.desktop"


def _text(words: Sequence[str]) -> bytes:
    if sys.platform == "darwin":
        return launch_agent(words)
    return desktop_entry(words).encode("utf-8", "surrogateescape")


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(file.name + ".new")
    fresh.write_bytes(content)
    fresh.replace(file)


def _run_value() -> str | None:
    import winreg  # on Windows only

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:  # type: ignore[attr-defined]
            value, _kind = winreg.QueryValueEx(key, APP_NAME)  # type: ignore[attr-defined]
    except FileNotFoundError:
        return None
    return str(value)


def _set_run_value(line: str | None) -> None:
    import winreg  # on Windows only

    write = winreg.KEY_SET_VALUE  # type: ignore[attr-defined]
    with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, _RUN_KEY, 0, write) as key:  # type: ignore[attr-defined]
        if line is not None:
            winreg.SetValueEx(key, APP_NAME, 0, winreg.REG_SZ, line)  # type: ignore[attr-defined]
            return
        try:
            winreg.DeleteValue(key, APP_NAME)  # type: ignore[attr-defined]
        except FileNotFoundError:
            return

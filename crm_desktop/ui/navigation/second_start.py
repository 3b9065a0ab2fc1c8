"""A data file that another window of this user's has open: that window comes to the front.

It may be hidden in the tray, started with the system, and nobody remembers it. The two programs
talk through one small file in the folder of settings: no network, no rights, no port.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

from crm_desktop.core import paths
from crm_desktop.core.errors import FileInUse
from crm_desktop.core.i18n import _

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow

log = logging.getLogger(__name__)

_ASK, _SHOWN = "show", "shown"
_LOOK_MS = 50
_PATIENCE = 40  # looks, two seconds: the other window may be busy


class SecondStart(QObject):
    """Answers for the file this window has open; asks for one that another has.

    Every other failure to open a file, and one of a window that does not answer, goes on to
    ``not_opened``.
    """

    def __init__(self, window: MainWindow, not_opened: Callable[[BaseException], object]) -> None:
        super().__init__(window)
        self._window = window
        self._not_opened = not_opened
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._asked)
        self._ours: Path | None = None
        self._looks = 0
        window.workspace.opened.connect(self._listen)
        window.workspace.closed.connect(self._leave)
        window.workspace.failed.connect(self._failed)

    # this window has the file

    def _listen(self, path: Path) -> None:
        self._leave()
        place = _place(path)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("", "utf-8")
        except OSError as problem:
            log.warning("A second start will not find this window: %s", problem)
            return
        self._ours = place
        self._watcher.addPath(str(place))

    def _leave(self) -> None:
        if self._ours is not None:
            self._watcher.removePath(str(self._ours))
            _remove(self._ours)
            self._ours = None

    def _asked(self) -> None:
        if self._ours is not None and _read(self._ours) == _ASK:
            self._ours.write_text(_SHOWN, "utf-8")
            self._window.reminders.tray.bring_back()

    # another window has it

    def _failed(self, problem: BaseException) -> None:
        path = self._window.workspace.asked_for
        if isinstance(problem, FileInUse) and path is not None and _ask(path):
            self._looks = 0
            self._look(path, problem)
        else:
            self._not_opened(problem)

    def _look(self, path: Path, problem: FileInUse) -> None:
        if _read(_place(path)) == _SHOWN:
            self._shown(path)
        elif self._looks >= _PATIENCE:
            # Left behind by a program that was killed, or the window hangs.
            self._not_opened(problem)
        else:
            self._looks += 1
            QTimer.singleShot(_LOOK_MS, self, lambda: self._look(path, problem))

    def _shown(self, path: Path) -> None:
        if not self._window.workspace.is_open:
            self._window.close()
        else:
            said = _("{name} is open in another window, which is now in front").format(
                name=path.stem
            )
            self._window.toast(said, "arrow-square-out")


def _place(path: Path) -> Path:
    name = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:32]
    return paths.config_folder() / "windows" / name


def _ask(path: Path) -> bool:
    """Ask the window that has ``path``; False when none listens."""
    place = _place(path)
    if not place.exists():
        return False
    try:
        place.write_text(_ASK, "utf-8")
    except OSError as problem:
        log.warning("The other window cannot be asked: %s", problem)
        return False
    return True


def _read(place: Path) -> str:
    try:
        return place.read_text("utf-8")
    except (OSError, ValueError):
        return ""


def _remove(place: Path) -> None:
    try:
        place.unlink(missing_ok=True)
    except OSError as problem:
        log.warning("Left behind: %s", problem)

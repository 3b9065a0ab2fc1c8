"""Files dropped anywhere on the window: a data file is opened, a workbook imported."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.paths import DATA_SUFFIX
from crm_desktop.ui.page import ImportFile, Shell

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


def dropped_files(event: QDropEvent) -> list[Path]:
    """The local files of a drag; what they are is decided when they are read."""
    found = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in found if path.is_file()]


class FileDrop(QObject):
    """Takes drops on ``window`` that no page took."""

    def __init__(self, window: QWidget, shell: Shell) -> None:
        super().__init__(window)
        self._shell = shell
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept drags that carry files; act on the drop."""
        if not isinstance(event, QDropEvent) or not (found := dropped_files(event)):
            return super().eventFilter(watched, event)
        if event.type() in _DRAGS:
            event.acceptProposedAction()
            return True
        if event.type() != QEvent.Type.Drop:
            return super().eventFilter(watched, event)
        event.acceptProposedAction()
        self._take(found)
        return True

    def _take(self, found: list[Path]) -> None:
        if found[0].suffix.lower() == DATA_SUFFIX:
            self._shell.open_file(found[0])
        elif self._shell.workspace.is_open:
            self._shell.go("exchange", ImportFile(*found))

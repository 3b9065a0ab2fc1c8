"""Looking at a kept file: a picture within the window, anything else in the system's program."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPixmap
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.records import attachments
from crm_desktop.services.records.attachments import FileRow
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.layout import column, plain
from crm_desktop.ui.widgets.text import Label

_WIDE = 700  # most of a picture, in design pixels
_AROUND = 190  # of everything above and below it in the window


class FileViewer:
    """Copies handed to other programs lie in a folder of their own as long as this lives."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._opened: tempfile.TemporaryDirectory[str] | None = None

    def show(self, host: QWidget, one: FileRow) -> Dialog | None:
        """Look at it in whichever way it can be looked at."""
        if one.is_picture:
            return self.look_at(host, one)
        self.open(one)
        return None

    def look_at(self, host: QWidget, one: FileRow) -> Dialog | None:
        """Show a picture within the window."""
        picture = QPixmap()
        if not picture.loadFromData(self.content(one)):
            self._shell.toast(_("“{name}” is no picture.").format(name=one.name), "warning")
            return None
        wide = theme.m(_WIDE)
        high = max(theme.m(200), host.window().height() - theme.m(_AROUND))
        shown = picture.scaled(
            wide,
            high,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        label = Label("")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setPixmap(shown if picture.width() > wide or picture.height() > high else picture)
        dialog = Dialog(
            host, one.name, plain(column(label)), lambda: _("Close"), lambda: True, width=_WIDE + 60
        )
        dialog.cancel.hide()
        dialog.open()
        return dialog

    def open(self, one: FileRow) -> None:
        """Open a copy in the program the system has for it."""
        if self._opened is None:
            self._opened = tempfile.TemporaryDirectory(prefix="crm-desktop-")
        folder = Path(self._opened.name) / str(one.id)
        folder.mkdir(exist_ok=True)
        path = folder / one.name
        path.write_bytes(self.content(one))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def content(self, one: FileRow) -> bytes:
        """Its bytes. Raises ``NotFound`` when they are gone or damaged."""
        content: bytes = self._shell.workspace.read(attachments.content, one.id)
        return content

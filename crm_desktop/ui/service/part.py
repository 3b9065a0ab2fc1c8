"""What every tab of the page is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.ui.page import Shell


class ServicePart(QWidget):
    """One tab; it reads itself when shown and after every write that touches it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell

    def refresh(self, changes: Changes | None) -> None:
        """Read again; everything for ``None``."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """The tab was turned to: put the keyboard where it is used first."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

"""Labels and letters laid over another view until somebody goes back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.ui.mailing.mail_to import MailTo
from crm_desktop.ui.mailing.view import MailingView
from crm_desktop.ui.page import Shell


class MailOver(QStackedWidget):
    """``closed`` when the view below is shown again."""

    closed = Signal()

    def __init__(self, shell: Shell, below: QWidget) -> None:
        super().__init__()
        self._shell = shell
        self._view: MailingView | None = None
        self.addWidget(below)

    def mail(self) -> MailingView | None:
        """Labels and letters, while they are shown."""
        return self._view if self.currentWidget() is self._view else None

    def open(self, given: MailTo | None) -> None:
        """Labels, envelopes, letters and cards: for ``given``, or for whom is chosen there."""
        if self._view is None:
            self._view = MailingView(self._shell)
            self._view.left.connect(self.close_mail)
            self.addWidget(self._view)
        self.setCurrentWidget(self._view)
        self._view.show_audience(given)

    def close_mail(self) -> bool:
        """Back to where it was asked for; False when it is not shown."""
        view = self.mail()
        if view is None:
            return False
        self.setCurrentIndex(0)
        self.closed.emit()
        if back := view.back_to():
            self._shell.go(back)
        return True

"""What the window says when something failed: a sentence for the world's failures, a report
for ours. Nothing here can make the program die."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from types import TracebackType

import PySide6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from crm_desktop import __version__
from crm_desktop.core.errors import Cancelled, UserError
from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.layout import column, fixed_height, plain
from crm_desktop.ui.widgets.text import Label

log = logging.getLogger(__name__)


def report(problem: BaseException) -> str:
    """Everything a developer needs, as plain text: versions and where it happened."""
    lines = traceback.format_exception(type(problem), problem, problem.__traceback__)
    head = (
        f"CRM Desktop {__version__}\n"
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}\n"
        f"{platform.platform()}\n"
    )
    return head + "\n" + "".join(lines)


class Messages(QObject):
    """Shows problems over ``host``, one dialog at a time; further bugs join the open report."""

    _raised = Signal(object)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._dialog: Dialog | None = None
        self._reports: list[str] = []
        self._text: QPlainTextEdit | None = None
        # A signal, so that a worker thread's failure is shown on the main thread.
        self._raised.connect(self.show)

    def install(self) -> None:
        """Catch what nobody caught, in slots and in threads."""
        sys.excepthook = self._caught
        threading.excepthook = lambda args: self._raised.emit(args.exc_value)

    def uninstall(self) -> None:
        """Give the hooks back, at the end of the program."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _caught(
        self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._host.close()
            return
        self._raised.emit(problem.with_traceback(trace))

    def show(self, problem: BaseException) -> None:
        """Say a ``UserError``; show the report of anything else; ignore a cancelled job."""
        if isinstance(problem, Cancelled):
            return
        if isinstance(problem, UserError):
            self._say(problem)
            return
        log.error("Unexpected error", exc_info=problem)
        self._reports.append(report(problem))
        if self._text is not None:
            self._text.setPlainText("\n\n".join(self._reports))
        else:
            self._show_report()

    def open_dialog(self) -> Dialog | None:
        """The dialog on screen, if one is."""
        return self._dialog

    def _say(self, problem: UserError) -> None:
        rest = " ".join(part for part in (problem.kept, problem.do) if part)
        content = plain(column(Label(rest, "body", "text2", wrap=True), gap=0))
        dialog = Dialog(
            self._host, problem.what, content, lambda: _("Close"), lambda: True, enter=True
        )
        dialog.cancel.hide()
        dialog.open()
        dialog.action.setFocus()
        self._dialog = dialog
        dialog.destroyed.connect(self._gone)

    def _show_report(self) -> None:
        text = QPlainTextEdit("\n\n".join(self._reports), readOnly=True)
        theme.live(text, lambda: text.setFont(theme.font("small")))
        text.setAccessibleName(_("Report"))
        fixed_height(text, 180)
        self._text = text
        copy = Button(lambda: _("Copy the report"), "clipboard-text", on=self._copy)
        said = lambda: _(  # noqa: E731
            "This action did not finish and changed nothing. Everything saved before it is safe, "
            "and you can go on working. The report below helps us mend it; read it before you "
            "send it, it may contain a name or a number."
        )
        content = plain(column(Label(said, "body", "text2", wrap=True), text, gap=12))
        dialog = Dialog(
            self._host,
            lambda: _("Something unexpected happened"),
            content,
            lambda: _("Go on"),
            lambda: True,
            extra=copy,
            width=560,
        )
        dialog.cancel.hide()
        dialog.destroyed.connect(self._gone)
        self._dialog = dialog
        dialog.open()
        dialog.action.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n\n".join(self._reports))

    def _gone(self) -> None:
        self._dialog = None
        self._text = None
        self._reports.clear()

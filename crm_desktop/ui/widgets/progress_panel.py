"""Progress of a job with a count and Cancel, after one second; a busy pointer before that."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressBar, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.jobs import WRITE, Job
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.overlay import Overlay
from crm_desktop.ui.widgets.text import Label

BUSY_MS = 100
PANEL_MS = 1000


class ProgressPanel(Overlay):
    """Watches one job. Writers are exclusive: the panel covers the window at once, invisibly,
    so that nothing else can be started, and shows itself after a second.

    Reader jobs that a page shows itself (a preview, a check) should not be watched.
    """

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, width=380, closable=False)
        self._job: Job | None = None
        self.title = Label("", "card", wrap=True)
        self.text = Label("", "caption", "text2")
        self.count = Label("", "caption", "text2")
        self.bar = QProgressBar(textVisible=False)
        self.stop = Button(lambda: _("Cancel"), on=self._cancel)
        content = column(
            self.title,
            self.bar,
            row((self.text, 1), self.count, gap=8),
            row(None, self.stop),
            gap=12,
            margins=(24, 22, 24, 20),
        )
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(plain(content))
        self._busy = QTimer(self, singleShot=True, interval=BUSY_MS)
        self._busy.timeout.connect(self._show_busy)
        self._late = QTimer(self, singleShot=True, interval=PANEL_MS)
        self._late.timeout.connect(self._show_panel)
        self._pointer = False

    def watch(self, job: Job) -> None:
        """Follow ``job`` until it ends; another one being watched is let go."""
        self._job = job
        self.title.say(job.title)
        self.text.say("")
        self.count.say("")
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        job.progressed.connect(self._progressed)
        job.ended.connect(lambda: self._ended(job))
        self._busy.start()
        self._late.start()

    def _progressed(self, done: int, total: int, text: str) -> None:
        if total:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            self.count.say(f"{done:,} / {total:,}")
        if text:
            self.text.say(text)

    def _show_busy(self) -> None:
        self._pointer = True
        QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)

    def _show_panel(self) -> None:
        if self._job is not None:
            self.open()
            self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.stop.setEnabled(False)
            self.text.say(lambda: _("Stopping; nothing will be changed"))

    def _ended(self, job: Job) -> None:
        if job is not self._job:
            return
        self._job = None
        self._busy.stop()
        self._late.stop()
        if self._pointer:
            self._pointer = False
            QGuiApplication.restoreOverrideCursor()
        if self.isVisible():
            self.close_overlay()

    def exclusive(self) -> bool:
        """True while a writer job runs."""
        return self._job is not None and self._job.lane == WRITE


def busy_line() -> QProgressBar:
    """A thin bar without an end, for work inside a page."""
    bar = QProgressBar(textVisible=False)
    bar.setRange(0, 0)
    theme.live(bar, lambda: bar.setFixedHeight(theme.m(4)))
    return bar

"""Progress of jobs: a busy pointer after 100 ms, a count and Cancel after one second.

Readers run while the user goes on, so they show a small card in the corner. Writers are
exclusive: a veil lies over the window from the start, invisible for the first second, so that
nothing else can be begun meanwhile.
"""

from __future__ import annotations

import time

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.ui import theme
from crm_desktop.ui.jobs import WRITE, Job
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.layout import column, row
from crm_desktop.ui.widgets.overlay import Overlay
from crm_desktop.ui.widgets.text import Label

BUSY_MS = 100
PANEL_MS = 1000
_TELL_AFTER = 2.0


class Pace:
    """How fast a phase goes, told after two seconds: rows a second and the seconds left."""

    def __init__(self) -> None:
        self._phase = ("", 0)
        self._began = (0.0, 0)

    def words(self, done: int, total: int, text: str) -> str:
        """Rate and time left; empty while it is too early to tell."""
        now = time.monotonic()
        if (text, total) != self._phase or done < self._began[1]:
            self._phase, self._began = (text, total), (now, done)
        seconds, rows = now - self._began[0], done - self._began[1]
        if seconds < _TELL_AFTER or rows <= 0:
            return ""
        rate = rows / seconds
        left = max(1, round((total - done) / rate))
        speed = _("{n} a second").format(n=f"{round(rate):,}") if rate >= 1 else ""
        words = ngettext("{n} second left", "{n} seconds left", left).format(n=f"{left:,}")
        return " · ".join(filter(None, (speed, words)))


class JobProgress(QWidget):
    """What is shown of one job: its title, a bar, the count and Cancel."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job
        self.title = Label(job.title, "card", wrap=True)
        self.text = Label("", "caption", "text2", elide=True)
        self.count = Label("", "caption", "text2")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 0)
        self.stop = Button(lambda: _("Cancel"), on=self._cancel)
        self.setLayout(
            column(
                self.title,
                self.bar,
                row((self.text, 1), self.count, gap=8),
                row(None, self.stop),
                gap=10,
                margins=(22, 18, 22, 18),
            )
        )
        self._pace = Pace()
        job.progressed.connect(self._progressed)

    def _progressed(self, done: int, total: int, text: str) -> None:
        if total:
            # Qt's bar counts in 32 bits and is no wider than some thousand pixels.
            self.bar.setRange(0, 1000)
            self.bar.setValue(min(1000, done * 1000 // total))
            left = self._pace.words(done, total, text)
            self.count.say(" · ".join(filter(None, (f"{done:,} / {total:,}", left))))
        if text and self.stop.isEnabled():
            self.text.say(text)

    def _cancel(self) -> None:
        self._job.cancel()
        self.stop.setEnabled(False)
        self.text.say(lambda: _("Stopping; nothing will be changed"))


class _Veil(Overlay):
    """Over the window while a writer runs; invisible until ``reveal``."""

    def __init__(self, host: QWidget, job: Job) -> None:
        super().__init__(host, width=380, closable=False)
        self._quiet = True
        self._job = job
        self.progress = JobProgress(job)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.progress)
        self.panel.hide()

    def reveal(self) -> None:
        """Show the panel."""
        self._quiet = False
        self.panel.show()
        self.place()
        self.progress.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._quiet:
            super().paintEvent(event)


class _Corner(QWidget):
    """A card in the bottom right corner while a reader runs."""

    def __init__(self, host: QWidget, job: Job) -> None:
        super().__init__(host)
        self._host = host
        self.progress = JobProgress(job)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.progress)
        host.installEventFilter(self)
        theme.live(self, self.place)
        self.hide()

    def reveal(self) -> None:
        """Show the card."""
        self.show()
        self.raise_()
        self.place()

    def place(self) -> None:
        """Keep to the corner."""
        margin = theme.m(26)
        self._column.setContentsMargins(margin, margin, margin, margin)
        wide = min(theme.m(320) + 2 * margin, self._host.width())
        self.resize(wide, self._column.sizeHint().height())
        self.move(self._host.width() - self.width(), self._host.height() - self.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        margin = theme.m(26)
        box = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        paint.shadow(painter, box, theme.m(10), margin - 4, 6)
        paint.rounded(painter, box, theme.m(10), "raised", "line")
        painter.end()


class ProgressWatch(QObject):
    """Follows every job that has a title; jobs without one are shown by their page."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._views: dict[Job, _Veil | _Corner] = {}
        self._pointers = 0

    def watch(self, job: Job) -> None:
        """Show ``job`` as the rules say, until it ends."""
        if not theme.text_of(job.title):
            return
        view = _Veil(self._host, job) if job.lane == WRITE else _Corner(self._host, job)
        self._views[job] = view
        if isinstance(view, _Veil):
            view.open()
        busy = QTimer(view, singleShot=True, interval=BUSY_MS)
        busy.timeout.connect(self._point)
        busy.start()
        late = QTimer(view, singleShot=True, interval=PANEL_MS)
        late.timeout.connect(view.reveal)
        late.start()
        job.ended.connect(lambda: self._ended(job))

    def visible(self) -> JobProgress | None:
        """The progress on screen, if any."""
        return next((v.progress for v in self._views.values() if v.progress.isVisible()), None)

    def _point(self) -> None:
        self._pointers += 1
        QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)

    def _ended(self, job: Job) -> None:
        view = self._views.pop(job)
        # The window may be gone before the job has seen that it is to stop.
        if shiboken6.isValid(view):
            if isinstance(view, _Veil):
                view.close_overlay()
            view.hide()
            view.deleteLater()
        if not self._views:
            while self._pointers:
                self._pointers -= 1
                QGuiApplication.restoreOverrideCursor()

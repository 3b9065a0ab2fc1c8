"""Calendars of other programs: taking one in after seeing what would come, and writing ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from crm_desktop.core import clock, formats, paths
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.exchange import read_ical
from crm_desktop.exchange.read_ical import IcalFile
from crm_desktop.services.calendar import ical_import, ical_words
from crm_desktop.services.calendar.ical_import import IcalReport
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.layout import column, plain
from crm_desktop.ui.widgets.text import Label

_SHOWN = 100  # broken lines that are listed


class IcalDialog(Dialog):
    """``report`` is what taking ``path`` in would do, ``None`` while that is worked out."""

    def __init__(self, host: QWidget, shell: Shell, path: Path) -> None:
        self._host, self._shell, self._path = host, shell, path
        self.file: IcalFile | None = None
        self.report: IcalReport | None = None
        self.note = Label(lambda: _("Looking at what is in it…"), "body", "text2", wrap=True)
        self.counts = Label("", "strong", wrap=True)
        self.broken = Label("", "body", "amberText", wrap=True)
        self.lines = Label("", "caption", "text2", wrap=True, selectable=True)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 0)
        for label in (self.counts, self.broken, self.lines):
            label.hide()
        content = plain(column(self.note, self.bar, self.counts, self.broken, self.lines, gap=10))
        super().__init__(
            host,
            lambda: _("Take {name} in?").format(name=path.name),
            content,
            lambda: _("Take in"),
            self._take_in,
            enter=True,
            width=520,
        )
        self.action.setEnabled(False)
        self._trial = shell.workspace.ask(
            _look, path, owner=self, done=self._foreseen, failed=self._failed, progress=True
        )
        self._trial.progressed.connect(self._show_progress)

    def _show_progress(self, done: int, total: int, _text: str) -> None:
        if total > 1:
            self.bar.setRange(0, total)
            self.bar.setValue(done)

    def _foreseen(self, found: tuple[IcalFile, IcalReport]) -> None:
        self.file, self.report = found
        self.bar.hide()
        self.note.say(
            lambda: _("What is known already is brought up to date, nothing comes twice. The file "
                      "is not changed.")
        )  # fmt: skip
        self.counts.say("\n".join(ical_words.told(self.report)))
        self.counts.show()
        self._show_problems(self.file, self.report)
        self.action.setEnabled(self.report.anything)
        QTimer.singleShot(0, self._grow)  # once the lines are laid out

    def _show_problems(self, file: IcalFile, report: IcalReport) -> None:
        count = file.problem_count + len(report.problems)
        if not count:
            return
        words = ngettext(
            "{n} line could not be taken as it is:", "{n} lines could not be taken as they are:",
            count,
        )  # fmt: skip
        self.broken.say(words.format(n=formats.integer(count)))
        problems = (*file.problems, *report.problems)[:_SHOWN]
        said = [_("Line {line}: {text}").format(line=one.line, text=one.text) for one in problems]
        if count > len(said):
            said.append(_("{count} more").format(count=formats.integer(count - len(said))))
        self.lines.say("\n".join(said))
        self.broken.show()
        self.lines.show()

    def _failed(self, problem: BaseException) -> None:
        self.done()
        self._shell.show_problem(problem)

    def _take_in(self) -> bool:
        if self.file is None:
            return False
        shell, file = self._shell, self.file
        shell.workspace.execute_job(
            ical_import.ACTION,
            ical_import.apply,
            file.entries,
            clock.today(),
            (file.name, file.sha256),
            owner=self._host,
            done=lambda report: shell.toast(" ".join(ical_words.told(report)), undo=True),
            title=lambda: _("Taking {name} in").format(name=file.name),
        )
        return True

    def done(self) -> None:
        """Close; what is still being worked out is not wanted any more."""
        if self._trial.running:
            self._trial.cancel()
        super().done()


def _look(
    session: Any, path: Path, *, progress: Progress = no_progress
) -> tuple[IcalFile, IcalReport]:
    """Read a calendar and foresee its import."""
    file = read_ical.read(path, progress)
    return file, ical_import.foresee(session, file.entries, clock.today(), progress)


def ask_calendar(host: QWidget, shell: Shell) -> None:
    """Choose a calendar and see what taking it in would do."""
    chosen, _kind = QFileDialog.getOpenFileName(
        host.window(),
        _("Import a calendar"),
        str(paths.documents()),
        f"{_('Calendar (iCalendar)')} (*.ics *.ical *.vcs)",
    )
    if chosen:
        IcalDialog(host, shell, Path(chosen)).open()


def write_calendar(host: QWidget, shell: Shell) -> None:
    """Ask where, and write all follow-ups there for other calendars."""
    from crm_desktop.ui.exchange import export_job

    proposal = paths.documents() / f"{_('Follow-ups')} {clock.today().isoformat()}.ics"
    chosen, _kind = QFileDialog.getSaveFileName(
        host.window(), _("Export the calendar"), str(proposal),
        f"{_('Calendar (iCalendar)')} (*.ics)",
    )  # fmt: skip
    if not chosen:
        return
    path = Path(chosen)
    path = path if path.suffix else path.with_suffix(".ics")

    def told(written: tuple[Path, int]) -> None:
        count = written[1]
        words = ngettext("{n} follow-up is in {name}", "{n} follow-ups are in {name}", count)
        shell.toast(words.format(n=formats.integer(count), name=path.name), "export")

    shell.workspace.ask(
        export_job.write, "followups", path, "ics", owner=host, done=told, progress=True,
        title=lambda: _("Writing {name}").format(name=path.name),
    )  # fmt: skip

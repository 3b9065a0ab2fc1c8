"""Makes the follow-ups of the rules: shortly after a file was opened, each new day, on demand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog, confirm

_SETTLED_MS = 12_000  # after the file is open, when the first pages are read
_LOOK_MS = 300_000
_NAMED = 6  # rules named in the question


class RuleRunner(QObject):
    """Counts first, asks before many, writes in the background as one step of undo."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self.running = False
        self.question: Dialog | None = None
        self._refused: tuple[Path | None, dt.date] | None = None
        # What was asked of a file that is closed is never answered.
        shell.workspace.closed.connect(self._end)

    def run(self, *, asked_for: bool = False) -> None:
        """Run what is due; ``asked_for`` by the user it runs again and says so when nothing is
        to be made."""
        workspace = self._shell.workspace
        if self.running or not workspace.is_open:
            return
        today = clock.today()
        if not asked_for and self._refused == (workspace.path, today):
            return
        from crm_desktop.services import rule_run, rules

        if not workspace.read(rules.rules):
            # A file made before there were rules; one whose rules were all removed stays so.
            workspace.note(rules.seed, owner=self)
            return
        if not asked_for and not workspace.read(rule_run.due, today):
            return
        self.running = True
        job = workspace.ask(
            rule_run.outlook,
            today,
            owner=self,
            done=lambda ahead: self._counted(ahead, asked_for),
            failed=self._failed,
            progress=True,
            title=lambda: _("Looking what the rules ask for"),
        )
        job.cancelled.connect(self._cancelled)

    def _counted(self, ahead: object, asked_for: bool) -> None:
        from crm_desktop.services.rule_run import ASK_FROM, RunResult, run

        assert isinstance(ahead, RunResult)
        if not ahead.made:
            self._end()
            # Only the day is kept: nothing one could take back.
            self._shell.workspace.note(run, ahead.day, owner=self)
            if asked_for:
                self._shell.toast(_nothing(ahead), "check-circle")
        elif ahead.made <= ASK_FROM:
            self._make(ahead.day)
        else:
            self._ask(ahead)

    def _ask(self, ahead: object) -> None:
        from crm_desktop.services.rule_run import RunResult

        assert isinstance(ahead, RunResult)
        host = self.parent()
        assert isinstance(host, QWidget)
        self.running = False
        self._refused = (self._shell.workspace.path, ahead.day)
        self.question = confirm(
            host,
            lambda: _("Make {n} follow-ups?").format(n=formats.integer(ahead.made)),
            lambda: _facts(ahead),
            lambda: _("Make them"),
            lambda: self._make(ahead.day),
            kind="primary",
            safer=lambda: _("Show the rules"),
            on_safer=lambda: self._shell.go("settings", "rules"),
        )

    def _make(self, day: dt.date) -> None:
        from crm_desktop.services import rule_run

        self.running = True
        job = self._shell.workspace.execute_job(
            rule_run.RUN_ACTION,
            rule_run.run,
            day,
            owner=self,
            done=self._made,
            failed=self._failed,
            title=lambda: _("Making follow-ups"),
        )
        job.cancelled.connect(self._cancelled)

    def _made(self, result: object) -> None:
        from crm_desktop.services.rule_run import RunResult

        assert isinstance(result, RunResult)
        self._end()
        words = ngettext(
            "{n} follow-up made by the rules", "{n} follow-ups made by the rules", result.made
        ).format(n=formats.integer(result.made))
        self._shell.toast(" · ".join((words, *_said(result))), "check-circle", undo=True)

    def _cancelled(self) -> None:
        """Stopped: not tried again by itself today."""
        self._refused = (self._shell.workspace.path, clock.today())
        self._end()
        self._shell.toast(_("Stopped; no follow-up was made"), "x")

    def _failed(self, problem: BaseException) -> None:
        self._refused = (self._shell.workspace.path, clock.today())
        self._end()
        self._shell.show_problem(problem)

    def _end(self) -> None:
        self.running = False


class DailyRules(QObject):
    """Looks after a file was opened and every few minutes, so that a new day is not missed."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self.runner = RuleRunner(shell, parent)
        first = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        first.timeout.connect(self.look)
        again = QTimer(self, interval=_LOOK_MS)
        again.timeout.connect(self.look)
        again.start()
        shell.workspace.opened.connect(first.start)

    def look(self) -> None:
        """Run the rules that have not run today."""
        self.runner.run()


def _facts(ahead: object) -> str:
    from crm_desktop.services.rule_run import RunResult

    assert isinstance(ahead, RunResult)
    most = sorted((one for one in ahead.rules if one.made), key=lambda one: -one.made)
    lines = [f"{one.name}: {formats.integer(one.made)}" for one in most[:_NAMED]]
    if len(most) > _NAMED:
        lines.append(_("{count} more").format(count=len(most) - _NAMED))
    lines += _said(ahead)
    lines.append(_("Until then nothing is made. Afterwards one Undo takes them all back."))
    return "\n".join(lines)


def _said(result: object) -> list[str]:
    """What else is to be known about a run."""
    from crm_desktop.services.rule_run import CATCH_UP_DAYS, RunResult

    assert isinstance(result, RunResult)
    if not result.left_out:
        return []
    words = _("only the last {n} days were caught up").format(n=CATCH_UP_DAYS)
    return [words]


def _nothing(result: object) -> str:
    from crm_desktop.services.rule_run import RunResult

    assert isinstance(result, RunResult)
    return " · ".join((_("The rules ask for nothing new"), *_said(result)))

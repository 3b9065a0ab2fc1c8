"""Makes the follow-ups of the rules: shortly after a file was opened, each new day, on demand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.ui.daily_look import look_daily
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog, confirm
from crm_desktop.ui.widgets.overlay import Overlay

if TYPE_CHECKING:
    from crm_desktop.services.rules.rule_run import RunResult

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
        from crm_desktop.services.rules import rule_run, rules

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

    def _counted(self, ahead: RunResult, asked_for: bool) -> None:
        """Make what the rules ask for; a rule that asks for many is asked about first, and does
        not keep the others waiting."""
        from crm_desktop.services.rules.rule_run import ASK_FROM, run

        many = tuple(one for one in ahead.rules if one.made > ASK_FROM)
        few = tuple(one for one in ahead.rules if one.made <= ASK_FROM)
        if sum(one.made for one in few) > ASK_FROM:
            many, few = ahead.rules, ()
        then = partial(self._ask, replace(ahead, rules=many), asked_for) if many else _nothing_else
        ids = [one.rule_id for one in few]
        if any(one.made for one in few):
            self._make(ahead.day, ids, then)
            return
        self._end()
        if few:
            # Only the day is kept: nothing one could take back.
            self._shell.workspace.note(partial(run, only=ids), ahead.day, owner=self)
        if many:
            then()
        elif asked_for:
            self._shell.toast(_nothing(ahead), "check-circle")

    def _ask(self, ahead: RunResult, asked_for: bool) -> None:
        host = self.parent()
        assert isinstance(host, QWidget)
        self.running = False
        # Not over what somebody is typing; the veil of a job that ends, though, goes by itself.
        over = (one for one in host.findChildren(Overlay) if one.isVisible() and one.closable)
        if not asked_for and any(over):
            return
        self._refused = (self._shell.workspace.path, ahead.day)
        ids = [one.rule_id for one in ahead.rules]
        self.question = confirm(
            host,
            lambda: _("Make {n} follow-ups?").format(n=formats.integer(ahead.made)),
            lambda: _facts(ahead),
            lambda: _("Make them"),
            lambda: self._make(ahead.day, ids, _nothing_else),
            kind="primary",
            safer=lambda: _("Show the rules"),
            on_safer=lambda: self._shell.go("settings", "rules"),
        )

    def _make(self, day: dt.date, only: list[int], then: Callable[[], object]) -> None:
        from crm_desktop.services.rules import rule_run

        self.running = True
        job = self._shell.workspace.execute_job(
            rule_run.RUN_ACTION,
            rule_run.run,
            day,
            only=only,
            owner=self,
            done=lambda result: self._made(result, then),
            failed=self._failed,
            title=lambda: _("Making follow-ups"),
        )
        job.cancelled.connect(self._cancelled)

    def _made(self, result: RunResult, then: Callable[[], object]) -> None:
        self._end()
        words = ngettext(
            "{n} follow-up made by the rules", "{n} follow-ups made by the rules", result.made
        ).format(n=formats.integer(result.made))
        self._shell.toast(" · ".join((words, *_said(result))), "check-circle", undo=True)
        then()

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
    """Runs the rules of each new day."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self.runner = RuleRunner(shell, parent)
        look_daily(self, shell, self.look, after_ms=_SETTLED_MS, every_ms=_LOOK_MS)

    def look(self) -> None:
        """Run the rules that have not run today."""
        self.runner.run()


def _nothing_else() -> None:
    """What follows when nothing is to be asked."""


def _facts(ahead: RunResult) -> str:
    most = sorted((one for one in ahead.rules if one.made), key=lambda one: -one.made)
    lines = [f"{one.name}: {formats.integer(one.made)}" for one in most[:_NAMED]]
    if len(most) > _NAMED:
        lines.append(_("{count} more").format(count=len(most) - _NAMED))
    lines += _said(ahead)
    lines.append(_("Until then nothing is made. Afterwards one Undo takes them all back."))
    return "\n".join(lines)


def _said(result: RunResult) -> list[str]:
    """What else is to be known about a run."""
    from crm_desktop.services.rules.rule_run import CATCH_UP_DAYS

    said = []
    if result.left_out:
        said.append(_("only the last {n} days were caught up").format(n=CATCH_UP_DAYS))
    if result.resting:
        said.append(
            ngettext(
                "{n} rule rests, the clock was set back",
                "{n} rules rest, the clock was set back",
                result.resting,
            ).format(n=result.resting)
        )
    return said


def _nothing(result: RunResult) -> str:
    return " · ".join((_("The rules ask for nothing new"), *_said(result)))

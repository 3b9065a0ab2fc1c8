"""Makes the reports of a month or week that is over, in the background, and keeps what to say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from crm_desktop.core import clock
from crm_desktop.core.preferences import Preferences
from crm_desktop.ui.daily_look import look_daily
from crm_desktop.ui.page import Shell

if TYPE_CHECKING:
    from crm_desktop.reports.schedule import Made, Plan

_SETTLED_MS = 25_000  # after the file is open, when the first pages are read and the rules have run
_LOOK_MS = 900_000


class ScheduledReports(QObject):
    """Looks after a file was opened and every quarter of an hour; ``changed`` when Today has
    something else to tell.

    A folder that cannot be written is tried again at the next look.
    """

    changed = Signal()

    def __init__(self, shell: Shell, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._preferences = preferences
        self.running = False
        look_daily(self, shell, self.look, after_ms=_SETTLED_MS, every_ms=_LOOK_MS)
        shell.workspace.opened.connect(self.changed)
        shell.workspace.closed.connect(self._end)

    def plan(self) -> dict[str, str]:
        """The plan of the open file, in words as preferences keep them."""
        file = self._shell.workspace.path
        return self._preferences.report_plan(file) if file is not None else {}

    def keep(self, **changes: str) -> None:
        """Change parts of the plan of the open file."""
        file = self._shell.workspace.path
        if file is not None:
            self._preferences.plan_reports(file, **changes)
            self.changed.emit()

    def offers(self) -> list[Path]:
        """Files that were made and not looked at yet, the latest first."""
        return [Path(line) for line in self.plan().get("offered", "").splitlines() if line]

    def forget(self, path: Path) -> None:
        """Tell no more of a file."""
        left = [str(one) for one in self.offers() if one != path]
        self.keep(offered="\n".join(left))

    def look(self) -> None:
        """Write what is due, if anything is."""
        file = self._shell.workspace.path
        if file is None or self.running or not self._shell.workspace.is_open:
            return
        kept = self._preferences.report_plan(file)
        if not kept["folder"] or not (kept["month"] or kept["week"]):
            return
        from crm_desktop.reports import schedule

        plan, today = schedule.read_plan(kept), clock.today()
        if not schedule.due(plan, today):
            return
        self.running = True
        job = self._shell.workspace.ask(
            schedule.make,
            plan,
            today,
            owner=self,
            done=lambda made: self._made(file, plan, made),
            failed=self._failed,
            progress=True,
        )
        job.cancelled.connect(self._end)

    def _made(self, file: Path, plan: Plan, made: Made) -> None:
        from crm_desktop.reports import schedule

        self._end()
        new = [str(path) for _due, path in reversed(made.files)]
        kept = self._preferences.report_plan(file)
        told = [*new, *(line for line in kept["offered"].splitlines() if line)]
        problem = made.problem
        self._preferences.plan_reports(
            file,
            done=schedule.written_down(schedule.after(plan, made)),
            offered="\n".join(told),
            problem=f"{problem.what}\n{problem.do}" if problem is not None else "",
        )
        self.changed.emit()

    def _failed(self, problem: BaseException) -> None:
        self._end()
        self._shell.show_problem(problem)

    def _end(self, *_reason: Any) -> None:
        self.running = False

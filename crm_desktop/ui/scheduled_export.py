"""Writes everything into a folder of the user's choice when it is due, and says so quietly."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QObject

from crm_desktop.core import clock
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.preferences import Preferences
from crm_desktop.exchange.scheduled_export import Every, is_due
from crm_desktop.ui.daily_look import look_daily
from crm_desktop.ui.exchange import export_job
from crm_desktop.ui.page import Shell

_SETTLED_MS = 20_000  # after the file is open, when the first pages are read
_LOOK_MS = 900_000


class ScheduledExport(QObject):
    """Looks after a file was opened and every quarter of an hour.

    The plan is kept for this user on this computer: a data file from elsewhere must not choose
    where something is written.
    """

    def __init__(self, shell: Shell, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._preferences = preferences
        self._said = ""
        self._running = False
        look_daily(self, shell, self.look, after_ms=_SETTLED_MS, every_ms=_LOOK_MS)

    def look(self) -> None:
        """Write the export if it is due."""
        file = self._shell.workspace.path
        if file is None or self._running or not self._shell.workspace.is_open:
            return
        plan = self._preferences.export_plan(file)
        last = dt.date.fromisoformat(plan["last"]) if plan["last"] else None
        today = clock.today()
        if not plan["folder"] or not is_due(Every(plan["every"]), last, today):
            return
        self._running = True
        self._shell.workspace.ask(
            export_job.write,
            export_job.ALL,
            Path(plan["folder"]),
            "folder",
            stem=file.stem,
            owner=self,
            done=lambda written: self._written(file, *written),
            failed=self._failed,
            progress=True,
        )

    def _written(self, file: Path, path: Path, _count: int) -> None:
        self._running, self._said = False, ""
        self._preferences.plan_export(file, last=clock.today().isoformat())
        self._shell.toast(_("Everything was exported to {name}").format(name=path.name), "export")

    def _failed(self, problem: BaseException) -> None:
        """A folder that is away is said once; it is tried again later."""
        self._running = False
        said = str(problem)
        if said != self._said:
            self._said = said
            if isinstance(problem, UserError):
                self._shell.toast(problem.what, "warning")
            else:
                self._shell.show_problem(problem)

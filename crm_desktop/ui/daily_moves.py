"""Moves customers whose time it is to another stage: once a day, and when asked to."""

from __future__ import annotations

from PySide6.QtCore import QObject

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.ui.daily_look import look_daily
from crm_desktop.ui.page import Shell

_SETTLED_MS = 18_000  # after the file is open and the rules have made their follow-ups
_LOOK_MS = 600_000


class StageMover(QObject):
    """Moves in the background as one step of undo."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self.running = False
        shell.workspace.closed.connect(self._end)

    def run(self, *, all_idle: bool = False) -> None:
        """Move them now; ``all_idle`` also those idle since before the rule was there."""
        from crm_desktop.services.lifecycle import automatic_moves

        if self.running:
            return
        self.running = True
        day = clock.today()

        def moved(result: automatic_moves.AutomaticMoves) -> None:
            self._end()
            self._shell.workspace.note(automatic_moves.looked, day, owner=self)
            if result.total:
                self._shell.toast(result.words(), "arrow-right", undo=True)
            elif all_idle:
                self._shell.toast(_("Nobody had to move."))

        job = self._shell.workspace.execute_job(
            automatic_moves.ACTION,
            automatic_moves.run,
            day,
            owner=self,
            done=moved,
            failed=self._failed,
            title=lambda: _(automatic_moves.ACTION),
            all_idle=all_idle,
        )
        job.cancelled.connect(self._end)

    def _failed(self, problem: BaseException) -> None:
        self._end()
        self._shell.show_problem(problem)

    def _end(self) -> None:
        self.running = False


class DailyMoves(QObject):
    """Moves whom it is time for on each new day."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self.mover = StageMover(shell, self)
        look_daily(self, shell, self.look, after_ms=_SETTLED_MS, every_ms=_LOOK_MS)

    def look(self) -> None:
        """Move whom it is time for, unless it was done today."""
        from crm_desktop.services.lifecycle import automatic_moves

        workspace = self._shell.workspace
        if workspace.is_open and workspace.read(automatic_moves.due, clock.today()):
            self.mover.run()

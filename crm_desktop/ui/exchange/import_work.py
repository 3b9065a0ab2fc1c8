"""One import at work: reading, choices, the trial run and the write, all in the workers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from crm_desktop.core.errors import Cancelled, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange import job
from crm_desktop.exchange.job import Prepared
from crm_desktop.services.fields import custom_fields
from crm_desktop.services.imports import import_recipes
from crm_desktop.services.imports.imports_data import (
    ImportOptions,
    ImportReport,
    MatchKey,
    OnDuplicate,
    RowPlace,
)
from crm_desktop.services.settings import settings
from crm_desktop.ui.exchange import understanding
from crm_desktop.ui.exchange.understanding import Understood
from crm_desktop.ui.jobs import Job
from crm_desktop.ui.page import Shell


class ImportWork(QObject):
    """``found`` is what was understood, ``foreseen`` what the import would do (``None`` until the
    trial run has ended). After a write ``written`` and ``report`` say what was done."""

    read = Signal()  # files were understood for the first time
    unreadable = Signal(object)  # UserError
    reading = Signal(int, int, str)  # done, total, text
    changed = Signal()  # understood otherwise, or the trial run has ended
    checking = Signal(int, int)  # done, total (0 unknown)
    imported = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.found: Understood | None = None
        self.foreseen: ImportReport | None = None
        self.written: Prepared | None = None
        self.report: ImportReport | None = None
        self.repeats = 0
        self._action = 0
        self._reading: Job | None = None
        self._trial: Job | None = None

    def open_files(self, paths: Sequence[Path]) -> None:
        """Read and understand files; ``read`` or ``unreadable`` follows."""
        self.drop()
        started = self._shell.jobs.run(
            understanding.read,
            list(paths),
            self._shell.workspace.read(_options),
            owner=self,
            done=lambda found: self._understood(started, found),
            failed=self._not_read,
            progress=True,
        )
        self._reading = started
        started.progressed.connect(self.reading.emit)

    def drop(self) -> None:
        """Stop whatever runs and forget what was understood."""
        for running in (self._reading, self._trial):
            if running is not None and running.running:
                running.cancel()
        self._reading = self._trial = None
        self.found = self.foreseen = None

    def _understood(self, started: Job, found: Understood) -> None:
        if started is not self._reading:
            return  # stopped a moment too late
        self._reading = None
        self.found = found
        self.read.emit()
        self.foresee()

    def _not_read(self, problem: BaseException) -> None:
        self._reading = None
        if isinstance(problem, UserError):
            self.unreadable.emit(problem)
        elif not isinstance(problem, Cancelled):
            self._shell.show_problem(problem)

    # choices

    def choose(self, change: Callable[..., Understood], *choice: Any) -> None:
        """Understand anew after a choice."""
        if self.found is None:
            return
        self.checking.emit(0, 0)
        self._shell.jobs.run(
            change, self.found, *choice, owner=self, done=self._altered, failed=self._failed
        )

    def choose_rule(self, rule: str) -> None:
        """What to do with customers who are there already."""
        self._choose_options(on_duplicate=OnDuplicate(rule))

    def choose_keys(self, keys: frozenset[MatchKey]) -> None:
        """By what customers are recognised."""
        self._choose_options(match_by=keys)

    def decide(self, places: Sequence[RowPlace], rule: str) -> None:
        """What to do with single rows about customers who are there already."""
        if self.found is not None:
            decisions = dict(self.found.prepared.options.decisions)
            decisions.update(dict.fromkeys(places, OnDuplicate(rule)))
            self._choose_options(decisions=decisions)

    def _choose_options(self, **choices: Any) -> None:
        """Other options, none of which changes how cells are read."""
        if self.found is not None:
            prepared = self.found.prepared
            options = replace(prepared.options, **choices)
            self._altered(replace(self.found, prepared=replace(prepared, options=options)))

    def _altered(self, found: Understood) -> None:
        if self.found is None:
            return  # dropped meanwhile
        self.found, self.foreseen = found, None
        self.changed.emit()
        self.foresee()

    def _failed(self, problem: BaseException) -> None:
        self.changed.emit()
        self._shell.show_problem(problem)

    # the trial run

    def foresee(self) -> None:
        """Work out what the import would do; ``changed`` follows."""
        if self._trial is not None and self._trial.running:
            self._trial.cancel()
        self._trial = None
        if self.found is None or not self.found.records:
            return
        self.checking.emit(0, 0)
        self._trial = self._shell.workspace.ask(
            job.preview,
            self.found.prepared,
            owner=self,
            done=self._foreseen,
            failed=self._failed,
            progress=True,
        )
        self._trial.progressed.connect(lambda done, total, _text: self.checking.emit(done, total))

    def _foreseen(self, report: ImportReport) -> None:
        self.foreseen = report
        self.changed.emit()

    # writing

    def write(self) -> None:
        """Import everything that can be read: one transaction, one step to undo."""
        found = self.found
        if found is None or not found.records:
            return
        if self._trial is not None:
            self._trial.cancel()
        prepared = found.prepared
        name = prepared.sources[0].name
        self._shell.workspace.execute_job(
            N_("Import"),
            job.apply,
            prepared,
            owner=self,
            done=lambda report: self._imported(found, report),
            title=lambda: _("Importing {name}").format(name=name),
        )

    def _imported(self, found: Understood, report: ImportReport) -> None:
        self.written, self.report = found.prepared, report
        self.repeats = found.repeats(report)
        self._action = self._shell.workspace.last_action if report.batch_ids else 0
        self.found = self.foreseen = None
        self.imported.emit()

    def can_undo(self) -> bool:
        """True until the import has been taken back."""
        return self._action > 0

    def undo(self) -> None:
        """Take the import back."""
        if self._action:
            self._shell.workspace.undo(self._action)
            self._action = 0


def _options(session: Any) -> ImportOptions:
    return ImportOptions(
        currency=settings.get(session, settings.CURRENCY),
        default_area=settings.get(session, settings.AREA_CODE),
        own_fields=tuple(one.label for one in custom_fields.fields(session)),
        recipes=import_recipes.recipes(session),
    )

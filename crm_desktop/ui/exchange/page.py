"""Import: choose files, match columns, look at problems, done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.core.errors import Cancelled, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange import job
from crm_desktop.exchange.job import Prepared
from crm_desktop.services import settings
from crm_desktop.services.imports_data import ImportOptions, ImportReport, OnDuplicate
from crm_desktop.ui import theme
from crm_desktop.ui.exchange import understanding, wizard_words
from crm_desktop.ui.exchange.choose_step import ChooseStep, dropped_files
from crm_desktop.ui.exchange.done_step import DoneStep
from crm_desktop.ui.exchange.match_step import MatchStep
from crm_desktop.ui.exchange.problems_step import ProblemsStep
from crm_desktop.ui.exchange.save_problems import save_problems
from crm_desktop.ui.exchange.step_header import StepHeader
from crm_desktop.ui.exchange.understanding import Understood
from crm_desktop.ui.exchange.wizard_foot import WizardFoot
from crm_desktop.ui.jobs import Job
from crm_desktop.ui.page import Command, ImportFile, Page, Shell
from crm_desktop.ui.widgets.buttons import IconButton
from crm_desktop.ui.widgets.layout import row
from crm_desktop.ui.widgets.text import Label

CHOOSE, MATCH, PROBLEMS, DONE = range(4)
_STEPS = (N_("Choose file"), N_("Match columns"), N_("Problems"), N_("Done"))


class ImportPage(Page):
    """The wizard. Everything is read and checked in the worker; one write at the end."""

    name = "exchange"
    narrow_rail = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.found: Understood | None = None
        self.foreseen: ImportReport | None = None
        self._job: Job | None = None
        self._trial: Job | None = None
        self._action = 0
        self._repeats = 0
        self._written: Prepared | None = None
        self.setAcceptDrops(True)
        self.title = Label("", "wizard")
        self.steps = StepHeader(_STEPS)
        self.close_button = IconButton("x", lambda: _("Start over"), on=self.start_over)
        self.choose_step = ChooseStep()
        self.match_step = MatchStep()
        self.problems_step = ProblemsStep()
        self.done_step = DoneStep()
        self.foot = WizardFoot()
        self.stack = QStackedWidget()
        for step in (self.choose_step, self.match_step, self.problems_step, self.done_step):
            self.stack.addWidget(step)
        self._lay_out()
        self._connect()
        theme.live(self, self._say)

    def _lay_out(self) -> None:
        top = QFrame()
        top.setProperty("bar", "bottom")
        top.setLayout(
            row(self.title, 18, (self.steps, 1), self.close_button, margins=(24, 8, 16, 8))
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.foot)

    def _connect(self) -> None:
        self.foot.back_asked.connect(self.go_back)
        self.foot.now_asked.connect(self.import_now)
        self.foot.on_asked.connect(self._next)
        self.choose_step.chosen.connect(self.read_files)
        self.choose_step.stopped.connect(self._stop)
        match = self.match_step
        match.field_chosen.connect(
            lambda sheet, position, name: self._again(
                understanding.choose_field, sheet, position, name
            )
        )
        match.kind_chosen.connect(
            lambda sheet, kind: self._again(understanding.choose_kind, sheet, kind)
        )
        match.include_chosen.connect(
            lambda sheet, wanted: self._again(understanding.include, sheet, wanted)
        )
        match.header_chosen.connect(
            lambda sheet, number: self._again(understanding.choose_header, sheet, number)
        )
        match.sheet_shown.connect(lambda _sheet: self._say())
        match.outcome.review_asked.connect(lambda: self._show_step(PROBLEMS))
        match.outcome.duplicates_chosen.connect(self._choose_rule)
        self.done_step.see_asked.connect(self.shell.go)
        self.done_step.again_asked.connect(self.start_over)
        self.done_step.undo_asked.connect(self._undo)
        self.done_step.errors_asked.connect(self.save_errors)

    # what the window asks

    def open_target(self, target: Any) -> None:
        """``ImportFile`` begins to read that file."""
        if isinstance(target, ImportFile):
            self.read_files([target.path])

    def shown(self) -> None:
        if self.steps.current() == CHOOSE:
            self.choose_step.button.setFocus()

    def refresh(self, changes: Changes | None) -> None:
        """Somebody changed the data meanwhile: what the import would do may differ now."""
        if changes is not None and self.found is not None and self.steps.current() in (1, 2):
            self._foresee()

    def retranslate(self) -> None:
        if self.found is not None and self.steps.current() in (MATCH, PROBLEMS):
            self._show_found()
        if self.done_step.report is not None and self.steps.current() == DONE:
            self.done_step.show_report(self.done_step.report, self._can_undo(), self._repeats)

    def export_page(self) -> None:
        """Ctrl+E: everything, or a part of it, to a file."""
        from crm_desktop.ui.exchange.export_dialog import ExportDialog

        ExportDialog(self, self.shell).open()

    def commands(self) -> list[Command]:
        return [
            Command("export_all", lambda: _("Export"), self.export_page, "export", "Ctrl E"),
            Command(
                "choose_import",
                lambda: _("Choose files to import"),
                self.choose_step.choose,
                "upload-simple",
            ),
        ]

    def regions(self) -> list[QWidget]:
        here = self.stack.currentWidget()
        parts = [here] if here is not None else []
        return [*parts, self.foot] if self.foot.isVisible() else parts

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        found = dropped_files(event)
        if found:
            event.acceptProposedAction()
            self.read_files(found)

    # reading

    def read_files(self, paths: Sequence[Path]) -> None:
        """Read and understand files; the preview follows, or the reason why not."""
        self._stop()
        self._show_step(CHOOSE)
        self.choose_step.show_reading([path.name for path in paths])
        self.choose_step.folder = str(paths[0].parent)
        options = self.shell.workspace.read(_options)
        job_ = self.shell.jobs.run(
            understanding.read,
            list(paths),
            options,
            owner=self,
            done=lambda found: self._understood(job_, found),
            failed=self._not_read,
            progress=True,
        )
        self._job = job_
        job_.progressed.connect(self.choose_step.show_progress)

    def _stop(self) -> None:
        for running in (self._job, self._trial):
            if running is not None and running.running:
                running.cancel()
        self._job = self._trial = None
        self.choose_step.show_idle()

    def _understood(self, from_job: Job, found: Understood) -> None:
        if from_job is not self._job:
            return  # stopped a moment too late
        self._job = None
        self.choose_step.show_idle()
        self.found, self.foreseen = found, None
        first = next((i for i, sheet in enumerate(found.prepared.sheets) if sheet.include), 0)
        self.match_step.current = first
        self._show_found()
        self._show_step(MATCH)
        self._foresee()

    def _not_read(self, problem: BaseException) -> None:
        self._job = None
        self.choose_step.show_idle()
        if isinstance(problem, UserError):
            self.choose_step.show_problem(problem)
        elif not isinstance(problem, Cancelled):
            self.shell.show_problem(problem)

    # choices

    def _again(self, change: Callable[..., Understood], *choice: Any) -> None:
        """Understand anew after a choice, in the worker; the latest choice wins."""
        if self.found is None:
            return
        self.match_step.outcome.show_checking(0, 0)
        self._job = self.shell.jobs.run(
            change,
            self.found,
            *choice,
            owner=self,
            done=self._changed,
            failed=self._not_changed,
        )

    def _changed(self, found: Understood) -> None:
        self._job = None
        self.found, self.foreseen = found, None
        self._show_found()
        self._foresee()

    def _not_changed(self, problem: BaseException) -> None:
        self._job = None
        self._show_found()
        self.shell.show_problem(problem)

    def _choose_rule(self, rule: str) -> None:
        if self.found is not None:
            prepared = self.found.prepared
            options = replace(prepared.options, on_duplicate=OnDuplicate(rule))
            self.found = replace(self.found, prepared=replace(prepared, options=options))
            self._foresee()

    # the trial run

    def _foresee(self) -> None:
        """Work out what the import would do, in the background."""
        if self._trial is not None and self._trial.running:
            self._trial.cancel()
        if self.found is None or not self.found.records:
            self._trial = None
            self._show_found()
            return
        prepared = self.found.prepared
        self.match_step.outcome.show_checking(0, 0)
        self._trial = self.shell.workspace.ask(
            job.preview,
            prepared,
            owner=self,
            done=self._foreseen,
            failed=self._not_changed,
            progress=True,
        )
        self._trial.progressed.connect(
            lambda done, total, _text: self.match_step.outcome.show_checking(done, total)
        )

    def _foreseen(self, report: ImportReport) -> None:
        self.foreseen = report
        self._show_found()

    # writing

    def _next(self) -> None:
        if self.steps.current() == MATCH and self.found is not None and self.found.troubled():
            self._show_step(PROBLEMS)
        else:
            self.import_now()

    def import_now(self) -> None:
        """Write everything that can be read: one transaction, one step to undo."""
        found = self.found
        if found is None or not found.records:
            return
        if self._trial is not None:
            self._trial.cancel()
        prepared = found.prepared
        name = prepared.sources[0].name
        self.shell.workspace.execute_job(
            N_("Import"),
            job.apply,
            prepared,
            owner=self,
            done=lambda report: self._imported(prepared, report),
            title=lambda: _("Importing {name}").format(name=name),
        )

    def _imported(self, prepared: Prepared, report: ImportReport) -> None:
        self._written = prepared
        self._action = self.shell.workspace.last_action if report.batch_ids else 0
        self._repeats = self.found.repeats(report) if self.found else 0
        self.done_step.show_report(report, self._can_undo(), self._repeats)
        self._show_step(DONE)
        self.found = None

    def _can_undo(self) -> bool:
        return self._action > 0

    def _undo(self) -> None:
        if self._action:
            self.shell.workspace.undo(self._action)
            self._action = 0
            self.done_step.show_undone()

    def save_errors(self) -> None:
        """Write what was not imported, and what was noted, to a workbook of its own."""
        report, prepared = self.done_step.report, self._written
        if report is not None and prepared is not None:
            save_problems(self, self.shell, prepared, report, self.choose_step.folder)

    # steps

    def start_over(self) -> None:
        """Back to choosing files; nothing was written."""
        self._stop()
        self.found = self.foreseen = None
        self.choose_step.show_idle()
        self._show_step(CHOOSE)
        self.choose_step.button.setFocus()

    def go_back(self) -> bool:
        """One step back; False at the first."""
        here = self.steps.current()
        if here == PROBLEMS:
            self._show_step(MATCH)
        elif here in (MATCH, DONE):
            self.start_over()
        return here != CHOOSE

    def _show_step(self, step: int) -> None:
        self.steps.set_current(step)
        self.stack.setCurrentIndex(step)
        self._say()
        self._first_focus(step).setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_focus(self, step: int) -> QWidget:
        """Where the keyboard is after a step: the first thing to decide, or the way on."""
        if step == CHOOSE:
            return self.choose_step.button
        if step == DONE:
            return self.done_step.see
        if step == PROBLEMS:
            return self.problems_step.groups
        asked = (row.combo for row in self.match_step.table.rows if row.asked)
        return next(asked, self.foot.on)

    def _show_found(self) -> None:
        if self.found is None:
            return
        self.match_step.show_understood(self.found)
        self.match_step.outcome.show_understood(self.found, self.foreseen)
        self.problems_step.show_understood(self.found)
        self._say()

    def _say(self) -> None:
        step, found = self.steps.current(), self.found
        sheet = self.match_step.sheet()
        self.title.say(wizard_words.title(sheet.kind if sheet and step != CHOOSE else ""))
        self.close_button.setVisible(step in (MATCH, PROBLEMS))
        self.foot.setVisible(step in (MATCH, PROBLEMS) and found is not None)
        if found is not None:
            self.foot.show_understood(found, self.match_step.current, step == MATCH)


def _options(session: Any) -> ImportOptions:
    return ImportOptions(
        currency=settings.get(session, settings.CURRENCY),
        default_area=settings.get(session, settings.AREA_CODE),
    )

"""Import: choose files, match columns, look at problems, done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTemporaryDir
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.core.errors import SourceProblem, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange import read_ical
from crm_desktop.exchange.answers import Answer
from crm_desktop.exchange.pasted_source import pasted_file
from crm_desktop.services.imports.imports_data import Problem
from crm_desktop.services.shop_merge import shop_merge
from crm_desktop.ui import theme
from crm_desktop.ui.calendar.ical_dialog import IcalDialog
from crm_desktop.ui.exchange import understanding, wizard_words
from crm_desktop.ui.exchange.choose_step import ChooseStep
from crm_desktop.ui.exchange.done_step import DoneStep
from crm_desktop.ui.exchange.import_work import ImportWork
from crm_desktop.ui.exchange.join_dialog import JoinDialog
from crm_desktop.ui.exchange.match_step import MatchStep
from crm_desktop.ui.exchange.problems_step import ProblemsStep
from crm_desktop.ui.exchange.save_blank_sheet import save_blank_sheet
from crm_desktop.ui.exchange.save_problems import save_problems
from crm_desktop.ui.exchange.step_header import StepHeader
from crm_desktop.ui.exchange.understanding import Understood
from crm_desktop.ui.exchange.wizard_foot import WizardFoot
from crm_desktop.ui.navigation.file_drop import dropped_files
from crm_desktop.ui.page import Command, ImportFile, Page, Shell
from crm_desktop.ui.widgets.buttons import IconButton
from crm_desktop.ui.widgets.layout import row
from crm_desktop.ui.widgets.text import Label

CHOOSE, MATCH, PROBLEMS, DONE = range(4)
_STEPS = (N_("Choose file"), N_("Match columns"), N_("Check rows"), N_("Done"))


class ImportPage(Page):
    """The wizard: shows what ``ImportWork`` found and asks it to go on."""

    name = "exchange"
    narrow_rail = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.work = ImportWork(shell)
        self._clips: QTemporaryDir | None = None
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
        self._connect_steps()
        self._connect_work()
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

    def _connect_steps(self) -> None:
        work, match, done = self.work, self.match_step, self.done_step
        self.foot.back_asked.connect(self.go_back)
        self.foot.now_asked.connect(work.write)
        self.foot.on_asked.connect(self._next)
        self.choose_step.chosen.connect(self.read_files)
        self.choose_step.stopped.connect(self.start_over)
        self.choose_step.pasted.connect(self.read_pasted)
        self.choose_step.blank_asked.connect(self.save_blank)
        match.field_chosen.connect(
            lambda sheet, position, name: work.choose(
                understanding.choose_field, sheet, position, name
            )
        )
        match.kind_chosen.connect(
            lambda sheet, kind: work.choose(understanding.choose_kind, sheet, kind)
        )
        match.include_chosen.connect(
            lambda sheet, wanted: work.choose(understanding.include, sheet, wanted)
        )
        match.header_chosen.connect(
            lambda sheet, number: work.choose(understanding.choose_header, sheet, number)
        )
        match.afresh_asked.connect(lambda sheet: work.choose(understanding.read_afresh, sheet))
        match.rows_chosen.connect(
            lambda sheet, kinds: work.choose(understanding.choose_rows, sheet, kinds)
        )
        match.hidden_chosen.connect(lambda wanted: work.choose(understanding.keep_hidden, wanted))
        match.sheet_shown.connect(lambda _sheet: self._say())
        match.outcome.review_asked.connect(self._review)
        match.outcome.duplicates_chosen.connect(work.choose_rule)
        match.outcome.keys_chosen.connect(work.choose_keys)
        match.outcome.duplicate.decided.connect(work.decide)
        match.outcome.answer_given.connect(self._answer)
        self._connect_rows()
        done.see_asked.connect(self.shell.go)
        done.again_asked.connect(self.start_over)
        done.undo_asked.connect(self._undo)
        done.errors_asked.connect(self.save_errors)

    def _connect_rows(self) -> None:
        rows, work = self.problems_step, self.work
        rows.answer_given.connect(self._answer)
        rows.decided.connect(work.decide)
        rows.put_right.connect(
            lambda problem, typed: work.choose(understanding.put_right, problem, typed)
        )
        rows.taken_back.connect(lambda: work.choose(understanding.take_back))

    def _answer(self, problems: Sequence[Problem], answer: str) -> None:
        self.work.choose(understanding.answer, problems, Answer(answer))

    def _review(self, group: str) -> None:
        """Show the rows, those of one group first."""
        self._show_step(PROBLEMS)
        self.problems_step.groups.go_to(group)

    def _connect_work(self) -> None:
        work = self.work
        work.reading.connect(self.choose_step.show_progress)
        work.read.connect(self._read)
        work.unreadable.connect(self._not_read)
        work.changed.connect(self._show_found)
        work.checking.connect(self.match_step.outcome.show_checking)
        work.imported.connect(self._imported)

    @property
    def found(self) -> Understood | None:
        """What was understood of the chosen files; ``None`` before and after an import."""
        return self.work.found

    def import_now(self) -> None:
        """Write everything that can be read: one transaction, one step to undo."""
        self.work.write()

    # what the window asks

    def open_target(self, target: Any) -> None:
        """``ImportFile`` begins to read that file."""
        if isinstance(target, ImportFile):
            self.read_files(target.paths)

    def shown(self) -> None:
        if self.steps.current() == CHOOSE:
            self.choose_step.button.setFocus()

    def refresh(self, changes: Changes | None) -> None:
        """Somebody changed the data meanwhile: what the import would do may differ now."""
        if changes is not None and self.steps.current() in (MATCH, PROBLEMS):
            self.work.foresee()

    def retranslate(self) -> None:
        if self.steps.current() in (MATCH, PROBLEMS):
            self._show_found()
        elif self.steps.current() == DONE:
            self._show_report()

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

    # the steps

    def read_files(self, paths: Sequence[Path]) -> None:
        """Read and understand files; the columns follow, or the reason why not. Another shop's
        data file is taken in whole instead, and so is a calendar."""
        self._show_step(CHOOSE)
        if len(paths) == 1 and read_ical.is_calendar(paths[0]):
            self.choose_step.show_idle()
            IcalDialog(self, self.shell, paths[0]).open()
            return
        try:
            shop = shop_merge.other_shop(paths)
        except UserError as problem:
            self._not_read(problem)
            return
        if shop is not None:
            self.choose_step.show_idle()
            JoinDialog(self, self.shell, shop).open()
            return
        self.work.open_files(paths)
        self.choose_step.folder = str(paths[0].parent)
        self.choose_step.show_reading([path.name for path in paths])

    def read_pasted(self, block: str) -> None:
        """Read and understand what was copied elsewhere."""
        self._clips = self._clips or QTemporaryDir()  # goes with the page
        try:
            path = pasted_file(block, Path(self._clips.path()))
        except SourceProblem as problem:
            self._not_read(problem)
            return
        folder = self.choose_step.folder
        self.read_files([path])
        self.choose_step.folder = folder

    def _read(self) -> None:
        found = self.work.found
        if found is None:
            return
        self.choose_step.show_idle()
        self.problems_step.groups.restart()
        sheets = enumerate(found.prepared.sheets)
        self.match_step.current = next((i for i, sheet in sheets if sheet.include), 0)
        self._show_found()
        self._show_step(MATCH)

    def _not_read(self, problem: UserError) -> None:
        self.choose_step.show_problem(problem)

    def _next(self) -> None:
        found = self.found
        if self.steps.current() == MATCH and found is not None and found.troubled():
            self._show_step(PROBLEMS)
        else:
            self.import_now()

    def _imported(self) -> None:
        self._show_report()
        self._show_step(DONE)

    def _show_report(self) -> None:
        if self.work.report is not None:
            self.done_step.show_report(self.work.report, self.work.can_undo(), self.work.repeats)

    def _undo(self) -> None:
        self.work.undo()
        self.done_step.show_undone()

    def save_errors(self) -> None:
        """Write what was not imported, and what was noted, to a workbook of its own."""
        work = self.work
        if work.report is not None and work.written is not None:
            folder = self.choose_step.folder
            save_problems(self, self.shell, work.written, work.report, folder)

    def save_blank(self, kind: str) -> None:
        """Write a blank sheet to fill in where the user says."""
        save_blank_sheet(self, self.shell, kind, self.choose_step.folder)

    def start_over(self) -> None:
        """Back to choosing files; nothing was written."""
        self.work.drop()
        self.choose_step.show_idle()
        self._show_step(CHOOSE)

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
        found = self.work.found
        if found is None:
            return
        self.match_step.show_understood(found)
        self.match_step.outcome.show_understood(found, self.work.foreseen)
        self.problems_step.show_understood(found, self.work.foreseen)
        self._say()

    def _say(self) -> None:
        step, found = self.steps.current(), self.work.found
        sheet = self.match_step.sheet()
        self.title.say(wizard_words.title(sheet.kind if sheet and step != CHOOSE else ""))
        self.close_button.setVisible(step in (MATCH, PROBLEMS))
        self.foot.setVisible(step in (MATCH, PROBLEMS) and found is not None)
        if found is not None:
            self.foot.show_understood(found, self.match_step.current, step == MATCH)

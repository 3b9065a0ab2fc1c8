"""A customer's statement as it will lie on paper, before it is saved or printed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core import clock, i18n, paths
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import statement
from crm_desktop.reports.statement import StatementOrder
from crm_desktop.ui.jobs import Job
from crm_desktop.ui.page import Shell, bare_column, bare_row
from crm_desktop.ui.reports import pdf_pages
from crm_desktop.ui.reports.paper_view import PaperView
from crm_desktop.ui.reports.pdf_pages import PdfFacts
from crm_desktop.ui.reports.printing import print_pdf
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.form import ComboBox, Field
from crm_desktop.ui.widgets.layout import box, column, fixed_width, plain, row
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit

_OPTIONS_WIDTH = 236


@dataclass(frozen=True, slots=True)
class Made:
    """A finished statement and what it looks like."""

    order: StatementOrder
    pdf: bytes
    facts: PdfFacts


def make(session: Any, order: StatementOrder, *, progress: Progress = no_progress) -> Made:
    """Render it. Raises ``UserError`` for days the wrong way round."""
    pdf = statement.pdf_bytes(session, order, progress)
    return Made(order, pdf, pdf_pages.facts(pdf))


class StatementView(QWidget):
    """``show_customer`` begins; ``left`` when somebody goes back to the account."""

    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._contact_id, self._name, self._currency = 0, "", ""
        self._job: Job | None = None
        self.made: Made | None = None
        self.paper = PaperView(shell.jobs.run)
        self.problem = EmptyState("warning", "")
        self.first, self.last = DateEdit(), DateEdit(clock.today())
        self.language = ComboBox([("zh_CN", "中文"), ("en", "English")], i18n.language())
        self._lay_out()
        for edit in (self.first, self.last):
            edit.editingFinished.connect(self.make)
        self.language.activated.connect(lambda _index: self.make())

    def _lay_out(self) -> None:
        back = IconButton("arrow-left", lambda: _("Back to the account"), keys="Esc",
                          on=self.left.emit)  # fmt: skip
        self.title = Label("", "title", elide=True)
        self.pdf = Button(lambda: _("Export PDF"), "file-pdf", keys="Ctrl E",
                          on=lambda: self.export("pdf"))  # fmt: skip
        self.excel = Button("Excel", "table", on=lambda: self.export("xlsx"))
        self.print = Button(lambda: _("Print"), "printer", "primary", keys="Ctrl P",
                            on=self.print_it)  # fmt: skip
        self.header = plain(
            row(back, (self.title, 1), self.pdf, self.excel, self.print, gap=8,
                margins=(16, 14, 24, 10))
        )  # fmt: skip
        self.side = self._left_side()
        self.desk = QStackedWidget()
        self.desk.addWidget(self.paper)
        self.desk.addWidget(self.problem)
        below = QWidget()
        beside = bare_row(below)
        beside.addWidget(self.side)
        beside.addWidget(self.desk, 1)
        whole: QVBoxLayout = bare_column(self)
        whole.addWidget(self.header)
        whole.addWidget(below, 1)

    def _left_side(self) -> QFrame:
        self.about = Label("", "caption", "text2")
        months = [
            Button(text, kind="ghost", small=True, on=partial(self._choose, back_by))
            for text, back_by in (
                (lambda: _("This month"), 0),
                (lambda: _("Last month"), 1),
                (lambda: _("Since the beginning of the year"), -1),
            )
        ]
        side = box(
            column(
                Field(lambda: _("From"), self.first),
                Field(lambda: _("To"), self.last),
                *months,
                6,
                Field(lambda: _("Language"), self.language),
                self.about,
                None,
                gap=10,
                margins=(20, 4, 18, 16),
            ),
            panel="left",
        )
        fixed_width(side, _OPTIONS_WIDTH)
        return side

    def show_customer(self, contact_id: int, name: str, currency: str) -> None:
        """The statement of last month and this one, up to today."""
        self._contact_id, self._name, self._currency = contact_id, name, currency
        self.title.say(lambda: _("Statement of account: {who}").format(who=name))
        today = clock.today()
        self.first.set_date((today.replace(day=1) - dt.timedelta(days=1)).replace(day=1))
        self.last.set_date(today)
        self.make()
        self.paper.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, back_by: int) -> None:
        """This month, the one before, or the year so far."""
        today = clock.today()
        first, last = today.replace(day=1), today
        if back_by == 1:
            last = first - dt.timedelta(days=1)
            first = last.replace(day=1)
        elif back_by < 0:
            first = today.replace(month=1, day=1)
        self.first.set_date(first)
        self.last.set_date(last)
        self.make()

    def order(self) -> StatementOrder | None:
        """What is chosen now, ``None`` while a day is missing."""
        try:
            first, last = self.first.date(), self.last.date()
        except ValueError:
            return None
        if first is None or last is None:
            return None
        language = self.language.value()
        return StatementOrder(self._contact_id, first, last, self._currency, language)

    def make(self) -> None:
        """Make the preview; one being made is dropped."""
        order = self.order()
        if order is None:
            return
        if self._job is not None:
            self._job.cancel()
        self._job = self._shell.workspace.ask(
            make, order, owner=self, done=self._show, failed=self._fail, progress=True
        )

    def _show(self, made: Made) -> None:
        self._job, self.made = None, made
        self.desk.setCurrentWidget(self.paper)
        self.paper.show_pdf(made.pdf, made.facts)
        words = ngettext("A4, {n} page", "A4, {n} pages", made.facts.pages)
        self.about.say(words.format(n=made.facts.pages))

    def _fail(self, problem: BaseException) -> None:
        self._job, self.made = None, None
        if not isinstance(problem, UserError):
            self._shell.show_problem(problem)
            return
        self.problem.say("warning", problem.what, problem.do)
        self.desk.setCurrentWidget(self.problem)

    def export(self, suffix: str) -> None:
        """Ask where, and write it there; the suffix typed decides the format."""
        order = self.order()
        if order is None:
            return
        kinds = {"pdf": _("PDF (*.pdf)"), "xlsx": _("Excel workbook (*.xlsx)")}
        name = statement.file_name(self._name, order, suffix)
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Save the statement"), str(paths.documents() / name), kinds[suffix]
        )
        if not chosen:
            return
        path = Path(chosen)
        if not path.suffix:
            path = path.with_suffix(f".{suffix}")
        self._shell.workspace.ask(
            statement.write,
            order,
            path,
            owner=self,
            done=self._written,
            progress=True,
            title=lambda: _("Writing {name}").format(name=path.name),
        )

    def _written(self, path: Path) -> None:
        said = _("{name} saved in {folder}").format(name=path.name, folder=path.parent.name)
        self._shell.toast(said, "file-pdf" if path.suffix == ".pdf" else "table")

    def print_it(self) -> None:
        """The system's print dialog, then the same PDF on paper."""
        if self.made is not None:
            print_pdf(self, self._shell, self.title.text(), self.made.pdf, self.made.facts)

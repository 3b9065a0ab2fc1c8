"""A document as it will lie on paper, beside what can be chosen of it, before it is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports.chart_places import ChartPlace
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell, bare_column, bare_row
from crm_desktop.ui.reports import pdf_pages
from crm_desktop.ui.reports.asking import Asking
from crm_desktop.ui.reports.paper_view import PaperView
from crm_desktop.ui.reports.pdf_pages import PdfFacts
from crm_desktop.ui.reports.printing import print_pdf
from crm_desktop.ui.reports.saving import save_document
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.layout import plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

_OPTIONS_WIDTH, _NARROW = 248, 200
_SHORT_BELOW = 760


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document, what it was made from, what it looks like, and where its charts are."""

    order: Any
    pdf: bytes
    facts: PdfFacts
    charts: tuple[ChartPlace, ...] = field(default=(), kw_only=True)


class PaperPreview(QWidget):
    """``left`` when somebody goes back. A subclass says what can be chosen, what makes the document
    and what it is called; its options call ``settle`` or ``make``."""

    left = Signal()
    formats: ClassVar[tuple[str, ...]] = ("pdf", "xlsx")

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.made: Made | None = None
        self.paper = PaperView(shell.jobs.run)
        self.paper.copied.connect(lambda _title: shell.toast(_("Copied"), "copy"))
        self.problem = EmptyState("warning", "")
        self.asking = Asking(self, shell)
        self.asking.due.connect(self.make)
        self.asking.answered.connect(self._show)
        self.asking.failed.connect(self._fail)
        self._lay_out()
        theme.live(self, self._fit)

    # what a subclass says

    def options_widget(self) -> QWidget:
        """What can be chosen, at the left of the paper."""
        raise NotImplementedError

    def order(self) -> Any:
        """What is chosen now; ``None`` while it is not complete."""
        raise NotImplementedError

    @staticmethod
    def make_document(session: Any, order: Any, *, progress: Progress = no_progress) -> Made:
        """Render it, in the worker. Raises ``UserError`` when it cannot be made."""
        raise NotImplementedError

    @staticmethod
    def write_document(
        session: Any, order: Any, path: Path, *, progress: Progress = no_progress
    ) -> Path:
        """Write the file, in the worker; its suffix decides the format."""
        raise NotImplementedError

    def back_words(self) -> str:
        """Where Esc leads."""
        raise NotImplementedError

    def save_words(self) -> str:
        """The title of the dialog that asks where to save."""
        raise NotImplementedError

    def file_name(self, _order: Any, suffix: str) -> str:
        """What the file is called."""
        raise NotImplementedError

    # the frame

    def _lay_out(self) -> None:
        back = IconButton("arrow-left", self.back_words, keys="Esc", on=self.left.emit)
        self.title = Label("", "title", elide=True)
        self.about = Label("", "caption", "text2", wrap=True)
        self.pdf = Button(_pdf_words, "file-pdf", keys="Ctrl E", on=lambda: self.export("pdf"))
        self.excel = Button(_excel_words, "table", on=lambda: self.export("xlsx"))
        self.print = Button(
            lambda: _("Print"), "printer", "primary", keys="Ctrl P", on=self.print_it
        )
        saving = (self.pdf, self.excel) if "xlsx" in self.formats else (self.pdf,)
        self.header = plain(
            row(back, (self.title, 1), *saving, self.print, gap=8, margins=(16, 14, 24, 10))
        )
        self.side = QFrame()
        self.side.setProperty("panel", "left")
        inner = QVBoxLayout(self.side)
        inner.setContentsMargins(0, 0, 1, 0)
        inner.addWidget(ScrollArea(self.options_widget()))
        self.desk = QStackedWidget()
        self.desk.addWidget(self.paper)
        self.desk.addWidget(self.problem)
        below = QWidget()
        beside = bare_row(below)
        beside.addWidget(self.side)
        beside.addWidget(self.desk, 1)
        whole = bare_column(self)
        whole.addWidget(self.header)
        whole.addWidget(below, 1)

    # what is shown

    def settle(self, *_what: object) -> None:
        """Something was chosen or changed: make it again in a moment."""
        self.asking.soon()

    def begin(self) -> None:
        """Make it, the keys with the paper."""
        self.make()
        self.paper.setFocus(Qt.FocusReason.OtherFocusReason)

    def make(self) -> None:
        """Make the preview; one being made is dropped."""
        self.asking.give_up()
        if not self._shell.workspace.is_open:  # closed while we waited for more to change
            return
        order = self.order()
        if order is None:
            return
        self.asking.ask(self.make_document, order)

    def _show(self, made: Made) -> None:
        self.made = made
        self.desk.setCurrentWidget(self.paper)
        self.paper.show_pdf(made.pdf, made.facts, made.charts)
        self.say()

    def _fail(self, problem: BaseException) -> None:
        self.made = None
        if not isinstance(problem, UserError):
            self._shell.show_problem(problem)
            return
        self.problem.say("warning", problem.what, problem.do)
        self.desk.setCurrentWidget(self.problem)
        self.say()

    def say(self) -> None:
        """Tell what was made, and offer to save it."""
        made = self.made
        self.about.say(pages_words(made.facts) if made is not None else "")
        for button in (self.pdf, self.excel, self.print):
            button.setEnabled(made is not None)

    # out of the program

    def export(self, suffix: str) -> None:
        """Ask where, and write it there; the suffix typed decides the format."""
        order = self.order()
        if order is not None:
            name = self.file_name(order, suffix)
            save_document(self, self._shell, self.save_words(), name, self.write_document, order)

    def pages_to_print(self) -> int:
        """How many pages the print dialog proposes, from the first on; 0 for all."""
        return 0

    def print_it(self) -> None:
        """The system's print dialog, then the same PDF on paper."""
        if self.made is not None:
            made, proposed = self.made, self.pages_to_print()
            name = self.title.text()
            print_pdf(self, self._shell, name, made.pdf, made.facts, proposed=proposed)

    # room

    def _fit(self) -> None:
        wide = self.width() >= theme.m(_SHORT_BELOW)
        self.side.setFixedWidth(theme.m(_OPTIONS_WIDTH if wide else _NARROW))
        self.pdf.say(_pdf_words if wide else "PDF")
        self.excel.say(_excel_words if wide else "Excel")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def finished(order: Any, pdf: bytes, charts: tuple[ChartPlace, ...] = ()) -> Made:
    """A document that was made from ``order``."""
    return Made(order, pdf, pdf_pages.facts(pdf), charts=charts)


def pages_words(facts: PdfFacts) -> str:
    """On which paper, and on how many sheets."""
    pages = ngettext("{n} page", "{n} pages", facts.pages).format(n=facts.pages)
    return f"{pdf_pages.paper_name(facts)}, {pages}"


def _pdf_words() -> str:
    return _("Export PDF")


def _excel_words() -> str:
    return _("Export Excel")

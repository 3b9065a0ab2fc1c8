"""A quote as it will lie on paper, in either language, before it is saved or printed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import i18n, paths
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import job, quote_paper
from crm_desktop.services import attachments, quote_record
from crm_desktop.ui.page import Shell, bare_column
from crm_desktop.ui.reports import pdf_pages
from crm_desktop.ui.reports.paper_view import PaperView
from crm_desktop.ui.reports.pdf_pages import PdfFacts
from crm_desktop.ui.reports.printing import print_pdf
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.layout import plain, row
from crm_desktop.ui.widgets.text import Label


@dataclass(frozen=True, slots=True)
class Made:
    """A finished paper: what it is called, its bytes, and what it looks like."""

    name: str
    pdf: bytes
    facts: PdfFacts


def make(
    session: Any, quote_id: int, language: str, *, progress: Progress = no_progress
) -> Made:  # fmt: skip
    """Render it. Raises ``NotFound``."""
    with i18n.using(language):
        quote = quote_record.detail(session, quote_id)
        pdf = job.document_bytes(quote_paper.build(session, quote_id), progress)
        title = pgettext("paper", "Quote")
        name = f"{title} {quote_paper.name(quote)} {quote.contact_name}"
    return Made(attachments.safe_name(f"{name}.pdf"), pdf, pdf_pages.facts(pdf))


class QuotePaper(QWidget):
    """``show_quote`` begins; ``left`` when somebody goes back to the list."""

    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._quote_id = 0
        self.made: Made | None = None
        self.paper = PaperView(shell.jobs.run)
        self.language = ComboBox([("zh_CN", "中文"), ("en", "English")], i18n.language())
        self.language.activated.connect(lambda _index: self.refresh())
        back = IconButton("arrow-left", lambda: _("Back to the quotes"), keys="Esc",
                          on=self.left.emit)  # fmt: skip
        self.title = Label("", "title", elide=True)
        self.save = Button(lambda: _("Save as PDF"), "file-pdf", keys="Ctrl E", on=self.export)
        self.print = Button(lambda: _("Print"), "printer", "primary", keys="Ctrl P",
                            on=self.print_it)  # fmt: skip
        self.header = plain(
            row(back, (self.title, 1), self.language, self.save, self.print, gap=8,
                margins=(16, 14, 24, 10))
        )  # fmt: skip
        whole = bare_column(self)
        whole.addWidget(self.header)
        whole.addWidget(self.paper, 1)

    def show_quote(self, quote_id: int) -> None:
        """Show one version."""
        self._quote_id = quote_id
        self.refresh()
        self.paper.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Make it again: the quote, the shop or the language is another."""
        self._shell.workspace.ask(
            make,
            self._quote_id,
            self.language.value(),
            owner=self,
            done=self._show,
            progress=True,
        )

    def _show(self, made: Made) -> None:
        self.made = made
        self.title.say(made.name.removesuffix(".pdf"))
        self.paper.show_pdf(made.pdf, made.facts)

    def export(self) -> None:
        """Ask where, and save the paper there."""
        if self.made is None:
            return
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Save the quote"), str(paths.documents() / self.made.name), _("PDF (*.pdf)")
        )
        if chosen:
            self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Save the paper shown as ``path``."""
        target = path if path.suffix else path.with_suffix(".pdf")
        self._shell.workspace.ask(
            write,
            self._quote_id,
            self.language.value(),
            target,
            owner=self,
            done=self._written,
        )

    def _written(self, path: Path) -> None:
        said = _("{name} saved in {folder}").format(name=path.name, folder=path.parent.name)
        self._shell.toast(said, "file-pdf")

    def print_it(self) -> None:
        """The system's print dialog, then the same PDF on paper."""
        if self.made is not None:
            print_pdf(self, self._shell, self.made.name, self.made.pdf, self.made.facts)


def write(session: Any, quote_id: int, language: str, path: Path) -> Path:
    """Write the paper; returns the path."""
    with i18n.using(language):
        return job.write_document(quote_paper.build(session, quote_id), path)

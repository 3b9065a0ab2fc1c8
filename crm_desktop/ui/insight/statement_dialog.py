"""A commission statement as it will lie on paper: looked at, saved, printed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats, i18n
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import commission as report
from crm_desktop.reports import job
from crm_desktop.reports.paper import PageSetup
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reports import pdf_pages
from crm_desktop.ui.reports.page_choice import PageChoice
from crm_desktop.ui.reports.paper_view import PaperView
from crm_desktop.ui.reports.pdf_pages import PdfFacts
from crm_desktop.ui.reports.printing import print_pdf
from crm_desktop.ui.reports.saving import save_document
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.layout import column, plain

_HIGH = 680  # of the paper, in design pixels
_AROUND = 240  # of everything above and below it in a window that is low


@dataclass(frozen=True, slots=True)
class StatementOrder:
    """Whose month, everybody's for ``staff_id`` ``None``, and on which paper."""

    month: dt.date
    staff_id: int | None
    language: str
    page: PageSetup


@dataclass(frozen=True, slots=True)
class Made:
    """A finished statement and what it looks like."""

    pdf: bytes
    facts: PdfFacts


def make(session: Any, order: StatementOrder, *, progress: Progress = no_progress) -> Made:
    """Render it."""
    with i18n.using(order.language):
        made = report.build(session, order.month, order.staff_id)
        pdf = job.document_bytes(made, progress, order.page)
    return Made(pdf, pdf_pages.facts(pdf))


def write(
    session: Any, order: StatementOrder, path: Path, *, progress: Progress = no_progress
) -> Path:
    """Write the file; its suffix decides the format."""
    with i18n.using(order.language):
        made = report.build(session, order.month, order.staff_id)
        return job.write_document(made, path, progress, order.page)


class StatementDialog(Dialog):
    """One person's month, or everybody's for ``staff_id`` ``None``."""

    def __init__(
        self, host: QWidget, shell: Shell, month: dt.date, staff_id: int | None, name: str
    ) -> None:
        self._host, self._shell = host, shell
        self._month, self._staff_id, self._name = month, staff_id, name
        self.made: Made | None = None
        self.paper = PaperView(shell.jobs.run)
        theme.live(self.paper, self._fit)
        self.page = PageChoice(sheets=True, across=True)
        self.page.changed.connect(self.make)
        self.print = Button(lambda: _("Print"), "printer", on=self.print_it)
        super().__init__(
            host,
            self._title,
            plain(column(self.page, self.paper, gap=8)),
            lambda: _("Save…"),
            self.save,
            extra=self.print,
            width=960,
        )
        self._allow()
        self.make()

    def order(self) -> StatementOrder:
        """What is chosen now."""
        return StatementOrder(self._month, self._staff_id, i18n.language(), self.page.setup())

    def make(self) -> None:
        """Make the preview."""
        order = self.order()

        def show(made: Made) -> None:
            if order == self.order():
                self._show(made)

        self._shell.workspace.ask(make, order, owner=self, done=show, progress=True)

    def _fit(self) -> None:
        # No higher than the dialog can be, so that only the paper scrolls.
        room = self._host.window().height() - theme.m(_AROUND)
        self.paper.setFixedHeight(max(theme.m(120), min(theme.m(_HIGH), room)))

    def _title(self) -> str:
        month = formats.month_year(self._month)
        if not self._name:
            return _("Commission statements, {month}").format(month=month)
        return _("Commission of {name}, {month}").format(name=self._name, month=month)

    def _allow(self) -> None:
        for button in (self.action, self.print):
            button.setEnabled(self.made is not None)

    def _show(self, made: Made) -> None:
        self.made = made
        self.paper.show_pdf(made.pdf, made.facts)
        self._allow()

    def save(self) -> bool:
        """Ask where, and write it there; the suffix typed decides the format."""
        words = " ".join(
            part for part in (_("Commission"), self._name, f"{self._month:%Y-%m}") if part
        )
        return save_document(
            self._host, self._shell, _("Save the commission statement"), f"{words}.pdf", write,
            self.order(),
        )  # fmt: skip

    def print_it(self) -> None:
        """The system's print dialog, then the same PDF on paper."""
        if self.made is not None:
            print_pdf(self._host, self._shell, self._title(), self.made.pdf, self.made.facts)

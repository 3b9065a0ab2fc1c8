"""The system's print dialog, then a PDF on paper: for every page that shows one."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reports import pdf_pages
from crm_desktop.ui.reports.pdf_pages import PdfFacts


def print_pdf(
    host: QWidget, shell: Shell, name: str, pdf: bytes, facts: PdfFacts, *, proposed: int = 0
) -> None:
    """Ask for a printer and the pages; they are sent in the background.

    The dialog proposes the first ``proposed`` pages, all of them for 0.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    printer.setPageSize(pdf_pages.page_size(facts))
    printer.setPageOrientation(pdf_pages.orientation(facts))
    printer.setDocName(name)
    dialog = QPrintDialog(printer, host)
    dialog.setMinMax(1, facts.pages)
    if 0 < proposed < facts.pages:
        dialog.setPrintRange(QPrintDialog.PrintRange.PageRange)
        dialog.setFromTo(1, proposed)
    if dialog.exec() == QDialog.DialogCode.Accepted:
        first, last = printer.fromPage() or 1, printer.toPage() or facts.pages
        _send(host, shell, pdf, printer, range(first - 1, min(last, facts.pages)))


def _send(host: QWidget, shell: Shell, pdf: bytes, printer: Any, pages: range) -> None:
    shell.jobs.run(
        pdf_pages.print_pages,
        pdf,
        printer,
        pages,
        owner=host,
        done=partial(_printed, shell),
        progress=True,
        title=lambda: _("Printing"),
    )


def _printed(shell: Shell, pages: int) -> None:
    said = ngettext("{n} page sent to the printer", "{n} pages sent to the printer", pages)
    shell.toast(said.format(n=pages), "printer")

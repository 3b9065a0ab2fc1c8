"""The calendar on paper: printed, or saved as PDF, both from the same document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import paths
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.services.calendar.calendar_sheet import CalendarOrder
from crm_desktop.ui.page import Shell


def print_calendar(host: QWidget, shell: Shell, order: CalendarOrder) -> None:
    """Lay the days out, then ask for the printer."""
    from crm_desktop.ui.reports import pdf_pages, printing

    def made(pdf: bytes) -> None:
        printing.print_pdf(host, shell, _("Calendar"), pdf, pdf_pages.facts(pdf))

    shell.workspace.ask(
        _pdf, order, owner=host, done=made, progress=True, title=lambda: _("Printing")
    )


def save_pdf(host: QWidget, shell: Shell, order: CalendarOrder, title: str) -> None:
    """Ask where, and write the days there."""
    name = f"{_('Calendar')} {title}.pdf".replace("/", "-")
    chosen, _kind = QFileDialog.getSaveFileName(
        host.window(), _("Save the calendar"), str(paths.documents() / name), _("PDF (*.pdf)")
    )
    if not chosen:
        return
    path = Path(chosen)
    path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
    said = _("{name} saved in {folder}").format(name=path.name, folder=path.parent.name)
    shell.workspace.ask(
        _write, order, path, owner=host, progress=True,
        title=lambda: _("Writing {name}").format(name=path.name),
        done=lambda _written: shell.toast(said, "file-pdf"),
    )  # fmt: skip


def _pdf(session: Any, order: CalendarOrder, *, progress: Progress = no_progress) -> bytes:
    from crm_desktop.reports import calendar

    return calendar.render_bytes(session, order, progress)


def _write(
    session: Any, order: CalendarOrder, path: Path, *, progress: Progress = no_progress
) -> Path:
    from crm_desktop.reports import calendar, job

    return job.write_document(calendar.build(session, order), path, progress)

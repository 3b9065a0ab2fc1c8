"""A cross-tab as a file or on paper: made in the background from the answer on screen."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import paths
from crm_desktop.core.i18n import _
from crm_desktop.services import attachments
from crm_desktop.services.crosstab import Crosstab
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reports import crosstab_work
from crm_desktop.ui.reports.printing import print_pdf


def export(host: QWidget, shell: Shell, made: Crosstab, name: str, suffix: str) -> None:
    """Ask where, and write it there; the suffix typed decides the format."""
    proposal = attachments.safe_name(f"{name or _('Cross-tab')}.{suffix}")
    kinds = {"pdf": _("PDF (*.pdf)"), "xlsx": _("Excel workbook (*.xlsx)")}
    chosen, _filter = QFileDialog.getSaveFileName(
        host, _("Save the report"), str(paths.documents() / proposal), kinds[suffix]
    )
    if not chosen:
        return
    path = Path(chosen)
    if not path.suffix:
        path = path.with_suffix(f".{suffix}")
    shell.workspace.ask(
        crosstab_work.write,
        made,
        name,
        path,
        owner=host,
        done=partial(_written, shell),
        progress=True,
        title=lambda: _("Writing {name}").format(name=path.name),
    )


def _written(shell: Shell, path: Path) -> None:
    said = _("{name} saved in {folder}").format(name=path.name, folder=path.parent.name)
    shell.toast(said, "file-pdf" if path.suffix == ".pdf" else "table")


def print_it(host: QWidget, shell: Shell, made: Crosstab, name: str) -> None:
    """The system's print dialog, then the same PDF as in a file."""

    def show(paper: tuple[bytes, Any]) -> None:
        print_pdf(host, shell, name or _("Cross-tab"), *paper)

    shell.workspace.ask(
        crosstab_work.pdf,
        made,
        name,
        owner=host,
        done=show,
        progress=True,
        title=lambda: _("Making the report"),
    )

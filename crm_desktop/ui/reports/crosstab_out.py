"""A cross-tab as a file or on paper: made in the background from the answer on screen."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.crosstab.crosstab import Crosstab
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reports import crosstab_work
from crm_desktop.ui.reports.printing import print_pdf
from crm_desktop.ui.reports.saving import save_document


def export(host: QWidget, shell: Shell, made: Crosstab, name: str, suffix: str) -> None:
    """Ask where, and write it there; the suffix typed decides the format."""
    stem = f"{name or _('Cross-tab')}.{suffix}"
    save_document(host, shell, _("Save the report"), stem, crosstab_work.write, made, name)


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

"""A report as a file: where to, writing it in the worker, and saying that it is there."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import paths
from crm_desktop.core.i18n import _
from crm_desktop.reports.catalogue import ReportOptions
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reports import preview
from crm_desktop.ui.reports.saving import save_document, say_written


def export(
    host: QWidget, shell: Shell, key: str, options: ReportOptions, *, stem: str, suffix: str
) -> None:
    """Ask where, and write the report there; the suffix typed decides the format."""
    save_document(
        host, shell, _("Save the report"), f"{stem}.{suffix}", preview.write, key, options
    )


def export_together(host: QWidget, shell: Shell, keys: list[str], options: ReportOptions) -> bool:
    """Ask where, and write several reports there as one PDF; False when nothing was chosen."""
    proposal = paths.documents() / f"{_('Reports')} {options.month:%Y-%m}.pdf"
    chosen, _filter = QFileDialog.getSaveFileName(
        host, _("Save the report"), str(proposal), _("PDF (*.pdf)")
    )
    if not chosen:
        return False
    path = Path(chosen)
    path = path if path.suffix.lower() == ".pdf" else Path(f"{path}.pdf")
    shell.workspace.ask(
        preview.write_together,
        keys,
        options,
        path,
        owner=host,
        done=partial(say_written, shell),
        progress=True,
        title=lambda: _("Writing {name}").format(name=path.name),
    )
    return True

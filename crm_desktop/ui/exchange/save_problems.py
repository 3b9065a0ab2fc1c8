"""The workbook of what was not imported: asking where, writing it, saying so."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import paths
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.exchange.job import Prepared
from crm_desktop.exchange.write_problems import write_problems
from crm_desktop.services.imports.imports_data import ImportReport
from crm_desktop.ui.page import Shell


def save_problems(
    host: QWidget, shell: Shell, prepared: Prepared, report: ImportReport, folder: str
) -> None:
    """Ask for a place and write the workbook there in the background."""
    stem = Path(prepared.sources[0].name).stem
    name = _("{name} - problems").format(name=stem)
    start = Path(folder) if folder else paths.documents()
    chosen, _kind = QFileDialog.getSaveFileName(
        host,
        _("Save the rows with problems"),
        str(start / f"{name}.xlsx"),
        _("Excel workbook (*.xlsx)"),
    )
    if not chosen:
        return
    path = Path(chosen)
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
    shell.jobs.run(
        write_problems,
        prepared,
        report.problems,
        path,
        owner=host,
        done=lambda rows: shell.toast(_written(path, rows), "table"),
        title=lambda: _("Writing {name}").format(name=path.name),
    )


def _written(path: Path, rows: int) -> str:
    if not rows:
        said = _("{name} saved; every row was imported, see its notes")
        return said.format(name=path.name)
    said = ngettext(
        "{name} saved, with {n} row to put right", "{name} saved, with {n} rows to put right", rows
    )
    return said.format(name=path.name, n=rows)

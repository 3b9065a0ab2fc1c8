"""A blank sheet to fill in: asking where, writing it, saying so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import paths
from crm_desktop.core.i18n import _
from crm_desktop.exchange import start_sheets
from crm_desktop.services.settings import choices
from crm_desktop.ui.page import Shell

_LISTS = ("level", "customer_type", "source")


def save_blank_sheet(host: QWidget, shell: Shell, kind: str, folder: str) -> None:
    """Ask for a place and write the sheet there in the background."""
    name = _(start_sheets.SHEETS[kind].name)
    start = Path(folder) if folder else paths.documents()
    chosen, _kind = QFileDialog.getSaveFileName(
        host, name, str(start / f"{name}.xlsx"), _("Excel workbook (*.xlsx)")
    )
    if not chosen:
        return
    path = Path(chosen)
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
    shell.jobs.run(
        start_sheets.write,
        kind,
        path,
        shell.workspace.read(_offered),
        owner=host,
        done=lambda _none: shell.toast(_("{name} saved").format(name=path.name), "table"),
        title=lambda: _("Writing {name}").format(name=path.name),
    )


def _offered(session: Any) -> dict[str, list[str]]:
    return {key: [one.value for one in choices.choices(session, key)] for key in _LISTS}

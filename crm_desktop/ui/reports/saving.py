"""Asking where a document goes, writing it there in the background, and saying so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import paths
from crm_desktop.core.i18n import _
from crm_desktop.services.records.attachments import safe_name
from crm_desktop.ui.page import Shell

Write = Callable[..., Path]


def save_document(
    host: QWidget, shell: Shell, title: str, name: str, write: Write, *words: Any
) -> bool:
    """Ask under ``title`` where to save ``name``; ``write(session, *words, path, progress=)`` does.

    The suffix typed decides the format, that of ``name`` when none was typed. Returns False when
    the user thinks better of it.
    """
    proposal = paths.documents() / safe_name(name.replace("/", "-"))
    chosen, _filter = QFileDialog.getSaveFileName(
        host.window(), title, str(proposal), _kind(proposal.suffix)
    )
    if not chosen:
        return False
    path = Path(chosen)
    if not path.suffix:
        path = path.with_suffix(proposal.suffix)
    shell.workspace.ask(
        write,
        *words,
        path,
        owner=host,
        done=lambda where: say_written(shell, where),
        progress=True,
        title=lambda: _("Writing {name}").format(name=path.name),
    )
    return True


def _kind(suffix: str) -> str:
    """The files a dialog shows."""
    return _("Excel workbook (*.xlsx)") if suffix == ".xlsx" else _("PDF (*.pdf)")


def say_written(shell: Shell, path: Path) -> None:
    """Tell what was written where."""
    said = _("{name} saved in {folder}").format(name=path.name, folder=path.parent.name)
    shell.toast(said, "file-pdf" if path.suffix == ".pdf" else "table")

"""Undo and redo in the window: taking back the last action, or the one a toast tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core.i18n import _

if TYPE_CHECKING:  # imported before the first paint
    from crm_desktop.ui.page import Shell


def undo(shell: Shell, action_id: int | None = None) -> None:
    """Take back the last action, or ``action_id``, and say which, or that there is none."""
    outcome = shell.workspace.undo(action_id)
    if outcome is not None:
        said = _("Undone: {action}").format(action=_(outcome.name))
        shell.toast(said, "arrow-counter-clockwise")
    elif action_id is None:
        shell.toast(_("Nothing to undo"), "arrow-counter-clockwise")


def redo(shell: Shell) -> None:
    """Do again what was taken back last, and say what."""
    outcome = shell.workspace.redo()
    said = _("Done again: {action}").format(action=_(outcome.name)) if outcome else ""
    shell.toast(said or _("Nothing to redo"), "arrow-clockwise")

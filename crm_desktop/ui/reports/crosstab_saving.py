"""Keeping a cross-tab under a name, renaming it, deleting it; each can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _, pgettext
from crm_desktop.services.crosstab import crosstab_saved
from crm_desktop.services.crosstab.crosstab import Question
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets import dialogs
from crm_desktop.ui.widgets.menu import MenuItem

Done = Callable[[str], object]  # gets the name it has now, empty when it is gone


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is to be kept: a question, the key of its period, and its name so far."""

    question: Question
    period: str
    name: str


def save_as(host: QWidget, shell: Shell, what: Keeping, done: Done) -> None:
    """Ask for a name and keep the question by it."""

    def keep(typed: str) -> None:
        save(shell, replace(what, name=typed), done)

    title = lambda: _("Save the cross-tab")  # noqa: E731
    dialogs.ask_text(host, title, lambda: pgettext("of a thing", "Name"), keep, start=what.name)


def save(shell: Shell, what: Keeping, done: Done) -> None:
    """Keep the question by its name."""
    kept = shell.workspace.execute(
        crosstab_saved.SAVE_ACTION, crosstab_saved.save, what.name, what.question, what.period
    )
    done(kept)
    shell.toast(_("Saved as “{name}”").format(name=kept), "floppy-disk", undo=True)


def items(host: QWidget, shell: Shell, name: str, done: Done) -> list[MenuItem | None]:
    """What can be done with the one kept as ``name``."""
    return [
        MenuItem(lambda: _("Rename"), partial(_rename, host, shell, name, done), "pencil-simple"),
        None,
        MenuItem(lambda: _("Delete"), partial(_delete, shell, name, done), "trash", danger=True),
    ]


def _rename(host: QWidget, shell: Shell, name: str, done: Done) -> None:
    def take(typed: str) -> None:
        action = crosstab_saved.RENAME_ACTION
        done(shell.workspace.execute(action, crosstab_saved.rename, name, typed))
        shell.toast(_("Renamed to “{name}”").format(name=typed), "pencil-simple", undo=True)

    dialogs.ask_text(
        host,
        lambda: _("Rename the cross-tab"),
        lambda: pgettext("of a thing", "Name"),
        take,
        start=name,
    )


def _delete(shell: Shell, name: str, done: Done) -> None:
    shell.workspace.execute(crosstab_saved.REMOVE_ACTION, crosstab_saved.remove, name)
    done("")
    shell.toast(_("“{name}” deleted").format(name=name), "trash", undo=True)

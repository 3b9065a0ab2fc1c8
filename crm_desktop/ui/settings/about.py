"""About: version, where the program keeps things, and the licences of what it contains."""

from __future__ import annotations

import platform
from pathlib import Path

import PySide6
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

import crm_desktop
from crm_desktop.core import paths
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import N_, _
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.settings.setting_row import SettingRow
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import TextArea
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label

# What we ship or show, under which licence, and the file with its words where we carry one.
COMPONENTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Noto Sans SC", "SIL Open Font License 1.1", ("fonts", "noto-sans-sc", "LICENSE")),
    ("Phosphor Icons", "MIT", ()),
    ("Qt, PySide6", "LGPL 3", ()),
    ("SQLAlchemy, Alembic, openpyxl, Typer", "MIT", ()),
    ("ReportLab, Babel", "BSD", ()),
    ("matplotlib", "PSF", ()),
)


class About(QWidget):
    """Two cards: the program, and the licences."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        program = Card("CRM Desktop")
        version = Label(crm_desktop.__version__, "body", selectable=True)
        program.body.addWidget(_fixed(N_("Version"), "", version, first=True))
        program.body.addWidget(
            _fixed(
                N_("For a problem report"),
                N_("Version, system and libraries; nothing about your customers."),
                Button(lambda: _("Copy"), "note", small=True, on=self.copy_facts),
            )
        )
        program.body.addWidget(
            SettingRow(
                lambda: _("Settings of this computer"),
                str(paths.config_folder()),
                QWidget(),
                wide=False,
            )
        )
        licences = Card(lambda: _("Licences"))
        for number, (name, licence, file) in enumerate(COMPONENTS):
            licences.body.addWidget(self._component(name, licence, file, number == 0))
        self.setLayout(column(program, licences, gap=16))

    def refresh(self, _changes: Changes | None) -> None:
        """Nothing here changes."""

    def _component(self, name: str, licence: str, file: tuple[str, ...], first: bool) -> SettingRow:
        words = Label(licence, "body", "text2")
        if not file:
            return SettingRow(name, "", words, wide=False, first=first)
        read = Button(
            lambda: _("Read"),
            kind="link",
            small=True,
            on=lambda: self._show(name, paths.resource(*file)),
        )
        return SettingRow(name, "", plain(row(words, read, gap=6)), wide=False, first=first)

    def _show(self, name: str, file: Path) -> None:
        text = TextArea("", file.read_text("utf-8"), lines=16)
        text.setReadOnly(True)
        dialog = Dialog(
            self, name, plain(column(text)), lambda: _("Close"), lambda: True, kind="", width=640
        )
        dialog.cancel.hide()
        dialog.open()

    def copy_facts(self) -> None:
        """Put version, system and libraries on the clipboard."""
        QGuiApplication.clipboard().setText(facts())
        self._shell.toast(_("Copied"))


def facts() -> str:
    """What a problem report begins with."""
    return "\n".join(
        (
            f"CRM Desktop {crm_desktop.__version__}",
            f"{platform.platform()}, Python {platform.python_version()}",
            f"PySide6 {PySide6.__version__}, {QGuiApplication.platformName()}",
            f"{theme.look.mode} {theme.scale():g}",
        )
    )


def _fixed(label: str, help_line: str, editor: QWidget, first: bool = False) -> SettingRow:
    return SettingRow(
        lambda: _(label),
        lambda: _(help_line) if help_line else "",
        editor,
        wide=False,
        first=first,
    )

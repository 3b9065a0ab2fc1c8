"""The data file: where it is, how big, backups, opening another one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import formats, paths
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.settings import file_facts
from crm_desktop.services.settings.file_facts import FileFacts
from crm_desktop.ui.navigation.file_menu import unused_path
from crm_desktop.ui.page import Shell
from crm_desktop.ui.settings.export_plan import ExportPlan
from crm_desktop.ui.settings.setting_row import SettingRow
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.dialogs import confirm
from crm_desktop.ui.widgets.layout import clear, column, plain, row
from crm_desktop.ui.widgets.text import Label

_BACKUPS = 8  # the latest ones listed


class DataFile(QWidget):
    """Cards: this file, backups, other files."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        folder = Button(
            lambda: _("Open folder"), "arrow-square-out", small=True, on=self.open_folder
        )
        self.where = SettingRow(lambda: _("Where it is"), "", folder, wide=False, first=True)
        self.holds = SettingRow(lambda: _("What it holds"), "", QWidget(), wide=False)
        this = Card(lambda: _("This file"))
        this.body.addWidget(self.where)
        this.body.addWidget(self.holds)
        this.body.addLayout(
            row(
                Button(lambda: _("Open another…"), "floppy-disk", on=self.open_other),
                Button(lambda: _("New file…"), "plus", on=self.new_file),
                None,
                margins=(20, 8, 20, 16),
            )
        )
        self.backup = Button(lambda: _("Back up now"), "shield-check", "primary", on=self.back_up)
        self.last = Label("", "caption", "text3", wrap=True)
        self._list = column(gap=0)
        backups = Card(lambda: _("Backups"))
        backups.body.addLayout(
            row(
                self.backup,
                Button(lambda: _("Restore from a backup…"), on=self.choose_backup),
                None,
                margins=(20, 8, 20, 4),
            )
        )
        backups.body.addLayout(column(self.last, margins=(20, 2, 20, 8)))
        backups.body.addLayout(self._list)
        self.plan = ExportPlan(shell)
        self.setLayout(column(this, backups, self.plan, gap=16))

    def refresh(self, _changes: Changes | None = None) -> None:
        """Read again what the file holds."""
        path = self._shell.workspace.path
        if path is None:
            return
        self.where.say_help(str(path))
        self.plan.refresh()
        self._shell.workspace.ask(file_facts.facts, owner=self, done=self._show_facts)
        self.show_backups()

    def _show_facts(self, facts: FileFacts) -> None:
        size = self._shell.workspace.path

        def words() -> str:
            people = ngettext("{n} customer", "{n} customers", facts.contacts)
            sales = ngettext("{n} sale", "{n} sales", facts.sales)
            parts = [
                people.format(n=formats.integer(facts.contacts)),
                sales.format(n=formats.integer(facts.sales)),
            ]
            if size is not None and size.exists():
                parts.append(megabytes(size.stat().st_size))
            return " · ".join(parts)

        def backed_up() -> str:
            when = facts.last_backup_at
            if when is None:
                return _("Never backed up. A backup is a checked copy beside the file.")
            day = formats.date_long(when.astimezone().date())
            return _("Last backup {day} {time}").format(day=day, time=formats.time_of_day(when))

        self.holds.say_help(words)
        self.last.say(backed_up)

    # backups

    def backup_folder(self) -> Path | None:
        """The folder of backups beside the file."""
        path = self._shell.workspace.path
        return path.with_name(f"{path.stem}-backups") if path is not None else None

    def show_backups(self) -> None:
        """List the latest backups of this file."""
        clear(self._list)
        folder = self.backup_folder()
        if folder is None or not folder.is_dir():
            return
        found = sorted(folder.glob(f"*{paths.DATA_SUFFIX}"), reverse=True)[:_BACKUPS]
        for copy in found:
            size = Label(megabytes(copy.stat().st_size), "body", "text3")
            use = Button(
                lambda: _("Restore"),
                kind="link",
                small=True,
                on=partial(self.ask_restore, copy),
            )
            self._list.addWidget(
                SettingRow(copy.name, "", plain(row(size, use, gap=12)), wide=False)
            )

    def back_up(self) -> None:
        """Make a checked copy while working goes on."""
        self.backup.setEnabled(False)
        self._shell.workspace.back_up(
            None, owner=self, done=self._backed_up, failed=self._not_backed_up
        )

    def _backed_up(self, copy: Path) -> None:
        self.backup.setEnabled(True)
        self._shell.toast(_("Backed up to {name}").format(name=copy.name), "shield-check")
        self.refresh()

    def _not_backed_up(self, problem: BaseException) -> None:
        self.backup.setEnabled(True)
        self._shell.show_problem(problem)

    def choose_backup(self) -> None:
        """Ask for a backup, then whether to put it in the place of this file."""
        start = self.backup_folder() or paths.default_data_folder()
        name, _kind = QFileDialog.getOpenFileName(
            self.window(), _("Choose a backup"), str(start), _filter()
        )
        if name:
            self.ask_restore(Path(name))

    def ask_restore(self, copy: Path) -> None:
        """Ask before the present file is replaced."""
        confirm(
            self,
            lambda: _("Go back to {name}?").format(name=copy.name),
            lambda: _(
                "The file becomes what it was then. What it is now is backed up first, "
                "so you can come back."
            ),
            lambda: _("Restore"),
            lambda: self._restore(copy),
            kind="primary",
        )

    def _restore(self, copy: Path) -> None:
        toast = self._shell.toast

        def told(kept: Path | None) -> None:
            said = _("Restored {name}").format(name=copy.name)
            if kept is not None:
                said = _("Restored. What was there is kept in {name}").format(name=kept.name)
            toast(said, "shield-check")

        self._shell.workspace.restore(copy, done=told)

    # files

    def open_folder(self) -> None:
        """Show the file in the system's file manager."""
        path = self._shell.workspace.path
        if path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def open_other(self) -> None:
        """Ask for another data file and open it."""
        self._ask(QFileDialog.getOpenFileName, _("Open a data file"), self._shell.open_file)

    def new_file(self) -> None:
        """Ask for a name and make a new data file."""
        self._ask(QFileDialog.getSaveFileName, _("New data file"), self._shell.new_file)

    def _ask(self, dialog: Callable[..., Any], title: str, then: Callable[[Path], object]) -> None:
        name, _kind = dialog(self.window(), title, str(unused_path()), _filter())
        if name:
            path = Path(name)
            if path.suffix != paths.DATA_SUFFIX:
                path = path.with_name(path.name + paths.DATA_SUFFIX)
            then(path)


def megabytes(size: int) -> str:
    """``5.4 MB``."""
    return f"{size / 1_000_000:.1f} MB"


def _filter() -> str:
    return _("Data files") + f" (*{paths.DATA_SUFFIX})"

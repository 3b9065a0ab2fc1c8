"""The regular export: where to, how often, and one at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import formats, paths
from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.exchange.scheduled_export import Every
from crm_desktop.ui.page import Shell
from crm_desktop.ui.settings.setting_row import SettingRow
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.layout import column

_EXPLAINED = N_(
    "Everything in open formats, written by itself, for another program or for keeping."
)


class ExportPlan(QWidget):
    """A change is kept at once, for this computer; ``ScheduledExport`` acts on it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.choose = Button(lambda: _("Choose folder…"), small=True, on=self.ask_folder)
        self.every = ComboBox(
            [
                (Every.NEVER.value, lambda: _("Never")),
                (Every.DAY.value, lambda: pgettext("every", "Day")),
                (Every.WEEK.value, lambda: pgettext("every", "Week")),
                (Every.MONTH.value, lambda: pgettext("every", "Month")),
            ]
        )
        self.every.activated.connect(lambda _index: self._keep(every=self.every.value()))
        self.where = SettingRow(lambda: _("Folder"), "", self.choose, wide=False, first=True)
        self.often = SettingRow(lambda: _("How often"), "", self.every, wide=True)
        card = Card(lambda: _("Regular export"))
        card.body.addWidget(self.where)
        card.body.addWidget(self.often)
        self.setLayout(column(card))

    def refresh(self) -> None:
        """Show the plan of the open file."""
        file = self._shell.workspace.path
        if file is None:
            return
        plan = self._shell.preferences.export_plan(file)
        self.every.set_value(plan["every"])
        self.every.setEnabled(bool(plan["folder"]))
        self.where.say_help(plan["folder"] or (lambda: _(_EXPLAINED)))
        last = dt.date.fromisoformat(plan["last"]) if plan["last"] else None
        self.often.say_help(
            lambda: _("Last on {day}").format(day=formats.date_long(last)) if last else ""
        )

    def ask_folder(self) -> None:
        """Ask for the folder; the first time it is then written every week."""
        chosen = QFileDialog.getExistingDirectory(
            self.window(), _("Regular export"), str(paths.documents())
        )
        if chosen:
            self._keep(folder=str(Path(chosen)), every=self.every.value() or Every.WEEK.value)

    def _keep(self, **changes: str) -> None:
        file = self._shell.workspace.path
        if file is not None:
            self._shell.preferences.plan_export(file, **changes)
            self.refresh()

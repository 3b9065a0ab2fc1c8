"""What is made by itself, below the options of a report, and the way to change it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reports.schedule_dialog import ScheduleDialog
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.layout import column
from crm_desktop.ui.widgets.text import Label


class ScheduleNote(QWidget):
    """``refresh`` shows the plan of the open file."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._heard = False
        self.button = Button("", "clock", small=True, on=self.ask)
        self.where = Label("", "caption", "text2", elide=True)
        self.setLayout(column(self.button, self.where, gap=4))

    def refresh(self) -> None:
        """Say what is made and where it is put."""
        if not self._heard:
            self._heard = True
            self._shell.report_maker.changed.connect(self.refresh)
        plan = self._shell.report_maker.plan()
        made = bool(plan.get("folder") and (plan["month"] or plan["week"]))
        weekly = made and not plan["month"]
        self.button.say(lambda: _words(made, weekly))
        self.where.say(plan["folder"] if made else "")
        self.where.setVisible(made)

    def ask(self) -> None:
        """Choose what is made by itself."""
        ScheduleDialog(self, self._shell).open()


def _words(made: bool, weekly: bool) -> str:
    if not made:
        return _("Save reports by themselves…")
    return _("A PDF is saved every week") if weekly else _("A PDF is saved every month")

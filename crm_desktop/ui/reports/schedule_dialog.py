"""Which reports are made by themselves each month and week, and where they are put."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from crm_desktop.core import i18n, paths
from crm_desktop.core.i18n import _
from crm_desktop.reports import schedule
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label


class ScheduleDialog(Dialog):
    """Kept for this user on this computer; ``ScheduledReports`` acts on it."""

    def __init__(self, host: QWidget, shell: Shell) -> None:
        self._shell = shell
        kept = shell.report_maker.plan()
        plan = schedule.read_plan(kept)
        self.folder = kept["folder"]
        self.where = Label("", "body", "text2", elide=True)
        self.choose = Button(lambda: _("Choose folder…"), small=True, on=self.ask_folder)
        new = not kept["folder"]
        self.months = _boxes("month", ("monthly",) if new else plan.month)
        self.weeks = _boxes("week", plan.week)
        self.language = ComboBox(
            [("zh_CN", "中文"), ("en", "English")], plan.language or i18n.language()
        )
        self._say_folder()
        super().__init__(
            host, lambda: _("Reports made by themselves"), self._content(),
            lambda: _("Save"), self._keep, width=560,
        )  # fmt: skip

    def _content(self) -> QWidget:
        about = Label(
            lambda: _(
                "When a month or week is over, its reports are saved as PDF, also for days on "
                "which the computer was off. A file that is there already is never replaced."
            ),
            "body",
            "text2",
            wrap=True,
        )
        return plain(
            column(
                about,
                Label(lambda: _("Folder"), "caption", "text2"),
                row((self.where, 1), self.choose, gap=8),
                4,
                Label(lambda: _("Every month"), "strong"),
                *_abreast(self.months),
                4,
                Label(lambda: _("Every week"), "strong"),
                *_abreast(self.weeks),
                4,
                Field(lambda: _("Language"), self.language),
                gap=8,
            )
        )

    def ask_folder(self) -> None:
        """Ask where the reports are put."""
        chosen = QFileDialog.getExistingDirectory(
            self.window(), _("Folder for reports"), self.folder or str(paths.documents())
        )
        if chosen:
            self.folder = str(Path(chosen))
            self.where.set_fg("text2")
            self._say_folder()

    def _say_folder(self) -> None:
        self.where.say(self.folder or (lambda: _("No folder is chosen yet.")))

    def _keep(self) -> bool:
        month, week = _ticked(self.months), _ticked(self.weeks)
        if (month or week) and not self.folder:
            self.where.say(lambda: _("Choose where the reports are put."))
            self.where.set_fg("redText")
            self.choose.setFocus()
            return False
        maker = self._shell.report_maker
        maker.keep(
            folder=self.folder, month=month, week=week, language=self.language.value(), problem=""
        )
        maker.look()
        return True


def _boxes(every: str, ticked: tuple[str, ...]) -> dict[str, CheckBox]:
    return {
        kind.key: CheckBox(partial(_, kind.name), kind.key in ticked)
        for kind in schedule.offered(every)
    }


def _abreast(boxes: dict[str, CheckBox]) -> list[QHBoxLayout]:
    """Two beside each other."""
    every = list(boxes.values())
    pairs = [every[start : start + 2] for start in range(0, len(every), 2)]
    return [row(*((one, 1) for one in pair), gap=8) for pair in pairs]


def _ticked(boxes: dict[str, CheckBox]) -> str:
    return ",".join(key for key, one in boxes.items() if one.isChecked())

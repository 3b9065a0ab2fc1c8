"""What Today says of reports that were made by themselves, or could not be."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _, pgettext
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.layout import clear, column, plain, row
from crm_desktop.ui.widgets.text import Icon, Label

_SHOWN = 3


class ReportOffers(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._heard = False
        self._card = Card(
            lambda: _("Reports made for you"), link=lambda: _("Take all off the list"),
            on_link=lambda: shell.report_maker.keep(offered=""),
        )  # fmt: skip
        self._rows = column(gap=6, margins=(20, 2, 16, 12))
        self._card.body.addLayout(self._rows)
        self.setLayout(column(self._card))
        self.hide()

    def refresh(self) -> None:
        """Show what was made and not looked at, and why something could not be."""
        maker = self._shell.report_maker
        if not self._heard:
            self._heard = True
            maker.changed.connect(self.refresh)
        clear(self._rows)
        offers, problem = maker.offers(), maker.plan().get("problem", "")
        if problem:
            self._rows.addWidget(self._problem_row(problem))
        for path in offers[:_SHOWN]:
            self._rows.addWidget(self._offer_row(path))
        if len(offers) > _SHOWN:
            more = pgettext("reports", "and {n} more").format(n=len(offers) - _SHOWN)
            self._rows.addWidget(Label(more, "caption", "text3"))
        self._card.link.setVisible(len(offers) > 1)
        self.setVisible(bool(offers or problem))

    def _offer_row(self, path: Path) -> QWidget:
        name = Label(path.stem, "strong", elide=True)
        where = Label(str(path.parent), "caption", "text3", elide=True)
        look = Button(lambda: _("Look at it"), small=True, on=partial(self._open, path, path))
        folder = Button(
            lambda: _("Show folder"), kind="ghost", small=True,
            on=partial(self._open, path, path.parent),
        )  # fmt: skip
        away = IconButton("x", lambda: _("Take off the list"), on=partial(self._forget, path))
        text = plain(column(name, where, gap=0))
        return plain(row(Icon("file-pdf", 18), (text, 1), look, folder, away, gap=8))

    def _problem_row(self, problem: str) -> QWidget:
        what, _newline, do = problem.partition("\n")
        said = Label(what, "strong", wrap=True)
        rest = Label(_("It is tried again by itself. {do}").format(do=do), "caption", "text2",
                     wrap=True)  # fmt: skip
        again = Button(lambda: _("Try again"), small=True, on=self._shell.report_maker.look)
        other = Button(lambda: _("Other folder…"), kind="ghost", small=True, on=self._choose)
        text = plain(column(said, rest, gap=0))
        return plain(row(Icon("warning", 18, "redText"), (text, 1), again, other, gap=8))

    def _open(self, offer: Path, path: Path) -> None:
        if not path.exists():
            self._shell.toast(_("{name} is not there any more.").format(name=path.name), "warning")
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._shell.toast(_("No program opens {name}.").format(name=path.name), "warning")
            return
        self._forget(offer)

    def _forget(self, path: Path) -> None:
        self._shell.report_maker.forget(path)

    def _choose(self) -> None:
        from crm_desktop.ui.reports.schedule_dialog import ScheduleDialog

        ScheduleDialog(self, self._shell).open()

"""Taking another shop's data file in: what would come, then one step to undo."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.shop_merge import shop_merge, shop_merge_words
from crm_desktop.services.shop_merge.shop_merge import MergeReport
from crm_desktop.services.shop_merge.shop_merge_words import Figure
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row, rule
from crm_desktop.ui.widgets.text import Label


class JoinDialog(Dialog):
    """``report`` is what taking ``path`` in would do, ``None`` while that is worked out."""

    def __init__(self, host: QWidget, shell: Shell, path: Path) -> None:
        self._host, self._shell, self._path = host, shell, path
        self.report: MergeReport | None = None
        self.note = Label("", "body", "text2", wrap=True)
        self.lines = column(gap=0)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 0)
        self.branch = LineEdit()
        self.branch_field = Field(
            lambda: _("Branch"),
            self.branch,
            lambda: _("Which shop the records belong to; may stay empty."),
        )
        content = plain(column(self.note, self.bar, self.lines, self.branch_field, gap=12))
        super().__init__(
            host,
            lambda: _("Take {name} in?").format(name=path.name),
            content,
            lambda: _("Take in"),
            self._accept_join,
            enter=True,
        )
        self.action.setEnabled(False)
        self.branch_field.hide()
        self.note.say(lambda: _("Looking at what both files hold…"))
        self._trial = shell.workspace.ask(
            shop_merge.foresee,
            path,
            owner=self,
            done=self._foreseen,
            failed=self._failed,
            progress=True,
        )
        self._trial.progressed.connect(self._show_progress)

    def _show_progress(self, done: int, total: int, _text: str) -> None:
        if total > 1:
            self.bar.setRange(0, total)
            self.bar.setValue(done)

    def _foreseen(self, report: MergeReport) -> None:
        self.report = report
        self.bar.hide()
        if not report.anything:
            self.note.say(lambda: _("Everything in there is known already."))
            return
        self.note.say(
            lambda: _(
                "Whom both files know is filled in, not doubled; nothing of yours is overwritten. "
                "The other file is not changed."
            )
        )
        for figure in shop_merge_words.figures(report):
            self.lines.addWidget(_figure_row(figure))
        self.branch_field.show()
        self.action.setEnabled(True)
        self.branch.setFocus()
        QTimer.singleShot(0, self._grow)  # once the lines are laid out

    def _failed(self, problem: BaseException) -> None:
        self.done()
        self._shell.show_problem(problem)

    def _accept_join(self) -> None:
        shell, name = self._shell, self._path.name
        shell.workspace.execute_job(
            shop_merge.ACTION,
            shop_merge.apply,
            self._path,
            self.branch.value(),
            owner=self._host,
            done=lambda _report: shell.toast(
                _("{name} taken in").format(name=name), "check-circle", undo=True
            ),
            title=lambda: _("Taking {name} in").format(name=name),
        )

    def done(self) -> None:
        """Close; what is still being worked out is not wanted any more."""
        if self._trial.running:
            self._trial.cancel()
        super().done()


def _figure_row(figure: Figure) -> QWidget:
    line = column(
        row(
            (Label(figure.label, "body", "text2", wrap=True), 1),
            Label(figure.value, "strong"),
            gap=12,
        ),
        rule(),
        gap=7,
        margins=(0, 7, 0, 0),
    )
    return plain(line)

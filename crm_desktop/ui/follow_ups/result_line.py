"""One line after something was done: what came of it, and what is next."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import N_, _
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.form import LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Icon, Label


class ResultLine(QWidget):
    """Hidden until ``ask``. Enter keeps the line, Esc or the cross leaves it; ``left`` follows.

    It leaves by itself when the follow-up is open again (Ctrl+Z) or gone, and keeps what was typed
    about one when the next is asked about.
    """

    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._task: Any = None
        self.offered: list[Button] = []
        self.line = LineEdit(lambda: _("What came of it? A day in it plans the next step"))
        self.line.setProperty("bare", True)
        self.line.returnPressed.connect(self.keep)
        self.line.textChanged.connect(self._say_meaning)
        self.meant = Label("", "caption", "accentText", elide=True)
        self._buttons = row(gap=6)
        self.close_button = IconButton("x", lambda: _("Leave it"), on=self.leave)
        first = row(
            Icon("check-circle", 17, "accentText"), (self.line, 1), self.close_button, gap=14
        )
        second = row(30, (self.meant, 1), plain(self._buttons), gap=2)
        self.setLayout(column(first, second, gap=0, margins=(21, 4, 14, 6)))
        self.hide()
        shell.workspace.changed.connect(self._look_again)

    def ask(self, task: Any) -> None:
        """Ask about a follow-up just done."""
        from crm_desktop.services.timeline import follow_up_results

        if not self.isHidden() and self._task.id != task.id:
            self.keep()
        self._task = task
        self.line.clear()
        theme.live(self, lambda: self.line.setAccessibleName(_("What came of it")))
        self._offer(self._shell.workspace.read(follow_up_results.proposals, task.id, clock.today()))
        self._say_meaning("")
        self.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, drafts: list[Any]) -> None:
        from crm_desktop.ui.contacts.follow_up_words import follow_up_kind

        for button in self.offered:
            button.hide()
            button.deleteLater()
        self.offered = []
        for draft in drafts:
            day = formats.date_relative(draft.due_on, clock.today())
            words = _("{kind} {day}").format(kind=follow_up_kind(draft.kind), day=day)
            button = Button(words, "plus", small=True, on=partial(self._plan, draft))
            self._buttons.addWidget(button)
            self.offered.append(button)

    def _plan(self, draft: Any) -> None:
        from crm_desktop.services.timeline import follow_up_results

        self._shell.workspace.execute(
            N_("Plan follow-up"), follow_up_results.plan_next, self._task.id, draft,
            self.line.value(),
        )  # fmt: skip
        when = formats.date_relative(draft.due_on, clock.today())
        said = _("Planned for {day}: {title}").format(day=when, title=draft.title)
        self._shell.toast(said, "calendar-plus", undo=True)
        self.leave()

    def keep(self) -> None:
        """Keep what was typed, if anything was."""
        from crm_desktop.services.timeline import follow_up_results

        typed = self.line.value()
        if typed:
            meant = self._shell.workspace.execute(
                N_("Note the result"), follow_up_results.note_result, self._task.id, typed
            )
            said = _("Kept, with a follow-up") if meant.title else _("Result kept")
            self._shell.toast(said, "note", undo=True)
        self.leave()

    def leave(self) -> None:
        """Ask no more."""
        self.hide()
        self.left.emit()

    def _look_again(self, changes: Changes) -> None:
        from crm_desktop.services.follow_ups import follow_ups

        if self.isHidden() or not changes.touches("follow_up"):
            return
        try:
            task = self._shell.workspace.read(follow_ups.get, self._task.id)
        except NotFound:
            self.leave()
            return
        if task.state != "done":
            self.leave()

    def _say_meaning(self, typed: str) -> None:
        from crm_desktop.services.timeline import quick_line

        words = ""
        if typed.strip() and self._task is not None:
            meant = quick_line.log_line(typed, clock.today(), self._task.kind)
            if meant.title and meant.due_on is not None:
                day = formats.date_relative(meant.due_on, clock.today())
                words = _("Next, {day}: {title}").format(
                    day=f"{day} {meant.due_time}".strip(), title=meant.title
                )
        self.meant.say(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

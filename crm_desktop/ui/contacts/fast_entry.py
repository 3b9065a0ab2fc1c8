"""Typing or pasting many customers: header, grid, keys; one save, one undo."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services import fast_entry
from crm_desktop.services.fast_entry import EntryRow, Known, Saved
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.fast_entry_grid import FastEntryGrid
from crm_desktop.ui.contacts.fast_entry_model import NAME, FastEntryModel
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.dialogs import confirm
from crm_desktop.ui.widgets.key_hints import KeyHints
from crm_desktop.ui.widgets.keys import bind_within
from crm_desktop.ui.widgets.layout import box, column, fixed_height, row
from crm_desktop.ui.widgets.text import Icon, Keycap, Label

INLINE_ROWS = 5  # more take longer than the window may wait
PAUSE_MS = 120  # after the last change, before the file is asked who is known
ACTION = N_("Add many customers")
_HINTS = (
    ("Tab", N_("next cell")),
    ("Enter", N_("next customer")),
    ("Ctrl D", N_("same as above")),
    ("Alt ↓", N_("if already there")),
    ("Ctrl Del", N_("remove row")),
    ("Ctrl Z", N_("undo")),
    ("Ctrl S", N_("save")),
)


class FastEntryView(QWidget):
    """``left`` when the user goes back to the list."""

    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._saving = False
        self.model = FastEntryModel()
        self.grid = FastEntryGrid(self.model)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.look_up)
        self._lay_out()
        self.model.edited.connect(self._edited)
        for keys in ("Ctrl+S", "Ctrl+Return"):
            bind_within(self, keys, self.save_rows)
        theme.live(self, self._show)

    def _lay_out(self) -> None:
        self.back = IconButton("arrow-left", lambda: _("Back to the customers"), on=self.left.emit)
        self.title = Label(lambda: _("Add many customers"), "title", elide=True)
        self.save = Button("", "check", "primary", keys="Ctrl S", on=self.save_rows)
        header = row(self.back, (self.title, 1), self.save, gap=8, margins=(16, 14, 20, 10))
        tip = box(
            row(
                Icon("info", 16),
                (Label(self._tip_words, "body", "text2", elide=True), 1),
                Keycap("Ctrl V"),
                gap=8,
                margins=(12, 0, 8, 0),
            ),
            well=True,
        )
        fixed_height(tip, 34)
        self.problem = Label("", "caption", "redText", wrap=True)
        self.problem.hide()
        foot = QFrame()
        foot.setProperty("bar", "top")
        foot.setLayout(row((KeyHints(_HINTS), 1), margins=(24, 1, 24, 0)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(header)
        whole.addLayout(column(tip, self.problem, gap=6, margins=(24, 0, 20, 8)))
        whole.addWidget(self.grid, 1)
        whole.addWidget(foot)

    @staticmethod
    def _tip_words() -> str:
        return _("Name, Tab, phone, Enter. Paste lines as they are, or cells from Excel.")

    # what the page asks

    def begin(self) -> None:
        """Put the cursor into the first row that is free, or where it was."""
        here = self.grid.currentIndex()
        self.grid.go(max(0, here.row()), max(NAME, here.column()))

    def begin_row(self) -> None:
        """Ctrl+N: to the fresh row."""
        self.grid.take_over()
        self.grid.go(len(self.model.rows), NAME)

    def unsaved(self) -> int:
        """Customers typed and not saved yet."""
        self.grid.take_over()
        return len(self.model.filled())

    def may_leave(self) -> bool:
        """True when nothing is lost by closing; else the user is asked."""
        count = self.unsaved()
        if not count:
            return True
        confirm(
            self,
            lambda: ngettext(
                "{n} customer is not saved yet", "{n} customers are not saved yet", count
            ).format(n=count),
            lambda: _("Save them, or drop them and close again."),
            lambda: _("Drop the rows"),
            self.model.clear,
            safer=lambda: _("Save"),
            on_safer=self.save_rows,
        )
        return False

    # what is on screen

    def _edited(self) -> None:
        self.problem.hide()
        self._pause.start()
        self._show()

    def _show(self) -> None:
        self.grid.setAccessibleName(_("Customers being entered"))
        count = len(self.model.filled())
        words = ngettext("Save {n} customer", "Save {n} customers", count).format(n=count)
        self.save.say(words if count else _("Save"))
        self.save.setEnabled(count > 0 and not self._saving)

    def look_up(self) -> None:
        """Ask the file who of the rows is there already."""
        rows = tuple(self.model.rows)
        if not rows or not self._shell.workspace.is_open:
            return

        def answered(known: Sequence[Known | None]) -> None:
            self.model.learn(rows, known)

        self._shell.workspace.ask(fast_entry.check, rows, owner=self, done=answered)

    # saving

    def save_rows(self) -> None:
        """Ctrl+S: every row in one action, or to the first that names nobody."""
        self.grid.take_over()
        for number, typed in enumerate(self.model.rows):
            if typed.nameless and not typed.blank:
                self.grid.go(number, NAME)
                self.problem.say(
                    _("Row {n} has neither a name nor a phone number.").format(n=number + 1)
                )
                self.problem.show()
                return
        rows = self.model.filled()
        if not rows or self._saving:
            return
        workspace = self._shell.workspace
        if len(rows) <= INLINE_ROWS:
            self._saved(rows, workspace.execute(ACTION, fast_entry.save, rows))
            return
        self._saving = True
        self._show()
        job = workspace.execute_job(
            ACTION,
            fast_entry.save,
            rows,
            owner=self,
            done=lambda saved: self._saved(rows, saved),
            title=lambda: _("Saving customers"),
        )
        job.ended.connect(self._ended)

    def _ended(self) -> None:
        self._saving = False
        self._show()

    def _saved(self, rows: Sequence[EntryRow], saved: Saved) -> None:
        self.grid.take_over()
        self.model.saved(rows)
        self.grid.go(len(self.model.rows), NAME)
        self._shell.toast(said(saved), "users", undo=bool(saved.made or saved.grown))


def said(saved: Saved) -> str:
    """What saving did, in one line."""
    made, grown, same = len(saved.made), len(saved.grown), saved.skipped + saved.unchanged
    parts = [
        ngettext("{n} customer saved", "{n} customers saved", made).format(n=made) if made else "",
        ngettext("{n} filled in", "{n} filled in", grown).format(n=grown) if grown else "",
        ngettext("{n} left as it was", "{n} left as they were", same).format(n=same)
        if same
        else "",
    ]
    return " · ".join(filter(None, parts))

"""The card of sticky notes on Today: the notes, and a line to write the next one on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.sticky_notes.acting import StickyNoteActing
from crm_desktop.ui.sticky_notes.note_list import StickyNoteList
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.form import LineEdit
from crm_desktop.ui.widgets.layout import plain, row, rule
from crm_desktop.ui.widgets.text import Icon

if TYPE_CHECKING:
    from crm_desktop.services.today.sticky_notes import StickyNoteRow


class StickyNotesCard(Card):
    """Hidden without notes, until ``begin`` asks for one."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(lambda: _("Sticky notes"))
        self._begun = False
        self.list = StickyNoteList()
        self.acting = StickyNoteActing(shell, self.list)
        self.line = _NoteLine()
        self.line.returnPressed.connect(self._entered)
        self.line.left.connect(self._leave)
        self.body.addWidget(self.list)
        self.body.addSpacing(theme.m(6))
        self.body.addWidget(rule())
        plus = Icon("plus", 17, "accentText")
        self.body.addWidget(plain(row(plus, (self.line, 1), gap=16, margins=(21, 5, 20, 5))))
        self.hide()

    def show_notes(self, notes: Sequence[StickyNoteRow]) -> None:
        """Show these instead."""
        self.list.set_rows(notes)
        self.list.setVisible(bool(notes))
        self.setVisible(bool(notes) or self._begun)

    def begin(self) -> None:
        """Ask for a new note."""
        self._begun = True
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _leave(self) -> None:
        self._begun = False
        self.line.clear()
        self.setVisible(bool(self.list.rows))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _entered(self) -> None:
        if self.line.value():
            self.acting.add(self.line.value())
            self.line.clear()


class _NoteLine(LineEdit):
    """``left`` follows Esc."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__(lambda: _("Write a note; a customer's name pins it to them"))
        self.setProperty("bare", True)
        theme.live(self, lambda: self.setAccessibleName(_("New sticky note")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

"""What the bell opens: the reminders that wait for an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.popover import Popover
from crm_desktop.ui.reminders import words
from crm_desktop.ui.reminders.reminder_list import HINTS, ROW, ReminderList
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.key_hints import KeyHints
from crm_desktop.ui.widgets.keys import is_undo
from crm_desktop.ui.widgets.layout import row
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

if TYPE_CHECKING:
    from crm_desktop.services.follow_ups.reminders import Reminder
    from crm_desktop.ui.reminders.watch import Reminders

_SHOWN = 6  # rows before it scrolls
_LISTED = 50
_AROUND = 140  # what stands above and below the rows


class BellPopover(Popover):
    """Follows what waits while it is open; every act of ``Reminders`` by mouse and keyboard, and
    Ctrl+Z: those let go come back, everything else is the window's ``undo``."""

    def __init__(self, anchor: QWidget, reminders: Reminders, undo: Callable[[], object]) -> None:
        super().__init__(anchor, 540)
        self._undo = undo
        self._reminders = reminders
        self.list = ReminderList()
        self.list.opened.connect(self._open)
        self.list.done_asked.connect(reminders.finish)
        self.list.snooze_asked.connect(reminders.snooze)
        self.list.let_go_asked.connect(lambda one: reminders.let_go([one]))
        self.area = ScrollArea(self.list)
        self.nothing = Label(lambda: _("Nothing to be reminded of."), "body", "text2")
        self.more = Label("", "caption", "text3")
        self.clear = Button(
            lambda: _("Let all go"), kind="link", small=True,
            on=lambda: reminders.let_go(reminders.waiting),
        )  # fmt: skip
        self.hints = KeyHints(HINTS)
        self.body.addLayout(row(Label(lambda: _("Reminders"), "card"), None, self.clear))
        for part in (self.nothing, self.area, self.more, self.hints):
            self.body.addWidget(part)
        reminders.changed.connect(self.refresh)
        theme.live(self, self.refresh)

    def start(self) -> None:
        """Show it with the keyboard in the list."""
        self.open()
        self._focus()

    def refresh(self) -> None:
        """Show what waits now."""
        waiting = self._reminders.waiting
        listed = waiting[:_LISTED]
        self.list.set_rows(listed)
        left = len(waiting) - len(listed)
        self.more.say(lambda: words.more(left))
        self.more.setVisible(left > 0)
        self.nothing.setVisible(not waiting)
        for part in (self.area, self.clear, self.hints):
            part.setVisible(bool(waiting))
        self.place()
        if self.isVisible():
            self._focus()

    def place(self) -> None:
        """As many rows as the window has room for; the others are scrolled to."""
        if hasattr(self, "area"):
            fit = (self._host.height() - theme.m(_AROUND)) // theme.m(ROW)
            rows = min(len(self.list.rows), _SHOWN, max(fit, 1))
            self.area.setFixedHeight(theme.m(ROW) * rows)
        super().place()

    def _focus(self) -> None:
        (self.list if self._reminders.waiting else self).setFocus()

    def _open(self, one: Reminder) -> None:
        self.done()
        self._reminders.open(one)

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Z before the window, whose keys rest while something lies over it."""
        if event.type() == QEvent.Type.ShortcutOverride and is_undo(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_undo(event):
            if not self._reminders.bring_back():
                self._undo()
            event.accept()
        else:
            super().keyPressEvent(event)

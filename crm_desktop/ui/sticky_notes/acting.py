"""What can be done with a sticky note: each act is written at once, with Undo."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.sticky_notes.note_list import StickyNoteList
from crm_desktop.ui.widgets.menu import MenuItem, build, calendar_menu

# Today stands before the file is open, so it must not pull in the services and SQLAlchemy.
if TYPE_CHECKING:
    from crm_desktop.services.today.sticky_notes import StickyNoteRow


class StickyNoteActing:
    """Carries out what a list of notes asks for."""

    def __init__(self, shell: Shell, notes: StickyNoteList) -> None:
        self._shell = shell
        self._list = notes
        notes.done_asked.connect(self.finish)
        notes.opened.connect(self.edit)
        notes.customer_asked.connect(self.open_customer)
        notes.day_asked.connect(self.pick_day)
        notes.remove_asked.connect(self.remove)
        notes.menu_asked.connect(self.menu)

    def add(self, typed: str) -> None:
        """Put up a note of one line."""
        from crm_desktop.services.today import sticky_notes

        self._write(sticky_notes.ADD, sticky_notes.add, typed)
        self._shell.toast(_("Note put up"), "note-pencil", undo=True)

    def finish(self, note: StickyNoteRow) -> None:
        """Tick off."""
        from crm_desktop.services.today import sticky_notes

        self._write(sticky_notes.DONE, sticky_notes.done, note.id)
        said = _("Done: {title}").format(title=note.text)
        if note.contact_name:
            said = _("Done, and kept with {name}: {title}").format(
                name=note.contact_name, title=note.text
            )
        self._shell.toast(said, undo=True)

    def remove(self, note: StickyNoteRow) -> None:
        """Take off without a trace."""
        from crm_desktop.services.today import sticky_notes

        self._write(sticky_notes.DELETE, sticky_notes.remove, note.id)
        self._shell.toast(_("Deleted: {title}").format(title=note.text), "trash", undo=True)

    def edit(self, note: StickyNoteRow) -> None:
        """Change words, colour and customer."""
        from crm_desktop.ui.sticky_notes.dialog import StickyNoteDialog

        StickyNoteDialog(self._list, self._shell, note).open()

    def pick_day(self, note: StickyNoteRow) -> None:
        """Ask for which day it becomes a follow-up."""
        number = next((i for i, one in enumerate(self._list.rows) if one.id == note.id), 0)
        corner = self._list.box(number).bottomLeft().toPoint()
        menu = calendar_menu(self._list, clock.today(), partial(self.plan, note))
        menu.popup(self._list.mapToGlobal(corner))

    def plan(self, note: StickyNoteRow, day: dt.date) -> None:
        """Make a follow-up of it."""
        from crm_desktop.services.today import sticky_notes

        self._write(sticky_notes.TO_FOLLOW_UP, sticky_notes.to_follow_up, note.id, day)
        when = formats.date_relative(day, clock.today())
        said = _("Planned for {day}: {title}").format(day=when, title=note.text)
        self._shell.toast(said, "calendar-plus", undo=True)

    def open_customer(self, note: StickyNoteRow) -> None:
        """Show whom it is pinned to."""
        if note.contact_id is not None:
            self._shell.go("contacts", OpenRecord(note.contact_id))

    def menu(self, note: StickyNoteRow, where: QPoint) -> None:
        """Everything that can be done with one."""
        from crm_desktop.services.today import sticky_notes

        pinned = note.contact_id is not None
        items: list[MenuItem | None] = [
            MenuItem(_("Done"), lambda: self.finish(note), "check-circle", "Space"),
            MenuItem(_("Edit…"), lambda: self.edit(note), "pencil-simple", "Enter"),
            MenuItem(_("Make a follow-up…"), lambda: self.pick_day(note), "calendar-plus", "F2"),
            MenuItem(_("Open customer"), lambda: self.open_customer(note), "user", "O", pinned),
            None,
        ]
        for colour in sticky_notes.COLOURS:
            label, chosen = sticky_notes.colour_name(colour), colour == note.colour
            items.append(MenuItem(label, partial(self._paint, note, colour), checked=chosen))
        items += [
            None,
            MenuItem(_("Delete"), lambda: self.remove(note), "trash", "Del", danger=True),
        ]
        build(self._list, items).popup(where)

    def _paint(self, note: StickyNoteRow, colour: str) -> None:
        from crm_desktop.services.today import sticky_notes

        self._write(N_("Change a note"), sticky_notes.paint, note.id, colour)

    def _write(self, name: str, service: Any, /, *args: Any) -> None:
        self._shell.workspace.execute(name, service, *args)

"""One sticky note changed: words, colour, and the customer it is pinned to."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.services import sticky_notes
from crm_desktop.services.sticky_notes import StickyNoteRow
from crm_desktop.ui.contacts.contact_picker import ContactPicker
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, TextArea
from crm_desktop.ui.widgets.layout import column, plain


class StickyNoteDialog(Dialog):
    """Without a customer the note is pinned to nobody."""

    def __init__(self, host: QWidget, shell: Shell, note: StickyNoteRow) -> None:
        self._shell, self._note = shell, note
        self.words = TextArea(lines=3, text=note.text)
        self.words_field = Field(lambda: _("Words"), self.words)
        self.contact = ContactPicker(shell)
        if note.contact_id is not None:
            self.contact.choose(note.contact_id, note.contact_name)
        self.contact_field = Field(lambda: _("Pinned to the customer"), self.contact)
        colours = [(one, partial(sticky_notes.colour_name, one)) for one in sticky_notes.COLOURS]
        self.colour = ComboBox(colours, note.colour)
        content = column(
            self.words_field, self.contact_field, Field(lambda: _("Colour"), self.colour), gap=12
        )
        super().__init__(
            host, lambda: _("Edit the note"), plain(content), lambda: _("Save"), self._save,
            width=420,
        )  # fmt: skip

    def _save(self) -> bool:
        if not self.words.value():
            self.words_field.set_error(lambda: _("Write what it is about."))
            self.words.setFocus()
            return False
        typed = self.contact.value()
        if typed and not self.contact.contact_id:
            self.contact_field.set_error(lambda: _("Choose one from the list, or empty it."))
            self.contact.setFocus()
            return False
        whom = self.contact.contact_id if typed else None
        self._shell.workspace.execute(
            N_("Change a note"), self._change, self.words.value(), self.colour.value(), whom
        )
        self._shell.toast(_("Note changed"), "note-pencil", undo=True)
        return True

    def _change(self, session: Any, words: str, colour: str, whom: int | None) -> None:
        sticky_notes.edit(session, self._note.id, words)
        sticky_notes.paint(session, self._note.id, colour)
        if whom != self._note.contact_id:
            sticky_notes.pin(session, self._note.id, whom)

"""One sticky note, new or changed: words, colour, and the customer it is pinned to."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.services.today import sticky_notes
from crm_desktop.services.today.sticky_notes import StickyNoteRow
from crm_desktop.ui.contacts.contact_picker import ContactPicker
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, TextArea
from crm_desktop.ui.widgets.layout import column, plain


class StickyNoteDialog(Dialog):
    """``note`` to be changed, or else a new one for ``customer``, given by id and name."""

    def __init__(
        self,
        host: QWidget,
        shell: Shell,
        note: StickyNoteRow | None = None,
        customer: tuple[int, str] | None = None,
    ) -> None:
        self._shell, self._note = shell, note
        if note is not None and note.contact_id is not None:
            customer = (note.contact_id, note.contact_name)
        self.words = TextArea(lines=3, text=note.text if note is not None else "")
        self.words_field = Field(lambda: _("Words"), self.words)
        self.contact = ContactPicker(shell)
        if customer is not None:
            self.contact.choose(*customer)
        self.contact_field = Field(lambda: _("Pinned to the customer"), self.contact)
        colours = [(one, partial(sticky_notes.colour_name, one)) for one in sticky_notes.COLOURS]
        self.colour = ComboBox(colours, note.colour if note is not None else "")
        content = column(
            self.words_field, self.contact_field, Field(lambda: _("Colour"), self.colour), gap=12
        )
        title = _title if note is None else (lambda: _("Edit the note"))
        super().__init__(host, title, plain(content), lambda: _("Save"), self._save, width=420)

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
        words, colour, workspace = self.words.value(), self.colour.value(), self._shell.workspace
        if self._note is None:
            new = partial(sticky_notes.add, colour=colour, contact_id=whom)
            workspace.execute(sticky_notes.ADD, new, words)
            self._shell.toast(_("Note put up"), "note-pencil", undo=True)
        else:
            workspace.execute(N_("Change a note"), self._change, words, colour, whom)
            self._shell.toast(_("Note changed"), "note-pencil", undo=True)
        return True

    def _change(self, session: Any, words: str, colour: str, whom: int | None) -> None:
        assert self._note is not None
        sticky_notes.edit(session, self._note.id, words)
        sticky_notes.paint(session, self._note.id, colour)
        if whom != self._note.contact_id:
            sticky_notes.pin(session, self._note.id, whom)


def _title() -> str:
    return _("New sticky note")

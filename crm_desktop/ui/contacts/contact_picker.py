"""A line in which a customer is found while typing: the same search as everywhere."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter

from crm_desktop.core.i18n import _
from crm_desktop.ui.page import Shell
from crm_desktop.ui.sales import contact_finder
from crm_desktop.ui.sales.contact_finder import FoundContact
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.form import LineEdit

_OFFERED = 8


class ContactPicker(LineEdit):
    """``contact_id`` is whom was picked, 0 while the text is only a text."""

    picked = Signal(int)

    def __init__(self, shell: Shell, placeholder: Text = "", leave_out: int = 0) -> None:
        super().__init__(placeholder or (lambda: _("Name, phone or pinyin")))
        self._shell = shell
        self._leave_out = leave_out
        self._found: list[FoundContact] = []
        self.contact_id = 0
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.textEdited.connect(self._search)
        completer.activated.connect(self._pick)

    def _search(self, typed: str) -> None:
        self.contact_id = 0
        found: list[FoundContact] = []
        if typed.strip():
            found = self._shell.workspace.read(contact_finder.find, typed, _OFFERED)
        self._found = [one for one in found if one.id != self._leave_out]
        self._words.setStringList([said(one) for one in self._found])

    def _pick(self, words: str) -> None:
        one = next((one for one in self._found if said(one) == words), None)
        if one is not None:
            self.choose(one.id, one.name)

    def choose(self, contact_id: int, name: str) -> None:
        """Take a customer."""
        self.contact_id = contact_id
        self.setText(name)
        self.picked.emit(contact_id)


def said(one: FoundContact) -> str:
    """A customer as offered: name and phone."""
    return " · ".join(filter(None, (one.name, one.phone)))

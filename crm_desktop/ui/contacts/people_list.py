"""The people at a company: face, name, role, phone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contact_panel import PersonRow
from crm_desktop.ui.contacts.phone_words import shown_phone
from crm_desktop.ui.contacts.revealing import phone_in_full
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.buttons import IconButton
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import clear, column, plain, row
from crm_desktop.ui.widgets.text import Label


class PeopleList(QWidget):
    """A click on the phone copies the number."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._column = column(gap=6)
        self.setLayout(self._column)

    def show_people(self, people: Sequence[PersonRow]) -> None:
        """Replace the people."""
        clear(self._column)
        for person in people:
            self._column.addWidget(self._line(person))

    def _line(self, person: PersonRow) -> QWidget:
        role = [person.role, _("decides") if person.decides else "", shown_phone(person.phone)]
        words = column(
            Label(person.name, "strong", elide=True),
            Label(" · ".join(part for part in role if part), "caption", "text3", elide=True),
            gap=0,
        )
        copy = IconButton("phone", lambda: _("Copy phone"), on=lambda: self._copy(person))
        copy.setVisible(bool(person.phone))
        return plain(row(Avatar(person.name, person.contact_id, size=30), (words, 1), copy, gap=10))

    def _copy(self, person: PersonRow) -> None:
        phone = phone_in_full(self._shell, person.contact_id, person.phone)
        QGuiApplication.clipboard().setText(phone)
        self._shell.toast(_("{number} copied").format(number=shown_phone(phone)), "phone")


def ask_person(host: QWidget, shell: Shell, company_id: int) -> Dialog:
    """The form that adds a person to a company."""
    name, role_, phone = LineEdit(), LineEdit(lambda: _("e.g. buyer")), LineEdit()
    decides = CheckBox(lambda: _("Decides"))
    name_field = Field(lambda: _("Name"), name)

    def save() -> bool:
        if not name.value():
            name_field.set_error(_("Type a name."))
            name.setFocus()
            return False
        draft = contacts.PersonDraft(
            name.value(),
            role_.value(),
            (phone.value(),) if phone.value() else (),
            decides.isChecked(),
        )
        shell.workspace.execute(N_("Add a person"), contacts.add_person, company_id, draft)
        shell.toast(_("{name} added").format(name=draft.name), "user-plus", undo=True)
        return True

    form = column(
        name_field,
        row((Field(lambda: _("Role"), role_), 1), (Field(lambda: _("Phone"), phone), 1), gap=12),
        decides,
        gap=12,
    )
    dialog = Dialog(
        host, lambda: _("Add a person"), plain(form), lambda: _("Add"), save, enter=True
    )
    dialog.open()
    return dialog

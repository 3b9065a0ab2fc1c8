"""The form for a new customer: a name is enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.core import phones
from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.core.names import looks_like_company
from crm_desktop.services import contact_list, contacts
from crm_desktop.services.contact_list import ContactQuery, ContactRow
from crm_desktop.ui.contacts.contact_facts import split
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit, TextArea
from crm_desktop.ui.widgets.layout import column, plain, row

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_PAUSE_MS = 250
_SHORTEST_KEY = 7  # digits below which a number is not looked up yet


class NewCustomerForm(QWidget):
    """Inputs of a new customer. A phone somebody has already is warned of, not refused."""

    def __init__(self, shell: Shell, levels: list[str]) -> None:
        super().__init__()
        self._shell = shell
        self._kind_chosen = False
        self.name = LineEdit()
        self.phone = LineEdit()
        self.wechat = LineEdit()
        self.address = LineEdit()
        self.tags = LineEdit(lambda: _("Several with a comma"))
        self.remark = TextArea(lines=2)
        self.level = ComboBox([("", lambda: _("No level")), *((one, one) for one in levels)])
        self.kind = SegControl(
            [
                Choice("person", lambda: _("Person")),
                Choice("company", lambda: _("Company")),
            ],
            small=True,
        )
        self.kind.chosen.connect(self._choose_kind)
        self.name_field = Field(lambda: _("Name"), self.name, lambda: _("The only thing needed."))
        several = lambda: _("Several with a comma")  # noqa: E731 - said again after a switch
        self.phone_field = Field(lambda: _("Phone"), self.phone, several)
        self.setLayout(
            column(
                self.name_field,
                row(self.kind, None),
                row(
                    (self.phone_field, 1),
                    (Field(lambda: _("WeChat"), self.wechat), 1),
                    gap=12,
                ),
                Field(lambda: _("Address"), self.address),
                row(
                    (Field(lambda: _("Level"), self.level), 1),
                    (Field(lambda: _("Tags"), self.tags), 1),
                    gap=12,
                ),
                Field(lambda: _("Remark"), self.remark),
                gap=10,
            )
        )
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.check_phone)
        self.phone.textChanged.connect(self._timer.start)
        self.name.textChanged.connect(self._named)

    def _choose_kind(self, _key: str) -> None:
        self._kind_chosen = True

    def _named(self, text: str) -> None:
        self.name_field.set_error("")
        if not self._kind_chosen:
            self.kind.set_current("company" if looks_like_company(text.strip()) else "person")

    def check_phone(self) -> None:
        """Say who has this number already."""
        if not self.isVisible():
            return  # saved or given up while the pause after the last digit ran
        keys = {phone.key for phone in phones.parse_phones(self.phone.text()) if phone.key}
        found: list[ContactRow] = self._shell.workspace.read(same_phone, keys) if keys else []
        if found:
            names = pgettext("list separator", ", ").join(one.name for one in found[:3])
            self.phone_field.set_error(_("{names} has this number already.").format(names=names))
        else:
            self.phone_field.set_error("")

    def draft(self) -> contacts.ContactDraft:
        """What was typed."""
        return contacts.ContactDraft(
            name=self.name.value(),
            kind=self.kind.current(),
            phones=(self.phone.value(),) if self.phone.value() else (),
            wechat=split(self.wechat.value()),
            addresses=split(self.address.value(), ";；"),
            tags=split(self.tags.value()),
            level=self.level.value(),
            remark=self.remark.value(),
        )


def same_phone(session: Session, keys: set[str]) -> list[ContactRow]:
    """Customers whose first phone is one of these keys."""
    found: list[ContactRow] = []
    for key in keys:
        digits = key.lstrip("+")
        if len(digits) < _SHORTEST_KEY:
            continue
        rows = contact_list.page(session, ContactQuery(text=digits.removeprefix("86")), 0, 20)
        found += [row for row in rows if phones.key_of(row.phone) == key]
    return found


def ask_new_customer(
    host: QWidget, shell: Shell, levels: list[str], made: Callable[[int, str], object]
) -> Dialog:
    """Open the form; ``made(id, name)`` after the customer was kept."""
    form = NewCustomerForm(shell, levels)

    def save() -> bool:
        draft = form.draft()
        if not draft.name:
            form.name_field.set_error(_("Type a name."))
            form.name.setFocus()
            return False
        contact_id = shell.workspace.execute(N_("New customer"), contacts.create, draft)
        made(contact_id, draft.name)
        return True

    dialog = Dialog(
        host,
        lambda: _("New customer"),
        plain(column(form)),
        lambda: _("Save customer"),
        save,
        enter=True,
    )
    dialog.open()
    return dialog

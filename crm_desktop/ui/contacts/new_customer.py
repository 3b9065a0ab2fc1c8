"""The form for a new customer: a name is enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.core.names import looks_like_company
from crm_desktop.services.care import duplicates
from crm_desktop.services.care.duplicates import DuplicatePair, Reason
from crm_desktop.services.contacts import contacts
from crm_desktop.ui.contacts.contact_facts import split
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit, TextArea
from crm_desktop.ui.widgets.layout import column, plain, row

_PAUSE_MS = 250


class NewCustomerForm(QWidget):
    """Inputs of a new customer. Somebody who is there already is warned of, not refused."""

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
        self._lay_out()
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.check)
        self.phone.textChanged.connect(self._timer.start)
        self.name.textChanged.connect(self._timer.start)
        self.name.textChanged.connect(self._named)

    def _lay_out(self) -> None:
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

    def _choose_kind(self, _key: str) -> None:
        self._kind_chosen = True

    def _named(self, text: str) -> None:
        self.name_field.set_error("")
        if not self._kind_chosen:
            self.kind.set_current("company" if looks_like_company(text.strip()) else "person")

    def check(self) -> None:
        """Say who may be this customer already; nothing is refused."""
        if not self.isVisible():
            return  # saved or given up while the pause after the last key ran
        name, phone = self.name.value(), self.phone.value()
        found = (
            self._shell.workspace.read(duplicates.likely, name, [phone]) if name or phone else []
        )
        by_phone = [pair for pair in found if Reason.PHONE in pair.reasons]
        self._say(self.phone_field, by_phone, N_("{names} has this number already."))
        by_name = [pair for pair in found if pair not in by_phone]
        self._say(self.name_field, by_name, N_("There is {names} already. The same?"))

    def _say(self, field: Field, pairs: Sequence[DuplicatePair], sentence: str) -> None:
        names = pgettext("list separator", ", ").join(
            " ".join(filter(None, (pair.first.name, pair.first.phone))) for pair in pairs[:3]
        )
        field.set_error(_(sentence).format(names=names) if pairs else "")

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

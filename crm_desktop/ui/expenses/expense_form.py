"""The form of an expense: how much, for what, on whom, and the receipt."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange import entered
from crm_desktop.services import expenses
from crm_desktop.services.expenses import ExpenseDraft, ExpenseRow
from crm_desktop.services.records import staff
from crm_desktop.services.settings import choices, settings
from crm_desktop.ui.assets.asset_form import read_date
from crm_desktop.ui.contacts.contact_picker import ContactPicker
from crm_desktop.ui.expenses.receipt_list import ReceiptList
from crm_desktop.ui.file_viewer import FileViewer
from crm_desktop.ui.page import Shell
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit


class ExpenseForm(Dialog):
    """``expense`` to be changed, or else a new one."""

    def __init__(
        self,
        host: QWidget,
        shell: Shell,
        viewer: FileViewer,
        expense: ExpenseRow | None = None,
    ) -> None:
        self._shell, self._expense = shell, expense
        home = shell.workspace.read(settings.get, settings.CURRENCY)
        currency = expense.currency if expense is not None else home
        typed = expense.amount_minor if expense is not None else None
        self.amount = LineEdit("0.00", entered.plain_amount(typed, currency))
        self.amount_field = Field(lambda: _("Amount"), self.amount)
        self.currency = LineEdit(home, currency)
        self.day = DateEdit(expense.spent_on if expense is not None else clock.today())
        self.day_field = Field(lambda: _("Date"), self.day)
        self.kind, self.who = self._kinds(), self._people()
        self.note = LineEdit(lambda: _("e.g. taxi to the site"), expense.note if expense else "")
        self.contact = ContactPicker(shell)
        if expense is not None and expense.contact_id is not None:
            self.contact.choose(expense.contact_id, expense.contact_name)
        self.contact_field = Field(lambda: _("Spent on the customer (may be empty)"), self.contact)
        kept = shell.workspace.read(expenses.receipts, expense.id) if expense is not None else []
        self.receipts = ReceiptList(viewer, kept)
        self.receipts_field = Field(lambda: _("Receipts"), self.receipts)
        self.receipts.refused.connect(self.receipts_field.set_error)
        self.trouble = Label("", "body", "redText", wrap=True)
        self.trouble.hide()
        title = N_("Change an expense") if expense else N_("Add an expense")
        super().__init__(
            host, partial(_, title), self._content(), lambda: _("Save"), self._save, enter=True
        )

    def _content(self) -> QWidget:
        currency = Field(lambda: _("Currency"), self.currency)
        kind = Field(lambda: _("Kind"), self.kind)
        who = Field(lambda: _("Laid out by"), self.who)
        return plain(
            column(
                row((self.amount_field, 3), (currency, 2), (self.day_field, 3), gap=12),
                row((kind, 1), (who, 1), gap=12),
                Field(lambda: _("What for"), self.note),
                self.contact_field,
                self.receipts_field,
                self.trouble,
                gap=12,
            )
        )

    def _kinds(self) -> ComboBox:
        """What the program calls kinds, and the one this expense has."""
        kinds: list[tuple[str, Text]] = [
            (kind, partial(expenses.kind_name, kind)) for kind in expenses.KINDS
        ]
        own = self._expense.kind if self._expense is not None else "travel"
        if own not in expenses.KINDS:
            kinds.append((own, own))
        return ComboBox(kinds, own)

    def _people(self) -> ComboBox:
        """Everybody who works here, and who laid it out if they left."""
        one, read = self._expense, self._shell.workspace.read
        who = one.staff_id if one is not None else read(staff.me)
        listed = read(choices.staff)
        people: list[tuple[str, Text]] = [(str(member.id), member.name) for member in listed]
        if who is None:
            people.insert(0, ("", lambda: _("Nobody named")))
        elif one is not None and who not in {member.id for member in listed}:
            people.append((str(who), one.staff))
        return ComboBox(people, str(who or ""))

    def _save(self) -> bool:
        for field in (self.amount_field, self.contact_field):
            field.set_error()
        currency = self.currency.value().strip().upper()
        try:
            minor = entered.amount(self.amount.value(), currency)
        except UserError as problem:
            self.amount_field.set_error(str(problem))
            self.amount.setFocus()
            return False
        right, day = read_date(self.day, self.day_field)
        typed = self.contact.value()
        if typed and not self.contact.contact_id:
            self.contact_field.set_error(lambda: _("Choose one from the list, or empty it."))
            self.contact.setFocus()
            return False
        if not right:
            return False
        draft = ExpenseDraft(
            amount_minor=minor,
            spent_on=day,
            kind=self.kind.value(),
            note=self.note.value(),
            contact_id=self.contact.contact_id if typed else None,
            staff_id=int(self.who.value()) if self.who.value() else None,
            currency=currency,
        )
        return self._write(draft)

    def _write(self, draft: ExpenseDraft) -> bool:
        workspace = self._shell.workspace
        try:
            if self._expense is not None:
                workspace.execute(
                    expenses.EDIT_ACTION, expenses.edit, self._expense.id, draft,
                    self.receipts.new, self.receipts.gone,
                )  # fmt: skip
            else:
                workspace.execute(expenses.ADD_ACTION, expenses.add, draft, self.receipts.new)
        except UserError as problem:
            self.trouble.say(str(problem))
            self.reveal(self.trouble)
            return False
        said = _("Expense changed") if self._expense is not None else _("Expense kept")
        self._shell.toast(said, "wallet", undo=True)
        return True

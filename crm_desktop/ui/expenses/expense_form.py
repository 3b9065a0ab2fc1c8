"""The form of an expense: how much, for what, on whom, and the receipt."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import clock
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.services import expenses
from crm_desktop.services.expenses import ExpenseDraft, ExpenseRow
from crm_desktop.services.settings import settings
from crm_desktop.ui.assets.asset_form import read_date
from crm_desktop.ui.contacts.contact_picker import ContactPicker
from crm_desktop.ui.page import Shell
from crm_desktop.ui.sales import entered
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit


class ExpenseForm(Dialog):
    """``expense`` to be changed, or else a new one."""

    def __init__(self, host: QWidget, shell: Shell, expense: ExpenseRow | None = None) -> None:
        self._shell, self._expense = shell, expense
        home = shell.workspace.read(settings.get, settings.CURRENCY)
        self._currency = expense.currency if expense is not None else home
        typed = expense.amount_minor if expense is not None else None
        self.amount = LineEdit("0.00", entered.plain_amount(typed, self._currency))
        self.amount_field = Field(
            lambda: _("Amount ({currency})").format(currency=self._currency), self.amount
        )
        self.day = DateEdit(expense.spent_on if expense is not None else clock.today())
        self.day_field = Field(lambda: _("Date"), self.day)
        kinds: list[tuple[str, Text]] = [
            (kind, partial(expenses.kind_name, kind)) for kind in expenses.KINDS
        ]
        if expense is not None and expense.kind not in expenses.KINDS:
            kinds.append((expense.kind, expense.kind))
        self.kind = ComboBox(kinds, expense.kind if expense is not None else "travel")
        self.note = LineEdit(lambda: _("e.g. taxi to the site"), expense.note if expense else "")
        self.contact = ContactPicker(shell)
        if expense is not None and expense.contact_id is not None:
            self.contact.choose(expense.contact_id, expense.contact_name)
        self.contact_field = Field(lambda: _("Spent on the customer (may be empty)"), self.contact)
        self.receipt: tuple[str, bytes] | None = None
        self.receipt_name = Label(self._kept_words(), "caption", "text2", elide=True)
        choose = Button(lambda: _("Receipt…"), "paperclip", small=True, on=self.choose)
        content = column(
            row((self.amount_field, 1), (self.day_field, 1), gap=12),
            row((Field(lambda: _("Kind"), self.kind), 1), gap=12),
            Field(lambda: _("What for"), self.note),
            self.contact_field,
            row(choose, (self.receipt_name, 1), gap=10),
            gap=12,
        )
        super().__init__(
            host,
            (lambda: _("Change an expense")) if expense else (lambda: _("Add an expense")),
            plain(content),
            lambda: _("Save"),
            self._save,
            enter=True,
        )

    def _kept_words(self) -> str:
        if self._expense is not None and self._expense.receipts:
            files = self._shell.workspace.read(expenses.receipts, self._expense.id)
            return " · ".join(file.name for file in files)
        return _("A photo or a PDF, kept in the data file")

    def choose(self) -> None:
        """Ask which file the receipt is."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self.window(),
            _("Choose the receipt"),
            "",
            _("Receipts (*.jpg *.jpeg *.png *.pdf)"),
        )
        if chosen:
            self.take(Path(chosen))

    def take(self, path: Path) -> None:
        """Take a file as the receipt; it is looked at when saved."""
        try:
            self.receipt = (path.name, expenses.read_receipt(path))
        except UserError as problem:
            self._shell.toast(str(problem), "warning")
            return
        self.receipt_name.say(path.name)

    def _save(self) -> bool:
        for field in (self.amount_field, self.contact_field):
            field.set_error()
        try:
            minor = entered.amount(self.amount.value(), self._currency)
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
            currency=self._currency,
        )
        return self._write(draft)

    def _write(self, draft: ExpenseDraft) -> bool:
        workspace = self._shell.workspace
        try:
            if self._expense is not None:
                workspace.execute(
                    expenses.EDIT_ACTION, expenses.edit, self._expense.id, draft, self.receipt
                )
            else:
                workspace.execute(expenses.ADD_ACTION, expenses.add, draft, self.receipt)
        except UserError as problem:
            self.amount_field.set_error(str(problem))
            return False
        said = _("Expense changed") if self._expense is not None else _("Expense kept")
        self._shell.toast(said, "wallet", undo=True)
        return True

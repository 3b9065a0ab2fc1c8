"""One customer's account: every sale and payment with its balance, and money in and out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.payments import accounts, payment_habit, payments
from crm_desktop.services.payments.accounts import Account, Entry
from crm_desktop.services.payments.payment_habit import Standing
from crm_desktop.ui.page import OpenRecord, Shell, bare_column
from crm_desktop.ui.receivables import columns, money_dialogs
from crm_desktop.ui.receivables.columns import ListRows
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.table_model import TableModel
from crm_desktop.ui.widgets.text import Label

_MONEY_IN = ("payment", "deposit", "refund")


class AccountView(QWidget):
    """``show_account`` begins; ``left`` goes back to the list, ``statement_asked`` to paper."""

    left = Signal()
    statement_asked = Signal(int, str, str)  # contact id, name, currency

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._contact_id, self._currency = 0, ""
        self.account: Account | None = None
        self.stands: Standing | None = None
        self.model = TableModel(columns.account_columns("CNY"), columns.describe_entry)
        self.table = RecordTable(self.model, checkable=False)
        self.title = Label("", "title", elide=True)
        self.facts = Label("", "body", "text2", elide=True)
        self.warning = Label("", "strong", "redText", elide=True)
        self.money = SegControl([Choice("", "")], small=True)
        self.pay = Button(lambda: _("Record payment"), "wallet", "primary", on=self.receive)
        self.paper = Button(lambda: _("Statement of account"), "file-pdf", keys="Ctrl P",
                            on=self.ask_statement)  # fmt: skip
        self.more = IconButton("dots-three", lambda: _("More"), on=self._show_more)
        self._lay_out()
        self.money.chosen.connect(self._choose_currency)
        self.table.opened.connect(self._open)
        self.table.previewed.connect(self._open)
        self.table.menu_asked.connect(self._show_menu)
        self.table.archive_asked.connect(self._take_back_current)
        self.table.left.connect(self.left)

    def _lay_out(self) -> None:
        back = IconButton("arrow-left", lambda: _("Back to the list"), keys="Esc",
                          on=self.left.emit)  # fmt: skip
        self.header = plain(
            row(back, (self.title, 1), self.money, self.more, self.paper, self.pay, gap=8,
                margins=(16, 14, 24, 10))
        )  # fmt: skip
        whole = bare_column(self)
        whole.addWidget(self.header)
        whole.addWidget(plain(column(self.facts, self.warning, gap=4, margins=(24, 0, 24, 10))))
        whole.addWidget(self.table, 1)

    def show_account(self, contact_id: int, currency: str = "") -> None:
        """Show the whole account of a customer."""
        self._contact_id, self._currency = contact_id, currency
        self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Read it again, if one is shown."""
        if not self._contact_id:
            return
        read = self._shell.workspace.read
        made: Account = read(accounts.account, self._contact_id, currency=self._currency)
        stands: Standing = read(
            payment_habit.standing, self._contact_id, clock.today(), made.currency
        )
        self.account, self.stands, self._currency = made, stands, made.currency
        self.title.say(made.name)
        self.facts.say(lambda: payment_habit.facts(stands) or _("owes nothing"))
        self.warning.say(partial(payment_habit.warning, stands))
        self.warning.setVisible(bool(payment_habit.warning(stands)))
        self.money.setVisible(bool(made.others))
        self.money.set_choices([Choice(one, one) for one in sorted((made.currency, *made.others))])
        self.money.set_current(made.currency)
        self.table.columns.declare(columns.account_columns(made.currency))
        present = self.table.current_row()
        self.table.show_source(
            ListRows(made.entries[::-1]), present.id if present is not None else None
        )

    def _choose_currency(self, currency: str) -> None:
        self._currency = currency
        self.refresh()

    # money in and out

    def receive(self) -> None:
        """One payment for several sales."""
        self._ask(money_dialogs.ReceiveDialog)

    def _ask(self, dialog: type[money_dialogs.MoneyDialog]) -> None:
        if self.account is not None:
            made = self.account
            dialog(self, self._shell, made.contact_id, made.name, made.currency).open()

    def ask_statement(self) -> None:
        """The statement of this account."""
        if self.account is not None:
            made = self.account
            self.statement_asked.emit(made.contact_id, made.name, made.currency)

    def _show_more(self) -> None:
        contact = OpenRecord(self._contact_id)
        items: list[MenuItem | None] = [
            MenuItem(
                lambda: _("Take a deposit"),
                partial(self._ask, money_dialogs.DepositDialog),
                "plus",
            ),
            MenuItem(
                lambda: _("Recharge stored value"),
                partial(self._ask, money_dialogs.RechargeDialog),
                "wallet",
            ),
            MenuItem(
                lambda: _("Give money back"),
                partial(self._ask, money_dialogs.RefundDialog),
                "arrow-left",
            ),
        ]
        if self.stands is not None and self.stands.credit_minor + self.stands.bonus_minor:
            use = partial(money_dialogs.use_credit, self._shell, self._contact_id, self._currency)
            items.append(MenuItem(lambda: _("Pay open sales with credit"), use, "wallet"))
        items += [
            None,
            MenuItem(
                lambda: _("Open the customer"),
                partial(self._shell.go, "contacts", contact),
                "users",
            ),
        ]
        menu.popup_below(self.more, items)

    # one line

    def _open(self, entry: Entry) -> None:
        if entry.kind not in _MONEY_IN:
            self._shell.go("sales", OpenRecord(entry.record_id))

    def _show_menu(self, entry: Entry, where: QPoint) -> None:
        if entry.kind in _MONEY_IN:
            take_back = partial(self._take_back, entry)
            item = MenuItem(lambda: _("Take it back"), take_back, "x", "Del", danger=True)
        else:
            item = MenuItem(lambda: _("Show"), partial(self._open, entry), "receipt", "Enter")
        menu.build(self, [item]).popup(where)

    def _take_back_current(self) -> None:
        entry = self.table.current_row()
        if entry is not None and entry.kind in _MONEY_IN:
            self._take_back(entry)

    def _take_back(self, entry: Entry) -> None:
        self._shell.workspace.execute(N_("Take a payment back"), payments.remove, entry.record_id)
        amount = formats.money_exact(abs(entry.paid_minor), self._currency)
        self._shell.toast(_("{amount} taken back").format(amount=amount), "x-circle", undo=True)

"""Receivables: the list of who owes what, one account, its statement; a view of the sales page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.services.payments.debtors import Debtor
from crm_desktop.ui.page import Shell
from crm_desktop.ui.receivables.account_view import AccountView
from crm_desktop.ui.receivables.debtor_list import DebtorList
from crm_desktop.ui.receivables.money_dialogs import ReceiveDialog
from crm_desktop.ui.receivables.statement_view import StatementView


class Receivables(QStackedWidget):
    """Three views, each leading back to the one before; ``left`` goes back to the sales."""

    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.list = DebtorList(shell)
        self.account = AccountView(shell)
        self.paper = StatementView(shell)
        self._before_paper: QWidget = self.list
        for view in (self.list, self.account, self.paper):
            self.addWidget(view)
            view.left.connect(self.go_back)
        self.list.account_asked.connect(lambda one: self.show_account(one.id, one.currency))
        self.list.pay_asked.connect(self._receive)
        self.list.statement_asked.connect(
            lambda one: self._show_paper(one.id, one.name, one.currency)
        )
        self.account.statement_asked.connect(self._show_paper)

    def begin(self) -> None:
        """The list, read afresh."""
        self.setCurrentWidget(self.list)
        self.refresh()
        self.take_focus()

    def refresh(self) -> None:
        """Read again what is on screen."""
        self.list.refresh()
        if self.currentWidget() is not self.list:
            self.account.refresh()
        if self.currentWidget() is self.paper:
            self.paper.make()

    def show_account(self, contact_id: int, currency: str = "") -> None:
        """The account of one customer."""
        self.setCurrentWidget(self.account)
        self.account.show_account(contact_id, currency)

    def _show_paper(self, contact_id: int, name: str, currency: str) -> None:
        self._before_paper = self.account if self.currentWidget() is self.account else self.list
        self.setCurrentWidget(self.paper)
        self.paper.show_customer(contact_id, name, currency)

    def _receive(self, one: Debtor) -> None:
        ReceiveDialog(self, self._shell, one.id, one.name, one.currency).open()

    def take_focus(self) -> None:
        """Put the keyboard into what is shown."""
        shown = self.currentWidget()
        target: QWidget = self.list.table if shown is self.list else self.account.table
        if shown is self.paper:
            target = self.paper.paper
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """Ctrl+F: the search field of the list."""
        self.setCurrentWidget(self.list)
        self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_back(self) -> bool:
        """One level back; from the list to the sales."""
        shown = self.currentWidget()
        if shown is self.list:
            self.left.emit()
        else:
            self.setCurrentWidget(self._before_paper if shown is self.paper else self.list)
            self.take_focus()
        return True

    def print_page(self) -> None:
        """Ctrl+P: the statement of the account, then the paper."""
        if self.currentWidget() is self.paper:
            self.paper.print_it()
        elif self.currentWidget() is self.account:
            self.account.ask_statement()

    def export_page(self) -> None:
        """Ctrl+E: the statement as a file."""
        if self.currentWidget() is self.paper:
            self.paper.export("pdf")
        else:
            self.print_page()

    def regions(self) -> list[QWidget]:
        """Parts that F6 jumps between."""
        if self.currentWidget() is self.paper:
            return [self.paper.header, self.paper.side, self.paper.paper]
        shown = self.account if self.currentWidget() is self.account else self.list
        return [shown.header, shown.table]

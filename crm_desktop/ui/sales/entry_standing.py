"""How the customer of the order being entered stands: owed, credit, habit, limit, what is late."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock
from crm_desktop.services.payments import payment_habit
from crm_desktop.services.payments.payment_habit import Standing
from crm_desktop.ui.page import Shell
from crm_desktop.ui.sales.batch import Batch
from crm_desktop.ui.widgets.layout import row
from crm_desktop.ui.widgets.text import Label


class EntryStanding(QWidget):
    """One line, hidden for walk-ins and for customers of whom there is nothing to say."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._known: Standing | None = None
        self.facts = Label("", "caption", "text2")
        self.warning = Label("", "caption", "redText", elide=True)
        self.setLayout(row(self.facts, (self.warning, 1), gap=12))
        self.hide()

    def forget(self) -> None:
        """Sales were saved, or money came in: read again."""
        self._known = None

    def show_batch(self, batch: Batch, line: int) -> None:
        """Follow the order of ``line``; all unsaved orders of its customer count."""
        order = batch.order_of(min(line, len(batch) - 1))
        contact_id = order.buyer.contact_id if order is not None else None
        if contact_id is None:
            self.hide()
            return
        if self._known is None or self._known.contact_id != contact_id:
            self._known = self._shell.workspace.read(
                payment_habit.standing, contact_id, clock.today()
            )
        adding = sum(
            max(0, one.owed_minor) for one in batch.orders() if one.buyer.contact_id == contact_id
        )
        stands = payment_habit.after(self._known, adding)
        self.facts.say(partial(payment_habit.facts, self._known))
        self.warning.say(partial(payment_habit.warning, stands))
        self.setVisible(bool(payment_habit.facts(self._known) or payment_habit.warning(stands)))

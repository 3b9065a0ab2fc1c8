"""What the rows of Today's small cards have done to them: written at once, with Undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.assets.warranties import WarrantyRow
from crm_desktop.services.contacts import reach
from crm_desktop.services.contacts.reach import Reach
from crm_desktop.services.deals.deal_list import DealRow
from crm_desktop.services.figures.replenishment import ReplenishmentRow
from crm_desktop.services.records import masking
from crm_desktop.services.records.birthdays import BirthdayRow
from crm_desktop.services.sales import sales
from crm_desktop.services.today import care_steps
from crm_desktop.services.today.dashboard import OwedRow
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.sales.payment_dialog import PaymentDialog
from crm_desktop.ui.today import words


class CardActs:
    """``currency`` is that of the amounts owed."""

    def __init__(self, host: QWidget, shell: Shell, currency: str) -> None:
        self._host, self._shell, self._currency = host, shell, currency

    def act(self, row: Any, name: str) -> None:
        """Carry out one act of a card's row; acts are named in cards.py."""
        acts: dict[str, Callable[[Any], object]] = {
            "plan": self._plan,
            "call": self._call,
            "write": self._write,
            "open": self._open,
            "pay": self._pay,
            "greeted": self._greeted,
            "sale": lambda owed: self._shell.go("sales", OpenRecord(owed.sale_id)),
        }
        acts[name](row)

    def _plan(self, row: Any) -> None:
        today = clock.today()
        if isinstance(row, OwedRow):
            owed = formats.money_whole(row.open_minor, self._currency)
            self._make(today, care_steps.collect, row.sale_id, owed, today)
        elif isinstance(row, ReplenishmentRow):
            self._make(today, care_steps.reorder, row.contact_id, row.what, row.due_on, today)
        elif isinstance(row, WarrantyRow):
            self._make(today, care_steps.renew, row.contact_id, row.what, row.until, today)
        elif isinstance(row, BirthdayRow):
            self._make(row.on, care_steps.greet, row.contact_id, row.name, row.on)

    def _make(self, day: dt.date, service: Callable[..., int], *facts: Any) -> None:
        self._shell.workspace.execute(N_("Plan follow-up"), service, *facts)
        when = formats.date_relative(day, clock.today())
        self._shell.toast(_("Planned: {day}").format(day=when), "calendar-plus", undo=True)

    def _greeted(self, row: BirthdayRow) -> None:
        self._shell.workspace.execute(
            N_("Record birthday wishes"), care_steps.greeted, row.contact_id, row.name
        )
        said = _("Noted: {name} was greeted.").format(name=row.name)
        self._shell.toast(said, "gift", undo=True)

    def _pay(self, row: OwedRow) -> None:
        sale = self._shell.workspace.read(sales.detail, row.sale_id)
        PaymentDialog(self._host, self._shell, sale).open()

    def _call(self, row: Any) -> None:
        self._copy(row, self._reach(row).phone, "phone")

    def _write(self, row: Any) -> None:
        self._copy(row, self._reach(row).account, "chat-circle-dots")

    def _reach(self, row: Any) -> Reach:
        found: Reach = self._shell.workspace.read(reach.reach, row.contact_id)
        if found.masked and row.contact_id is not None:
            self._shell.workspace.record(masking.REVEAL_ACTION, masking.reveal, row.contact_id)
        return found

    def _copy(self, row: Any, text: str, icon: str) -> None:
        name = row.contact_name if isinstance(row, DealRow) else row.name
        if not text:
            self._shell.toast(words.unreachable(name), "info")
            return
        QGuiApplication.clipboard().setText(text)
        said = _("{account} of {name} copied.").format(account=text, name=name)
        self._shell.toast(said, icon)

    def _open(self, row: Any) -> None:
        if row.contact_id is not None:
            self._shell.go("contacts", OpenRecord(row.contact_id))

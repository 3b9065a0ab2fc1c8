"""Receivables: the list of debtors, an account, money in and out, the statement."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.db.models import Contact
from crm_desktop.services.follow_ups import follow_up_list
from crm_desktop.services.follow_ups.follow_up_list import FollowUpQuery
from crm_desktop.services.payments import accounts, payments, stored_value
from crm_desktop.services.settings import settings
from crm_desktop.ui.page import NewRecord
from crm_desktop.ui.receivables.account_view import AccountView
from crm_desktop.ui.receivables.debtor_list import CollectDialog, DebtorList
from crm_desktop.ui.receivables.money_dialogs import (
    DepositDialog,
    ReceiveDialog,
    RechargeDialog,
    RefundDialog,
)
from crm_desktop.ui.sales.page import SalesPage
from tests.ui.sales.conftest import HARVEST, LEE, TODAY


@pytest.fixture
def debtors_list(page: SalesPage, qtbot: QtBot) -> DebtorList:
    page.list.tabs.chosen.emit("receivables")
    shown = page.owed.list
    qtbot.waitUntil(lambda: shown.found is not None and shown.unpaid is not None)
    return shown


@pytest.fixture
def account(page: SalesPage, debtors_list: DebtorList, qtbot: QtBot) -> AccountView:
    debtors_list.table.select_number(0)
    qtbot.keyClick(debtors_list.table, Qt.Key.Key_Return)
    shown = page.owed.account
    assert shown.isVisible()
    return shown


def owed(page: SalesPage, contact: int) -> int:
    found: int = page.shell.workspace.read(accounts.balance, contact, TODAY, "CNY")
    return found


def test_debtors_stand_by_amount_and_narrow_by_tab_and_letters(
    debtors_list: DebtorList, qtbot: QtBot
) -> None:
    table = debtors_list.table
    assert [table.row(n).id for n in range(debtors_list.model.rowCount())] == [HARVEST, LEE]
    assert "2 customers · owed ¥500" in debtors_list.footer.text()
    qtbot.keyClicks(table, "dani")
    qtbot.waitUntil(lambda: debtors_list.model.rowCount() == 1)
    assert table.row(0).id == LEE
    debtors_list.search.clear()
    debtors_list.show_view("late")
    assert table.row(0).ages[1] == table.row(0).owed_minor
    debtors_list.show_view("unpaid")
    assert debtors_list.model.rowCount() == 2
    assert "rescued 0%: 0 of 2" in debtors_list.footer.text()
    debtors_list.show_view("over")
    assert debtors_list.empty.isVisible()


def test_the_tab_leads_there_and_escape_back(
    page: SalesPage, debtors_list: DebtorList, qtbot: QtBot
) -> None:
    qtbot.keyClick(debtors_list.table, Qt.Key.Key_Escape)
    assert not page.collecting() and page.list.tabs.current() == "all"
    page.shell.go("sales", "receivables")
    assert page.collecting()


def test_late_customers_are_collected_from_in_one_step(
    page: SalesPage, debtors_list: DebtorList, qtbot: QtBot
) -> None:
    debtors_list.collect.click()
    dialog = debtors_list.window().findChild(CollectDialog)
    assert dialog is not None
    qtbot.keyClick(dialog.day, Qt.Key.Key_Return)
    query = FollowUpQuery("open", text="Collect ¥", today=TODAY)
    rows = page.shell.workspace.read(follow_up_list.page, query, 0, 9)
    assert [row.contact_id for row in rows] == [LEE]


def test_money_comes_in_goes_out_and_is_taken_back(
    page: SalesPage, account: AccountView, qtbot: QtBot
) -> None:
    due = owed(page, HARVEST)
    account.pay.click()
    dialog = account.window().findChild(ReceiveDialog)
    assert dialog is not None and dialog.amount.minor() == due
    dialog.amount.set_minor(due + 50_00)
    dialog.submit()
    assert owed(page, HARVEST) == -50_00
    assert account.facts.text().startswith("¥50.00 in the customer's favour")
    account._ask(RefundDialog)
    refund = account.window().findChild(RefundDialog)
    assert refund is not None and refund.amount.minor() == 50_00
    refund.submit()
    assert owed(page, HARVEST) == 0
    assert [account.table.row(n).kind for n in range(2)] == ["refund", "payment"]
    account.table.select_number(0)
    qtbot.keyClick(account.table, Qt.Key.Key_Delete)
    assert owed(page, HARVEST) == -50_00


def test_the_same_money_twice_is_asked_again(
    page: SalesPage, account: AccountView, qtbot: QtBot
) -> None:
    for _turn in range(2):
        account._ask(DepositDialog)
        dialog = account.window().findChildren(DepositDialog)[-1]
        dialog.amount.set_minor(10_00)
        dialog.submit()
    assert dialog.twin.isVisible()
    assert page.shell.workspace.read(payments.credit, HARVEST, "CNY") == 10_00
    dialog.submit()
    assert page.shell.workspace.read(payments.credit, HARVEST, "CNY") == 20_00


def test_a_recharge_proposes_the_bonus_the_shop_offers(
    page: SalesPage, account: AccountView, qtbot: QtBot
) -> None:
    workspace = page.shell.workspace
    workspace.execute("Offer", settings.put, settings.STORED_VALUE_OFFERS, "1000=100")
    account._ask(RechargeDialog)
    dialog = account.window().findChildren(RechargeDialog)[-1]
    dialog.amount.setFocus()
    dialog.amount.selectAll()
    qtbot.keyClicks(dialog.amount, "1000")
    assert dialog.bonus.minor() == 100_00
    dialog.bonus.setText("many")
    dialog.submit()
    assert dialog.isVisible() and "above zero" in dialog.bonus_field.below.text()
    dialog.bonus.set_minor(80_00)
    dialog.submit()
    has = workspace.read(stored_value.holding, HARVEST)
    assert (has.money_minor, has.bonus_minor) == (1000_00, 80_00)
    assert "bonus ¥80.00" in account.facts.text()


def test_the_statement_is_seen_and_saved(
    page: SalesPage,
    account: AccountView,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page.print_page()
    paper = page.owed.paper
    qtbot.waitUntil(lambda: paper.made is not None and paper.made.facts.pages == 1)
    out = tmp_path / "out.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    page.export_page()
    qtbot.waitUntil(out.exists)
    assert out.read_bytes().startswith(b"%PDF")
    paper.first.set_date(TODAY + dt.timedelta(days=1))
    paper.make()
    qtbot.waitUntil(paper.problem.isVisible)
    assert page.go_back() and page.owed.account.isVisible()


def test_debt_habit_and_limit_stand_over_the_sale_being_typed(
    page: SalesPage, qtbot: QtBot
) -> None:
    page.shell.go("sales", NewRecord(LEE))
    standing = page.entry.standing
    assert standing.facts.text().startswith("owes ¥216.00")
    assert "days late" in standing.warning.text()
    page.shell.workspace.execute(
        "Limit", lambda s: setattr(s.get(Contact, LEE), "credit_limit_minor", 200_00)
    )
    page.entry.begin()
    assert standing.warning.text() == "¥16.00 above the credit limit of ¥200"

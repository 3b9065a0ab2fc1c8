"""Staff: the league of a month, targets, commission with its statements, and the month's lock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from crm_desktop.core import clock, formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.commission import commission_plans, targets
from crm_desktop.services.commission import league as leagues
from crm_desktop.services.commission.commission_plans import Plan
from crm_desktop.services.commission.league import League, LeagueRow
from crm_desktop.services.commission.targets import TargetRow
from crm_desktop.services.figures.sales_figures import month_before
from crm_desktop.services.sales import month_lock
from crm_desktop.ui import theme
from crm_desktop.ui.insight.league_table import LeagueTable, sentence
from crm_desktop.ui.insight.plan_dialog import PlanDialog
from crm_desktop.ui.insight.plan_list import PlanList
from crm_desktop.ui.insight.statement_dialog import StatementDialog
from crm_desktop.ui.insight.target_list import TargetList, TargetsDialog
from crm_desktop.ui.page import Shell
from crm_desktop.ui.tabbed_page import TabPart
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.dialogs import confirm
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_TABLES = (
    "sale", "sale_line", "payment", "payment_allocation", "commission_share", "commission_plan",
    "target", "month_lock", "staff", "setting", "product", "contact",
)  # fmt: skip
_TWO_COLUMNS_FROM = 860  # design pixels of the page


class Staff(TabPart):
    """One month at a time; the arrows beside its name turn to others."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._asked = 0
        self.month = clock.today().replace(day=1)
        self.found: Found | None = None
        self.table = LeagueTable()
        self.targets = TargetList()
        self.plans = PlanList()
        self._build()
        self.table.opened.connect(self.open_statement)
        self.targets.opened.connect(lambda _one: self.set_targets())
        self.plans.opened.connect(self.edit_plan)

    def _build(self) -> None:
        before = IconButton("caret-left", lambda: _("Month before"), on=partial(self.turn, 1))
        self.after = IconButton("caret-right", lambda: _("Month after"), on=partial(self.turn, -1))
        self.title = Label(lambda: formats.month_year(self.month), "strong")
        self.state = Label("", "body", "text2", elide=True)
        self.lock = Button(_lock_words, "lock", on=self.ask_lock)
        self.all = Button(lambda: _("All statements…"), "file-pdf", on=self.open_all)
        head = row(before, self.title, self.after, (self.state, 1), self.all, self.lock, gap=8)
        self.league = Card(lambda: _("League of the month"))
        self.league.body.addWidget(self.table)
        self.note = Label("", "caption", "text3", wrap=True)
        self.league.body.addLayout(column(self.note, margins=(20, 4, 20, 10)))
        aims = Card(lambda: _("Targets"), link=lambda: _("Set them"), on_link=self.set_targets)
        self.no_targets = Label(
            lambda: _("No target is set for this month."), "body", "text3", wrap=True
        )
        earning = Card(
            lambda: _("Commission plans"),
            link=lambda: _("Add a plan"),
            on_link=partial(self.edit_plan, None),
        )
        self.no_plans = Label(
            lambda: _("Without a plan nobody earns commission."), "body", "text3", wrap=True
        )
        for card, rows, empty in (
            (aims, self.targets, self.no_targets),
            (earning, self.plans, self.no_plans),
        ):
            card.body.addWidget(rows)
            card.body.addLayout(column(empty, margins=(20, 8, 20, 8)))
            card.body.addStretch(1)
        self._below = row((aims, 1), (earning, 1), gap=16)
        self.setLayout(column(plain(head), self.league, plain(self._below), None, gap=16))

    # what it shows

    def turn(self, by: int) -> None:
        """Show the month ``by`` months earlier."""
        self.month = month_before(self.month, by)
        self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        if changes is not None and not changes.touches(*_TABLES):
            return
        self._asked += 1
        self.after.setEnabled(self.month < clock.today().replace(day=1))
        self.shell.workspace.ask(
            _read, self.month, owner=self, done=partial(self._show, self._asked)
        )

    def _show(self, asked: int, found: Found) -> None:
        if asked != self._asked:
            return
        self.found = found
        self.title.say(lambda: formats.month_year(self.month))
        self.table.show_league(found.league)
        self.league.count.say(sentence(found.league))
        without = found.league.without_cost
        self.note.say(partial(_without_cost, without) if without else "")
        self.note.setVisible(bool(without))
        self.targets.set_rows(found.targets)
        self.targets.setVisible(bool(found.targets))
        self.no_targets.setVisible(not found.targets)
        self.plans.set_rows(found.plans)
        self.plans.setVisible(bool(found.plans))
        self.no_plans.setVisible(not found.plans)
        self.lock.say(_unlock_words if found.locked else _lock_words)
        self.state.say(_locked_words if found.locked else "")

    # what a click does

    def open_statement(self, one: LeagueRow) -> None:
        """The statement of one person."""
        StatementDialog(self, self.shell, self.month, one.staff_id, one.name).open()

    def open_all(self) -> None:
        """Everybody's statements in one document."""
        StatementDialog(self, self.shell, self.month, None, "").open()

    def set_targets(self) -> None:
        """Ask for the targets of the month."""
        TargetsDialog(self, self.shell, self.month).open()

    def edit_plan(self, plan: Plan | None) -> None:
        """Change a plan, or make one."""
        PlanDialog(self, self.shell, plan).open()

    def ask_lock(self) -> None:
        """Ask before a month is locked or unlocked."""
        if self.found is None:
            return
        locked, month = self.found.locked, self.month
        confirm(
            self,
            partial(_question, month, locked),
            _unlock_facts if locked else _lock_facts,
            _unlock_words if locked else _lock_words,
            partial(self._turn_lock, locked, month),
            kind="primary",
        )

    def _turn_lock(self, locked: bool, month: dt.date) -> None:
        run = self.shell.workspace.execute
        if locked:
            run(month_lock.UNLOCK_ACTION, month_lock.unlock, month)
        else:
            run(month_lock.LOCK_ACTION, month_lock.lock, month)
        words = _("{month} is not locked.") if locked else _("{month} is locked.")
        self.shell.toast(words.format(month=formats.month_year(month)), "lock", undo=True)

    def take_focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.m(_TWO_COLUMNS_FROM)
        self._below.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What one reading gives."""

    league: League
    targets: Sequence[TargetRow]
    plans: Sequence[Plan]
    locked: bool


def _read(session: Session, month: dt.date) -> Found:
    return Found(
        leagues.league(session, month),
        targets.targets(session, month),
        commission_plans.plans(session),
        month_lock.is_locked(session, month),
    )


def _without_cost(count: int) -> str:
    words = ngettext(
        "{n} line of the shop's sales has no cost and counts for no margin.",
        "{n} lines of the shop's sales have no cost and count for no margin.",
        count,
    )
    return words.format(n=formats.integer(count))


def _question(month: dt.date, locked: bool) -> str:
    words = _("Unlock {month}?") if locked else _("Lock {month}?")
    return words.format(month=formats.month_year(month))


def _lock_facts() -> str:
    return _(
        "Its sales, returns and payments can then not be changed, by nobody and in no way. "
        "What is owed can still be paid later."
    )


def _unlock_facts() -> str:
    return _("Its sales can then change again. It stands in the log who unlocked it.")


def _lock_words() -> str:
    return _("Lock the month")


def _unlock_words() -> str:
    return _("Unlock the month")


def _locked_words() -> str:
    return _("locked: its sales can change no more")

"""Customer lifecycle: the stages with their live counts, who stands still, and moves over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from crm_desktop.core import clock, formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.contacts import territories
from crm_desktop.services.contacts.territories import TerritoryRow
from crm_desktop.services.deals import lead_grade
from crm_desktop.services.lifecycle.lifecycle import StageRow
from crm_desktop.services.settings import settings
from crm_desktop.services.summaries import stage_figures
from crm_desktop.services.summaries.stage_figures import MonthOfStages, StageCount, StalledRow
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.actions import ContactActions
from crm_desktop.ui.contacts.stage_dialog import ask_stage
from crm_desktop.ui.follow_ups.edit_dialog import plan_follow_up
from crm_desktop.ui.insight.count_list import CountList, CountRow
from crm_desktop.ui.insight.filtered import STALLED, in_stage, moved, show
from crm_desktop.ui.insight.stage_list import StageList
from crm_desktop.ui.insight.stage_months import CountsByMonth, MovesTable
from crm_desktop.ui.insight.stalled_list import StalledList
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.tabbed_page import TabPart
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.text import Label

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_TABLES = ("contact", "lifecycle_change", "lifecycle_stage", "staff", "territory", "setting")
_MONTHS = 12
_LISTED = 6  # of those who stand still; the link lists all
_TWO_COLUMNS_FROM = 860  # design pixels of the page


class Lifecycle(TabPart):
    """Every figure leads to the customers behind it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._asked = 0
        self._actions = ContactActions(shell, self)
        self.stages = StageList()
        self.stalled = StalledList()
        self.months = CountsByMonth()
        self.moves = MovesTable()
        self.grades = CountList()
        self.territories = CountList()
        self.nobody = Label(lambda: _("Nobody stays too long."), "body", "text3", wrap=True)
        self.still = Label(lambda: _("Nobody moved in this month."), "body", "text3", wrap=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        here = Card(
            lambda: _("Stages"),
            link=lambda: _("Change them"),
            on_link=lambda: self.shell.go("settings", "stages"),
        )
        here.body.addWidget(self.stages)
        here.body.addSpacing(theme.m(8))
        here.body.addStretch(1)
        self.late = Card(
            lambda: _("Too long in their stage"),
            link=lambda: _("Show all"),
            on_link=lambda: self._list_stalled(None),
        )
        self.late.body.addWidget(self.stalled)
        self.late.body.addLayout(column(self.nobody, margins=(20, 8, 20, 8)))
        self.late.body.addStretch(1)
        self.over_time = Card(lambda: _("Over time"))
        self.over_time.count.say(lambda: _("customers at the end of each month"))
        self.over_time.body.addWidget(self.months)
        self.over_time.body.addSpacing(theme.m(8))
        self.moved = Card(lambda: _("Moves"))
        self.moved.body.addWidget(self.moves)
        self.moved.body.addLayout(column(self.still, margins=(20, 0, 20, 14)))
        self.graded = self._counted(lambda: _("Leads by grade"), "grading", self.grades)
        self.handed = self._counted(lambda: _("Territories"), "territories", self.territories)
        for part in (self.nobody, self.still, self.graded, self.handed):
            part.hide()
        self._beside = row((here, 1), (self.late, 1), gap=16)
        self._below = row((self.graded, 1), (self.handed, 1), gap=16)
        below = plain(self._below)
        self.setLayout(column(plain(self._beside), self.over_time, self.moved, below, None, gap=16))

    def _counted(self, title: Text, tab: str, rows: CountList) -> Card:
        card = Card(
            title,
            link=lambda: _("Change them"),
            on_link=lambda: self.shell.go("settings", tab),
        )
        card.body.addWidget(rows)
        card.body.addSpacing(theme.m(8))
        card.body.addStretch(1)
        rows.opened.connect(lambda one: show(self.shell, one.name, one.condition))
        return card

    def _connect(self) -> None:
        self.stages.opened.connect(self._list_stage)
        self.stages.stalled_asked.connect(self._list_stalled)
        self.stalled.opened.connect(self._open_customer)
        self.stalled.act_asked.connect(self._act)
        self.stalled.menu_asked.connect(self._menu)
        self.months.chosen.connect(self._show_month)
        self.moves.opened.connect(self._list_moved)

    # what it shows

    def refresh(self, changes: Changes | None) -> None:
        if changes is not None and not changes.touches(*_TABLES):
            return
        self._asked += 1
        self.shell.workspace.ask(
            _read, owner=self, done=partial(self._show, self._asked)
        )  # fmt: skip
        self.shell.workspace.ask(
            stage_figures.months, clock.today(), _MONTHS, owner=self,
            done=partial(self._show_months, self._asked),
        )  # fmt: skip

    def _show(self, asked: int, found: _Found) -> None:
        if asked != self._asked:
            return
        counts, stalled = found.stages, found.stalled
        self.stages.set_rows(counts)
        self.stalled.set_rows(stalled)
        number = sum(one.stalled for one in counts)
        self.late.count.say(formats.integer(number) if number else "")
        self.late.link.setVisible(number > len(stalled))
        self.stalled.setVisible(bool(stalled))
        self.nobody.setVisible(not stalled)
        self.grades.set_rows([_graded(*one) for one in found.grades.items() if one[0]])
        self.graded.setVisible(any(one.count for one in self.grades.rows))
        self.territories.set_rows([_handed(one, found.currency) for one in found.territories])
        self.handed.setVisible(bool(found.territories))

    def _show_months(self, asked: int, found: Sequence[MonthOfStages]) -> None:
        if asked == self._asked:
            stages = [one.stage for one in self.stages.rows]
            self.months.show_months(stages, found)
            self._show_month()

    def _show_month(self) -> None:
        month = self.months.month()
        if month is None:
            return
        self.moves.show_month(self.months.stages, month)
        self.moved.count.say(lambda: formats.month_year(month.first))
        self.still.setVisible(not self.moves.cells())

    # what a click does

    def _list_stage(self, one: StageCount) -> None:
        show(self.shell, one.stage.name, in_stage(one.stage))

    def _list_stalled(self, one: StageCount | None) -> None:
        parts = (STALLED,) if one is None else (in_stage(one.stage), STALLED)
        show(self.shell, N_("Too long in their stage"), *parts)

    def _list_moved(self, left: StageRow, entered: StageRow) -> None:
        month = self.months.month()
        if month is not None:
            name = f"{left.name} → {entered.name}"
            show(self.shell, name, moved(left, entered, month.first))

    def _open_customer(self, one: StalledRow) -> None:
        self.shell.go("contacts", OpenRecord(one.contact_id))

    def _act(self, one: StalledRow, act: str) -> None:
        if act == "plan":
            plan_follow_up(self, self.shell, one.contact_id)
        elif act == "extend":
            self._actions.extend_stage([one.contact_id])
        else:
            start = "lost" if act == "give_up" else ""
            ask_stage(self, self.shell, [one.contact_id], one.name, start)

    def _menu(self, one: StalledRow, where: QPoint) -> None:
        def act(name: str) -> partial[None]:
            return partial(self._act, one, name)

        items = [
            MenuItem(_("Plan follow-up"), act("plan"), "calendar-plus", "F"),
            MenuItem(_("Move to a stage…"), act("move"), "arrow-right", "M"),
            MenuItem(_("Let the days begin again"), act("extend"), "hourglass", "E"),
            MenuItem(_("Open customer"), partial(self._open_customer, one), "user", "Enter"),
            None,
            MenuItem(_("Give up…"), act("give_up"), "x", "Del"),
        ]
        menu.build(self, items).popup(where)

    def take_focus(self) -> None:
        self.stages.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.m(_TWO_COLUMNS_FROM)
        for pair in (self._beside, self._below):
            pair.setDirection(
                QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
            )


@dataclass(frozen=True, slots=True)
class _Found:
    """What one reading gives."""

    stages: Sequence[StageCount]
    stalled: Sequence[StalledRow]
    grades: Mapping[str, int]
    territories: Sequence[TerritoryRow]
    currency: str


def _read(session: Session) -> _Found:
    today = clock.today()
    return _Found(
        stage_figures.counts(session, today),
        stage_figures.stalled(session, today, _LISTED),
        lead_grade.counts(session),
        territories.territories(session),
        settings.get(session, settings.CURRENCY),
    )


def _graded(letter: str, count: int) -> CountRow:
    return CountRow(letter, count, {"field": "grade", "op": "is", "value": letter})


def _handed(one: TerritoryRow, currency: str) -> CountRow:
    """``Lin · ¥12,400 spent``."""
    spent = _("{amount} spent").format(amount=formats.money_whole(one.spent_minor, currency))
    note = " · ".join(filter(None, (one.staff, spent if one.spent_minor else "")))
    return CountRow(
        one.name, one.count, {"field": "territory", "op": "is", "value": one.name}, note
    )

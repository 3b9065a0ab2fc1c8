"""The outlook: the forecast against a kept one, conversion by stage and person, wins and losses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.deals import deal_figures, forecast
from crm_desktop.services.deals.deal_figures import PersonFigure, StageFigure, Tally, WinLoss
from crm_desktop.services.deals.forecast import Comparison, Forecast
from crm_desktop.ui import theme
from crm_desktop.ui.deals import figure_lists, forecast_list
from crm_desktop.ui.deals.figure_lists import (
    PersonLine,
    PersonList,
    StageFigureList,
    TallyLine,
    TallyList,
)
from crm_desktop.ui.deals.forecast_list import (
    ChangeLine,
    ChangeList,
    Legend,
    MonthLine,
    MonthList,
)
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.choices import Choice, Tabs
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_PERIODS: Sequence[tuple[str, str]] = (
    ("year_back", N_("Last 12 months")),
    ("quarter", N_("This quarter")),
    ("year", N_("This year")),
    ("last_year", N_("Last year")),
    ("all", N_("All time")),
)
_PARTS: Sequence[tuple[str, str]] = (
    ("reasons", N_("Reasons")),
    ("competitors", N_("Competitors")),
    ("sources", N_("Sources")),
    ("stages", N_("Stages they were lost in")),
)
_CHANGES = 12
_TWO_COLUMNS_FROM = 860  # design pixels of the page


@dataclass(frozen=True, slots=True)
class _Seen:
    """Everything the outlook shows, read in one go."""

    forecast: Forecast
    kept: Sequence[dt.date]
    compared: Comparison | None
    stages: Sequence[StageFigure]
    people: Sequence[PersonFigure]
    ended: WinLoss


def period(key: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of a choice of the period."""
    year = today.replace(month=1, day=1)
    before = year - dt.timedelta(days=1)
    quarter = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
    return {
        "quarter": (quarter, today),
        "year": (year, today),
        "last_year": (before.replace(month=1, day=1), before),
        "all": (dt.date.min, dt.date.max),
    }.get(key, (today - dt.timedelta(days=365), today))


class Outlook(QWidget):
    """``listed`` when the deals behind a figure are asked for, ``opened`` for one deal."""

    listed = Signal(str, tuple)  # what the figure says, ids of the deals
    opened = Signal(int)
    stages_asked = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._asked = 0
        self._person: int | None = None
        self._person_chosen = False
        self._ended: WinLoss | None = None
        self.months, self.changes = MonthList(), ChangeList()
        self.stages, self.people, self.tallies = StageFigureList(), PersonList(), TallyList()
        self.kept = ComboBox([("", lambda: _("Compare with a kept one"))])
        self.period = ComboBox([(key, partial(_, label)) for key, label in _PERIODS])
        self.parts = Tabs([Choice(key, partial(_, label)) for key, label in _PARTS])
        self.total = Label("", "body", "text2", wrap=True)
        self.nothing = Label(
            lambda: _("No deal ended in this period."), "body", "text3", wrap=True
        )  # fmt: skip
        self._build()
        self._connect()

    def _build(self) -> None:
        self.ahead = Card(
            lambda: _("Forecast by month"),
            link=lambda: _("Keep this forecast"),
            on_link=self.keep,
        )
        self.ahead.body.addLayout(row(self.kept, (Legend(), 1), gap=16, margins=(20, 6, 20, 4)))
        self.ahead.body.addWidget(self.months)
        self.since = Card(lambda: _("What makes the difference"))
        self.since.body.addWidget(self.changes)
        self.through = Card(
            lambda: _("From stage to stage"),
            link=lambda: _("Stages…"),
            on_link=self.stages_asked.emit,
        )
        self.through.body.addWidget(self.stages)
        self.who = Card(lambda: _("By person"))
        self.who.body.addWidget(self.people)
        self.why = Card(lambda: _("Wins and losses"))
        self.why.body.addLayout(column(self.total, self.nothing, margins=(20, 4, 20, 4)))
        self.why.body.addLayout(column(self.parts, margins=(20, 0, 20, 0)))
        self.why.body.addWidget(self.tallies)
        for card in (self.ahead, self.since, self.through, self.who, self.why):
            card.body.addSpacing(theme.m(8))
            card.body.addStretch(1)
        for widget in (self.since, self.nothing):
            widget.hide()
        self._beside = row((self.through, 1), (self.who, 1), gap=16)
        when = row(Label(lambda: _("Deals of"), "body", "text2"), self.period, None)
        inside = column(
            self.ahead, self.since, when, plain(self._beside), self.why, None, gap=16,
            margins=(24, 4, 24, 24),
        )  # fmt: skip
        self.area = ScrollArea(plain(inside))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)

    def _connect(self) -> None:
        self.kept.activated.connect(lambda _index: self.refresh())
        self.period.activated.connect(lambda _index: self.refresh())
        self.parts.chosen.connect(lambda _key: self._show_part())
        self.months.opened.connect(self._list_month)
        self.changes.opened.connect(self._open_change)
        self.stages.opened.connect(self._list_stage)
        self.people.opened.connect(self._choose_person)
        self.tallies.opened.connect(self._list_tally)

    # what it shows

    def refresh(self) -> None:
        """Read everything again, in the background."""
        self._asked += 1
        kept = self.kept.value()
        today = clock.today()
        self._shell.workspace.ask(
            _read, today, dt.date.fromisoformat(kept) if kept else None,
            period(self.period.value(), today), self._person if self._person_chosen else 0,
            owner=self, done=partial(self._show, self._asked),
        )  # fmt: skip

    def _show(self, asked: int, seen: _Seen) -> None:
        if asked != self._asked:
            return
        chosen = self.kept.value() if seen.compared is not None else ""
        days = [(day.isoformat(), partial(_kept_words, day)) for day in seen.kept]
        self.kept.set_choices([("", lambda: _("Compare with a kept one")), *days], chosen)
        self.kept.setVisible(bool(days))
        self.months.set_rows(forecast_list.month_lines(seen.forecast, seen.compared))
        self._show_changes(seen.compared)
        self.stages.set_rows(seen.stages)
        self.people.set_rows([
            PersonLine(one, seen.ended.currency, self._is_chosen(one)) for one in seen.people
        ])  # fmt: skip
        name = next((line.name for line in self.people.rows if line.chosen), "")
        self.through.count.say(name)
        self.who.setVisible(bool(seen.people))
        self._show_ended(seen.ended)

    def _show_changes(self, compared: Comparison | None) -> None:
        self.since.setVisible(compared is not None)
        if compared is None:
            return
        self.changes.set_rows(forecast_list.change_lines(compared, _CHANGES))
        self.since.count.say(partial(_since_words, compared))

    def _show_ended(self, ended: WinLoss) -> None:
        self._ended = ended
        some = bool(ended.total.deal_ids)
        self.total.say(partial(_total_words, ended))
        self.total.setVisible(some)
        self.parts.setVisible(some)
        self.nothing.setVisible(not some)
        self._show_part()

    def _show_part(self) -> None:
        if self._ended is None:
            return
        found: Sequence[Tally] = getattr(self._ended, self.parts.current())
        self.tallies.set_rows(figure_lists.tally_lines(found, self._ended.currency))
        self.tallies.setVisible(bool(found))

    def _is_chosen(self, one: PersonFigure) -> bool:
        return self._person_chosen and one.staff_id == self._person

    # what a click does

    def keep(self) -> None:
        """Keep today's forecast to compare with later."""
        count = self._shell.workspace.execute(forecast.KEEP_ACTION, forecast.keep, clock.today())
        words = _("Forecast kept, {n} deals").format(n=formats.integer(count))
        self._shell.toast(words, "floppy-disk", undo=True)

    def _list_month(self, line: MonthLine) -> None:
        if line.seen is not None:
            self.listed.emit(forecast_list.month_title(line), line.seen.deal_ids)

    def _open_change(self, line: ChangeLine) -> None:
        self.opened.emit(line.change.deal_id)

    def _list_stage(self, one: StageFigure) -> None:
        self.listed.emit(one.stage, one.deal_ids)

    def _list_tally(self, line: TallyLine) -> None:
        self.listed.emit(line.name, line.tally.deal_ids)

    def _choose_person(self, line: PersonLine) -> None:
        """Show the stages of one person, or of everybody again."""
        self._person_chosen = not line.chosen
        self._person = line.figure.staff_id
        self.refresh()

    def take_focus(self) -> None:
        """Put the keyboard on the months."""
        self.months.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.m(_TWO_COLUMNS_FROM)
        self._beside.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )


def _read(
    session: Session,
    today: dt.date,
    kept: dt.date | None,
    days: tuple[dt.date, dt.date],
    person: int | None,
) -> _Seen:
    """``person`` is an id, ``None`` for deals of nobody, 0 for everybody."""
    known = forecast.kept_days(session)
    return _Seen(
        forecast=forecast.forecast(session, today),
        kept=known,
        compared=forecast.compare(session, kept, today) if kept in known and kept else None,
        stages=deal_figures.stage_figures(session, *days, staff_id=person),
        people=deal_figures.person_figures(session, *days),
        ended=deal_figures.win_loss(session, *days),
    )


def _kept_words(day: dt.date) -> str:
    return _("Kept {day}").format(day=formats.date_relative(day, clock.today()))


def _since_words(compared: Comparison) -> str:
    then = sum(one.then_minor for one in compared.months)
    now = sum(one.now_minor for one in compared.months)
    return _("kept {then}, now {now}").format(
        then=formats.money_whole(then, compared.currency),
        now=formats.money_whole(now, compared.currency),
    )


def _total_words(ended: WinLoss) -> str:
    said = figure_lists.tally_words(ended.total, ended.currency)
    rate = ended.total.win_rate_bp
    if rate is None:
        return said
    return f"{said} · " + _("win rate {rate}").format(rate=formats.percent(rate))

"""Today: figures, follow-ups done in place, money to collect, whom to think of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.page import Command, NewRecord, OpenRecord, Page, Shell, bare_column
from crm_desktop.ui.reports.report_offers import ReportOffers
from crm_desktop.ui.today import words
from crm_desktop.ui.today.cards import (
    ListCard,
    birthday_card,
    owed_card,
    reorder_card,
    warranty_card,
)
from crm_desktop.ui.today.follow_up_card import FollowUpCard
from crm_desktop.ui.today.stalled_card import decide, stalled_card
from crm_desktop.ui.today.sticky_notes import StickyNotesCard
from crm_desktop.ui.today.watch_card import open_watched, watch_card
from crm_desktop.ui.today.yesterday_card import YesterdayCard
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.kpi import KpiStrip
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

# The page stands before the file is open, so it must not pull in the services and SQLAlchemy.
if TYPE_CHECKING:
    from crm_desktop.services.today.dashboard import TodayRow
    from crm_desktop.ui.today.actions import FollowUpActions

WATCHED = (
    "contact",
    "contact_relation",
    "deal",
    "delivery",
    "follow_up",
    "payment",
    "payment_allocation",
    "product",
    "quote",
    "sale",
    "sale_line",
    "sale_return",
    "asset",
    "setting",
    "staff",
    "sticky_note",
    "stock_movement",
    "timeline_entry",
    "urge",
)
TWO_COLUMNS_FROM = 860  # page width at 100 % from which the small cards stand at the right
ACTS_BESIDE_FROM = 380  # from which the buttons fit beside each other
HEAD_BESIDE_FROM = 540  # from which the buttons fit beside the title
_MINUTE_MS = 60_000
_ANY_WIDTH = 16_777_215  # Qt's "no limit"


class TodayPage(Page):
    """Shows ``dashboard.today``, read in the background: lists first, then figures, then trends."""

    name = "today"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._today: TodayRow | None = None
        self._asked = 0
        self._stale = True  # what was read last lacks a change to its figures
        self._lined = False  # the figures are shown with their lines
        self.title = Label(self._headline, "headline", elide=True)
        self.hello = Label(self._greeting, "body", "text2", elide=True)
        self.kpis = KpiStrip()
        self.kpis.opened.connect(self._open_figure)
        self.tasks = FollowUpCard(shell)
        self.owed = owed_card(self._currency, self._day, self._planned)
        self.reorder = reorder_card(self._planned)
        self.birthdays = birthday_card(self._day, self._planned)
        self.warranties = warranty_card(self._planned)
        self.stalled = stalled_card()
        self.watch = watch_card()
        self.watch.hide()
        self.yesterday = YesterdayCard()
        self.notes = StickyNotesCard(shell)
        self.reports = ReportOffers(shell)
        self._connect()
        self._scroll = ScrollArea(self._build())
        bare_column(self).addWidget(self._scroll)
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self._look_at_clock)
        self._minute.start()

    def _build(self) -> QWidget:
        self.note = IconButton("note-pencil", lambda: _("New sticky note"), on=self.begin_note)
        new = Button(lambda: _("New follow-up"), "calendar-plus", keys="Ctrl N", on=self.new_record)
        sale = Button(
            lambda: _("Record a sale"),
            "plus",
            "primary",
            on=lambda: self.shell.go("sales", NewRecord()),
        )
        self._acts = row(self.note, new, sale, None, gap=8)
        titles = plain(column(self.title, self.hello, gap=2))
        self._head = row((titles, 1), plain(self._acts), gap=8)
        # What is left over stands below: within the card it would push the line to plan with, and
        # the money to collect, out of a small window.
        left = plain(column(self.tasks, self.owed, self.watch, self.stalled, None, gap=16))
        side = (self.notes, self.reorder, self.birthdays, self.warranties, (self.yesterday, 1))
        self._side = plain(column(*side, gap=16))
        self._columns = row((left, 1), self._side, gap=16)
        return plain(
            column(
                self._head,
                self.kpis,
                self.reports,
                (plain(self._columns), 1),
                gap=16,
                margins=(28, 22, 28, 22),
            )
        )

    def _connect(self) -> None:
        tasks = self.tasks.list
        tasks.done_asked.connect(lambda task: self.acts().finish(task))
        tasks.tomorrow_asked.connect(lambda task: self.acts().tomorrow(task))
        tasks.day_asked.connect(lambda task: self.acts().pick_day(task))
        tasks.reopen_asked.connect(lambda task: self.acts().reopen(task))
        tasks.menu_asked.connect(lambda task, where: self.acts().menu(task, where))
        tasks.act_asked.connect(self._act)
        tasks.opened.connect(self._open_task)
        self.tasks.typed.connect(lambda typed: self.acts().quick_add(typed))
        self.tasks.link_asked.connect(lambda: self.shell.go("follow_ups", "month"))
        for card in (self.owed, self.reorder, self.birthdays, self.warranties):
            card.list.opened.connect(self._open_contact)
            card.list.act_asked.connect(self._act_on_card)
        self.stalled.list.opened.connect(lambda deal: self._act_on_deal(deal, "open_deal"))
        self.stalled.list.act_asked.connect(self._act_on_deal)
        self.stalled.link_asked.connect(lambda: self.shell.go("deals"))
        self.watch.list.opened.connect(lambda row: open_watched(self.shell, row))
        self.watch.list.act_asked.connect(self._act_on_watched)
        self.watch.link_asked.connect(self._open_orders)
        self.owed.link_asked.connect(lambda: self.shell.go("sales", "receivables"))
        for card in (self.reorder, self.birthdays, self.warranties):
            card.link_asked.connect(lambda card=card: self._call_through(card))
        self.yesterday.list.opened.connect(lambda line: self.shell.go(line.page))

    # what it shows

    def refresh(self, changes: Changes | None) -> None:
        if changes is not None and not changes.touches(*WATCHED):
            return
        self.reports.refresh()
        self._asked += 1
        self._ask(_read, clock.today(), self._still_true(changes))

    def _still_true(self, changes: Changes | None) -> TodayRow | None:
        """What was read before, when no change since touches its figures."""
        if changes is None:
            # Another file or day: its figures stand without lines first.
            self._stale, self._lined = True, False
            return None
        from crm_desktop.services.today.dashboard import FIGURED

        self._stale = self._stale or changes.touches(*FIGURED)
        return None if self._stale else self._today

    def _ask(self, step: Callable[..., TodayRow], *args: Any) -> None:
        asked = self._asked
        self.shell.workspace.ask(
            step, *args, owner=self, done=lambda today: self._arrived(asked, today)
        )

    def _arrived(self, asked: int, today: TodayRow) -> None:
        from crm_desktop.services.today.dashboard import FIGURES, TRENDS, further

        if asked != self._asked:
            return
        self._stale = self._stale and today.depth < FIGURES
        self._show(today)
        if today.depth < TRENDS:
            self._ask(further, today)

    def _show(self, today: TodayRow) -> None:
        from crm_desktop.services.today.dashboard import FIGURES

        self._today = today
        self.title.say(self._headline)
        self.hello.say(self._greeting)
        figured = today.depth >= FIGURES
        # The figures' lines stay until there are new ones, or they would blink.
        if figured and (today.kpis.sales.points or not self._lined):
            self._lined = bool(today.kpis.sales.points)
            self.kpis.show_kpis(words.key_figures(today.kpis, today.currency))
        self.tasks.show_today(today)
        self.owed.show_rows(
            today.owed, formats.money_whole(today.owed_minor, today.currency) if today.owed else ""
        )
        if figured:
            count = formats.integer(today.reorder_count) if today.reorder_count else ""
            self.reorder.show_rows(today.reorder, count)
            waits = len(today.waiting)
            self.watch.setVisible(bool(waits))
            self.watch.show_rows(today.waiting, formats.integer(waits) if waits else "")
        self.birthdays.show_rows(today.birthdays, words.week_count(today))
        self.notes.show_notes(today.notes)
        ending = formats.integer(len(today.warranties)) if today.warranties else ""
        self.warranties.show_rows(today.warranties, ending)
        stalled = today.stalled
        self.stalled.setVisible(bool(stalled))
        self.stalled.show_rows(stalled, formats.integer(len(stalled)) if stalled else "")
        if today.days is not None:
            self.yesterday.show_days(today.days, today.currency)

    def retranslate(self) -> None:
        if self._today is not None:
            self._show(self._today)
        self._fit()

    def _day(self) -> dt.date:
        return self._today.day if self._today else clock.today()

    def _currency(self) -> str:
        return self._today.currency if self._today else "CNY"

    def _planned(self, contact_id: int | None) -> str:
        day = self._today.planned.get(contact_id or 0) if self._today else None
        if day is None:
            return ""
        when = formats.date_relative(day, self._day())
        return _("planned {day}").format(day=f"{when[:1].lower()}{when[1:]}")

    def _headline(self) -> str:
        return words.headline(self._day())

    def _greeting(self) -> str:
        if self._today is None:
            return ""
        hour = clock.now().astimezone().hour
        today = self._today
        return words.greeting(today.owner_name, hour, today.due_count, today.overdue_count)

    def _look_at_clock(self) -> None:
        if self._today is not None and self._today.day != clock.today():
            self.refresh(None)
        else:
            self.hello.say(self._greeting)

    # leaving

    def _open_contact(self, row: Any) -> None:
        if row.contact_id is not None:
            self.shell.go("contacts", OpenRecord(row.contact_id))

    def _open_task(self, task: Any) -> None:
        if task.contact_id is None:
            self.acts().edit(task)
        else:
            self._open_contact(task)

    def _act(self, task: Any, name: str) -> None:
        acts = self.acts()
        {"call": acts.call, "write": acts.write, "edit": acts.edit, "remove": acts.remove,
         "urge": acts.urge}[name](task)  # fmt: skip

    def _act_on_card(self, row: Any, name: str) -> None:
        from crm_desktop.ui.today.card_acts import CardActs

        CardActs(self, self.shell, self._currency()).act(row, name)

    def _act_on_deal(self, deal: Any, name: str) -> None:
        if not decide(self, self.shell, deal, name):
            self._act_on_card(deal, name)

    def _act_on_watched(self, row: Any, name: str) -> None:
        if name == "open_watched" or row.contact_id is None:
            open_watched(self.shell, row)
        else:
            self._act_on_card(row, name)

    def _open_orders(self) -> None:
        from crm_desktop.ui.quotes.parts import ShowPart

        self.shell.go("sales", ShowPart("orders"))

    def _call_through(self, card: ListCard) -> None:
        from crm_desktop.ui.calls.call_mode import call_through

        whom = dict.fromkeys(row.contact_id for row in card.rows)
        call_through(self, self.shell, list(whom))

    def _open_figure(self, key: str) -> None:
        pages = {
            "sales": "sales",
            "new": "contacts",
            "repeat": "reports",
            "owed": "sales",
            "deals": "deals",
        }
        if key in pages:
            self.shell.go(pages[key])

    def new_record(self) -> None:
        self.acts().plan()

    def begin_note(self) -> None:
        """Ask for a sticky note, where the line to write it on is seen."""
        self.notes.begin()
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.notes.line))

    def open_target(self, target: Any) -> None:
        if isinstance(target, NewRecord):
            self.acts().plan(target.contact_id)

    def acts(self) -> FollowUpActions:
        """What can be done with follow-ups; imported when first needed."""
        from crm_desktop.ui.today.actions import FollowUpActions

        return FollowUpActions(self.shell, self.tasks.list, self.tasks.ask_result)

    def commands(self) -> list[Command]:
        return [
            Command(
                "today.new", lambda: _("New follow-up"), self.new_record, "calendar-plus", "Ctrl N"
            ),
            Command("today.note", lambda: _("New sticky note"), self.begin_note, "note-pencil"),
        ]

    def focus_search(self) -> None:
        self.tasks.quick.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def regions(self) -> list[QWidget]:
        small = (self.owed, self.watch, self.stalled, self.reorder, self.birthdays, self.warranties)
        lists = [self.notes.list, *(card.list for card in small)]
        return [self.kpis, self.tasks.list, *lists, self.yesterday.list]

    def shown(self) -> None:
        self.tasks.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() / theme.scale()
        beside = QBoxLayout.Direction.LeftToRight
        below = QBoxLayout.Direction.TopToBottom
        self._head.setDirection(beside if room >= HEAD_BESIDE_FROM else below)
        self._acts.setDirection(beside if room >= ACTS_BESIDE_FROM else below)
        two = room >= TWO_COLUMNS_FROM
        self._columns.setDirection(beside if two else below)
        if two:
            self._side.setFixedWidth(min(theme.m(400), round(self.width() * 0.36)))
        else:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(_ANY_WIDTH)


def _read(session: Any, day: dt.date, known: TodayRow | None) -> TodayRow:
    from crm_desktop.services.today import dashboard

    return dashboard.today(session, day, dashboard.ROWS, known)

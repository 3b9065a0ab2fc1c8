"""Today: figures, follow-ups done in place, money to collect, whom to think of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _
from crm_desktop.services import contact_list, contacts, dashboard, follow_ups
from crm_desktop.services.dashboard import TodayRow
from crm_desktop.services.follow_ups import FollowUpDraft, FollowUpRow
from crm_desktop.ui import theme
from crm_desktop.ui.page import Command, NewRecord, OpenRecord, Page, Shell, bare_column
from crm_desktop.ui.today import words
from crm_desktop.ui.today.cards import birthday_card, owed_card, reorder_card, warranty_card
from crm_desktop.ui.today.follow_up_card import FollowUpCard
from crm_desktop.ui.today.quick_add import parse
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.kpi import KpiStrip
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.menu import MenuItem, build, calendar_menu
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

WATCHED = (
    "contact",
    "contact_relation",
    "deal",
    "follow_up",
    "payment",
    "payment_allocation",
    "sale",
    "sale_line",
    "sale_return",
    "asset",
    "setting",
    "timeline_entry",
)
TWO_COLUMNS_FROM = 860  # page width at 100 % from which the small cards stand at the right
_MINUTE_MS = 60_000
_ANY_WIDTH = 16_777_215  # Qt's "no limit"


class TodayPage(Page):
    """Shows ``dashboard.today``, read in the background; figures' trends follow."""

    name = "today"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._today: TodayRow | None = None
        self._asked = 0
        self.title = Label(self._headline, "headline", elide=True)
        self.hello = Label(self._greeting, "body", "text2", elide=True)
        self.kpis = KpiStrip()
        self.kpis.opened.connect(self._open_figure)
        self.tasks = FollowUpCard()
        self.owed = owed_card(lambda: self._today.currency if self._today else "CNY", self._day)
        self.reorder = reorder_card()
        self.birthdays = birthday_card(self._day)
        self.warranties = warranty_card()
        self._connect()
        bare_column(self).addWidget(ScrollArea(self._build()))
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self._look_at_clock)
        self._minute.start()

    def _build(self) -> QWidget:
        new = Button(lambda: _("New follow-up"), "calendar-plus", keys="Ctrl N", on=self.new_record)
        sale = Button(
            lambda: _("Record a sale"),
            "plus",
            "primary",
            on=lambda: self.shell.go("sales", NewRecord()),
        )
        head = row((plain(column(self.title, self.hello, gap=2)), 1), new, sale, gap=8)
        left = plain(column((self.tasks, 1), self.owed, gap=16))
        self._side = plain(column(self.reorder, self.birthdays, (self.warranties, 1), gap=16))
        self._columns = row((left, 1), self._side, gap=16)
        return plain(
            column(head, self.kpis, (plain(self._columns), 1), gap=16, margins=(28, 22, 28, 22))
        )

    def _connect(self) -> None:
        tasks = self.tasks.list
        tasks.done_asked.connect(self._finish)
        tasks.tomorrow_asked.connect(self._tomorrow)
        tasks.day_asked.connect(self._pick_day)
        tasks.reopen_asked.connect(self._reopen)
        tasks.opened.connect(self._open_contact)
        tasks.menu_asked.connect(self._task_menu)
        self.tasks.typed.connect(self._quick_add)
        for card in (self.owed, self.reorder, self.birthdays, self.warranties):
            card.list.opened.connect(self._open_contact)

    # what it shows

    def refresh(self, changes: Changes | None) -> None:
        if changes is not None and not changes.touches(*WATCHED):
            return
        self._asked += 1
        asked = self._asked
        self.shell.workspace.ask(
            dashboard.today,
            clock.today(),
            trends=False,
            owner=self,
            done=lambda today: self._arrived(asked, today, last=False),
        )
        self.shell.workspace.ask(
            dashboard.today,
            clock.today(),
            owner=self,
            done=lambda today: self._arrived(asked, today, last=True),
        )

    def _arrived(self, asked: int, today: TodayRow, last: bool) -> None:
        if asked != self._asked:
            return
        # The figures' lines stay while only the rest is new, or they would blink.
        self._show(today, with_figures=last or self._today is None)

    def _show(self, today: TodayRow, with_figures: bool) -> None:
        self._today = today
        self.title.say(self._headline)
        self.hello.say(self._greeting)
        if with_figures:
            self.kpis.show_kpis(words.key_figures(today.kpis, today.currency))
        self.tasks.show_today(today)
        self.owed.show_rows(
            today.owed, formats.money_whole(today.owed_minor, today.currency) if today.owed else ""
        )
        count = formats.integer(today.reorder_count) if today.reorder_count else ""
        self.reorder.show_rows(today.reorder, count)
        self.birthdays.show_rows(today.birthdays, words.week_count(today))
        ending = formats.integer(len(today.warranties)) if today.warranties else ""
        self.warranties.show_rows(today.warranties, ending)

    def retranslate(self) -> None:
        if self._today is not None:
            self._show(self._today, with_figures=True)
        self._fit()

    def _day(self) -> dt.date:
        return self._today.day if self._today else clock.today()

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

    # acting in place

    def _finish(self, task: FollowUpRow) -> None:
        self.shell.workspace.execute(_("Complete follow-up"), follow_ups.complete, task.id)
        self.shell.toast(_("Done: {title}").format(title=task.title), undo=True)

    def _tomorrow(self, task: FollowUpRow) -> None:
        day = self.shell.workspace.execute(_("Move follow-up"), follow_ups.postpone, task.id)
        self._say_moved(task, day)

    def _pick_day(self, task: FollowUpRow) -> None:
        menu = calendar_menu(self, clock.today(), lambda day: self._move(task, day))
        tasks = self.tasks.list
        number = next((i for i, row in enumerate(tasks.rows) if row is task), 0)
        corner = tasks.box(number).bottomRight().toPoint()
        menu.popup(tasks.mapToGlobal(corner - QPoint(theme.m(320), 0)))

    def _move(self, task: FollowUpRow, day: dt.date) -> None:
        self.shell.workspace.execute(_("Move follow-up"), follow_ups.reschedule, task.id, day)
        self._say_moved(task, day)

    def _say_moved(self, task: FollowUpRow, day: dt.date) -> None:
        when = formats.date_relative(day, clock.today())
        said = _("Moved to {day}: {title}").format(day=when, title=task.title)
        self.shell.toast(said, "calendar-blank", undo=True)

    def _reopen(self, task: FollowUpRow) -> None:
        self.shell.workspace.execute(_("Reopen follow-up"), follow_ups.reopen, task.id)
        said = _("Open again: {title}").format(title=task.title)
        self.shell.toast(said, "arrow-counter-clockwise", undo=True)

    def _cancel(self, task: FollowUpRow) -> None:
        self.shell.workspace.execute(_("Cancel follow-up"), follow_ups.cancel, [task.id])
        said = _("Cancelled: {title}").format(title=task.title)
        self.shell.toast(said, "x", undo=True)

    def _task_menu(self, task: FollowUpRow, where: QPoint) -> None:
        open_ = task.state != "done"
        items: list[MenuItem | None] = [
            MenuItem(_("Done"), lambda: self._finish(task), "check-circle", "Space", open_),
            MenuItem(_("Tomorrow"), lambda: self._tomorrow(task), "calendar-blank", "", open_),
            MenuItem(_("Pick…"), lambda: self._pick_day(task), "calendar-plus", "F2", open_),
        ]
        if task.contact_id is not None:
            items.append(
                MenuItem(_("Open customer"), lambda: self._open_contact(task), "user", "Enter")
            )
        items += [None, MenuItem(_("Cancel follow-up"), lambda: self._cancel(task), "x", "", open_)]
        build(self, items).popup(where)

    def _quick_add(self, typed: str) -> None:
        meant = parse(typed, clock.today())
        contact = self.shell.workspace.read(_mentioned, meant.title)
        draft = FollowUpDraft(
            meant.title, meant.due_on, meant.due_time, contact.id if contact else None
        )
        self.shell.workspace.execute(_("Plan follow-up"), follow_ups.create, draft)
        when = formats.date_relative(meant.due_on, clock.today())
        said = _("Planned for {day}: {title}").format(day=when, title=meant.title)
        self.shell.toast(said, "calendar-plus", undo=True)

    # leaving

    def _open_contact(self, row: Any) -> None:
        if row.contact_id is not None:
            self.shell.go("contacts", OpenRecord(row.contact_id))

    def _open_figure(self, key: str) -> None:
        pages = {"sales": "sales", "new": "contacts", "repeat": "reports", "owed": "sales"}
        if key in pages:
            self.shell.go(pages[key])

    def new_record(self) -> None:
        self._plan(None, _("somebody or nobody"))

    def open_target(self, target: Any) -> None:
        if isinstance(target, NewRecord) and target.contact_id:
            card = self.shell.workspace.read(_named, target.contact_id)
            self._plan(target.contact_id, card)

    def _plan(self, contact_id: int | None, name: str) -> None:
        from crm_desktop.ui.contacts.follow_up_form import ask_follow_up

        def keep(draft: FollowUpDraft) -> None:
            self.shell.workspace.execute(_("Plan follow-up"), follow_ups.create, draft)
            self.shell.toast(
                _("Planned: {title}").format(title=draft.title), "calendar-plus", undo=True
            )

        ask_follow_up(self, name, keep, contact_id)

    def commands(self) -> list[Command]:
        return [
            Command(
                "today.new", lambda: _("New follow-up"), self.new_record, "calendar-plus", "Ctrl N"
            )
        ]

    def focus_search(self) -> None:
        self.tasks.quick.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def regions(self) -> list[QWidget]:
        return [self.kpis, self.tasks.list, self.owed.list, self.reorder.list]

    def shown(self) -> None:
        self.tasks.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        two = self.width() / theme.scale() >= TWO_COLUMNS_FROM
        way = QBoxLayout.Direction.LeftToRight if two else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(way)
        if two:
            self._side.setFixedWidth(min(theme.m(400), round(self.width() * 0.36)))
        else:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(_ANY_WIDTH)


def _mentioned(session: Any, title: str) -> Any:
    """The customer whose full name is a word of ``title``, if there is exactly that one."""
    for word in title.split():
        name = word.removeprefix("给").removeprefix("找")
        if len(name) < 2:
            continue
        found = contact_list.page(session, contact_list.ContactQuery(text=name), 0, 5)
        same = [row for row in found if row.name == name]
        if len(same) == 1:
            return same[0]
    return None


def _named(session: Any, contact_id: int) -> str:
    return contacts.found(session, contact_id).name

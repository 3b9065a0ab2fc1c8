"""The calendar of the follow-ups page: its head, its views, what beside them is to be placed."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCursor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from crm_desktop.core import clock, i18n
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _
from crm_desktop.services.calendar import calendar, calendar_sheet, calendar_spans
from crm_desktop.services.calendar.calendar import CalendarRow
from crm_desktop.services.calendar.calendar_rows import Dated
from crm_desktop.services.calendar.calendar_sheet import CalendarOrder
from crm_desktop.ui import theme
from crm_desktop.ui.calendar.acting import CalendarActing
from crm_desktop.ui.calendar.agenda_view import AgendaView
from crm_desktop.ui.calendar.dragging import Dragging, Slot
from crm_desktop.ui.calendar.files import CalendarFiles
from crm_desktop.ui.calendar.header import CalendarHeader
from crm_desktop.ui.calendar.legend import Legend
from crm_desktop.ui.calendar.month_view import MonthView
from crm_desktop.ui.calendar.side import WIDTH, SidePanel
from crm_desktop.ui.calendar.time_view import TimeView
from crm_desktop.ui.calendar.view import CalendarView
from crm_desktop.ui.follow_ups.result_line import ResultLine
from crm_desktop.ui.follow_ups.view_switch import KEYS, ViewSwitch
from crm_desktop.ui.page import Shell, bare_column
from crm_desktop.ui.widgets.menu import MenuItem, popup_below

BESIDE_FROM = 1100  # scaled width of the window from which the side has its place
_MINUTE_MS = 60_000
_STEPS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class CalendarPane(QFrame):
    """Shows the days around ``anchor``, of which ``day`` is the current one, in the view that is
    set; reads in the background."""

    def __init__(self, shell: Shell, switch: ViewSwitch) -> None:
        super().__init__()
        self.setObjectName("page")
        self._shell, self.switch = shell, switch
        self.day = self.anchor = clock.today()
        self._asked = 0
        self.dragging = Dragging(self)
        self.views: dict[str, CalendarView] = {
            "day": TimeView(self.dragging),
            "week": TimeView(self.dragging),
            "month": MonthView(self.dragging),
            "agenda": AgendaView(self.dragging),
        }
        self.view = "month"
        self.legend = Legend(shell.preferences.calendar_hidden)
        self.header = CalendarHeader(self.legend, switch, self._offer)
        self.result = ResultLine(shell)
        self.acting = CalendarActing(self, shell, self.result.ask)
        self.files = CalendarFiles(self, shell, self._order)
        self.stack = QStackedWidget()
        self.main = QWidget(self)
        whole = bare_column(self.main)
        whole.addWidget(self.header)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.result)
        self.side = SidePanel(self.dragging)
        self.side.setParent(self)
        self._called = False  # the side, in a narrow window
        self._connect()
        self._connect_side()
        minute = QTimer(self, interval=_MINUTE_MS)
        minute.timeout.connect(self._minute_passed)
        minute.start()

    def _minute_passed(self) -> None:
        """The line of the present hour moves on, and at midnight today is another day."""
        if self.isVisible() and self._shell.workspace.is_open:
            self.current.update()
            if self.current.today != clock.today():
                self._ask()

    def _connect(self) -> None:
        for view in self.views.values():
            self.stack.addWidget(view)
            view.opened.connect(lambda one, _where: self.acting.open(one))
            view.menu_asked.connect(self.acting.menu)
            view.planned.connect(self.acting.plan)
            view.day_moved.connect(self._day_moved)
            view.more_asked.connect(self._offer_day)
            view.day_opened.connect(self._open_day)
            if isinstance(view, TimeView):
                view.resized.connect(self.acting.resize)
            view.move_asked.connect(self._move)
        self.dragging.dropped.connect(self.acting.move)
        self.dragging.refused.connect(self.acting.explain)
        self.header.stepped.connect(self.step)
        self.header.today_asked.connect(lambda: self.go_to(clock.today()))
        self.header.new_asked.connect(self.new_record)
        self.header.side_asked.connect(self.toggle_side)
        self.legend.changed.connect(self._kinds_chosen)
        self.result.left.connect(self.shown)

    def _connect_side(self) -> None:
        side = self.side
        for rows in (side.today, side.tray):
            rows.opened.connect(self.acting.open)
            rows.menu_asked.connect(self.acting.menu)
        side.tray.planned.connect(lambda one: self.acting.move(one, Slot(self.day)))
        side.move_overdue_asked.connect(self.acting.move_overdue)
        side.list_asked.connect(partial(self._shell.go, "follow_ups"))
        side.today_asked.connect(lambda: self._open_day(clock.today()))
        side.close_asked.connect(self.toggle_side)

    # which days

    @property
    def current(self) -> CalendarView:
        """The view on screen."""
        return self.views[self.view]

    def set_view(self, view: str) -> None:
        """Show the days around the current one otherwise."""
        if view != self.view or self.stack.currentWidget() is not self.current:
            self.view = view
            self.anchor, self.current.picked = self.day, None
            self.stack.setCurrentWidget(self.current)
            self._ask()

    def go_to(self, day: dt.date) -> None:
        """Make a day current and bring it on screen."""
        self.day = self.anchor = day
        self._ask()

    def step(self, by: int) -> None:
        """A month, a week or a day on, or back."""
        self.go_to(calendar_spans.step(self.view, self.day, by))

    def _day_moved(self, day: dt.date) -> None:
        self.day = day
        first, last = calendar_spans.span(self.view, self.anchor)
        if not first <= day <= last:
            self.go_to(day)

    def _move(self, one: Dated, slot: Slot) -> None:
        self.acting.move(one, slot)
        if slot.day is not None:
            self._day_moved(slot.day)

    def _offer_day(self, day: dt.date) -> None:
        self.acting.offer(self.current.on(day), QCursor.pos(), partial(self._open_day, day))

    def _open_day(self, day: dt.date) -> None:
        self.day = day
        self.switch.choose("day")
        if self.anchor != day:
            self.go_to(day)  # another day was shown alone

    # reading

    def refresh(self, _changes: Changes | None) -> None:
        """Read again what is shown: nearly everything has a day."""
        self._ask()

    def _ask(self) -> None:
        view, day, today = self.view, self.anchor, clock.today()
        self.header.say(
            partial(calendar_spans.title, view, day),
            partial(calendar_spans.short_title, view, day, today),
        )
        first, last = calendar_spans.span(view, day)
        self._asked += 1
        self._shell.workspace.ask(
            calendar.dated,
            first,
            last,
            today,
            self.legend.shown(),
            owner=self,
            done=partial(self._take, self._asked),
        )
        self._ask_side()

    def _ask_side(self) -> None:
        if self.side_shown():
            self._shell.workspace.ask(
                calendar.beside, clock.today(), self.legend.shown(), owner=self,
                done=self.side.show_rows,
            )  # fmt: skip

    def _take(self, asked: int, found: CalendarRow) -> None:
        if asked == self._asked:
            self.current.lunar = self._lunar()
            self.current.show_rows(found, self.day, clock.today())
            self.day = self.current.day

    # what is shown

    def _kinds_chosen(self) -> None:
        self._shell.preferences.calendar_hidden = self.legend.hidden()
        self._shell.preferences.save()
        self._ask()

    def _lunar(self) -> bool:
        kept = self._shell.preferences.calendar_lunar
        return kept == "on" or (kept != "off" and i18n.language() == "zh_CN")

    def _switch_lunar(self) -> None:
        self._shell.preferences.calendar_lunar = "off" if self._lunar() else "on"
        self._shell.preferences.save()
        self._ask()

    def _offer(self, button: QWidget) -> None:
        items = [*self.files.items(), None]
        if self.header.folded_side():
            words = _("Today and what has no day")
            items.append(MenuItem(words, self.toggle_side, "tray", "S"))
        items.append(MenuItem(_("Lunar days"), self._switch_lunar, checked=self._lunar()))
        popup_below(button, items)

    def _order(self) -> tuple[str, CalendarOrder]:
        return self.view, calendar_sheet.order_of(self.view, self.anchor, self.legend.shown())

    # the side

    def _room(self) -> float:
        return self.window().width() / theme.scale()

    def side_shown(self) -> bool:
        """True when today and the tray are wanted: beside, or over the calendar where narrow."""
        wide = self._room() >= BESIDE_FROM
        return self._shell.preferences.calendar_side if wide else self._called

    def toggle_side(self) -> None:
        """Show or hide them."""
        if self._room() >= BESIDE_FROM:
            self._shell.preferences.calendar_side = not self._shell.preferences.calendar_side
            self._shell.preferences.save()
        else:
            self._called = not self._called
        self.fit()
        self._ask_side()
        if not self.side_shown():
            self.shown()

    def fit(self) -> None:
        """Take the room there is."""
        room = self._room()
        self.switch.fit(room)
        shown, wide = self.side_shown(), room >= BESIDE_FROM
        beside = min(theme.m(WIDTH), self.width())
        main = self.width() - beside if shown and wide else self.width()
        self.main.setGeometry(0, 0, main, self.height())
        self.side.setGeometry(self.width() - beside, 0, beside, self.height())
        self.side.setVisible(shown)
        self.side.raise_()
        self.header.offer_side(not shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    # acting

    def new_record(self) -> None:
        """Ctrl+N: plan one on the current day."""
        self.acting.plan(self.day, self.current.planned_time())

    def go_back(self) -> bool:
        """Esc: put back what is being dragged or resized; close what lies over the calendar."""
        sizing = isinstance(self.current, TimeView) and self.current.cancel_sizing()
        if self.dragging.cancel() or sizing:
            return True
        if self._called and self.side.isVisible() and self._room() < BESIDE_FROM:
            self.toggle_side()
            return True
        return False

    def regions(self) -> list[QWidget]:
        """Parts that F6 jumps between."""
        return [self.header, self.current, *([self.side] if self.side_shown() else [])]

    def shown(self) -> None:
        """It has come on screen."""
        self.current.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, one = Qt.Key(event.key()), self.current.picked
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        views = {Qt.Key(ord(letter)): view for view, letter in KEYS.items()}
        if not plain:
            super().keyPressEvent(event)
        elif key in views:
            self.switch.choose(views[key])
        elif key in _STEPS:
            self.step(_STEPS[key])
        elif key == Qt.Key.Key_T:
            self.go_to(clock.today())
        elif key == Qt.Key.Key_S:
            self.toggle_side()
        elif key == Qt.Key.Key_X and one is not None:
            self.acting.tick(one)
        elif key == Qt.Key.Key_Delete and one is not None:
            self.acting.remove(one)
        else:
            super().keyPressEvent(event)
